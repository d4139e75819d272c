"""Whatever happens in a year or two of silence: no warning twice, none early, no flag early, no deactivation early.

What happens is drawn: how long the bot is down, when deliveries arrive or fail, that people move, that they act, that
the clock is set back, and other numbers than the policy's.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.domain.days import first_daytime
from bot.domain.inactivity import (
    Deactivate,
    Flag,
    Limits,
    Protect,
    Silence,
    Wait,
    Warn,
    date_named,
    verdict,
    warning_told,
)
from tests.clockwork import DAY, HOUR

ZONES = ("America/Chicago", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns", "UTC", "Pacific/Apia")
Happening = Literal["nothing", "delivered", "undeliverable", "moved", "acted", "set back"]
LIKELY: list[Happening] = ["nothing", "delivered", "delivered", "delivered", "undeliverable", "moved"]
SELDOM: list[Happening] = ["acted", "set back"]

instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
gaps = st.one_of(st.floats(0.02, 24), st.floats(1, 24 * 20), st.floats(24, 24 * 200))
happenings = st.one_of(*[st.sampled_from(LIKELY)] * 6, st.sampled_from(SELDOM))
steps = st.lists(st.tuples(gaps, happenings), min_size=10, max_size=60)


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    if draw(st.booleans()):
        return Limits()
    warn_on = sorted(draw(st.sets(st.integers(1, 200), min_size=1, max_size=5)))
    return Limits(
        warn_on=tuple(warn_on),
        flag_on=warn_on[-1] + draw(st.integers(1, 20)),
        after_warning=draw(st.integers(1, 72)) * HOUR,
        grace=draw(st.integers(1, 30)) * DAY,
    )


@dataclass(slots=True, kw_only=True)
class Line:
    """A contact as the database would have them, and what they read. `waits`: owed, and not delivered yet."""

    limits: Limits
    silence: Silence
    waits: list[str] = field(default_factory=list)
    warned: list[int] = field(default_factory=list)
    read: list[datetime] = field(default_factory=list)
    told: list[datetime] = field(default_factory=list)

    def act(self, now: datetime) -> None:
        """As `contacts.touch` has it: what was before the latest activity begins nothing again."""
        if self.silence.since < now:
            self.silence = Silence(since=now, zone=self.silence.zone)
            self.waits, self.warned, self.read, self.told = [], [], [], []

    def deliver(self, now: datetime, *, found: bool) -> None:
        """What waits arrives, or is found undeliverable; an earlier warning is overtaken by a later one."""
        for what in self.waits:
            if what == "flag":
                self.silence = replace(self.silence, flag_told_at=now if found else None)
            elif self.silence.flagged_at is None:
                self._warning_ends(now, found=found)
        self.waits = []

    def _warning_ends(self, now: datetime, *, found: bool) -> None:
        if found:
            self.read.append(date_named(self.silence, now, self.limits))
        self.told.append(now)
        self.silence = warning_told(self.silence, now, self.limits)

    def look(self, now: datetime) -> str:
        """The sweep looks, and nothing it does is early or done twice."""
        silence = self.silence
        match verdict(silence, now, self.limits):
            case Warn(day=day):
                assert day not in self.warned, "a warning twice"
                assert now >= silence.since + day * DAY, "a warning early"
                assert 9 <= now.astimezone(ZoneInfo(silence.zone)).hour < 17, "a warning by night"
                sent_at = {it: first_daytime(silence.since + it * DAY, silence.zone) for it in self.limits.warn_on}
                assert day == max(it for it, at in sent_at.items() if at <= now), "not the latest"
                self.warned.append(day)
                self.waits = [it for it in self.waits if it == "flag"] + ["warning"]
                self.silence = replace(silence, warned=day, warned_at=now, warning_told_at=None)
                return "warned"
            case Flag():
                assert now >= silence.since + self.limits.flag_on * DAY, "a flag early"
                assert any(now >= it + self.limits.after_warning for it in self.told), "a flag too soon after"
                assert all(now >= it for it in self.read), "a flag before a date that was read"
                self.waits = ["flag"]
                self.silence = replace(silence, flagged_at=now)
                return "flagged"
            case Deactivate():
                assert silence.flag_told_at is not None, "a deactivation without a flag told"
                assert now >= silence.flag_told_at + self.limits.grace, "a deactivation early"
                return "deactivated"
            case Wait(until=until):
                assert until > now, "a wait that ends in the past"
                return "waits"
            case Protect():
                raise AssertionError("nobody said that they are the last")


@settings(max_examples=400)
@given(since=instants, zone=st.sampled_from(ZONES), limits=limits(), steps=steps, zones=st.data())
def test_nothing_is_early_and_nothing_twice(
    since: datetime,
    zone: str,
    limits: Limits,
    steps: list[tuple[float, Happening]],
    zones: st.DataObject,
) -> None:
    """What has to hold stands in `Line.look`."""
    line, now = Line(limits=limits, silence=Silence(since=since, zone=zone)), since
    for hours, happening in steps:
        now += timedelta(hours=-hours if happening == "set back" else hours)
        match happening:
            case "delivered" | "undeliverable":
                line.deliver(now, found=happening == "delivered")
            case "moved":
                line.silence = replace(line.silence, zone=zones.draw(st.sampled_from(ZONES)))
            case "acted":
                line.act(now)
            case "nothing" | "set back":
                pass
        did = line.look(now)
        event(did)
        if did == "deactivated":
            return


@given(since=instants, zone=st.sampled_from(ZONES), down_until=st.integers(0, 600), limits=limits())
def test_after_downtime_of_any_length_one_warning_comes_and_the_rest_in_time(
    since: datetime, zone: str, down_until: int, limits: Limits
) -> None:
    """Looked at whenever a wait ends, with deliveries at once: nothing is forgotten, and nothing is late."""
    line, now, did = Line(limits=limits, silence=Silence(since=since, zone=zone)), since + down_until * DAY, ""
    down_for = [day for day in limits.warn_on if day < down_until]
    while did != "deactivated":
        ruled = verdict(line.silence, now, limits)
        if isinstance(ruled, Wait):
            now = ruled.until
            continue
        did = line.look(now)
        line.deliver(now, found=True)
    expected = len(limits.warn_on) - len(down_for)
    assert expected <= len(line.warned) <= expected + 1
    assert line.warned[-1] == limits.warn_on[-1]
