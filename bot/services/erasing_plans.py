"""What is done to erase something, in order: a district, a workspace, a person, or the words of old cases."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.domain.erasures import Counts, Erasure, Kind
from bot.domain.ids import DistrictId, TeamId
from bot.services import erasing_persons, retention, retention_beside
from bot.services.erasing_steps import (
    MOST,
    Again,
    Going,
    Next,
    Outcome,
    Step,
    after,
    blank,
    delete,
    gather,
    sweep,
    traffic_ends,
)
from storage import erasing, erasing_posts, erasing_rights, erasing_workspaces, outbox, uninstalling
from storage.erasing import APART_OF_THEIRS, GOES, OF_ONE, STAYS
from storage.store import Tx

NextOne = Callable[[Tx, Erasure, datetime], Awaitable[Counts]]

ROUNDS = 3
"""How often it is begun again because something was left; then somebody has to look."""

AGAIN, FIRST_AGAIN = "looked-again", "open-cases"
"""The count of those rounds, and the step with which each begins."""


class LeftOver(Exception):  # a fault of ours, or of somebody who writes beside us
    """An erasure went over everything several times, and there is still something to erase: in which table."""


def of(erasure: Erasure) -> tuple[Step, ...]:
    match erasure.kind:
        case Kind.RETENTION:
            return tuple(Step(name=name, run=partial(_old_words, next_one)) for name, next_one in OLD_WORDS)
        case Kind.PERSON if erasure.person is not None:
            return erasing_persons.plan(erasure, erasure.person)
        case Kind.DISTRICT | Kind.UNINSTALLED if erasure.district is not None:
            return _of_district(erasure, erasure.district)
        case Kind.UNINSTALLED if erasure.team is not None:
            return _of_workspace(erasure, erasure.team)
        case _:
            raise LookupError(erasure.id)


OLD_WORDS: tuple[tuple[str, NextOne], ...] = (
    ("cases", retention.next_case),
    ("questions", retention_beside.next_question),
    ("emergencies", retention_beside.next_report),
)
"""What is kept for years, each by a step of that name, one a transaction."""


async def _old_words(next_one: NextOne, tx: Tx, erasure: Erasure, now: datetime) -> Outcome:
    counts = await next_one(tx, erasure, now)
    return Going(counts=counts) if counts else Next()


def _of_district(erasure: Erasure, district: DistrictId) -> tuple[Step, ...]:
    """Rights first; then where its cases stand, so that a copy that is removed is no card that somebody deleted.

    Its key and name last: by them it is spoken of until all of it is over.
    """
    whose = erasing_posts.of_district(erasure.id, district)
    its_people = erasing.is_its_alone(district)
    return (
        Step(name="rights", run=partial(_rights_end, district)),
        gather(whose, district=district),
        Step(name=FIRST_AGAIN, run=partial(_cases_close, district)),
        Step(name="clocks", run=partial(_clocks_stop, district)),
        *(blank(table, erasing.is_of_district(table, district)) for table in STAYS),
        *(delete(table, erasing.is_of_district(table, district)) for table in GOES),
        sweep(whose, name="posts"),
        *(delete(table, erasing.whose_rows(table, its_people)) for table in OF_ONE),
        blank("people", its_people),
        *traffic_ends(whose),
        Step(name="look-again", run=partial(_looked_again, district)),
        Step(name="districts", run=partial(_district_goes, district)),
    )


async def _rights_end(district: DistrictId, tx: Tx, _: Erasure, now: datetime) -> Outcome:
    await erasing_rights.hold(tx, district, now=now)
    await erasing_rights.settle(tx, district, now=now)
    return Next(counts={"rights": await erasing_rights.end_rights(tx, district)})


async def _cases_close(district: DistrictId, tx: Tx, _: Erasure, now: datetime) -> Outcome:
    return after(await erasing_rights.close_cases(tx, district, most=MOST, now=now), "open-cases")


async def _clocks_stop(district: DistrictId, tx: Tx, _: Erasure, __: datetime) -> Outcome:
    batch = await erasing_rights.stop_clocks(tx, district, most=MOST)
    return Next() if batch.cursor is None else Going()


async def _district_goes(district: DistrictId, tx: Tx, erasure: Erasure, now: datetime) -> Outcome:
    """Itself, at last. Where the app was installed again meanwhile, it is asked whose workspace that is now."""
    await outbox.owe(tx, await uninstalling.nobodys_now(tx, district, asked_at=erasure.asked_at, now=now), now=now)
    where = erasing.is_of_district("districts", district)
    return after(await erasing.blanked(tx, "districts", where, cursor="", most=MOST, at=now), "districts")


async def _looked_again(district: DistrictId, tx: Tx, erasure: Erasure, _: datetime) -> Outcome:
    """What was written by a deed that had begun before the rights ended is erased as well."""
    its = erasing.is_of_district
    looks = [
        *((table, its(table, district), True) for table in GOES),
        *((table, its(table, district), False) for table in STAYS),
        ("people", erasing.is_its_alone(district), False),
    ]
    for table, where, goes in looks:
        if await erasing.some_left(tx, table, where, goes=goes):
            if erasure.counts.get(AGAIN, 0) >= ROUNDS:
                raise LeftOver(table)
            return Again(step=FIRST_AGAIN, counts={AGAIN: 1})
    return Next()


def _of_workspace(erasure: Erasure, team: TeamId) -> tuple[Step, ...]:
    """After its districts: people who were on no list, and the installation itself."""
    whose = erasing_posts.of_workspace(erasure.id, team)
    its_people = erasing.is_the_workspaces_alone(team)
    return (
        Step(name="still-gone", run=partial(_still_gone, team)),
        gather(whose, team=team),
        *(delete(table, erasing.whose_rows(table, its_people)) for table in (*OF_ONE, *APART_OF_THEIRS)),
        *(delete(table, erasing_workspaces.in_it(table, team)) for table in erasing_workspaces.IN_IT),
        blank("people", its_people),
        *traffic_ends(whose),
        Step(name="workspace", run=partial(_workspace_goes, team)),
    )


async def _still_gone(team: TeamId, tx: Tx, _: Erasure, __: datetime) -> Outcome:
    return Next(cancels=await erasing_workspaces.is_there(tx, team))


async def _workspace_goes(team: TeamId, tx: Tx, _: Erasure, __: datetime) -> Outcome:
    """Not where the app came back this moment: then it is another installation."""
    gone = not await erasing_workspaces.is_there(tx, team) and await erasing_workspaces.forget(tx, team)
    return Next(counts={"workspaces": 1} if gone else {})
