"""Three years after it was closed the words of a case are erased, wherever they stand; a stub says so (POLICY 10)."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.ids import DistrictId
from bot.services import erasing, holding, retention
from demo import world
from demo.town import Town
from storage.tables import audit, cases, comments, districts, notes, people
from tests.services.erasing_helpers import found_in
from tests.town_cases import at_lakeside, at_the_desk, open_case, reply_to_district

SUBJECT, SAID, NOTED, FILE = "Zebulonia vanishes", "Quixotica", "Xylophonia", "Wolframite"
WORDS = ("Zebulonia", SAID, NOTED, FILE)


async def _closed_case(here: Town) -> str:
    """With a comment, a file and a note, withdrawn by Ana. Returns the ts of its card at the desk."""
    card = await open_case(here, subject=SUBJECT)
    ana, alex = here.person("ana"), here.person("alex")
    await ana.says(f"It is {SAID}.", channel=world.LAKESIDE, thread=card, files=[(f"{FILE}.png", b"\x89PNG")])
    await here.quiet()
    desk = (await here.card(alex, world.DESK)).ts
    await alex.says(f"Perhaps {NOTED}.", channel=world.DESK, thread=desk)
    await reply_to_district(here, "Please wait.")
    await ana.types("/case", "view 1", channel=world.TOWN)
    async with here.bot.store.begin() as tx:
        closed = {"status": "closed", "close_reason": "withdrawn", "closed_at": here.clock.now()}
        await tx.execute(cases.update().values(**closed, version=cases.c.version + 1))
    return desk


async def _night(here: Town) -> None:
    await retention.begin(here.bot.store, now=here.clock.now())
    await erasing.go_on(here.bot.store, now=here.clock.now(), at=lambda _: None)
    await here.quiet()


async def _years_pass(here: Town, days: int) -> None:
    """The contacts of Lakeside are kept from being deactivated: that is another story."""
    await here.clock.turn(timedelta(days=days))
    await here.quiet()


async def test_the_words_of_a_case_go_at_the_end_of_the_third_year_and_stubs_say_so(here: Town) -> None:
    await _closed_case(here)
    await _years_pass(here, 3 * 365 + 1)  # to the same day of 2029, one of the years a leap year
    await _night(here)
    assert set().union(*(await found_in(here.bot.store, *WORDS)).values()) == set(WORDS)
    await _years_pass(here, 1)
    await _night(here)
    assert await found_in(here.bot.store, *WORDS) == {}
    card = await here.card(here.person("ana"), world.LAKESIDE)
    assert "The words of this case were erased on Sunday, 25 November 2029, 3 years after closing" in card.words
    both = await at_lakeside(here) + await at_the_desk(here)
    assert "This text was erased: its case was closed years ago." in await at_the_desk(here)
    assert NOTED in await at_the_desk(here), "what Alex typed in Slack is theirs there"
    assert f"{FILE}.png" not in "".join(_files_at_the_desk(here))
    assert "Zebulonia" not in both + card.words + (await here.card(here.person("alex"), world.DESK)).words


def _files_at_the_desk(here: Town) -> list[str]:
    slack = here.sandbox.slack
    shared = [slack.files[it] for message in slack.channel(world.DESK).messages.values() for it in message.files]
    return [file.name for file in shared if not file.deleted]


async def test_lists_and_a_look_at_the_case_show_its_facts_and_why_there_is_nothing_more(here: Town) -> None:
    await _closed_case(here)
    await _years_pass(here, 3 * 365 + 2)
    await _night(here)
    ana = here.person("ana")
    listed = await ana.types("/case", "list", channel=world.TOWN)
    assert "Erased" in str(listed)
    viewed = await ana.types("/case", "view 1", channel=world.TOWN)
    assert "3 years after closing" in str(viewed)
    found = await ana.types("/case", "find Zebulonia", channel=world.TOWN)
    assert "Case 1" not in str(found)


async def test_a_district_keeps_words_for_as_many_years_as_it_says(here: Town) -> None:
    await _closed_case(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(districts.update().where(districts.c.key == "lakeside").values(retention_years=1))
    await _years_pass(here, 366)
    await _night(here)
    assert await found_in(here.bot.store, *WORDS) == {}
    async with here.bot.store.read() as tx:
        lines = (await tx.execute(sa.select(audit).where(audit.c.rule == "words-erased"))).all()
        kept = (await tx.execute(sa.select(people.c.name).where(people.c.user_id == "U0ANA"))).scalar_one()
    assert [(line.act, line.case_number) for line in lines] == [("clock", 1)]
    assert kept, "people and their list are not words of a case"
    await _night(here)
    async with here.bot.store.read() as tx:
        again = (await tx.execute(sa.select(audit).where(audit.c.rule == "words-erased"))).all()
    assert again == lines, "a second night finds nothing to do"


async def test_what_is_added_at_the_desk_to_an_erased_case_goes_the_next_night(here: Town) -> None:
    desk = await _closed_case(here)
    await _years_pass(here, 3 * 365 + 2)
    await _night(here)
    await here.person("alex").says(f"Once more {NOTED}.", channel=world.DESK, thread=desk)
    await here.quiet()
    assert set(await found_in(here.bot.store, NOTED)) >= {"note_versions.words"}
    await _years_pass(here, 1)
    await _night(here)
    assert await found_in(here.bot.store, NOTED) == {}


async def test_what_was_closed_more_lately_is_kept(here: Town) -> None:
    """The latest close counts: a case that was closed again begins anew."""
    await _closed_case(here)
    await _years_pass(here, 2 * 365)
    async with here.bot.store.begin() as tx:
        await tx.execute(cases.update().values(closed_at=here.clock.now()))
    await _years_pass(here, 2 * 365)
    await _night(here)
    assert set().union(*(await found_in(here.bot.store, *WORDS)).values()) == set(WORDS)


async def test_a_legal_hold_stops_it_and_once_it_is_lifted_the_words_go_and_the_counts_stay(here: Town) -> None:
    """A hold that is lifted lets go in the next night; nobody else's words wait for it."""
    await _closed_case(here)
    store, lakeside = here.bot.store, DistrictId(1)
    before = await _how_many(here)
    await _years_pass(here, 3 * 365 + 2)
    assert await holding.put_outside(store, lakeside, reason="Matter 17", now=here.clock.now())
    await _night(here)
    assert set().union(*(await found_in(store, *WORDS)).values()) == set(WORDS)
    assert await holding.lift_outside(store, lakeside, now=here.clock.now())
    await _night(here)
    assert await found_in(store, *WORDS) == {}
    assert await _how_many(here) == before


async def _how_many(here: Town) -> list[int]:
    """Cases, comments and notes."""
    async with here.bot.store.read() as tx:
        return [
            (await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()
            for table in (cases, comments, notes)
        ]
