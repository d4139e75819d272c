"""Who reads what by direct message, once, and for as long as they may."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import Channel, ChannelId, SlackUser, TeamId, UserId
from bot.domain.refusals import Refusal
from bot.services.channels import accept_mixed
from demo import world
from demo.town import Town
from sandbox.deeds import accounts, channels
from storage.tables import audit, people, roster
from storage.tables import channels as channel_table
from tests.postbag import holding
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case, reply_to_district


@pytest.fixture
def transport() -> str:
    return "http"


async def _dms(here: Town, name: str) -> str:
    return "\n".join(seen.words for seen in await here.person(name).direct_messages())


async def _ends(here: Town, name: str) -> None:
    user = sa.select(people.c.id).where(people.c.user_id == here.person(name).id).scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == user).values(standing="deactivated"))


async def test_a_contact_whose_right_has_ended_gets_nothing_more_in_the_thread_they_had(here: Town) -> None:
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    await open_case(here)
    assert "Grades vanish on save" in await _dms(here, "tess")
    await _ends(here, "tess")
    await reply_to_district(here, "Only for contacts.")
    ana = here.person("ana")
    card = await here.card(ana, world.LAKESIDE)
    await ana.says("And this.", channel=world.LAKESIDE, thread=card.ts, files=[("marks.txt", b"5,3")])
    await here.quiet()
    assert "Only for contacts." in await _dms(here, "ben")
    gone = await _dms(here, "tess")
    assert ("Only for contacts." in gone, "And this." in gone, "marks.txt" in gone) == (False, False, False)


async def test_once_words_may_go_to_the_channel_again_nobody_gets_them_twice(here: Town) -> None:
    sam, ben = here.person("sam"), here.person("ben")
    await sam.joins(world.LAKESIDE)
    await here.quiet()
    await open_case(here)
    await reply_to_district(here, "While Sam is here.")
    assert "While Sam is here." in await _dms(here, "ben")
    assert "While Sam is here." not in await at_lakeside(here)
    await sam.leaves(world.LAKESIDE)
    await here.quiet()
    await reply_to_district(here, "Now that he is not.")
    card = await here.card(ben, world.LAKESIDE)
    await ben.says("Thank you.", channel=world.LAKESIDE, thread=card.ts)
    await here.quiet()
    assert "Now that he is not." in await at_lakeside(here)
    for name in ("ana", "ben"):
        told = await _dms(here, name)
        assert ("Now that he is not." in told, "Thank you." in told) == (False, False)


async def _acceptance(here: Town) -> tuple[str | None, datetime | None]:
    """Who accepted Lakeside's channel as it is, and when."""
    query = sa.select(people.c.user_id, channel_table.c.mixed_accepted_at)
    query = query.select_from(channel_table.outerjoin(people, people.c.id == channel_table.c.mixed_accepted_by))
    async with here.bot.store.read() as tx:
        row = (await tx.execute(query.where(channel_table.c.channel_id == world.LAKESIDE))).one()
    return row.user_id, row.mixed_accepted_at


async def test_who_accepted_a_mixed_channel_and_when_is_kept_and_audited_and_so_is_who_may_not(here: Town) -> None:
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    dana, ana, store = here.person("dana"), here.person("ana"), here.bot.store
    team = TeamId(world.TEAM)
    with pytest.raises(Refusal):
        await accept_mixed(
            store,
            who=SlackUser(team=team, user=UserId(ana.id)),
            channel=Channel(team=team, id=ChannelId(world.LAKESIDE)),
            now=here.clock.now(),
            spot=None,
        )
    assert await _acceptance(here) == (None, None)
    await here.clock.turn(timedelta(hours=3))
    notice = (await dana.direct_messages())[-1]
    await dana.clicks("channel.accept-mixed", channel=await dana.direct_channel(), on=notice.ts)
    assert await _acceptance(here) == (dana.id, here.clock.now())
    query = sa.select(people.c.user_id, audit.c.allowed, audit.c.at, audit.c.district_id)
    query = query.join(people, people.c.id == audit.c.person_id).where(audit.c.act == "accept-mixed-channel")
    async with store.read() as tx:
        lines = (await tx.execute(query.order_by(audit.c.id))).all()
    asked = here.clock.now() - timedelta(hours=3)
    assert [tuple(line) for line in lines] == [(ana.id, False, asked, 1), (dana.id, True, here.clock.now(), 1)]
    await here.quiet()
    await open_case(here)
    assert "They are gone after a reload." in await at_lakeside(here)


async def test_somebody_whose_account_is_gone_silences_no_channel(here: Town) -> None:
    accounts.deactivate(here.sandbox.slack, here.person("ben").id)
    await here.quiet()
    await open_case(here)
    await reply_to_district(here, "We are on it.")
    assert "We are on it." in await at_lakeside(here)
    assert "neither contacts nor agents" not in await _dms(here, "dana")


async def test_a_reply_sent_into_a_case_that_was_closed_meanwhile_is_not_posted(here: Town) -> None:
    card = await open_case(here)
    ana, alex = here.person("ana"), here.person("alex")
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=await desk_card(here))
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    await alex.submits(words="Which browser?")
    assert "closed" in await alex.reads_window()
    await here.quiet()
    assert "Which browser?" not in await at_lakeside(here)


async def test_a_reopened_case_whose_owner_is_gone_is_new_again(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await here.person("alex").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=card)
    await ana.submits()
    await here.quiet()
    accounts.deactivate(here.sandbox.slack, here.person("alex").id)
    await here.quiet()
    await ana.clicks("case.reopen", channel=world.LAKESIDE, on=card)
    await ana.submits(words="It vanishes again on Tuesdays.")
    await here.quiet()
    assert "New, our turn" in (await here.card(here.person("gita"), world.DESK)).words
    await here.person("gita").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    assert "Owner\n@Gita Rao" in (await here.card(here.person("gita"), world.DESK)).words


async def test_what_was_typed_before_the_question_is_no_answer_to_it(here: Town) -> None:
    card, ana, alex = await open_case(here), here.person("ana"), here.person("alex")
    await alex.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    with holding(here) as bag:
        await ana.says("By the way.", channel=world.LAKESIDE, thread=card)
    await here.clock.turn(here.clock.now() - here.began)
    await alex.clicks("case.ask-input", channel=world.DESK, on=await desk_card(here))
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    await bag.deliver(0)
    await here.quiet()
    assert "By the way." in await at_the_desk(here)
    assert "Pending Customer Input" in (await here.card(ana, world.LAKESIDE)).words
    await ana.says("Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "Assigned" in (await here.card(ana, world.LAKESIDE)).words


async def test_a_deleted_message_takes_the_copies_of_its_files_along(here: Town) -> None:
    card, ana, slack = await open_case(here), here.person("ana"), here.sandbox.slack
    ts = await ana.says("See this.", channel=world.LAKESIDE, thread=card, files=[("secret.txt", b"5,3")])
    await here.quiet()
    assert "See this." in await at_the_desk(here)
    await ana.deletes(ts, channel=world.LAKESIDE)
    await here.quiet()
    shared = [slack.files[it] for message in slack.channel(world.DESK).messages.values() for it in message.files]
    assert [file.name for file in shared if not file.deleted] == []


async def test_somebody_of_no_district_is_told_so_and_reported_as_nobody_elses(here: Town) -> None:
    card, nora = await open_case(here), here.person("nora")
    await nora.types("/case", "help", channel=world.TOWN)
    await here.person("sam").types("/case", "help", channel=world.TOWN)
    await nora.types("/case", channel=world.TOWN)  # looked up now
    await here.quiet()
    assert "I don't know which district you belong to" in await _dms(here, "nora")
    await nora.joins(world.LAKESIDE)
    await here.quiet()
    await nora.says("Me too.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    told = (await nora.hints(world.LAKESIDE))[-1].words
    assert "Please turn to one of Lakeside Unified's" in told
    assert "belongs to another district" not in await _dms(here, "dana")
    pia = here.person("pia")
    await pia.joins(world.LAKESIDE)
    await here.quiet()
    await pia.says("Me too.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "belongs to another district" in await _dms(here, "dana")


async def test_a_contact_who_writes_at_the_desk_is_reported_to_no_district(here: Town) -> None:
    await open_case(here)
    pia, card = here.person("pia"), await desk_card(here)
    await pia.joins(world.DESK)
    await here.quiet()
    await pia.says("Hello?", channel=world.DESK, thread=card)
    await here.quiet()
    assert "not taken in" in (await pia.hints(world.DESK))[-1].words
    assert "belongs to another district" not in await _dms(here, "dana")
    assert "#C0DESK" in await _dms(here, "kim")


async def test_a_channel_the_bot_was_put_out_of_unnoticed_is_noticed_at_the_next_post(here: Town) -> None:
    with holding(here):
        channels.leave(here.sandbox.slack, world.LAKESIDE, "U0BOT")
    await here.person("ana").types("/case", "Grades vanish on save", channel=world.TOWN)
    await here.person("ana").submits(module="Grades", description="Gone after a reload.")
    await here.quiet()
    for name in ("ana", "ben", "tess"):
        assert "Gone after a reload." in await _dms(here, name)
    assert "could not be delivered" in await _dms(here, "kim")


async def test_who_becomes_a_contact_of_a_second_district_reads_its_cases_from_that_day_on(here: Town) -> None:
    """However long they have been one of the first (POLICY 3)."""
    await here.person("sam").joins(world.LAKESIDE)  # words go by direct message
    await here.quiet()
    await open_case(here)
    ana = here.person("ana")
    dm = await ana.direct_channel()
    card = next(seen for seen in await ana.direct_messages() if "Grades vanish on save" in seen.words)
    await ana.says("From before.", channel=dm, thread=card.ts)
    await here.quiet()
    await here.clock.turn(timedelta(days=1))
    pia = sa.select(people.c.id).where(people.c.user_id == "U0PIA").scalar_subquery()
    line = {"person_id": pia, "district_id": 1, "role": "support", "since": here.clock.now()}
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.insert().values(**line, silent_since=here.clock.now()))
    await here.person("rosa").joins(world.LAKESIDE)  # and the channel is looked at again
    await here.quiet()
    await ana.says("From after.", channel=dm, thread=card.ts)
    await here.quiet()
    assert "From after." in await _dms(here, "pia")
    assert "From before." not in await _dms(here, "pia")
