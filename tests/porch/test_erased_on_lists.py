"""Who was erased stands on lists and in requests as that, and nothing is done about them any more."""

import asyncio
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.app import WallClock
from bot.cli import app
from bot.domain.ids import PersonId
from bot.services import erasing_asked
from bot.services.erasing import Came
from demo.town import environment, import_samples
from storage.store import Store
from storage.tables import people
from tests.porch.processes import Ended
from tests.services.erasing_helpers import to_the_end

WHY = ("--reason", "Has left the district", "--asked-by", "Ana Torres")
ERASED = "That person was erased, and cannot be a contact again."


@pytest.fixture
async def settings(database_url: str) -> Mapping[str, str]:
    await import_samples(database_url, WallClock().now())
    return environment("http://127.0.0.1:9/api/", database_url, transport="socket", port=0)


async def _contacts(settings: Mapping[str, str], *words: str) -> Ended:
    told = await asyncio.to_thread(CliRunner().invoke, app, ["contacts", *words], env=settings)
    return Ended(code=told.exit_code, out=told.stdout, err=told.stderr)


async def _ben_is_erased(store: Store) -> str:
    """His number."""
    async with store.read() as tx:
        ben = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0BEN"))).scalar_one()
    now = WallClock().now()
    begun = await erasing_asked.begin_person(store, PersonId(ben), with_words=False, now=now)
    assert begun is not None
    assert await to_the_end(store, begun, now=now) is Came.DONE
    return str(ben)


async def test_who_was_erased_is_called_that_and_can_only_be_added_anew(
    store: Store, settings: Mapping[str, str]
) -> None:
    assert (await _contacts(settings, "remove", "Ben Okafor", *WHY, "--yes")).code == 0
    assert (await _contacts(settings, "reactivate", "Ben Okafor", *WHY)).code == 0
    assert "remove Ben Okafor" in (await _contacts(settings, "requests", "lakeside")).out
    number = await _ben_is_erased(store)
    assert f"Erased person {number} · support · removed · not bound" in (await _contacts(settings, "list")).out
    waiting = (await _contacts(settings, "requests", "lakeside")).out
    assert f"remove Erased person {number} · Ana Torres" in waiting
    assert f"make Erased person {number} a contact again · Ana Torres" in waiting
    for command in (
        ("undo", "1"),
        ("approve", "2", "--yes"),
        ("bind", f"#{number}", "U0SAM", "--yes"),
    ):
        told = await _contacts(settings, *command)
        assert (told.code, ERASED in told.err, "bind it" in told.err) == (1, True, False), told
    assert (await _contacts(settings, "decline", "2", "--reason", "They were erased")).code == 0
    again = await _contacts(settings, "reactivate", f"#{number}", *WHY)
    assert (again.code, ERASED in again.err) == (1, True), again
