"""Every view there is, drawn with somebody's words in each place where words can be."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.cases import Ask, Case, CaseType, CloseReason, Frequency, Priority, Scope, Status
from bot.domain.ids import (
    CaseNumber,
    Channel,
    ChannelId,
    CommentId,
    DistrictId,
    KeptId,
    PersonId,
    SlackUser,
    TeamId,
    UserId,
)
from bot.domain.inactivity import DEFAULT as SILENCE
from bot.domain.limits import DEFAULT
from bot.domain.people import Role, Standing
from bot.domain.refusals import NotFound
from bot.domain.sheets import (
    CaseRow,
    CaseSheet,
    CommentKind,
    CommentSheet,
    ContactSheet,
    DistrictSheet,
    FileSheet,
    PersonSheet,
)
from bot.views import (
    cards,
    comments,
    forms,
    home,
    inactivity,
    lines,
    lists,
    notices,
    offers,
    redirect,
    words,
)
from bot.views.message import Message
from tests.clockwork import DAY, NOON
from tests.views import drawing_silences
from tests.views.drawing_forms import FORM_MESSAGES, case_forms
from tests.views.drawing_incidents import incident
from tests.views.naming import name
from tests.views.refused import NUMBER, REFUSALS

HERE, ELSEWHERE = TeamId("T0HERE"), TeamId("T0THERE")
TALKATIVE = 40
"""More people, cases or comments than any view has room for."""


def person(said: str, *, number: int = 1, at_vendor: bool = False) -> PersonSheet:
    slack = SlackUser(team=HERE, user=UserId(f"U0P{number}"))
    return PersonSheet(id=PersonId(number), name=name(said), slack=slack, at_vendor=at_vendor)


def contacts(said: str, count: int = 2) -> list[ContactSheet]:
    return [
        ContactSheet(
            person=person(said, number=number),
            role=Role.SUPPORT if number % 2 else Role.TECHNICAL,
            standing=Standing.FLAGGED if number % 2 else Standing.ACTIVE,
            phone=name(said),
            zone="America/Chicago",
            away_until=NOON.date() if number % 3 else None,
        )
        for number in range(count)
    ]


def district(said: str) -> DistrictSheet:
    return DistrictSheet(name=name(said), zone="America/Denver")


def case(said: str, status: Status = Status.NEW) -> Case:
    closed = status is Status.CLOSED
    return Case(
        number=NUMBER,
        district=DistrictId(1),
        type=CaseType.APPLICATION_ISSUE,
        module=name(said),
        status=status,
        priority=Priority.HIGH,
        contact=PersonId(1),
        reporter=PersonId(1),
        owner=PersonId(2),
        opened_at=NOON,
        modified_at=NOON,
        closed_at=NOON if closed else None,
        close_reason=CloseReason.WITHDRAWN if closed else None,
    )


def case_sheet(said: str, status: Status = Status.NEW) -> CaseSheet:
    return CaseSheet(
        case=case(said, status),
        district=district(said),
        subject=said,
        contact=person(said),
        reporter=person(said),
        owner=person(said, number=2, at_vendor=True),
        reopen_until=NOON + 60 * DAY if status is Status.CLOSED else None,
        description=said,
        steps=said,
        expected=said,
        actual=said,
        impact=said,
        environment=said,
        task=said,
        building=said,
        scope=Scope.DISTRICT,
        frequency=Frequency.INTERMITTENT,
        ask=Ask.DATABASE_REFRESH,
        due=NOON.date(),
        loss_confirmed=True,
        incident=incident(said, is_open=status is not Status.CLOSED),
        followed_by=tuple(CaseNumber(number) for number in range(18, 30)),
    )


def comment(said: str, kind: CommentKind = CommentKind.REPLY) -> CommentSheet:
    return CommentSheet(
        id=CommentId(1),
        kind=kind,
        author=person(said),
        at=NOON,
        words=said,
        edited=True,
        files=tuple(FileSheet(name=said, size=1, permalink="https://x.example/f") for _ in range(10)),
    )


def row(said: str, *, subject: str | None) -> CaseRow:
    return CaseRow(case=case(said), subject=subject, district=name(said), previews=True)


def rows(said: str, count: int) -> list[CaseRow]:
    return [*[row(said, subject=said)] * (count - 1), row(said, subject=None)]


TEAMS = (HERE, ELSEWHERE)
ACCOUNTS = [SlackUser(team=HERE, user=UserId(f"U0S{number}")) for number in range(TALKATIVE)]
CHANNEL = Channel(team=HERE, id=ChannelId("C0CASES"))
INACTIVITY = [
    "inactivity-warning",
    "inactivity-flagged",
    "inactivity-ended",
    "inactivity-near",
    "inactivity-others-flagged",
    "inactivity-deactivated",
    "inactivity-last",
]


def _marked(said: str, status: Status) -> CaseSheet:
    """A case that is marked as containing student data."""
    sheet = case_sheet(said, status)
    return replace(sheet, case=replace(sheet.case, has_student_data=True))


def _cards(draw: Callable[..., Message], said: str) -> list[Message]:
    return [
        draw(sheet, words=shown, now=now, reader_team=team)
        for status in Status
        for sheet in (_marked(said, status), replace(case_sheet(said, status), subject=None, contact=None))
        for shown in (True, False)
        for team in TEAMS
        for now in (NOON, NOON + 90 * DAY)
    ]


def _comments(said: str) -> list[CommentSheet]:
    gone = replace(comment(said), deleted=True), replace(comment(said), redacted=True, words=None)
    return [*(comment(said, kind) for kind in CommentKind), *gone, replace(comment(said), files=())]


def _readers(said: str) -> list[PersonSheet]:
    return [person(said, number=number) for number in range(TALKATIVE)]


def _for_district(said: str) -> list[Message]:
    return [
        message
        for sheet in _comments(said)
        for team in TEAMS
        for to in ([], _readers(said))
        for message in comments.for_district(sheet, number=NUMBER, reader_team=team, to=to)
    ]


def _for_desk(said: str) -> list[Message]:
    return [
        message
        for sheet in _comments(said)
        for team in TEAMS
        for to in ([], _readers(said))
        for message in comments.for_desk(sheet, number=NUMBER, reader_team=team, to=to)
    ]


def _refused(said: str) -> list[Message]:
    every, reaches = [*REFUSALS, NotFound(asked=said)], [(district(said), contacts(said, TALKATIVE))]
    return [words.refused(refusal, reaches=reaches, now=NOON, reader_team=HERE) for refusal in every]


def _not_taken(said: str) -> list[Message]:
    every, reaches = [*REFUSALS, NotFound(asked=said)], [(district(said), contacts(said, TALKATIVE))]
    return [
        words.reply_not_taken(refusal, number=NUMBER, reaches=reaches, now=NOON, reader_team=HERE, kept=kept)
        for refusal in every
        for kept in (None, KeptId(3))
    ]


def _case_view(said: str) -> list[Message]:
    told = [comment(said)] * TALKATIVE
    return [
        lists.case_view(case_sheet(said), told, as_agent=agent, now=NOON, reader_team=HERE) for agent in (True, False)
    ]


def _outsiders(said: str) -> list[Message]:
    return [
        notices.outsiders_in_channel(
            channel=CHANNEL,
            district=known,
            private=private,
            accepted=accepted,
            strangers=ACCOUNTS,
            foreigners=ACCOUNTS[::2],
            may_accept=True,
        )
        for known in (district(said), None)
        for private in (True, False)
        for accepted in (True, False)
    ]


def earlier(days: int) -> datetime:
    return NOON - timedelta(days=180 - days)


def _kept(said: str) -> list[Message]:
    names = [name(said)] * TALKATIVE
    drawn = inactivity.access_kept
    return [drawn(names[:count], ended=ended, days=180) for count in (1, 2, TALKATIVE) for ended in ("", name(said))]


def _inactivity(said: str) -> list[Message]:
    names = [name(said)] * TALKATIVE
    return [
        inactivity.told(
            what,
            now=earlier(day),
            day=NOON,
            limits=SILENCE,
            district=name(said),
            district_id=DistrictId(1),
            names=names[:count],
            zone="America/Denver",
        )
        for what in INACTIVITY
        for day in (150, 179, 180)
        for count in (1, TALKATIVE)
    ]


def _lines(said: str) -> list[Message]:
    sheets = (case_sheet(said), case_sheet(said, Status.CLOSED))
    return [
        lines.line(what, sheet=sheet, by=person(said), to=person(said), other=NUMBER)
        for what in lines.LINES
        for sheet in sheets
    ]


def _redirects(said: str) -> list[Message]:
    return [
        redirect.to_contacts(
            [(district(said), contacts(said, count))] * several, now=NOON, reader_team=ELSEWHERE, kept=kept
        )
        for several, kept in ((0, None), (1, None), (1, KeptId(3)), (2, KeptId(3)), (TALKATIVE, None))
        for count in (TALKATIVE, 1, 0)
    ]


def _case_windows() -> list[dict[str, Any]]:
    drawn = (forms.question_form, forms.resolution_form, forms.not_solved_form)
    limited = [forms.reply_form(NUMBER, DEFAULT), forms.reopen_form(NUMBER, DEFAULT)]
    linked = [*limited, forms.sent(NUMBER, linked=incident("Down")), forms.sent(NUMBER, too_late=True)]
    return [*linked, *(form(NUMBER) for form in (*drawn, forms.withdraw_form, forms.sent))]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "cards.district_card": lambda said: _cards(cards.district_card, said),
    "cards.desk_card": lambda said: _cards(cards.desk_card, said),
    "cards.opening_words": lambda said: cards.opening_words(case_sheet(said)),
    "comments.for_district": _for_district,
    "comments.for_desk": _for_desk,
    "lines.line": _lines,
    "lines.no_longer_here": lambda _: [lines.no_longer_here(NUMBER)],
    "lines.named_somebody": lambda _: [lines.named_somebody(NUMBER)],
    "lists.case_view": _case_view,
    "notices.outsiders_in_channel": _outsiders,
    "notices.outsider_wrote": lambda said: [
        notices.outsider_wrote(channel=CHANNEL, district=district(said), who=ACCOUNTS[0])
    ],
    "notices.contact_gone": lambda said: [notices.contact_gone(name(said), district=district(said))],
    "notices.no_contact": lambda said: [notices.no_contact(district(said))],
    "notices.opened_for_you": lambda said: [
        notices.opened_for_you(NUMBER, by=person(said, at_vendor=True), reader_team=team) for team in TEAMS
    ],
    **FORM_MESSAGES,
    "notices.dead_letters": lambda _: [notices.dead_letters(count) for count in (1, 300)],
    "notices.workspace_unusable": lambda _: [notices.workspace_unusable(HERE)],
    "inactivity.told": _inactivity,
    "words.refused": _refused,
    "redirect.elsewhere": lambda said: [redirect.elsewhere(district(said))],
    "redirect.nobody": lambda said: [redirect.nobody(district(said))],
    "redirect.to_contacts": _redirects,
    "words.reply_not_taken": _not_taken,
    "offers.solved_or_not": lambda _: [offers.solved_or_not(NUMBER)],
    "inactivity.access_kept": _kept,
    "inactivity.access_over": lambda _: [inactivity.access_over()],
    "words.to_outsiders": lambda _: [words.to_outsiders()],
    "words.broke": lambda _: [words.broke("3f9a1c02")],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "case_form.case_form": case_forms,
    **{f"forms.{name}_form": lambda _: _case_windows() for name in ("reply", "question", "resolution")},
    **{f"forms.{name}_form": lambda _: _case_windows() for name in ("not_solved", "reopen", "withdraw")},
    "forms.sent": lambda _: _case_windows(),
    "forms.redact_form": lambda _: [forms.redact_form("comment", 1)],
    "forms.nothing_to_redact": lambda _: [forms.nothing_to_redact()],
    "forms.reading": lambda said: [forms.reading("Case", message) for message in _case_view(said)],
    "forms.critical_prompt": lambda said: [
        forms.critical_prompt(NUMBER, said, too_late=late) for late in (True, False)
    ],
}
HOMES: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "home.for_support_administrator": drawing_silences.homes,
    "home.not_set_up": lambda _: [home.not_set_up()],
    "home.for_outsiders": lambda _: [home.for_outsiders()],
}
