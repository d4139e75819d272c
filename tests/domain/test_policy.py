"""Who may do what: every role, standing and act, against a table written by hand from POLICY."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import CONTACT_ROLES, Line, Membership, Person, Role, Standing
from bot.domain.policy import RULES, Matter, Rule, decide

LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)
ME, SOMEBODY = PersonId(1), PersonId(99)
TABLE = Path(__file__).parent / "policy_table.csv"
VENDOR = {"agent": Role.AGENT, "lead": Role.LEAD, "support-administrator": Role.SUPPORT_ADMINISTRATOR}


def rows() -> list[dict[str, str]]:
    with TABLE.open() as file:
        return list(csv.DictReader(file))


def columns() -> list[str]:
    return [name for name in rows()[0] if name not in ("act", "policy")]


def person(column: str) -> Person:
    """Somebody of Lakeside, or of the vendor, or of nowhere, as the column says."""
    team = TeamId("T")
    nobody = Person(id=ME, name="Me", zone="UTC", slack=SlackUser(team=team, user=UserId("U")), reached=team)
    match column:
        case "guest":
            return replace(nobody, membership=Membership.GUEST)
        case "stranger":
            return nobody
        case "gone":
            return replace(person("support"), membership=Membership.GONE)
        case vendor if vendor in VENDOR:
            return replace(nobody, lines=(line(VENDOR[vendor], None),))
        case _:
            role, _, standing = column.partition("-")
            return replace(nobody, lines=(line(Role(role), LAKESIDE, Standing(standing or "active")),))


def line(role: Role, district: DistrictId | None, standing: Standing = Standing.ACTIVE) -> Line:
    building = "North" if role is Role.COACH else ""
    return Line(id=LineId(1), role=role, district=district, standing=standing, building=building)


def own() -> Matter:
    """About Lakeside, written and owned by somebody else."""
    return Matter(district=LAKESIDE, author=SOMEBODY, owner=SOMEBODY, building="North")


def answer(who: Person, act: Act, matter: Matter, rules: dict[Act, tuple[Rule, ...]] = RULES) -> str:
    ruling = decide(who, act, matter, rules)
    return "yes" if ruling.allowed else type(ruling.refusal).__name__


CASES = [(row["act"], column, row[column]) for row in rows() for column in columns()]


@pytest.mark.parametrize(("act", "column", "expected"), CASES)
def test_the_policy_answers_as_the_table_says(act: str, column: str, expected: str) -> None:
    assert answer(person(column), Act(act), own()) == expected


def test_every_act_has_a_row_with_the_section_it_comes_from() -> None:
    assert {row["act"] for row in rows()} == set(Act)
    assert all(row["policy"].isdigit() for row in rows())


def test_every_role_and_every_standing_of_a_contact_has_a_column() -> None:
    contacts = {
        role if standing is Standing.ACTIVE else f"{role}-{standing}"
        for role in CONTACT_ROLES
        for standing in Standing
    }
    assert set(columns()) == contacts | (set(Role) - CONTACT_ROLES) | {"guest", "gone", "stranger"}


def test_every_act_has_rules() -> None:
    assert set(RULES) == set(Act)


VENDORS_ACTS = {act for act in Act if RULES[act][0].id.startswith(("support", "owner", "agent"))}


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.SEE_CONTACTS, *VENDORS_ACTS}))
def test_a_contact_of_another_district_is_told_nothing(act: Act) -> None:
    matter = Matter(district=PINE_RIDGE, asked="17", author=SOMEBODY)
    assert answer(person("technical"), act, matter) == "NotFound"
    assert answer(person("technical"), act, replace(matter, district=LAKESIDE)) in (
        "yes",
        "AdministratorsOnly",
        "AuthorsOnly",
    )


@pytest.mark.parametrize("act", [Act.VIEW_CASE, Act.REOPEN])
def test_who_reads_no_case_finds_none_by_its_number(act: Act) -> None:
    matter = Matter(district=LAKESIDE, asked="17")
    assert answer(person("support-administrator"), act, matter) == "NotFound"
    assert answer(person("agent"), act, matter) == ("yes" if act is Act.VIEW_CASE else "NotForSupport")


@pytest.mark.parametrize("column", ["staff", "support", "administrator", "guest", "stranger"])
def test_another_districts_case_and_no_case_look_alike(column: str) -> None:
    assert answer(person(column), Act.VIEW_CASE, Matter(district=PINE_RIDGE, asked="17")) == "NotFound"


STAFFS = (Act.SEE_CONTACTS, Act.SEE_NOTIFICATIONS, Act.ASK_CONTACT, Act.REPORT_EMERGENCY)


@pytest.mark.parametrize("membership", [Membership.GUEST, Membership.EXTERNAL])
@pytest.mark.parametrize("act", STAFFS)
def test_a_guest_whose_line_was_removed_is_a_third_party_and_one_whose_line_is_deactivated_is_not(
    act: Act, membership: Membership
) -> None:
    removed, deactivated = person("support-removed"), person("support-deactivated")
    assert answer(replace(removed, membership=membership), act, own()) == "ThirdParty"
    assert answer(replace(deactivated, membership=membership), act, own()) == "yes"
    assert answer(replace(removed, lines=(*removed.lines, *deactivated.lines)), act, own()) == "yes"


@pytest.mark.parametrize(
    "now", [{"lines": (line(Role.STAFF, PINE_RIDGE),)}, {"lines": (), "home": PINE_RIDGE}], ids=["listed", "home"]
)
def test_whoever_was_removed_and_belongs_elsewhere_is_of_there_alone(now: dict[str, Any]) -> None:
    before = person("support-removed")
    mover = replace(before, **{**now, "lines": (*before.lines, *now["lines"])})
    assert policy.districts_of(before) == (LAKESIDE,)
    assert policy.districts_of(mover) == (PINE_RIDGE,)
    for act in STAFFS:
        assert answer(mover, act, own()) != "yes"
        assert answer(mover, act, Matter(district=PINE_RIDGE)) == "yes"


SPECIAL: list[tuple[str, Act, Matter, Matter]] = [
    ("staff", Act.REDACT, Matter(district=LAKESIDE, author=ME), Matter(district=LAKESIDE, author=SOMEBODY)),
    ("staff", Act.TAKE_BACK, Matter(district=LAKESIDE, author=ME), Matter(district=LAKESIDE, author=SOMEBODY)),
    (
        "staff",
        Act.COMMENT,
        Matter(district=LAKESIDE, reporter_until_claimed=ME),
        Matter(district=LAKESIDE, reporter_until_claimed=SOMEBODY),
    ),
    (
        "staff",
        Act.COMMENT,
        Matter(district=LAKESIDE, guest_present=ME),
        Matter(district=LAKESIDE, guest_present=SOMEBODY),
    ),
    ("agent", Act.WORK_CASE, Matter(district=LAKESIDE, owner=ME), Matter(district=LAKESIDE, owner=SOMEBODY)),
    ("agent", Act.WORK_CASE, Matter(district=LAKESIDE, owner=None), Matter(district=LAKESIDE, owner=SOMEBODY)),
    ("staff", Act.UNDO_REMOVAL, Matter(district=LAKESIDE, author=ME), Matter(district=LAKESIDE, author=SOMEBODY)),
    (
        "support",
        Act.WITHDRAW_REQUEST,
        Matter(district=LAKESIDE, author=ME),
        Matter(district=LAKESIDE, author=SOMEBODY),
    ),
    (
        "coach",
        Act.ANSWER_QUESTION,
        Matter(district=LAKESIDE, building="North"),
        Matter(district=LAKESIDE, building="South"),
    ),
]


@pytest.mark.parametrize(("column", "act", "allowed", "refused"), SPECIAL)
def test_a_narrow_right_is_its_holders_alone(column: str, act: Act, allowed: Matter, refused: Matter) -> None:
    assert answer(person(column), act, allowed) == "yes"
    assert answer(person(column), act, refused) != "yes"


@pytest.mark.parametrize(
    "act", [Act.NOT_SOLVED, Act.MORE_TIME, Act.CLOSE, Act.REOPEN, Act.OPEN_CASE, Act.VIEW_CASE, Act.ESCALATE]
)
def test_the_reporter_of_an_emergency_may_answer_and_nothing_else(act: Act) -> None:
    matter = Matter(district=LAKESIDE, reporter_until_claimed=ME)
    assert answer(person("staff"), Act.COMMENT, matter) == "yes"
    assert answer(person("staff"), act, matter) == "ContactsOnly"


def test_whose_line_is_of_one_district_is_not_staff_of_another_that_their_address_proposes() -> None:
    mover = replace(person("staff"), lines=(line(Role.STAFF, PINE_RIDGE),), home=LAKESIDE)
    for act in STAFFS:
        assert answer(mover, act, own()) != "yes"
        assert answer(mover, act, Matter(district=PINE_RIDGE)) == "yes"


@pytest.mark.parametrize(
    ("now", "heard"),
    [
        ({"lines": ()}, True),
        ({"lines": (line(Role.STAFF, PINE_RIDGE),)}, False),
        ({"lines": (line(Role.STAFF, PINE_RIDGE), line(Role.STAFF, LAKESIDE))}, True),
        ({"lines": (), "membership": Membership.GUEST}, False),
    ],
    ids=["of-no-list", "moved", "of-both", "guest-of-no-list"],
)
def test_the_reporter_of_an_emergency_is_heard_while_they_are_staff_there(
    now: dict[str, Any], *, heard: bool
) -> None:
    matter = Matter(district=LAKESIDE, reporter_until_claimed=ME)
    assert (answer(replace(person("staff"), **now), Act.COMMENT, matter) == "yes") is heard


def _without(act: Act, rule: Rule) -> dict[Act, tuple[Rule, ...]]:
    return {**RULES, act: tuple(other for other in RULES[act] if other is not rule)}


def _fails_somewhere(act: Act, rules: dict[Act, tuple[Rule, ...]]) -> bool:
    table = any(
        answer(person(column), Act(name), own(), rules) != expected for name, column, expected in CASES if name == act
    )
    special = any(
        answer(person(column), act, allowed, rules) != "yes" for column, of, allowed, _ in SPECIAL if of is act
    )
    return table or special


@pytest.mark.parametrize(("act", "rule"), [(act, rule) for act, rules in RULES.items() for rule in rules])
def test_no_rule_can_be_taken_out_unnoticed(act: Act, rule: Rule) -> None:
    assert not _fails_somewhere(act, RULES)
    assert _fails_somewhere(act, _without(act, rule))


@pytest.mark.parametrize(
    ("column", "besides"),
    [("administrator", line(Role.SUPPORT, LAKESIDE)), ("support-administrator", line(Role.AGENT, None))],
)
def test_who_reads_no_case_by_one_role_does_by_another(column: str, besides: Line) -> None:
    alone = person(column)
    both = replace(alone, lines=(*alone.lines, besides))
    for act in (Act.VIEW_CASE, Act.LIST_CASES, Act.COMMENT):
        assert answer(alone, act, own()) != "yes"
        assert answer(both, act, own()) == "yes"


def test_a_guest_with_a_line_has_its_rights() -> None:
    assert answer(replace(person("support"), membership=Membership.GUEST), Act.OPEN_CASE, own()) == "yes"


def test_whoever_left_slack_has_no_rights_whatever_their_lines_say() -> None:
    assert policy.districts_of_contact(person("gone")) == ()
    assert policy.districts_of_contact(person("support")) == (LAKESIDE,)
