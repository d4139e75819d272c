"""Which versions a district's environments run: kept by support administrators, seen by contacts, in the form."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit
from tests.town_cases import FILLED

WINDOW = "Saturdays 22:00–02:00"


async def _keeps(here: Town, key: str = "lakeside", **typed: str) -> None:
    kim = here.person("kim")
    await kim.types("/case", f"environments {key}", channel=world.TOWN)
    listed = (await kim.hints(world.TOWN))[-1]
    await kim.clicks("environments.change#0", channel=world.TOWN, on=listed.ts)
    assert not (await kim.submits(**{name.replace("_", "-"): value for name, value in typed.items()})).errors
    assert "Saved." in await kim.reads_window()
    await kim.closes(everything=True)


async def _sees(here: Town, name: str, typed: str = "environments") -> str:
    await here.person(name).types("/case", typed, channel=world.TOWN)
    return (await here.person(name).hints(world.TOWN))[-1].words


async def _form(here: Town, name: str, kind: str = "Update or Refresh Request") -> str:
    person = here.person(name)
    await person.types("/case", "A newer version, please", channel=world.TOWN)
    await person.fills(**FILLED)
    await person.clicks_in_window("form.type", kind)
    said = await person.reads_window()
    await person.closes(everything=True)
    return said


async def test_what_is_kept_is_seen_by_the_districts_contacts_and_stands_in_their_form(here: Town) -> None:
    assert "Nothing is known of them yet." in await _sees(here, "tess")
    await _keeps(here, production_version="2437.1", production_window=WINDOW, staging_version="2440.0")
    for said in (await _sees(here, "tess"), await _sees(here, "ana"), await _form(here, "tess")):
        assert f"Production: 2437.1 · maintenance window {WINDOW}" in said
        assert "Staging: 2440.0" in said
        assert "Preview" not in said.split("Staging: 2440.0")[0]
    assert "2437.1" not in await _form(here, "tess", "Question")
    for said in (await _sees(here, "theo"), await _form(here, "theo")):
        assert "2437.1" not in said


async def test_what_is_kept_anew_takes_the_place_of_what_was(here: Town) -> None:
    await _keeps(here, production_version="2437.1", sandbox_version="1.0")
    await _keeps(here, production_version="2440.0", sandbox_version="")
    said = await _sees(here, "ana")
    assert "Production: 2440.0" in said
    assert "2437.1" not in said
    assert "Sandbox" not in said


async def test_agents_see_them_by_the_districts_key_and_change_nothing(here: Town) -> None:
    await _keeps(here, production_version="2437.1")
    said = await _sees(here, "alex", "environments lakeside")
    assert "Production: 2437.1" in said
    assert "Change…" not in said
    assert "Whose environments?" in await _sees(here, "alex")
    assert "I know no district" in await _sees(here, "alex", "environments nowhere")


@pytest.mark.parametrize("name", ["sam", "dana", "cody"])
async def test_who_is_no_contact_is_pointed_to_those_who_are(here: Town, name: str) -> None:
    await _keeps(here, production_version="2437.1")
    said = await _sees(here, name)
    assert "authorized contacts" in said
    assert "2437.1" not in said


async def test_who_changed_them_is_on_record(here: Town) -> None:
    await _keeps(here, production_version="2437.1")
    async with here.bot.store.read() as tx:
        query = sa.select(audit.c.ref, audit.c.district_id).where(audit.c.act == "change-settings", audit.c.allowed)
        assert [tuple(row) for row in (await tx.execute(query)).all()][-1] == ("environments", 1)
