"""Ways to open a case beside the command: after an old case, for somebody who phoned, from a message."""

from datetime import timedelta

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import roster
from tests.town_cases import FILLED, at_lakeside, at_the_desk, chooses, open_case


async def _withdrawn_long_ago(here: Town) -> str:
    card, ana = await open_case(here), here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.pass_days(61)
    return card


async def test_a_case_too_old_to_reopen_is_followed_by_a_new_one_in_one_click_and_both_say_so(here: Town) -> None:
    await _withdrawn_long_ago(here)
    ben = here.person("ben")
    await ben.types("/case", "reopen 1 it is back again", channel=world.TOWN)
    hint = (await ben.hints(world.TOWN))[-1]
    assert "could be reopened until" in hint.words
    await ben.clicks("case.follow-up", channel=world.TOWN, on=hint.ts)
    assert "follows on case 1" in await ben.reads_window()
    assert (await ben.typed())["subject"] == "Grades vanish on save"
    assert not (await ben.submits(**FILLED)).errors
    assert "Case 2 is with Support" in await ben.reads_window()
    await here.quiet()
    assert "Follows on\nCase 1" in (await here.card(ben, world.LAKESIDE, number=2)).words
    assert "Followed by\nCase 2" in (await here.card(ben, world.LAKESIDE, number=1)).words


async def test_nobody_follows_on_another_districts_case(here: Town) -> None:
    card, pia = await _withdrawn_long_ago(here), here.person("pia")
    await here.person("ana").types("/case", "view 1", channel=world.TOWN)
    assert "[New case]" in (await here.person("ana").hints(world.TOWN))[-1].words
    await pia.joins(world.LAKESIDE)
    await pia.clicks("case.follow-up", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert await pia.window() is None
    assert "I found no such case" in (await pia.hints(world.LAKESIDE))[-1].words


async def test_an_agent_opens_a_case_for_a_contact_who_phoned_and_who_is_told_and_may_withdraw_it(here: Town) -> None:
    alex, ana = here.person("alex"), here.person("ana")
    await alex.types("/case", "for", channel=world.DESK)
    assert "lakeside" in (await alex.hints(world.DESK))[-1].words
    await alex.types("/case", "for lakeside", channel=world.DESK)
    assert "Who phoned" in await alex.reads_window()
    assert not (await alex.submits(**FILLED, contact="Ana Torres", subject="Grades vanish")).errors
    assert "Its contact is told" in await alex.reads_window()
    await here.quiet()
    card = (await here.card(ana, world.LAKESIDE)).words
    assert "Contact\nAna Torres" in card
    assert "New, Support's turn" in card
    (told,) = [seen for seen in await ana.direct_messages() if "After your call" in seen.words]
    assert "@Alex Kim opened case 1 in your name" in told.words
    await ana.clicks("case.withdraw", channel=await ana.direct_channel(), on=told.ts)
    assert not (await ana.submits()).errors
    await here.quiet()
    assert "Closed (Withdrawn)" in (await here.card(ana, world.LAKESIDE)).words


async def test_a_contact_who_phoned_must_be_one_when_the_case_is_opened(here: Town) -> None:
    alex = here.person("alex")
    await alex.types("/case", "for lakeside", channel=world.DESK)
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.update(roster).where(roster.c.person_id == 1).values(standing="removed"))
    await alex.submits(**FILLED, contact="Ana Torres", subject="Grades vanish")
    assert "no authorized contact of this district" in await alex.reads_window()
    await alex.closes()
    assert not (await alex.submits(contact="Ben Okafor")).errors
    assert "Its contact is told" in await alex.reads_window()


async def test_for_others_for_is_how_a_subject_begins_and_a_support_contact_phones_for_no_update(here: Town) -> None:
    ana, sam, kim, alex = (here.person(name) for name in ("ana", "sam", "kim", "alex"))
    await ana.types("/case", "for lakeside all grades vanish", channel=world.TOWN)
    assert "Subject: [for lakeside all grades vanish]" in await ana.reads_window()
    await sam.types("/case", "for lakeside", channel=world.TOWN)
    assert "authorized contacts" in (await sam.hints(world.TOWN))[-1].words
    await kim.types("/case", "for lakeside", channel=world.TOWN)
    assert "done by the support team" in (await kim.hints(world.TOWN))[-1].words
    await alex.types("/case", "for lakeside", channel=world.DESK)
    await alex.clicks_in_window("form.type", "update-or-refresh")
    asked = {"ask": "version-update", "environment": "Staging", "due": "2026-12-01"}
    await alex.submits(**FILLED, **asked, subject="Update us", contact="Ana Torres")
    assert "Authorized Technical Contact" in await alex.reads_window()
    await alex.closes()
    await alex.submits(contact="Tess Lindqvist")
    assert "Its contact is told" in await alex.reads_window()


async def test_a_message_becomes_a_case_with_its_files_and_its_author_as_reporter(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    words = "The bell schedule is wrong since Monday, says @Ana Torres."
    ts = await sam.says(
        "The bell schedule is wrong since Monday, says <@U0ANA>.",
        channel=world.TOWN,
        files=[("bells.png", b"picture")],
    )
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    shown = await ana.reads_window()
    assert "bells.png" in shown
    assert "will be read by all contacts" in shown
    assert (await ana.typed())["description"] == words
    assert not (await ana.submits(module="Scheduling", subject="Bell schedule wrong")).errors
    assert "Case 1 is with Support" in await ana.reads_window()
    await here.quiet()
    card = (await here.card(ana, world.LAKESIDE)).words
    assert "Contact\nAna Torres" in card
    assert "Reported by\nSam Rivera" in card
    for told in (await at_lakeside(here), await at_the_desk(here)):
        assert words in told
        assert "North Elementary" in told
    for name, channel in (("ana", world.LAKESIDE), ("alex", world.DESK)):
        assert ("bells.png",) in [seen.files for seen in await here.thread(here.person(name), channel)]


async def test_whoever_is_no_contact_makes_no_case_of_a_message(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    ts = await sam.says("The bell schedule is wrong.", channel=world.TOWN)
    await sam.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    await here.quiet()
    assert "@Ana Torres" in await sam.reads_window()
    assert "Subject" not in await sam.reads_window()
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    assert "Subject" in await ana.reads_window()


async def test_a_message_of_somebody_never_seen_is_reported_by_them_under_their_name(here: Town) -> None:
    nora, ana = here.person("nora"), here.person("ana")
    ts = await nora.says("Nobody can print.", channel=world.TOWN)
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    await ana.submits(module="Other", subject="Printing fails")
    await here.quiet()
    await ana.types("/case", "view 1", channel=world.TOWN)
    assert "Reported by\n@Nora Stein" in (await ana.hints(world.TOWN))[-1].words
    for number in (1, 99):
        await nora.types("/case", f"view {number}", channel=world.TOWN)
        assert "I don't know which district you belong to" in (await nora.hints(world.TOWN))[-1].words


async def test_a_message_longer_than_the_field_loses_nothing(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    ts = await sam.says("x" * 2990 + " and at the end: thank you", channel=world.TOWN)
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    assert "the rest of it goes along" in await ana.reads_window()
    await ana.submits(module="Other", subject="A long story")
    await here.quiet()
    assert "end: thank you" in (await at_the_desk(here)).replace("\n", "")


async def test_a_form_that_was_open_for_longer_than_what_it_brings_is_kept_says_so(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    ts = await sam.says("x" * 2990 + " and at the end: thank you", channel=world.TOWN)
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    await here.clock.turn(timedelta(hours=25))
    errors = (await ana.submits(module="Other", subject="A long story")).errors
    assert "waited too long" in errors["description"]
    await ana.closes()
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    assert not (await ana.submits(module="Other", subject="A long story")).errors
    await here.quiet()
    assert "end: thank you" in (await at_the_desk(here)).replace("\n", "")


async def test_what_contacts_said_below_a_message_of_the_districts_channel_is_taken_over_and_both_are_linked(
    here: Town,
) -> None:
    ana, ben, alex = here.person("ana"), here.person("ben"), here.person("alex")
    await alex.joins(world.LAKESIDE)
    await here.quiet()
    ts = await ana.says("Grades vanish, who else?", channel=world.LAKESIDE)
    await ben.says("Here too, <@U0ANA>.", channel=world.LAKESIDE, thread=ts, files=[("log.txt", b"words")])
    await alex.says("Which browser?", channel=world.LAKESIDE, thread=ts)
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.LAKESIDE, on=ts)
    await ana.submits(module="Grades", subject="Grades vanish")
    await here.quiet()
    told, at_desk = await at_lakeside(here), await at_the_desk(here)
    for words in ("Here too, @Ana Torres.", "Which browser?", "comment by Ben Okafor"):
        assert words in told
        assert words in at_desk
    assert told.index("Grades vanish, who else?") < told.index("Here too") < told.index("Which browser?")
    assert "Open the message" in told
    assert ("log.txt",) in [seen.files for seen in await here.thread(alex, world.DESK)]
    (below,) = [seen for seen in await ana.sees(world.LAKESIDE) if "This message became case 1" in seen.words]
    assert below.thread_ts == ts
    assert "Open the case" in below.words


async def test_what_others_said_below_a_message_stays_where_it_is_and_the_town_learns_nothing(here: Town) -> None:
    sam, ana, pia = (here.person(name) for name in ("sam", "ana", "pia"))
    ts = await sam.says("Grades vanish.", channel=world.TOWN)
    for person, words in ((sam, "Since Monday."), (pia, "Pine Ridge is fine."), (ana, "I will ask Support.")):
        await person.says(words, channel=world.TOWN, thread=ts)
    for number in range(20):
        await ana.says(f"Remark {number}.", channel=world.TOWN, thread=ts)
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    await ana.submits(module="Grades", subject="Grades vanish")
    await here.quiet()
    told = await at_the_desk(here)
    assert "I will ask Support." in told
    assert "Remark 19." in told
    assert "Since Monday." not in told
    assert "Pine Ridge is fine." not in told
    assert not [seen for seen in await sam.sees(world.TOWN) if "case 1" in seen.words.lower()]


async def test_a_message_in_a_place_the_bot_cannot_read_says_so_in_the_record(here: Town) -> None:
    ana = here.person("ana")
    here.sandbox.slack.channels[world.TOWN].members.remove("U0BOT")
    ts = await here.person("sam").says("Grades vanish.", channel=world.TOWN)
    await ana.uses_shortcut("shortcut.case-from-message", channel=world.TOWN, on=ts)
    await ana.submits(module="Grades", subject="Grades vanish")
    await here.quiet()
    assert "in a place that I cannot read" in await at_the_desk(here)
    assert "Grades vanish." in await at_the_desk(here)


async def test_an_agent_of_a_district_without_contacts_is_told_so(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        contacts = roster.c.role.in_(["support", "technical"])
        await tx.execute(roster.update().where(roster.c.district_id == 1, contacts).values(standing="deactivated"))
    alex = here.person("alex")
    await alex.types("/case", "for lakeside", channel=world.DESK)
    assert await alex.window() is None
    assert "no authorized contact" in (await alex.hints(world.DESK))[-1].words


async def test_an_agents_draft_for_a_contact_is_kept_and_offered_too(here: Town) -> None:
    alex = here.person("alex")
    await alex.types("/case", "for lakeside", channel=world.DESK)
    await alex.fills(**FILLED, contact="Ben Okafor")
    await alex.clicks_in_window("form.type", "service-request")
    await alex.closes(everything=True)
    await alex.types("/case", "for lakeside", channel=world.DESK)
    typed = await alex.typed()
    assert (typed["description"], typed["type"]) == (FILLED["description"], "service-request")
    assert not (await alex.submits(subject="Add a calendar", task="Add it.", due="2026-12-01")).errors
    await here.quiet()
    assert "Contact\nBen Okafor" in (await here.card(here.person("ben"), world.LAKESIDE)).words
