"""Every number of a report equals one that is reckoned a second time: from the audit log, minute by minute."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.ids import CaseNumber, DistrictId, SlackUser, TeamId, UserId
from bot.domain.periods import Period
from bot.domain.report_numbers import numbers
from bot.domain.reports import By, Numbers, Report
from bot.services import answering, opening, owning, reports, steering, working
from bot.services.deeds import CaseAsk
from bot.services.reports import Typed
from demo import world
from demo.town import import_samples
from storage.inbound import FormKey
from storage.store import Store
from storage.tables import audit, cases, issues
from tests.clockwork import DAY, HOUR, NOON

LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)
NOW = NOON + 6 * DAY
"""A Monday."""

HOLIDAY = date(2026, 11, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What the log tells of a case."""

    district: int
    opened: datetime
    worked: list[datetime]
    """When its owner asked or answered something."""

    closed: datetime | None


def who(name: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(f"U0{name.upper()}"))


def _ask(number: int, by: str, after: timedelta) -> CaseAsk:
    return CaseAsk(who=who(by), number=CaseNumber(number), now=NOON + after, once=f"{number}:{by}:{after}")


async def _open(
    store: Store,
    by: str,
    after: timedelta,
    *,
    module: str = "Grades",
    urgency: Priority = Priority.HIGH,
    district: DistrictId = LAKESIDE,
) -> None:
    draft = Draft(
        district=district,
        type=CaseType.QUESTION,
        module=module,
        urgency=urgency,
        subject="Grades vanish",
        description="They do.",
    )
    await opening.open_case(store, who=who(by), draft=draft, once=f"{by}:{after}", now=NOON + after)


@pytest.fixture
async def week(store: Store, database_url: str) -> Store:
    """Of Lakeside two that were solved, one that waits, one withdrawn, one in development; one of Pine Ridge."""
    await import_samples(database_url, NOON)
    await _open(store, "ana", 0 * HOUR)
    await _open(store, "ana", 2 * HOUR, module="Fees", urgency=Priority.MEDIUM)
    await _open(store, "tess", 5 * HOUR)
    await _open(store, "ben", 7 * HOUR)
    await _open(store, "pia", 9 * HOUR, district=PINE_RIDGE)
    await _open(store, "ben", 20 * HOUR)
    for number in (1, 2, 3, 6):
        await owning.take_case(store, _ask(number, "alex", 21 * HOUR))
    await working.ask_for_input(store, _ask(1, "alex", 22 * HOUR), words="Which browser?")
    await working.post_resolution(store, _ask(2, "alex", 26 * HOUR), words="Reload it.")
    await working.ask_for_input(store, _ask(3, "alex", 27 * HOUR), words="Which browser?")
    await steering.to_development(store, _ask(6, "alex", 28 * HOUR), issue=None, title="A race")
    await answering.withdraw(store, who=who("ana"), number=CaseNumber(4), now=NOON + 29 * HOUR, once="w")
    await answering.mark_solved(store, _ask(1, "ana", 30 * HOUR), at=NOON + 30 * HOUR)
    await answering.mark_solved(store, _ask(2, "ana", 75 * HOUR), at=NOON + 75 * HOUR)
    return store


async def logged(store: Store) -> dict[int, Logged]:
    """Every case, by what the audit log says that was done, and allowed."""
    query = sa.select(audit).where(audit.c.allowed, audit.c.case_number.is_not(None)).order_by(audit.c.id)
    async with store.read() as tx:
        rows = (await tx.execute(query)).all()
    done: dict[int, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    its: dict[int, int] = {}
    for row in rows:
        done[row.case_number][row.act].append(row.at)
        its[row.case_number] = row.district_id
    return {
        number: Logged(
            district=its[number],
            opened=acts["open-case"][0],
            worked=acts["work-case"],
            closed=acts["close"][-1] if acts["close"] else None,
        )
        for number, acts in done.items()
    }


async def facts(store: Store, column: str) -> dict[int, str]:
    """What no log line says: which module, which priority."""
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(cases.c.number, cases.c[column].label("found")))).all()
    return {row.number: row.found for row in rows}


async def reported(store: Store, report: Report, *, by: str = "ana", now: datetime = NOW) -> Numbers:
    typed = Typed(report=report, period=Period.DAYS_30)
    found = await reports.ask(store, who=who(by), typed=typed, now=now, once=FormKey(f"{report}:{by}"))
    assert found is not None
    return numbers(found)


def table(found: Numbers, by: By) -> dict[str, tuple[int | float | None, ...]]:
    (its,) = [it for it in found.tables if it.by is by]
    return {line.key: line.values for line in its.lines}


def office_hours(start: datetime, end: datetime) -> float:
    """Hours of Support between the two: a minute at a time, 7 to 18 in New York on weekdays that are no holiday."""
    found, at = 0, start
    while at < end:
        local = at.astimezone(ZoneInfo("America/New_York"))
        found += local.weekday() < 5 and 7 <= local.hour < 18 and local.date() != HOLIDAY
        at += timedelta(minutes=1)
    return found / 60


def school_days(first: date, last: date) -> int:
    """After the first, to the last."""
    days = [first + it * DAY for it in range(1, (last - first).days + 1)]
    return sum(it.weekday() < 5 and it != HOLIDAY for it in days)


def at_lakeside(at: datetime) -> date:
    return at.astimezone(ZoneInfo("America/Chicago")).date()


def middle(values: Iterable[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def nine_in_ten(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[ceil(0.9 * len(ordered)) - 1]


async def test_open_cases_and_their_ages(week: Store) -> None:
    modules = await facts(week, "module")
    ages: dict[str, list[int]] = defaultdict(list)
    for number, case in (await logged(week)).items():
        if case.closed is None and case.district == LAKESIDE:
            ages[modules[number]].append(school_days(at_lakeside(case.opened), at_lakeside(NOW)))
    found = table(await reported(week, Report.OPEN), By.MODULE)
    assert found == {module: (len(its), middle(its), max(its)) for module, its in ages.items()}
    assert sum(len(its) for its in ages.values()) == 2


async def test_volume_of_a_district_and_of_all(week: Store) -> None:
    modules, known = await facts(week, "module"), await logged(week)
    for by, count in (("ana", 5), ("kim", 6)):
        its = Counter(modules[number] for number, case in known.items() if by == "kim" or case.district == LAKESIDE)
        found = table(await reported(week, Report.VOLUME, by=by), By.MODULE)
        assert found == {module: (many, round(100 * many / its.total())) for module, many in its.items()}
        assert its.total() == count


async def test_first_responses_and_resolutions(week: Store) -> None:
    """A move to Development says nothing to the district: case 6 has no first response."""
    priorities = await facts(week, "priority")
    first: dict[str, list[float]] = defaultdict(list)
    solved: dict[str, list[float]] = defaultdict(list)
    for number, case in (await logged(week)).items():
        if case.district != LAKESIDE or not case.worked or number == 6:
            continue
        first[priorities[number]].append(office_hours(case.opened, case.worked[0]))
        if case.closed is not None:
            solved[priorities[number]].append(office_hours(case.opened, case.closed))
    found = table(await reported(week, Report.TIMES), By.PRIORITY)
    assert {"high", "medium"} == set(first) == set(found)
    for priority, values in found.items():
        of, those = first[priority], solved[priority]
        expected = (len(of), middle(of), nine_in_ten(of), len(those), middle(those), nine_in_ten(those))
        assert values == pytest.approx(expected)


async def test_waiting_on_the_district_with_days_left(week: Store) -> None:
    """Day 10 of the wait that began when the question was put."""
    (asked_at,) = (await logged(week))[3].worked
    zero = at_lakeside(asked_at)
    day, left = zero, 10
    while left:
        day += DAY
        left -= day.weekday() < 5 and day != HOLIDAY
    found = await reported(week, Report.WAITING)
    assert found.of_case == {3: (school_days(at_lakeside(NOW), day),)}


async def test_closed_and_still_reopenable(week: Store) -> None:
    expected = {
        number: (60 - (at_lakeside(NOW) - at_lakeside(case.closed)).days,)
        for number, case in (await logged(week)).items()
        if case.closed is not None
    }
    found = await reported(week, Report.REOPENABLE)
    assert found.of_case == expected
    assert {*expected} == {1, 2, 4}
    assert table(found, By.REASON) == {"resolved": (2,), "withdrawn": (1,)}
    later = NOW + 57 * DAY
    assert {*(await reported(week, Report.REOPENABLE, by="ben", now=later)).of_case} == {
        number
        for number, case in (await logged(week)).items()
        if case.closed is not None and (at_lakeside(later) - at_lakeside(case.closed)).days <= 60
    }


async def test_linked_issues_once_they_are_published(week: Store) -> None:
    assert (await reported(week, Report.ISSUES)).count == 0
    assert table(await reported(week, Report.ISSUES, by="alex"), By.ISSUE) == {"1": (1, 1)}
    async with week.begin() as tx:
        await tx.execute(issues.update().values(published_at=NOON))
    assert table(await reported(week, Report.ISSUES, by="ben"), By.ISSUE) == {"1": (1, 1)}


async def test_a_period_begins_and_ends_with_days_of_the_district(week: Store) -> None:
    """Case 4 was opened at one in the morning by UTC, which is the evening before at Lakeside."""
    known = await logged(week)
    for day in {at_lakeside(case.opened) for case in known.values()}:
        typed = Typed(report=Report.VOLUME, period=Period.DATES, first=day, last=day)
        found = await reports.ask(week, who=who("tess"), typed=typed, now=NOW, once=FormKey(f"on {day}"))
        assert found is not None
        expected = {
            number for number, case in known.items() if case.district == LAKESIDE and at_lakeside(case.opened) == day
        }
        assert {*numbers(found).of_case} == expected
