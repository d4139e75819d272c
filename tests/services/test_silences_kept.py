"""The support administrator's page of contacts who go quiet: what it lists, and what its deeds refuse (POLICY 7)."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser, TeamId, UserId
from bot.domain.inactivity import DEFAULT
from bot.domain.refusals import AdministratorsOnly, LastContact, NotSilent, Refusal
from bot.domain.silences import Asked, Stage
from bot.services import silences
from bot.services.deeds import Repeated
from storage import silences as stored
from storage.engines import opened
from storage.store import Store
from storage.tables import audit, people, roster
from tests.clockwork import DAY, HOUR
from tests.services.silent import Contact, on_record, settle, standings, swept
from tests.services.test_silences import GONE_BY, SINCE

KIM = SlackUser(team=TeamId("T"), user=UserId("UKIM"))
ONE = SlackUser(team=TeamId("T"), user=UserId("U1"))
NOW = GONE_BY - DAY


async def _kim(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(people.insert(), {"id": 900, "team_id": "T", "user_id": "UKIM", "name": "Kim"})
        await tx.execute(roster.insert(), {"id": 900, "person_id": 900, "role": "support-administrator"})


async def _three(store: Store) -> list[LineId]:
    """Flagged, near, and deactivated, each in a district of their own; somebody active beside the flagged one."""
    lines = await settle(
        store,
        [
            Contact(district=1, since=SINCE, flagged=True),
            Contact(district=2, since=NOW - 160 * DAY),
            Contact(district=3, since=SINCE),
            Contact(district=1, since=NOW),
        ],
    )
    async with store.begin() as tx:
        ended = {"standing": "deactivated", "deactivated_at": NOW - DAY}
        await tx.execute(roster.update().where(roster.c.id == 3).values(**ended))
    await _kim(store)
    return lines


async def _listed(store: Store, asked: Asked) -> list[int]:
    return [row.line for row in (await silences.look(store, who=KIM, asked=asked, now=NOW)).rows]


async def _acts(store: Store) -> list[tuple[str, str, int | None]]:
    query = sa.select(audit.c.act, audit.c.rule, audit.c.about_id).where(audit.c.act != "clock").order_by(audit.c.id)
    async with store.read() as tx:
        return [(row.act, row.rule, row.about_id) for row in (await tx.execute(query)).all()]


async def test_each_stage_is_listed_by_itself_and_of_one_district_alone(store: Store) -> None:
    await _three(store)
    assert [await _listed(store, Asked(stage=it)) for it in Stage] == [[2], [1], [3]]
    assert await _listed(store, Asked(stage=Stage.FLAGGED, district=DistrictId(2))) == []
    page = await silences.look(store, who=KIM, asked=Asked(), now=NOW)
    assert page.counts == dict.fromkeys(Stage, 1)
    assert page.districts == [(DistrictId(1), "District 1")]
    assert await _acts(store) == [("see-silent", "support-administrator", None)] * 5


async def test_after_downtime_those_who_look_read_the_day_that_the_warning_named(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE), Contact(district=1, since=SINCE + 400 * DAY)])
    late = SINCE + 200 * DAY
    assert await _days_read(store, late - HOUR) == [late + DAY - HOUR] * 2  # nobody has looked yet
    assert await swept(store, now=late) == {"warn": 1}
    assert await _days_read(store, late + HOUR) == [late + DAY] * 2
    assert await swept(store, now=late + DAY - HOUR) == {"wait": 1}
    assert await _days_read(store, late + 2 * DAY) == [late + 2 * DAY] * 2  # nobody has looked again


async def _days_read(store: Store, now: datetime) -> list[datetime]:
    """When the silent one is flagged: on the page of quiet contacts, and in the district's list."""
    async with store.read() as tx:
        (row,) = await stored.page(tx, Asked(stage=Stage.NEAR), DEFAULT, now=now)
        ahead = await stored.ahead(tx, DistrictId(1), DEFAULT, now=now)
    return [row.flags_at, ahead[PersonId(1)].flags_at]


async def test_a_long_list_is_paged_without_a_gap_or_a_repetition(store: Store) -> None:
    """Several are silent since the same moment."""
    await settle(
        store, [Contact(district=1 + it % 3, since=SINCE - (it // 4) * DAY, flagged=True) for it in range(33)]
    )
    await _kim(store)
    found, after, pages = [], None, 0
    while True:
        page = await silences.look(store, who=KIM, asked=Asked(after=after), now=NOW)
        found += [row.line for row in page.rows]
        after, pages = page.after, pages + 1
        if after is None:
            break
    assert (pages, len(found), sorted(found)) == (4, 33, list(range(1, 34)))


@pytest.mark.parametrize("day", [150, 180])
async def test_who_is_kept_begins_again_and_is_warned_anew(store: Store, day: int) -> None:
    (line,) = await settle(store, [Contact(district=1, since=SINCE)])
    await _kim(store)
    for it in (150, 166, 173, 179, 180):
        await swept(store, now=SINCE + min(it, day) * DAY)
    at = SINCE + day * DAY
    await silences.keep(store, who=KIM, line=line, reason="On leave until March.", now=at, once="form:1")
    assert await standings(store, 1) == {1: "active"}
    assert await swept(store, now=at + 149 * DAY) == {}
    assert await swept(store, now=at + 150 * DAY) == {"warn": 1}


async def test_only_a_support_administrator_looks_keeps_or_ends(store: Store) -> None:
    await _three(store)
    with pytest.raises(AdministratorsOnly):
        await silences.look(store, who=ONE, asked=Asked(), now=NOW)
    with pytest.raises(AdministratorsOnly):
        await silences.about_to_keep(store, who=ONE, line=LineId(1), now=NOW)
    with pytest.raises(AdministratorsOnly):
        await silences.keep(store, who=ONE, line=LineId(1), reason="Because I say so.", now=NOW, once="1")
    with pytest.raises(AdministratorsOnly):
        await silences.deactivate_now(store, who=ONE, line=LineId(1), now=NOW, once="2")
    assert (await standings(store, 1))[1] == "flagged"


async def test_who_is_not_flagged_is_not_deactivated_and_whose_access_ended_is_not_kept(store: Store) -> None:
    await _three(store)
    for line, once in ((2, "1"), (3, "2"), (4, "3"), (99, "4")):
        with pytest.raises(NotSilent):
            await silences.deactivate_now(store, who=KIM, line=LineId(line), now=NOW, once=once)
    for line, once in ((3, "5"), (4, "6"), (99, "7")):
        with pytest.raises(NotSilent):
            await silences.keep(store, who=KIM, line=LineId(line), reason="On leave.", now=NOW, once=once)
    assert [(await standings(store, it))[it] for it in (2, 3)] == ["active", "deactivated"]


async def test_a_flagged_contact_is_ended_once_and_the_last_not_at_all(store: Store) -> None:
    await settle(store, [Contact(district=1, since=SINCE, flagged=True) for _ in range(2)])
    await _kim(store)
    await silences.deactivate_now(store, who=KIM, line=LineId(1), now=NOW, once="click:1")
    with pytest.raises(Repeated):
        await silences.deactivate_now(store, who=KIM, line=LineId(1), now=NOW, once="click:1")
    with pytest.raises(LastContact):
        await silences.deactivate_now(store, who=KIM, line=LineId(2), now=NOW, once="click:2")
    assert await standings(store, 1) == {1: "deactivated", 2: "flagged"}
    lines = [("deactivate-contact", "support-administrator", 1), ("deactivate-contact", "LastContact", 2)]
    assert await _acts(store) == lines
    assert await on_record(store) == []
    page = await silences.look(store, who=KIM, asked=Asked(), now=NOW)
    assert [row.is_last for row in page.rows] == [True]


async def test_of_two_administrators_who_end_the_last_two_at_once_one_is_refused(database_url: str) -> None:
    async with opened(database_url) as first, opened(database_url) as second:
        await settle(first, [Contact(district=1 + it // 2, since=SINCE, flagged=True) for it in range(20)])
        await _kim(first)
        for district in range(10):
            pair = [(first, 2 * district + 1), (second, 2 * district + 2)]
            ended = await asyncio.gather(*(_ends(store, line) for store, line in pair))
            assert sorted(ended) == ["LastContact", "ended"]


async def _ends(store: Store, line: int) -> str:
    try:
        await silences.deactivate_now(store, who=KIM, line=LineId(line), now=NOW, once=f"click:{line}")
    except Refusal as refusal:
        return type(refusal).__name__
    return "ended"
