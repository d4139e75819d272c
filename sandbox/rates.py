"""How often Slack lets a method be called, on the given clock."""

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum

from sandbox.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """`most` at once, filling up again at `per_second`."""

    most: int
    per_second: float


def per_minute(calls: int) -> Bucket:
    return Bucket(most=calls, per_second=calls / 60)


class Tier(Enum):
    """Slack's tiers, per method, workspace and app; posting is per channel as well."""

    NONE = "none"
    POSTING = "1 message a second and channel"
    TIER_1 = 1
    TIER_2 = 2
    TIER_3 = 3
    TIER_4 = 4
    HISTORY = "tier 3, or once a minute for apps sold outside the Marketplace"


@dataclass(slots=True, kw_only=True)
class Limits:
    """Slack tolerates short bursts without saying how short; a client at one a second meets these."""

    posting: Bucket = Bucket(most=3, per_second=1)
    rationed_history: Bucket = Bucket(most=1, per_second=1 / 60)
    tiers: dict[Tier, Bucket] = field(
        default_factory=lambda: {
            Tier.TIER_1: Bucket(most=5, per_second=1 / 60),
            Tier.TIER_2: per_minute(20),
            Tier.TIER_3: per_minute(50),
            Tier.TIER_4: per_minute(100),
        }
    )
    enforced: bool = True

    def bucket(self, tier: Tier, *, is_commercial: bool) -> Bucket | None:
        if tier is Tier.POSTING:
            return self.posting
        if tier is Tier.HISTORY:
            return self.rationed_history if is_commercial else self.tiers[Tier.TIER_3]
        return self.tiers.get(tier)


class Rates:
    """Who called how often."""

    def __init__(self, clock: Clock, limits: Limits | None = None) -> None:
        self._clock = clock
        self.limits = limits or Limits()
        self._left: dict[Hashable, tuple[float, float]] = {}

    def wait_for(self, key: Hashable, bucket: Bucket) -> int:
        """Takes one call out of the bucket: 0, or the whole seconds to wait, when it is empty."""
        if not self.limits.enforced:
            return 0
        now = self._clock.now().timestamp()
        left, at = self._left.get(key, (float(bucket.most), now))
        left = min(bucket.most, left + max(0.0, now - at) * bucket.per_second)
        # a hair of tolerance, so that a client at exactly the pace is not refused by rounding
        if left < 1 - 1e-6:
            self._left[key] = (left, now)
            return math.ceil((1 - left) / bucket.per_second - 1e-6)
        self._left[key] = (left - 1, now)
        return 0
