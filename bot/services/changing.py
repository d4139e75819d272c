"""A case that moved on: written once, its cards drawn again. Every change of a case goes through here."""

from bot.domain.cases import Case
from bot.services.deeds import Deed
from storage import cases, owing, threads
from storage.threads import Place


async def change(this: Deed, after: Case) -> list[Place]:
    """Writes the case as it is after a move, and owes its cards. Returns its threads, for what else is said there."""
    await cases.save(this.tx, after)
    places = await threads.of_case(this.tx, after.number)
    this.owe(*owing.refreshed(after, places, now=this.now))
    return places
