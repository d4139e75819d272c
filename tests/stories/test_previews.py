"""A district switches words in previews off: none of its words shows on a lock screen from then on (POLICY 10)."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Seen
from storage.tables import audit, districts
from tests.emergency_cases import decides
from tests.lock_screens import SECRET, calls, everything_is_said, secret
from tests.stories.test_list_of_contacts import NORA, _approves, _opens_list
from tests.stories.test_questions import asks, got, presses
from tests.town_cases import at_lakeside, at_the_desk, open_case


async def switches(here: Town, name: str, *, on: bool = False) -> str:
    """In the window of the list. Returns what it says then."""
    person = here.person(name)
    await _opens_list(here, name)
    await person.clicks_in_window(f"district.previews-{'on' if on else 'off'}")
    said = await person.reads_window()
    await person.closes(everything=True)
    await here.quiet()
    return said


async def shows_words(here: Town, key: str = "lakeside") -> bool:
    query = sa.select(districts.c.previews).where(districts.c.key == key)
    async with here.bot.store.read() as tx:
        return bool((await tx.execute(query)).scalar_one())


async def told(here: Town, name: str, words: str) -> list[Seen]:
    return [seen for seen in await here.person(name).direct_messages() if words in seen.words]


async def lines(here: Town) -> list[tuple[str, str]]:
    query = sa.select(audit.c.act, audit.c.rule).where(audit.c.act.like("previews-%")).order_by(audit.c.id)
    async with here.bot.store.read() as tx:
        return [(row.act, row.rule) for row in (await tx.execute(query)).all()]


async def test_a_contact_switches_previews_off_and_the_administrator_alone_switches_them_on_again(here: Town) -> None:
    assert "Notifications show words" in await _opens_list(here, "ana")
    await here.person("ana").closes(everything=True)
    assert "Notifications show no words from now on." in await switches(here, "ana")
    assert not await shows_words(here)
    assert await shows_words(here, "pine-ridge")
    for name in ("ben", "tess", "dana"):
        assert await told(here, name, "Ana Torres switched words in notifications off for Lakeside Unified"), name
    assert not await told(here, "ana", "switched words")
    assert "Your district's administrator can switch them on again." in await _opens_list(here, "ben")
    assert "previews-on" not in str(await here.person("ben").window())
    await here.person("ben").closes(everything=True)
    assert "Notifications show words again." in await switches(here, "dana", on=True)
    assert await shows_words(here)
    assert await told(here, "ana", "Dana Whitfield switched words in notifications on")
    assert await lines(here) == [
        ("previews-off", "contact-of-the-district"),
        ("previews-on", "administrator-of-the-district"),
    ]


async def test_a_contact_who_was_the_administrator_a_moment_ago_switches_nothing_on(here: Town) -> None:
    await switches(here, "dana")
    dana = here.person("dana")
    await _opens_list(here, "dana")
    async with here.bot.store.begin() as tx:
        await tx.execute(
            sa.text("update roster set role = 'support' where role = 'administrator' and district_id = 1")
        )
    await dana.clicks_in_window("district.previews-on")
    await here.quiet()
    assert not await shows_words(here)
    assert (await lines(here))[-1] == ("previews-on", "AdministratorsOnly")


async def test_nothing_of_a_districts_words_shows_once_previews_are_off_and_before_they_do(here: Town) -> None:
    card = await open_case(here, subject=f"Grades of {SECRET} vanish")
    assert secret(here)
    await switches(here, "dana")
    off = calls(here)
    await everything_is_said(here, card)
    await open_case(here, subject=f"{SECRET} vanished again")
    assert secret(here, since=off) == []
    for read in (await at_lakeside(here), await at_the_desk(here)):
        assert f"{SECRET} was moved." in read


async def _everything_beside_cases(here: Town) -> None:
    """A question with its answer, an emergency that is declined, and a request about the list."""
    await asks(here, f"Where is {SECRET}?", building="None of these")
    ana = await presses(here, "ana", "question.answer", f"Where is {SECRET}?")
    assert not (await ana.submits(words=f"{SECRET} is here.")).errors
    await ana.closes(everything=True)
    await here.quiet()
    sam = here.person("sam")
    await sam.types("/case", "emergency", channel=world.TOWN)
    report = {"broken": f"{SECRET} is locked out.", "affected": SECRET, "unreachable": SECRET, "phone": "555-0177"}
    assert not (await sam.submits(**report)).errors
    await sam.closes(everything=True)
    await here.quiet()
    assert not (await decides(here, "alex", "decline")).errors
    await _opens_list(here, "ana")
    await ana.clicks_in_window("list.request#add", "1:0:add")
    assert not (await ana.submits(**{**NORA, "reason": f"{SECRET} moves away."})).errors
    await ana.closes(everything=True)
    await here.quiet()
    await _approves(here, reason=f"Welcome, {SECRET}.")


async def test_questions_emergencies_and_requests_show_no_words_either(here: Town) -> None:
    await switches(here, "dana")
    off = calls(here)
    await _everything_beside_cases(here)
    assert secret(here, since=off) == []
    assert await got(here, "sam", f"{SECRET} is here.")


async def test_where_previews_are_on_questions_emergencies_and_requests_show_their_words(here: Town) -> None:
    await _everything_beside_cases(here)
    said = "\n".join(secret(here))
    for words in (f"Where is {SECRET}?", f"{SECRET} is here.", f"{SECRET} is locked out.", f"{SECRET} moves away."):
        assert words in said
