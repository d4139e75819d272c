"""Whoever belongs to several districts is refused with the contacts of the one it is about, or of each (POLICY 2)."""

from dataclasses import replace

import pytest

from bot.domain import policy, refusal_facts
from bot.domain.acts import Act
from bot.domain.ids import DistrictId
from bot.domain.people import Role
from bot.domain.policy import Matter, decide
from bot.domain.refusals import ContactsOnly, NotFound
from tests.domain.test_policy import LAKESIDE, PINE_RIDGE, line, person

HILL = DistrictId(3)
BOTH = replace(person("staff"), lines=(line(Role.STAFF, LAKESIDE), line(Role.STAFF, PINE_RIDGE)))


@pytest.mark.parametrize(
    ("act", "matter", "pointed"),
    [
        (Act.OPEN_CASE, Matter(), (LAKESIDE, PINE_RIDGE)),
        (Act.OPEN_CASE, Matter(district=HILL), (LAKESIDE, PINE_RIDGE)),
        (Act.COMMENT, Matter(district=LAKESIDE, asked="17"), (LAKESIDE,)),
        (Act.COMMENT, Matter(district=PINE_RIDGE, asked="17"), (PINE_RIDGE,)),
        (Act.VIEW_CASE, Matter(district=PINE_RIDGE, asked="17"), (LAKESIDE, PINE_RIDGE)),
        (Act.REOPEN, Matter(district=LAKESIDE, asked="17"), (LAKESIDE, PINE_RIDGE)),
    ],
)
def test_they_are_pointed_to_the_one_that_it_is_about_or_to_each(
    act: Act, matter: Matter, pointed: tuple[DistrictId, ...]
) -> None:
    assert decide(BOTH, act, matter).refusal == ContactsOnly(districts=pointed)


def test_what_is_in_a_thread_of_none_of_theirs_names_nobody_there() -> None:
    assert decide(BOTH, Act.COMMENT, Matter(district=HILL, asked="17")).refusal == NotFound(asked="17")
    assert policy.why_nowhere(BOTH, Act.COMMENT) == ContactsOnly(districts=(LAKESIDE, PINE_RIDGE))


@pytest.mark.parametrize("first", [Role.SUPPORT, Role.STAFF])
def test_a_right_at_any_of_them_is_one_somewhere(first: Role) -> None:
    other = Role.STAFF if first is Role.SUPPORT else Role.SUPPORT
    mixed = replace(BOTH, lines=(line(first, LAKESIDE), line(other, PINE_RIDGE)))
    assert policy.why_nowhere(mixed, Act.OPEN_CASE) is None


def test_a_refusal_is_kept_with_its_districts_and_one_from_before_had_one() -> None:
    both = ContactsOnly(districts=(PINE_RIDGE, LAKESIDE))
    assert refusal_facts.again(refusal_facts.told(both)) == both
    before: dict[str, int | str] = {"refusal": "ContactsOnly", "district": 2, "case": 17}
    assert refusal_facts.again(before) == ContactsOnly(districts=(PINE_RIDGE,))
