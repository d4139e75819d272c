"""Targets for the desk: when they are missed, and whom the clock tells (POLICY 3 and 4)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import hours, targets
from bot.domain.business import Calendar, always
from bot.domain.cases import Priority
from bot.domain.rules import DEFAULT, Written, again, kept, read
from bot.domain.targets import Kind, Rest, Stage, Target, Tell, Verdict, Wait, verdict
from tests.clockwork import HOUR

RULES = read(DEFAULT)
ZONE = ZoneInfo("America/New_York")
VENDOR = Calendar(zone="America/New_York", week=hours.week("Mon-Fri 7-18"))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


HIGH = Target(kind=Kind.FIRST_RESPONSE, priority=Priority.HIGH, began_at=local("2026-11-23T16:00"))
"""Four business hours from Monday at four: Tuesday at nine."""


def ruled(target: Target, at: str, calendar: Calendar = VENDOR) -> Verdict:
    return verdict(target, calendar, RULES, local(at))


@pytest.mark.parametrize(
    ("priority", "kind", "due"),
    [
        (Priority.CRITICAL, Kind.FIRST_RESPONSE, "2026-11-23T17:00"),
        (Priority.CRITICAL, Kind.UPDATE, "2026-11-24T09:00"),
        (Priority.HIGH, Kind.FIRST_RESPONSE, "2026-11-24T09:00"),
        (Priority.HIGH, Kind.UPDATE, "2026-11-24T16:00"),
        (Priority.MEDIUM, Kind.FIRST_RESPONSE, "2026-11-24T16:00"),
        (Priority.MEDIUM, Kind.UPDATE, "2026-11-26T16:00"),
        (Priority.LOW, Kind.FIRST_RESPONSE, "2026-11-26T16:00"),
        (Priority.LOW, Kind.UPDATE, "2026-11-30T16:00"),
    ],
)
def test_targets_are_the_policys(priority: Priority, kind: Kind, due: str) -> None:
    target = replace(HIGH, priority=priority, kind=kind)
    assert targets.due_at(target, VENDOR, RULES) == local(due)


def test_critical_round_the_clock_is_due_at_night() -> None:
    target = replace(HIGH, priority=Priority.CRITICAL, began_at=local("2026-11-22T23:30"))
    assert targets.due_at(target, always(), RULES) == local("2026-11-23T00:30")
    assert targets.due_at(target, VENDOR, RULES) == local("2026-11-23T08:00")


def test_it_is_about_to_be_missed_after_three_quarters_of_its_time() -> None:
    assert ruled(HIGH, "2026-11-24T07:59") == Wait(until=local("2026-11-24T08:00"))
    assert ruled(HIGH, "2026-11-24T08:00") == Tell(stage=Stage.NEAR)


def test_each_stage_is_told_once_and_then_it_rests() -> None:
    near = replace(HIGH, told=Stage.NEAR)
    assert ruled(near, "2026-11-24T08:59") == Wait(until=local("2026-11-24T09:00"))
    assert ruled(near, "2026-11-24T09:00") == Tell(stage=Stage.MISSED)
    missed = replace(HIGH, told=Stage.MISSED)
    assert ruled(missed, "2026-11-24T09:01") == Wait(until=local("2026-11-24T10:00"))
    assert ruled(missed, "2026-11-24T10:00") == Tell(stage=Stage.LEAD)
    assert ruled(replace(HIGH, told=Stage.LEAD), "2026-12-24T10:00") == Rest()


def test_nobody_is_told_out_of_business_hours() -> None:
    late = replace(HIGH, began_at=local("2026-11-23T14:00"))
    assert targets.due_at(late, VENDOR, RULES) == local("2026-11-23T18:00")
    assert ruled(replace(late, told=Stage.NEAR), "2026-11-23T18:00") == Wait(until=local("2026-11-24T07:00"))
    assert ruled(replace(late, told=Stage.NEAR), "2026-11-24T07:00") == Tell(stage=Stage.MISSED)


def test_after_downtime_the_warning_is_left_out_and_the_desk_is_told_before_the_leads() -> None:
    assert ruled(HIGH, "2026-11-30T12:00") == Tell(stage=Stage.MISSED)


def test_while_it_is_the_districts_turn_no_target_runs() -> None:
    paused = replace(HIGH, paused_at=local("2026-11-23T17:00"))
    assert ruled(paused, "2027-01-01T12:00") == Rest()


def test_what_was_left_when_the_turn_went_over_is_left_when_it_comes_back() -> None:
    """One of four hours was used; three are left on Wednesday at noon."""
    pause = (local("2026-11-23T17:00"), local("2026-11-25T12:00"))
    assert targets.due_at(replace(HIGH, pauses=(pause,)), VENDOR, RULES) == local("2026-11-25T15:00")


def test_a_higher_priority_counts_from_the_same_beginning() -> None:
    critical = replace(HIGH, priority=Priority.CRITICAL)
    assert targets.due_at(critical, VENDOR, RULES) == HIGH.began_at + HOUR


def test_the_numbers_are_settings_and_are_kept_as_they_were_written() -> None:
    written = Written(targets="critical 30m/2h, high 2h/4h, medium 4h/1d, low 1d/2d", target_warn_at=50)
    assert again(kept(written)) == written
    assert again({**kept(written), "unheard_of": 1}) == written
    assert targets.due_at(HIGH, VENDOR, read(written)) == local("2026-11-23T18:00")
    assert targets.near_at(HIGH, VENDOR, read(written)) == local("2026-11-23T17:00")


@pytest.mark.parametrize(
    "wrong", ["", "critical 1h", "critical 1h/4h", "urgent 1h/4h, high 4h/1d, medium 1d/3d, low 3d/5d", "high 1/2"]
)
def test_targets_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^(has|needs) a target|^has a time"):
        read(Written(targets=wrong))


@pytest.mark.parametrize(
    "wrong", [{"follow_up_days": "3, 3"}, {"follow_up_days": "a"}, {"close_day": 9}, {"vendor_zone": "Nowhere"}]
)
def test_rules_that_contradict_themselves_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^(has|is) "):
        read(Written(**wrong))  # type: ignore[arg-type]  # one wrong thing each


def test_an_hour_after_it_was_missed_means_an_hour_of_business_time() -> None:
    late = replace(HIGH, began_at=local("2026-11-23T14:00"), told=Stage.MISSED)
    assert ruled(late, "2026-11-24T07:59") == Wait(until=local("2026-11-24T08:00"))
    assert local("2026-11-24T08:00") - targets.due_at(late, VENDOR, RULES) > timedelta(hours=1)
