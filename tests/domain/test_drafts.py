"""What a form must hold: fields that are filled in, with something that can be seen."""

from dataclasses import replace

import pytest

from bot.domain.cases import CaseType, Draft
from bot.domain.drafts import NEEDS, Problem, problems
from bot.domain.ids import DistrictId

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
)
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
@pytest.mark.parametrize("field", ["subject", "module", "description", *NEEDS[CaseType.APPLICATION_ISSUE]])
def test_a_field_with_nothing_to_see_in_it_is_empty(field: str, words: str) -> None:
    assert problems(FULL) == {}
    assert problems(replace(FULL, **{field: words})) == {field: Problem.MISSING}  # type: ignore[arg-type]  # a field of words, by name


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
    assert problems(replace(FULL, subject=subject)).get("subject") == wrong
