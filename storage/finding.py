"""Finds cases: newest first, by the conditions of a search. A district's query has its districts in it; the
agents' is another function, with another name, and reads the desk's notes as well (DESIGN, invariants 8 and 9).

Text: a word that few cases hold gives the candidates; where all words are common, cases are walked through from
the newest on. Either way the work grows with what is shown, not with what there is.
"""

from collections.abc import Callable, Iterator, Sequence
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
"""A word that at most so many cases hold is where a search begins."""

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
    """Where is looked: which cases, and for a word: the numbers of those that hold it, and whether one does."""

    cases: Clause
    numbers: Callable[["Word"], list[sa.Select[tuple[int]]]]
    holds: Callable[["Word"], list[Clause]]
    holds_phrase: Callable[[str], list[Clause]]


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
    return _ground(cases.c.district_id.in_(its), district_words.c.district_id.in_(its))


def _ground(its: Clause, its_words: Clause) -> Ground:
    return Ground(
        cases=its,
        numbers=lambda word: [
            sa.select(district_words.c.number).where(its_words, word.matches(district_words.c.word))
        ],
        holds=lambda word: [_held(district_words, word)],
        holds_phrase=lambda phrase: [_says(district_texts, phrase)],
    )


def _agents_ground() -> Ground:
    its = _ground(sa.true(), sa.true())
    noted = sa.select(desk_words.c.number)
    return Ground(
        cases=its.cases,
        numbers=lambda word: [*its.numbers(word), noted.where(word.matches(desk_words.c.word))],
        holds=lambda word: [*its.holds(word), _held(desk_words, word)],
        holds_phrase=lambda phrase: [*its.holds_phrase(phrase), _says(desk_texts, phrase)],
    )


def _held(words: sa.Table, word: Word) -> Clause:
    return sa.exists().where(words.c.number == cases.c.number, word.matches(words.c.word))


def _says(texts: sa.Table, phrase: str) -> Clause:
    """Folded words hold no mark that LIKE knows."""
    return sa.exists().where(texts.c.number == cases.c.number, texts.c.words.like(f"% {phrase} %"))


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
    clauses = [_has_word(ground, word) for word in free] + [_has_phrase(ground, it) for it in search.phrases]
    rare = await _rarest(tx, ground, [*free, *held])
    return clauses if rare is None else [cases.c.number.in_(_candidates(ground, rare)), *clauses]


async def _rarest(tx: Tx, ground: Ground, words: Sequence[Word]) -> Word | None:
    """A word that few cases hold; the longest are asked first. None where all are common."""
    for word in sorted(words, key=lambda it: -len(it.word)):
        some = _candidates(ground, word).limit(RARE + 1).subquery()
        held = (await tx.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
        if held <= RARE:
            return word
    return None


def _candidates(ground: Ground, word: Word) -> sa.CompoundSelect[tuple[int]]:
    """Numbers of the cases that may hold it, some twice."""
    people = _called([word])
    named = [sa.select(cases.c.number).where(ground.cases, column.in_(people)) for column in _PEOPLE]
    numbered = [sa.select(cases.c.number).where(ground.cases, it) for it in _numbered(word)]
    return sa.union_all(*ground.numbers(word), *named, *numbered)


def _has_word(ground: Ground, word: Word) -> Clause:
    return sa.or_(*ground.holds(word), _about(_called([word])), *_numbered(word))


def _has_phrase(ground: Ground, phrase: str) -> Clause:
    names = _called([Word(word=word) for word in phrase.split()])
    return sa.or_(*ground.holds_phrase(phrase), _about(names))


def _numbered(word: Word) -> list[Clause]:
    is_number = word.word.isascii() and word.word.isdigit() and len(word.word) <= _DIGITS
    return [cases.c.number == int(word.word)] if is_number else []


_PEOPLE = (cases.c.contact_id, cases.c.reporter_id, cases.c.owner_id)


def _about(people: sa.Select[tuple[int]]) -> Clause:
    return sa.or_(*(column.in_(people) for column in _PEOPLE))


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
