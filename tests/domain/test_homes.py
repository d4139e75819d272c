"""Where somebody without a line belongs is a proposal for the redirect, and no likeness of a name is one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.homes import acting_at, district_of, domain_of
from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import Line, Membership, Person, Role
from bot.domain.policy import RULES, Matter

LAKESIDE, NORTH, PINE_RIDGE = DistrictId(1), DistrictId(2), DistrictId(3)
KNOWN = [
    (LAKESIDE, "lakeside.example"),
    (NORTH, "North.Lakeside.example; north.example"),
    (PINE_RIDGE, "pine.example, shared.example"),
    (LAKESIDE, "shared.example example"),
]
NORA = Person(
    id=PersonId(1),
    name="Nora",
    zone="UTC",
    slack=SlackUser(team=TeamId("T0"), user=UserId("U0")),
    reached=TeamId("T0"),
    lines=(),
)


@pytest.mark.parametrize(
    ("email", "district"),
    [
        ("sam@lakeside.example", LAKESIDE),
        ("Sam@LAKESIDE.Example.", LAKESIDE),
        ("sam@staff.lakeside.example", LAKESIDE),
        ("sam@north.lakeside.example", NORTH),
        ("sam@a.north.lakeside.example", NORTH),
        ("sam@north.example", NORTH),
        ("sam@evil-lakeside.example", None),
        ("sam@lakeside.example.evil.example", None),
        ("sam@evil.example?lakeside.example", None),
        ("sam@lakeside.example@evil.example", None),
        ("lakeside.example", None),
        ("@lakeside.example", None),
        ("sam@xlakeside.example", None),
        ("sam@shared.example", None),
        ("sam@example", None),
        ("sam@elsewhere.example", None),
        ("", None),
    ],
)
def test_a_domain_is_a_districts_own_or_one_below_it_and_nothing_that_looks_like_it(
    email: str, district: DistrictId | None
) -> None:
    assert district_of(domain_of(email), KNOWN) == district


@given(st.text(alphabet="abc.-@", max_size=12))
def test_whatever_stands_before_a_domain_is_another_one_unless_a_dot_parts_them(before: str) -> None:
    found = district_of(domain_of(f"sam@{before}lakeside.example"), [(LAKESIDE, "lakeside.example")])
    assert (found is LAKESIDE) == (before == "" or before.endswith((".", "@")))


STAFFS = {Act.SEE_CONTACTS, Act.SEE_NOTIFICATIONS, Act.ASK_CONTACT, Act.REPORT_EMERGENCY}


@pytest.mark.parametrize("act", set(Act) - STAFFS)
def test_where_somebody_acts_gives_no_right(act: Act) -> None:
    there = acting_at(NORA, LAKESIDE)
    assert there.home == LAKESIDE
    assert not policy.decide(there, act, Matter(district=LAKESIDE, asked="17"), RULES).allowed
    assert policy.decide(there, Act.SEE_CONTACTS, Matter(district=LAKESIDE)).allowed


@pytest.mark.parametrize("membership", set(Membership) - {Membership.MEMBER})
def test_a_guests_place_in_a_channel_says_nothing_and_a_line_says_more(membership: Membership) -> None:
    line = Line(id=LineId(1), role=Role.STAFF, district=PINE_RIDGE)
    assert acting_at(replace(NORA, membership=membership), LAKESIDE).home is None
    assert acting_at(replace(NORA, lines=(line,)), LAKESIDE).home is None


def test_a_place_in_a_channel_says_nothing_of_who_is_that_districts_staff_no_more() -> None:
    former = replace(NORA, left=(LAKESIDE,))
    assert acting_at(former, LAKESIDE).home is None
    assert acting_at(former, PINE_RIDGE).home == PINE_RIDGE
