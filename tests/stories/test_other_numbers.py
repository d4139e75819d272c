"""A vendor with other numbers, modules and places than ours: they hold, and they are what people read."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from demo import world
from demo.town import Town, town
from sandbox.people import Person
from tests.told import passes
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OTHERS = {
    "LIAISON_SUBJECT_SHORTEST": "8",
    "LIAISON_SUBJECT_LONGEST": "40",
    "LIAISON_REASON_SHORTEST": "20",
    "LIAISON_FILES_AT_ONCE": "2",
    "LIAISON_FILE_MB": "2",
    "LIAISON_FORM_FILE_MB": "1",
    "LIAISON_KEPT_HOURS": "2",
    "LIAISON_MERGE_UNDO_HOURS": "36",
    "LIAISON_HINT_MINUTES": "5",
    "LIAISON_ESCALATION_DAYS": "2",
    "LIAISON_TRAINING_NEEDED": "First Steps https://training.example/first",
    "LIAISON_TRAINING_RECOMMENDED": "-",
    "LIAISON_TRAINING_DAYS": "10",
    "LIAISON_CONFIRM_MONTHS": "1",
    "LIAISON_CONFIRM_REMIND_DAYS": "2",
    "LIAISON_CONFIRM_AGAIN_DAYS": "1",
    "LIAISON_CONFIRM_REMINDERS": "1",
    "LIAISON_MODULES": "Grades, Buses & routes, School meals",
    "LIAISON_REFERRALS": "The county's help desk, Your bus company",
}


@pytest.fixture
async def here(database_url: str, transport: str) -> AsyncIterator[Town]:
    async with town(database_url, transport=transport, filled=True, more=OTHERS) as found:
        yield found


async def _choices(person: Person, block: str) -> list[str]:
    """What can be chosen in that field of the open window, from top to bottom."""
    view = await person.window() or {"blocks": []}
    return [
        option["text"]["text"]
        for it in view["blocks"]
        if it.get("block_id") == block
        for option in (it.get("element") or {}).get("options") or []
    ]


MODULES = ["Grades", "Buses & routes", "School meals"]


async def test_the_modules_of_a_case_are_those_of_the_settings(here: Town) -> None:
    ana, lee = here.person("ana"), here.person("lee")
    await ana.types("/case", "A bus is missing", channel=world.TOWN)
    assert await _choices(ana, "module") == MODULES
    assert not (await ana.submits(module="Buses & routes", description="It is not in the list.")).errors
    await here.quiet()
    for name, channel in (("ana", world.LAKESIDE), ("alex", world.DESK)):
        assert "Module\nBuses & routes\n" in (await here.card(here.person(name), channel)).words
    await here.person("alex").types("/case", "find module:buses", channel=world.TOWN)
    assert "A bus is missing" in (await here.person("alex").hints(world.TOWN))[-1].words
    await lee.types("/case", "incident", channel=world.TOWN)
    assert await _choices(lee, "modules") == [*MODULES]


async def test_the_places_a_case_is_referred_to_are_those_of_the_settings(here: Town) -> None:
    await open_case(here)
    alex = here.person("alex")
    await chooses(alex, "case.status", channel=world.DESK, on=await desk_card(here))
    await alex.clicks_in_window("case.status-chosen", "refer")
    assert await _choices(alex, "referred") == ["The county's help desk", "Your bus company"]
    assert not (await alex.submits(referred="Your bus company", words="They keep the list of buses.")).errors
    await here.quiet()
    assert "Closed (Referred)" in (await here.card(here.person("ana"), world.LAKESIDE)).words
    assert "Your bus company\nThey keep the list of buses." in await at_lakeside(here)


async def _posts(here: Town, *files: str, under: str) -> None:
    """In the case's thread at Lakeside."""
    ana = here.person("ana").id
    place = {"channel": world.LAKESIDE, "thread_ts": under}
    await here.people.do("message", user=ana, text="All:", files=files, **place)
    await here.quiet()


async def _file(here: Town, name: str, *, megabytes: float) -> str:
    sent = base64.b64encode(b"x").decode()
    ana = here.person("ana").id
    file = str((await here.people.do("upload", user=ana, name=name, content=sent))["file"])
    here.sandbox.slack.files[file].size = int(megabytes * 1024 * 1024)
    return file


async def test_a_subject_and_the_form_s_files(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "new", channel=world.TOWN)
    window = await ana.reads_window()
    assert "8 to 40 characters" in window
    assert "Up to 2, 1 MB each" in window
    typed = {"module": "Grades", "description": "They are gone after a reload."}
    assert "at least 8" in (await ana.submits(subject="Grades!", **typed)).errors["subject"]
    assert "at most 40" in (await ana.submits(subject="x" * 41, **typed)).errors["subject"]
    film = await _file(here, "film.mp4", megabytes=1.5)
    assert "larger than 1 MB" in (await ana.submits(subject="Grades vanish", files=[film])).errors["files"]
    small = await _file(here, "steps.png", megabytes=0.5)
    assert not (await ana.submits(files=[small])).errors
    await here.quiet()
    assert "Grades vanish" in (await here.card(ana, world.LAKESIDE)).words


async def test_files_of_a_thread(here: Town) -> None:
    card = await open_case(here)
    await _posts(here, await _file(here, "film.mp4", megabytes=2.5), under=card)
    assert "larger than what is carried over (2 MB)" in await at_the_desk(here)
    await _posts(here, *[await _file(here, f"{it}.png", megabytes=1.5) for it in range(3)], under=card)
    assert "“2.png” is more than the 2 of one message that are carried over" in await at_the_desk(here)
    carried = [seen.files for seen in await here.thread(here.person("alex"), world.DESK) if seen.files]
    assert carried == [("0.png",), ("1.png",)]


async def test_a_reason(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    assert "At least 20 characters" in await ana.reads_window()
    assert "at least 20" in (await ana.submits(words="It is urgent now.")).errors["words"]
    assert not (await ana.submits(words="Report cards go out on Friday.")).errors
    await here.quiet()
    assert "Report cards go out" in await at_lakeside(here)


async def test_the_next_escalation(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    for _ in range(2):
        await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
        await here.quiet()
        if "Why can it not wait?" in await ana.reads_window():
            await ana.submits(words="Report cards go out on Friday.")
            await here.quiet()
        await here.pass_days(1)
    assert "again from 27 November 2026 on" in (await ana.hints(world.LAKESIDE))[-1].words  # over Thanksgiving
    await here.pass_days(2)
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    assert "Why can it not wait?" in await ana.reads_window()


async def test_a_reply_to_a_closed_case_and_a_draft_are_kept_that_long(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    await ana.says("It is back again, on Mondays.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    offer = (await ana.hints(world.LAKESIDE))[-1]
    assert "I keep it for 2 hours" in offer.words
    await ana.types("/case", "new Marks of the third term", channel=world.TOWN)
    await ana.clicks_in_window("form.save", "save")
    assert "It is kept for 2 hours" in await ana.reads_window()
    await ana.closes()
    await here.clock.turn(2 * HOUR - MINUTE)
    await ana.types("/case", "", channel=world.TOWN)
    assert "Draft, saved" in await ana.reads_window()
    await ana.closes()
    await here.clock.turn(2 * MINUTE)
    await here.bot.tick()
    await ana.clicks("kept.reopen", channel=world.LAKESIDE, on=offer.ts)
    await here.quiet()
    assert "waited too long" in (await ana.hints(world.LAKESIDE))[-1].words
    await ana.types("/case", "", channel=world.TOWN)
    assert "saved" not in await ana.reads_window()


@pytest.mark.parametrize(("after", "stands"), [(35 * HOUR, "New, our turn"), (37 * HOUR, "Closed (Duplicate)")])
async def test_a_merge_is_undone_that_long(here: Town, after: timedelta, stands: str) -> None:
    await open_case(here)
    await open_case(here, subject="Marks are gone too")
    alex = here.person("alex")
    desk = (await here.card(alex, world.DESK, number=2)).ts
    await chooses(alex, "case.status", channel=world.DESK, on=desk, number=2)
    assert "Undone within 36 hours" in str(await alex.window())
    await alex.clicks_in_window("case.status-chosen", "merge")
    assert not (await alex.submits(main="1")).errors
    await here.quiet()
    await here.clock.turn(after)
    await alex.clicks("case.unmerge", channel=world.DESK, on=desk)
    await here.quiet()
    assert stands in (await here.card(alex, world.DESK, number=2)).words


async def test_a_hint(here: Town) -> None:
    card, nora = await open_case(here), here.person("nora")
    await nora.joins(world.LAKESIDE)
    for wait in (0, 4, 2):
        await here.clock.turn(wait * MINUTE)
        await nora.says("Can I help?", channel=world.LAKESIDE, thread=card)
        await here.quiet()
    hints = [hint for hint in await nora.hints(world.LAKESIDE) if "not taken in" in hint.words]
    assert len(hints) == 2


async def _written(here: Town, name: str, words: str) -> list[str]:
    return [seen.words for seen in await here.person(name).direct_messages() if words in seen.words]


async def test_training_and_the_lists_confirmation_go_by_their_own_names_and_days(here: Town) -> None:
    """Imported before the bot knew its settings: the first reminder comes after the month of the default."""
    await here.pass_days(30)
    (first,) = await _written(here, "paul", "is not done yet")
    assert "First Steps" in first
    assert "I ask again in 10 days" in first
    assert "recommended" not in first
    await passes(here, "2027-01-05T18:00:00")  # the first business days after the winter breaks
    assert len(await _written(here, "paul", "is not done yet")) == 2
    assert len(await _written(here, "dana", "I ask every month")) == 1
    await here.pass_days(2)
    assert len(await _written(here, "dana", "I ask every month")) == 2
    await here.pass_days(1)
    assert len(await _written(here, "kim", "is not confirmed")) == 2
