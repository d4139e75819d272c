"""Redacting beside cases, and what whoever redacts is told of what still stands in Slack (POLICY 10)."""

import json

import pytest
import sqlalchemy as sa

from bot.domain.refusals import AuthorsOnly
from bot.services import redacting
from demo import world
from demo.town import Town
from storage.tables import audit, kept_words
from tests.emergency_cases import decides, pages, who
from tests.redactions import AGAIN, EDITED, FIRST, redacts, words_kept
from tests.stories.test_contacts_who_go_quiet import _opens_list as opens_silences
from tests.stories.test_contacts_who_go_quiet import _value
from tests.stories.test_from_the_thread import closed_case
from tests.stories.test_list_of_contacts import NORA, _opens_list
from tests.town_cases import desk_card, open_case

STANDS = "Your own message still stands in Slack"
STUB = "What was written here was erased."
CALL = f"555-0177, ask for {AGAIN}"


async def everything_told(here: Town) -> str:
    """All that the bot's direct messages hold now, as they stand: words and previews."""
    slack = here.sandbox.slack
    found = [message for channel in slack.channels.values() for message in channel.messages.values()]
    return "\n".join(f"{it.text} {json.dumps(it.blocks)}" for it in found if it.bot_id)


async def redacts_told(here: Town, name: str, words: str) -> str:
    """On the direct message in which they read these words."""
    person = here.person(name)
    seen = [it for it in await person.direct_messages() if words in it.words][-1]
    said = await redacts(here, name, channel=await person.direct_channel(), on=seen.ts)
    await here.quiet()
    return said


async def refused(here: Town, name: str, what: str) -> None:
    target = redacting.target_of(what, 1)
    with pytest.raises(AuthorsOnly):
        await redacting.redact(here.bot.store, who=who(here, name), target=target, now=here.clock.now(), once=name)


async def lines(here: Town) -> list[tuple[bool, str]]:
    query = sa.select(audit.c.allowed, audit.c.ref).where(audit.c.act == "redact").order_by(audit.c.id)
    async with here.bot.store.read() as tx:
        return [(row.allowed, row.ref) for row in (await tx.execute(query)).all()]


async def asks_for_nora(here: Town) -> None:
    ana = here.person("ana")
    await _opens_list(here, "ana")
    await ana.clicks_in_window("list.request#add", "1:0:add")
    filled = {
        **NORA,
        "reason": f"{FIRST} moves away.",
        "name": f"{AGAIN} Stein",
        "email": f"{AGAIN}@lakeside.example",
    }
    assert not (await ana.submits(**filled)).errors
    await ana.closes(everything=True)
    await here.quiet()


async def is_declined(here: Town) -> None:
    kim = here.person("kim")
    asked = [seen for seen in await kim.direct_messages() if "list.decline" in seen.buttons][-1]
    await kim.clicks("list.decline", channel=await kim.direct_channel(), on=asked.ts)
    assert not (await kim.submits(reason=f"{EDITED} must take the training first.")).errors
    await kim.closes(everything=True)
    await here.quiet()


async def test_of_a_request_that_was_declined_no_word_is_left_nor_who_was_never_added(here: Town) -> None:
    await asks_for_nora(here)
    await is_declined(here)
    assert await words_kept(here.bot.store) == {FIRST, EDITED, AGAIN}
    assert FIRST in await everything_told(here)
    await refused(here, "sam", "request")
    assert await words_kept(here.bot.store) == {FIRST, EDITED, AGAIN}
    await redacts_told(here, "ana", EDITED)
    assert await words_kept(here.bot.store) == set()
    told = await everything_told(here)
    assert [word for word in (FIRST, EDITED, AGAIN) if word in told] == []
    assert STUB in told
    assert await lines(here) == [(False, "request:1"), (True, "request:1")]


async def test_a_request_that_waits_is_redacted_and_decided_all_the_same(here: Town) -> None:
    await asks_for_nora(here)
    await redacts_told(here, "kim", FIRST)
    assert await words_kept(here.bot.store) == {AGAIN}
    assert FIRST not in await everything_told(here)
    kim = here.person("kim")
    asked = [seen for seen in await kim.direct_messages() if "list.approve" in seen.buttons][-1]
    assert STUB in asked.words
    await kim.clicks("list.approve", channel=await kim.direct_channel(), on=asked.ts)
    assert not (await kim.submits(reason="Welcome.")).errors
    await kim.closes(everything=True)
    await here.quiet()
    assert f"{AGAIN} Stein" in await _opens_list(here, "ana")


async def test_why_a_quiet_contact_was_kept_is_redacted_wherever_it_was_told(here: Town) -> None:
    await here.pass_days(150)
    kim = here.person("kim")
    await opens_silences(here)
    window = await kim.window() or {"blocks": []}
    menus = [block["accessory"] for block in window["blocks"] if (block.get("accessory") or {}).get("options")]
    near = next(it for it in menus[0]["options"] if it["text"]["text"].startswith("Near"))
    await kim.clicks_in_window(menus[0]["action_id"], near["value"])
    await kim.clicks_in_window(await _value(here, "silences.keep", "Ben"))
    assert not (await kim.submits(words=f"{FIRST} is ill until March.")).errors
    await kim.closes(everything=True)
    await here.quiet()
    assert FIRST in await everything_told(here)
    await refused(here, "sam", "keeping")
    assert await words_kept(here.bot.store) == {FIRST}
    await redacts_told(here, "ben", FIRST)
    assert await words_kept(here.bot.store) == set()
    told = await everything_told(here)
    assert FIRST not in told
    assert STUB in told


@pytest.mark.parametrize("is_decided", [False, True])
async def test_a_report_of_which_no_case_came_is_redacted_at_the_desk_and_in_every_message(
    here: Town,
    is_decided: bool,  # noqa: FBT001  # what the story is told with
) -> None:
    sam = here.person("sam")
    await sam.types("/case", "emergency", channel=world.TOWN)
    report = {"broken": f"{FIRST} is locked out.", "affected": "One.", "unreachable": "All are ill.", "phone": CALL}
    assert not (await sam.submits(**report)).errors
    await sam.closes(everything=True)
    await here.quiet()
    if is_decided:
        alex = here.person("alex")
        (page, *_) = await pages(here)
        await alex.clicks("emergency.decline", channel=world.DESK, on=page.ts)
        assert not (await alex.submits(words=f"{EDITED} is there today.")).errors
        await here.quiet()
    there = {FIRST, AGAIN, EDITED} if is_decided else {FIRST, AGAIN}
    assert await words_kept(here.bot.store) == there
    await refused(here, "rosa", "emergency")
    assert await words_kept(here.bot.store) == there
    await redacts_told(here, "ana", FIRST)
    assert await words_kept(here.bot.store) == set()
    told = await everything_told(here)
    assert [word for word in (FIRST, EDITED, AGAIN) if word in told] == []
    assert is_decided or "Redacted" in (await pages(here))[0].words


async def test_an_accepted_report_is_redacted_with_the_case_that_came_of_it(here: Town) -> None:
    sam = here.person("sam")
    await sam.types("/case", "emergency", channel=world.TOWN)
    report = {"broken": f"{FIRST} is locked out.", "affected": "One.", "unreachable": "All are ill.", "phone": CALL}
    assert not (await sam.submits(**report)).errors
    await sam.closes(everything=True)
    await here.quiet()
    assert not (await decides(here, "alex", "accept", module="Attendance")).errors
    await redacts_told(here, "ana", FIRST)
    assert await words_kept(here.bot.store) == set()
    assert FIRST not in await everything_told(here)


async def test_what_waits_for_its_author_is_redacted_by_them_who_are_told_that_their_message_stands(
    here: Town,
) -> None:
    card, ana = await closed_case(here), here.person("ana")
    ts = await ana.says(f"{FIRST} again.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert await words_kept(here.bot.store) == {FIRST}
    await refused(here, "ben", "waiting")
    assert await words_kept(here.bot.store) == {FIRST}
    assert STANDS in await redacts(here, "ana", channel=world.LAKESIDE, on=ts)
    assert await words_kept(here.bot.store) == set()
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(kept_words))).all() == []


async def test_whoever_redacts_their_own_words_is_asked_to_delete_the_message_and_of_a_form_is_not(
    here: Town,
) -> None:
    card, ana = await open_case(here), here.person("ana")
    typed = await ana.says(f"It is {FIRST}.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert STANDS in await redacts(here, "ana", channel=world.LAKESIDE, on=typed)
    assert "still stands" not in await redacts(here, "ana", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert not [seen for seen in await ana.direct_messages() if "redacted a text of yours" in seen.words]


async def test_whose_words_another_redacted_is_asked_to_delete_the_message_unless_it_is_deleted(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    typed = await ana.says(f"It is {FIRST}.", channel=world.LAKESIDE, thread=card)
    gone = await ana.says(f"Also {FIRST}.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.deletes(gone, channel=world.LAKESIDE)
    await here.quiet()
    assert "Whoever typed it is asked" in await redacts(here, "ben", channel=world.LAKESIDE, on=typed)
    await here.quiet()
    told = [seen for seen in await ana.direct_messages() if "redacted a text of yours in case 1" in seen.words]
    assert len(told) == 1
    assert "Ben Okafor" in told[0].words
    second, now = redacting.target_of("comment", 2), here.clock.now()
    left = await redacting.redact(here.bot.store, who=who(here, "ben"), target=second, now=now, once="second")
    assert left == "none"


async def test_a_note_is_said_to_stand_where_it_was_typed(here: Town) -> None:
    await open_case(here)
    alex = here.person("alex")
    ts = await alex.says(f"Mind {FIRST}.", channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    assert STANDS in await redacts(here, "alex", channel=world.DESK, on=ts)


async def test_a_case_made_of_a_message_is_redacted_and_its_author_asked_to_delete_the_message(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    ts = await sam.says(f"{FIRST} has no grades.", channel=world.TOWN)
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    assert not (await ana.submits(module="Grades", subject="A grade is gone")).errors
    await ana.closes(everything=True)
    await here.quiet()
    card = await here.card(ana, world.LAKESIDE)
    assert "still stands in Slack" in await redacts(here, "ana", channel=world.LAKESIDE, on=card.ts)
    await here.quiet()
    assert [seen for seen in await sam.direct_messages() if "redacted a text of yours in case 1" in seen.words]
    assert await words_kept(here.bot.store) == set()


async def test_cases_that_are_offered_are_offered_without_their_subjects(here: Town) -> None:
    await open_case(here, subject=f"{FIRST} vanishes on save")
    await here.people.do("user-change", user="U0ANA", facts={"deleted": True})
    await here.quiet()
    (offered,) = [seen for seen in await here.person("ben").direct_messages() if "Who takes them?" in seen.words]
    assert "Case 1" in offered.words
    assert "Grades" in offered.words
    assert FIRST not in offered.words
