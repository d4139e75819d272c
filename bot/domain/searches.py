"""What somebody looks for among cases, and how it is typed: `grades status:open owner:alex "lost marks"`.

A word that is no condition is text. Quoted words are found as they stand, next to each other; the last word
that stands free is found by its beginning. `parse` and `write` undo each other.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.cases import OPEN, PENDING, CaseType, Priority, Status, Turn
from bot.domain.folding import fold
from bot.domain.ids import CaseNumber, DistrictId, PersonId, SearchId
from bot.domain.refusals import NotReadable

MOST = 20
"""Words and phrases in one search."""

YEARS = range(2000, 2101)

MINE, UNASSIGNED = "mine", "unassigned"
Value = TypeVar("Value")


MOST_SAVED = 20
"""Searches that one person keeps under a name."""

NAME_LONGEST = 75


class Condition(StrEnum):
    """What stands before the colon."""

    STATUS = "status"
    TURN = "turn"
    PRIORITY = "priority"
    MODULE = "module"
    TYPE = "type"
    CONTACT = "contact"
    OWNER = "owner"
    DISTRICT = "district"
    SINCE = "since"
    BEFORE = "before"
    OPENED_SINCE = "opened-since"
    OPENED_BEFORE = "opened-before"


NAMES = frozenset({Condition.CONTACT, Condition.OWNER, Condition.DISTRICT})
"""Conditions whose value is a name, or the beginning of one."""

DATES = frozenset({Condition.SINCE, Condition.BEFORE, Condition.OPENED_SINCE, Condition.OPENED_BEFORE})
TEXT, CONDITION, SAVED = "text", "condition", "saved"
"""What `NotReadable` calls a search that is too long, a condition that there is not, and one search too many."""

STATUSES: Mapping[str, frozenset[Status]] = {
    "open": OPEN,
    "closed": frozenset({Status.CLOSED}),
    "pending": PENDING,
    **{status.value: frozenset({status}) for status in Status},
}
TURNS: Mapping[str, Turn] = {turn.value: turn for turn in Turn}
PRIORITIES: Mapping[str, Priority] = {priority.value: priority for priority in Priority}
TYPES: Mapping[str, CaseType] = {kind.value: kind for kind in CaseType}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Conditions that all hold. Empty: everything. Words and names are folded.

    `since`, `before`: of the last change; the day of `before` itself is left out.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    statuses: frozenset[Status] = frozenset()
    turn: Turn | None = None
    priorities: frozenset[Priority] = frozenset()
    modules: frozenset[str] = frozenset()
    types: frozenset[CaseType] = frozenset()
    contact: str = ""
    owner: str = ""
    district: str = ""
    mine: bool = False
    unassigned: bool = False
    since: date | None = None
    before: date | None = None
    opened_since: date | None = None
    opened_before: date | None = None
    number: CaseNumber | None = None

    @property
    def has_text(self) -> bool:
        return bool(self.words or self.phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A search with who asks: whose `mine` is, and in which zone days begin.

    `within`: the districts that were named; None where none was. It narrows, and widens nothing.
    """

    search: Search
    by: PersonId
    zone: str
    within: tuple[DistrictId, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A search of somebody's, as it is kept. `name` '': one of the last few, not saved."""

    id: SearchId
    name: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """What may be typed. `modules`: those there are; `for_agent`: districts and cases without an owner as well."""

    modules: tuple[str, ...] = ()
    for_agent: bool = False

    @property
    def conditions(self) -> tuple[str, ...]:
        return tuple(it for it in Condition if self.for_agent or it is not Condition.DISTRICT)


@dataclass(slots=True)
class _Reading:
    """A search as far as it was read."""

    tongue: Tongue
    filters: bool
    found: Search = field(default_factory=Search)


_TOKEN = re.compile(r'(?:(?P<name>[A-Za-z][A-Za-z-]*):)?"(?P<quoted>[^"]*)(?:"|$)|(?P<plain>[^\s"]+)')
_PLAIN = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]*):(?P<value>.+)", re.DOTALL)
_NUMBER = re.compile("#([0-9]{1,18})")
_QUOTES = str.maketrans("“”„«»", '"""""')


def parse(typed: str, tongue: Tongue, *, filters: bool = False) -> Search:
    """Raises NotReadable for a condition or a value that there is not; its reason is the closest there is.

    `filters`: `open` and `closed` standing alone are conditions, as in `/case list open`.
    """
    reading = _Reading(tongue, filters)
    for token in _TOKEN.finditer(typed.translate(_QUOTES)):
        _take(reading, token)
    if len(reading.found.words) + len(reading.found.phrases) > MOST:
        raise NotReadable(field=TEXT, reason="too-long")
    if typed.strip() and reading.found == Search():
        raise NotReadable(field=TEXT, reason="signs")
    return reading.found


def filters_alone(typed: str, tongue: Tongue) -> bool:
    """Whether there is no text among it, be its conditions right or wrong: `open owner:alex`."""
    tokens = typed.translate(_QUOTES)
    return all(_is_filter(token, tongue) for token in _TOKEN.finditer(tokens))


def _is_filter(token: re.Match[str], tongue: Tongue) -> bool:
    plain = token["plain"] or ""
    named = token["name"] or (found["name"] if (found := _PLAIN.fullmatch(plain)) else "")
    alone = {MINE, "open", "closed", *([UNASSIGNED] if tongue.for_agent else [])}
    return named.lower() in tongue.conditions or plain.lower() in alone


def _take(reading: _Reading, token: re.Match[str]) -> None:
    if token["quoted"] is not None:
        if token["name"]:
            _condition(reading, token["name"].lower(), token["quoted"])
        elif phrase := " ".join(fold(token["quoted"])):
            reading.found = replace(reading.found, phrases=(*reading.found.phrases, phrase))
        return
    plain = token["plain"]
    named = _PLAIN.fullmatch(plain)
    if named is not None and not named["value"].startswith("//"):
        _condition(reading, named["name"].lower(), named["value"])
    else:
        _plain(reading, plain)


def _plain(reading: _Reading, plain: str) -> None:
    found, number, words = reading.found, _NUMBER.fullmatch(plain), fold(plain)
    match words:
        case _ if number is not None:
            reading.found = replace(found, number=CaseNumber(int(number[1])))
        case ("mine",):
            reading.found = replace(found, mine=True)
        case ("unassigned",) if reading.tongue.for_agent:
            reading.found = replace(found, unassigned=True)
        case ("open" | "closed" as word,) if reading.filters:
            reading.found = replace(found, statuses=found.statuses | STATUSES[word])
        case _:
            reading.found = replace(found, words=(*found.words, *words))


def _condition(reading: _Reading, name: str, value: str) -> None:
    if name not in reading.tongue.conditions:
        raise NotReadable(field=CONDITION, reason=closest(name, reading.tongue.conditions))
    condition = Condition(name)
    reading.found = replace(reading.found, **_read(reading, condition, value))


def _read(reading: _Reading, condition: Condition, value: str) -> dict[str, Any]:
    """The fields of Search that it sets."""
    found = reading.found
    match condition:
        case Condition.STATUS:
            return {"statuses": found.statuses.union(*_several(condition, value, STATUSES))}
        case Condition.TURN:
            return {"turn": _one(condition, value, TURNS)}
        case Condition.PRIORITY:
            return {"priorities": found.priorities | {*_several(condition, value, PRIORITIES)}}
        case Condition.TYPE:
            return {"types": found.types | {*_several(condition, value, TYPES)}}
        case Condition.MODULE:
            known = {_key(module): module for module in reading.tongue.modules}
            return {"modules": found.modules | {*_several(condition, value, known)}}
        case Condition.CONTACT | Condition.OWNER | Condition.DISTRICT:
            return {condition.value: _name(condition, value)}
        case Condition.SINCE | Condition.BEFORE | Condition.OPENED_SINCE | Condition.OPENED_BEFORE:
            return {condition.value.replace("-", "_"): _day(condition, value)}


def _key(words: str) -> str:
    """`Pending Customer Input`, as its value is written."""
    return "-".join(fold(words))


def _several(condition: Condition, value: str, known: Mapping[str, Value]) -> list[Value]:
    return [_one(condition, part, known) for part in value.split(",")]


def _one(condition: Condition, value: str, known: Mapping[str, Value]) -> Value:
    """By its whole name, or by a beginning that only one has. Raises NotReadable."""
    key = _key(value)
    if key in known:
        return known[key]
    begun = [name for name in known if key and name.startswith(key)]
    if len(begun) == 1:
        return known[begun[0]]
    raise NotReadable(field=condition, reason=closest(key, known))


def _name(condition: Condition, value: str) -> str:
    name = " ".join(fold(value))
    if not name:
        raise NotReadable(field=condition, reason="")
    return name


def _day(condition: Condition, value: str) -> date:
    """`2026-11-24`. Raises NotReadable."""
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as error:
        raise NotReadable(field=condition, reason="") from error
    if day.year not in YEARS:
        raise NotReadable(field=condition, reason="")
    return day


def closest(typed: str, known: Iterable[str]) -> str:
    """The one of these that was probably meant; '' where none is near."""
    return next(iter(difflib.get_close_matches(typed, [*known], n=1, cutoff=0.5)), "")


def write(search: Search) -> str:
    """As it would be typed. Text that would be read as something else is quoted."""
    return " ".join([*_text(search), *_flags(search), *_conditions(search)])


def _text(search: Search) -> list[str]:
    return [*search.words, *(f'"{phrase}"' for phrase in search.phrases)]


def _flags(search: Search) -> list[str]:
    number = [f"#{search.number}"] if search.number is not None else []
    return number + [MINE] * search.mine + [UNASSIGNED] * search.unassigned


def _conditions(search: Search) -> list[str]:
    named = [(condition, getattr(search, condition.value)) for condition in sorted(NAMES)]
    days = [(condition, getattr(search, condition.value.replace("-", "_"))) for condition in sorted(DATES)]
    turn = [(Condition.TURN, search.turn)]
    sets = [
        *((Condition.STATUS, status) for status in _spelled(search.statuses)),
        *((Condition.PRIORITY, priority) for priority in Priority if priority in search.priorities),
        *((Condition.TYPE, kind) for kind in CaseType if kind in search.types),
        *((Condition.MODULE, _key(module)) for module in sorted(search.modules)),
    ]
    return [f"{condition}:{_quoted(str(value))}" for condition, value in [*sets, *turn, *named, *days] if value]


def _spelled(statuses: frozenset[Status]) -> list[str]:
    """`open` for all that are."""
    if statuses >= OPEN:
        return ["open", *(["closed"] if Status.CLOSED in statuses else [])]
    return [status.value for status in Status if status in statuses]


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
