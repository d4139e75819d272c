"""A case's threads read again, for what Slack changed while the bot was away (POLICY 3)."""

from datetime import datetime

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, PersonId
from bot.domain.record import COMMAND_LINE
from bot.services.deeds import CaseAsk, case_deed
from storage import audit, outbox, owing, threads
from storage.outbox import Owed
from storage.store import Store, Tx


async def resync(store: Store, ask: CaseAsk, *, occasion: str) -> None:
    """Owes a look at each thread, one after the other; the last one owes the answer. Raises Refusal."""
    async with case_deed(store, ask, Act.RESYNC_CASE) as (this, case):
        this.owe(*await _first(this.tx, case.number, occasion=occasion, now=ask.now, by=this.by))
        if ask.spot is not None:
            this.owe(owing.hint(ask.who, ask.spot, what="resyncing", now=ask.now, facts={"case": case.number}))


async def resync_from_outside(store: Store, number: CaseNumber, *, occasion: str, now: datetime) -> bool:
    """The same from the command line. False: the case has no thread, or there is no such case."""
    async with store.begin() as tx:
        owed = await _first(tx, number, occasion=occasion, now=now, by=None)
        if owed:
            await audit.write(
                tx,
                at=now,
                person=None,
                act=Act.RESYNC_CASE,
                rule=COMMAND_LINE,
                allowed=True,
                district=None,
                case=number,
            )
        await outbox.owe(tx, owed, now=now)
    return bool(owed)


async def _first(tx: Tx, number: CaseNumber, *, occasion: str, now: datetime, by: PersonId | None) -> list[Owed]:
    places = [place for place in await threads.of_case(tx, number) if place.ts is not None]
    return [owing.resync(place, occasion=occasion, now=now, by=by) for place in places[:1]]
