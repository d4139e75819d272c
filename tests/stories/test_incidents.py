"""An incident stands in the form, its cases are linked to it, and its closing reaches each of them once."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.ids import NotificationId, SlackUser, TeamId, UserId
from bot.domain.refusals import IncidentClosed, LeadsOnly, SupportOnly
from bot.services import announcing, rounds
from demo import world
from demo.town import Town
from sandbox.people import Person
from storage.inbound import FormKey
from storage.tables import audit, cases, comments, incident_clocks, pending_clocks
from tests.notification_cases import OVER, TITLE, ends, opens_incident, sees_notification, sees_notifications
from tests.town_cases import FILLED, at_lakeside, at_the_desk, chooses, desk_card, open_case


async def _ticks(here: Town, *, tick: list[str], subject: str = "Marks are lost", **filled: str) -> str:
    """Ana sends a case of Grades. Returns what she reads then."""
    ana = here.person("ana")
    await ana.types("/case", subject, channel=world.TOWN)
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.module", "Grades")
    assert not (await ana.submits(incident=tick, **filled)).errors
    if "Is it one of these?" in await ana.reads_window():
        assert not (await ana.submits()).errors
    said = await ana.reads_window()
    await ana.closes(everything=True)
    await here.quiet()
    return said


def _user(here: Town, name: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(here.person(name).id))


async def _told(here: Town) -> list[str]:
    async with here.bot.store.read() as tx:
        return [*(await tx.execute(sa.select(comments.c.kind).order_by(comments.c.case_number))).scalars()]


async def _statuses(here: Town) -> list[str]:
    async with here.bot.store.read() as tx:
        return [*(await tx.execute(sa.select(cases.c.status).order_by(cases.c.number))).scalars()]


async def _lines(here: Town, act: str) -> int:
    async with here.bot.store.read() as tx:
        return int((await tx.execute(sa.select(sa.func.count()).where(audit.c.act == act))).scalar_one())


async def _is_taken(here: Town, number: int) -> None:
    card = await here.card(here.person("alex"), world.DESK, number=number)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=card.ts)
    await here.quiet()


async def test_an_open_incident_stands_in_the_form_of_its_module_alone_and_nothing_typed_is_lost(here: Town) -> None:
    await opens_incident(here)
    ana = here.person("ana")
    await ana.types("/case", "Marks are lost", channel=world.TOWN)
    assert TITLE not in await ana.reads_window()
    await ana.fills(description="They are gone.")
    await ana.clicks_in_window("form.module", "Grades")
    shown = await ana.reads_window()
    assert f"Incident 1 · {TITLE}" in shown
    assert "This is my problem too" in shown
    assert shown.index(TITLE) < shown.index("Type")
    await ana.fills(incident=["1"])
    await ana.clicks_in_window("form.module", "Attendance")
    assert TITLE not in await ana.reads_window()
    await ana.clicks_in_window("form.module", "Grades")
    typed = await ana.typed()
    assert typed["description"] == "They are gone."
    assert typed["subject"] == "Marks are lost"
    assert not (await ana.submits()).errors
    assert "linked to incident 1" in await ana.reads_window()


async def test_an_incident_of_all_modules_stands_in_every_form_at_once(here: Town) -> None:
    await opens_incident(here, modules=())
    ana = here.person("ana")
    await ana.types("/case", "Marks are lost", channel=world.TOWN)
    assert f"Incident 1 · {TITLE}" in await ana.reads_window()


async def test_a_linked_critical_case_asks_for_no_call_and_one_that_is_not_linked_does(here: Town) -> None:
    await opens_incident(here)
    linked = await _ticks(here, tick=["1"], urgency="Critical")
    assert "555-0199" not in linked
    assert "linked to incident 1" in linked
    assert "555-0199" in await _ticks(here, tick=[], subject="Another thing", urgency="Critical")
    for told in (
        (await here.card(here.person("ana"), world.LAKESIDE)).words,
        (await here.card(here.person("alex"), world.DESK)).words,
    ):
        assert f"Incident 1 (open) · {TITLE}" in told
    assert "Incident 1" not in (await here.card(here.person("ana"), world.LAKESIDE, number=2)).words


async def test_a_case_is_linked_to_one_incident(here: Town) -> None:
    await opens_incident(here)
    await opens_incident(here, "Nobody can log in", ())
    ana = here.person("ana")
    await ana.types("/case", "Marks are lost", channel=world.TOWN)
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.module", "Grades")
    assert "linked to one of them" in (await ana.submits(incident=["1", "2"])).errors["incident"]
    assert not (await ana.submits(incident=["1"])).errors
    assert "linked to incident 1" in await ana.reads_window()


@pytest.mark.parametrize(("urgency", "told"), [("Critical", "555-0199"), ("Low", "is over by now")])
async def test_an_incident_that_was_closed_meanwhile_links_nothing_and_that_is_said(
    here: Town, urgency: str, told: str
) -> None:
    await opens_incident(here)
    ana = here.person("ana")
    await ana.types("/case", "Marks are lost", channel=world.TOWN)
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.module", "Grades")
    await ends(here)
    assert not (await ana.submits(incident=["1"], urgency=urgency)).errors
    window = await ana.reads_window()
    assert told in window
    assert "is over by now" in window
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(cases.c.notification_id))).scalars().all() == [None]


async def test_closing_moves_its_cases_tells_the_new_ones_and_does_nothing_the_second_time(here: Town) -> None:
    await opens_incident(here)
    for subject in ("Marks are lost", "The gradebook is empty", "Final grades vanish"):
        await _ticks(here, tick=["1"], subject=subject)
    await _ticks(here, tick=[], subject="Something else")
    await _is_taken(here, 1)
    await here.person("ana").clicks(
        "case.more",
        channel=world.LAKESIDE,
        on=(await here.card(here.person("ana"), world.LAKESIDE, number=3)).ts,
        value="case.withdraw 3",
    )
    assert not (await here.person("ana").submits()).errors
    await here.quiet()
    published = await _lines(here, "publish")
    said = await ends(here)
    assert "1 open case" in said
    assert "1 more, still New, is told alone" in said
    assert await _lines(here, "publish") == published + 2  # the window that asks, and the closing
    await here.bot.tick()
    await here.quiet()
    assert await _statuses(here) == ["pending-customer-verification", "new", "closed", "new"]
    assert await _told(here) == ["resolution", "incident"]
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert told.count(OVER) == 1
    second = [seen.words for seen in await here.thread(here.person("ana"), world.LAKESIDE, number=2)]
    assert [words for words in second if "incident closed" in words and OVER in words]
    for number in (1, 2):
        card = await here.card(here.person("ana"), world.LAKESIDE, number=number)
        assert f"Incident 1 (closed) · {TITLE}" in card.words
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(pending_clocks.c.case_number))).scalars().all() == [1]
    await here.bot.tick()
    await here.quiet()
    assert await _told(here) == ["resolution", "incident"]
    assert "No incident is open" in await sees_notifications(here, "lee")
    with pytest.raises(IncidentClosed):
        await _close(here, "lee", once="form:again")


async def test_what_a_crash_left_is_done_later_and_many_rounds_at_once_do_it_once(here: Town) -> None:
    await opens_incident(here)
    for subject in ("Marks are lost", "The gradebook is empty", "Final grades vanish"):
        await _ticks(here, tick=["1"], subject=subject)
    await ends(here)

    def dies(_: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await rounds.run(here.bot.store, now=here.clock.now(), at=dies)
    assert await _told(here) == ["incident"]
    forecast = await rounds.forecast(here.bot.store, at=here.clock.now())
    assert forecast["incident-told"] == 2
    looks = [rounds.run(here.bot.store, now=here.clock.now(), at=lambda _: None) for _ in range(3)]
    done = await asyncio.gather(*looks)
    assert sum(found["incident-told"] for found in done) == 2
    assert await _told(here) == ["incident"] * 3
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(incident_clocks))).all() == []


async def test_the_days_of_an_earlier_resolution_begin_anew(here: Town) -> None:
    await opens_incident(here)
    await _ticks(here, tick=["1"])
    await _is_taken(here, 1)
    alex = here.person("alex")
    await alex.clicks("case.resolve", channel=world.DESK, on=(await here.card(alex, world.DESK)).ts)
    assert not (await alex.submits(words="Please try again.")).errors
    await here.pass_days(2)
    async with here.bot.store.read() as tx:
        before = (await tx.execute(sa.select(pending_clocks.c.closes_at))).scalar_one()
    await ends(here)
    await here.bot.tick()
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(pending_clocks.c.closes_at))).scalar_one() > before


async def test_its_owner_links_a_case_that_is_there_already_and_it_hears_of_the_end(here: Town) -> None:
    await open_case(here)
    await _is_taken(here, 1)
    alex, gita = here.person("alex"), here.person("gita")
    desk = await desk_card(here)
    await chooses(alex, "case.link", channel=world.DESK, on=desk)
    assert "No open incident affects" in await alex.reads_window()
    await alex.closes(everything=True)
    await opens_incident(here)
    await chooses(gita, "case.link", channel=world.DESK, on=desk)
    await here.quiet()
    assert "has an owner" in (await gita.hints(world.DESK))[-1].words
    await chooses(alex, "case.link", channel=world.DESK, on=desk)
    assert not (await alex.submits(incident=f"1 · {TITLE}")).errors
    await here.quiet()
    assert f"Incident 1 (open) · {TITLE}" in (await here.card(here.person("ana"), world.LAKESIDE)).words
    await ends(here)
    await here.bot.tick()
    await here.quiet()
    assert await _statuses(here) == ["pending-customer-verification"]
    assert (await at_lakeside(here)).count(OVER) == 1


async def _close(here: Town, name: str, *, once: str) -> None:
    await announcing.close(
        here.bot.store,
        who=_user(here, name),
        notification=NotificationId(1),
        words=OVER,
        now=here.clock.now(),
        once=FormKey(once),
    )


async def test_an_incident_that_was_closed_while_a_case_was_a_duplicate_reaches_it_afterwards(
    here: Town,
) -> None:
    await opens_incident(here)
    await _ticks(here, tick=["1"])
    await _ticks(here, tick=[], subject="Marks are gone too")
    alex = here.person("alex")
    for number, action in ((1, "case.take"), (2, "case.take")):
        card = (await here.card(alex, world.DESK, number=number)).ts
        await alex.clicks(action, channel=world.DESK, on=card)
        await here.quiet()
    first = await here.card(alex, world.DESK, number=1)
    await chooses(alex, "case.status", channel=world.DESK, on=first.ts)
    await alex.clicks_in_window("case.status-chosen", "merge")
    assert not (await alex.submits(main="2")).errors
    await ends(here)
    await here.bot.tick()
    await here.quiet()
    assert OVER not in await at_lakeside(here)
    await alex.clicks("case.unmerge", channel=world.DESK, on=(await here.card(alex, world.DESK, number=1)).ts)
    await here.quiet()
    await here.bot.tick()
    await here.quiet()
    assert "Pending Customer Verification" in (await here.card(here.person("ana"), world.LAKESIDE, number=1)).words
    assert (await at_lakeside(here)).count(OVER) == 1


async def test_only_a_lead_opens_and_closes_one_and_everybody_sees_it(here: Town) -> None:
    for name, told in (("alex", "support lead"), ("ana", "support team"), ("sam", "support team")):
        person: Person = here.person(name)
        await person.types("/case", "incident", channel=world.TOWN)
        assert told in (await person.hints(world.TOWN))[-1].words
    await opens_incident(here)
    for name, why in (("alex", LeadsOnly), ("ana", SupportOnly), ("sam", SupportOnly)):
        with pytest.raises(why):
            await _close(here, name, once=f"form:{name}")
    for name in ("alex", "ana", "sam"):
        assert TITLE in await sees_notifications(here, name)
        assert "New incident" not in await here.person(name).reads_window()
        assert "Close incident" not in await sees_notification(here, name)
    await _close(here, "lee", once="form:lee")
    assert "No incident is open" in await sees_notifications(here, "alex")


async def test_a_title_has_the_length_of_a_subject(here: Town) -> None:
    lee = here.person("lee")
    await lee.types("/case", "incident", channel=world.TOWN)
    assert "at least 5" in (await lee.submits(title="Down", modules=["Grades"])).errors["title"]
    assert "at most 120" in (await lee.submits(title="x" * 121)).errors["title"]
    assert not (await lee.submits(title=TITLE)).errors


async def test_another_district_sees_the_incident_and_nothing_of_its_cases(here: Town) -> None:
    await opens_incident(here)
    await _ticks(here, tick=["1"], subject="Marks of ninth grade are lost")
    pia = here.person("pia")
    await pia.types("/case", "Marks are lost", channel=world.TOWN)
    await pia.clicks_in_window("form.module", "Grades")
    shown = await pia.reads_window()
    assert TITLE in shown
    assert "ninth grade" not in shown


async def test_what_begins_with_the_word_is_a_subject(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "incident reports are empty", channel=world.TOWN)
    assert (await ana.typed())["subject"] == "incident reports are empty"
