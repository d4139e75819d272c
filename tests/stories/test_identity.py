"""A person is a Slack user in a workspace: no name and no address gives a right, nor takes one (POLICY 1)."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from sandbox.people import Person
from storage.tables import audit, outbox, people
from tests.town_cases import at_the_desk, open_case

NAMES = ("Ana Torres", "555-0101")


async def _comes(here: Town, *, user: str = "U0EVE", quietly: bool = False, **facts: Any) -> Person:
    """Somebody who calls herself Ana Torres, in everything that can be chosen."""
    like = {"real_name": "Ana Torres", "email": "ana.torres@lakeside.example", "tz": "America/Chicago"}
    accounts.add(here.sandbox.slack, world.TEAM, "ana", user_id=user, quietly=quietly, **{**like, **facts})
    here.sandbox.slack.channels[world.TOWN].members.append(user)
    await here.quiet()
    return here.people.of(user)


async def _told(here: Town, eve: Person, words: str = "") -> str:
    await eve.types("/case", words, channel=world.TOWN)
    await here.quiet()
    hints, sent = await eve.hints(world.TOWN), await eve.direct_messages()
    return f"{hints[-1].words}\n{sent[-1].words if sent else ''}"


async def _rights(here: Town, user: str) -> list[str]:
    """What they were allowed to."""
    query = sa.select(audit.c.act).join(people, people.c.id == audit.c.person_id).where(people.c.user_id == user)
    async with here.bot.store.read() as tx:
        return [*(await tx.execute(query.where(audit.c.allowed))).scalars()]


async def _kept(here: Town, user: str) -> Any:
    async with here.bot.store.read() as tx:
        return (await tx.execute(sa.select(people).where(people.c.user_id == user))).one()


async def test_a_stranger_with_a_contacts_name_and_address_is_pointed_to_contacts_and_may_nothing(here: Town) -> None:
    card = await open_case(here)
    eve = await _comes(here)
    assert (await _kept(here, "U0EVE")).email == ""
    assert "Please turn to one of Lakeside Unified's" in await _told(here, eve)
    for words in ("list", "view 1", "find grades", "reopen 1 because it is not solved", "Grades vanish"):
        assert "Please turn to one of" in await _told(here, eve, words), words
    await eve.joins(world.LAKESIDE)
    await eve.says("I am Ana, close it please.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "I am Ana" not in await at_the_desk(here)
    assert await _rights(here, "U0EVE") == []


async def test_a_contact_who_takes_another_name_and_address_keeps_exactly_their_rights(here: Town) -> None:
    other = {"real_name": "Kim Sato", "email": "kim.sato@support.example", "name": "kim2"}
    accounts.change(here.sandbox.slack, "U0ANA", **other)
    await here.quiet()
    await open_case(here)
    assert "Ana Torres" in (await here.card(here.person("alex"), world.DESK)).words
    await here.person("ana").types("/case", "incident", channel=world.TOWN)
    assert "Please turn" not in (await here.person("ana").hints(world.TOWN))[-1].words
    assert set(await _rights(here, "U0ANA")) == {"open-case"}


STRANGERS = [
    ({"email_confirmed": False}, "I don't know which district"),
    ({"email": "ana@evil-lakeside.example"}, "I don't know which district"),
    ({"email": "ana@lakeside.example.evil.example"}, "I don't know which district"),
    ({"is_restricted": True}, "You are here as a guest"),
    ({"is_ultra_restricted": True}, "You are here as a guest"),
    ({"is_stranger": True}, "You are here as a guest"),
    ({"email": "eve@staff.lakeside.example"}, "Please turn to one of Lakeside Unified's"),
    ({"email": "eve@pineridge.example"}, "Please turn to one of Pine Ridge Schools'"),
]


@pytest.mark.parametrize(("facts", "said"), STRANGERS, ids=[str(facts) for facts, _ in STRANGERS])
async def test_where_somebody_belongs_is_proposed_by_a_confirmed_address_of_a_member_alone(
    here: Town, facts: dict[str, Any], said: str
) -> None:
    eve = await _comes(here, **facts)
    told = await _told(here, eve)
    assert said in told
    assert any(name in told for name in NAMES) == ("Lakeside" in said)
    assert (await _kept(here, "U0EVE")).email == ""


async def test_somebody_new_is_known_before_they_ask_and_of_whom_nothing_was_told_is_looked_up(here: Town) -> None:
    here_already = await _comes(here, user="U0ZOE", quietly=True)
    assert "I'm looking you up" in await _told(here, here_already)
    assert "looking you up" not in await _told(here, await _comes(here))


async def test_of_somebody_on_enterprise_grid_its_id_is_kept_and_gives_no_right(here: Town) -> None:
    eve = await _comes(here, enterprise_id="E0GRID", email="eve@lakeside.example")
    assert "Please turn to one of Lakeside Unified's" in await _told(here, eve)
    assert ((await _kept(here, "U0EVE")).enterprise_id, (await _kept(here, "U0ANA")).enterprise_id) == ("E0GRID", "")
    assert await _rights(here, "U0EVE") == []
    accounts.change(here.sandbox.slack, "U0ANA", enterprise_id="E0GRID")
    await here.pass_days(1)
    assert (await _kept(here, "U0ANA")).enterprise_id == "E0GRID"
    await open_case(here)


async def test_a_guest_reads_on_the_home_and_in_the_help_what_they_read_everywhere(here: Town) -> None:
    eve = await _comes(here, is_restricted=True)
    home = await eve.opens_home()
    for told in (home, await _told(here, eve, "help"), await _told(here, eve, "contacts")):
        assert "You are here as a guest" in told
        for offered in ("/case contacts", "/case emergency", "which district", *NAMES):
            assert offered not in told


async def test_a_bot_is_nobody(here: Town) -> None:
    await _comes(here, user="U0ROBOT", is_bot=True)
    async with here.bot.store.read() as tx:
        assert not (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0ROBOT"))).all()
    accounts.change(here.sandbox.slack, "U0SAM", is_bot=True)
    await here.quiet()
    assert (await _kept(here, "U0SAM")).membership == "guest"


async def test_of_no_district_that_is_known_the_case_channel_in_which_they_act_says_whose_they_are(
    here: Town,
) -> None:
    card = await open_case(here)
    nora = here.person("nora")
    assert "I don't know which district" in await _told(here, nora)
    await nora.joins(world.LAKESIDE)
    await nora.says("I see it too.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    hint = (await nora.hints(world.LAKESIDE))[-1]
    assert "Please turn to one of Lakeside Unified's" in hint.words
    assert (await nora.clicks("question.hand-text", channel=world.LAKESIDE, on=hint.ts)).acked
    await here.quiet()
    assert any("I see it too." in seen.words for seen in await here.person("ana").direct_messages())
    assert (await _kept(here, "U0NORA")).home_id is None
    assert await _rights(here, "U0NORA") == ["ask-contact"]


async def test_an_account_that_ended_while_nobody_was_told_is_found_at_night(here: Town) -> None:
    slack = here.sandbox.slack
    slack.users["U0ANA"] = replace(slack.user("U0ANA"), deleted=True)
    await here.pass_days(1)
    assert (await _kept(here, "U0ANA")).membership == "gone"
    told = [seen for seen in await here.person("dana").direct_messages() if "Ana Torres" in seen.words]
    assert len(told) == 1
    await here.pass_days(0.1)
    async with here.bot.store.read() as tx:
        keys = await tx.execute(sa.select(outbox.c.key).where(outbox.c.key.startswith("nightly-look:")))
        looks = [*keys.scalars()]
    assert len(looks) == 15
    slack.users["U0ANA"] = replace(slack.user("U0ANA"), deleted=False)
    await here.pass_days(1)
    assert (await _kept(here, "U0ANA")).membership == "member"
