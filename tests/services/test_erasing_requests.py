"""What a request about the list holds is several people's: of each goes what is theirs, and of nobody else anything
(POLICY 10)."""

import pytest
import sqlalchemy as sa

from bot.domain import erasures
from bot.domain.ids import PersonId
from bot.domain.list_requests import Kind, Request, Words
from bot.domain.people import Role
from bot.services.erasing import Came
from storage import list_requests, owing
from storage import outbox as outbox_of
from storage.store import Store
from storage.tables import emergencies, emergency_words, holds, kept_contacts, outbox, people, roster
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.services.list_keeping import LAKESIDE, NEW, Lists, settle

WHY, ANSWER = "Quixotica left us.", "Obsidiana is fine."
MIAS = (NEW.name, NEW.email, NEW.phone)


@pytest.fixture
async def lists(store: Store, database_url: str) -> Lists:
    return await settle(store, database_url)


async def _is_erased(lists: Lists, name: str, *, with_words: bool) -> None:
    """Though they were a contact until just now."""
    person = lists.ids[name]
    async with lists.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == person).values(standing="removed", due_at=None))
    kind = erasures.Kind.PERSON
    number = await begin(lists.store, kind, now=lists.now, person=person, with_words=with_words)
    assert await to_the_end(lists.store, number, now=lists.now) is Came.DONE


async def _mia_in_place_of_ben(lists: Lists) -> Request:
    await lists.is_met("mia")
    return await lists.ask("ana", Kind.REMOVE, "ben", role=Role.SUPPORT, replaced_by="mia", reason=WHY, words=NEW)


async def _words(lists: Lists, request: Request) -> Words:
    async with lists.store.read() as tx:
        return await list_requests.words_of(tx, request.id)


async def _drawn_again(lists: Lists, request: Request) -> list[PersonId]:
    """Whose messages."""
    query = sa.select(outbox.c.facts).where(outbox.c.facts["what"].as_string() == "copy-redacted")
    async with lists.store.read() as tx:
        found = [*(await tx.execute(query)).scalars()]
    return [facts["person"] for facts in found if facts["request"] == request.id]


@pytest.mark.parametrize("with_words", [True, False])
async def test_who_comes_in_somebodys_place_is_not_reached_any_more(lists: Lists, *, with_words: bool) -> None:
    request = await _mia_in_place_of_ben(lists)
    await lists.approve("kim", request, ANSWER)
    await _is_erased(lists, "mia", with_words=with_words)
    assert await found_in(lists.store, *MIAS) == {}
    assert await _words(lists, request) == Words(reason=WHY, answer=ANSWER)
    assert lists.ids["kim"] in await _drawn_again(lists, request)


async def test_nothing_is_left_of_the_entry_by_which_they_stood_on_the_list_before_a_line_became_theirs(
    lists: Lists,
) -> None:
    una = {"name": "Una Bergström", "email": "una@lakeside.example", "phone": "555-0188"}
    await _stands_alone(lists, una)
    await lists.is_met("mia")
    await lists.ask("dana", Kind.BIND, "una", replaced_by="mia")
    async with lists.store.read() as tx:
        rows = (await tx.execute(sa.select(people.c.email, people.c.phone).where(people.c.name == una["name"]))).all()
    assert sorted(tuple(row) for row in rows) == [("", ""), (una["email"], una["phone"])]  # a name on the record
    await _is_erased(lists, "mia", with_words=False)
    assert await found_in(lists.store, *una.values()) == {}


async def _stands_alone(lists: Lists, una: dict[str, str]) -> None:
    """On Lakeside's list without a Slack user."""
    async with lists.store.begin() as tx:
        lists.ids["una"] = (await tx.execute(people.insert().returning(people.c.id), una)).scalar_one()
        line = {"person_id": lists.ids["una"], "district_id": LAKESIDE, "role": "support", "since": lists.now}
        await tx.execute(roster.insert(), line)


async def test_nor_of_what_was_asked_of_that_entry_nor_of_the_words_it_is_found_by(lists: Lists) -> None:
    now = Words(name="Una Bergquist", email="una.b@lakeside.example", phone="555-0189")
    await _stands_alone(lists, {"name": "Una Bergström", "email": "una@lakeside.example", "phone": "555-0188"})
    changed = await lists.ask("dana", Kind.UPDATE, "una", words=now)
    await lists.is_met("mia")
    await lists.ask("dana", Kind.BIND, "una", replaced_by="mia")
    wanted = (now.name, now.email, now.phone, "bergquist")
    assert {"list_request_words.phone", "people_words.word"} <= {*await found_in(lists.store, *wanted)}
    await _owed_of(lists, changed)
    await _is_erased(lists, "mia", with_words=False)
    assert await found_in(lists.store, *wanted) == {}
    query = sa.select(outbox.c.facts).where(outbox.c.facts["what"].as_string() == "unnamed")
    async with lists.store.read() as tx:
        again = [*(await tx.execute(query)).scalars()]
    assert [facts["of"] for facts in again if facts.get("request") == changed.id] == ["told-of-it"]


async def _owed_of(lists: Lists, request: Request) -> None:
    """What Ana read of it stands in Slack."""
    async with lists.store.begin() as tx:
        told = owing.tell(
            lists.ids["ana"],
            lists.user("ana").team,
            key="told-of-it",
            what="list-changed",
            now=lists.now,
            facts={"request": request.id},
        )
        await outbox_of.owe(tx, [told], now=lists.now)
        stands = {"state": "sent", "done_at": lists.now, "channel_id": "D0ANA", "ts": "1.0"}
        await tx.execute(outbox.update().where(outbox.c.key == told.key).values(**stands))


async def test_who_is_replaced_takes_nothing_with_them_of_who_comes(lists: Lists) -> None:
    request = await _mia_in_place_of_ben(lists)
    before = await _words(lists, request)
    await _is_erased(lists, "ben", with_words=True)
    assert before == Words(name=NEW.name, email=NEW.email, phone=NEW.phone, reason=WHY)
    assert await _words(lists, request) == before
    assert await _drawn_again(lists, request) == []


@pytest.mark.parametrize(("name", "left"), [("ana", Words(answer=ANSWER)), ("kim", Words(reason=WHY))])
async def test_with_words_goes_what_each_wrote_and_stays_what_the_others_did(
    lists: Lists, name: str, left: Words
) -> None:
    request = await lists.ask("ana", Kind.CHANGE_TYPE, "ben", role=Role.TECHNICAL, reason=WHY)
    await lists.approve("kim", request, ANSWER)
    await _is_erased(lists, name, with_words=True)
    assert await _words(lists, request) == left
    reader = "kim" if name == "ana" else "ana"
    assert lists.ids[reader] in await _drawn_again(lists, request)


@pytest.mark.parametrize("with_words", [True, False])
async def test_other_reasons_go_with_the_words_alone(lists: Lists, *, with_words: bool) -> None:
    await _reasons_of_kim(lists)
    await _is_erased(lists, "kim", with_words=with_words)
    left = {} if with_words else {f"{held}.reason" for held in ("holds", "kept_contacts", "emergency_words")}
    assert {*await found_in(lists.store, WHY)} == {*left}


async def _reasons_of_kim(lists: Lists) -> None:
    """Of a legal hold, of a contact who was kept, of an emergency that was declined."""
    kim, at = lists.ids["kim"], lists.now
    said = {"broken": "It", "affected": "us", "unreachable": "none", "phone": "", "reason": WHY}
    report = {"district_id": LAKESIDE, "person_id": lists.ids["sam"], "state": "declined", "asked_at": at, "pages": 1}
    line = sa.select(roster.c.id).where(roster.c.person_id == lists.ids["ben"]).limit(1)
    async with lists.store.begin() as tx:
        number = (await tx.execute(line)).scalar_one()
        await tx.execute(holds.insert().values(district_id=LAKESIDE, set_by=kim, set_at=at, lifted_at=at, reason=WHY))
        await tx.execute(kept_contacts.insert().values(line_id=number, kept_by=kim, at=at, reason=WHY))
        added = emergencies.insert().values(**report, decided_by=kim, decided_at=at).returning(emergencies.c.id)
        emergency = (await tx.execute(added)).scalar_one()
        await tx.execute(emergency_words.insert().values(emergency_id=emergency, **said))
