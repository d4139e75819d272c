"""Whoever lost their right takes back what they said all the same: a stub stays, on both sides (POLICY 3 and 10)."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit, people, roster
from tests.town_cases import at_the_desk, chooses, desk_card, open_case

SECRET = "Jane Doe cannot see it."


@pytest.fixture
def transport() -> str:
    return "http"


async def _id_of(here: Town, name: str) -> int:
    async with here.bot.store.read() as tx:
        found: int = (
            await tx.execute(sa.select(people.c.id).where(people.c.user_id == f"U0{name.upper()}"))
        ).scalar_one()
    return found


async def _loses(here: Town, name: str, role: str) -> None:
    ended = roster.update().where(roster.c.person_id == await _id_of(here, name), roster.c.role == role)
    async with here.bot.store.begin() as tx:
        await tx.execute(ended.values(standing="removed"))


async def _last_line(here: Town, name: str) -> tuple[str, str, bool]:
    query = sa.select(audit.c.act, audit.c.rule, audit.c.allowed).where(audit.c.person_id == await _id_of(here, name))
    async with here.bot.store.read() as tx:
        row = (await tx.execute(query.order_by(audit.c.id.desc()).limit(1))).one()
    return row.act, row.rule, row.allowed


async def test_a_contact_who_was_removed_deletes_what_they_said_and_cannot_change_it(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    said = await ana.says(SECRET, channel=world.LAKESIDE, thread=card)
    kept = await ana.says("In Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await _loses(here, "ana", "support")
    await ana.edits(kept, "In Chrome.", channel=world.LAKESIDE)
    await ana.deletes(said, channel=world.LAKESIDE)
    await here.quiet()
    told = await at_the_desk(here)
    assert SECRET not in told
    assert "deleted by its author" in told
    assert "In Firefox." in told
    assert "In Chrome." not in told
    assert await _last_line(here, "ana") == ("take-back", "author", True)


async def test_a_guest_deletes_what_they_said_when_the_session_is_over(here: Town) -> None:
    card, ana, sam = await open_case(here), here.person("ana"), here.person("sam")
    await chooses(ana, "session.invite", channel=world.LAKESIDE, on=card)
    assert not (await ana.submits(guest="U0SAM")).errors
    await ana.closes(everything=True)
    await here.quiet()
    thread = next(seen for seen in await sam.direct_messages() if seen.words.startswith("Case 1 ·"))
    said = await sam.says(SECRET, channel=await sam.direct_channel(), thread=thread.ts)
    await here.quiet()
    assert SECRET in await at_the_desk(here)
    await here.pass_days(2 / 24)
    await sam.deletes(said, channel=await sam.direct_channel())
    await here.quiet()
    told = await at_the_desk(here)
    assert SECRET not in told
    assert "deleted by its author" in told
    assert await _last_line(here, "sam") == ("take-back", "author", True)


async def test_an_agent_who_is_none_any_more_deletes_their_own_note(here: Town) -> None:
    await open_case(here)
    alex = here.person("alex")
    note = await alex.says(SECRET, channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    await _loses(here, "alex", "agent")
    await alex.deletes(note, channel=world.DESK)
    await here.quiet()
    assert await _last_line(here, "alex") == ("take-back", "author", True)
