"""Slack has no key against posting twice: a post whose answer was lost is asked after before it goes again."""

from dataclasses import replace

import pytest

from bot.delivery.reconciling import row_id_in
from bot.domain.ids import ChannelId, Ts
from demo import world
from sandbox.deeds import files, messages
from sandbox.faults import Trouble
from storage.outbox import Standing
from tests.delivery.office import SECOND, SETTLED, Office


class Died(Exception):  # what a killed process would be
    """The process ended here."""


@pytest.mark.parametrize("channel", [world.LAKESIDE, "U0ANA"])
async def test_a_post_that_slack_took_before_its_answer_was_lost_stands_once(here: Office, channel: str) -> None:
    here.fault(Trouble.DROP_AFTER)
    await here.owe("taken", channel=channel)
    await here.owe("next", channel=channel)
    await here.pass_seconds(SETTLED, here.courier())
    assert await here.states() == {"taken": "sent", "next": "sent"}
    assert here.calls("chat.postMessage") == 2
    assert here.calls("conversations.history") == 1


async def test_one_that_is_surely_absent_is_posted_again(here: Office) -> None:
    here.fault(Trouble.DROP_BEFORE)
    await here.owe("lost")
    await here.pass_seconds(SETTLED, here.courier())
    assert here.posted() == ["lost"]
    assert here.calls("conversations.history") == 1


async def test_what_stands_in_a_thread_is_looked_for_there(here: Office) -> None:
    await here.owe("card")
    courier = here.courier()
    await courier.deliver_due()
    card = here.messages()[0].ts
    here.fault(Trouble.DROP_AFTER)
    await here.owe("reply", thread=card)
    await here.pass_seconds(SETTLED, courier)
    assert here.posted() == ["card", "reply"]
    assert (await here.states())["reply"] == "sent"
    assert here.calls("conversations.replies") == 1


async def test_the_echo_of_our_own_post_settles_its_row_and_nobody_is_asked(here: Office) -> None:
    here.fault(Trouble.DROP_AFTER)
    await here.owe("taken")
    courier = here.courier()
    assert await courier.deliver_due() == {"unknown": 1}
    (message,) = here.messages()
    row = row_id_in({"metadata": message.metadata})
    assert row == await here.row_id("taken")
    await courier.note_echo(row, Standing(channel=ChannelId(message.channel), ts=Ts(message.ts)))
    await here.pass_seconds(SETTLED, courier)
    assert here.posted() == ["taken"]
    assert here.composer.told == ["taken"]
    assert here.calls("conversations.history") == 0


async def test_a_bot_that_died_while_posting_is_followed_by_one_that_asks(here: Office) -> None:
    """Killed between Slack's taking the post and the row's end: its lease runs out, and the next one looks."""
    await here.owe("taken")
    died = here.courier("died")

    def dies(point: str) -> None:
        if point == "posted":
            raise Died

    died.at = dies
    assert await died.deliver_due() == {"broke": 1}
    assert (await here.states())["taken"] == "sending"
    await here.pass_seconds(70, here.courier("next"))
    assert here.posted() == ["taken"]
    assert (await here.states())["taken"] == "sent"


def _said_by_others(here: Office, many: int) -> None:
    for number in range(many):
        messages.say(here.sandbox.slack, world.LAKESIDE, "U0ANA", f"word {number}")


async def test_a_post_below_forty_others_is_found_by_three_looks_a_minute_apart(here: Office) -> None:
    here.fault(Trouble.DROP_AFTER)
    await here.owe("taken")
    courier = here.courier()
    await courier.deliver_due()
    _said_by_others(here, 40)
    await here.pass_seconds(SETTLED + 130, courier)
    assert here.calls("conversations.history") == 3
    assert here.posted().count("taken") == 1
    assert await here.states() == {"taken": "sent"}


async def test_one_that_three_looks_did_not_find_goes_out_again_and_its_twin_is_taken_away(here: Office) -> None:
    here.fault(Trouble.DROP_AFTER)
    await here.owe("taken")
    courier = here.courier()
    await courier.deliver_due()
    first = here.messages()[0]
    _said_by_others(here, 60)
    await here.pass_seconds(SETTLED + 130, courier)
    assert here.posted().count("taken") == 2
    assert await here.states() == {"taken": "sent"}
    second = here.messages()[-1]
    row = await here.row_id("taken")
    for message in (second, first):  # their echoes come after all
        await courier.note_echo(row, Standing(channel=ChannelId(message.channel), ts=Ts(message.ts)))
    await here.pass_seconds(3, courier)
    assert here.posted().count("taken") == 1
    assert second in here.messages()


async def test_a_post_made_to_look_like_ours_does_not_count(here: Office) -> None:
    """Another app of the workspace may write any metadata."""
    here.fault(Trouble.DROP_BEFORE)
    await here.owe("lost")
    courier = here.courier()
    await courier.deliver_due()
    slack = here.sandbox.slack
    another = replace(slack.installations[0], app_id="A0OTHER", bot_id="B0OTHER")
    claim = {"event_type": "liaison_post", "event_payload": {"outbox": str(await here.row_id("lost"))}}
    messages.post(slack, another, slack.channel(world.LAKESIDE), text="not ours", metadata=claim)
    await here.pass_seconds(SETTLED, courier)
    assert here.posted() == ["not ours", "lost"]


@pytest.mark.parametrize("trouble", [Trouble.DROP_AFTER, Trouble.DROP_BEFORE])
async def test_an_upload_whose_answer_was_lost_stands_once(here: Office, trouble: Trouble) -> None:
    slack, courier = here.sandbox.slack, here.courier()
    theirs = files.upload(slack, "U0ANA", "marks.txt", b"5,3,4")
    files.share(slack, world.LAKESIDE, "U0ANA", [theirs.id])
    await here.owe("card", channel=world.DESK)
    await courier.deliver_due()
    card = here.messages(world.DESK)[0].ts
    here.fault(trouble, "files.completeUploadExternal")
    await here.owe("carried", kind="file", channel=world.DESK, thread=card, file=theirs.id)
    await here.pass_seconds(2 * SETTLED, courier)
    assert (await here.states())["carried"] == "sent"
    assert [len(message.files) for message in here.messages(world.DESK)] == [0, 1]
    assert here.calls("files.completeUploadExternal") == (1 if trouble is Trouble.DROP_AFTER else 2)


async def test_while_slack_is_down_nothing_is_lost_and_nothing_said_twice(here: Office) -> None:
    for method in ("chat.postMessage", "conversations.history"):
        here.fault(Trouble.SERVER_ERROR, method, times=None)
    await here.owe("after the outage")
    courier = here.courier()
    for _ in range(20):
        await courier.deliver_due()
        await here.clock.turn(40 * SECOND)
    assert await here.states() == {"after the outage": "waiting"}
    here.sandbox.slack.faults.clear()
    await here.pass_seconds(2 * SETTLED, courier)
    assert here.posted() == ["after the outage"]
