"""Contacts who go quiet: the support administrator's page, a stage at a time, and what is done there (POLICY 7)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ids import DistrictId
from bot.domain.inactivity import Limits
from bot.domain.limits import Limits as Lengths
from bot.domain.silences import After, Asked, SilentContact, Stage
from bot.views import fields, forms, terms, text
from bot.views.actions import Action, Callback
from bot.views.inactivity import days
from bot.views.message import Block, Message

TITLE = "Contacts who go quiet"
NAMES = {Stage.FLAGGED: "Flagged", Stage.NEAR: "Near", Stage.DEACTIVATED: "Deactivated"}
EMPTY = {
    Stage.FLAGGED: "Nobody is flagged for deactivation.",
    Stage.NEAR: "Nobody was silent for so long that they were warned.",
    Stage.DEACTIVATED: "Nobody was deactivated for silence within the last year.",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def value(asked: Asked) -> str:
    """As a button or an option carries it: stage, district, and where the page before ended."""
    since, line = asked.after or (_EPOCH, 0)
    return f"{asked.stage}:{asked.district or 0}:{(since - _EPOCH) // timedelta(microseconds=1)}:{line}"


def on_home(counts: Mapping[Stage, int]) -> list[Block]:
    """How many there are, and the way to them."""
    near, flagged = counts.get(Stage.NEAR, 0), counts.get(Stage.FLAGGED, 0)
    said = f"*{TITLE}*: {flagged} flagged for deactivation, {near} near it."
    return [text.section(said, accessory=text.button("Open the list", Action.SILENCES, value(Asked())))]


def page(
    asked: Asked,
    rows: Sequence[SilentContact],
    *,
    counts: Mapping[Stage, int],
    districts: Sequence[tuple[DistrictId, str]],
    after: After | None,
    limits: Limits,
    zone: str,
) -> Block:
    """A window. Dates are in the reader's `zone`; `after`: where the next page begins."""
    listed = [block for place, row in enumerate(rows) for block in _row(row, limits, zone, place)]
    turned = [_turn("First page", replace(asked, after=None), "first")] if asked.after else []
    turned += [_turn("Next page", replace(asked, after=after), "next")] if after else []
    blocks = [
        _stages(asked, counts),
        _districts(asked, districts),
        text.divider(),
        *(listed or [text.section(EMPTY[asked.stage])]),
        *text.buttons(turned),
    ]
    return forms.reading(TITLE, Message(text=TITLE, blocks=blocks))


def _turn(label: str, asked: Asked, name: str) -> Block:
    return text.button(label, f"{Action.SILENCES}#{name}", value(asked))


def _stages(asked: Asked, counts: Mapping[Stage, int]) -> Block:
    options = [
        (value(Asked(stage=stage, district=asked.district)), f"{name} ({counts.get(stage, 0)})")
        for stage, name in NAMES.items()
    ]
    chosen = value(Asked(stage=asked.stage, district=asked.district))
    return text.section("Show", accessory=fields.menu(f"{Action.SILENCES}#stage", options, chosen))


def _districts(asked: Asked, districts: Sequence[tuple[DistrictId, str]]) -> Block:
    every = [(value(Asked(stage=asked.stage)), "All districts")]
    options = every + [(value(Asked(stage=asked.stage, district=it)), name) for it, name in districts]
    chosen = value(Asked(stage=asked.stage, district=asked.district))
    return text.section("of", accessory=fields.menu(f"{Action.SILENCES}#district", options, chosen))


def _row(row: SilentContact, limits: Limits, zone: str, place: int) -> list[Block]:
    who = f"*{text.inline(row.name)}*, {terms.ROLE[row.role]} of {text.inline(row.district)}"
    said = f"{who}\n{_dates(row, limits, zone)}"
    return [text.section(said), *text.buttons(_deeds(row, place))]


def _dates(row: SilentContact, limits: Limits, zone: str) -> str:
    """Why they stand here."""
    found = [f"Last active {text.day(row.since, zone)}"]
    if row.warned_at is not None:
        found.append(f"last warned {text.day(row.warned_at, zone)}")
    match row.stage:
        case Stage.NEAR:
            found.append(f"flagged {text.day(row.flags_at, zone)} unless they act")
        case Stage.FLAGGED:
            found.append(_of_flagged(row, limits, zone))
        case Stage.DEACTIVATED if row.deactivated_at is not None:
            found.append(
                f"deactivated {text.day(row.deactivated_at, zone)}; reactivation is asked for by their district"
            )
        case Stage.DEACTIVATED:
            pass
    return " · ".join(found)


def _of_flagged(row: SilentContact, limits: Limits, zone: str) -> str:
    since = f"flagged {text.day(row.flagged_at, zone)}" if row.flagged_at is not None else "flagged"
    if row.is_last:
        return f"{since} · *the district's last contact*, who stays until another one is named"
    if row.ends_at is None:
        grace = days(limits.grace.days)
        return f"{since} · *not told of it yet*: the {grace} until the end begin when the message is delivered"
    return f"{since} · deactivated *{text.day(row.ends_at, zone)}* unless they act"


def _deeds(row: SilentContact, place: int) -> list[Block]:
    if row.stage is Stage.DEACTIVATED:
        return []
    name = text.one_line(row.name)
    keep = text.button("Keep…", f"{Action.KEEP_CONTACT}#{place}", row.line, spoken_as=f"Keep {name} as a contact")
    if row.stage is Stage.NEAR or row.is_last:
        return [keep]
    confirm = text.confirmation(
        "Deactivate now?",
        "They can no longer act on cases, and their open cases are offered to the others. They, the district's other "
        "contacts and its administrator are told.",
        "Deactivate",
    )
    end = text.button(
        "Deactivate now",
        f"{Action.DEACTIVATE_CONTACT}#{place}",
        row.line,
        style="danger",
        spoken_as=f"Deactivate now: {name}",
        confirm=confirm,
    )
    return [keep, end]


def keep_form(row: SilentContact, limits: Lengths) -> Block:
    """Asks why, which others read."""
    said = f"*{text.inline(row.name)}*, contact of {text.inline(row.district)}"
    hint = (
        f"At least {limits.reason_shortest} characters. They, the district's other contacts and its administrator "
        f"read it; the {days(limits.inactivity_flag_day)} without activity begin again today. {fields.NO_NAMES}"
    )
    return text.modal(
        "Keep a contact",
        Callback.KEEP_CONTACT,
        [text.section(said), fields.lines(forms.WORDS, "Why do they stay a contact?", hint=hint)],
        submit="Keep",
        private_metadata=json.dumps({"line": str(row.line)}),
    )


def done(sentence: str) -> Block:
    """After a deed: what was done, and the way back to the list as it is now."""
    back = text.button("Back to the list", Action.SILENCES, value(Asked()))
    return forms.reading(TITLE, Message(text=sentence, blocks=[text.section(sentence), *text.buttons([back])]))


KEPT = "Kept. They and the district are told."
ENDED = "Deactivated. They, the district and the other support administrators are told."
