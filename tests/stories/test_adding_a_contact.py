"""What an add takes and records, and what is said of how many contacts there are (POLICY 1 and 6)."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Seen
from storage.tables import list_request_words, list_requests, people, roster
from tests.stories.test_list_of_contacts import NORA, _approves, _asks_for_nora, _asks_of, _opens_list, _told
from tests.town_cases import at_the_desk, open_case

TOO_MANY = "are recommended"


async def test_who_is_added_is_a_licensed_user_and_all_that_the_policy_names_is_recorded(here: Town) -> None:
    ana = here.person("ana")
    await _opens_list(here, "ana")
    await ana.clicks_in_window("list.request#add", "1:0:add")
    for name, without in (("licensed", []), ("name", "\u200b"), ("email", "\u200b")):
        wrong = (await ana.submits(**{**NORA, name: without})).errors
        assert set(wrong) == {name}, wrong
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(list_requests.c.id))).all() == []
    assert not (await ana.submits(**NORA)).errors
    await ana.closes(everything=True)
    await here.quiet()
    await _approves(here)
    asked = sa.select(
        list_requests, list_request_words.c.name, list_request_words.c.email, list_request_words.c.phone
    )
    hers = sa.select(people, roster.c.role, roster.c.training).join(roster, roster.c.person_id == people.c.id)
    async with here.bot.store.read() as tx:
        request = (await tx.execute(asked.join(list_request_words))).one()
        nora = (await tx.execute(hers.where(people.c.user_id == world.STRANGER, roster.c.role == "technical"))).one()
    assert (request.licensed, request.role, request.training) == (True, "technical", "in progress")
    assert (request.name, request.email, request.phone) == (NORA["name"], NORA["email"], NORA["phone"])
    assert (nora.name, nora.email, nora.phone) == (NORA["name"], NORA["email"], NORA["phone"])
    assert (nora.team_id, nora.user_id, nora.training) == (world.TEAM, world.STRANGER, "in progress")


@pytest.mark.parametrize(("leaves", "is_one_too_many"), [("", True), ("ben", False)])
async def test_above_three_it_is_said_and_blocks_nothing(here: Town, leaves: str, *, is_one_too_many: bool) -> None:
    if leaves:
        await _asks_of(here, "dana", leaves, "remove", reason="He has left.")
    await _asks_for_nora(here)
    (asked,) = await _told(here, "kim", "asks to add Nora Stein")
    assert (TOO_MANY in asked.words) is is_one_too_many
    await _approves(here)
    assert await _told(here, "nora", "of Lakeside Unified. Welcome!")


async def test_fewer_than_one_technical_or_two_support_contacts_are_said_to_the_administrator(here: Town) -> None:
    await _asks_for_nora(here)
    await _approves(here)  # two technical contacts
    await _asks_of(here, "ana", "tess", "remove", reason="She has left.")
    assert not await _told(here, "dana", "than recommended")
    await _asks_of(here, "ben", "nora", "remove", reason="So has she.")
    assert len(await _told(here, "dana", "fewer Authorized Technical Contacts now than recommended")) == 1
    assert not await _told(here, "dana", "fewer Authorized Support Contacts")
    assert not await _told(here, "drew", "than recommended")


@pytest.mark.parametrize("again", ["undone", "made a contact again"])
async def test_a_thread_that_ended_goes_on_for_whoever_is_a_contact_again(here: Town, again: str) -> None:
    await here.person("sam").joins(world.LAKESIDE)  # so that words go by direct message
    await here.quiet()
    await open_case(here)
    ben = here.person("ben")
    card = next(seen for seen in await ben.direct_messages() if "Case 1 ·" in seen.words)
    await _asks_of(here, "ana", "ben", "remove", reason="I thought that he had left.")
    assert "this thread of case 1 ends here" in (await _below(here, card))[-1]
    if again == "undone":
        (told,) = await _told(here, "ben", "Ana Torres removed you")
        await ben.clicks("list.undo", channel=await ben.direct_channel(), on=told.ts)
    else:
        await _asks_of(here, "ana", "ben", "reactivate", reason="He has not.")
        await _approves(here, reason="Welcome.")
    await here.quiet()
    assert "this thread of case 1 goes on: replies are read as before" in (await _below(here, card))[-1]
    await ben.says("I am here.", channel=await ben.direct_channel(), thread=card.ts)
    await here.quiet()
    assert "I am here." in await at_the_desk(here)


async def _below(here: Town, card: Seen) -> list[str]:
    """What Ben reads in that thread."""
    return [seen.words for seen in await here.person("ben").direct_messages() if seen.thread_ts == card.ts]
