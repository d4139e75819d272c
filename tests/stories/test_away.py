"""A contact is away: another stands in, hears of their cases, and does so no longer than was said."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import absences, audit, people, roster
from tests.told import asks, chose, told
from tests.town_cases import open_case, taken_case


async def goes_away(here: Town, name: str, until: str, deputy: str = "Nobody") -> str:
    """By `/case away`. Returns what the window says then."""
    person = here.person(name)
    await person.types("/case", "away", channel=world.TOWN)
    assert not (await person.submits(**{"until": until, "deputy-1": deputy})).errors
    said = await person.reads_window()
    await person.closes(everything=True)
    await here.quiet()
    return said


async def written_to(here: Town, name: str) -> str:
    """Every direct message of theirs."""
    return "\n".join(seen.words for seen in await here.person(name).direct_messages())


async def _case_of_ana(here: Town) -> None:
    """All want direct messages, so that it is seen who is told."""
    await taken_case(here)
    for name in ("ana", "ben", "tess"):
        await chose(here, name, "Write me a direct message")


async def _who_is_told(here: Town, words: str) -> set[str]:
    """Of Alex's question."""
    before = {name: len(await told(here, name)) for name in ("ana", "ben", "tess")}
    await asks(here, words)
    return {name for name, count in before.items() if len(await told(here, name)) > count}


async def test_a_deputy_hears_of_the_cases_until_the_contact_is_back_and_both_are_told(here: Town) -> None:
    await _case_of_ana(here)
    said = await goes_away(here, "ana", "2026-12-01", "Ben Okafor")
    assert "away to the end of 1 December 2026" in said
    assert "Ben Okafor stands in for you" in said
    assert "Ana Torres is away to the end of 1 December 2026 and named you as deputy" in await written_to(here, "ben")
    assert await _who_is_told(here, "Which browser is it?") == {"ben"}
    assert "You are told as deputy of Ana Torres." in (await told(here, "ben"))[-1].words
    assert "Ana" in (await here.card(here.person("ben"), world.LAKESIDE)).words
    home = await here.person("ana").opens_home()
    assert "You are away to the end of 1 December 2026." in home
    assert "Ben Okafor stands in for you at Lakeside Unified." in home
    await here.person("ana").clicks_at_home("person.back")
    assert "Welcome back" in await here.person("ana").reads_window()
    await here.person("ana").closes(everything=True)
    await here.quiet()
    assert "You no longer stand in for Ana Torres" in await written_to(here, "ben")
    assert "You are away" not in await here.person("ana").opens_home()
    await here.person("ana").types("/case", "away", channel=world.TOWN)
    assert (await here.person("ana").typed())["deputy-1"] == "0"


async def test_it_ends_by_the_day_and_both_are_told_in_the_morning(here: Town) -> None:
    await _case_of_ana(here)
    await goes_away(here, "ana", "2026-11-25", "Ben Okafor")
    await here.pass_days(1)
    assert await _who_is_told(here, "Which browser is it?") == {"ben"}
    await here.pass_days(0.6)  # half past two at night, in Chicago
    assert "time away is over" not in await written_to(here, "ana")
    await here.pass_days(0.4)
    assert (await written_to(here, "ana")).count("Your time away is over: Ben Okafor") == 1
    assert (await written_to(here, "ben")).count("You no longer stand in for Ana Torres") == 1
    await here.pass_days(1)
    assert (await written_to(here, "ana")).count("Your time away is over") == 1
    async with here.bot.store.read() as tx:
        rules = (await tx.execute(sa.select(audit.c.rule).where(audit.c.act == "clock"))).scalars().all()
        marks = (await tx.execute(sa.select(people.c.away_until).where(people.c.user_id == "U0ANA"))).scalar_one()
    assert rules.count("absence-over") == 1
    assert marks is None


async def test_a_deputy_who_goes_away_is_not_followed_and_the_contact_is_told_again(here: Town) -> None:
    await _case_of_ana(here)
    await goes_away(here, "ana", "2026-12-01", "Ben Okafor")
    await goes_away(here, "ben", "2026-12-01", "Tess Lindqvist")
    assert await _who_is_told(here, "Which browser is it?") == {"ana"}
    await here.bot.tick()
    await here.quiet()
    assert (await written_to(here, "ana")).count("Ben Okafor cannot stand in for you at Lakeside Unified") == 1
    assert "You no longer stand in for Ana Torres" in await written_to(here, "ben")
    await here.person("ben").types("/case", "back", channel=world.TOWN)
    assert "Welcome back" in (await here.person("ben").hints(world.TOWN))[-1].words
    assert "You are away to the end of 1 December" in await here.person("ana").opens_home()


async def test_a_deputy_who_loses_the_right_stands_in_no_longer(here: Town) -> None:
    await _case_of_ana(here)
    await goes_away(here, "ana", "2026-12-01", "Ben Okafor")
    ben = sa.select(people.c.id).where(people.c.user_id == "U0BEN").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ben).values(standing="removed"))
    assert await _who_is_told(here, "Which browser is it?") == {"ana"}
    await here.bot.tick()
    await here.quiet()
    assert "Ben Okafor cannot stand in for you" in await written_to(here, "ana")
    async with here.bot.store.read() as tx:
        rows = (await tx.execute(sa.select(absences.c.deputy_id).where(absences.c.ended_at.is_(None)))).all()
    assert [row.deputy_id for row in rows] == [None]


async def test_only_contacts_who_are_there_are_offered_and_one_who_went_meanwhile_is_refused(here: Town) -> None:
    ana, ben = here.person("ana"), here.person("ben")
    await ana.types("/case", "away 2026-12-01", channel=world.TOWN)
    await goes_away(here, "ben", "2026-12-01")
    await ana.submits(**{"deputy-1": "Ben Okafor"})
    assert "is away too" in await ana.reads_window()
    await ana.closes(everything=True)
    await ana.types("/case", "away", channel=world.TOWN)
    await ana.submits(until="2026-11-23")
    assert "That day is over" in await ana.reads_window()
    await ana.closes(everything=True)
    await ben.types("/case", "back", channel=world.TOWN)
    assert "Tess Lindqvist stands in for you" in await goes_away(here, "ana", "2026-12-01", "Tess Lindqvist")
    assert "Ben Okafor stands in for you" in await goes_away(here, "ana", "2026-12-02", "Ben Okafor")
    assert "You no longer stand in for Ana Torres" in await written_to(here, "tess")


async def test_the_first_follow_up_mentions_the_deputy_and_warnings_of_access_stay_the_contacts(here: Town) -> None:
    await taken_case(here)
    await goes_away(here, "ana", "2027-08-01", "Ben Okafor")
    await asks(here)
    await here.pass_days(3)
    thread = await here.thread(here.person("ana"), world.LAKESIDE)
    assert f"<@{here.person('ben').id}>" in str(thread[-1].blocks)
    assert f"<@{here.person('ana').id}>" not in str(thread[-1].blocks)
    await here.pass_days(148)
    assert "will be flagged for deactivation" in await written_to(here, "ana")


async def test_whoever_is_no_contact_is_pointed_to_theirs(here: Town) -> None:
    await open_case(here)
    sam = here.person("sam")
    for typed in ("away", "back", "away 2026-12-01"):
        await sam.types("/case", typed, channel=world.TOWN)
        assert "authorized contacts" in (await sam.hints(world.TOWN))[-1].words
