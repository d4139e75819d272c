"""`python -m bot contacts`: districts' lists of contacts, for whoever looks after the bot."""

import asyncio
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.app import WallClock
from bot.cli import app
from demo.town import environment, import_samples
from storage.store import Store
from storage.tables import audit, outbox, people, roster
from tests.clockwork import DAY
from tests.porch.processes import Ended

NOWHERE = "http://127.0.0.1:9/api/"

MIA = (
    *("add", "lakeside", "U0MIA", "--name", "Mia Lopez", "--email", "mia@lakeside.example"),
    *("--type", "technical", "--licensed", "--reason", "Tess moves away", "--asked-by"),
)
WHY = ("--reason", "Has left the district")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The sample districts, and the settings of a bot that never ran."""

    store: Store
    settings: Mapping[str, str]


@pytest.fixture
async def place(store: Store, database_url: str) -> Place:
    await import_samples(database_url, WallClock().now())
    return Place(store=store, settings=environment(NOWHERE, database_url, transport="socket", port=0))


async def _run(settings: Mapping[str, str], *words: str) -> Ended:
    """In this process, which is many times faster than in one of its own, and in a thread without a loop."""
    told = await asyncio.to_thread(CliRunner().invoke, app, ["contacts", *words], env=settings)
    return Ended(code=told.exit_code, out=told.stdout, err=told.stderr)


async def _contacts(place: Place, *words: str) -> Ended:
    told = await _run(place.settings, *words)
    assert told.is_plain, told
    return told


async def _standing(place: Place, user: str) -> str:
    query = sa.select(roster.c.standing).join(people, people.c.id == roster.c.person_id)
    async with place.store.read() as tx:
        return str((await tx.execute(query.where(people.c.user_id == user))).scalar_one())


async def test_a_list_says_who_is_on_it_and_how_long_still(place: Place) -> None:
    listed = await _contacts(place, "list", "lakeside", "--csv")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(listed.out))}
    assert {*rows} == {"Ana Torres", "Ben Okafor", "Tess Lindqvist"}
    ana = rows["Ana Torres"]
    assert (ana["type"], ana["standing"], ana["slack"], ana["days left"]) == (
        "support",
        "active",
        "T0LIAISON/U0ANA",
        "180",
    )
    every = await _contacts(place, "list")
    assert "Pia Novak" in every.out
    assert "Ana Torres · support · active · T0LIAISON/U0ANA" in every.out
    unknown = await _contacts(place, "list", "nowhere")
    assert (unknown.code, "There are: lakeside" in unknown.err) == (1, True)


async def test_an_add_is_asked_for_by_the_district_and_approved(place: Place) -> None:
    refused = await _contacts(place, *MIA, "Pia Novak")
    assert (refused.code, "no contact and no administrator of lakeside" in refused.err) == (1, True)
    assert (await _contacts(place, "requests")).out == "Nothing waits.\n"
    asked = await _contacts(place, *MIA, "dana.whitfield@lakeside.example")
    assert (asked.code, "Request 1 waits for a support administrator" in asked.out) == (0, True)
    waits = (await _contacts(place, "requests", "lakeside")).out
    assert "add Mia Lopez as an Authorized Technical Contact · Dana Whitfield" in waits
    again = await _contacts(place, *MIA, "Ana Torres")
    assert (again.code, "asked for already, by request 1" in again.err) == (1, True)
    too_soon = await _contacts(place, "approve", "1", "--yes")
    assert (too_soon.code, "has not told me yet who that is" in too_soon.err) == (1, True)
    assert (await _contacts(place, "decline", "1", *WHY)).code == 0
    over = await _contacts(place, "approve", "1", "--yes")
    assert (over.code, "was declined already" in over.err) == (1, True)


async def test_what_waits_for_a_districts_administrator_is_among_all_that_waits(place: Place) -> None:
    for name in ("Ben Okafor", "Tess Lindqvist"):
        done = await _contacts(place, "remove", name, *WHY, "--asked-by", "Ana Torres", "--yes")
        assert done.code == 0
    assert "the district's administrator has to approve it" in done.out
    every = (await _contacts(place, "requests")).out.splitlines()
    assert [line.split(" · ")[2] for line in every] == ["what", "remove Ben Okafor", "remove Tess Lindqvist"]
    assert {*every} == {*(await _contacts(place, "requests", "lakeside")).out.splitlines()}


async def test_a_removal_is_confirmed_done_and_on_the_record(place: Place) -> None:
    unsure = await _contacts(place, "remove", "Ben Okafor", *WHY)
    assert (unsure.code, "say --yes" in unsure.err, "last contact" in unsure.err) == (2, True, False)
    assert (await _contacts(place, "remove", "Ben Okafor", "--reason", "So", "--yes")).code == 2
    assert await _standing(place, "U0BEN") == "active"
    done = await _contacts(place, "remove", "ben okafor", *WHY, "--yes")
    assert (done.code, "Request 1 is done" in done.out) == (0, True)
    assert await _standing(place, "U0BEN") == "removed"
    shown = (await _contacts(place, "show", "Ben Okafor")).out
    assert "standing: removed" in shown
    assert "put on the list" in shown
    assert "Who gave the right, and who took it (times in the vendor's zone, America/New_York):" in shown
    assert "Support's command line · have the last contact removed" in shown
    again = await _contacts(place, "reactivate", "Ben Okafor", "--asked-by", "Ana Torres", *WHY)
    assert again.code == 0
    assert await _standing(place, "U0BEN") == "removed"
    assert (await _contacts(place, "approve", "2", "--yes")).code == 0
    assert await _standing(place, "U0BEN") == "active"


async def test_a_districts_last_contact_goes_with_another_in_their_place_or_by_support(place: Place) -> None:
    for user in ("U0PAUL", "U0THEO"):
        await _quiet(place, user, 200, standing="removed")
    pia = ("remove", "Pia Novak", *WHY, "--yes")
    last = await _contacts(place, *pia, "--asked-by", "Pia Novak")
    assert (last.code, "--replacement SLACK-USER" in last.err) == (1, True)
    other = ("--replacement", "U0ROSA", "--name", "Rosa Kim", "--email", "rosa.kim@pineridge.example")
    assert (await _contacts(place, *pia, *other)).code == 2
    asked = await _contacts(place, *pia, *other, "--asked-by", "Pia Novak")
    assert (asked.code, "Request 1 waits" in asked.out) == (0, True)
    assert await _standing(place, "U0PIA") == "active"
    unsure = await _contacts(place, *pia[:-1])
    assert "They are its last contact: nobody of the district can open or work a case" in unsure.err
    assert (await _contacts(place, *pia)).code == 0
    assert await _standing(place, "U0PIA") == "removed"


async def test_type_and_details_change_for_whoever_asked(place: Place) -> None:
    by_ana = ("--asked-by", "Ana Torres")
    changed = await _contacts(place, "details", "Ben Okafor", "--phone", "555-0142", *by_ana)
    assert (changed.code, "Everybody on the list is told" in changed.out) == (0, True)
    shown = (await _contacts(place, "show", "U0BEN")).out
    assert "phone: 555-0142" in shown
    assert "name: Ben Okafor" in shown
    assert (await _contacts(place, "details", "Ben Okafor", "--phone", "none", *by_ana)).code == 2
    assert (await _contacts(place, "details", "Ben Okafor", *by_ana)).code == 2
    assert (await _contacts(place, "change-type", "Ben Okafor", "technical", *by_ana, *WHY)).code == 0
    assert (await _contacts(place, "approve", "2", "--yes")).code == 0
    assert "type: technical" in (await _contacts(place, "show", "Ben Okafor")).out


async def test_details_that_change_nothing_are_told_to_nobody(place: Place) -> None:
    by_ana = ("--asked-by", "Ana Torres")
    for option in ("--name", "--email", "--phone"):
        empty = await _contacts(place, "details", "Ben Okafor", option, "   ", *by_ana)
        assert (empty.code, f"Please say {option}." in empty.err) == (2, True)
    same = await _contacts(place, "details", "Ben Okafor", "--name", " Ben  Okafor ", *by_ana)
    assert (same.code, "says that of them already" in same.err) == (1, True)
    assert (await _contacts(place, "show", "Ben Okafor")).out.count("change what the list says") == 0
    async with place.store.read() as tx:
        told = [*(await tx.execute(sa.select(outbox.c.facts["what"].as_string()))).scalars()]
    assert not {"list-changed", "list-yours"} & {*told}


async def test_a_line_without_a_slack_user_is_bound(place: Place) -> None:
    async with place.store.begin() as tx:
        alone = {"name": "Lee Park", "email": "lee@lakeside.example"}
        person = (await tx.execute(people.insert().returning(people.c.id), alone)).scalar_one()
        await tx.execute(roster.insert(), {"person_id": person, "district_id": 1, "role": "support"})
    assert "slack: not bound" in (await _contacts(place, "show", "Lee Park")).out
    bound = ("bind", "Lee Park", "U0SAM", "--yes")
    assert "installed in workspace T9" in (await _contacts(place, "bind", "Lee Park", "T9/U9", "--yes")).err
    assert (await _contacts(place, *bound)).code == 0
    assert "Lee Park · support · active · T0LIAISON/U0SAM" in (await _contacts(place, "list", "lakeside")).out


async def test_whoever_goes_quiet_is_kept_or_ended(place: Place) -> None:
    await _quiet(place, "U0TESS", 160)
    await _quiet(place, "U0BEN", 190, standing="flagged", flagged_at=WallClock().now() - DAY)
    near = (await _contacts(place, "silences", "--stage", "near")).out
    assert "Tess Lindqvist" in near
    assert "Ben Okafor" not in near
    every = (await _contacts(place, "silences", "lakeside")).out
    assert "not told of the flag yet" in every
    nothing = await _contacts(place, "keep", "Ana Torres", "--reason", "On leave till June")
    assert (nothing.code, "it shows how things are. Run: python -m bot contacts silences" in nothing.err) == (1, True)
    kept = await _contacts(place, "keep", "Tess Lindqvist", "--reason", "On leave till June")
    assert kept.code == 0
    assert (await _contacts(place, "deactivate", "Tess Lindqvist", "--yes")).code == 1
    assert (await _contacts(place, "deactivate", "Ben Okafor", "--yes")).code == 0
    assert await _standing(place, "U0BEN") == "deactivated"
    async with place.store.read() as tx:
        query = sa.select(audit.c.act).where(audit.c.act.in_(("keep-contact", "deactivate-contact")), audit.c.allowed)
        assert [*(await tx.execute(query.order_by(audit.c.id))).scalars()] == ["keep-contact", "deactivate-contact"]


async def _quiet(place: Place, user: str, days: int, **more: object) -> None:
    line = sa.select(people.c.id).where(people.c.user_id == user).scalar_subquery()
    since = WallClock().now() - days * DAY
    async with place.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == line).values(silent_since=since, **more))


@pytest.mark.parametrize(
    "command",
    [
        *("list", "show", "add", "remove", "change-type", "reactivate", "bind", "details"),
        *("requests", "approve", "decline", "confirm", "undo", "silences", "keep", "deactivate"),
    ],
)
async def test_every_command_has_help_in_a_screen_with_an_example(command: str) -> None:
    told = await _run({}, command, "--help")
    assert told.code == 0
    assert f"Example: python -m bot contacts {command}" in " ".join(told.out.split())
    assert len(told.out.splitlines()) <= 40
