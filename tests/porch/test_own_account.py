"""The command line's own account is nobody to erase; an empty name is nobody's; and no refusal ends in a trace."""

import asyncio
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.app import WallClock
from bot.cli import app
from demo.town import environment, import_samples
from storage.operators import NAME
from storage.store import Store
from storage.tables import people, roster
from tests.porch.processes import Ended

NOWHERE = "http://127.0.0.1:9/api/"
WHY = ("--reason", "Has left the district")
ADD = (
    *("contacts", "add", "lakeside", "U0MIA", "--name", "Mia Lopez", "--email", "mia@lakeside.example"),
    *("--licensed", *WHY, "--asked-by"),
)


@pytest.fixture
async def settings(database_url: str) -> Mapping[str, str]:
    """The command line has acted once, and was refused: its account is there."""
    await import_samples(database_url, WallClock().now())
    found = environment(NOWHERE, database_url, transport="socket", port=0)
    assert (await _types(found, "contacts", "undo", "1")).code == 1
    return found


async def _types(settings: Mapping[str, str], *words: str) -> Ended:
    told = await asyncio.to_thread(CliRunner().invoke, app, [*words], env=settings)
    found = Ended(code=told.exit_code, out=told.stdout, err=told.stderr)
    assert found.is_plain, found
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return found


async def _account(store: Store) -> str:
    async with store.read() as tx:
        found = (await tx.execute(sa.select(people.c.id).where(people.c.name == NAME))).scalar_one()
    return str(found)


async def test_the_account_is_not_erased_and_goes_on_acting(store: Store, settings: Mapping[str, str]) -> None:
    number = await _account(store)
    for typed in (f"#{number}", NAME):
        refused = await _types(settings, "erase", "person", typed, "--confirm", number)
        assert (refused.code, "the account by which this command line acts" in refused.err) == (1, True), refused
    asked = await _types(settings, *ADD, "dana.whitfield@lakeside.example")
    assert (asked.code, "Request 1 waits" in asked.out) == (0, True), asked


@pytest.mark.parametrize("typed", ["", " "])
async def test_an_empty_name_is_nobodys(store: Store, settings: Mapping[str, str], typed: str) -> None:
    """Also where one contact's e-mail address is not known."""
    number = await _account(store)
    erased = await _types(settings, "erase", "person", typed, "--confirm", number)
    assert (erased.code, "Nobody is known by an empty name." in erased.err) == (1, True), erased
    async with store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0BEN").values(email=""))
    assert (await _types(settings, "contacts", "show", "Ben Okafor")).code == 0
    for command in (("show",), ("remove", *WHY, "--yes"), ("deactivate", "--yes"), ("bind", "U0SAM", "--yes")):
        told = await _types(settings, "contacts", command[0], typed, *command[1:])
        assert (told.code, "Nobody on any list is known by an empty name." in told.err) == (1, True), told
    changed = await _types(settings, "contacts", "change-type", typed, "technical", *WHY, "--asked-by", "Ana Torres")
    assert (changed.code, "Nobody on any list is known by an empty name." in changed.err) == (1, True), changed


async def test_who_asked_is_not_left_empty(store: Store, settings: Mapping[str, str]) -> None:
    commands = (
        ADD,
        ("contacts", "change-type", "Ben Okafor", "technical", *WHY, "--asked-by"),
        ("contacts", "reactivate", "Ben Okafor", *WHY, "--asked-by"),
        ("contacts", "details", "Ben Okafor", "--phone", "555-0142", "--asked-by"),
        ("contacts", "remove", "Ben Okafor", *WHY, "--yes", "--asked-by"),
    )
    for command in commands:
        told = await _types(settings, *command, " ")
        assert (told.code, "Please say --asked-by." in told.err) == (2, True), told
    async with store.read() as tx:
        ben = sa.select(roster.c.standing).join(people, people.c.id == roster.c.person_id)
        assert (await tx.execute(ben.where(people.c.user_id == "U0BEN"))).scalar_one() == "active"


async def test_a_refused_look_is_said_in_a_sentence(store: Store, settings: Mapping[str, str]) -> None:
    looks = (("list", "lakeside"), ("requests",), ("show", "Ana Torres"), ("silences",))
    for look in looks:
        assert (await _types(settings, "contacts", *look)).code == 0
    async with store.begin() as tx:
        mine = roster.c.person_id == int(await _account(store))
        await tx.execute(roster.update().where(mine).values(standing="removed"))
    for look in looks:
        told = await _types(settings, "contacts", *look)
        assert (told.code, len(told.err.strip().splitlines())) == (1, 1), told
