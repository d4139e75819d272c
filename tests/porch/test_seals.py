"""`python -m bot audit verify` and what `doctor` says of seals: for whoever looks after the bot."""

from pathlib import Path

import sqlalchemy as sa
from cryptography.fernet import Fernet

from storage.tables import audit
from tests.porch.conftest import Place
from tests.porch.processes import Ended, bot

KEY, NEW = (Fernet.generate_key().decode() for _ in range(2))


async def _verified(place: Place, folder: Path, key: str, *more: str) -> Ended:
    settings = {**place.settings, "LIAISON_SEAL_KEY": key}
    return await bot("audit", "verify", *more, settings=settings, folder=folder)


async def _changed(place: Place) -> None:
    """As somebody with the database in hand does it."""
    async with place.store.begin() as tx:
        off = "drop trigger audit_update"
        if place.store.dialect == "postgresql":
            off = "alter table audit disable trigger user"
        await tx.execute(sa.text(off))
        await tx.execute(audit.update().where(audit.c.id == 2).values(rule="another"))


async def test_a_changed_line_ends_the_look_with_its_district_and_with_1(tmp_path: Path, place: Place) -> None:
    sealing = {**place.settings, "LIAISON_SEAL_KEY": KEY}
    assert "lines-sealed" in (await bot("tick", settings=sealing, folder=tmp_path)).out
    well = await _verified(place, tmp_path, KEY)
    assert (well.code, "Nothing is wrong." in well.out, "The newest is seal" in well.out) == (0, True, True)
    newest = well.out[well.out.index("seal ") :]
    assert (await _verified(place, tmp_path, f"{NEW}, {KEY}", "--posted", newest)).code == 0
    await _changed(place)
    found = await _verified(place, tmp_path, KEY)
    assert (found.code, found.is_plain, "at least one was changed" in found.err) == (1, True, True)
    lost = await _verified(place, tmp_path, KEY, "--posted", newest.replace("seal ", "seal 99"))
    assert (lost.code, "was cut off" in lost.err) == (1, True)


async def test_a_key_that_is_not_set_or_another_is_said_by_the_look_and_by_doctor(
    tmp_path: Path, place: Place
) -> None:
    unset = await bot("audit", "verify", settings=place.settings, folder=tmp_path)
    assert (unset.code, unset.is_plain, "LIAISON_SEAL_KEY" in unset.err) == (1, True, True)
    off = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (off.code, "seals: off" in off.out) == (0, True)
    sealing = {**place.settings, "LIAISON_SEAL_KEY": KEY}
    assert "seals: on" in (await bot("doctor", settings=sealing, folder=tmp_path)).out
    await bot("tick", settings=sealing, folder=tmp_path)
    another = await bot("doctor", settings={**sealing, "LIAISON_SEAL_KEY": NEW}, folder=tmp_path)
    assert (another.code, "does not hold the key of seal" in another.out) == (1, True)
    told = await _verified(place, tmp_path, NEW)
    assert (told.code, "a key that LIAISON_SEAL_KEY does not hold" in told.err) == (1, True)
    nonsense = await _verified(place, tmp_path, KEY, "--posted", "a text without one")
    assert (nonsense.code, nonsense.is_plain) == (1, True)
