"""To whom a follow-up goes, and how: each as they chose, the one that names the closing date whatever they chose.

It stands in a thread for those whom it mentions there. Who reads no thread of the case, or wants no mention now,
is written to, after their quiet hours; where that is nobody's thread, nothing is posted that nobody would hear of.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.cases import Case, Priority
from bot.domain.people import Person
from bot.domain.sheets import Side
from bot.domain.telling import Later, News, Now, Way, when_and_how
from bot.services.telling_of import who_stands_for
from storage import clocks, noise, outbox, owing, people, threads, workspaces
from storage.outbox import Owed
from storage.store import Tx
from storage.threads import Place


async def owe(tx: Tx, case: Case, *, key: str, number: int, last: bool, now: datetime) -> None:
    """To the contact; from the second on to all contacts (POLICY 4). `key`: what `clocks.follow_up_key` gave."""
    places = [place for place in await threads.of_case(tx, case.number) if place.side is Side.DISTRICT]
    news = News.CLOSING if last else News.FOLLOW_UP
    rows: dict[str, Owed] = {}
    for person in await _addressed(tx, case, number, now):
        choice = await noise.choice_of(tx, person.id)
        told = when_and_how(news, choice, now, critical=case.priority is Priority.CRITICAL)
        place = await _reached(tx, places, person)
        if place is not None and (place.reader is not None or told == Now(Way.MENTION)):
            (row,) = owing.follow_ups([place], key=key, number=number, now=now)
        else:
            row = _message(case, person, key=key, number=number, now=now)
        rows[row.key] = _held(row, told.at) if isinstance(told, Later) else row
    if rows:
        await outbox.owe(tx, list(rows.values()), now=now)


async def _addressed(tx: Tx, case: Case, number: int, now: datetime) -> list[Person]:
    everybody = [contact.person.id for contact in await people.contacts_of(tx, case.district)]
    ids = everybody if number > 1 else await who_stands_for(tx, case, now=now)
    return [person for person in [await people.by_id(tx, it) for it in ids] if person is not None]


async def _reached(tx: Tx, places: list[Place], person: Person) -> Place | None:
    """The thread that they read, and in which a mention of them rings."""
    place = await noise.listened_to(tx, places, person.slack, person.id)
    if place is None or place.team == person.slack.team:
        return place
    is_installed_there = await workspaces.get(tx, person.slack.team) is not None
    return None if is_installed_there else place  # named alone, but there is no other way to them


def _message(case: Case, person: Person, *, key: str, number: int, now: datetime) -> Owed:
    return owing.tell(
        person.id,
        person.reached,
        key=clocks.to_person(key, person.id),
        what="follow-up",
        now=now,
        facts={"case": case.number, "number": number, "about": key},
    )


def _held(row: Owed, until: datetime) -> Owed:
    """In a lane of its own: what is said meanwhile does not wait behind it."""
    return replace(row, due_at=until, lane=f"{row.lane}:after-quiet-hours")
