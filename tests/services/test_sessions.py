"""Joint sessions by everybody, at once, and twice delivered; and what ends one (POLICY 2)."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.cases import CaseType, Draft
from bot.domain.ids import DistrictId, PersonId, Thread, Ts
from bot.domain.refusals import (
    CaseIsClosed,
    ContactsOnly,
    NotAGuest,
    NotAvailable,
    NotInSession,
    Refusal,
    SessionOver,
    SessionPaused,
    SessionThere,
)
from bot.services import answering, hearing, inviting, opening, redacting
from bot.services.deeds import deed
from bot.services.hearing import Gone, Heard
from demo.town import import_samples
from storage.inbound import FormKey
from storage.store import Store
from storage.tables import audit, comments, kept_words, outbox, people, sessions
from storage.tables import threads as places
from tests.clockwork import HOUR, NOON
from tests.services.sessions_room import ALL, CASE, DM, FIRST, MINUTE, STAFFS, TEAM, Room, who


@pytest.fixture
async def room(store: Store, database_url: str) -> Room:
    await import_samples(database_url, NOON)
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(people.c.user_id, people.c.id))).all()
    draft = Draft(
        district=DistrictId(1),
        type=CaseType.QUESTION,
        module="Grades",
        subject="Grades vanish",
        description="They do.",
    )
    await opening.open_case(store, who=who("ana"), draft=draft, once=FormKey("open"), now=NOON)
    return Room(store=store, ids={row.user_id.removeprefix("U0").lower(): PersonId(row.id) for row in rows})


@pytest.mark.parametrize(
    "name", ["ben", "tess", "ana", "pia", "rosa", "drew", "alex", "lee", "kim", "nora", "unseen"]
)
async def test_a_guest_is_staff_of_the_same_district_and_nobody_else(room: Room, name: str) -> None:
    with pytest.raises(NotAGuest):
        await room.invites(name)
    assert await room.counted(sessions) == 0


@pytest.mark.parametrize("name", ["sam", "cody", "dana"])
async def test_staff_coaches_and_the_districts_administrator_can_be_guests(room: Room, name: str) -> None:
    await room.invites(name)
    assert await room.one(sessions.c.state) == "open"


@pytest.mark.parametrize("name", ["sam", "cody", "dana", "pia", "alex", "lee", "kim", "nora"])
async def test_who_is_no_contact_of_the_district_brings_nobody_in(room: Room, name: str) -> None:
    with pytest.raises(Refusal):
        await room.invites(by=name)
    assert await room.counted(sessions) == 0


async def test_a_stand_in_is_another_contact_and_a_guest_is_in_one_session_at_a_time(room: Room) -> None:
    with pytest.raises(NotAvailable):
        await room.invites(stand_in="pia")
    await room.invites(stand_in="ben")
    with pytest.raises(SessionThere):
        await room.invites(by="ben")
    await room.invites("cody", by="ben")
    assert await room.counted(sessions) == 2


async def test_a_guest_comments_and_does_nothing_else(room: Room) -> None:
    await room.invites()
    await room.says("A red box.")
    assert await room.counted(comments, comments.c.seat == "guest") == 1
    for act in set(Act) - {Act.COMMENT, *STAFFS}:
        with pytest.raises(Refusal):
            async with deed(room.store, who=who("sam"), now=room.now) as this:
                await this.case(CASE, act)
    with pytest.raises(ContactsOnly):
        await room.says("I am not he.", by="cody")
    by_guest = await room.counted(audit, audit.c.rule == "guest-of-a-joint-session", audit.c.ref == "session:1")
    assert by_guest == 1


async def test_words_are_taken_by_when_they_were_typed(room: Room) -> None:
    await room.invites()
    room.now = NOON + 10 * MINUTE
    with pytest.raises(SessionPaused):
        await room.says("Typed now.")
    await room.says("Typed while she was there, and told late.", at=NOON + 2 * MINUTE)
    await inviting.be_here(room.store, room.ask("ana"), FIRST)
    with pytest.raises(SessionPaused):
        await room.says("Typed in the rest, and told late.", at=NOON + 8 * MINUTE)
    assert await room.counted(comments) == 1
    assert await room.counted(kept_words) == 2


async def test_what_was_held_is_let_in_once_however_many_press(room: Room) -> None:
    await room.invites()
    room.now = NOON + 10 * MINUTE
    for words in ("One.", "Two."):
        with pytest.raises(SessionPaused):
            await room.says(words)
    await inviting.let_in(room.store, room.ask("ana"), FIRST, last=ALL)  # what is done first takes longest
    for words in ("Three.", "Four."):
        with pytest.raises(SessionPaused):
            await room.says(words)
    asks = [room.ask(name) for name in ("ben", "tess", "ana")]
    await asyncio.gather(*(inviting.let_in(room.store, ask, FIRST, last=ALL) for ask in asks))
    assert await room.counted(comments, comments.c.seat == "guest") == 4
    assert await room.counted(kept_words) == 0
    with pytest.raises(Refusal):
        await inviting.let_in(room.store, room.ask("cody"), FIRST, last=ALL)


async def test_who_lets_in_reads_what_it_is_and_lets_in_no_more_than_that(room: Room) -> None:
    await room.invites()
    room.now = NOON + 10 * MINUTE
    for words in ("One.", "Two."):
        with pytest.raises(SessionPaused):
            await room.says(words)
    held = await inviting.look_at_held(room.store, room.ask("tess"), FIRST)
    assert held is not None
    assert [words for _, words, _ in held.words] == ["One.", "Two."]
    for name in ("cody", "pia", "alex"):
        with pytest.raises(Refusal):
            await inviting.look_at_held(room.store, room.ask(name), FIRST)
    with pytest.raises(SessionPaused):
        await room.says("Three, which nobody has read.")
    await inviting.let_in(room.store, room.ask("tess"), FIRST, last=held.words[-1][0])
    assert await room.counted(comments, comments.c.seat == "guest") == 2
    assert await room.counted(kept_words) == 1


async def test_a_held_text_follows_its_message_and_is_gone_with_it(room: Room) -> None:
    await room.invites()
    room.now = NOON + 10 * MINUTE
    for words in ("One.", "One, corrected."):
        with pytest.raises(SessionPaused):
            await room.says(words, ts="9.99") if words == "One." else await _edits(room, words)
    async with room.store.read() as tx:
        assert (await tx.execute(sa.select(kept_words.c.words))).scalars().all() == ["One, corrected."]
        card = (await tx.execute(sa.select(places.c.ts).where(places.c.seat == "guest"))).scalar_one()
    message = Thread(team=TEAM, channel=DM, ts=Ts("9.99"))
    gone = Gone(who=who("sam"), message=message, thread_ts=card, at=room.now, said_at=room.now)
    await hearing.forget(room.store, gone, now=room.now)
    assert await room.counted(kept_words) == 0


async def _edits(room: Room, words: str) -> None:
    async with room.store.read() as tx:
        card = (await tx.execute(sa.select(places.c.ts).where(places.c.seat == "guest"))).scalar_one()
    message = Thread(team=TEAM, channel=DM, ts=Ts("9.99"))
    heard = Heard(
        who=who("sam"),
        message=message,
        thread_ts=card,
        words=words,
        at=room.now,
        said_at=room.now,
        edited_ts="10.1",
    )
    await hearing.hear(room.store, heard, now=room.now)


async def test_what_nobody_let_in_is_dropped_at_the_end(room: Room) -> None:
    await room.invites()
    room.now = NOON + 10 * MINUTE
    with pytest.raises(SessionPaused):
        await room.says("Nobody reads this.")
    room.now = NOON + HOUR
    await room.rounds()
    assert await room.counted(kept_words) == 0
    assert await room.counted(comments) == 0
    with pytest.raises(SessionOver):
        await inviting.let_in(room.store, room.ask("ana"), FIRST, last=ALL)
    with pytest.raises(ContactsOnly):
        await room.says("Nor this.")


async def test_the_stand_in_who_is_there_carries_on_when_its_contact_loses_the_right(room: Room) -> None:
    await room.invites(stand_in="ben")
    await inviting.be_here(room.store, room.ask("ben"), FIRST)
    await room.loses("ana", standing="removed")
    with pytest.raises(ContactsOnly):
        await room.says("Between her going and the clock.")
    room.now = NOON + MINUTE
    await room.rounds()
    await room.says("He goes on.")
    assert await room.one(sessions.c.host_id) == room.ids["ben"]
    assert await room.counted(comments, comments.c.seat == "guest") == 1


@pytest.mark.parametrize(
    ("ends", "why"), [("right", "right"), ("guest", "guest"), ("case", "case"), ("time", "time"), ("gone", "guest")]
)
async def test_what_ends_one(room: Room, ends: str, why: str) -> None:
    await room.invites(stand_in="ben")
    room.now = NOON + 2 * MINUTE
    match ends:
        case "right":
            await room.loses("ana", standing="deactivated")
        case "guest":
            await room.loses("sam", role="support")
        case "gone":
            async with room.store.begin() as tx:
                await tx.execute(people.update().where(people.c.id == room.ids["sam"]).values(membership="gone"))
        case "case":
            await answering.withdraw(room.store, who=who("ben"), number=CASE, now=room.now, once="w")
        case _:
            room.now = NOON + HOUR
    await room.rounds(times=4)
    assert (await room.one(sessions.c.state), await room.one(sessions.c.why)) == ("ended", why)
    assert await room.counted(places, places.c.seat == "guest", places.c.closed_at.is_(None)) == 0
    assert await room.counted(audit, audit.c.act == "clock", audit.c.rule == "session-end") == 1


@pytest.mark.parametrize(("ends", "why"), [("right", "right"), ("guest", "guest"), ("case", "case")])
async def test_a_planned_one_is_called_off_a_quarter_of_an_hour_after_what_ends_it(
    room: Room, ends: str, why: str
) -> None:
    await room.invites(starts_at=NOON + 24 * HOUR)
    room.now = NOON + 20 * MINUTE
    await room.rounds()
    assert await room.one(sessions.c.state) == "planned"
    match ends:
        case "right":
            await room.loses("ana", standing="deactivated")
        case "guest":
            await room.loses("sam", role="support")
        case _:
            await answering.withdraw(room.store, who=who("ben"), number=CASE, now=room.now, once="w")
    room.now += 15 * MINUTE
    await room.rounds()
    assert (await room.one(sessions.c.state), await room.one(sessions.c.why)) == ("ended", why)
    assert await room.owed("session-cancelled") == 2


async def test_rounds_that_run_at_once_begin_rest_and_end_it_once(room: Room) -> None:
    await room.invites(starts_at=NOON + 10 * MINUTE)
    assert await room.one(sessions.c.state) == "planned"
    for minutes in (5, 10, 11, 12, 70, 71):
        room.now = NOON + minutes * MINUTE
        await room.rounds(times=4)
    assert await room.counted(places, places.c.seat == "guest") == 1
    assert await room.owed("session-join") == 1
    begun, ended = await room.owed("session-begun"), await room.owed("session-ended")
    assert ended == begun + 1  # and in the guest's own
    assert await room.owed("session-paused") == 0


async def test_after_downtime_one_that_was_planned_and_is_over_takes_no_place(room: Room) -> None:
    await room.invites(starts_at=NOON + 10 * MINUTE)
    room.now = NOON + 24 * HOUR
    await room.rounds()
    assert await room.one(sessions.c.state) == "ended"
    assert await room.counted(places, places.c.seat == "guest") == 0
    assert await room.owed("session-cancelled") == 2


async def test_it_is_its_contacts_and_the_stand_ins_and_a_closed_case_has_none(room: Room) -> None:
    await room.invites(stand_in="ben")
    for work in (inviting.be_here, inviting.end):
        with pytest.raises(NotInSession):
            await work(room.store, room.ask("tess"), FIRST)
    await inviting.end(room.store, room.ask("ben"), FIRST)
    for work in (inviting.be_here, inviting.end):
        with pytest.raises(SessionOver):
            await work(room.store, room.ask("ana"), FIRST)
    await answering.withdraw(room.store, who=who("ana"), number=CASE, now=room.now, once="w")
    with pytest.raises(CaseIsClosed):
        await room.invites()


async def test_redacting_reaches_a_guests_thread_that_has_ended(room: Room) -> None:
    await room.invites()
    await room.says("Something private.")
    await inviting.end(room.store, room.ask("ana"), FIRST)
    before = await room.counted(outbox, outbox.c.kind == "changed")
    target = redacting.target_of("comment", 1)
    await redacting.redact(room.store, who=who("ana"), target=target, now=room.now, once="r")
    everywhere = await room.counted(places)
    assert await room.counted(outbox, outbox.c.kind == "changed") == before + everywhere


async def test_all_of_it_is_on_the_record_with_whom_it_is_about(room: Room) -> None:
    await room.invites(stand_in="ben")
    await room.says("A red box.")
    room.now = NOON + 10 * MINUTE
    with pytest.raises(SessionPaused):
        await room.says("Held.")
    await inviting.let_in(room.store, room.ask("tess"), FIRST, last=ALL)
    await inviting.be_here(room.store, room.ask("ben"), FIRST)
    with pytest.raises(NotInSession):
        await inviting.end(room.store, room.ask("tess"), FIRST)
    await inviting.end(room.store, room.ask("ana"), FIRST)
    async with room.store.read() as tx:
        rows = (await tx.execute(sa.select(audit).where(audit.c.ref == "session:1").order_by(audit.c.id))).all()
    names = {number: name for name, number in room.ids.items()}
    found = [(names[row.person_id], row.act, row.allowed) for row in rows]
    assert found == [
        ("ana", "invite-guest", True),
        ("sam", "comment", True),
        ("sam", "comment", False),
        ("tess", "invite-guest", True),
        ("ben", "invite-guest", True),
        ("tess", "invite-guest", False),
        ("ana", "invite-guest", True),
    ]
    assert rows[0].about_id == room.ids["sam"]
    assert {row.case_number for row in rows} == {CASE}


async def test_words_that_are_not_taken_in_make_nobody_present(room: Room) -> None:
    """The clock has not ended the session of a case that was closed: until then nothing of it changes."""
    await room.invites()
    await room.says("It does.", by="ana")
    room.now += 6 * MINUTE
    before = await room.one(sessions.c.present_until)
    await answering.withdraw(room.store, who=who("ana"), number=CASE, now=room.now, once="w")
    with pytest.raises(CaseIsClosed):
        await room.says("Thank you.", by="ana")
    assert await room.one(sessions.c.present_until) == before


async def test_a_stand_in_who_is_no_contact_any_more_is_not_there(room: Room) -> None:
    """Its contact has left, and so did whoever stood in: what the guest says then is held."""
    await room.invites(stand_in="ben")
    room.now += 6 * MINUTE
    await inviting.be_here(room.store, room.ask("ben"), FIRST)
    await room.says("He is with me.")
    await room.loses("ben", standing="removed")
    with pytest.raises(SessionPaused):
        await room.says("Is anybody there?")
    room.now += MINUTE
    await room.rounds()
    assert await room.owed("session-paused")
    await inviting.be_here(room.store, room.ask("ana"), FIRST)
    await room.says("She is with me.")
