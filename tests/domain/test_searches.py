"""What people type to find cases, what it means, and what is said of what means nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import OPEN, PENDING, CaseType, Priority, Status, Turn
from bot.domain.folding import fold
from bot.domain.ids import CaseNumber
from bot.domain.refusals import NotReadable
from bot.domain.searches import Search, Tongue, filters_alone, parse, write

MODULES = ("Grades", "State reporting", "Attendance", "Attachments")
CONTACT = Tongue(modules=MODULES)
AGENT = Tongue(modules=MODULES, for_agent=True)

READ = [
    ("", Search()),
    ("  grades  VANISH ", Search(words=("grades", "vanish"))),
    ('grades "lost Marks" again', Search(words=("grades", "again"), phrases=("lost marks",))),
    ("“lost marks”", Search(phrases=("lost marks",))),
    ('"never closed', Search(phrases=("never closed",))),
    ("Zoë's café", Search(words=("zoes", "cafe"))),
    ("#17", Search(number=CaseNumber(17))),
    ("17", Search(words=("17",))),
    ("status:open", Search(statuses=OPEN)),
    ("STATUS:Closed", Search(statuses=frozenset({Status.CLOSED}))),
    ("status:pending", Search(statuses=PENDING)),
    ("status:new,scheduled", Search(statuses=frozenset({Status.NEW, Status.SCHEDULED}))),
    ("status:new status:closed", Search(statuses=frozenset({Status.NEW, Status.CLOSED}))),
    ('status:"Pending Customer Input"', Search(statuses=frozenset({Status.PENDING_INPUT}))),
    ("turn:district", Search(turn=Turn.DISTRICT)),
    ("priority:crit,high", Search(priorities=frozenset({Priority.CRITICAL, Priority.HIGH}))),
    ('module:"State Reporting"', Search(modules=frozenset({"State reporting"}))),
    ("module:state", Search(modules=frozenset({"State reporting"}))),
    ("module:grades module:atten", Search(modules=frozenset({"Grades", "Attendance"}))),
    ("type:question", Search(types=frozenset({CaseType.QUESTION}))),
    ("owner:Álex", Search(owner="alex")),
    ('contact:"Ana Torres"', Search(contact="ana torres")),
    ("since:2026-11-01 before:2026-12-01", Search(since=date(2026, 11, 1), before=date(2026, 12, 1))),
    ("opened-since:2026-11-01", Search(opened_since=date(2026, 11, 1))),
    ("opened-before:2026-11-01", Search(opened_before=date(2026, 11, 1))),
    ("mine grades", Search(mine=True, words=("grades",))),
    ('"mine"', Search(phrases=("mine",))),
    ("unassigned", Search(words=("unassigned",))),
    ("open", Search(words=("open",))),
    ("see https://example.org/x", Search(words=("see", "https", "example", "org", "x"))),
    ("12:30", Search(words=("12", "30"))),
    ("error:", Search(words=("error",))),
]


@pytest.mark.parametrize(("typed", "meant"), READ)
def test_what_a_contact_types_means_this(typed: str, meant: Search) -> None:
    assert parse(typed, CONTACT) == meant


def test_agents_may_name_districts_and_ask_for_what_nobody_owns() -> None:
    assert parse("unassigned district:lake", AGENT) == Search(unassigned=True, district="lake")
    with pytest.raises(NotReadable) as refused:
        parse("district:lake", CONTACT)
    assert refused.value.field == "condition"


def test_behind_list_open_and_closed_stand_alone() -> None:
    assert parse("open", CONTACT, filters=True) == Search(statuses=OPEN)
    assert parse("closed mine", CONTACT, filters=True) == Search(statuses=frozenset({Status.CLOSED}), mine=True)


NO_SUCH = [
    ("staus:open", "condition", "status"),
    ("colour:red", "condition", ""),
    ("status:clsoed", "status", "closed"),
    ("status:", None, None),
    ("status:,", "status", ""),
    ("status:xyz", "status", ""),
    ("priority:urgnt", "priority", ""),
    ("priority:hihg", "priority", "high"),
    ("turn:suport", "turn", "support"),
    ("type:queston", "type", "question"),
    ("module:grads", "module", "grades"),
    ("module:att", "module", ""),
    ("since:yesterday", "since", ""),
    ("before:2026-13-01", "before", ""),
    ("opened-since:0001-01-01", "opened-since", ""),
    ("owner:!!", "owner", ""),
    (" ".join(["word"] * 21), "text", "too-long"),
    ("!!! ?", "text", "signs"),
    ('"…"', "text", "signs"),
]


@pytest.mark.parametrize(("typed", "field", "near"), NO_SUCH)
def test_what_there_is_not_is_refused_with_what_is_nearest(typed: str, field: str | None, near: str | None) -> None:
    if field is None:
        assert parse(typed, CONTACT) == Search(words=("status",))
        return
    with pytest.raises(NotReadable) as refused:
        parse(typed, CONTACT)
    assert (refused.value.field, refused.value.reason) == (field, near)


@pytest.mark.parametrize(
    ("typed", "alone"),
    [
        ("open", True),
        ("closed mine", True),
        ("owner:alex status:what", True),
        ('module:"State reporting"', True),
        ("of marks is empty", False),
        ("open cases are missing", False),
        ("unassigned", False),
        ("colour:red", False),
        ('"open"', False),
    ],
)
def test_a_subject_is_told_from_filters(typed: str, *, alone: bool) -> None:
    assert filters_alone(typed, CONTACT) is alone


WORDS = st.text(min_size=1).map(fold).filter(lambda words: words not in ((), ("mine",), ("unassigned",)))
SINGLE = WORDS.map(lambda words: words[0]).filter(lambda word: word not in ("mine", "unassigned"))
NAMES = st.just("") | WORDS.map(" ".join)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31))
SEARCHES = st.builds(
    Search,
    words=st.lists(SINGLE, max_size=8).map(tuple),
    phrases=st.lists(WORDS.map(" ".join), max_size=4).map(tuple),
    statuses=st.frozensets(st.sampled_from(Status)),
    turn=st.none() | st.sampled_from(Turn),
    priorities=st.frozensets(st.sampled_from(Priority)),
    modules=st.frozensets(st.sampled_from(MODULES)),
    types=st.frozensets(st.sampled_from(CaseType)),
    contact=NAMES,
    owner=NAMES,
    district=NAMES,
    mine=st.booleans(),
    unassigned=st.booleans(),
    since=DAYS,
    before=DAYS,
    opened_since=DAYS,
    opened_before=DAYS,
    number=st.none() | st.integers(0, 10**18 - 1).map(CaseNumber),
)


@given(SEARCHES)
def test_what_is_written_is_read_as_what_it_was(search: Search) -> None:
    assert parse(write(search), AGENT) == search


@given(st.text())
def test_whatever_is_typed_is_read_or_refused_and_reads_the_same_again(typed: str) -> None:
    try:
        found = parse(typed, AGENT)
    except NotReadable:
        return
    assert parse(write(found), AGENT) == found
