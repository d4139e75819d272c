"""What happens between two acts, and where a window, a channel or a person is not what it was."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from storage.tables import date_clocks
from tests.issue_cases import releases
from tests.stories.test_from_the_thread import BOT
from tests.told import asks, mentions
from tests.town_cases import at_lakeside, at_the_desk, chooses, open_case, taken_case


async def _steers(here: Town, card: str, to: str, **filled: str) -> dict[str, str]:
    alex = here.person("alex")
    await chooses(alex, "case.status", channel=world.DESK, on=card)
    await alex.clicks_in_window("case.status-chosen", to)
    errors = (await alex.submits(**filled)).errors
    await here.quiet()
    return errors


async def test_a_scheduled_case_that_is_a_duplicate_by_its_day_waits_for_nothing(here: Town) -> None:
    card = await taken_case(here)
    await open_case(here, subject="Marks are gone too")
    assert not await _steers(here, card, "schedule", date="2026-11-30")
    assert not await _steers(here, card, "merge", main="2")
    assert "Scheduled for" not in (await here.card(here.person("alex"), world.DESK)).words
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(date_clocks))).all() == []
    await here.pass_days(7)
    assert "Closed (Duplicate)" in (await here.card(here.person("alex"), world.DESK)).words


async def test_a_case_does_not_begin_to_wait_for_an_issue_that_was_released_meanwhile(here: Town) -> None:
    card = await taken_case(here)
    alex = here.person("alex")
    assert not await _steers(here, card, "develop", issue="new", title="A race on save")
    await open_case(here, subject="Marks are gone too")
    other = (await here.card(alex, world.DESK, number=2)).ts
    await chooses(alex, "case.status", channel=world.DESK, on=other, number=2)
    await alex.clicks_in_window("case.status-chosen", "develop")
    await releases(here)
    assert "Nothing more is done" in (await alex.submits(issue="1")).errors["issue"]
    assert not (await alex.submits(issue="new", title="Another race")).errors
    await here.quiet()
    assert "Waits for issue 2" in (await here.card(alex, world.DESK, number=2)).words


async def test_a_reply_is_previewed_and_refused_in_three_windows_at_most(here: Town) -> None:
    card = await taken_case(here)
    alex = here.person("alex")
    await alex.types("/case", "find grades", channel=world.TOWN)
    found = (await alex.hints(world.TOWN))[-1]
    await alex.clicks("find.filter", channel=world.TOWN, on=found.ts)
    await alex.submits()
    for action in ("case.view", "case.reply-to-district"):
        button = next(it for it in await _buttons(here, "alex") if it.startswith(action))
        assert (await alex.clicks_in_window(button)).acked
    assert not (await alex.submits(words="We look into it.")).errors
    assert "Read by" in await alex.reads_window()
    ana = here.person("ana")
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=(await here.card(ana, world.LAKESIDE)).ts)
    await ana.submits()
    await here.quiet()
    await alex.submits()
    assert "Case 1 is closed" in await alex.reads_window()
    await alex.closes()
    assert "We look into it." in str(await alex.typed())
    assert card


async def _buttons(here: Town, name: str) -> list[str]:
    view = (await here.people.look(f"view/{here.person(name).id}"))["view"]
    blocks = view["blocks"]
    elements = [it for block in blocks for it in [*block.get("elements", ()), block.get("accessory") or {}]]
    return [str(it.get("action_id")) for it in elements]


async def test_where_outsiders_read_along_no_line_says_who_did_what(here: Town) -> None:
    await open_case(here)
    sam, ben = here.person("sam"), here.person("ben")
    await sam.joins(world.LAKESIDE)
    await here.quiet()
    before = len(await sam.sees(world.LAKESIDE))
    await chooses(ben, "case.take-over", channel=world.LAKESIDE, on=(await here.card(ben, world.LAKESIDE)).ts)
    await here.quiet()
    assert "Ben Okafor stands for case 1" not in "\n".join(seen.words for seen in await sam.sees(world.LAKESIDE))
    assert len(await sam.sees(world.LAKESIDE)) == before
    told = "\n".join(seen.words for seen in await here.person("ana").direct_messages())
    assert "Ben Okafor stands for case 1" in told


async def test_the_preview_of_a_reply_says_who_else_reads_an_accepted_mixed_channel(here: Town) -> None:
    card = await taken_case(here)
    alex, dana = here.person("alex"), here.person("dana")
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
    await alex.submits(words="We look into it.")
    assert "everybody who is in it reads this" not in await alex.reads_window()
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    asked = next(seen for seen in await dana.direct_messages() if "channel.accept-mixed" in seen.buttons)
    await dana.clicks("channel.accept-mixed", channel=await dana.direct_channel(), on=asked.ts)
    await here.quiet()
    assert not (await alex.submits()).errors  # the preview that said who reads it when it was drawn
    assert "has changed since you looked: everybody in its district's channel reads" in await alex.reads_window()
    await here.quiet()
    assert "We look into it." not in await at_lakeside(here)
    for _ in ("what was refused", "the preview"):
        await alex.closes()
    assert not (await alex.submits(words="We look into it.")).errors
    assert "everybody who is in it reads this" in await alex.reads_window()
    assert not (await alex.submits()).errors
    await here.quiet()
    assert "We look into it." in await at_lakeside(here)


@pytest.mark.parametrize(("to", "field"), [("schedule", "date"), ("develop", "issue"), ("merge", "main")])
async def test_a_status_that_was_sent_before_its_fields_were_drawn_asks_for_them(
    here: Town, to: str, field: str
) -> None:
    card, alex = await taken_case(here), here.person("alex")
    await chooses(alex, "case.status", channel=world.DESK, on=card)
    await alex.clicks_in_window("case.status-chosen", "assist")
    await alex.fills(status=to)
    assert not (await alex.submits()).errors
    view = (await here.people.look(f"view/{alex.id}"))["view"]
    assert field in [block["block_id"] for block in view["blocks"] if "block_id" in block]
    assert "Assigned, our turn" in (await here.card(alex, world.DESK)).words


async def test_people_who_are_named_in_a_command_are_named_in_the_record(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "Grades of @ben vanish", channel=world.TOWN)
    assert "Grades of @Ben Okafor vanish" in str(await ana.typed())
    await ana.closes(everything=True)
    await open_case(here)
    await ana.types("/case", "find @ana", channel=world.TOWN)
    assert "Grades vanish on save" in (await ana.hints(world.TOWN))[-1].words


async def test_one_word_to_the_bot_may_be_the_answer(here: Town) -> None:
    card = await open_case(here)
    await asks(here)
    ana = here.person("ana")
    await ana.says(f"{BOT} help", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "help" not in await at_the_desk(here)
    await ana.says(f"{BOT} Firefox", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    assert "Firefox" in await at_the_desk(here)
    assert "Assigned, Support's turn" in (await here.card(ana, world.LAKESIDE)).words
    assert "Withdraw…" in (await ana.hints(world.LAKESIDE))[-1].words


async def test_what_a_district_says_after_the_owner_left_is_told_to_the_leads(here: Town) -> None:
    card = await open_case(here)
    await asks(here)
    accounts.deactivate(here.sandbox.slack, "U0ALEX")
    await here.quiet()
    assert await mentions(here, "lee", world.DESK) == []
    await here.person("ana").says("Firefox.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    (copy,) = await mentions(here, "lee", world.DESK)
    assert "Firefox." in copy.words


async def test_a_call_is_not_logged_into_a_case_that_was_closed_meanwhile(here: Town) -> None:
    card, alex, ana = await taken_case(here), here.person("alex"), here.person("ana")
    await chooses(alex, "case.call", channel=world.DESK, on=card)
    view = (await here.people.look(f"view/{alex.id}"))["view"]
    anas = next(it["value"] for block in view["blocks"] for it in (block.get("element") or {}).get("options") or ())
    await chooses(ana, "case.withdraw", channel=world.LAKESIDE, on=(await here.card(ana, world.LAKESIDE)).ts)
    await ana.submits()
    await here.quiet()
    await alex.submits(person=anas, words="We spoke of it.")
    assert "Case 1 is closed" in await alex.reads_window()
    await here.quiet()
    assert "We spoke of it." not in await at_lakeside(here)
