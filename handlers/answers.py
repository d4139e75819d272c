"""What a listener answers: a closed set, turned into Slack's reply in one place."""

from dataclasses import dataclass
from typing import Any

from bot.views.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Taken in; there is nothing to say. A form closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Words for a command's author alone."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormErrors:
    """The form stays, with what was typed, and says at which field what is wrong. By block id."""

    errors: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextView:
    """The form turns into this view."""

    view: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewOnTop:
    """Another view over the form, which stays as it is beneath."""

    view: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The form and everything beneath it closes."""


def say(message: Message) -> Say:
    """Whoever asked reads it where they asked, and nothing rings: it says all that its view lets be said aloud."""
    return Say(text=message.spoken(previews=True), blocks=message.blocks)


Answer = Nothing | Say | FormErrors | NextView | ViewOnTop | Finished
