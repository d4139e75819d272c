"""What carries payloads to the app: Socket Mode or signed HTTP, with Slack's patience and its retries."""

from sandbox.wire.carrier import Outcome, Wire

__all__ = ["Outcome", "Wire"]
