"""A case that moved on: written once, its cards drawn again. Every change of a case goes through here."""

from collections.abc import Iterable

from bot.domain.cases import Case
from bot.domain.ids import PersonId
from bot.domain.telling import News
from bot.services.deeds import Deed
from bot.services.telling_of import of_act, tell_of
from storage import cases, owing, threads
from storage.outbox import Owed
from storage.threads import Place


async def tell_each(this: Deed, case: Case, readers: Iterable[PersonId], *, what: str) -> list[Owed]:
    """Each once for this state of the case, whatever happens twice."""
    return await tell_of(this.tx, of_act(this, case, News(what)), readers, now=this.now)


async def change(this: Deed, after: Case) -> list[Place]:
    """Writes the case as it is after a move, and owes its cards. Returns its threads, for what else is said there."""
    await cases.save(this.tx, after)
    places = await threads.of_case(this.tx, after.number)
    this.owed_last += owing.refreshed(after, places, now=this.now)
    return places
