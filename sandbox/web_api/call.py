"""One call of a method: who calls, with what arguments, and how an argument is read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sandbox.model import ApiError, App, Channel, Installation, Json, User
from sandbox.rates import Tier
from sandbox.state import Slack

_TRUE = {"1", "true", "True", True}


@dataclass(frozen=True, slots=True)
class Arguments:
    """What came, by query, form or JSON. In the first two all is text, and lists and objects are JSON."""

    given: Json

    def text(self, name: str) -> str | None:
        value = self.given.get(name)
        return None if value is None else str(value)

    def required(self, name: str, *, error: str = "invalid_arguments") -> str:
        value = self.text(name)
        if not value:
            raise ApiError(error, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
        return value

    def flag(self, name: str) -> bool:
        return self.given.get(name) in _TRUE

    def number(self, name: str, *, default: int) -> int:
        try:
            return int(self.given.get(name, default))
        except ValueError:
            raise ApiError("invalid_arguments") from None

    def parsed(self, name: str, *, error: str) -> Any:
        """A list or an object, also where it came as text. None: not given."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except (ValueError, RecursionError):
            raise ApiError(error) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`installation` None: the caller is no bot but holds an app token, or no token at all."""

    slack: Slack
    arguments: Arguments
    url: str
    app: App | None = None
    installation: Installation | None = None
    hides_younger_than: float = 0.0

    @property
    def bot(self) -> Installation:
        if self.installation is None:
            raise ApiError("not_allowed_token_type")
        return self.installation

    def channel(self, name: str = "channel") -> Channel:
        """The channel named, if the bot can see it: private ones only from inside."""
        channel = self.slack.channel(self.arguments.required(name, error="channel_not_found"))
        if not self.can_see(channel):
            raise ApiError("channel_not_found")
        return channel

    def can_see(self, channel: Channel) -> bool:
        return self.is_member(channel) or (not channel.is_private and self.bot.team_id in channel.teams)

    def is_member(self, channel: Channel) -> bool:
        return self.bot.bot_user_id in channel.members

    def need(self, scope: str) -> None:
        provided = self.bot.scopes
        if scope not in provided:
            raise ApiError("missing_scope", needed=scope, provided=",".join(sorted(provided)))

    def visible(self, user_id: str) -> User:
        """Somebody of the bot's workspace, or somebody outside who shares a channel with it."""
        user = self.slack.user(user_id)
        if user.team != self.bot.team_id and not self.slack.meets_outside(self.bot.team_id, user_id):
            raise ApiError("user_not_visible")
        return user


class Caller(Enum):
    """Whose token a method asks for."""

    BOT = "bot"
    APP = "app"
    ANYBODY = "anybody"


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`scope` with `*` stands for the kind of the channel: channels, groups, im or mpim."""

    handler: Handler
    scope: str | None = None
    tier: Tier = Tier.TIER_4
    caller: Caller = Caller.BOT
