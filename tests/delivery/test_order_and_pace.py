"""In which order rows go out, and how fast: a lane keeps its order, a channel gets a message a second."""

import asyncio
import itertools

import sqlalchemy as sa

from demo import world
from sandbox.faults import Trouble
from storage.engines import opened
from tests.delivery.office import SECOND, SETTLED, Office


async def test_a_lane_keeps_its_order_while_another_overtakes_it(here: Office) -> None:
    here.fault(Trouble.SERVER_ERROR, channel=world.LAKESIDE)
    for text in ("one", "two", "three"):
        await here.owe(text)
    await here.owe("elsewhere", channel=world.DESK)
    courier = here.courier()
    await here.pass_seconds(5, courier)
    assert (here.posted(world.DESK), here.posted()) == (["elsewhere"], [])
    await here.pass_seconds(SETTLED, courier)
    assert here.posted() == ["one", "two", "three"]


async def test_a_channel_gets_one_message_a_second_and_another_does_not_wait_for_it(here: Office) -> None:
    for number in range(6):
        await here.owe(f"line {number}", lane=f"lane {number}")
        await here.owe(f"desk {number}", lane=f"desk {number}", channel=world.DESK)
    await here.pass_seconds(7, here.courier())
    for channel in (world.LAKESIDE, world.DESK):
        at = [float(message.ts) for message in here.messages(channel)]
        assert len(at) == 6
        assert min(later - earlier for earlier, later in itertools.pairwise(at)) >= 1
    assert not [call for call in here.sandbox.slack.log if not call.ok]


async def test_a_crowd_in_one_channel_hides_no_row_of_another(here: Office) -> None:
    for number in range(40):
        await here.owe(f"line {number}", lane=f"lane {number}")
    await here.owe("elsewhere", channel=world.DESK)
    courier = here.courier()
    await courier.deliver_due()
    await here.clock.turn(SECOND / 5)
    await courier.deliver_due()
    assert here.posted(world.DESK) == ["elsewhere"]
    assert len(here.posted()) == 1


async def test_a_wait_that_slack_asked_for_is_kept_also_by_the_next_bot(here: Office) -> None:
    here.fault(Trouble.RATE_LIMITED, retry_after=30)
    await here.owe("patience")
    assert await here.courier().deliver_due() == {"told-to-wait": 1}
    await here.owe("another", lane="of its own")
    after_a_restart = here.courier("second")
    await here.pass_seconds(29, after_a_restart)
    assert here.calls("chat.postMessage") == 1
    await here.pass_seconds(3, after_a_restart)
    assert sorted(here.posted()) == ["another", "patience"]


async def test_a_hint_goes_once_and_not_at_all_after_a_minute(here: Office) -> None:
    courier, soon = here.courier(), here.clock.now() + 60 * SECOND
    await here.owe("late", kind="hint", user="U0ANA", lane="a", expires_at=soon)
    await here.clock.turn(61 * SECOND)
    here.fault(Trouble.SERVER_ERROR, "chat.postEphemeral")
    for text in ("tried", "shown"):
        await here.owe(text, kind="hint", user="U0ANA", lane=text, expires_at=soon + 60 * SECOND)
        await here.pass_seconds(2, courier)
    assert await here.states() == {"late": "dropped", "tried": "dropped", "shown": "sent"}
    assert here.calls("chat.postEphemeral") == 2


async def test_a_hint_goes_before_what_was_owed_earlier(here: Office) -> None:
    for number in range(20):
        await here.owe(f"line {number}", lane=f"lane {number}", channel=f"C{number}")
    await here.owe("shown", kind="hint", user="U0ANA", lane="hint", urgent=True)
    await here.courier().deliver_due()
    calls = [call.method for call in here.sandbox.slack.log if call.method.startswith("chat.")]
    assert "chat.postEphemeral" in calls[:8]


async def test_ten_changes_of_a_card_are_few_updates_and_the_last_is_shown(here: Office) -> None:
    await here.owe("Case 1 is new")
    courier = here.courier()
    await courier.deliver_due()
    card = here.messages()[0].ts
    for number in range(10):
        here.composer.shown[card] = f"Case 1 changed {number}"
        await here.owe(f"refresh {number}", kind="refresh", thread=card)
    await here.pass_seconds(5, courier)
    assert here.posted() == ["Case 1 changed 9"]
    assert here.calls("chat.update") == 1
    assert set((await here.states()).values()) == {"sent", "overtaken"}


async def test_two_couriers_deliver_each_row_once_and_in_order(here: Office, database_url: str) -> None:
    here.sandbox.slack.rates.limits.enforced = False
    for number in range(40):
        await here.owe(f"{number}", lane=f"lane {number % 5}")
    async with opened(database_url) as its_own:
        couriers = here.courier("first"), here.courier("second", store=its_own)
        for _ in range(45):
            await asyncio.gather(*(courier.deliver_due() for courier in couriers))
            await here.clock.turn(SECOND)
    assert sorted(map(int, here.posted())) == list(range(40))
    for lane in range(5):
        of_lane = [int(text) for text in here.posted() if int(text) % 5 == lane]
        assert of_lane == sorted(of_lane)


async def test_a_courier_whose_first_look_at_the_database_fails_begins_when_it_is_back(here: Office) -> None:
    await here.owe("patience")
    await _rename(here, "pauses", "elsewhere")
    courier = here.courier()
    running = asyncio.create_task(courier.run())
    await asyncio.sleep(0.3)
    assert here.posted() == []
    await _rename(here, "elsewhere", "pauses")
    for _ in range(100):
        courier.nudge()
        await asyncio.sleep(0.05)
        if here.posted():
            break
    courier.stop()
    await running
    assert here.posted() == ["patience"]


async def _rename(here: Office, old: str, new: str) -> None:
    async with here.store.begin() as tx:
        await tx.execute(sa.text(f"alter table {old} rename to {new}"))


async def test_who_works_off_what_is_due_waits_for_what_is_under_way(here: Office) -> None:
    here.fault(Trouble.DELAY, seconds=0.5)
    await here.owe("slow")
    courier = here.courier()
    running = asyncio.create_task(courier.run())
    for _ in range(500):
        await asyncio.sleep(0.01)
        if (await here.states())["slow"] == "sending":
            break
    await courier.deliver_due()
    assert (await here.states())["slow"] == "sent"
    courier.stop()
    await running
