"""The audit log's answers and its seals, drawn with somebody's names."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.ids import CaseNumber, DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.record import Entry, Named, Question
from bot.domain.seals import LogLine, Seal
from bot.domain.sheets import PersonSheet
from bot.views import audit, home, reports, seals, text
from bot.views.message import Message
from tests.clockwork import NOON


def sealed() -> Seal:
    return Seal(
        number=12,
        district=None,
        after=0,
        through=40,
        lines=40,
        content="",
        at=NOON,
        key="",
        previous="",
        digest="9f3a" * 16,
    )


def named(said: str, *, number: int = 1, at_vendor: bool = False) -> Named:
    slack = SlackUser(team=TeamId("T0HERE"), user=UserId(f"U0P{number}"))
    sheet = PersonSheet(id=PersonId(number), name=said, slack=slack, at_vendor=at_vendor)
    return Named(id=PersonId(number), sheet=sheet)


def entry(said: str, *, act: str = "comment", rule: str = "ContactsOnly", who: Named | None = None) -> Entry:
    line = LogLine(
        id=7,
        at=NOON,
        person=PersonId(1),
        act=act,
        rule=rule,
        allowed=False,
        district=DistrictId(1),
        case=CaseNumber(17),
        about=PersonId(2),
        ref="request:17:remove:applied",
    )
    return Entry(line=line, who=who, about=named(said, number=2, at_vendor=True), district=said, comes=who)


def _answers(said: str) -> list[dict[str, Any]]:
    several = [
        entry(said, who=named(said)),
        entry(said, act="clock", rule="inactivity-warned"),
        entry(said, rule="command-line"),
        entry(said, who=Named(id=PersonId(3), hidden=True)),
        entry(said, who=Named(id=PersonId(4))),
    ]
    pages: tuple[list[Entry], ...] = ([], several, several * 3)
    return [
        audit.answer(page, question=question, older=older, asked={"question": question, "person": "17"})
        for page in pages
        for question in Question
        for older in (None, 9_000_000_000)
    ]


def _forms(said: str) -> list[dict[str, Any]]:
    many = [(f"district-{number}", said) for number in range(300)]
    return [
        audit.form(known, of_all=of_all, command="/case", today="2026-11-27")
        for known in (many, many[:2], many[:1])
        for of_all in (True, False)
    ]


def _many_blocks() -> list[dict[str, Any]]:
    return [text.divider() for _ in range(home.BLOCKS)]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "seals.posted": lambda _: [seals.posted(sealed())],
    "reports.not_sent": lambda _: [reports.not_sent(question) for question in Question],
    "reports.on_its_way": lambda _: [reports.on_its_way()],
    "seals.gone": lambda _: [seals.gone(12)],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {"audit.answer": _answers, "audit.form": _forms}
HOMES: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "home.with_below": lambda _: [home.with_below({"type": "home", "blocks": [*_many_blocks()]}, audit.button())]
}
