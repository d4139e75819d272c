"""A case that moved on: written once, its cards drawn again. Every change of a case goes through here."""

from collections.abc import Iterable

from bot.domain.cases import Case
from bot.domain.ids import PersonId
from bot.services.deeds import Deed
from storage import cases, owing, people, threads
from storage.outbox import Owed
from storage.threads import Place


async def tell_each(this: Deed, case: Case, readers: Iterable[PersonId], *, what: str) -> list[Owed]:
    """Each once for this state of the case, whatever happens twice."""
    teams = await people.teams_of(this.tx, readers)
    facts: dict[str, int | str] = {"case": case.number, "by": this.by}
    return [
        owing.tell(
            person,
            team,
            key=f"case:{case.number}:v{case.version}:{what}:{person}",
            what=what,
            now=this.now,
            facts=facts,
        )
        for person, team in teams
        if person != this.by
    ]


async def change(this: Deed, after: Case) -> list[Place]:
    """Writes the case as it is after a move, and owes its cards. Returns its threads, for what else is said there."""
    await cases.save(this.tx, after)
    places = await threads.of_case(this.tx, after.number)
    this.owed_last += owing.refreshed(after, places, now=this.now)
    return places
