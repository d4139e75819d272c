"""Keys of tokens: several open, the first seals, and what none opens is named."""

from pathlib import Path

import sqlalchemy as sa
from cryptography.fernet import Fernet

from demo import world
from storage.tables import workspaces
from tests.porch.conftest import Place
from tests.porch.processes import bot

NEW = Fernet.generate_key().decode()


async def _sealed(place: Place) -> bytes:
    async with place.store.read() as tx:
        return bytes((await tx.execute(sa.select(workspaces.c.token_sealed))).scalar_one())


async def test_keys_are_rotated_by_a_command_and_the_old_one_is_needed_no_more(tmp_path: Path, place: Place) -> None:
    assert (await bot("tick", settings=place.settings, folder=tmp_path)).code == 0
    old, before = place.settings["LIAISON_TOKEN_KEY"], await _sealed(place)
    both = {**place.settings, "LIAISON_TOKEN_KEY": f"{NEW}, {old}"}
    for _ in ("once", "again"):
        done = await bot("rotate-keys", settings=both, folder=tmp_path)
        assert (done.code, "1 sealed with the first key." in done.out) == (0, True)
    after = await _sealed(place)
    assert after != before
    assert Fernet(NEW).decrypt(after).decode() == world.BOT_TOKEN


async def test_a_key_that_is_wanting_is_named_and_what_it_sealed_can_be_given_up(
    tmp_path: Path, place: Place
) -> None:
    assert (await bot("tick", settings=place.settings, folder=tmp_path)).code == 0
    wrong = {**place.settings, "LIAISON_TOKEN_KEY": NEW}
    by_oauth = {
        **{name: value for name, value in wrong.items() if name != "SLACK_BOT_TOKEN"},
        "LIAISON_CLIENT_ID": "12.34",
        "LIAISON_CLIENT_SECRET": "hidden",
        "LIAISON_PUBLIC_URL": "https://liaison.example.org",
        "LIAISON_DESK_CHANNEL": f"{world.TEAM}/{world.DESK}",
    }
    for command in ("tick", "rotate-keys"):
        refused = await bot(command, settings=by_oauth, folder=tmp_path)
        assert (refused.code, refused.is_plain, world.TEAM in refused.err) == (1, True, True), refused
    told = await bot("doctor", settings=by_oauth, folder=tmp_path)
    assert (told.code, "keys: LIAISON_TOKEN_KEY does not open" in told.out) == (1, True)
    assert "LIAISON_CLIENT_ID" in told.out
    assert (await bot("rotate-keys", "--give-up", settings=by_oauth, folder=tmp_path)).code == 0
    assert (await bot("tick", settings=by_oauth, folder=tmp_path)).code == 0
