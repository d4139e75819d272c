"""Words and files of cases that were closed for years: erased a case a transaction, with their copies (POLICY 10).

Those of what became no case: `retention_beside`.
"""

from datetime import datetime

from bot.domain.erasures import Counts, Erasure, Kind
from bot.domain.ids import CaseNumber, DistrictId
from bot.domain.record import ByClock
from bot.services import emergencies as reports
from bot.services import question_news, retention_beside
from storage import (
    audit,
    calendars,
    cases,
    emergencies,
    erasing_cases,
    erasures,
    holds,
    outbox,
    owing,
    owing_emergencies,
    owing_redacted,
    questions,
    threads,
)
from storage.erasing_cases import Keeps
from storage.outbox import Owed
from storage.store import Store, Tx


async def begin(store: Store, *, now: datetime) -> int:
    """An erasure for each district that has words to erase; none where a legal hold stands. How many there are."""
    async with store.read() as tx:
        default = (await calendars.rules(tx)).limits.retention_years
        its = [keeps.district for keeps in await erasing_cases.keeping(tx) if await _any_due(tx, keeps, default, now)]
    begun = 0
    for district in its:
        async with store.begin() as tx:
            if await holds.stands(tx, district):
                continue
            begun += await erasures.begin(tx, Kind.RETENTION, now=now, due_at=now, district=district) is not None
    return begun


async def _any_due(tx: Tx, keeps: Keeps, default: int, now: datetime) -> bool:
    first = await _first_due(tx, keeps, default, now)
    return first is not None or await retention_beside.any_due(tx, keeps, default, now)


async def _first_due(tx: Tx, keeps: Keeps, default: int, now: datetime) -> CaseNumber | None:
    before = keeps.ended_before(now, default=default)
    found = await erasing_cases.due(tx, keeps.district, before=before, most=1)
    return found[0] if found else None


async def next_case(tx: Tx, of: Erasure, now: datetime) -> Counts:
    """Erases the one that has been closed for longest. Nothing: there is none left."""
    if of.district is None:
        return {}
    default = (await calendars.rules(tx)).limits.retention_years
    for keeps in await erasing_cases.keeping(tx, district=of.district):
        number = await _first_due(tx, keeps, default, now)
        if number is not None:
            return await _erase(tx, number, of.district, now)
    return {}


async def _erase(tx: Tx, number: CaseNumber, district: DistrictId, now: datetime) -> Counts:
    case = await cases.locked(tx, number)
    if case is None or case.is_open:  # reopened this moment
        return {"reopened": 1}
    places = await threads.with_ended(tx, number)
    files = [
        owing.removed(at, team, why="erased", now=now) for team, at in await erasing_cases.carried(tx, number, places)
    ]
    copies = [*await report_drawn_again(tx, number, now), *await _questions(tx, number, now)]
    gone = await erasing_cases.erase(tx, number, at=now)
    drawn = [row for it in gone.comments for row in owing.changed(it, places, key="erased", now=now)]
    drawn += [*owing.opening_redacted(places, now=now), *owing.redrawn(places, why=f"erased:{now.date()}", now=now)]
    await outbox.owe(tx, [*files, *copies, *drawn], now=now)
    await audit.by_clock(tx, at=now, rule=ByClock.WORDS_ERASED, district=district, case=number)
    return {"cases": 1, "comments": len(gone.comments), "notes": gone.notes, "files": gone.files}


async def report_drawn_again(tx: Tx, number: CaseNumber, now: datetime) -> list[Owed]:
    """Direct messages with what was reported as an emergency; the case's own words were the same."""
    found = await emergencies.locked_of_case(tx, number)
    if found is None:
        return []
    told = await owing_redacted.drawn_again(tx, owing_emergencies.worded(found.id), now=now)
    return [*told, *await reports.redrawn(tx, found, now=now, why="erased")]


async def _questions(tx: Tx, number: CaseNumber, now: datetime) -> list[Owed]:
    """Wherever the question was sent from which the case was opened, it is drawn again without its words."""
    found = await questions.from_which(tx, number)
    return [] if found is None else await question_news.redrawn(tx, found, why="erased", now=now, answers=True)
