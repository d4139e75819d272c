"""Incidents and maintenance: previewed, told once to whom they concern, seen by all, updated, over (POLICY 8)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import NotificationId, SlackUser, TeamId, UserId
from bot.domain.refusals import IncidentClosed
from bot.services import notifications as service
from demo import world
from demo.town import Town
from storage.tables import cases, notifications
from tests.notification_cases import (
    TITLE,
    ends,
    opens_incident,
    plans_maintenance,
    posts_update,
    sees_notification,
    sees_notifications,
    told_of_notifications,
)
from tests.told import chose
from tests.town_cases import FILLED

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ORANGE, GREEN = ":large_orange_circle:", ":large_green_circle:"


async def _links(here: Town, name: str = "ana", subject: str = "Marks are lost") -> None:
    """A case of Grades, with the first tick."""
    person = here.person(name)
    await person.types("/case", subject, channel=world.TOWN)
    await person.fills(**FILLED)
    await person.clicks_in_window("form.module", "Grades")
    assert not (await person.submits(incident=["1"])).errors
    await person.closes(everything=True)
    await here.quiet()


async def _goes_on(here: Town, by: timedelta) -> None:
    await here.clock.turn(by)
    await here.bot.tick()
    await here.quiet()


async def test_before_it_is_opened_a_lead_sees_what_is_read_and_who_is_told(here: Town) -> None:
    preview = await opens_incident(here)
    assert TITLE in preview
    assert "6 contacts are told by direct message, of 2 districts" in preview
    assert "Lakeside Unified (3), Pine Ridge Schools (3)" in preview
    for name in ("ana", "ben", "tess", "pia", "paul", "theo"):
        (told,) = await told_of_notifications(here, name)
        assert "Something does not work" in told.words
        assert f"Incident 1 · {TITLE}" in told.words
    for name in ("sam", "cody", "dana", "alex", "lee", "kim"):
        assert not await told_of_notifications(here, name), name
    await _goes_on(here, DAY)
    assert len(await told_of_notifications(here, "ana")) == 1


async def test_what_concerns_one_district_is_told_and_shown_there_alone(here: Town) -> None:
    preview = await opens_incident(here, modules=(), districts=["pine-ridge"])
    assert "3 contacts are told by direct message, of one district" in preview
    assert await told_of_notifications(here, "pia")
    assert not await told_of_notifications(here, "ana")
    assert TITLE in await sees_notifications(here, "rosa")
    assert TITLE in await here.person("rosa").opens_home()
    for name in ("ana", "sam"):
        assert "No incident is open" in await sees_notifications(here, name)
        assert TITLE not in await here.person(name).opens_home()
    ana = here.person("ana")
    await ana.closes(everything=True)
    await ana.types("/case", "Marks are lost", channel=world.TOWN)
    assert TITLE not in await ana.reads_window()
    assert "Concerns Pine Ridge Schools" in await sees_notification(here, "alex")
    assert "Concerns" not in await sees_notification(here, "pia")


async def test_it_stands_at_the_top_of_everybodys_home_until_it_is_over(here: Town) -> None:
    await opens_incident(here)
    for name in ("ana", "sam", "cody", "dana", "alex", "lee", "kim"):
        home = await here.person(name).opens_home()
        assert f"{ORANGE} Incident 1 · {TITLE}" in home, name
        assert home.index(TITLE) < 200, name
    sam = here.person("sam")
    await sam.clicks_at_home("notification.view#0")
    assert TITLE in await sam.reads_window()
    await ends(here)
    for name in ("ana", "sam", "alex"):
        assert TITLE not in await here.person(name).opens_home(), name


async def test_an_update_is_read_by_everybody_and_told_to_contacts_of_linked_cases(here: Town) -> None:
    await opens_incident(here)
    await _links(here)
    assert "The contact whose open case is linked is written to" in await posts_update(here, "It is the database.")
    await posts_update(here, "A new one is being built.")
    told = await told_of_notifications(here, "ana")
    assert ["There is news of an incident" in it.words for it in told] == [False, True, True]
    assert "It is the database." in told[1].words
    assert "Linked: 1." in told[1].words
    assert len(await told_of_notifications(here, "ben")) == 1
    seen = await sees_notification(here, "sam")
    assert seen.index("A new one is being built.") < seen.index("It is the database.")
    assert "Case 1 is linked to it" in await sees_notification(here, "ben")
    for name in ("sam", "pia"):
        assert "linked to it" not in await sees_notification(here, name)
    assert "1 open case linked" in await sees_notification(here, "alex")


async def test_quiet_hours_and_a_digest_hold_it_and_nothing_is_told_that_is_over_by_then(here: Town) -> None:
    await chose(here, "ana", "digest")
    await chose(here, "ben", "mention", begins="09:00", ends="23:00")
    await opens_incident(here)
    await opens_incident(here, "Nobody can log in", ())
    for name in ("ana", "ben"):
        assert not await told_of_notifications(here, name)
    await ends(here)
    await here.bot.tick()
    await _goes_on(here, 20 * HOUR)
    for name in ("ana", "ben"):
        (told,) = await told_of_notifications(here, name)
        assert TITLE in told.words


async def test_maintenance_is_told_two_weeks_ahead_and_stands_until_its_end(here: Town) -> None:
    starts = here.clock.now() + 20 * DAY
    preview = await plans_maintenance(here, starts, starts + 4 * HOUR)
    assert f"{GREEN} Maintenance · The servers move" in preview
    assert "6 contacts are told" in preview
    assert not await told_of_notifications(here, "ana")
    assert "No incident is open, and no maintenance" in await sees_notifications(here, "ana")
    assert "The servers move" in await sees_notifications(here, "alex")
    await _goes_on(here, 5.9 * DAY)
    assert not await told_of_notifications(here, "ana")
    await _goes_on(here, 0.2 * DAY)
    (told,) = await told_of_notifications(here, "ana")
    assert "Maintenance is planned" in told.words
    assert f"{GREEN} Maintenance 1 · The servers move" in await here.person("sam").opens_home()
    await _goes_on(here, 14 * DAY)
    assert "The servers move" in await here.person("sam").opens_home()
    await _goes_on(here, DAY)
    assert "The servers move" not in await here.person("sam").opens_home()
    assert len(await told_of_notifications(here, "ana")) == 1
    async with here.bot.store.read() as tx:
        (row,) = (await tx.execute(sa.select(notifications))).all()
    assert (row.status, row.closed_by, row.closing) == ("closed", None, "")


async def test_maintenance_that_is_moved_is_told_again_only_to_who_knows_of_it(here: Town) -> None:
    starts = here.clock.now() + 20 * DAY
    await plans_maintenance(here, starts, starts + HOUR)
    lee = here.person("lee")
    for days in (3, 16):  # the first time at once: that is within two weeks
        await sees_notification(here, "lee")
        await lee.clicks_in_window("notification.move")
        begins = int((here.clock.now() + days * DAY).timestamp())
        assert "over already" in (await lee.submits(starts=begins, ends=1_500_000_000)).errors["ends"]
        assert "after it begins" in (await lee.submits(starts=begins, ends=begins)).errors["ends"]
        assert not (await lee.submits(starts=begins, ends=begins + 3600)).errors
        await lee.closes(everything=True)
        await _goes_on(here, timedelta(0))
    told = [it.words for it in await told_of_notifications(here, "ana")]
    assert ["planned" in told[0], "moved to another time" in told[1], len(told)] == [True, True, 2]
    await _goes_on(here, 4 * DAY)
    assert "The servers move" in await sees_notifications(here, "alex")  # its first end is not its end
    await _goes_on(here, 13 * DAY)
    assert "no maintenance" in await sees_notifications(here, "alex")
    assert len(await told_of_notifications(here, "ana")) == 2


async def test_maintenance_is_called_off_and_who_knows_of_it_is_told_why(here: Town) -> None:
    starts = here.clock.now() + 3 * DAY
    await plans_maintenance(here, starts, starts + HOUR)
    assert "Every contact whom it concerns is told." in await ends(here, "The new machines are late.")
    await _goes_on(here, timedelta(0))
    told = await told_of_notifications(here, "ana")
    assert "called off" in told[-1].words
    assert "The new machines are late." in told[-1].words
    starts = here.clock.now() + 30 * DAY
    await plans_maintenance(here, starts, starts + HOUR, "Another move")
    assert "Nobody was told of it yet." in await ends(here, "Not needed.")
    await _goes_on(here, 20 * DAY)
    assert len(await told_of_notifications(here, "ana")) == 2


async def test_a_case_about_maintenance_is_linked_asks_for_no_call_and_stays_where_it_is_at_its_end(
    here: Town,
) -> None:
    starts = here.clock.now() + HOUR
    await plans_maintenance(here, starts, starts + HOUR)
    ana = here.person("ana")
    await ana.types("/case", "Nothing opens", channel=world.TOWN)
    await ana.fills(**FILLED)
    assert not (await ana.submits(incident=["1"], urgency="Critical")).errors
    assert "linked to maintenance 1" in await ana.reads_window()
    await ana.closes(everything=True)
    await here.quiet()
    assert "Maintenance 1 (open)" in (await here.card(ana, world.LAKESIDE)).words
    await _goes_on(here, 3 * HOUR)
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(cases.c.status))).scalars().all() == ["new"]
    assert "Maintenance 1 (closed)" in (await here.card(here.person("alex"), world.DESK)).words


async def test_a_number_of_another_districts_is_nothing_to_who_asks_for_it(here: Town) -> None:
    await opens_incident(here, modules=(), districts=["pine-ridge"])
    pia = here.person("pia")
    told = (await told_of_notifications(here, "pia"))[0]
    await pia.clicks("notification.view", channel=await pia.direct_channel(), on=told.ts)
    assert TITLE in await pia.reads_window()
    for name in ("ana", "sam"):
        who = SlackUser(team=TeamId(world.TEAM), user=UserId(here.person(name).id))
        with pytest.raises(IncidentClosed):
            await service.opened(here.bot.store, who=who, notification=NotificationId(1), now=here.clock.now())
