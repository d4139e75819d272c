"""What people in Slack read of what was done about their list where the bot runs (POLICY 6)."""

import sqlalchemy as sa

from bot.domain.ids import OPERATOR, DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.list_requests import Kind, Words
from bot.domain.people import Role
from bot.services import list_requests
from bot.services.list_requests import Wish
from demo import world
from demo.town import Town
from storage.inbound import FormKey
from storage.tables import people

NORA = Words(name="Nora Stein", email="nora@lakeside.example", reason="She phoned: Tess moves away.")


async def _id(here: Town, name: str) -> PersonId:
    async with here.bot.store.read() as tx:
        query = sa.select(people.c.id).where(people.c.user_id == f"U0{name.upper()}")
        return PersonId((await tx.execute(query)).scalar_one())


async def _enters(here: Town, wish: Wish) -> None:
    once = FormKey(f"command-line:{wish.kind}")
    await list_requests.ask(here.bot.store, who=OPERATOR, wish=wish, now=here.clock.now(), once=once)
    await here.quiet()


async def _adds_nora(here: Town, asker: str) -> None:
    wish = Wish(
        district=DistrictId(1),
        kind=Kind.ADD,
        person=SlackUser(team=TeamId(world.TEAM), user=UserId(world.STRANGER)),
        role=Role.TECHNICAL,
        licensed=True,
        words=NORA,
        asker=await _id(here, asker),
    )
    await _enters(here, wish)


async def test_whoever_is_said_to_have_asked_is_told_and_takes_it_back(here: Town) -> None:
    await _adds_nora(here, "dana")
    dana, kim = here.person("dana"), here.person("kim")
    (asked,) = [seen for seen in await kim.direct_messages() if "list.approve" in seen.buttons]
    assert "Dana Whitfield of Lakeside Unified asks to add Nora Stein" in asked.words
    assert "Entered by Support's command line." in asked.words
    (told,) = [seen for seen in await dana.direct_messages() if "entered a request for you" in seen.words]
    assert "Support's command line entered a request for you: add Nora Stein as an Authorized" in told.words
    assert "She phoned: Tess moves away." in told.words
    await dana.clicks("list.withdraw", channel=await dana.direct_channel(), on=told.ts)
    assert "Request 1 is withdrawn." in await dana.reads_window()
    await here.quiet()
    assert not [seen for seen in await kim.direct_messages() if "list.approve" in seen.buttons]


async def test_who_is_removed_at_the_command_line_reads_by_whom_and_why(here: Town) -> None:
    reason = Words(reason="The district's office wrote to us.")
    wish = Wish(district=DistrictId(1), kind=Kind.REMOVE, person=await _id(here, "ben"), words=reason)
    await _enters(here, wish)
    for name, said in (
        ("ben", "Support's command line removed you from the contacts of Lakeside Unified"),
        ("ana", "Ben Okafor is no longer a contact of Lakeside Unified. Done by Support's command line."),
        ("dana", "Ben Okafor is no longer a contact of Lakeside Unified. Done by Support's command line."),
    ):
        (told,) = [seen for seen in await here.person(name).direct_messages() if said in seen.words]
        assert "The district's office wrote to us." in told.words
