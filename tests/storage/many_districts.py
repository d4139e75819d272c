"""Many districts with cases of the same few words, and what a search among them should find."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from bot.domain import folding
from bot.domain.cases import Case, CaseType, Draft, Priority, Status, Turn, whose_turn
from bot.domain.ids import CaseNumber, ChannelId, DistrictId, PersonId, TeamId, Thread, Ts
from bot.domain.searches import Inquiry, Search
from bot.domain.sheets import CommentKind
from storage import cases, comments, notes, searching
from storage.store import Store, Tx
from storage.tables import cases as case_table
from storage.tables import districts, people
from tests.clockwork import DAY, NOON

POOL = (
    *("grades", "vanish", "on", "save", "after", "the", "update", "state", "report", "2026", "gradebook"),
    *("printing", "slow", "café", "naïve", "ß", "عَرَبِي"),
)
FIRST = ["Zoë", "Ana", "Ben", "Alex", "Pia"]
LAST = ["Müller", "Torres", "Okafor", "Kim", "Novak"]
MODULES = ("Grades", "State reporting", "Attendance")


@cache
def fold(text: str) -> tuple[str, ...]:
    return folding.fold(text)


@dataclass(slots=True, kw_only=True)
class Kept:
    """A case as it was made. `said`: what its district may read; `noted`: what only the desk may."""

    case: Case
    said: list[str]
    noted: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Place:
    """Each district's cases hold a word of its own, `only7`, and so do the names of its contacts."""

    names: dict[PersonId, str]
    kept: list[Kept]
    districts: tuple[DistrictId, ...]


async def settle(store: Store, *, seed: int, many: int, each: int) -> Place:
    dice = random.Random(seed)  # noqa: S311  # nothing secret hangs on it
    place = Place(names={}, kept=[], districts=tuple(DistrictId(number) for number in range(1, many + 1)))
    async with store.begin() as tx:
        agents = [await _person(tx, place, dice, "") for _ in range(4)]
        for district in place.districts:
            await tx.execute(
                districts.insert(), {"id": district, "key": f"d-{district}", "name": f"District {district}"}
            )
            theirs = [await _person(tx, place, dice, f" Only{district}") for _ in range(3)]
            for _ in range(each):
                place.kept.append(await _case(tx, dice, district, theirs, agents))
    return place


async def _person(tx: Tx, place: Place, dice: random.Random, theirs: str) -> PersonId:
    person, name = PersonId(len(place.names) + 1), f"{dice.choice(FIRST)} {dice.choice(LAST)}{theirs}"
    place.names[person] = name
    await tx.execute(people.insert(), {"id": person, "team_id": "T", "user_id": f"U{person}", "name": name})
    await searching.named(tx, person, name)
    return person


def _words(dice: random.Random, district: DistrictId, most: int) -> str:
    return " ".join([*dice.choices(POOL, k=dice.randint(1, most)), f"only{district}"])


async def _case(
    tx: Tx, dice: random.Random, district: DistrictId, theirs: list[PersonId], agents: list[PersonId]
) -> Kept:
    at = NOON - DAY * dice.randint(1, 60)
    draft = Draft(
        district=district,
        type=dice.choice([*CaseType]),
        module=dice.choice(MODULES),
        subject=_words(dice, district, 5),
        description=_words(dice, district, 8),
        impact=_words(dice, district, 2),
    )
    first = dice.randrange(len(theirs))
    case = await cases.add(
        tx,
        draft,
        contact=theirs[first],
        reporter=theirs[first],
        building="",
        priority=dice.choice([*Priority]),
        at=at,
    )
    kept = Kept(case=case, said=[draft.subject, draft.description, draft.impact])
    for _ in range(dice.randint(0, 2)):
        kept.said.append(await _comment(tx, dice, case))
    if dice.random() < 0.5:
        kept.noted.append(await _note(tx, dice, case, agents))
    return await _moved(tx, dice, kept, theirs, agents)


async def _comment(tx: Tx, dice: random.Random, case: Case) -> str:
    words = _words(dice, case.district, 6)
    comment = await comments.add(tx, case.number, author=case.reporter, kind=CommentKind.REPLY, at=case.opened_at)
    await comments.add_version(tx, comment, edited_ts="", words=words)
    return words


async def _note(tx: Tx, dice: random.Random, case: Case, agents: list[PersonId]) -> str:
    words = f"{_words(dice, case.district, 6)} secret"
    typed_at = Thread(team=TeamId("T"), channel=ChannelId("C"), ts=Ts(str(case.number)))
    note = await notes.add(tx, case.number, author=agents[0], at=case.opened_at, typed_at=typed_at)
    await notes.add_version(tx, note, edited_ts="", words=words)
    return words


async def _moved(tx: Tx, dice: random.Random, kept: Kept, theirs: list[PersonId], agents: list[PersonId]) -> Kept:
    """Into any status, by hand: how it came there does not matter here. Instants repeat, so that numbers decide."""
    row = {
        "status": dice.choice([*Status]),
        "owner_id": dice.choice([*agents, None]),
        "contact_id": dice.choice(theirs),
        "modified_at": kept.case.opened_at + timedelta(hours=12 * dice.randint(0, 4)),
    }
    await tx.execute(case_table.update().where(case_table.c.number == kept.case.number).values(**row))
    moved = await cases.get(tx, kept.case.number)
    assert moved is not None
    return Kept(case=moved, said=kept.said, noted=kept.noted)


def random_search(dice: random.Random, place: Place) -> Search:
    """Some conditions, mostly few, so that most searches find something."""

    def maybe(share: float) -> bool:
        return dice.random() < share

    district = dice.choice(place.districts)

    def word() -> str:
        return dice.choice([*POOL, *FIRST, *LAST, f"only{district}", "secret"])

    words = fold(" ".join(word() for _ in range(dice.choice([0, 0, 1, 1, 1, 2, 3]))))
    if words and maybe(0.4):
        words = (*words[:-1], words[-1][: dice.randint(1, len(words[-1]))])
    day = (NOON - DAY * dice.randint(0, 60)).date()
    return Search(
        words=words,
        phrases=(" ".join(fold(f"{word()} {word()}")),) if maybe(0.15) else (),
        statuses=frozenset(dice.sample([*Status], k=dice.randint(1, 6))) if maybe(0.3) else frozenset(),
        turn=dice.choice([*Turn]) if maybe(0.1) else None,
        priorities=frozenset(dice.sample([*Priority], k=2)) if maybe(0.15) else frozenset(),
        modules=frozenset(dice.sample(MODULES, k=2)) if maybe(0.15) else frozenset(),
        types=frozenset(dice.sample([*CaseType], k=3)) if maybe(0.1) else frozenset(),
        contact=" ".join(fold(dice.choice([*FIRST, *LAST])))[:3] if maybe(0.15) else "",
        owner=" ".join(fold(dice.choice([*place.names.values()]))) if maybe(0.1) else "",
        mine=maybe(0.1),
        unassigned=maybe(0.1),
        since=day if maybe(0.1) else None,
        before=day if maybe(0.1) else None,
        opened_since=day if maybe(0.05) else None,
        number=CaseNumber(dice.randint(1, len(place.kept))) if maybe(0.1) else None,
    )


def expected(place: Place, its: tuple[DistrictId, ...] | None, inquiry: Inquiry) -> list[CaseNumber]:
    """Newest first, as it should be found. `its` None: by agents, notes and all."""
    found = [
        kept.case
        for kept in place.kept
        if (its is None or kept.case.district in its) and _fits(place, kept, inquiry, with_notes=its is None)
    ]
    return [case.number for case in sorted(found, key=lambda it: (it.modified_at, it.number), reverse=True)]


def _fits(place: Place, kept: Kept, inquiry: Inquiry, *, with_notes: bool) -> bool:
    search, case = inquiry.search, kept.case
    texts = [fold(text) for text in [*kept.said, *(kept.noted if with_notes else [])]]
    people = [fold(place.names[it]) for it in (case.contact, case.reporter, case.owner) if it is not None]
    return (
        _has_words(search, texts, people, case)
        and all(_has_phrase(phrase, texts, people) for phrase in search.phrases)
        and _has_facts(search, case)
        and _is_somebodys(place, inquiry, case)
        and _is_of_days(search, case.modified_at, case.opened_at)
    )


def _has_words(search: Search, texts: list[tuple[str, ...]], people: list[tuple[str, ...]], case: Case) -> bool:
    every = {word for text in [*texts, *people] for word in text} | {str(case.number)}
    *whole, last = [*search.words, ""] if not search.words else search.words
    begins = any(word.startswith(last) for word in every - {str(case.number)}) or last == str(case.number)
    return all(word in every for word in whole) and (begins or not last)


def _has_phrase(phrase: str, texts: list[tuple[str, ...]], people: list[tuple[str, ...]]) -> bool:
    in_text = any(f" {phrase} " in f" {' '.join(text)} " for text in texts)
    return in_text or any(set(phrase.split()) <= set(name) for name in people)


def _has_facts(search: Search, case: Case) -> bool:
    sets = (
        (search.statuses, case.status),
        (search.priorities, case.priority),
        (search.modules, case.module),
        (search.types, case.type),
    )
    turn = search.turn is None or whose_turn(case.status) is search.turn
    number = search.number in (None, case.number)
    return turn and number and all(not wanted or has in wanted for wanted, has in sets)


def _is_somebodys(place: Place, inquiry: Inquiry, case: Case) -> bool:
    search = inquiry.search
    return (
        _is_called(place, search.contact, case.contact)
        and _is_called(place, search.owner, case.owner)
        and (not search.mine or inquiry.by in (case.contact, case.reporter, case.owner))
        and (not search.unassigned or case.owner is None)
    )


def _is_called(place: Place, name: str, person: PersonId | None) -> bool:
    if not name:
        return True
    its = fold(place.names[person]) if person is not None else ()
    return all(any(word.startswith(begin) for word in its) for begin in name.split())


def _is_of_days(search: Search, modified: datetime, opened: datetime) -> bool:
    """Asked in UTC."""
    return (
        (search.since is None or modified.date() >= search.since)
        and (search.before is None or modified.date() < search.before)
        and (search.opened_since is None or opened.date() >= search.opened_since)
    )
