"""Legal holds for support administrators: the window, the form; and what they are told of erasures to come."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import DistrictId, HoldId
from bot.domain.limits import Limits
from bot.views import fields, forms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

TITLE, KEY = "Legal holds", "key"
WHAT_IT_DOES = (
    "While a legal hold stands, nothing of its district is erased by time, by an erasure or after uninstalling. "
    "What people redact is erased all the same."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A hold as its reader sees it. `lifted_at` None: it stands."""

    id: HoldId
    district: DistrictId
    name: str
    reason: str
    set_at: datetime
    set_by: str
    lifted_at: datetime | None = None
    lifted_by: str = ""


def on_home() -> list[Block]:
    said = f"*{TITLE}*: what keeps a district's data from being erased."
    return [text.section(said, accessory=text.button("Legal holds…", Action.HOLDS, "home"))]


def page(rows: Sequence[Held], *, more: bool, note: str = "") -> Block:
    """Those that stand first. `note`: what was just done."""
    said = [text.section(f":white_check_mark: {note}")] if note else []
    listed = [block for place, row in enumerate(rows) for block in _row(row, place)]
    older = [text.context("There are older ones: `python -m bot hold list` has them all.")] if more else []
    new = text.button("Set a hold…", Action.SET_HOLD, "new", style="primary")
    nothing = [text.section("No legal hold stands, and none ever did.")]
    blocks = [*said, text.context(WHAT_IT_DOES), *(listed or nothing), *older, *text.buttons([new])]
    return forms.reading(TITLE, Message(text=TITLE, blocks=blocks))


def _row(row: Held, place: int) -> list[Block]:
    by = f"since {text.moment(row.set_at)}, by {text.inline(row.set_by)}"
    said = f"*{text.inline(row.name)}*, {by}\n{text.inline(row.reason)}"
    if row.lifted_at is not None:
        return [text.section(f"{said}\nLifted {text.moment(row.lifted_at)}, by {text.inline(row.lifted_by)}")]
    confirm = text.confirmation(
        "Lift this hold?",
        "What was to be erased meanwhile is erased from the next minute on, and cannot be had back.",
        "Lift it",
    )
    lift = text.button(
        "Lift…",
        f"{Action.LIFT_HOLD}#{place}",
        f"{row.district}:{row.id}",
        style="danger",
        spoken_as=f"Lift the hold of {text.one_line(row.name)}",
        confirm=confirm,
    )
    return [text.section(f":lock: {said}"), *text.buttons([lift])]


def form(limits: Limits, *, command: str) -> Block:
    """Which district, and why."""
    hint = f"At least {limits.reason_shortest} characters: whose matter it is, and who asked. {fields.NO_NAMES}"
    return text.modal(
        "Set a legal hold",
        Callback.SET_HOLD,
        [
            text.section(WHAT_IT_DOES),
            fields.short(KEY, "District", hint=f"Its key, such as lakeside; {command} contacts lists them."),
            fields.lines(forms.WORDS, "Why?", hint=hint),
        ],
        submit="Set it",
        private_metadata=json.dumps({}),
    )


def no_such_district() -> dict[str, str]:
    return {KEY: "I know no district of that key. Please look at it again."}


def scheduled(workspace: str, districts: Sequence[str], *, at: datetime) -> Message:
    """The app was uninstalled there: what happens, when, and how it is kept from happening."""
    whose = text.sentence(map(text.inline, districts)) or "nobody's district"
    said = (
        f"Liaison was uninstalled from the workspace {text.inline(workspace)} ({whose}). Everything we hold of it is "
        f"erased {text.moment(at)}, unless the app is installed there again before. To keep it for longer, please "
        "set a legal hold: *Legal holds…* on your Home."
    )
    return Message(text=text.spoken(said), blocks=[text.section(said)])


def called_off(workspace: str) -> Message:
    return text.told(
        "Liaison is installed in the workspace {name} again, so nothing of it is erased.", name=workspace
    )


def too_late(workspace: str, *, gone: Sequence[str], kept: Sequence[str]) -> Message:
    """Installed again, when erasing had begun. `kept`: districts of the same workspace that had not come to it."""
    of = text.sentence(map(text.inline, gone))
    said = (
        f"Liaison is installed in the workspace {text.inline(workspace)} again, too late for what we held of {of}: "
        "its date had come, and its erasing had begun, which cannot be stopped or undone. Once it is over, I ask "
        "whose workspace it is; the district begins anew there, without its contacts and cases of before. How far it "
        "is: `python -m bot erase list`, where the bot runs."
    )
    if kept:
        said += f" What we hold of {text.sentence(map(text.inline, kept))} is kept."
    return Message(text=text.spoken(said), blocks=[text.section(said)])


def stopped(what: str, *, why: str) -> Message:
    """An erasure that does not come further: what it is of, and why. By our own ids and the district's name."""
    said = (
        f"Erasing does not come to its end ({text.inline(what)}): {text.inline(why)}. It is tried again each hour, "
        "and I write again tomorrow if it is not over. Please have whoever looks after the bot see to it: "
        "`python -m bot erase list` says how far it is and what to do."
    )
    return Message(text=text.spoken(said), blocks=[text.section(said)])


def waits(district: str) -> Message:
    """Its date has come, and a legal hold stands."""
    return text.told(
        "What we hold of {name} was to be erased by now, and a legal hold stands, so it is kept. Once the hold is "
        "lifted (*Legal holds…* on your Home) it is erased from the next minute on.",
        name=district,
    )
