"""Step 3: whose replies in a case's thread are taken in, and what becomes of the others."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import messages
from sandbox.people import Person
from storage.tables import audit, comments, outbox
from tests.town_cases import at_lakeside, at_the_desk, chooses, open_case

pytestmark = pytest.mark.every_way


async def _accept_as_mixed(here: Town, *names: str) -> None:
    """People join Lakeside's channel, and Lakeside's administrator accepts that."""
    for name in names:
        await here.person(name).joins(world.LAKESIDE)
    await here.quiet()
    dana = here.person("dana")
    notice = (await dana.direct_messages())[-1]
    await dana.clicks("channel.accept-mixed", channel=await dana.direct_channel(), on=notice.ts)
    await here.quiet()


async def _count(here: Town, query: sa.Select[int]) -> int:
    async with here.bot.store.read() as tx:
        return int((await tx.execute(query)).scalar_one())


async def test_contacts_are_taken_in_and_staff_are_told_why_not(here: Town) -> None:
    card = await open_case(here)
    await _accept_as_mixed(here, "sam")
    ana, ben, sam = here.person("ana"), here.person("ben"), here.person("sam")
    await here.clock.turn(timedelta(hours=1))
    await ana.says("It happens in Firefox only.", channel=world.LAKESIDE, thread=card)
    await ben.says("In Chrome too.", channel=world.LAKESIDE, thread=card)
    await sam.says("And on my phone!", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    desk = await at_the_desk(here)
    assert "comment by Ana Torres\nIt happens in Firefox only." in desk
    assert "In Chrome too." in desk
    assert "And on my phone!" not in desk
    (hint,) = await sam.hints(world.LAKESIDE)
    assert "was not taken in" in hint.words
    assert "@Ana Torres" in hint.words
    assert await ana.hints(world.LAKESIDE) == []
    assert "was not taken in" in (await sam.direct_messages())[-1].words
    refusals = sa.select(sa.func.count()).where(audit.c.rule == "ContactsOnly", audit.c.act == "comment")
    assert await _count(here, refusals) == 1


async def test_last_modified_and_the_contacts_activity_move_on(here: Town) -> None:
    card = await open_case(here)
    before = (await here.card(here.person("ana"), world.LAKESIDE)).words
    await here.clock.turn(timedelta(days=2))
    await here.person("ben").says("Still so.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    after = (await here.card(here.person("ana"), world.LAKESIDE)).words
    assert "Nov 24, 2026" in before
    assert "Nov 26, 2026" in after
    query = sa.text("select silent_since from roster join people on people.id = person_id where name = 'Ben Okafor'")
    async with here.bot.store.read() as tx:
        assert (await tx.execute(query)).scalar_one() is not None


async def test_somebody_of_another_district_is_not_taken_in_and_reported(here: Town) -> None:
    card = await open_case(here)
    await _accept_as_mixed(here, "pia")
    pia, dana, kim = here.person("pia"), here.person("dana"), here.person("kim")
    await pia.says("We have that too.", channel=world.LAKESIDE, thread=card)
    await here.person("ana").says("Noted.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "We have that too." not in await at_the_desk(here)
    assert "Noted." in await at_the_desk(here)
    (hint,) = await pia.hints(world.LAKESIDE)
    assert "another district's cases" in hint.words
    for keeper in (dana, kim):
        assert any("belongs to another district" in seen.words for seen in await keeper.direct_messages())


async def test_in_a_channel_that_was_not_accepted_words_stop_and_go_by_direct_message(here: Town) -> None:
    await open_case(here)
    sam, ana, dana = here.person("sam"), here.person("ana"), here.person("dana")
    await sam.joins(world.LAKESIDE)
    await here.quiet()
    await _open_another(here, ana)
    seen = "\n".join(message.words for message in await sam.sees(world.LAKESIDE))
    assert "Case 2 · New" in seen
    assert "Payroll export fails" not in seen
    assert "Payroll export fails" in "\n".join(message.words for message in await ana.direct_messages())
    assert any("neither contacts nor agents: @Sam Rivera" in told.words for told in await dana.direct_messages())


async def test_once_the_outsider_left_words_stand_in_the_channel_again(here: Town) -> None:
    sam, ana = here.person("sam"), here.person("ana")
    await sam.joins(world.LAKESIDE)
    await here.quiet()
    await sam.leaves(world.LAKESIDE)
    await here.quiet()
    await _open_another(here, ana)
    assert "Payroll export fails" in "\n".join(message.words for message in await ana.sees(world.LAKESIDE))


async def _open_another(here: Town, ana: Person) -> None:
    await ana.types("/case", "Payroll export fails", channel=world.TOWN)
    await ana.submits(module="Other", description="Since this morning.")
    await here.quiet()


async def test_what_is_said_in_a_direct_message_thread_is_the_cases_too(here: Town) -> None:
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    ana = here.person("ana")
    await _open_another(here, ana)
    card = next(seen for seen in await ana.direct_messages() if "Payroll export fails" in seen.words)
    await ana.says("Here is more.", channel=await ana.direct_channel(), thread=card.ts)
    await here.quiet()
    assert "Here is more." in await at_the_desk(here)
    assert "Here is more." in "\n".join(seen.words for seen in await here.person("ben").direct_messages())


async def test_a_file_without_words_an_edit_and_a_deletion_reach_the_desk(here: Town) -> None:
    card = await open_case(here)
    ana = here.person("ana")
    await ana.says("", channel=world.LAKESIDE, thread=card, files=[("screen.png", b"\x89PNG not really")])
    ts = await ana.says("In Firefox.", channel=world.LAKESIDE, thread=card)
    gone = await ana.says("Never mind.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await ana.edits(ts, "In Safari.", channel=world.LAKESIDE)
    await ana.deletes(gone, channel=world.LAKESIDE)
    await here.quiet()
    desk = await here.thread(here.person("alex"), world.DESK)
    words = "\n".join(seen.words for seen in desk)
    assert "In Safari." in words
    assert "In Firefox." not in words
    assert "(edited)" in words
    assert "Never mind." not in words
    assert "deleted by its author" in words
    assert any("screen.png" in seen.files for seen in desk)


async def test_a_program_is_not_carried_over_and_it_says_so(here: Town) -> None:
    card = await open_case(here)
    await here.person("ana").says("Run this:", channel=world.LAKESIDE, thread=card, files=[("fix.exe", b"MZ")])
    await here.quiet()
    words = await at_the_desk(here)
    assert "fix.exe" in words
    assert "is a program, which is not carried over" in words


async def test_a_reply_to_a_closed_case_changes_nothing_and_only_its_author_is_told(here: Town) -> None:
    card = await open_case(here)
    ana = here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    await ana.says("One more thing", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    (hint,) = await ana.hints(world.LAKESIDE)
    assert "Case 1 is closed" in hint.words
    assert hint.buttons == ("kept.reopen", "kept.new-case", "kept.thanks")
    assert "One more thing" not in await at_the_desk(here)


@pytest.mark.parametrize("who", ["ana", "sam"])
async def test_however_often_and_under_whatever_id_a_reply_comes_it_has_one_effect(here: Town, who: str) -> None:
    card = await open_case(here)
    await _accept_as_mixed(here, "sam")
    await here.people.do("fault", events={"copies": 250, "new_ids": True})
    await here.person(who).says("Only once, please.", channel=world.LAKESIDE, thread=card)
    await here.people.settle()
    await here.people.do("fault", clear=True)
    await here.quiet()
    asked = sa.select(sa.func.count()).where(audit.c.act == "comment")
    assert await _count(here, asked) == 1
    taken = await _count(here, sa.select(sa.func.count()).select_from(comments))
    hints = await _count(here, sa.select(sa.func.count()).where(outbox.c.kind == "hint"))
    assert (taken, hints) == ((1, 0) if who == "ana" else (0, 1))
    said = (await at_the_desk(here)).count("Only once, please.")
    assert said == taken
    assert "Only once, please." in await at_lakeside(here)


async def test_characters_that_no_database_takes_do_not_keep_a_reply_out(here: Town) -> None:
    card = await open_case(here)
    messages.say(here.sandbox.slack, world.LAKESIDE, "U0ANA", "It says \x00 and \ud83d here.", thread_ts=card)
    await here.quiet()
    assert "It says  and ? here." in await at_the_desk(here)
