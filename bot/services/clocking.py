"""A case's clocks follow the case, in the transaction of whatever changed it (POLICY 3 to 5).

When they are due, the rounds look: `pending_round`, `targets_round`, `dates_round`.
"""

from dataclasses import replace
from datetime import date, datetime
from enum import Enum, auto

from bot.domain import pending, targets
from bot.domain.cases import PENDING, Case, CloseReason, Status, Turn, whose_turn
from bot.domain.pending import Waiting
from bot.domain.rules import Rules
from bot.domain.targets import Kind, Stage, Target
from storage import calendars, clocks
from storage.clocks import Clocks, PendingClock, TargetClock
from storage.store import Tx


class Said(Enum):
    """What a change of a case told, and whom: clocks count what people say, not what they press."""

    NOTHING = auto()
    BY_DESK = auto()
    """To the district: a reply, a question, a resolution, a logged call."""
    BY_CONTACT = auto()
    """A response: a comment or an attachment."""


async def begin(tx: Tx, case: Case, *, at: datetime) -> None:
    """The case was opened just now: the desk owes a first response."""
    target = Target(kind=Kind.FIRST_RESPONSE, priority=case.priority, began_at=at)
    clock = _timed(case, target, at, await calendars.rules(tx))
    await clocks.put_target(tx, clock, is_new=True)


async def follow(tx: Tx, case: Case, *, at: datetime, said: Said) -> None:
    """`case`: as it is after the change. `at`: when the person acted, which can be told late."""
    found = await clocks.of_case(tx, case.number)
    rules = await calendars.rules(tx)
    await _pending(tx, case, found, at, said, rules)
    await _target(tx, case, found, at, said, rules)
    await _date(tx, case, found, rules)


async def _pending(tx: Tx, case: Case, found: Clocks, at: datetime, said: Said, rules: Rules) -> None:  # noqa: PLR0917  # one change's facts
    clock = found.pending
    if case.status not in PENDING:
        if clock is not None and case.close_reason is not CloseReason.NO_RESPONSE:
            await clocks.stop_pending(tx, case.number)
        return
    if clock is None or clock.status is not case.status or (said is Said.BY_CONTACT and at > clock.began_at):
        await wait_anew(tx, case, rules, began_at=at)
    elif clock.due_at is None:  # it rested: maybe its priority is another now
        await clocks.put_off_pending(tx, case.number, until=at)


async def wait_anew(
    tx: Tx, case: Case, rules: Rules, *, began_at: datetime, from_day: date | None = None, more_times: int = 0
) -> None:
    """Clock and count begin afresh, with the day of the response, or the day that was picked, as day 0."""
    calendar = await calendars.of_district(tx, case.district, rules)
    zero = calendar.on_or_after(from_day) if from_day else pending.day_zero(calendar, began_at)
    waiting = Waiting(day_zero=zero)
    clock = PendingClock(
        case=case.number,
        status=case.status,
        began_at=began_at,
        day_zero=zero,
        owed=0,
        more_times=more_times,
        owner_told=False,
        closes_at=pending.closes_at(waiting, calendar, rules, told_at=None),
        due_at=pending.next_look(pending.verdict(waiting, calendar, rules, began_at), began_at),
    )
    await clocks.put_pending(tx, clock)


async def _target(tx: Tx, case: Case, found: Clocks, at: datetime, said: Said, rules: Rules) -> None:  # noqa: PLR0917  # as above
    clock = found.target
    if case.status is Status.CLOSED:
        if clock is not None:
            await clocks.stop_target(tx, case.number)
        return
    after = _after(case, clock.target if clock else None, at, said)
    if clock is None or after != clock.target:
        await clocks.put_target(tx, _timed(case, after, at, rules))


def _after(case: Case, target: Target | None, at: datetime, said: Said) -> Target:
    """The target that runs once this has happened."""
    if target is None or (said is Said.BY_DESK and at >= target.began_at):
        target = Target(kind=Kind.UPDATE, priority=case.priority, began_at=at)
    if target.priority is not case.priority:
        target = replace(target, priority=case.priority, told=Stage.NOTHING)
    is_districts = whose_turn(case.status) is Turn.DISTRICT
    if is_districts and target.paused_at is None:
        return replace(target, paused_at=at)
    if not is_districts and target.paused_at is not None:
        since = target.paused_at
        return replace(target, paused_at=None, pauses=(*target.pauses, (since, max(at, since))))
    return target


def _timed(case: Case, target: Target, now: datetime, rules: Rules) -> TargetClock:
    calendar = calendars.of_vendor(rules, target.priority)
    return TargetClock(
        case=case.number,
        target=target,
        misses_at=targets.due_at(target, calendar, rules),
        due_at=targets.next_look(targets.verdict(target, calendar, rules, now), now),
    )


async def _date(tx: Tx, case: Case, found: Clocks, rules: Rules) -> None:
    waits = case.status is Status.SCHEDULED  # a duplicate keeps its date, should the merge be undone
    if case.scheduled_for is None or not waits:
        if found.date_at is not None:
            await clocks.stop_date(tx, case.number)
        return
    calendar = await calendars.of_district(tx, case.district, rules)
    begins = calendar.begin_of(case.scheduled_for)
    if begins != found.date_at:
        await clocks.put_date(tx, case.number, at=begins)
