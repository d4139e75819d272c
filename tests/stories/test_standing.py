"""Which contact stands for a case, and what becomes of their cases when they leave (POLICY 3)."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from sandbox.people import Seen
from storage.tables import people, roster
from tests.town_cases import at_lakeside, chooses, desk_card, open_case


async def _contact(here: Town) -> str:
    words = (await here.card(here.person("ana"), world.LAKESIDE)).words
    return words.partition("Contact\n")[2].partition("\n")[0]


async def test_a_contact_takes_a_case_over_and_another_is_told_it_is_theirs_already(here: Town) -> None:
    card = await open_case(here)
    ana, ben = here.person("ana"), here.person("ben")
    await chooses(ana, "case.take-over", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert "nothing to change" in (await ana.hints(world.LAKESIDE))[-1].words
    await chooses(ben, "case.take-over", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert await _contact(here) == "@Ben Okafor"
    assert "Ben Okafor stands for case 1 from now on." in await at_lakeside(here)


async def test_a_contact_hands_a_case_to_another_who_is_told(here: Town) -> None:
    card = await open_case(here)
    ana, tess = here.person("ana"), here.person("tess")
    await chooses(ana, "case.hand-over", channel=world.LAKESIDE, on=card)
    assert "Ana Torres" not in await _offered(here, ana.id)
    await ana.submits(person=(await _offered(here, ana.id))["Tess Lindqvist"])
    await here.quiet()
    assert await _contact(here) == "@Tess Lindqvist"
    assert "@Ana Torres handed you case 1" in (await tess.direct_messages())[-1].words


async def test_a_contact_who_left_meanwhile_is_not_handed_a_case(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.hand-over", channel=world.LAKESIDE, on=card)
    ben = (await _offered(here, ana.id))["Ben Okafor"]
    accounts.deactivate(here.sandbox.slack, "U0BEN")
    await here.quiet()
    await ana.submits(person=ben)
    assert "choose somebody else" in await ana.reads_window()
    assert await _contact(here) == "Ana Torres"


@pytest.mark.parametrize("left", [True, False], ids=["who left", "whose role ended"])
async def test_no_case_is_given_to_who_is_no_agent_any_more_when_the_form_is_sent(
    here: Town,
    left: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    await open_case(here)
    alex, card = here.person("alex"), await desk_card(here)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    await chooses(alex, "case.owner", channel=world.DESK, on=card)
    gita = (await _offered(here, alex.id))["Gita Rao"]
    if left:
        accounts.deactivate(here.sandbox.slack, "U0GITA")
        await here.quiet()
    else:
        async with here.bot.store.begin() as tx:
            hers = sa.select(people.c.id).where(people.c.user_id == "U0GITA").scalar_subquery()
            await tx.execute(roster.update().where(roster.c.person_id == hers).values(standing="removed"))
    await alex.submits(person=gita)
    assert "choose somebody else" in await alex.reads_window()
    await here.quiet()
    assert "Owner\n@Alex Kim" in (await here.card(alex, world.DESK)).words


async def test_staff_hand_nothing_over(here: Town) -> None:
    card = await open_case(here)
    sam = here.person("sam")
    await sam.joins(world.LAKESIDE)
    await chooses(sam, "case.take-over", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert "authorized contacts" in (await sam.hints(world.LAKESIDE))[-1].words


async def test_the_cases_of_a_contact_who_left_are_offered_to_the_others_at_once(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too")
    accounts.deactivate(here.sandbox.slack, "U0ANA")
    await here.quiet()
    ben = here.person("ben")
    offer = (await ben.direct_messages())[-1]
    assert "Ana Torres is no longer an authorized contact" in offer.words
    assert "Case 1 · Grades" in offer.words  # its number and module, no word of it
    await ben.clicks("case.take-over#1", channel=await ben.direct_channel(), on=offer.ts)
    await here.quiet()
    stands = [(await here.card(ben, world.LAKESIDE, number=number)).words for number in (1, 2)]
    assert sum("Contact\n@Ben Okafor" in words for words in stands) == 1
    pias = [seen.words for seen in await here.person("pia").direct_messages()]
    assert not [words for words in pias if "Case 1" in words or "Who takes them" in words]


async def test_the_cases_of_a_contact_whom_the_clock_deactivates_are_offered_to_the_others(
    here: Town,
) -> None:
    await here.person("sam").joins(world.LAKESIDE)  # so that words go by direct message
    await here.quiet()
    await open_case(here)
    ben, tess = here.person("ben"), here.person("tess")
    await here.pass_days(180)
    await here.pass_days(1.1)
    for person in (ben, tess):
        await person.types("/case", "list", channel=world.TOWN)
    await here.pass_days(13.8)
    assert [await _offers(here, name) for name in ("ben", "tess")] == [[], []]
    await here.pass_days(0.3)
    assert [len(await _offers(here, name)) for name in ("ana", "ben", "tess", "pia")] == [0, 1, 1, 0]
    assert [len(await _last_lines(here, name)) for name in ("ana", "ben")] == [1, 0]
    (offer,) = await _offers(here, "ben")
    assert "Case 1 · Grades" in offer.words  # its number and module, no word of it
    await ben.clicks("case.take-over#0", channel=await ben.direct_channel(), on=offer.ts)
    await here.quiet()
    stands = [seen.words for seen in await ben.direct_messages() if "Contact\n@Ben Okafor" in seen.words]
    assert ["Grades vanish on save" in words for words in stands] == [True]


async def _last_lines(here: Town, name: str) -> list[Seen]:
    told = await here.person(name).direct_messages()
    return [seen for seen in told if "this thread of case 1 ends here" in seen.words]


async def _offers(here: Town, name: str) -> list[Seen]:
    told = await here.person(name).direct_messages()
    return [seen for seen in told if "Ana Torres is no longer an authorized contact" in seen.words]


async def test_the_cases_of_an_agent_who_left_are_offered_to_the_leads(here: Town) -> None:
    await open_case(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    accounts.deactivate(here.sandbox.slack, "U0ALEX")
    await here.quiet()
    lee = here.person("lee")
    offer = (await lee.direct_messages())[-1]
    assert "Alex Kim is no longer at Support" in offer.words
    await lee.clicks("case.owner#0", channel=await lee.direct_channel(), on=offer.ts)
    await lee.submits(person=(await _offered(here, lee.id))["Gita Rao"])
    await here.quiet()
    assert "Owner\n@Gita Rao" in (await here.card(lee, world.DESK)).words


async def _offered(here: Town, user: str) -> dict[str, str]:
    """The options of the window's select: value by name."""
    view = (await here.people.look(f"view/{user}"))["view"]
    elements = [block.get("element") or {} for block in view["blocks"]]
    return {it["text"]["text"]: it["value"] for element in elements for it in element.get("options") or []}
