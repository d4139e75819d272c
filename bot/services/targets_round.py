"""The desk's targets: about to be missed, and missed, told once each and in business hours alone (POLICY 3 and 4)."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import targets
from bot.domain.business import Calendar
from bot.domain.cases import Case
from bot.domain.ids import CaseNumber
from bot.domain.rules import Rules
from bot.domain.targets import Rest, Stage, Target, Tell, Verdict, Wait
from bot.domain.telling import News
from bot.services import telling_owner
from storage import audit, calendars, cases, clocks
from storage.clocks import TargetClock
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One case under the round's eyes."""

    case: Case
    clock: TargetClock
    calendar: Calendar
    rules: Rules

    def ruled(self, now: datetime, target: Target | None = None) -> Verdict:
        return targets.verdict(target or self.clock.target, self.calendar, self.rules, now)


@dataclass(frozen=True, slots=True)
class Targets:
    """Due when a target is about to be missed, when it is, and a while after that."""

    name: str = "target"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
        return await clocks.targets_due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: CaseNumber, until: datetime) -> None:
        await clocks.put_off_target(tx, number, until=until)

    async def look(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        found = await _found(tx, await cases.locked(tx, number))
        if found is None:
            await clocks.put_off_target(tx, number, until=None)
            return "gone"
        ruled = found.ruled(now)
        await _do(tx, found, ruled, now)
        await audit.by_round(tx, at=now, clock=self.name, did=_said(ruled), case=number)
        return _said(ruled)

    async def would(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        found = await _found(tx, await cases.get(tx, number))
        return "gone" if found is None else _said(found.ruled(now))


def _said(ruled: Verdict) -> str:
    return ruled.stage.value if isinstance(ruled, Tell) else type(ruled).__name__.lower()


async def _found(tx: Tx, case: Case | None) -> Found | None:
    """None when nothing is waited for any more."""
    clock = (await clocks.of_case(tx, case.number)).target if case is not None else None
    if case is None or clock is None or not case.is_open:
        return None
    rules = await calendars.rules(tx)
    calendar = calendars.of_vendor(rules, clock.target.priority)
    return Found(case=case, clock=clock, calendar=calendar, rules=rules)


async def _do(tx: Tx, found: Found, ruled: Verdict, now: datetime) -> None:
    match ruled:
        case Wait():
            await clocks.put_off_target(tx, found.case.number, until=ruled.until)
        case Rest():
            await clocks.put_off_target(tx, found.case.number, until=None)
        case Tell():
            await _tell(tx, found, ruled.stage, now)


async def _tell(tx: Tx, found: Found, stage: Stage, now: datetime) -> None:
    key = clocks.target_key(found.clock.target)
    match stage:
        case Stage.NEAR:
            await telling_owner.tell(tx, found.case, News.TARGET_NEAR, key=key, now=now)
        case Stage.MISSED:
            await telling_owner.tell_desk(tx, found.case, News.TARGET_MISSED, key=key, now=now)
            await telling_owner.redraw_desk(tx, found.case, why=f"target-missed:{key}", now=now)
        case Stage.LEAD:
            await telling_owner.tell_leads(tx, found.case, News.TARGET_LEAD, key=key, now=now)
        case Stage.NOTHING:
            return
    told = replace(found.clock.target, told=stage)
    look = targets.next_look(found.ruled(now, told), now)
    await clocks.put_target(tx, replace(found.clock, target=told, due_at=look))
