"""The directory's import: all or nothing, the same again is no change, and nobody comes back by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.directory import CLOSURE_COLUMNS, DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.services import directory
from bot.services.directory import Outcome
from demo import world
from storage.store import Store
from storage.tables import channels, closures, districts, metadata, outbox, people, roster
from tests.clockwork import DAY, NOON

LAKESIDE = "lakeside,Lakeside Unified,America/Chicago,US,MN,T0,C0LAKE,lakeside.example,no"
PINE_RIDGE = "pine-ridge,Pine Ridge Schools,America/Denver,US,CO,T0,C0PINE,,yes"
ANA = "lakeside,support,Ana Torres,ana@lakeside.example,T0,U0ANA,555-0101,,done"
ALEX = "-,agent,Alex Kim,alex@support.example,T0,U0ALEX,,,"
WINTER = "lakeside,2026-12-21,2027-01-01,Winter break"


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Lines below the headers."""

    districts: Sequence[str] = ()
    people: Sequence[str] = ()
    closures: Sequence[str] = ()


async def import_files(
    store: Store,
    files: Files,
    *,
    apply: bool = True,
    now: datetime = NOON,
    welcome: bool = False,
    remove_missing: bool = False,
) -> Outcome:
    return await directory.run_import(
        store,
        districts="\n".join([",".join(DISTRICT_COLUMNS), *files.districts]),
        people="\n".join([",".join(PEOPLE_COLUMNS), *files.people]),
        closures="\n".join([",".join(CLOSURE_COLUMNS), *files.closures]),
        now=now,
        apply=apply,
        welcome=welcome,
        remove_missing=remove_missing,
    )


async def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    async with store.read() as tx:
        return {
            table.name: sorted((tuple(row) for row in (await tx.execute(sa.select(table))).all()), key=repr)
            for table in metadata.sorted_tables
        }


async def lines_of(store: Store, name: str) -> list[tuple[str, str]]:
    """A person's roles and how each stands."""
    query = sa.select(roster.c.role, roster.c.standing).join(people).where(people.c.name == name)
    async with store.read() as tx:
        return [(row.role, row.standing) for row in (await tx.execute(query.order_by(roster.c.role))).all()]


def told(outcome: Outcome) -> list[str]:
    assert outcome.wrong == ()
    return [str(change) for change in outcome.changes]


def said(outcome: Outcome) -> list[str]:
    assert outcome.changes == ()
    return [str(wrong) for wrong in outcome.wrong]


async def test_a_trial_run_tells_what_would_change_line_by_line_and_changes_nothing(store: Store) -> None:
    before = await everything(store)
    lines = Files(districts=[LAKESIDE], people=[ANA, ALEX], closures=[WINTER])
    tried = await import_files(store, lines, apply=False)
    assert told(tried) == [
        "districts:2: add district lakeside",
        "people:2: add support for lakeside",
        "people:3: add agent for the vendor",
        "closures:2: closed from 2026-12-21 to 2027-01-01 for lakeside",
    ]
    assert await everything(store) == before
    assert await import_files(store, lines, apply=True) == tried
    assert await everything(store) != before


async def test_the_samples_are_imported_and_again_there_is_no_change(store: Store) -> None:
    texts: dict[str, Any] = {path.stem: path.read_text(encoding="utf-8") for path in world.SAMPLES.glob("*.csv")}
    first = await directory.run_import(store, now=NOON, apply=True, **texts)
    assert len(told(first)) == 2 + 15 + 2
    before = await everything(store)
    for when in (NOON, NOON + DAY):
        again = await directory.run_import(store, now=when, apply=True, **texts)
        assert told(again) == []
        assert await everything(store) == before


async def test_one_error_in_the_last_line_keeps_everything_out(store: Store) -> None:
    before = await everything(store)
    wrong = ANA.replace("support", "principal").replace("U0ANA", "U0ELSE")
    refused = await import_files(store, Files(districts=[LAKESIDE], people=[ANA, wrong]))
    assert [line.split(": ")[:2] for line in said(refused)] == [["people:3", "role"]]
    assert await everything(store) == before
    assert len(told(await import_files(store, Files(districts=[LAKESIDE], people=[ANA])))) == 2


async def test_one_person_in_two_roles_and_two_districts_is_one_person(store: Store) -> None:
    lines = [
        ANA,
        ANA.replace("support", "administrator"),
        ANA.replace("lakeside,support", "pine-ridge,technical"),
    ]
    given = Files(districts=[LAKESIDE, PINE_RIDGE], people=lines)
    assert len(told(await import_files(store, given))) == 5
    assert await lines_of(store, "Ana Torres") == [
        (role, "active") for role in ("administrator", "support", "technical")
    ]
    async with store.read() as tx:
        assert (await tx.execute(sa.select(sa.func.count()).select_from(people))).scalar_one() == 1
    assert told(await import_files(store, given)) == []


@pytest.mark.parametrize("standing", ["deactivated", "removed", "flagged"])
@pytest.mark.parametrize(
    ("line", "roles"),
    [
        (ANA, ["support"]),
        (ANA.replace("support", "technical"), ["technical"]),
        (ANA.replace("555-0101", "555-7777"), ["support"]),
        (ANA.replace("T0,U0ANA", ","), ["support"]),
        (ANA.replace("ana@", "ANA@"), ["support"]),
    ],
    ids=["the same line", "as technical contact", "with another phone", "without Slack user", "address in capitals"],
)
async def test_whoever_is_no_longer_active_is_not_brought_back(
    store: Store, standing: str, line: str, roles: list[str]
) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA]))
    async with store.begin() as tx:
        await tx.execute(roster.update().values(standing=standing))
    assert (await import_files(store, Files(people=[line]), now=NOON + DAY)).wrong == ()
    assert await lines_of(store, "Ana Torres") == [(role, standing) for role in roles]


async def test_an_address_alone_gives_nobody_a_right(store: Store) -> None:
    """Ana is bound to her Slack user as staff; a line with her address makes her no contact."""
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA.replace("support", "staff")]))
    added = await import_files(store, Files(people=[ANA.replace("T0,U0ANA", ",")]))
    assert told(added) == ["people:2: add support for lakeside"]
    query = sa.select(roster.c.role).join(people).where(people.c.user_id == "U0ANA")
    async with store.read() as tx:
        assert (await tx.execute(query)).scalars().all() == ["staff"]


async def test_namesakes_of_two_districts_stay_apart(store: Store) -> None:
    lines = [f"{district},staff,Sam Rivera,,,,{phone},," for district, phone in (("lakeside", 1), ("pine-ridge", 2))]
    given = Files(districts=[LAKESIDE, PINE_RIDGE], people=lines)
    await import_files(store, given)
    async with store.read() as tx:
        assert (await tx.execute(sa.select(people.c.phone).order_by(people.c.id))).scalars().all() == ["1", "2"]
    assert told(await import_files(store, given)) == []


CHANGES = [
    (Files(districts=[LAKESIDE.replace("Chicago", "Denver")]), ["districts:2: change district lakeside: timezone"]),
    (
        Files(districts=[LAKESIDE.replace("C0LAKE", "C0NEW").replace(",no", ",yes")]),
        ["districts:2: change district lakeside: case_channel_id, updates_as_group"],
    ),
    (Files(people=[ANA.replace("Torres", "Diaz")]), ["people:2: change name of a support"]),
    (Files(people=[ANA.replace("support", "technical")]), ["people:2: change technical for lakeside"]),
    (Files(people=[ANA.replace("done", "needed")]), ["people:2: change support for lakeside"]),
    (Files(people=[ANA.replace("U0ANA", "U0ANA2")]), ["people:2: add support for lakeside"]),
    (
        Files(closures=[WINTER.replace("Winter", "Long winter")]),
        ["closures:2: closed from 2026-12-21 to 2027-01-01 for lakeside"],
    ),
]


@pytest.mark.parametrize(("changed", "expected"), CHANGES)
async def test_what_differs_is_told_in_a_trial_run_and_done_once(
    store: Store, changed: Files, expected: list[str]
) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA], closures=[WINTER]))
    assert told(await import_files(store, changed, apply=False)) == expected
    assert told(await import_files(store, changed)) == expected
    assert told(await import_files(store, changed)) == []


async def test_a_line_that_is_missing_takes_nothing_away(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA], closures=[WINTER]))
    before = await everything(store)
    assert told(await import_files(store, Files())) == []
    assert await everything(store) == before


async def _channels(store: Store) -> dict[str, str | None]:
    query = sa.select(channels.c.channel_id, districts.c.key).outerjoin(districts)
    async with store.read() as tx:
        return {row.channel_id: row.key for row in (await tx.execute(query)).all()}


async def test_nobody_takes_over_a_channel_that_another_district_or_the_desk_holds(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE]))
    async with store.begin() as tx:
        await tx.execute(channels.insert(), {"team_id": "T0", "channel_id": "C0DESK", "kind": "desk"})
    before = await _channels(store)
    for channel, holder in (("C0LAKE", "district lakeside"), ("C0DESK", "the desk")):
        refused = await import_files(store, Files(districts=[PINE_RIDGE.replace("C0PINE", channel)]))
        assert said(refused) == [f"districts:2: case_channel_id: this channel is held by {holder}"]
    assert await _channels(store) == before
    assert told(await import_files(store, Files(districts=[PINE_RIDGE]))) == ["districts:2: add district pine-ridge"]
    assert await _channels(store) == {**before, "C0PINE": "pine-ridge"}


async def test_two_districts_may_change_their_channels_in_one_file(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE, PINE_RIDGE]))
    swapped = [LAKESIDE.replace("C0LAKE", "C0PINE"), PINE_RIDGE.replace("C0PINE", "C0LAKE")]
    assert len(told(await import_files(store, Files(districts=swapped)))) == 2
    assert await _channels(store) == {"C0PINE": "lakeside", "C0LAKE": "pine-ridge"}
    assert told(await import_files(store, Files(districts=swapped))) == []
    assert await _channels(store) == {"C0PINE": "lakeside", "C0LAKE": "pine-ridge"}


async def test_a_new_channel_is_looked_at_and_a_trial_run_owes_no_look(store: Store) -> None:
    query = sa.select(outbox.c.kind, outbox.c.facts)
    await import_files(store, Files(districts=[LAKESIDE]), apply=False)
    async with store.read() as tx:
        assert (await tx.execute(query)).all() == []
    await import_files(store, Files(districts=[LAKESIDE]))
    async with store.read() as tx:
        (row,) = (await tx.execute(query)).all()
    assert (row.kind, row.facts) == ("check-channel", {"channel": "C0LAKE"})


async def test_a_contacts_clock_runs_from_the_import_and_importing_again_does_not_wind_it(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, ALEX]))
    await import_files(store, Files(people=[ANA.replace("555", "556"), ALEX]), now=NOON + DAY)
    query = sa.select(roster.c.role, roster.c.silent_since).order_by(roster.c.id)
    async with store.read() as tx:
        since = {row.role: row.silent_since for row in (await tx.execute(query)).all()}
    assert since == {"support": NOON, "agent": None}


async def test_a_school_break_that_is_renamed_stands_once(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], closures=[WINTER]))
    await import_files(store, Files(closures=[WINTER.replace("Winter break", "Snow")]))
    async with store.read() as tx:
        assert (await tx.execute(sa.select(closures.c.name))).scalars().all() == ["Snow"]


@pytest.mark.parametrize(
    "words",
    ["<!channel> & <@U0KIM>", "علي \u202ex\u202c", "👩‍🏫 \U0001d504", "'; drop table people; --", "x" * 12_000],
)
async def test_names_are_kept_letter_for_letter(store: Store, words: str) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA.replace("Ana Torres", words)]))
    async with store.read() as tx:
        assert (await tx.execute(sa.select(people.c.name))).scalars().all() == [words]
