"""Step 5: the clock. A contact who goes quiet is warned with the date, flagged, and can keep their access."""

from datetime import timedelta

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Seen
from storage.tables import people, roster

WARNING = "You have not been active"


async def _warnings(here: Town, name: str) -> list[Seen]:
    return [seen for seen in await here.person(name).direct_messages() if WARNING in seen.words]


async def _standing(here: Town, name: str) -> str:
    query = sa.select(roster.c.standing).join(people, people.c.id == roster.c.person_id)
    async with here.bot.store.read() as tx:
        found = (await tx.execute(query.where(people.c.user_id == here.person(name).id))).scalar_one()
    return str(found)


async def test_a_silent_contact_is_warned_four_times_with_the_date_then_flagged(here: Town) -> None:
    await here.pass_days(149)
    assert await _warnings(here, "ana") == []
    for day, count in ((150, 1), (166, 2), (173, 3), (179, 4)):
        await here.pass_days(day - (here.clock.now() - here.began).days)
        assert len(await _warnings(here, "ana")) == count
    first, *_, last = await _warnings(here, "ana")
    assert "On Sunday, 23 May 2027, in 30 days" in first.words
    assert "On Sunday, 23 May 2027, in 1 day" in last.words
    assert first.buttons == ("contact.keep-access",)
    await here.pass_days(2)
    assert await _standing(here, "ana") == "flagged"
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    assert any("are flagged for deactivation" in words and "Ana Torres" in words for words in told)
    assert any("flagged" in seen.words for seen in await here.person("kim").direct_messages())


async def test_run_twice_it_tells_nobody_anything_new(here: Town) -> None:
    await here.pass_days(150)
    await here.bot.tick()
    await here.bot.tick()
    await here.quiet()
    assert len(await _warnings(here, "ana")) == 1


async def test_after_a_month_of_being_off_only_the_latest_warning_comes(here: Town) -> None:
    await here.pass_days(179.1)
    (only,) = await _warnings(here, "ana")
    assert "in 1 day" in only.words


async def test_with_slack_down_over_three_warnings_only_the_latest_comes(here: Town) -> None:
    await here.people.do("fault", api={"trouble": "server_error", "method": "chat.postMessage", "times": None})
    for day in (150, 16, 7):
        await here.clock.turn(timedelta(days=day))
        await here.bot.tick()
        await here.bot.courier.deliver_due()
    await here.people.do("fault", clear=True)
    await here.pass_days(1)
    (only,) = await _warnings(here, "ana")
    assert "in 7 days" in only.words


async def test_the_button_and_any_act_keep_the_access(here: Town) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    ana, ben = here.person("ana"), here.person("ben")
    assert await _standing(here, "ana") == await _standing(here, "ben") == "flagged"
    flagged = next(seen for seen in reversed(await ana.direct_messages()) if seen.buttons)
    await ana.clicks("contact.keep-access", channel=await ana.direct_channel(), on=flagged.ts)
    await ben.types("/case", "list", channel=world.TOWN)
    await here.quiet()
    assert await _standing(here, "ana") == await _standing(here, "ben") == "active"
    assert await _standing(here, "tess") == "flagged"
    await here.pass_days(20)
    assert await _standing(here, "tess") == "deactivated"
    assert await _standing(here, "ana") == "active"


async def test_opening_the_home_is_signing_in(here: Town) -> None:
    await here.pass_days(100)
    assert "Cases of Lakeside Unified" in await here.person("ana").opens_home()
    await here.pass_days(51)
    assert await _warnings(here, "ana") == []
    assert len(await _warnings(here, "ben")) == 1


async def test_a_deactivated_contact_is_pointed_to_the_others_and_refused_as_staff_are(here: Town) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.person("ben").types("/case", "list", channel=world.TOWN)
    await here.pass_days(20)
    ana = here.person("ana")
    await ana.types("/case", "Grades vanish", channel=world.TOWN)
    (hint,) = await ana.hints(world.TOWN)
    assert "@Ben Okafor" in hint.words
    assert "@Ana Torres" not in hint.words


async def test_the_last_contact_is_never_deactivated_by_the_clock(here: Town) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    await here.pass_days(40)
    standings = [await _standing(here, name) for name in ("ana", "ben", "tess")]
    assert sorted(standings) == ["deactivated", "deactivated", "flagged"]
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    assert not any("is the last authorized contact" in words for words in told)
    await here.pass_days(2)  # a Sunday was over
    told = [seen.words for seen in await here.person("dana").direct_messages()]
    (last,) = [words for words in told if "is the last authorized contact" in words]
    assert sum(name in last for name in ("Ana Torres", "Ben Okafor", "Tess Lindqvist")) == 1
