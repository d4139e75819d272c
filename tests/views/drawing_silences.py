"""Contacts who go quiet, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.ids import CaseNumber, DistrictId, LineId, PersonId
from bot.domain.inactivity import DEFAULT
from bot.domain.limits import DEFAULT as LENGTHS
from bot.domain.people import Role
from bot.domain.sheets import PersonSheet
from bot.domain.silences import Asked, SilentContact, Stage
from bot.views import home, inactivity, lines, redacting, silences
from bot.views.message import Message
from tests.clockwork import DAY, NOON
from tests.views.naming import name

DENVER = "America/Denver"
COUNTS = dict.fromkeys(Stage, 12_345)


def silent(said: str, stage: Stage, *, number: int = 1) -> SilentContact:
    return SilentContact(
        line=LineId(number),
        name=said,
        district=said,
        role=Role.SUPPORT,
        stage=stage,
        since=NOON - 181 * DAY,
        flags_at=NOON - DAY,
        warned_at=NOON - 2 * DAY,
        flagged_at=NOON - DAY if stage is Stage.FLAGGED else None,
        ends_at=NOON + 13 * DAY if stage is Stage.FLAGGED else None,
        deactivated_at=NOON if stage is Stage.DEACTIVATED else None,
    )


def _rows(said: str, stage: Stage) -> list[SilentContact]:
    row = silent(said, stage)
    others = [replace(row, ends_at=None), replace(row, is_last=True), replace(row, warned_at=None)]
    return [row, *others, *(silent(said, stage, number=number) for number in range(6))]


def _pages(said: str) -> list[dict[str, Any]]:
    after = (NOON, LineId(10))
    return [
        silences.page(
            Asked(stage=stage, district=district, after=begun),
            rows,
            counts=COUNTS,
            districts=[(DistrictId(it), said) for it in range(1, many)],
            after=begun,
            limits=DEFAULT,
            zone=DENVER,
        )
        for stage in Stage
        for district, many in ((None, 1), (DistrictId(1), 2), (DistrictId(98), 100))
        for rows in (_rows(said, stage), [])
        for begun in (after, None)
    ]


def _by(said: str) -> PersonSheet:
    return PersonSheet(id=PersonId(1), name=name(said), slack=None, at_vendor=True)


def _kept(said: str) -> list[Message]:
    by = _by(said)
    return [inactivity.kept(of, district=name(said), by=by, reason=said, days=180) for of in (name(said), "")]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "inactivity.kept": _kept,
    "redacting.without_words": lambda said: [redacting.without_words(it) for it in (*_kept(said), None)],
    "redacting.unnamed": lambda said: [redacting.unnamed(it) for it in (*_kept(said), None)],
    "redacting.yours": lambda said: [redacting.yours(CaseNumber(17), by=_by(said))],
    "inactivity.back": lambda said: [inactivity.back(of, district=name(said)) for of in (name(said), "")],
    "lines.thread_goes_on": lambda _: [lines.thread_goes_on(CaseNumber(17))],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "silences.page": _pages,
    "silences.keep_form": lambda said: [silences.keep_form(silent(said, Stage.NEAR), LENGTHS)],
    "redacting.done": lambda _: [redacting.done(original=it) for it in ("none", "own", "others")],
    "silences.done": lambda _: [silences.done(said) for said in (silences.KEPT, silences.ENDED)],
}


def homes(_: str) -> list[dict[str, Any]]:
    """A support administrator's, with how many there are."""
    return [home.for_support_administrator(command="/case", more=more) for more in (silences.on_home(COUNTS), [])]
