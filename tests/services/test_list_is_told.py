"""Every change of a list is told to all its contacts, and is on record with who asked and who approved (POLICY 6)."""

import pytest

from bot.domain.list_requests import Kind, State, Words
from bot.domain.people import Role
from storage import list_requests
from storage.tables import people, roster
from tests.services.list_keeping import LAKESIDE, NEW, Lists

ALL = {"ana", "ben", "tess"}
CHANGES = [
    (Kind.ADD, "mia"),
    (Kind.REMOVE, "ben"),
    (Kind.CHANGE_TYPE, "ben"),
    (Kind.UPDATE, "ben"),
    (Kind.REACTIVATE, "ben"),
    (Kind.THIRD_PARTY, "gus"),
    (Kind.BIND, "una"),
]


async def _stands_ready(lists: Lists) -> None:
    """Gus is a guest; Una is on the list, and no Slack user."""
    await lists.is_met("gus", "guest")
    async with lists.store.begin() as tx:
        una = {"name": "Una Berg", "email": "una@lakeside.example", "phone": "555-0188"}
        lists.ids["una"] = (await tx.execute(people.insert().returning(people.c.id), una)).scalar_one()
        line = {"person_id": lists.ids["una"], "district_id": LAKESIDE, "role": "support", "since": lists.now}
        await tx.execute(roster.insert(), {**line, "silent_since": lists.now})


async def _is_deactivated(lists: Lists, name: str) -> None:
    ended = {"standing": "deactivated", "deactivated_at": lists.now, "due_at": None}
    async with lists.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == lists.ids[name]).values(**ended))


@pytest.mark.parametrize(("kind", "whom"), CHANGES, ids=[kind for kind, _ in CHANGES])
async def test_each_kind_of_change_is_told_to_all_contacts_and_on_record(lists: Lists, kind: Kind, whom: str) -> None:
    await _stands_ready(lists)
    if kind is Kind.REACTIVATE:
        await _is_deactivated(lists, whom)
    facts = {
        Kind.ADD: {"words": NEW},
        Kind.CHANGE_TYPE: {"role": Role.TECHNICAL},
        Kind.UPDATE: {"words": Words(name="Ben O.", email="b@lakeside.example", phone="1")},
        Kind.THIRD_PARTY: {"words": Words(name="Gus", email="g@x.example")},
        Kind.BIND: {"replaced_by": "mia"},
    }
    asked = await lists.ask("dana", kind, whom, **facts.get(kind, {}))  # type: ignore[arg-type]  # each its own
    by = [("dana", True)]
    if asked.state is State.ASKED:
        assert await lists.told("list-changed") == []
        await lists.approve("kim", asked, "LLA 17")
        by.append(("kim", True))
    others = ALL - {whom}
    assert set(await lists.told("list-changed")) - {"dana"} == others
    assert len(await lists.told("list-changed")) == len(set(await lists.told("list-changed")))
    lines = await lists.audited(f"request:{asked.id}")
    assert [(who, allowed) for _, who, _, allowed in lines] == by
    assert {about for _, _, about, _ in lines} == {"mia" if kind is Kind.BIND else whom}  # whose the line is then
    async with lists.store.read() as tx:
        assert (await list_requests.words_of(tx, asked.id)).reason == "It is time."
