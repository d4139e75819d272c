"""What a Home lists: what its reader chose, as far as it is theirs still."""

from datetime import UTC, datetime

import pytest

from bot.domain.business import Calendar, always
from bot.domain.home_lists import OF_AGENT, OF_CONTACT, HomeList, Shown, for_agent, for_contact, near
from bot.domain.ids import DistrictId
from bot.domain.rules import DEFAULT, read
from tests.clockwork import HOUR

ONE, TWO, OTHER = (DistrictId(number) for number in (1, 2, 3))


@pytest.mark.parametrize("which", OF_CONTACT)
@pytest.mark.parametrize("district", [None, ONE, TWO])
def test_a_contact_finds_what_they_chose_last(which: HomeList, district: DistrictId | None) -> None:
    chosen = Shown(which=which, district=district)
    assert for_contact(chosen, [ONE, TWO]) == chosen


def test_who_never_chose_sees_what_is_open_or_at_the_desk_their_own_or_what_is_nobodys() -> None:
    assert for_contact(None, [ONE]) == Shown(which=HomeList.OPEN)
    assert for_agent(None, has_some=True) == Shown(which=HomeList.MINE)
    assert for_agent(None, has_some=False) == Shown(which=HomeList.UNASSIGNED)


def test_a_district_that_is_theirs_no_more_is_forgotten() -> None:
    assert for_contact(Shown(which=HomeList.ALL, district=OTHER), [ONE, TWO]) == Shown(which=HomeList.ALL)
    assert for_contact(Shown(which=HomeList.ALL, district=ONE), [ONE]) == Shown(which=HomeList.ALL)


def test_who_changed_sides_begins_anew() -> None:
    assert for_contact(Shown(which=HomeList.DUE, district=ONE), [ONE, TWO]).which is HomeList.OPEN
    assert for_agent(Shown(which=HomeList.CLOSED), has_some=True) == Shown(which=HomeList.MINE)


@pytest.mark.parametrize("which", OF_AGENT)
def test_an_agent_finds_what_they_chose_though_nothing_is_there(which: HomeList) -> None:
    chosen = Shown(which=which, district=OTHER)
    assert for_agent(chosen, has_some=False) == chosen


def test_a_target_is_about_to_be_missed_within_four_business_hours() -> None:
    friday = datetime(2026, 11, 20, 22, tzinfo=UTC)
    working = Calendar(zone="America/Chicago", week=read(DEFAULT).vendor_week)
    assert near(working, friday) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert near(always(), friday) == friday + 4 * HOUR
