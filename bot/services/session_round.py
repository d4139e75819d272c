"""What the clock does about joint sessions: they begin, rest while nobody is there, and end in time (POLICY 2)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.cases import Case
from bot.domain.ids import SessionId
from bot.domain.sessions import Session, State, Verdict, Why, verdict
from bot.services import sitting
from storage import audit, calendars, cases, sessions
from storage.owing_sessions import tell
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Sessions:
    """Due at the beginning and the end, when nobody is there any more, and each minute while it is open.

    Each quarter of an hour before it begins.
    """

    name: str = "session"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[SessionId]:
        return await sessions.due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: SessionId, until: datetime) -> None:
        await sessions.put_off(tx, number, until=until)

    async def look(self, tx: Tx, number: SessionId, now: datetime) -> str:
        case = await _case(tx, number, hold=True)
        found = await sessions.get(tx, number)
        if case is None or found is None or found.state is State.ENDED:
            await sessions.put_off(tx, number, until=None)
            return "gone"
        found = await sitting.as_kept(tx, found)
        ruled, why = await _ruled(tx, found, case, now)
        await _do(tx, found, ruled, why, now)
        if ruled is not Verdict.WAIT:
            rule, about = f"session-{ruled}", found.guest
            await audit.by_clock(
                tx,
                at=now,
                rule=rule,
                district=found.district,
                about=about,
                case=found.case,
                ref=sitting.ref(found.id),
            )
        return ruled.value

    async def would(self, tx: Tx, number: SessionId, now: datetime) -> str:
        case, found = await _case(tx, number, hold=False), await sessions.get(tx, number)
        if case is None or found is None:
            return "gone"
        ruled, _ = await _ruled(tx, await sitting.as_kept(tx, found), case, now)
        return ruled.value


async def _case(tx: Tx, number: SessionId, *, hold: bool) -> Case | None:
    found = await sessions.get(tx, number)
    if found is None:
        return None
    return await (cases.locked if hold else cases.get)(tx, found.case)


async def _ruled(tx: Tx, found: Session, case: Case, now: datetime) -> tuple[Verdict, Why | None]:
    lasts = (await calendars.rules(tx)).limits.present_for
    return verdict(found, await sitting.company(tx, found, case), now, lasts=lasts)


async def _do(tx: Tx, found: Session, ruled: Verdict, why: Why | None, now: datetime) -> None:
    match ruled:
        case Verdict.WAIT:
            await sessions.save(tx, found, now=now)
        case Verdict.BEGIN:
            await _begin(tx, found.begun(), now)
        case Verdict.PAUSE:
            await sitting.owe(tx, await sitting.rest(tx, found, now=now), now=now)
        case Verdict.CARRY_ON:
            lasts = (await calendars.rules(tx)).limits.present_for
            await sitting.owe(tx, await sitting.carry_on(tx, found, found.carried_on(lasts=lasts), now=now), now=now)
        case Verdict.END:
            await sitting.owe(tx, await sitting.end(tx, found, why or Why.TIME, now=now), now=now)


async def _begin(tx: Tx, begun: Session, now: datetime) -> None:
    """Nobody has joined yet: its contact and the stand-in are asked to."""
    rows = await sitting.begin(tx, begun.paused(), now=now)
    readers = (begun.host, begun.stand_in)
    rows += await tell(tx, begun, readers, what="session-join", occasion="begun", now=now)
    await sitting.owe(tx, rows, now=now)
