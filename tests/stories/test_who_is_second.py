"""Who acts second is told what happened, and undoes nothing of it: owner, contact, priority, status, incident."""

from typing import Any

import pytest

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from tests.notification_cases import opens_incident
from tests.town_cases import at_the_desk, chooses, desk_card, open_case, taken_case

LASTING = "It affects the whole district today."
CHANGED = "has changed since you looked"


async def _forms_of_two(here: Town, action: str, names: tuple[str, str], at: str, on: str) -> None:
    """Both look before either sends."""
    for name in names:
        await chooses(here.person(name), action, channel=at, on=on)


async def _option(here: Town, name: str, label: str) -> str:
    view = (await here.people.look(f"view/{here.person(name).id}"))["view"]
    elements = [block.get("element") or {} for block in view["blocks"]]
    found = {it["text"]["text"]: it["value"] for element in elements for it in element.get("options") or []}
    return str(found[label])


async def _card(here: Town) -> str:
    return (await here.card(here.person("alex"), world.DESK)).words


async def test_of_two_who_give_a_case_at_once_the_second_is_told(here: Town) -> None:
    card = await taken_case(here)
    await _forms_of_two(here, "case.owner", ("alex", "lee"), world.DESK, card)
    lee_chose = await _option(here, "lee", "Alex Kim")
    await here.person("alex").submits(person=await _option(here, "alex", "Gita Rao"))
    await here.quiet()
    await here.person("lee").submits(person=lee_chose)
    await here.quiet()
    assert f"Case 1 {CHANGED}: it has another owner now" in await here.person("lee").reads_window()
    assert "Owner\n@Gita Rao" in await _card(here)


async def test_of_two_who_assess_a_case_at_once_the_second_is_told_and_keeps_their_words(here: Town) -> None:
    card = await taken_case(here)
    await _forms_of_two(here, "case.priority", ("alex", "lee"), world.DESK, card)
    lee = here.person("lee")
    await here.person("alex").submits(level="high", words=LASTING)
    await here.quiet()
    await lee.submits(level="low", words="It affects nobody any more.")
    assert f"Case 1 {CHANGED}: it has another priority now" in await lee.reads_window()
    await lee.closes()
    assert "How many are affected" in await lee.reads_window()
    await here.quiet()
    assert "High" in await _card(here)


async def test_of_two_who_move_a_case_at_once_the_second_is_told(here: Town) -> None:
    card = await taken_case(here)
    await _forms_of_two(here, "case.status", ("alex", "lee"), world.DESK, card)
    for name in ("alex", "lee"):
        await here.person(name).clicks_in_window("case.status-chosen", "schedule")
    await here.person("alex").submits(date="2026-11-30")
    await here.quiet()
    await here.person("lee").submits(date="2026-12-03")
    assert "Case 1 has moved on: it is Scheduled now" in await here.person("lee").reads_window()
    await here.quiet()
    assert "Scheduled" in await _card(here)
    assert "30 Nov" in await _card(here)


async def test_of_two_who_link_a_case_at_once_the_second_is_told(here: Town) -> None:
    card, lee = await taken_case(here), here.person("lee")
    for title in ("Grades are not saved", "Nobody can log in"):
        await opens_incident(here, title, ())
    await _forms_of_two(here, "case.link", ("alex", "lee"), world.DESK, card)
    assert not (await here.person("alex").submits(incident="1")).errors
    await here.quiet()
    await lee.submits(incident="2")
    assert f"Case 1 {CHANGED}: it is linked to another incident now" in await lee.reads_window()
    await here.quiet()
    assert "Incident 1 (open)" in await _card(here)


async def test_of_two_contacts_who_hand_a_case_over_at_once_the_second_is_told(here: Town) -> None:
    card = await open_case(here)
    await _forms_of_two(here, "case.hand-over", ("ana", "ben"), world.LAKESIDE, card)
    to_tess, to_ben = await _option(here, "ben", "Tess Lindqvist"), await _option(here, "ana", "Ben Okafor")
    await here.person("ana").submits(person=to_ben)
    await here.quiet()
    await here.person("ben").submits(person=to_tess)
    assert f"Case 1 {CHANGED}: another contact stands for it now" in await here.person("ben").reads_window()
    assert "Contact\n@Ben Okafor" in (await here.card(here.person("ana"), world.LAKESIDE)).words


async def test_an_offer_that_was_taken_is_not_taken_from_who_took_it(here: Town) -> None:
    await open_case(here)
    accounts.deactivate(here.sandbox.slack, "U0ANA")
    await here.quiet()
    ben, tess = here.person("ben"), here.person("tess")
    for person in (ben, tess):
        offer = (await person.direct_messages())[-1]
        await person.clicks("case.take-over#0", channel=await person.direct_channel(), on=offer.ts)
        await here.quiet()
    assert f"Case 1 {CHANGED}: another contact stands for it now" in await _told(tess)
    assert "Contact\n@Ben Okafor" in (await here.card(ben, world.LAKESIDE)).words


async def test_an_offer_of_a_case_that_has_a_new_owner_opens_no_form(here: Town) -> None:
    await taken_case(here)
    accounts.deactivate(here.sandbox.slack, "U0ALEX")
    await here.quiet()
    lee = here.person("lee")
    offer, direct = (await lee.direct_messages())[-1], await lee.direct_channel()
    for once in (True, False):
        await lee.clicks("case.owner#0", channel=direct, on=offer.ts)
        if once:
            await lee.submits(person=await _option(here, "lee", "Gita Rao"))
            await here.quiet()
    await here.quiet()
    assert f"Case 1 {CHANGED}: it has another owner now" in await _told(lee)
    assert "Owner\n@Gita Rao" in (await here.card(lee, world.DESK)).words


async def _told(person: Any) -> str:
    return "\n".join(seen.words for seen in await person.hints(await person.direct_channel()))


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ("case.status", "has moved on: it is Closed"),
        ("case.owner", "has moved on: it is Closed"),
        ("case.priority", "is closed"),
        ("case.link", "is closed"),
    ],
)
async def test_a_stale_menu_at_the_desk_opens_no_form_of_a_closed_case(here: Town, action: str, why: str) -> None:
    await open_case(here)
    card, alex, channel = await desk_card(here), here.person("alex"), here.sandbox.slack.channel(world.DESK)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    await chooses(alex, action, channel=world.DESK, on=card)
    assert "case 1" in (await alex.reads_window()).lower()
    await alex.closes(everything=True)
    await _withdrawn_unseen(here, channel, card)
    await chooses(alex, action, channel=world.DESK, on=card)
    await here.quiet()
    assert f"Case 1 {why}" in (await alex.hints(world.DESK))[-1].words


async def test_a_stale_button_at_the_desk_opens_no_reply_to_a_closed_case(here: Town) -> None:
    await open_case(here)
    card, alex, channel = await desk_card(here), here.person("alex"), here.sandbox.slack.channel(world.DESK)
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
    assert "Preview" in await alex.reads_window()
    await _withdrawn_unseen(here, channel, card)
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
    await here.quiet()
    assert "Case 1 is closed" in (await alex.hints(world.DESK))[-1].words


@pytest.mark.parametrize("action", ["case.ask-input", "case.resolve"])
async def test_a_stale_button_at_the_desk_opens_no_form_of_a_case_that_waits(here: Town, action: str) -> None:
    await open_case(here)
    card, alex, channel = await desk_card(here), here.person("alex"), here.sandbox.slack.channel(world.DESK)
    await alex.clicks(action, channel=world.DESK, on=card)
    before = channel.messages[card]
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    channel.messages[card] = before
    await here.person("lee").clicks(action, channel=world.DESK, on=card)
    await here.quiet()
    assert "Case 1 has moved on: it is Pending Customer" in (await here.person("lee").hints(world.DESK))[-1].words


async def test_a_case_that_was_escalated_today_opens_no_form_for_it(here: Town) -> None:
    card, ana, ben = await open_case(here), here.person("ana"), here.person("ben")
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    assert "Why can it not wait?" in await ana.reads_window()
    await ana.submits(words="The report is due at noon.")
    await here.quiet()
    await chooses(ben, "case.escalate", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert "was escalated already" in (await ben.hints(world.LAKESIDE))[-1].words


async def test_of_two_who_escalate_at_once_the_second_is_told(here: Town) -> None:
    card = await open_case(here)
    await _forms_of_two(here, "case.escalate", ("ana", "ben"), world.LAKESIDE, card)
    await here.person("ana").submits(words="The report is due at noon.")
    await here.person("ben").submits(words="It is due at one, for me.")
    await here.quiet()
    assert "was escalated already" in await here.person("ben").reads_window()
    assert "due at one" not in await at_the_desk(here)


async def _withdrawn_unseen(here: Town, channel: Any, card: str) -> None:
    """Ana withdraws the case, and the desk's card is not drawn again."""
    before, ana = channel.messages[card], here.person("ana")
    lakeside = (await here.card(ana, world.LAKESIDE)).ts
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=lakeside)
    await ana.submits()
    await here.quiet()
    channel.messages[card] = before
