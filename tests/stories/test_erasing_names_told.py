"""Whoever was erased is named by no message that was told to others of the list, of quiet contacts and of lines."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId
from bot.services import import_removals
from demo import world
from demo.town import Town
from storage.tables import people, roster
from tests.services.test_import_telling import MIA, MOVED
from tests.services.test_importing import Files, import_files
from tests.stories.test_contacts_who_go_quiet import REASON, _opens_list, _shows, _value
from tests.stories.test_erasing_names import BEN, _erased, _told, each_mode
from tests.stories.test_list_of_contacts import _approves, _asks_of
from tests.stories.test_silence import _standing
from tests.stories.test_whose_a_line_is import asked, comes, listed, presses

STUB = "What stood here named somebody who was erased."
LAST = "is the last authorized contact"


async def _naming(here: Town, name: str, *readers: str) -> list[str]:
    return [words for words in await _told(here, *readers) if name in words]


@each_mode
async def test_of_contacts_who_went_quiet_the_others_alone_are_named(here: Town, *, with_words: bool) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.person("ana").opens_home()
    here.sandbox.slack.channels[world.LAKESIDE].members.remove("U0TESS")
    await here.pass_days(20)
    assert await _standing(here, "tess") == "deactivated"
    tess, readers = "Tess Lindqvist", ("ana", "dana", "kim")
    named = await _naming(here, tess, *readers)
    for said in ("will soon be flagged", "are flagged for", "been deactivated", "Is the list of authorized contacts"):
        assert any(said in words for words in named), said
    await _erased(here, "U0TESS", with_words=with_words)
    assert await _naming(here, tess, *readers) == []
    assert [words for words in await _naming(here, BEN, *readers) if "deactivated, after" in words]
    assert STUB in await _told(here, "dana")


async def test_of_the_last_contact_no_more_is_said_than_that(here: Town) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.pass_days(40)
    for _ in range(3):  # until a business day
        await here.pass_days(1)
    (name, user) = await _last(here)
    here.sandbox.slack.channels[world.LAKESIDE].members.remove(user)
    assert any(LAST in words for words in await _naming(here, name, "dana", "kim"))
    others = len([words for words in await _told(here, "kim") if LAST in words and name not in words])
    assert others
    await _erased(here, user, with_words=False)
    assert await _naming(here, name, "dana", "kim") == []
    assert len([words for words in await _told(here, "kim") if LAST in words]) == others


async def _last(here: Town) -> tuple[str, str]:
    """Of Lakeside: name and Slack user."""
    flagged = sa.and_(roster.c.standing == "flagged", roster.c.district_id == 1)
    query = sa.select(people.c.name, people.c.user_id).join(roster, roster.c.person_id == people.c.id).where(flagged)
    async with here.bot.store.read() as tx:
        row = (await tx.execute(query)).one()
    return row.name, row.user_id


@each_mode
@pytest.mark.parametrize(("user", "name"), [("U0BEN", BEN), ("U0KIM", "Kim Sato"), ("U0TESS", "Tess Lindqvist")])
async def test_requests_about_the_list_name_neither_who_asked_nor_who_decided_nor_whom(
    here: Town, user: str, name: str, *, with_words: bool
) -> None:
    await _asks_of(here, "ben", "tess", "change-type", role="Authorized Support Contact", reason="She moves on.")
    await _approves(here, reason="It is fine.")
    readers = [it for it in ("ana", "dana", "kim", "tess", "ben") if f"U0{it.upper()}" != user]
    named = await _naming(here, name, *readers)
    assert named
    called = await _erased(here, user, with_words=with_words)
    assert await _naming(here, name, *readers) == []
    left = await _naming(here, called, *readers)
    assert left
    assert with_words or len(left) == len(named)


@each_mode
async def test_who_was_removed_by_a_file_is_named_no_more(here: Town, *, with_words: bool) -> None:
    await _removed_by_a_file(here, "U0BEN")
    gone = "is no longer an authorized contact of Lakeside Unified: the district's new list does not have them."
    assert f"{BEN} {gone}" in await _told(here, "ana")
    called = await _erased(here, "U0BEN", with_words=with_words)
    assert await _naming(here, BEN, "ana", "tess", "dana") == []
    assert f"{called} {gone}" in await _told(here, "ana")


async def _removed_by_a_file(here: Town, user: str) -> None:
    here.sandbox.slack.channels[world.LAKESIDE].members.remove(user)
    query = sa.select(roster.c.id).join(people, people.c.id == roster.c.person_id).where(people.c.user_id != user)
    async with here.bot.store.begin() as tx:
        seen = [LineId(it) for it in (await tx.execute(query)).scalars()]
        await import_removals.remove_missing(tx, DistrictId(1), seen, now=here.clock.now())
    await here.quiet()


@each_mode
async def test_who_confirmed_whose_a_line_is_is_named_no_more(here: Town, *, with_words: bool) -> None:
    await listed(here)
    await comes(here)
    await presses(here, "dana", "binding.confirm")
    assert await _naming(here, "Confirmed by Dana Whitfield", "kim")
    called = await _erased(here, "U0DANA", with_words=with_words)
    assert await _naming(here, "Dana Whitfield", "kim") == []
    assert await _naming(here, f"Confirmed by {called}", "kim")


@each_mode
async def test_who_was_proposed_for_a_line_is_named_no_more_and_nobody_can_confirm_them(
    here: Town, *, with_words: bool
) -> None:
    await listed(here)
    await comes(here, "U0EVE", real_name="Eve Quixote")
    (seen,) = await asked(here, "kim")
    assert seen.buttons
    assert "U0EVE" in f"{seen.blocks}"
    called = await _erased(here, "U0EVE", with_words=with_words)
    (seen,) = await asked(here, "kim")
    assert "Eve Quixote" not in f"{seen.text}{seen.blocks}"
    assert "U0EVE" not in f"{seen.blocks}"
    assert called in seen.words
    assert not seen.buttons


@each_mode
async def test_whose_line_a_file_changed_and_who_is_new_by_it_are_named_no_more(
    here: Town, *, with_words: bool
) -> None:
    await here.clock.turn(timedelta(days=1))
    await import_files(here.bot.store, Files(people=[MOVED, MIA]), now=here.clock.now())
    await here.quiet()
    assert "What it says of Ben Okafor was changed." in "\n".join(await _naming(here, BEN, "ana"))
    await _erased(here, "U0BEN", with_words=with_words)
    assert await _naming(here, BEN, "ana", "tess", "dana") == []
    assert "New on it: Mia Lopez." in "\n".join(await _told(here, "ana"))


@each_mode
async def test_who_kept_a_quiet_contact_is_named_no_more(here: Town, *, with_words: bool) -> None:
    await here.pass_days(150)
    kim = here.person("kim")
    await _opens_list(here)
    await _shows(here, "Near")
    await kim.clicks_in_window(await _value(here, "silences.keep", "Ben"))
    assert not (await kim.submits(words=REASON)).errors
    await here.quiet()
    readers = ("ana", "ben", "dana", "tess")
    assert await _naming(here, "Kim Sato", *readers)
    called = await _erased(here, "U0KIM", with_words=with_words)
    assert await _naming(here, "Kim Sato", *readers) == []
    assert with_words or await _naming(here, called, *readers)
