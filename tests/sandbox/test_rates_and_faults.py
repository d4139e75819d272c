"""Buckets on the given clock, and which faults strike which call."""

from datetime import timedelta

from sandbox.clock import HandClock
from sandbox.faults import Fault, Faults, Trouble
from sandbox.rates import Bucket, Limits, Rates, Tier, per_minute

BUCKET = Bucket(most=2, per_second=0.5)


async def test_a_bucket_gives_its_most_then_says_how_long_to_wait_and_fills_up_no_further(clock: HandClock) -> None:
    rates = Rates(clock)
    assert [rates.wait_for("a", BUCKET) for _ in range(3)] == [0, 0, 2]
    assert rates.wait_for("b", BUCKET) == 0
    await clock.turn(timedelta(seconds=1))
    assert rates.wait_for("a", BUCKET) == 1
    await clock.turn(timedelta(seconds=1))
    assert [rates.wait_for("a", BUCKET) for _ in range(2)] == [0, 2]
    await clock.turn(timedelta(days=1))
    assert [rates.wait_for("a", BUCKET) for _ in range(3)] == [0, 0, 2]


def test_nothing_is_counted_while_limits_are_off(clock: HandClock) -> None:
    rates = Rates(clock, Limits(enforced=False))
    assert [rates.wait_for("a", BUCKET) for _ in range(9)] == [0] * 9
    rates.limits.enforced = True
    assert [rates.wait_for("a", BUCKET) for _ in range(3)] == [0, 0, 2]


def test_each_tier_has_its_bucket() -> None:
    limits = Limits()
    most = {tier: bucket.most for tier in Tier if (bucket := limits.bucket(tier, is_commercial=False))}
    assert most == {
        Tier.POSTING: 3,
        Tier.TIER_1: 5,
        Tier.TIER_2: 20,
        Tier.TIER_3: 50,
        Tier.TIER_4: 100,
        Tier.HISTORY: 50,
    }
    rationed = limits.bucket(Tier.HISTORY, is_commercial=True)
    assert rationed == Bucket(most=1, per_second=1 / 60)
    assert per_minute(30) == Bucket(most=30, per_second=0.5)


def test_a_fault_concerns_its_method_its_channel_and_its_workspace() -> None:
    fault = Fault(trouble=Trouble.ERROR, method="chat.update", channel="C1", team="T1")
    assert fault.concerns("chat.update", "C1", "T1")
    assert not fault.concerns("chat.delete", "C1", "T1")
    assert not fault.concerns("chat.update", "C2", "T1")
    assert not fault.concerns("chat.update", "C1", None)
    assert Fault(trouble=Trouble.ERROR).concerns("any.method", None, None)


def test_a_fault_passes_some_strikes_some_and_is_gone_and_one_without_end_stays() -> None:
    faults = Faults()
    faults.add(Fault(trouble=Trouble.DELAY, skip=1, times=2))
    faults.add(Fault(trouble=Trouble.LAG, times=None))
    struck = [[it.trouble for it in faults.befalling("x", None, None)] for _ in range(4)]
    lag, both = [Trouble.LAG], [Trouble.DELAY, Trouble.LAG]
    assert struck == [lag, both, both, lag]
    assert [it.trouble for it in faults.of_api] == lag
    faults.clear()
    assert faults.befalling("x", None, None) == []
