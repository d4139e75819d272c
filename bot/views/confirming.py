"""The list of a district's contacts, which its administrator is asked to confirm."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from bot.domain.confirming import Listed, seen
from bot.domain.people import Standing
from bot.domain.training import Training
from bot.views import terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message
from bot.views.training import STATES

LETTERS, LINES = 6000, 6
"""Of the list in one message, and lines in one block."""


def asked(lines: Sequence[Listed], *, district: str, district_id: int, months: int) -> Message:
    """The list as it is; the button confirms exactly this one."""
    often = "month" if months == 1 else f"{months} months"
    head = text.told(
        f"Is the list of authorized contacts of {{district}} still right? I ask every {often}: it says who may "
        "submit and work your cases.",
        district=district,
    )
    right = text.button("It is right", Action.LIST_IS_RIGHT, f"{district_id}:{seen(lines)}", style="primary")
    how = "If it is not, please open the app's Home and have it changed there first; then press *It is right*."
    return Message(
        text=head.text,
        blocks=[*head.blocks, *_list(lines), text.context(how), *text.buttons([right])],
    )


def _list(lines: Sequence[Listed]) -> list[Block]:
    if not lines:
        return [text.section("Nobody is on it: nobody of the district can open or work a case.")]
    drawn = ["\n".join(map(_line, lines[at : at + LINES])) for at in range(0, len(lines), LINES)]
    shown = _fitting(drawn)
    rest = max(len(lines) - LINES * len(shown), 0)
    more = [text.context(f"and {rest} more, for whom there is no room here")] if rest else []
    return [*map(text.section, shown), *more]


def _fitting(drawn: list[str]) -> list[str]:
    """The first of them, as far as there are letters left in a message."""
    return [block for block, end in zip(drawn, accumulate(map(len, drawn)), strict=True) if end <= LETTERS]


def _line(it: Listed) -> str:
    facts = [terms.ROLE[it.role], text.inline(it.phone), f"training {STATES[it.training]}"]
    if it.training is Training.NOT_ASKED:
        facts.pop()
    match it.standing:
        case Standing.FLAGGED:
            facts.append("flagged for deactivation")
        case Standing.DEACTIVATED:
            facts.append("deactivated")
        case Standing.ACTIVE | Standing.REMOVED:
            pass
    if not it.is_bound:
        facts.append("no Slack account, so without rights")
    return f"• *{text.inline(it.name)}* · {' · '.join(filter(None, facts))}"


def confirmed(at: datetime, again: datetime, *, district: str, zone: str) -> Message:
    return text.told(
        f"Thank you: the list of {{district}} was confirmed on {text.day(at, zone)}. I ask again on "
        f"{text.day(again, zone)}.",
        district=district,
    )


def unconfirmed(asked_at: datetime, *, district: str, has_administrator: bool, zone: str) -> Message:
    """To those who look after all lists."""
    who = "its administrator did not answer" if has_administrator else "it has no administrator in Slack to ask"
    return text.told(
        f"The list of contacts of {{district}} is not confirmed: asked since {text.day(asked_at, zone)}, {who}. "
        "Please get in touch with the district.",
        district=district,
    )
