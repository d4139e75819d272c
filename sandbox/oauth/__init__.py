"""OAuth as people meet it: the page on which somebody allows an app to come into their workspace."""

from sandbox.oauth.asking import Asked, NotAskable, asked, decided
from sandbox.oauth.routes import routes

__all__ = ["Asked", "NotAskable", "asked", "decided", "routes"]
