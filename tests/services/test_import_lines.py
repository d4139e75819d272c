"""What an import does to lines that stand already: training, binding, and who is missing."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import Membership, Role
from storage import list_lines, operators
from storage.store import Store
from storage.tables import audit, list_requests, outbox, people, roster
from tests.clockwork import DAY, NOON
from tests.services.test_importing import (
    ALEX,
    ANA,
    LAKESIDE,
    PINE_RIDGE,
    Files,
    everything,
    import_files,
    lines_of,
    said,
    told,
)

BEN = "lakeside,support,Ben Okafor,ben@lakeside.example,T0,U0BEN,555-0102,,needed"
DANA = "lakeside,administrator,Dana Whitfield,dana@lakeside.example,T0,U0DANA,,,"
PIA = "pine-ridge,support,Pia Novak,pia@pineridge.example,T0,U0PIA,,,done"
CODY = "lakeside,coach,Cody Hale,cody@lakeside.example,T0,U0CODY,,North,"
SAM = "lakeside,staff,Sam Lee,sam@lakeside.example,T0,U0SAM,,,"
KIM = "-,support-administrator,Kim Doe,kim@vendor.example,T0,U0KIM,,,"
WAITING = BEN.replace("T0,U0BEN", ",")


async def messages(store: Store) -> list[tuple[str, str]]:
    """To whom, and of what."""
    async with store.read() as tx:
        names = {row.id: row.name for row in (await tx.execute(sa.select(people))).all()}
        rows = (
            await tx.execute(sa.select(outbox.c.facts).where(outbox.c.kind == "tell").order_by(outbox.c.id))
        ).all()
    return [(names[row.facts["person"]], row.facts["what"]) for row in rows]


async def rules(store: Store) -> list[str]:
    async with store.read() as tx:
        return [*(await tx.execute(sa.select(audit.c.rule).where(audit.c.act == "import"))).scalars()]


async def trainings(store: Store) -> dict[str, tuple[str, object]]:
    query = sa.select(people.c.name, roster.c.training, roster.c.training_due_at).join(
        roster, roster.c.person_id == people.c.id
    )
    async with store.read() as tx:
        return {row.name: (row.training, row.training_due_at) for row in (await tx.execute(query)).all()}


async def test_an_import_writes_to_nobody_new_unless_it_is_to_welcome_them(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, DANA]))
    assert await messages(store) == []
    await import_files(
        store, Files(people=[ANA, BEN, DANA, WAITING.replace("Ben", "Zoe").replace("ben", "zoe")]), welcome=True
    )
    assert await messages(store) == [("Ben Okafor", "welcome")]
    await import_files(store, Files(people=[ANA, BEN, DANA]), welcome=True, now=NOON + DAY)
    assert await messages(store) == [("Ben Okafor", "welcome")]


async def test_who_is_to_take_a_training_is_reminded_a_month_after_the_import_and_others_are_not(
    store: Store,
) -> None:
    empty = ANA.replace("Ana Torres", "Eva").replace("ana@", "eva@").replace("U0ANA", "U0EVA").replace("done", "")
    given = Files(districts=[LAKESIDE], people=[ANA, BEN, empty])
    await import_files(store, given)
    assert await trainings(store) == {
        "Ana Torres": ("done", None),
        "Ben Okafor": ("needed", NOON + 30 * DAY),
        "Eva": ("", None),
    }
    await import_files(store, given, now=NOON + DAY)
    assert (await trainings(store))["Ben Okafor"] == ("needed", NOON + 30 * DAY)


async def test_a_file_takes_back_what_a_file_said_and_not_what_the_contact_marked(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA]))
    changed = Files(people=[ANA.replace("done", "needed")])
    assert told(await import_files(store, changed)) == ["people:2: change support for lakeside"]
    async with store.begin() as tx:
        await tx.execute(roster.update().values(training="done", training_at=NOON, training_due_at=None))
    before = await everything(store)
    assert told(await import_files(store, changed)) == []
    assert await everything(store) == before


async def test_a_line_without_a_slack_user_gives_no_right_until_a_file_names_one(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, WAITING]))
    assert told(await import_files(store, Files(people=[BEN]), welcome=True, now=NOON + DAY)) == [
        "people:2: bind support for lakeside to a Slack user"
    ]
    query = (
        sa.select(people.c.user_id, roster.c.since, roster.c.silent_since)
        .join(roster)
        .where(people.c.name == "Ben Okafor")
    )
    async with store.read() as tx:
        assert [tuple(row) for row in (await tx.execute(query)).all()] == [("U0BEN", NOON + DAY, NOON + DAY)]
    assert await messages(store) == [("Ben Okafor", "welcome"), ("Ana Torres", "import-changed")]
    assert "line-bound" in await rules(store)
    assert told(await import_files(store, Files(people=[BEN]), now=NOON + 2 * DAY)) == []


@pytest.mark.parametrize(("standing", "read"), [("deactivated", [("Ana Torres", "import-changed")]), ("removed", [])])
async def test_binding_makes_nobody_active(store: Store, standing: str, read: list[tuple[str, str]]) -> None:
    """Of whoever was removed the list says no more than that."""
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, WAITING]))
    ben = sa.select(people.c.id).where(people.c.name == "Ben Okafor").scalar_subquery()
    async with store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ben).values(standing=standing))
    await import_files(store, Files(people=[BEN]), welcome=True, now=NOON + DAY)
    assert await lines_of(store, "Ben Okafor") == [("support", standing)]
    assert await messages(store) == read


async def test_a_line_of_another_district_or_another_address_is_nobodys_to_bind(store: Store) -> None:
    waits = WAITING.replace("lakeside,", "pine-ridge,", 1)
    await import_files(store, Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, waits]))
    assert told(await import_files(store, Files(people=[BEN]))) == ["people:2: add support for lakeside"]
    other = BEN.replace("ben@lakeside.example", "ben@elsewhere.example").replace("U0BEN", "U0BEN2")
    assert told(await import_files(store, Files(people=[other]))) == ["people:2: add support for lakeside"]


async def test_who_is_missing_is_removed_where_that_is_asked_for_and_told_in_a_trial_run_first(store: Store) -> None:
    given = Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, BEN, DANA, PIA])
    await import_files(store, given)
    before = await everything(store)
    fewer = Files(people=[ANA, DANA])
    tried = await import_files(store, fewer, apply=False, remove_missing=True)
    assert told(tried) == ["people:1: remove support Ben Okafor of lakeside, who is in no line"]
    assert await everything(store) == before
    assert told(await import_files(store, fewer)) == []
    assert await everything(store) == before
    assert await import_files(store, fewer, remove_missing=True) == tried
    assert await lines_of(store, "Ben Okafor") == [("support", "removed")]
    assert await lines_of(store, "Pia Novak") == [("support", "active")]
    assert sorted(await messages(store)) == [
        ("Ana Torres", "import-removed"),
        ("Ben Okafor", "import-removed"),
        ("Dana Whitfield", "import-removed"),
        ("Dana Whitfield", "list-short"),
    ]
    assert (await rules(store)).count("line-removed") == 1
    after = await everything(store)
    for again in (fewer, Files(people=[ANA, DANA])):
        assert told(await import_files(store, again, remove_missing=True, now=NOON + DAY)) == []
    assert await everything(store) == after
    assert (await import_files(store, given, now=NOON + DAY)).wrong == ()
    assert await lines_of(store, "Ben Okafor") == [("support", "removed")]


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.TECHNICAL])
async def test_of_two_accounts_with_one_address_a_line_without_a_slack_user_is_of_the_one_that_may_act(
    store: Store, role: Role
) -> None:
    """Ben has another Slack account now, by a request; the file knows his address alone."""
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, BEN]))
    async with store.begin() as tx:
        former = (await tx.execute(sa.select(people).where(people.c.user_id == "U0BEN"))).one()
        await list_lines.remove(tx, PersonId(former.id), DistrictId(1))
        account = {"name": former.name, "email": former.email, "phone": former.phone, "team_id": "T0"}
        added = people.insert().values(account | {"user_id": "U0BENNEW"}).returning(people.c.id)
        ben = PersonId((await tx.execute(added)).scalar_one())
        await list_lines.add_contact(tx, ben, DistrictId(1), role=role, training="needed", at=NOON)
    given = Files(people=[ANA, WAITING.replace("support", role)])
    assert told(await import_files(store, given, now=NOON + DAY, remove_missing=True)) == []


async def test_of_two_accounts_with_one_address_a_line_is_of_the_one_that_has_its_type(store: Store) -> None:
    other = BEN.replace("support", "technical").replace("U0BEN", "U0BENTOO")
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, BEN, other]))
    given = Files(people=[ANA, WAITING.replace("support", "technical")])
    assert told(await import_files(store, given, now=NOON + DAY)) == []


async def test_who_is_named_by_their_address_alone_with_another_type_changes_type_and_is_not_missing(
    store: Store,
) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, BEN]))
    technical = Files(people=[ANA, WAITING.replace("support", "technical")])
    changed = await import_files(store, technical, remove_missing=True, now=NOON + DAY)
    assert told(changed) == ["people:3: change technical for lakeside"]
    assert await lines_of(store, "Ben Okafor") == [("technical", "active")]
    assert told(await import_files(store, technical, remove_missing=True, now=NOON + 2 * DAY)) == []


async def test_the_last_contact_of_a_district_is_never_removed_by_an_import(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, BEN, DANA]))
    before = await everything(store)
    for people_left in ([DANA], [DANA, WAITING.replace("Ben", "Zoe").replace("ben", "zoe")]):
        refused = await import_files(store, Files(people=people_left), remove_missing=True)
        assert said(refused) == [
            "people:1: district: no contact of lakeside who may act is in the file: an import removes no last one"
        ]
        assert await everything(store) == before
    replaced = Files(people=[DANA, PIA.replace("pine-ridge", "lakeside")])
    assert len(told(await import_files(store, replaced, remove_missing=True))) == 3


async def test_other_roles_end_where_the_file_has_a_line_of_them_and_come_again_with_a_line(store: Store) -> None:
    given = Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, DANA, CODY, SAM, PIA, ALEX, KIM])
    await import_files(store, given)
    before = await everything(store)
    lee = DANA.replace("Dana Whitfield", "Lee Park").replace("dana", "lee").replace("DANA", "LEE")
    fewer = Files(people=[ANA, lee, SAM.replace("Sam", "Sue").replace("sam", "sue").replace("SAM", "SUE"), KIM])
    assert told(await import_files(store, fewer, apply=False)) == [
        "people:3: add administrator for lakeside",
        "people:4: add staff for lakeside",
    ]
    tried = await import_files(store, fewer, apply=False, remove_missing=True)
    assert told(tried)[2:] == [
        "people:1: remove administrator Dana Whitfield of lakeside, who is in no line",
        "people:1: remove staff Sam Lee of lakeside, who is in no line",
    ]
    assert await everything(store) == before
    assert await import_files(store, fewer, remove_missing=True) == tried
    assert await lines_of(store, "Dana Whitfield") == [("administrator", "removed")]
    assert await lines_of(store, "Sam Lee") == [("staff", "removed")]
    assert await lines_of(store, "Cody Hale") == [("coach", "active")]
    assert await lines_of(store, "Alex Kim") == [("agent", "active")]
    assert (await rules(store)).count("line-removed") == 2
    assert told(await import_files(store, fewer, remove_missing=True, now=NOON + DAY)) == []
    assert "people:3: add administrator for lakeside" in told(await import_files(store, given, now=NOON + DAY))
    assert await lines_of(store, "Dana Whitfield") == [("administrator", "active")]


async def test_the_last_support_administrator_is_never_taken_away_by_an_import(store: Store) -> None:
    await import_files(store, Files(people=[ALEX, KIM]))
    before = await everything(store)
    nobody = KIM.replace("Kim", "Max").replace("kim", "max").replace("T0,U0KIM", ",")
    refused = await import_files(store, Files(people=[ALEX, nobody]), remove_missing=True)
    assert said(refused) == [
        "people:1: role: no support administrator who can act is in the file: an import removes no last one"
    ]
    assert await everything(store) == before
    another = KIM.replace("Kim", "Max").replace("kim", "max").replace("KIM", "MAX")
    assert len(told(await import_files(store, Files(people=[ALEX, another]), remove_missing=True))) == 2
    assert len(told(await import_files(store, Files(people=[ALEX, another, KIM]), remove_missing=True))) == 1


async def test_neither_the_command_line_nor_a_third_party_is_missing_in_a_file(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, SAM, KIM]))
    async with store.begin() as tx:
        await operators.operator(tx)
        outside = {"name": "Olga Third", "membership": Membership.GUEST}
        olga = (await tx.execute(people.insert().returning(people.c.id), outside)).scalar_one()
        await tx.execute(roster.insert(), {"person_id": olga, "district_id": 1, "role": "staff"})
        whose = {"person_id": olga, "district_id": 1, "asked_by": olga, "asked_at": NOON}
        await tx.execute(list_requests.insert(), {**whose, "kind": "third-party", "state": "applied"})
    assert told(await import_files(store, Files(people=[ANA, SAM, KIM]), remove_missing=True)) == []
    assert await lines_of(store, "Olga Third") == [("staff", "active")]


async def test_two_imports_that_would_each_leave_the_other_ones_contact_leave_one(store: Store) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, BEN]))
    found = await asyncio.gather(
        *(import_files(store, Files(people=[line]), remove_missing=True) for line in (ANA, BEN))
    )
    assert sum(len(outcome.changes) for outcome in found) >= 1
    left = [*await lines_of(store, "Ana Torres"), *await lines_of(store, "Ben Okafor")]
    assert sorted(standing for _, standing in left) == ["active", "removed"]


@pytest.mark.parametrize("standing", ["deactivated", "removed"])
async def test_who_left_the_list_comes_back_by_no_other_slack_account_of_theirs(store: Store, standing: str) -> None:
    """The same address at the same district, of somebody whose line gives no right any more."""
    line = BEN.replace("U0BEN", "U0BENNEW")
    await import_files(store, Files(districts=[LAKESIDE, PINE_RIDGE], people=[ANA, BEN]))
    async with store.begin() as tx:
        bens = sa.select(people.c.id).where(people.c.user_id == "U0BEN").scalar_subquery()
        await tx.execute(roster.update().where(roster.c.person_id == bens).values(standing=standing))
    before = await everything(store)
    for apply in (False, True):
        (wrong,) = (await import_files(store, Files(people=[ANA, line]), apply=apply)).wrong
        assert str(wrong).startswith("people:3: email: is of somebody who is no contact there any more")
    assert await everything(store) == before
    elsewhere = line.replace("lakeside,", "pine-ridge,").replace("U0BENNEW", "U0BENPINE")
    assert not (await import_files(store, Files(people=[ANA, BEN, elsewhere.replace("Ben Okafor", "Ben")]))).wrong


@pytest.mark.parametrize("standing", ["deactivated", "removed"])
async def test_who_left_the_list_comes_back_by_no_line_of_another_type(store: Store, standing: str) -> None:
    await import_files(store, Files(districts=[LAKESIDE], people=[ANA, BEN]))
    async with store.begin() as tx:
        bens = sa.select(people.c.id).where(people.c.user_id == "U0BEN").scalar_subquery()
        await tx.execute(roster.update().where(roster.c.person_id == bens).values(standing=standing))
    await import_files(store, Files(people=[ANA, WAITING.replace("support", "technical")]), now=NOON + DAY)
    assert await lines_of(store, "Ben Okafor") == [("technical", standing)]
