"""What an import changes of a list is told to those who keep it, once each, wherever it stands (POLICY 6)."""

import sqlalchemy as sa

from bot.delivery import contact_posts
from bot.domain.ids import DistrictId, PersonId
from demo import world
from storage import outbox, people
from storage.tables import audit, roster
from storage.tables import outbox as owed
from tests.services.list_keeping import LAKESIDE, PINE_RIDGE, Lists
from tests.services.test_importing import Files, import_files, told

ANA = f"lakeside,support,Ana Torres,ana.torres@lakeside.example,{world.TEAM},U0ANA,555-0101,,done"
BEN = f"lakeside,support,Ben Okafor,ben.okafor@lakeside.example,{world.TEAM},U0BEN,555-0102,,done"
COACH = f"lakeside,coach,Cody Marsh,cody.marsh@lakeside.example,{world.TEAM},U0CODY,,South Elementary,"
MIA = f"lakeside,support,Mia Lopez,mia@lakeside.example,{world.TEAM},U0MIA,555-0177,,done"
MOVED = BEN.replace("555-0102", "555-0188")
LAKESIDES, PINE_RIDGES = ["ana", "ben", "dana", "tess"], ["drew", "paul", "pia", "theo"]
LOOK = "Please look whether it is right: Manage contacts… on my Home page shows it."


async def _imports(lists: Lists, *lines: str, welcome: bool = False, remove_missing: bool = False) -> list[str]:
    """A day later, so that nobody who is on a list came this moment."""
    lists.later(days=1)
    files = Files(people=lines)
    return told(await import_files(lists.store, files, now=lists.now, welcome=welcome, remove_missing=remove_missing))


async def _read(lists: Lists, district: DistrictId = LAKESIDE) -> dict[str, str]:
    """What each reads of that list, by first name: in one message."""
    names = {person: name for name, person in lists.ids.items()}
    told_of_it = (
        owed.c.facts["what"].as_string() == "import-changed",
        owed.c.facts["district"].as_integer() == district,
    )
    found: dict[str, str] = {}
    async with lists.store.read() as tx:
        for row_id in (await tx.execute(sa.select(owed.c.id).where(*told_of_it))).scalars().all():
            row = await outbox.get(tx, row_id)
            assert row is not None
            reader = await people.by_id(tx, PersonId(int(row.facts["person"])))
            assert reader is not None
            said = await contact_posts.import_changed(tx, row, reader, lists.now)
            assert names[reader.id] not in found
            found[names[reader.id]] = said.text if said else ""
    return found


async def _is_on_both_lists(lists: Lists) -> None:
    line = {"person_id": lists.ids["ben"], "district_id": PINE_RIDGE, "role": "technical", "standing": "active"}
    async with lists.store.begin() as tx:
        await tx.execute(roster.insert().values(**line, training="done", since=lists.now, silent_since=lists.now))


def _said(what: str, district: str = "Lakeside Unified") -> str:
    return f"Support imported contacts, and the list of {district} changed. {LOOK} {what}"


async def test_what_two_lists_say_is_told_at_both_and_each_message_is_of_its_own_alone(lists: Lists) -> None:
    await _is_on_both_lists(lists)
    assert await _imports(lists, MOVED) == ["people:2: change phone of a support"]
    for district, name, readers in (
        (LAKESIDE, "Lakeside Unified", LAKESIDES),
        (PINE_RIDGE, "Pine Ridge Schools", [*PINE_RIDGES, "ben"]),
    ):
        said = await _read(lists, district)
        assert said.pop("ben") == _said("What it says of you was changed.", name)
        assert said == dict.fromkeys(set(readers) - {"ben"}, _said("What it says of Ben Okafor was changed.", name))
    async with lists.store.read() as tx:
        query = sa.select(audit.c.district_id).where(audit.c.rule == "person-changed").order_by(audit.c.id)
        assert [*(await tx.execute(query)).scalars()] == [LAKESIDE, PINE_RIDGE]


async def test_a_trial_run_and_the_same_again_tell_nobody(lists: Lists) -> None:
    lists.later(days=1)
    await import_files(lists.store, Files(people=[MOVED]), now=lists.now, apply=False)
    assert await _imports(lists, BEN) == []
    assert await _read(lists) == {}


async def test_whatever_changed_of_a_list_is_one_message_and_who_is_new_has_none(lists: Lists) -> None:
    """Ana is of the other type, Ben has another number, and Mia is new; a coach stands on no list."""
    await _imports(lists, ANA.replace("support", "technical"), MOVED, MIA, COACH)
    said = await _read(lists)
    assert sorted(said) == LAKESIDES
    assert said["dana"] == _said("What it says of Ana Torres and Ben Okafor was changed. New on it: Mia Lopez.")
    assert said["ana"] == _said("What it says of you and Ben Okafor was changed. New on it: Mia Lopez.")
    assert await _read(lists, PINE_RIDGE) == {}


async def test_a_line_that_gets_its_slack_user_is_told(lists: Lists) -> None:
    await _imports(lists, MIA.replace(f"{world.TEAM},U0MIA", ","))
    await lists.forget()
    await _imports(lists, MIA)
    assert (await _read(lists))["dana"] == _said("What it says of Mia Lopez was changed.")


async def test_of_many_some_are_named_and_the_others_counted(lists: Lists) -> None:
    many = [(f"Mia {n}", MIA.replace("U0MIA", f"U0MIA{n}").replace("mia@", f"mia{n}@")) for n in range(10, 22)]
    await _imports(lists, *(line.replace("Mia Lopez", name) for name, line in many))
    said = await _read(lists)
    assert sorted(said) == LAKESIDES
    names = ", ".join(f"Mia {n}" for n in range(10, 20))
    assert said["dana"] == _said(f"New on it: {names} and 2 more.")


async def test_of_who_left_a_list_by_the_same_run_that_alone_is_told_there(lists: Lists) -> None:
    await _is_on_both_lists(lists)
    moved = MOVED.replace("lakeside,support", "pine-ridge,technical", 1)
    await _imports(lists, ANA, moved, remove_missing=True)
    assert await lists.told("import-removed")
    assert await _read(lists) == {"ana": "", "dana": ""}
    assert (await _read(lists, PINE_RIDGE))["drew"] == _said(
        "What it says of Ben Okafor was changed.", "Pine Ridge Schools"
    )


async def test_what_is_told_of_somebody_who_was_removed_meanwhile_is_told_no_more(lists: Lists) -> None:
    await _imports(lists, MOVED)
    async with lists.store.begin() as tx:
        hers = roster.c.person_id == lists.ids["ben"]
        await tx.execute(roster.update().where(hers).values(standing="removed"))
    assert set((await _read(lists)).values()) == {""}
