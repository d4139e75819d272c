"""What is told of contacts who go quiet (POLICY 7): each message with its date, and what to do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from bot.domain.ids import DistrictId
from bot.domain.inactivity import Limits
from bot.domain.sheets import PersonSheet
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Message
from bot.views.notices import NAMED

DAY = timedelta(days=1)


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def told(
    what: str,
    *,
    now: datetime,
    day: datetime,
    limits: Limits,
    district: str,
    district_id: DistrictId,
    names: Sequence[str],
    zone: str,
) -> Message:
    """`day`: of the flag, in a warning; of the end, where there is a flag. In the reader's own zone."""
    silent, grace = days(limits.flag_on), days(limits.grace.days)
    match what:
        case "inactivity-warning":
            return _warning(district, district_id, text.day(day, zone), left=ceil((day - now) / DAY))
        case "inactivity-flagged":
            said = (
                "Your access as an authorized contact of {district} has been flagged for deactivation, "
                f"after {silent} without activity. You can still act: one click keeps it. Otherwise it ends on "
                f"*{text.day(day, zone)}*, in {grace}."
            )
            return _with_keep(said, district, district_id)
        case "inactivity-ended":
            return text.told(
                "Your access as an authorized contact of {district} has ended, because you were not active for a "
                f"long time: after {silent} without activity, and notice of it. Another contact, or the "
                "administrator, can ask for it again.",
                district=district,
            )
        case _:
            return _of_others(what, names, district, silent, grace)


def access_kept(stays: Sequence[str], *, ended: str, days: int) -> Message:
    """The answer to *Keep my access*. `stays`, `ended`: districts; '' where nothing has ended."""
    named = {f"d{place}": district for place, district in enumerate(stays[:NAMED])}
    more = [f"{len(stays) - NAMED} more"] if len(stays) > NAMED else []
    where = text.sentence([*(f"{{{place}}}" for place in named), *more])
    first = (
        "Your access as an authorized contact of {ended} has ended. Another contact there, or the administrator, "
        "can ask for it again. Your"
        if ended
        else "Thank you: your"
    )
    said = f"{first} access as an authorized contact of {where} stays, and the {days} days start again today."
    return text.told(said, ended=ended, **named)


def access_over() -> Message:
    """The same to somebody whose access ended everywhere between the press and the answer."""
    said = (
        "Your access as an authorized contact has ended. Another contact of your district, or its administrator, can "
        "ask for it again."
    )
    return text.told(said)


def kept(name: str, *, district: str, by: PersonSheet, reason: str, days: int) -> Message:
    """`name`: whose access it is; '' to themselves."""
    whose = "{name} stays an authorized contact" if name else "You stay an authorized contact"
    sentence = f"{whose} of {{district}}; the {days} days without activity began again. {{by}} said why:"
    said = text.told(sentence, name=name, district=district, by=text.plain_name(by))
    return Message(
        text=said.text, blocks=[*said.blocks, text.small(reason)], aloud=text.aloud(said.text, text.one_line(reason))
    )


def back(name: str, *, district: str) -> Message:
    """What was ended for silence is undone. `name` as of `kept`."""
    whose = "{name} is an authorized contact" if name else "You are an authorized contact"
    they = "they" if name else "you"
    said = f"{whose} of {{district}} again: {they} had acted before the access ended, which reached me after that."
    return text.told(said, name=name, district=district)


def _warning(district: str, district_id: DistrictId, date: str, *, left: int) -> Message:
    when = f"in {days(left)}" if left > 0 else "today"
    said = (
        f"You have not been active as an authorized contact of {{district}} for a while. On *{date}*, {when}, "
        "your access will be flagged for deactivation. One click keeps it; so does any work on a case."
    )
    return _with_keep(said, district, district_id)


def _with_keep(sentence: str, district: str, district_id: DistrictId) -> Message:
    said = text.told(sentence, district=district)
    keep = text.button("Keep my access", Action.KEEP_ACCESS, f"keep:{district_id}", style="primary")
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([keep])])


def _of_others(what: str, names: Sequence[str], district: str, silent: str, grace: str) -> Message:
    are, have = ("is", "has") if len(names) == 1 else ("are", "have")
    ends = {
        "inactivity-near": f"will soon be flagged for deactivation, after {silent} without activity. "
        "Any activity of theirs keeps their access.",
        "inactivity-others-flagged": f"{are} flagged for deactivation, after {silent} without activity, and will "
        f"be deactivated in {grace} unless they act.",
        "inactivity-deactivated": f"{have} been deactivated, after {silent} without activity and notice of it. "
        "A contact or the administrator can ask for reactivation.",
        "inactivity-last": "would be deactivated, but is the last authorized contact who may act. Please "
        "name another contact, or ask them to press *Keep my access*.",
    }
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    drawn = text.sentence([*map(text.inline, names[:NAMED]), *more])
    said = text.sentence([*map(text.one_line, names[:NAMED]), *more])
    return Message(
        text=text.spoken(f"Authorized contacts of {text.one_line(district)}: {said} {ends[what].replace('*', '')}"),
        blocks=[text.section(f"Authorized contacts of {text.inline(district)}: {drawn} {ends[what]}")],
    )
