"""A case that moved on: written once, its clocks and cards with it. Every change of a case goes through here."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.cases import Case
from bot.domain.ids import PersonId
from bot.domain.sheets import Seat
from bot.domain.telling import News
from bot.services import clocking, question_news
from bot.services.clocking import Said
from bot.services.deeds import Deed
from bot.services.telling_of import of_act, tell_of
from storage import cases, emergencies, issue_followers, owing, questions, threads
from storage.outbox import Owed
from storage.store import Tx
from storage.threads import Place


async def tell_each(this: Deed, case: Case, readers: Iterable[PersonId], *, what: str) -> list[Owed]:
    """Each once for this state of the case, whatever happens twice."""
    return await tell_of(this.tx, of_act(this, case, News(what)), readers, now=this.now)


async def change(this: Deed, after: Case, *, said: Said = Said.NOTHING) -> list[Place]:
    """Writes the case as it is after a move, and owes its cards. Returns its threads, for what else is said there."""
    places, cards = await moved(this.tx, after, at=this.at, now=this.now, said=said)
    this.owed_last += cards
    return places


async def moved(
    tx: Tx, after: Case, *, at: datetime, now: datetime, said: Said = Said.NOTHING
) -> tuple[list[Place], list[Owed]]:
    """As `change`, where the clock moves a case: its threads, and the cards that are owed."""
    await cases.save(tx, after)
    if after.issue is not None and after.contact is not None:
        await issue_followers.follow_first(tx, after.issue, after.contact, at=now)
    await clocking.follow(tx, after, at=at, said=said)
    places = await threads.of_case(tx, after.number, said_at=now)
    told = [*await _status_told(tx, after, now), *await _end_of_the_story(tx, after, now)]
    return places, [*owing.refreshed(after, places, now=now), *told]


async def _status_told(tx: Tx, after: Case, now: datetime) -> list[Owed]:
    """Who reported an emergency that a contact stands for is told how it stands, and nothing else (POLICY 2)."""
    if after.contact in (None, after.reporter) or not await emergencies.is_new_status(tx, after):
        return []
    ended = await threads.ended(tx, after.number, Seat.REPORTER)
    why = f"v{after.version}"
    told = owing.by_clock(ended, what="emergency-status", key=why, now=now)
    return [*told, *owing.redrawn(ended, why=why, now=now)]


async def _end_of_the_story(tx: Tx, after: Case, now: datetime) -> list[Owed]:
    """Whoever asked the question that the case was opened from sees no case, and is told that it is closed."""
    if after.closed_at is None:
        return []
    question = await questions.from_which(tx, after.number)
    if question is None:
        return []
    return await question_news.case_closed(tx, question, closed_at=after.closed_at, now=now)
