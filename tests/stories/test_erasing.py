"""A district is erased while the bot runs: from the database, from the desk, and from its own channel (POLICY 10)."""

from datetime import timedelta

import sqlalchemy as sa

from bot.app import Bot
from bot.domain.erasures import Kind, State
from bot.domain.ids import DistrictId, PersonId
from bot.services import erasing, erasing_asked, holding
from bot.services.erasing import Came
from demo import world
from demo.town import Town
from storage import erasures
from storage.tables import cases, districts, outbox, people, roster
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.town_cases import open_case, reply_to_district

SUBJECT, SAID, NOTED, ANSWER = "Zebulonia vanishes", "Quixotica", "Xylophonia", "Wolframite"
ENDS = {Came.WAITS, Came.DONE}
"""For what is on its way to Slack, unless the bot's own courier was there already."""
WORDS = ("Zebulonia", SAID, NOTED, ANSWER)
WHO = ("Ana Torres", "Sam Rivera", "U0ANA", "U0SAM", world.LAKESIDE, "lakeside")


async def _lakeside(here: Town) -> int:
    async with here.bot.store.read() as tx:
        query = sa.select(districts.c.id).where(districts.c.key == "lakeside")
        return int((await tx.execute(query)).scalar_one())


async def _a_case(here: Town) -> None:
    """With words on both sides, by Ana and by Alex."""
    card = await open_case(here, subject=SUBJECT)
    ana, alex = here.person("ana"), here.person("alex")
    await ana.says(f"It is {SAID}.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    desk = (await here.card(alex, world.DESK)).ts
    await alex.says(f"Perhaps {NOTED}.", channel=world.DESK, thread=desk)
    await reply_to_district(here, f"Try {ANSWER}.")
    await ana.types("/case", "find Zebulonia", channel=world.TOWN)
    await here.person("ben").types("/case", "", channel=world.TOWN)
    await here.quiet()


async def _erased(here: Town) -> int:
    """Until the messages are gone from Slack too. Returns the erasure."""
    erasure = await begin(here.bot.store, Kind.DISTRICT, now=here.clock.now(), district=await _lakeside(here))
    assert await to_the_end(here.bot.store, erasure, now=here.clock.now()) in ENDS
    for _ in range(5):
        await here.quiet()
        await here.clock.turn(timedelta(minutes=1))
        await erasing.go_on(here.bot.store, now=here.clock.now(), at=lambda _: None)
    return erasure


async def _ours_in(here: Town, channel: str) -> list[str]:
    """What the bot has standing there."""
    found = (
        await here.person("alex").sees(channel) if channel == world.DESK else await here.person("ana").sees(channel)
    )
    return [seen.words for seen in found if "Case 1" in seen.words]


async def test_of_an_erased_district_nothing_is_left_but_counts_and_what_people_typed_in_slack(here: Town) -> None:
    await _a_case(here)
    before = await found_in(here.bot.store, *WORDS, *WHO)
    assert set().union(*before.values()) == {*WORDS, *WHO}
    assert await _ours_in(here, world.LAKESIDE)
    assert await _ours_in(here, world.DESK)
    await _erased(here)
    assert await found_in(here.bot.store, *WORDS, *WHO) == {}
    assert await _ours_in(here, world.LAKESIDE) == []
    assert await _ours_in(here, world.DESK) == []
    assert any(SAID in seen.words for seen in await here.person("ana").sees(world.LAKESIDE)), "what Ana typed is hers"
    async with here.bot.store.read() as tx:
        facts = (await tx.execute(sa.select(cases.c.number, cases.c.status, cases.c.close_reason))).all()
        rights = (
            (
                await tx.execute(
                    sa.select(roster.c.standing)
                    .join(districts, districts.c.id == roster.c.district_id)
                    .where(districts.c.erased_at.is_not(None))
                )
            )
            .scalars()
            .all()
        )
        open_rows = (await tx.execute(sa.select(outbox).where(outbox.c.done_at.is_(None)))).all()
    assert [tuple(it) for it in facts] == [(1, "closed", "withdrawn")]
    assert set(rights) == {"removed"}
    assert open_rows == []


async def test_what_people_type_while_their_district_is_erased_is_gone_with_it(here: Town) -> None:
    await _a_case(here)
    ana, alex = here.person("ana"), here.person("alex")
    card = next(seen for seen in await ana.sees(world.LAKESIDE) if "Case 1" in seen.words)
    desk = (await here.card(alex, world.DESK)).ts
    store, batches = here.bot.store, 0
    erasure = await begin(store, Kind.DISTRICT, now=here.clock.now(), district=await _lakeside(here))
    while await erasing.batch(store, erasure, now=here.clock.now()) is Came.ON:
        batches += 1
        if batches % 8 == 1:
            await ana.says(f"{SAID} again", channel=world.LAKESIDE, thread=card.ts)
            await alex.says(f"{NOTED} again", channel=world.DESK, thread=desk)
            await ana.types("/case", f"find {SAID}", channel=world.TOWN)
            await here.quiet()
    for _ in range(6):
        await here.quiet()
        await here.clock.turn(timedelta(minutes=1))
        await erasing.go_on(store, now=here.clock.now(), at=lambda _: None)
    assert batches > 8
    assert await found_in(store, *WORDS) == {}
    assert (await _ours_in(here, world.LAKESIDE), await _ours_in(here, world.DESK)) == ([], [])


async def test_nobody_of_an_erased_district_has_a_right_any_more_and_nothing_is_written_of_it(here: Town) -> None:
    await _a_case(here)
    await _erased(here)
    ana = here.person("ana")
    card = next(seen for seen in await ana.sees(world.LAKESIDE) if SAID in seen.words)
    await ana.types("/case", "list", channel=world.TOWN)
    await ana.says("Is anybody there? Zebulonia!", channel=world.LAKESIDE, thread=card.thread_ts or card.ts)
    await here.quiet()
    await here.pass_days(200)
    assert (
        await found_in(
            here.bot.store, *WORDS, "lakeside", "Ana Torres", leaving_out=frozenset({"people", "people_words"})
        )
        == {}
    )


async def test_a_legal_hold_stops_it_between_two_batches_and_lifted_it_goes_on(here: Town) -> None:
    await _a_case(here)
    store, district = here.bot.store, DistrictId(await _lakeside(here))
    now = here.clock.now()
    assert await holding.put_outside(store, district, reason="Matter 17", now=now)
    assert await erasing_asked.begin_district(store, district, now=now) is None
    assert (await erasing_asked.try_district(store, district)).held
    assert await holding.lift_outside(store, district, now=now)
    erasure = await erasing_asked.begin_district(store, district, now=now)
    assert erasure is not None
    assert await erasing.batch(store, erasure, now=now) is Came.ON
    assert await holding.put_outside(store, district, reason="Matter 18", now=now)
    assert await erasing.batch(store, erasure, now=now) is Came.HELD
    assert await erasing.go_on(store, now=now, at=lambda _: None) == {}
    assert set().union(*(await found_in(store, *WORDS)).values()) == set(WORDS)
    assert await holding.lift_outside(store, district, now=now)
    assert await to_the_end(store, erasure, now=now) in ENDS
    assert await found_in(store, *WORDS, "Matter") == {}


async def test_whoever_goes_on_typing_meanwhile_keeps_it_from_no_end(here: Town) -> None:
    await _a_case(here)
    store = here.bot.store
    erasure = await begin(store, Kind.DISTRICT, now=here.clock.now(), district=await _lakeside(here))
    await to_the_end(store, erasure, now=here.clock.now())
    for name in ("ana", "ben", "tess", "cody", "sam", "dana") * 2:
        await here.person(name).types("/case", "", channel=world.TOWN)
        await here.quiet()
        await here.clock.turn(timedelta(minutes=1))
        await erasing.go_on(store, now=here.clock.now(), at=lambda _: None)
    async with store.read() as tx:
        found = await erasures.get(tx, erasure)
    assert (found.state, found.trouble, found.counts.get("looked-again", 0)) == (State.DONE, "", 0)


async def test_its_domain_and_its_channel_say_no_more_that_somebody_belongs_to_it(here: Town) -> None:
    await _a_case(here)
    nora = here.person("nora")
    await nora.joins(world.LAKESIDE)
    await nora.opens_home()
    await here.quiet()
    read = []
    for begins in (False, True):
        if begins:
            now = here.clock.now()
            erasure = await begin(here.bot.store, Kind.DISTRICT, now=now, district=await _lakeside(here))
            assert await erasing.batch(here.bot.store, erasure, now=now) is Came.ON
        for channel in (world.LAKESIDE, world.TOWN):
            await nora.types("/case", "", channel=channel)
            await here.quiet()
            read.append("Lakeside Unified" in (await nora.hints(channel))[-1].words)
    assert read == [True, True, False, False]


async def test_it_stands_in_no_list_of_districts_and_nobody_opens_its_own(here: Town) -> None:
    await _a_case(here)
    alex, kim, read = here.person("alex"), here.person("kim"), []
    for erased in (False, True):
        if erased:
            await _erased(here)
        for words in ("contacts", "for nowhere"):
            await alex.types("/case", words, channel=world.DESK)
            await here.quiet()
            said = (await alex.hints(world.DESK))[-1].words
            assert "Pine Ridge Schools" in said
            read.append("Lakeside Unified" in said or "Erased" in said)
        await kim.types("/case", "manage", channel=world.TOWN)
        offered = str(await kim.window())
        assert "Pine Ridge Schools" in offered
        read.append("Lakeside Unified" in offered or "erased-1" in offered)
        await kim.closes(everything=True)
    assert read == [True, True, True, False, False, False]


async def test_a_bot_that_starts_meanwhile_tells_nobody_that_it_was_installed_again(here: Town) -> None:
    await _a_case(here)
    erasure = await begin(here.bot.store, Kind.DISTRICT, now=here.clock.now(), district=await _lakeside(here))
    assert await erasing.batch(here.bot.store, erasure, now=here.clock.now()) is Came.ON
    await here.bots.aclose()
    here.bot = await here.bots.enter_async_context(Bot.running(here.settings, clock=here.clock, hooks=here.bot.hooks))
    await here.bot.swept.wait()
    await here.quiet()
    said = [seen.words for seen in await here.person("kim").direct_messages()]
    assert [words for words in said if "installed" in words] == []


async def test_what_an_erased_person_wrote_stays_with_their_number_for_a_name(here: Town) -> None:
    await _a_case(here)
    async with here.bot.store.begin() as tx:
        ana = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0ANA"))).scalar_one()
        mine = sa.and_(roster.c.person_id == ana, roster.c.role == "support")
        await tx.execute(roster.update().where(mine).values(standing="removed"))
    begun = await erasing_asked.begin_person(here.bot.store, PersonId(ana), with_words=False, now=here.clock.now())
    assert begun is not None
    assert await to_the_end(here.bot.store, begun, now=here.clock.now()) is Came.DONE
    assert await found_in(here.bot.store, "Ana Torres", "U0ANA", "ana.torres") == {}
    ben = here.person("ben")
    await ben.types("/case", "view 1", channel=world.TOWN)
    seen = "\n".join(hint.words for hint in await ben.hints(world.TOWN))
    assert (f"Erased person {ana}" in seen, SAID in seen) == (True, True)
