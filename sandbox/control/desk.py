"""What the control API acts on: one sandbox's stage, its wire and its events."""

from aiohttp import web

from sandbox.acting import Stage
from sandbox.control.refusals import Refused
from sandbox.server import Sandbox
from sandbox.wire.carrier import Wire
from sandbox.wire.events import Events, Misbehaviour


class Control:
    """Takes a sandbox's events from now on."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.slack = sandbox.slack
        self.wire = Wire(self.slack)
        self.events = Events(self.slack, self.wire)
        self.stage = Stage(slack=self.slack, wire=self.wire)
        self.slack.sink = self.events.take

    def clear_faults(self) -> None:
        self.slack.faults.clear()
        self.events.misbehave(Misbehaviour())
        self.events.release()
        self.wire.held.clear()
        self.slack.changes.note()

    async def reset(self) -> None:
        """The described world as at the start; connections stay open, and what was on its way is forgotten."""
        if self._sandbox.world is None:
            raise Refused("no_world", "this sandbox was filled by hand; start it with a description of its world")
        await self.events.start_over()
        self._sandbox.start_over()
        self.wire.start_over()
        self.stage.forget()

    async def close(self) -> None:
        await self.events.close()
        await self.wire.close()


CONTROL = web.AppKey("control", Control)
