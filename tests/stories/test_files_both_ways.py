"""Files: from the desk by *Reply to district* alone; limits are said where they can be mended."""

import base64

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.faults import Fault, Trouble
from storage.tables import comment_files, kept_files
from tests.postbag import holding
from tests.town_cases import at_lakeside, at_the_desk, desk_card, open_case

PNG = b"\x89PNG\r\n\x1a\n and what a picture is made of"


@pytest.fixture
def transport() -> str:
    return "http"


async def _uploads(here: Town, name: str, content: bytes = PNG, *, who: str = "alex") -> str:
    """Into a form, unshared. Returns the file's id."""
    sent = base64.b64encode(content).decode()
    return str((await here.people.do("upload", user=here.person(who).id, name=name, content=sent))["file"])


async def _begins_reply(here: Town) -> None:
    await here.person("alex").clicks("case.reply-to-district", channel=world.DESK, on=await desk_card(here))


async def _files_at(here: Town, name: str, channel: str) -> list[str]:
    return [file for seen in await here.person(name).sees(channel) for file in seen.files]


async def test_files_of_a_reply_are_named_in_its_preview_and_go_with_it(here: Town) -> None:
    await open_case(here)
    alex = here.person("alex")
    await _begins_reply(here)
    mine = [await _uploads(here, "steps.png"), await _uploads(here, "log.txt", b"nothing unusual")]
    assert not (await alex.submits(words="Please compare.", files=mine)).errors
    assert "Files: steps.png and log.txt" in await alex.reads_window()
    assert await _files_at(here, "ana", world.LAKESIDE) == []
    assert not (await alex.submits()).errors
    await here.quiet()
    assert await _files_at(here, "ana", world.LAKESIDE) == ["steps.png", "log.txt"]
    assert await _files_at(here, "alex", world.DESK) == ["steps.png", "log.txt"]
    copies = [file for file in here.sandbox.slack.files.values() if file.app_id and file.id not in mine]
    assert {file.content for file in copies} == {PNG, b"nothing unusual"}
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(kept_files.c.id))).all() == []


async def test_what_a_form_does_not_take_is_said_at_its_field_and_the_words_stay(here: Town) -> None:
    await open_case(here)
    alex, slack = here.person("alex"), here.sandbox.slack
    await _begins_reply(here)
    program, large = await _uploads(here, "fix.exe"), await _uploads(here, "film.mp4")
    slack.files[large].size = 11 * 1024 * 1024
    assert "is a program" in (await alex.submits(words="Please compare.", files=[program])).errors["files"]
    assert "larger than 10 MB" in (await alex.submits(words="Please compare.", files=[large])).errors["files"]
    slack.faults.add(Fault(trouble=Trouble.ERROR, method="files.info", error="internal_error"))
    fine = await _uploads(here, "steps.png")
    assert "did not say in time" in (await alex.submits(words="Please compare.", files=[fine])).errors["files"]
    assert (await alex.typed())["words"] == "Please compare."
    assert not (await alex.submits(words="Please compare.", files=[fine])).errors


async def test_a_file_in_a_note_never_crosses(here: Town) -> None:
    await open_case(here)
    await here.person("alex").says(
        "Look:", channel=world.DESK, thread=await desk_card(here), files=[("ours.png", PNG)]
    )
    await here.quiet()
    assert await _files_at(here, "ana", world.LAKESIDE) == []
    assert "ours.png" not in await at_lakeside(here)
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(comment_files.c.id))).all() == []


async def test_a_program_is_known_by_how_it_begins_whatever_it_is_called(here: Town) -> None:
    card = await open_case(here)
    given = [("holiday.jpg", b"MZ\x90\x00"), ("notes.txt", b"#!/bin/sh\nrm -rf /"), ("Run.EXE. ", b"hello")]
    await here.person("ana").says("See:", channel=world.LAKESIDE, thread=card, files=given)
    await here.quiet()
    words = await at_the_desk(here)
    for name, _ in given:
        assert f"The file “{name.strip()}” is a program, which is not carried over." in words
    assert words.count("Open it where it was posted") == len(given)
    assert await _files_at(here, "alex", world.DESK) == []
    assert "not carried over" not in await at_lakeside(here)


async def test_too_large_and_too_many_are_said_with_a_link_and_the_rest_goes_over(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    ana = here.person("ana")
    film = await _uploads(here, "film.mp4", who="ana")
    slack.files[film].size = 26 * 1024 * 1024
    await here.people.do(
        "message",
        user=ana.id,
        text="All:",
        channel=world.LAKESIDE,
        thread_ts=card,
        files=[film, *[await _uploads(here, f"{it}.png", who="ana") for it in range(11)]],
    )
    await here.quiet()
    words = await at_the_desk(here)
    assert "The file “film.mp4” is larger than what is carried over (25 MB)." in words
    assert "The file “10.png” is more than the 10 of one message that are carried over." in words
    assert await _files_at(here, "alex", world.DESK) == [f"{it}.png" for it in range(9)]


async def test_where_slack_gives_a_login_page_instead_of_a_file_that_is_said_on_the_other_side(here: Town) -> None:
    card, slack = await open_case(here), here.sandbox.slack
    with holding(here) as bag:
        ts = await here.person("ana").says("See:", channel=world.LAKESIDE, thread=card, files=[("a.png", PNG)])
    (file,) = slack.message(slack.channel(world.LAKESIDE), ts).files
    slack.files[file].mimetype, slack.files[file].content = "text/html", b"<html>Sign in</html>"
    await bag.deliver(0)
    await here.quiet()
    words = await at_the_desk(here)
    assert "The file “a.png” could not be carried over: Slack did not give it" in words
    assert "Open it where it was posted" in words
    assert await _files_at(here, "alex", world.DESK) == []
    assert "could not be carried over" not in await at_lakeside(here)


async def test_a_file_of_a_reply_that_could_not_be_sent_is_said_on_both_sides_and_linked_at_the_desk_alone(
    here: Town,
) -> None:
    await open_case(here)
    alex = here.person("alex")
    await _begins_reply(here)
    disguised = await _uploads(here, "steps.txt", b"MZ\x90")
    assert not (await alex.submits(words="Please compare.", files=[disguised])).errors
    assert not (await alex.submits()).errors
    await here.quiet()
    district, desk = await at_lakeside(here), await at_the_desk(here)
    for words in (district, desk):
        assert "The file “steps.txt” is a program, which is not carried over." in words
    assert ("Open it where it was posted" in district, "Open it where it was posted" in desk) == (False, True)


async def test_a_name_that_turns_its_letters_round_crosses_as_it_really_is(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await ana.says("Look:", channel=world.LAKESIDE, thread=card, files=[("photo\u202egnp.txt\u200b", b"words")])
    await here.quiet()
    assert await _files_at(here, "alex", world.DESK) == ["photognp.txt"]
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(comment_files.c.name))).scalars().all() == ["photognp.txt"]
