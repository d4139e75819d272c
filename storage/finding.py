"""Finds cases: newest first, by the conditions of a search. A district's query has its districts in it; the
agents' is another function, with another name, and reads the desk's notes as well (DESIGN, invariants 8 and 9).

Text: cases are walked through from the newest on, each asked for the words. Agents, who look at all there are,
begin with a word that few cases hold, if there is one. So the work grows with what is shown, or with one
district, and not with what there is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.domain.cases import Status, whose_turn
from bot.domain.ids import CaseNumber, DistrictId
from bot.domain.searches import Inquiry, Search
from bot.domain.sheets import CaseRow
from storage import cases as storage_of_cases
from storage.store import Tx
from storage.tables import cases, desk_texts, desk_words, district_texts, district_words, people_words

PAGE = storage_of_cases.PAGE
COUNTED = 500
"""More are not counted."""

RARE = 1000
"""A word that at most so many cases hold is where agents' search begins."""

MANY = 100
"""People of one name, who are named by their ids."""

_LAST = "\U0010ffff"
_DIGITS = 18
Clause = sa.ColumnElement[bool]
Before = tuple[datetime, CaseNumber]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page. `count`: how many there are in all; None for more than COUNTED."""

    rows: list[CaseRow]
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where is looked: which cases, and in which tables their words and texts are.

    `may_begin_with_words`: nobody's cases are left out, so that a word's are a place to begin.
    """

    cases: sa.ColumnElement[bool]
    words: tuple[sa.Table, ...]
    texts: tuple[sa.Table, ...]
    may_begin_with_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """`begins`: its beginning is enough."""

    word: str
    begins: bool = False

    def matches(self, column: sa.Column[str]) -> Clause:
        if not self.begins:
            return column == self.word
        return sa.and_(column >= self.word, column < self.word + _LAST)


async def search_district(
    tx: Tx, its: Sequence[DistrictId], inquiry: Inquiry, *, before: Before | None = None, size: int = PAGE
) -> Found:
    """Among the cases of these districts, by what they may read. `before`: where the page above ended."""
    return await _found(tx, _districts_ground(its), inquiry, before, size)


async def search_for_agents(tx: Tx, inquiry: Inquiry, *, before: Before | None = None, size: int = PAGE) -> Found:
    """Among the cases of every district and the desk's own notes, for the vendor's agents alone."""
    return await _found(tx, _agents_ground(), inquiry, before, size)


def _districts_ground(its: Sequence[DistrictId]) -> Ground:
    return Ground(cases=cases.c.district_id.in_(its), words=(district_words,), texts=(district_texts,))


def _agents_ground() -> Ground:
    return Ground(
        cases=sa.true(),
        words=(district_words, desk_words),
        texts=(district_texts, desk_texts),
        may_begin_with_words=True,
    )


def _held(words: sa.Table, word: Word) -> Clause:
    return _there(sa.select(words.c.number).where(words.c.number == cases.c.number, word.matches(words.c.word)))


def _says(texts: sa.Table, phrase: str) -> Clause:
    """Folded words hold no mark that LIKE knows."""
    said = sa.select(texts.c.number).where(texts.c.number == cases.c.number, texts.c.words.like(f"% {phrase} %"))
    return _there(said)


def _there(query: sa.Select[tuple[int]]) -> Clause:
    """Asked of one case at a time: PostgreSQL answers an EXISTS for all cases before it looks at the first."""
    return query.limit(1).scalar_subquery().is_not(None)


async def _found(tx: Tx, ground: Ground, inquiry: Inquiry, before: Before | None, size: int) -> Found:
    holds = [ground.cases, *_conditions(inquiry), *await _text(tx, ground, inquiry.search)]
    some = sa.select(cases.c.number).where(*holds).limit(COUNTED + 1)
    count = (await tx.execute(sa.select(sa.func.count()).select_from(some.subquery()))).scalar_one()
    page = storage_of_cases.listing().where(*holds, *_older_than(before))
    page = page.order_by(cases.c.modified_at.desc(), cases.c.number.desc()).limit(size)
    rows = await storage_of_cases.rows(tx, page) if count else []
    return Found(rows=rows, count=count if count <= COUNTED else None)


def _older_than(before: Before | None) -> list[Clause]:
    if before is None:
        return []
    at, number = before
    same = sa.and_(cases.c.modified_at == at, cases.c.number < number)
    return [cases.c.modified_at <= at, sa.or_(cases.c.modified_at < at, same)]


async def _text(tx: Tx, ground: Ground, search: Search) -> list[Clause]:
    free = [Word(word=word) for word in search.words]
    if free:
        free[-1] = Word(word=free[-1].word, begins=True)
    held = [Word(word=word) for phrase in search.phrases for word in phrase.split()]
    named = {word: await _people(tx, [word]) for word in dict.fromkeys([*free, *held])}
    clauses = [_has_word(ground, word, people) for word, people in named.items()]  # a phrase holds its words too
    for phrase in search.phrases:
        people = await _people(tx, [Word(word=word) for word in phrase.split()])
        clauses.append(sa.or_(*(_says(texts, phrase) for texts in ground.texts), *_about(people)))
    rare = await _rare(tx, ground, named) if ground.may_begin_with_words else None
    return clauses if rare is None else [cases.c.number.in_(rare), *clauses]


def _has_word(ground: Ground, word: Word, people: "People") -> Clause:
    return sa.or_(*(_held(words, word) for words in ground.words), *_about(people), *_numbered(word))


async def _rare(tx: Tx, ground: Ground, named: Mapping[Word, "People"]) -> list[int] | None:
    """Cases that may hold a word that few do; the longest words are asked first. None where all are common."""
    for word in sorted(named, key=lambda it: (-len(it.word), it.word, it.begins)):
        held = [sa.select(words.c.number).where(word.matches(words.c.word)) for words in ground.words]
        others = [sa.select(cases.c.number).where(it) for it in (*_about(named[word]), *_numbered(word))]
        some = sa.union_all(*held, *others).limit(RARE + 1)
        numbers = (await tx.execute(some)).scalars().all()
        if len(numbers) <= RARE:
            return sorted({*numbers})
    return None


def _numbered(word: Word) -> list[Clause]:
    is_number = word.word.isascii() and word.word.isdigit() and len(word.word) <= _DIGITS
    return [cases.c.number == int(word.word)] if is_number else []


_PEOPLE = (cases.c.contact_id, cases.c.reporter_id, cases.c.owner_id)
People = Sequence[int] | sa.Select[tuple[int]]
"""Their ids; where they are many, the query that finds them."""


async def _people(tx: Tx, words: Sequence[Word]) -> People:
    """Those whose name has all of these. Mostly there are none, and then cases need not be asked for theirs."""
    query = _called(words)
    found = (await tx.execute(query.distinct().limit(MANY + 1))).scalars().all()
    return found if len(found) <= MANY else query


def _about(people: People) -> list[Clause]:
    if isinstance(people, Sequence) and not people:
        return []
    return [column.in_(people) for column in _PEOPLE]


def _called(words: Sequence[Word]) -> sa.Select[tuple[int]]:
    """Whose name has all of these."""
    first, *others = words
    query = sa.select(people_words.c.person_id).where(first.matches(people_words.c.word))
    for other in others:
        query = query.where(people_words.c.person_id.in_(_called([other])))
    return query


def called(name: str) -> sa.Select[tuple[int]]:
    """People by words of their name, or by how those begin."""
    return _called([Word(word=word, begins=True) for word in name.split()])


def _conditions(inquiry: Inquiry) -> Iterator[Clause]:
    search = inquiry.search
    yield from _standing(search)
    if search.modules:
        yield cases.c.module.in_(sorted(search.modules))
    if search.types:
        yield cases.c.type.in_(sorted(search.types))
    if search.contact:
        yield cases.c.contact_id.in_(called(search.contact))
    if search.owner:
        yield cases.c.owner_id.in_(called(search.owner))
    if search.mine:
        yield sa.or_(*(column == inquiry.by for column in _PEOPLE))
    if search.unassigned:
        yield cases.c.owner_id.is_(None)
    if inquiry.within is not None:
        yield cases.c.district_id.in_(inquiry.within)
    if search.number is not None:
        yield cases.c.number == search.number
    yield from _days(search, inquiry.zone)


def _standing(search: Search) -> Iterator[Clause]:
    if search.statuses:
        yield cases.c.status.in_(sorted(search.statuses))
    if search.turn is not None:
        yield cases.c.status.in_([status for status in Status if whose_turn(status) is search.turn])
    if search.priorities:
        yield cases.c.priority.in_(sorted(search.priorities))


def _days(search: Search, zone: str) -> Iterator[Clause]:
    if search.since is not None:
        yield cases.c.modified_at >= _begins(search.since, zone)
    if search.before is not None:
        yield cases.c.modified_at < _begins(search.before, zone)
    if search.opened_since is not None:
        yield cases.c.opened_at >= _begins(search.opened_since, zone)
    if search.opened_before is not None:
        yield cases.c.opened_at < _begins(search.opened_before, zone)


def _begins(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone))
