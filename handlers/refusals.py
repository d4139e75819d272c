"""How the bot says no, and how it says that it broke.

A refusal is an answer: it stands in the place its asker looks at. A fault has a reference, which the
person reads and the log holds beside the trace; no words of theirs are in either.
"""

import secrets
from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from bot.domain.refusals import ContactsOnly, Refusal
from bot.services import viewing
from bot.views import forms, words
from bot.views.message import Message
from handlers.house import House

log = structlog.get_logger()


async def refused(house: House, refusal: Refusal, body: dict[str, Any], kind: str) -> BoltResponse:
    """A command's author and a form's sender read it at once. A click's hint is owed by its deed already."""
    if kind in ("command", "form"):
        message = await _sentence(house, refusal, str(body.get("team_id") or body["team"]["id"]))
        if kind == "command":
            return say(message)
        return over_the_form(message)
    return BoltResponse(status=200, body="")


async def _sentence(house: House, refusal: Refusal, team: str) -> Message:
    reach = None
    if isinstance(refusal, ContactsOnly):
        reach = await viewing.reach_of(house.store, refusal.district)
    return words.refused(
        refusal,
        contacts=reach.contacts if reach else (),
        district=reach.district if reach else None,
        now=house.now(),
        reader_team=team,
        command=house.command,
    )


def say(message: Message) -> BoltResponse:
    body = {"response_type": "ephemeral", "text": message.text, "blocks": message.blocks}
    return BoltResponse(status=200, body=body)


def over_the_form(message: Message) -> BoltResponse:
    """On top of the form: one step back, and everything typed is still there."""
    return BoltResponse(status=200, body={"response_action": "push", "view": forms.reading("Not sent", message)})


def broke(error: Exception, kind: str, facts: dict[str, str]) -> BoltResponse:
    """A fault of ours. An event comes again; a person is told a reference to ask after."""
    reference = secrets.token_hex(4)
    log.error("listener-broke", reference=reference, kind=kind, exc_info=error, **facts)
    match kind:
        case "command":
            return say(words.broke(reference))
        case "form":
            return over_the_form(words.broke(reference))
        case "click" | "shortcut":
            return BoltResponse(status=200, body="")
        case _:
            return BoltResponse(status=500, body="")
