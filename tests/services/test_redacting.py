"""After Redact no word is left: in no column of any table, nor in the file, nor in a copy (POLICY 10)."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town, town
from sandbox.faults import Fault, Trouble
from storage.store import Store
from storage.tables import audit, comments, notes
from tests.postbag import holding
from tests.redactions import AGAIN, ALL, EDITED, FILE, FIRST, redacts, words_kept
from tests.town_cases import at_lakeside, at_the_desk, desk_card, open_case, reply_to_district


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url) as found:
        yield found


async def _says_and_edits(here: Town) -> str:
    """Ana writes and edits a comment with a file. Returns the ts of her message."""
    ana, card = here.person("ana"), await open_case(here)
    ts = await ana.says(f"It is {FIRST}.", channel=world.LAKESIDE, thread=card, files=[(f"{FILE}.png", b"\x89PNG")])
    await here.quiet()
    await ana.edits(ts, f"It is {EDITED}.", channel=world.LAKESIDE)
    await here.quiet()
    return ts


async def _audited(store: Store) -> list[tuple[str, bool]]:
    query = sa.select(audit.c.act, audit.c.allowed).where(audit.c.act == "redact")
    async with store.read() as tx:
        return [(row.act, row.allowed) for row in (await tx.execute(query)).all()]


async def test_no_word_of_a_comment_its_versions_or_its_files_names_is_left_in_any_table(here: Town) -> None:
    ts, store = await _says_and_edits(here), here.bot.store
    assert await words_kept(store) == {FIRST, EDITED, FILE}
    assert await _audited(store) == []
    await redacts(here, "ben", channel=world.LAKESIDE, on=ts)
    assert await words_kept(store) == set()
    assert await _audited(store) == [("redact", True)]
    async with store.read() as tx:
        stub = (await tx.execute(sa.select(comments))).one()
    assert stub.redacted_at == here.clock.now()
    await here.quiet()
    assert await words_kept(store) == set()


async def test_the_copy_at_the_desk_is_drawn_again_without_its_words(here: Town) -> None:
    ts = await _says_and_edits(here)
    assert EDITED in await at_the_desk(here)
    await redacts(here, "ben", channel=world.LAKESIDE, on=ts)
    await here.quiet()
    desk = await at_the_desk(here)
    assert EDITED not in desk
    assert "This text was redacted." in desk


def _files_at_the_desk(here: Town) -> list[str]:
    """Names of the files that can be opened there."""
    slack = here.sandbox.slack
    shared = [slack.files[it] for message in slack.channel(world.DESK).messages.values() for it in message.files]
    return [file.name for file in shared if not file.deleted]


async def test_the_copy_of_its_file_at_the_desk_is_taken_away(here: Town) -> None:
    ts = await _says_and_edits(here)
    assert _files_at_the_desk(here) == [f"{FILE}.png"]
    await redacts(here, "ben", channel=world.LAKESIDE, on=ts)
    await here.quiet()
    assert _files_at_the_desk(here) == []


async def test_the_line_for_a_file_that_could_not_be_carried_is_taken_away_with_its_name(here: Town) -> None:
    ana, card = here.person("ana"), await open_case(here)
    ts = await ana.says("", channel=world.LAKESIDE, thread=card, files=[(f"{FILE}.exe", b"MZ")])
    await here.quiet()
    assert FILE in await at_the_desk(here)
    await redacts(here, "ana", channel=world.LAKESIDE, on=ts)
    await here.quiet()
    assert FILE not in await at_the_desk(here)


async def test_a_file_redacted_while_it_was_carried_over_is_taken_away_too(here: Town) -> None:
    ana, card = here.person("ana"), await open_case(here)
    ts = await ana.says("", channel=world.LAKESIDE, thread=card, files=[(f"{FILE}.png", b"\x89PNG")])
    await here.people.settle()
    slow = Fault(trouble=Trouble.DELAY, method="files.completeUploadExternal", seconds=1)
    here.sandbox.slack.faults.add(slow)
    carrying = asyncio.create_task(here.quiet())
    await _until(lambda: any(call.method == slow.method for call in here.sandbox.slack.log))
    await redacts(here, "ana", channel=world.LAKESIDE, on=ts)
    await carrying
    await here.quiet()
    assert _files_at_the_desk(here) == []


async def _until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not seen():  # noqa: ASYNC110  # the sandbox rings no bell
            await asyncio.sleep(0.01)


async def test_a_reply_to_the_district_is_redacted_on_both_sides_by_one_of_its_contacts(here: Town) -> None:
    await open_case(here)
    await reply_to_district(here, f"Is it {FIRST}?")
    assert FIRST in await at_lakeside(here)
    assert FIRST in await at_the_desk(here)
    copy = (await here.thread(here.person("ana"), world.LAKESIDE))[-1]
    await redacts(here, "ana", channel=world.LAKESIDE, on=copy.ts)
    assert await words_kept(here.bot.store) == set()
    await here.quiet()
    for side in (await at_lakeside(here), await at_the_desk(here)):
        assert FIRST not in side
        assert "This text was redacted." in side


async def test_a_copy_that_was_still_owed_is_never_posted_with_its_words(here: Town) -> None:
    ana, card = here.person("ana"), await open_case(here)
    before = await at_the_desk(here)
    await here.people.do("fault", api={"trouble": "server_error", "method": "chat.postMessage", "times": None})
    ts = await ana.says(f"It is {FIRST}.", channel=world.LAKESIDE, thread=card)
    await here.people.settle()
    assert await words_kept(here.bot.store) == {FIRST}
    await redacts(here, "ana", channel=world.LAKESIDE, on=ts)
    assert await words_kept(here.bot.store) == set()
    await here.people.do("fault", clear=True)
    await here.clock.turn(timedelta(minutes=5))
    await here.quiet()
    assert await at_the_desk(here) == before


async def test_an_edit_that_comes_after_redacting_brings_no_words_back(here: Town) -> None:
    ts = await _says_and_edits(here)
    with holding(here) as bag:
        await here.person("ana").edits(ts, f"It is {AGAIN}.", channel=world.LAKESIDE)
    await redacts(here, "ben", channel=world.LAKESIDE, on=ts)
    await bag.deliver(0)
    await here.quiet()
    assert await words_kept(here.bot.store) == set()
    assert AGAIN not in await at_the_desk(here)


async def test_no_word_of_a_note_is_left_and_no_later_edit_brings_one_back(here: Town) -> None:
    await open_case(here)
    alex, store = here.person("alex"), here.bot.store
    ts = await alex.says(f"Mind {FIRST}.", channel=world.DESK, thread=await desk_card(here))
    await alex.edits(ts, f"Mind {EDITED}.", channel=world.DESK)
    await here.quiet()
    assert await words_kept(store) == {FIRST, EDITED}
    await redacts(here, "alex", channel=world.DESK, on=ts)
    assert await words_kept(store) == set()
    await alex.edits(ts, f"Mind {AGAIN}.", channel=world.DESK)
    await here.quiet()
    assert await words_kept(store) == set()
    assert await _audited(store) == [("redact", True)]
    async with store.read() as tx:
        assert (await tx.execute(sa.select(notes.c.redacted_at))).scalar_one() is not None


async def test_no_word_a_case_was_opened_with_is_left_in_any_table(here: Town) -> None:
    card = await open_case(here, subject=f"{FIRST} vanishes on save")
    assert await words_kept(here.bot.store) == {FIRST}
    await redacts(here, "ana", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert await words_kept(here.bot.store) == set()
    assert "Redacted" in (await here.card(here.person("ana"), world.LAKESIDE)).words


async def test_who_may_not_redact_erases_nothing_and_a_support_administrator_all_of_it(here: Town) -> None:
    """Nobody of the district's staff, no contact of another district, no agent who did not write it."""
    ts = await _says_and_edits(here)
    for name in ("sam", "rosa"):
        await here.person(name).joins(world.LAKESIDE)
    await here.quiet()
    copy = next(seen for seen in await here.person("alex").sees(world.DESK) if EDITED in seen.words)
    for name, channel, on in (
        ("sam", world.LAKESIDE, ts),
        ("rosa", world.LAKESIDE, ts),
        ("alex", world.DESK, copy.ts),
    ):
        person = here.person(name)
        await person.uses_shortcut("shortcut.redact", channel=channel, on=on)
        await person.submits()
        await person.closes(everything=True)
    await here.quiet()
    assert await words_kept(here.bot.store) == {FIRST, EDITED, FILE}
    assert await _audited(here.bot.store) == [("redact", False)] * 3
    await here.person("kim").joins(world.DESK)
    await redacts(here, "kim", channel=world.DESK, on=copy.ts)
    await here.quiet()
    assert await words_kept(here.bot.store) == set()
    assert await _audited(here.bot.store) == [*[("redact", False)] * 3, ("redact", True)]
    assert EDITED not in await at_the_desk(here)


def _bytes_on_disk(url: str) -> bytes:
    """The database's files, once everything in the log was put into the database."""
    path = Path(str(sa.make_url(url).database))
    connection = sqlite3.connect(path)
    busy, _, _ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    connection.close()
    assert busy == 0
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_is_left_in_the_files_on_disk(here: Town, database_url: str) -> None:
    ts = await _says_and_edits(here)
    before = await asyncio.to_thread(_bytes_on_disk, database_url)
    assert all(word.encode() in before for word in (FIRST, EDITED, FILE))
    assert EDITED.casefold().encode() in before, "it could be found by it"
    await redacts(here, "ben", channel=world.LAKESIDE, on=ts)
    await here.quiet()
    after = await asyncio.to_thread(_bytes_on_disk, database_url)
    assert [word for word in ALL if word.casefold().encode() in after.lower()] == []
