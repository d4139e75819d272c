"""The sandbox's web page: be anybody of the little Slack, in a browser."""

from sandbox.page.guide import CouldNotPlay, Demonstration, Guide, GuideStep, Told, Way
from sandbox.page.routes import part

__all__ = ["CouldNotPlay", "Demonstration", "Guide", "GuideStep", "Told", "Way", "part"]
