"""What a form must hold: fields that are filled in, with something that can be seen."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.cases import Ask, CaseType, Draft, Frequency, Priority, Scope
from bot.domain.drafts import NEEDS, Problem, due_problem, must_be_for_one, priority_of, problems
from bot.domain.ids import DistrictId
from bot.domain.limits import DEFAULT
from bot.domain.refusals import UpdatedAsGroup
from tests.clockwork import NOON

FULL = Draft(
    district=DistrictId(1),
    type=CaseType.APPLICATION_ISSUE,
    module="Grades",
    subject="Grades vanish",
    description="They are gone.",
    steps="Save.",
    expected="Grades.",
    actual="None.",
    impact="One school.",
    environment="Production",
    frequency=Frequency.INTERMITTENT,
    task="Add a field.",
    due=date(2026, 12, 1),
    ask=Ask.DATABASE_REFRESH,
    loss_confirmed=True,
)
OF_WORDS = ("steps", "expected", "actual", "impact", "environment")
TABLE = {
    CaseType.QUESTION: "",
    CaseType.APPLICATION_ISSUE: "steps expected actual impact frequency environment",
    CaseType.SERVICE_REQUEST: "task due",
    CaseType.TECHNICAL: "impact environment",
    CaseType.UPDATE_OR_REFRESH: "ask environment due loss_confirmed",
    CaseType.ENHANCEMENT: "",
}
"""POLICY 3, besides subject, module and description; of a refresh its confirmation too."""
ROWS = [(kind, name) for kind, names in TABLE.items() for name in ["module", "description", *names.split()]]
EMPTY = {"frequency": None, "due": None, "ask": None, "loss_confirmed": False}
BESIDE = sorted({name for names in TABLE.values() for name in names.split()})
NOTHING = [
    "",
    "  \n",
    "\u200b\u200b",
    "\u2060 \ufeff",
    "\u00ad",
    "\u202e\u2066",
    "\u3164",
    "\u2800\u2800",
    "\x00",
    "\u00a0",
]


@pytest.mark.parametrize("words", NOTHING, ids=ascii)
@pytest.mark.parametrize("field", ["subject", "module", "description", *OF_WORDS])
def test_a_field_with_nothing_to_see_in_it_is_empty(field: str, words: str) -> None:
    assert problems(FULL, DEFAULT) == {}
    assert problems(replace(FULL, **{field: words}), DEFAULT) == {field: Problem.MISSING}  # type: ignore[arg-type]  # a field of words, by name


@pytest.mark.parametrize(
    ("subject", "wrong"),
    [
        ("Gone!", None),
        ("Gone", Problem.TOO_SHORT),
        ("Gone\u200b\u200b", Problem.TOO_SHORT),
        ("a b c", None),
        ("x" * 120, None),
        (f" {'x' * 120} ", None),
        ("x" * 121, Problem.TOO_LONG),
        ("x" + "\u200b" * 120, Problem.TOO_SHORT),
        ("xxxxx" + "\u200b" * 120, Problem.TOO_LONG),
        ("\u0645\u0634\u0643\u0644\u0629", None),
    ],
)
def test_a_subject_is_as_long_as_what_is_seen_of_it(subject: str, wrong: Problem | None) -> None:
    assert problems(replace(FULL, subject=subject), DEFAULT).get("subject") == wrong


@pytest.mark.parametrize(("kind", "name"), ROWS)
def test_a_type_needs_each_field_of_its_row(kind: CaseType, name: str) -> None:
    full = replace(FULL, type=kind)
    assert problems(full, DEFAULT) == {}
    assert set(problems(replace(full, **{name: EMPTY.get(name, "")}), DEFAULT)) == {name}  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("kind", TABLE)
@pytest.mark.parametrize("name", BESIDE)
def test_a_type_needs_no_field_of_another_row(kind: CaseType, name: str) -> None:
    if name not in TABLE[kind].split():
        assert problems(replace(FULL, type=kind, **{name: EMPTY.get(name, "")}), DEFAULT) == {}  # type: ignore[arg-type]  # by name


def test_the_table_has_every_type_there_is() -> None:
    assert set(TABLE) == set(CaseType) == set(NEEDS)


def test_only_a_refresh_needs_the_confirmation_that_data_is_lost() -> None:
    asked = replace(FULL, type=CaseType.UPDATE_OR_REFRESH, loss_confirmed=False)
    assert problems(asked, DEFAULT) == {"loss_confirmed": Problem.NOT_CONFIRMED}
    assert problems(replace(asked, ask=Ask.VERSION_UPDATE), DEFAULT) == {}


@pytest.mark.parametrize("ask", Ask)
@pytest.mark.parametrize("kind", CaseType)
def test_a_district_that_is_updated_as_a_group_asks_for_no_version_update(kind: CaseType, ask: Ask) -> None:
    draft = replace(FULL, type=kind, ask=ask)
    must_be_for_one(draft, updates_as_group=False)
    if kind is CaseType.UPDATE_OR_REFRESH and ask is Ask.VERSION_UPDATE:
        with pytest.raises(UpdatedAsGroup):
            must_be_for_one(draft, updates_as_group=True)
    else:
        must_be_for_one(draft, updates_as_group=True)


@pytest.mark.parametrize(
    ("urgency", "person", "several", "district"),
    [
        ("critical", "high", "critical", "critical"),
        ("high", "medium", "high", "high"),
        ("medium", "medium", "medium", "high"),
        ("low", "low", "low", "medium"),
    ],
)
def test_the_priority_comes_from_urgency_and_impact(urgency: str, person: str, several: str, district: str) -> None:
    draft = replace(FULL, urgency=Priority(urgency))
    assert priority_of(draft) == urgency
    found = [priority_of(replace(draft, scope=scope)) for scope in (Scope.PERSON, Scope.SEVERAL, Scope.DISTRICT)]
    assert found == [person, several, district]


@pytest.mark.parametrize(
    ("due", "problem"),
    [
        (None, None),
        (date(2026, 11, 22), Problem.OVER),
        (date(2026, 11, 24), None),  # today
        (date(2028, 11, 24), None),
        (date(2028, 11, 25), Problem.FAR),
        (date(9999, 12, 31), Problem.FAR),
    ],
)
def test_what_is_wanted_by_a_day_that_can_be_is_taken(due: date | None, problem: Problem | None) -> None:
    assert due_problem(due, NOON) == problem
