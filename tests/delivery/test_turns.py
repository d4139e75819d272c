"""Turns: of a thousand waiting rows each is looked at when it waits and when it goes, and never in between."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import PER_CHANNEL, PER_MINUTE, POST, Pace

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def _went_at(pace: Pace, row: int, channel: str) -> datetime:
    """When the row's turn came."""
    now = NOON
    while wait := pace.wait_for(row, "T1", POST, channel, now=now):
        now += wait
    return now


def test_of_a_thousand_waiting_in_a_channel_each_is_put_back_once_and_goes_a_second_after_the_last() -> None:
    pace = Pace()
    waits = [pace.wait_for(row, "T1", POST, "C1", now=NOON) for row in range(1000)]
    assert waits == [row * SECOND for row in range(1000)]
    for row in range(1, 1000):
        assert not pace.wait_for(row, "T1", POST, "C1", now=NOON + row * SECOND)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=60))
def test_no_channel_gets_two_messages_in_a_second(channels: list[str]) -> None:
    pace = Pace()
    went: dict[str, list[datetime]] = {}
    for row, channel in enumerate(channels):
        went.setdefault(channel, []).append(_went_at(pace, row, channel))
    for times in went.values():
        assert all(later - earlier >= PER_CHANNEL for earlier, later in pairwise(times))


def test_another_method_and_another_workspace_do_not_wait() -> None:
    pace = Pace()
    assert not pace.wait_for(1, "T1", POST, "C1", now=NOON)
    assert not pace.wait_for(2, "T2", POST, "C1", now=NOON)
    assert not pace.wait_for(3, "T1", "chat.update", None, now=NOON)


@pytest.mark.parametrize("method", [*PER_MINUTE, "something.new"])
def test_a_fifth_of_a_minute_goes_at_once_and_in_no_minute_go_more_than_slack_allows(method: str) -> None:
    pace, most = Pace(), PER_MINUTE.get(method, 20)
    went: list[datetime] = []
    for row in range(3 * most):
        now = NOON
        while wait := pace.wait_for(row, "T1", method, None, now=now):
            now += wait
        went.append(now)
    assert went.count(NOON) == max(most // 5, 1)
    assert went[-1] - NOON <= timedelta(minutes=4)
    assert all(later - earlier >= timedelta(minutes=1) for earlier, later in zip(went, went[most:], strict=False))


def test_after_a_rest_there_is_a_burst_again() -> None:
    pace = Pace()
    for when in (NOON, NOON + timedelta(minutes=5)):
        waits = [pace.wait_for(row, "T1", "chat.update", None, now=when) for row in range(11)]
        assert [bool(wait) for wait in waits] == [False] * 10 + [True]


def test_what_slack_asked_for_holds_all_channels_of_the_workspace() -> None:
    pace = Pace(pauses={f"T1:{POST}": NOON + 30 * SECOND})
    assert pace.wait_for(1, "T1", POST, "C1", now=NOON) == 30 * SECOND
    assert not pace.wait_for(1, "T1", POST, "C1", now=NOON + 30 * SECOND)
    assert not pace.wait_for(2, "T2", POST, "C1", now=NOON)


def test_a_turn_that_nobody_took_is_forgotten() -> None:
    pace = Pace()
    assert pace.wait_for(1, "T1", POST, "C1", now=NOON) == timedelta(0)
    assert pace.wait_for(2, "T1", POST, "C1", now=NOON) == SECOND
    later = NOON + timedelta(hours=1)
    pace.wait_for(3, "T1", POST, "C1", now=later)
    assert pace.wait_for(2, "T1", POST, "C1", now=later) == SECOND
