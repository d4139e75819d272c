"""How the bot says no, and how it says that it broke.

A refusal is an answer: it stands in the place its asker looks at. A fault has a reference, which the
person reads and the log holds beside the trace; no words of theirs are in either. Where a click has no
channel (the Home, the global shortcut) both stand in a window.
"""

import secrets
from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from bot.domain.ids import TeamId
from bot.domain.refusal_facts import told
from bot.domain.refusals import DateOutOfReach, NoWindow, Refusal, points_to
from bot.services import viewing
from bot.views import clocks, forms, text, words
from bot.views.message import Message
from handlers import asks
from handlers.filled import DEEPEST, depth_of
from handlers.house import House
from handlers.payloads import Malformed, team_of
from storage import outbox, owing

log = structlog.get_logger()
ERROR_LONGEST = 300
"""As much as reads well below a field."""


async def refused(house: House, refusal: Refusal, body: dict[str, Any], kind: str) -> BoltResponse:
    """Said at once, but for a click on a message: its deed owes a hint there already.

    A shortcut is used on any message, also where we are not and no hint can stand: it is answered in a window.
    """
    if kind == "event":
        return BoltResponse(status=200, body="")
    if _has_place(body) and (kind == "click" or (kind == "shortcut" and isinstance(refusal, NoWindow))):
        if isinstance(refusal, NoWindow):  # no deed owed anything
            await _hint(house, refusal, body)
        return BoltResponse(status=200, body="")
    if kind == "form" and isinstance(refusal, DateOutOfReach):
        return at_the_field(clocks.date_errors(refusal.until))
    message = await _sentence(house, refusal, _team(body))
    if kind == "command":
        return say(message)
    if kind == "form":
        return over_the_form(message, body)
    await _in_a_window(house, body, "Not done", message)
    return BoltResponse(status=200, body="")


def _team(body: dict[str, Any]) -> str:
    """A command names it itself."""
    return str(body.get("team_id") or team_of(body))


def _has_place(body: dict[str, Any]) -> bool:
    return bool((body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id"))


async def _in_a_window(house: House, body: dict[str, Any], title: str, message: Message) -> None:
    """What can be done in a second; a click that nobody can be told of is logged."""
    try:
        await house.show_over(body, TeamId(_team(body)), forms.reading(title, message))
    except (NoWindow, LookupError, Malformed) as error:
        log.warning("not-told", title=title, error=type(error).__name__)


async def _hint(house: House, refusal: Refusal, body: dict[str, Any]) -> None:
    """Only they see it, where they clicked."""
    ask = asks.place_of_click(body)
    async with house.store.begin() as tx:
        owed = owing.hint(ask.who, ask.spot, what="refused", now=house.now(), facts=told(refusal))
        await outbox.owe(tx, [owed], now=house.now())
    house.courier.nudge()


async def _sentence(house: House, refusal: Refusal, team: str) -> Message:
    its = points_to(refusal)
    if its:
        house.courier.nudge()
    return words.refused(
        refusal,
        reaches=[(it.district, it.contacts) for it in await viewing.reaches_of(house.store, its)],
        now=house.now(),
        reader_team=team,
        command=house.command,
    )


def say(message: Message) -> BoltResponse:
    body = {"response_type": "ephemeral", "text": message.spoken(previews=True), "blocks": message.blocks}
    return BoltResponse(status=200, body=body)


def over_the_form(message: Message, body: dict[str, Any]) -> BoltResponse:
    """On top of the form: one step back, and everything typed is still there.

    Where three windows stand there is no place for a fourth: at the first field, or instead of what has none.
    """
    view = body.get("view") or {}
    if depth_of(view) == DEEPEST:
        fields = [str(block["block_id"]) for block in view.get("blocks") or () if block.get("type") == "input"]
        if fields:
            return at_the_field({fields[0]: text.cut(message.text, ERROR_LONGEST)})
        instead = {"response_action": "update", "view": forms.reading("Not sent", message)}
        return BoltResponse(status=200, body=instead)
    return BoltResponse(status=200, body={"response_action": "push", "view": forms.reading("Not sent", message)})


def at_the_field(errors: dict[str, str]) -> BoltResponse:
    """The form stays, with what was picked. By block id."""
    return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})


def reference_of(error: Exception) -> str:
    """A fault of ours, logged under a reference."""
    reference = secrets.token_hex(4)
    log.error("listener-broke", reference=reference, exc_info=error)
    return reference


async def broke(house: House, reference: str, body: dict[str, Any], kind: str) -> BoltResponse:
    """An event comes again; a person is told the reference to ask after."""
    match kind:
        case "command":
            return say(words.broke(reference))
        case "form":
            return over_the_form(words.broke(reference), body)
        case "click" | "shortcut":
            await _in_a_window(house, body, "Not done", words.broke(reference))
            return BoltResponse(status=200, body="")
        case _:
            return BoltResponse(status=500, body="")
