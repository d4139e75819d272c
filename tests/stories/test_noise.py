"""Who is told of what, how, and when: by what each chose, once of each fact, and never of their own act."""

import json

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import news, people, roster
from tests.told import ASKED, asks, chose, mentions, passes, told
from tests.town_cases import at_lakeside, chooses, desk_card, open_case, reply_to_district


async def loses_the_right(here: Town, name: str) -> None:
    user = sa.select(people.c.id).where(people.c.user_id == here.person(name).id).scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == user).values(standing="deactivated"))


async def test_a_question_mentions_who_stands_for_the_case_and_nobody_else(here: Town) -> None:
    await here.person("alex").joins(world.LAKESIDE)
    await here.quiet()
    await open_case(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await asks(here)
    (copy,) = await mentions(here, "ana", world.LAKESIDE)
    assert f"question by Alex Kim (Support), for @Ana Torres\n{ASKED}" in copy.words
    for name in ("ben", "alex"):
        assert await mentions(here, name, world.LAKESIDE) == []
    assert [await told(here, name) for name in ("ana", "ben", "alex")] == [[], [], []]


async def test_opening_a_case_rings_for_nobody(here: Town) -> None:
    await open_case(here)
    posted = [call for call in here.sandbox.slack.log if call.method == "chat.postMessage"]
    assert len(posted) >= 4
    assert "<@" not in json.dumps([call.arguments for call in posted], default=str)
    assert f"<@{here.person('ana').id}>" not in json.dumps(
        (await here.card(here.person("ana"), world.LAKESIDE)).blocks
    )


async def test_the_owner_is_told_what_the_district_says_and_the_district_nothing_of_its_own_words(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await asks(here)
    await ana.says("Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    (copy,) = await mentions(here, "alex", world.DESK)
    assert "Firefox." in copy.words
    assert len(await mentions(here, "ana", world.LAKESIDE)) == 1
    assert [await told(here, name) for name in ("ana", "alex", "gita")] == [[], [], []]


async def test_a_direct_message_says_who_wrote_and_has_no_words(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "dm")
    await asks(here)
    assert await mentions(here, "ana", world.LAKESIDE) == []
    assert ASKED in await at_lakeside(here)
    ana = here.person("ana")
    (message,) = await told(here, "ana")
    assert "asks something in case 1" in message.words
    assert ASKED not in message.words + message.text
    await ana.clicks("case.view", channel=await ana.direct_channel(), on=message.ts)
    assert ASKED in await ana.reads_window()


async def test_a_digest_comes_once_in_its_readers_morning_by_case(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too")
    await chose(here, "ana", "digest")
    await reply_to_district(here, "We are looking into it.")
    await reply_to_district(here, "Still looking.", number=2)
    await asks(here)
    await passes(here, "2026-11-25T13:59")
    assert await told(here, "ana") == []
    assert await mentions(here, "ana", world.LAKESIDE) == []
    await passes(here, "2026-11-25T14:00")
    (digest,) = await told(here, "ana")
    assert "News of 2 cases" in digest.words
    assert "Case 1 · a comment and a question waits for an answer" in digest.words
    assert "Case 2 · a comment" in digest.words
    assert digest.buttons == ("case.view#0", "case.view#1")
    assert ASKED not in digest.words + digest.text
    await passes(here, "2026-11-26T14:00")
    assert len(await told(here, "ana")) == 1


async def test_each_reader_has_a_morning_of_their_own(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Buses are late", by="pia", at=world.PINE_RIDGE)
    for name in ("ana", "pia"):
        await chose(here, name, "digest")
    for number in (1, 2):
        await reply_to_district(here, "We are looking into it.", number=number)
    await passes(here, "2026-11-25T14:00")
    assert [len(await told(here, name)) for name in ("ana", "pia")] == [1, 0]
    await passes(here, "2026-11-25T15:00")
    assert [len(await told(here, name)) for name in ("ana", "pia")] == [1, 1]


async def test_a_digest_waits_for_a_business_day_of_its_readers_district(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest")
    await passes(here, "2026-12-18T18:00")
    await asks(here)
    for morning in ("2026-12-19", "2026-12-21", "2026-12-31", "2027-01-01", "2027-01-03"):
        await passes(here, f"{morning}T14:30")
        assert await told(here, "ana") == []
    await passes(here, "2027-01-04T14:30")
    assert len(await told(here, "ana")) == 1


async def test_a_digest_that_is_late_does_not_come_by_night(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest")
    await asks(here)
    await passes(here, "2026-11-26T05:00")
    assert await told(here, "ana") == []
    await passes(here, "2026-11-26T14:00")  # Thanksgiving
    assert await told(here, "ana") == []
    await passes(here, "2026-11-27T14:00")
    assert len(await told(here, "ana")) == 1


@pytest.mark.parametrize("way", ["mention", "dm"])
async def test_what_comes_in_quiet_hours_is_told_in_one_message_when_they_end(here: Town, way: str) -> None:
    await open_case(here)
    await chose(here, "ana", way, begins="11:00", ends="14:00")
    await reply_to_district(here, "We are looking into it.")
    await asks(here)
    assert ASKED in await at_lakeside(here)
    await passes(here, "2026-11-24T19:59")
    assert await told(here, "ana") + await mentions(here, "ana", world.LAKESIDE) == []
    await passes(here, "2026-11-24T20:00")
    (message,) = await told(here, "ana")
    assert "a comment and a question waits for an answer" in message.words
    await reply_to_district(here, "In the afternoon.")
    assert len(await told(here, "ana")) == (2 if way == "dm" else 1)
    assert len(await mentions(here, "ana", world.LAKESIDE)) == (0 if way == "dm" else 1)


async def test_a_critical_case_comes_through_quiet_hours_and_past_what_waits_in_them(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest", begins="11:00", ends="14:00")
    await chose(here, "alex", "dm", begins="00:00", ends="23:59")
    await asks(here)
    assert await told(here, "ana") == []
    alex = here.person("alex")
    await chooses(alex, "case.priority", channel=world.DESK, on=await desk_card(here))
    assert not (await alex.submits(level="critical", words="Nobody can enter marks.")).errors
    await here.quiet()
    (message,) = await told(here, "ana")
    assert "wrote in case 1" in message.words
    assert "Critical" in message.words
    card = await here.card(here.person("ana"), world.LAKESIDE)
    await here.person("ana").says("All schools.", channel=world.LAKESIDE, thread=card.ts)
    await here.quiet()
    assert ["wrote in case 1" in seen.words for seen in await told(here, "alex")] == [True]


async def test_one_fact_is_told_once_for_however_many_reasons(here: Town) -> None:
    """Lee owns the case and is the lead who is told of escalations."""
    card, ana, lee = await open_case(here), here.person("ana"), here.person("lee")
    await lee.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    await ana.submits(words="Report cards are due on Friday.")
    await here.quiet()
    (message,) = await told(here, "lee")
    assert "escalated case 1" in message.words
    assert await mentions(here, "lee", world.DESK) == []


async def test_who_is_given_a_case_is_told_at_once_and_once_whatever_they_chose(here: Town) -> None:
    await open_case(here)
    await chose(here, "gita", "digest")
    lee = here.person("lee")
    await chooses(lee, "case.owner", channel=world.DESK, on=await desk_card(here))
    view = await lee.window() or {"blocks": []}
    elements = [block.get("element") or {} for block in view["blocks"]]
    offered = {it["text"]["text"]: it["value"] for element in elements for it in element.get("options") or []}
    await lee.submits(person=offered["Gita Rao"])
    await here.quiet()
    assert ["gave you case 1" in seen.words for seen in await told(here, "gita")] == [True]
    assert await mentions(here, "gita", world.DESK) == []
    assert await mentions(here, "lee", world.DESK) == []


async def test_nobody_who_lost_the_right_meanwhile_is_told(here: Town) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too", by="ben")
    await chose(here, "ana", "digest")
    await chose(here, "ben", "digest")
    await asks(here)
    await reply_to_district(here, "We are looking into it.", number=2)
    await loses_the_right(here, "ana")
    await passes(here, "2026-11-25T14:00")
    assert [len(await told(here, name)) for name in ("ana", "ben")] == [0, 1]


async def test_a_question_that_was_answered_meanwhile_is_no_news(here: Town) -> None:
    card = await open_case(here)
    await chose(here, "ana", "digest")
    await asks(here)
    await here.person("ben").says("Firefox.", channel=world.LAKESIDE, thread=card)
    await passes(here, "2026-11-25T14:00")
    assert await told(here, "ana") == []


async def test_who_wrote_in_the_case_meanwhile_knows_what_stood_there(here: Town) -> None:
    card = await open_case(here)
    await chose(here, "ana", "digest")
    await reply_to_district(here, "We are looking into it.")
    await here.person("ana").says("Thank you.", channel=world.LAKESIDE, thread=card)
    await passes(here, "2026-11-25T14:00")
    assert await told(here, "ana") == []
    await reply_to_district(here, "Found it.")
    await passes(here, "2026-11-27T14:00")
    assert len(await told(here, "ana")) == 1


async def test_what_was_redacted_meanwhile_is_no_news(here: Town) -> None:
    await open_case(here)
    await chose(here, "ana", "digest")
    await reply_to_district(here, "The student is Jane Doe.")
    copy = (await here.thread(here.person("ben"), world.LAKESIDE))[-1]
    await here.person("ben").uses_shortcut("shortcut.redact", channel=world.LAKESIDE, on=copy.ts)
    assert not (await here.person("ben").submits()).errors
    await passes(here, "2026-11-25T14:00")
    assert await told(here, "ana") == []


async def test_notifications_are_the_contacts_and_the_agents_to_choose(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    await sam.types("/case", "notify", channel=world.TOWN)
    assert "authorized contacts" in (await sam.hints(world.TOWN))[-1].words
    assert await sam.window() is None
    await ana.opens_home()
    await ana.clicks_at_home("person.notifications")
    shown = await ana.reads_window()
    assert "America/Chicago" in shown
    assert "always come through" in shown
    same = {"begins": "22:00", "ends": "22:00"}
    wrong = (await ana.submits(way="digest", quiet="weekends-too", **same)).errors
    assert wrong == {"ends": "Please choose another time than the one they begin at."}
    assert not (await ana.submits(begins="21:30")).errors
    saved = await ana.reads_window()
    assert "One digest, at 8:00 on business days" in saved
    assert "from 21:30 until 22:00" in saved
    await ana.closes()
    await ana.types("/case", "notify", channel=world.TOWN)
    assert (await ana.typed())["quiet"] == "weekends-too"
    alex = here.person("alex")
    await alex.opens_home()
    await alex.clicks_at_home("person.notifications")
    assert "How shall I tell you?" in await alex.reads_window()
    assert "notify" in await _help(here, "alex")
    assert "notify" not in await _help(here, "sam")


async def _help(here: Town, name: str) -> str:
    person = here.person(name)
    await person.types("/case", "help", channel=world.TOWN)
    return (await person.hints(world.TOWN))[-1].words


@pytest.mark.parametrize(("way", "left"), [("mention", 1), ("dm", 0)])
async def test_of_what_was_told_long_ago_nothing_is_kept_but_whom_a_copy_mentions_that_stands(
    here: Town, way: str, left: int
) -> None:
    await chose(here, "ana", way)
    await open_case(here)
    await asks(here)
    count = sa.select(sa.func.count()).select_from(news)

    async def kept() -> int:
        async with here.bot.store.read() as tx:
            return int((await tx.execute(count)).scalar_one())

    await here.pass_days(29)
    assert await kept() == 1
    await here.pass_days(2)
    assert await kept() == left
