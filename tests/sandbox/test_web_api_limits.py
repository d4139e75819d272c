"""Slack's pace on the given clock, and the faults that the sandbox commits when it is told to."""

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import Fault, Trouble
from sandbox.rates import Bucket, Tier
from tests.sandbox.small_world import ANN, BEN, Running, refusal


async def posted(client: AsyncWebClient, channel: str = "C0GENERAL") -> int:
    """0, or the seconds that Slack asks to wait."""
    try:
        await client.chat_postMessage(channel=channel, text="x")
    except SlackApiError as no:
        return int(no.response.headers["Retry-After"]) if no.response.status_code == 429 else -1
    return 0


async def test_a_burst_of_a_few_posts_passes_and_then_one_a_second_and_channel(running: Running) -> None:
    assert [await posted(running.client) for _ in range(4)] == [0, 0, 0, 1]
    assert await posted(running.client, ANN) == 0
    await running.world.clock.turn(timedelta(seconds=1))
    assert [await posted(running.client) for _ in range(2)] == [0, 1]


async def test_a_client_at_one_a_second_is_never_refused(running: Running) -> None:
    for _ in range(20):
        assert await posted(running.client) == 0
        await running.world.clock.turn(timedelta(seconds=1))


async def test_other_methods_have_their_tier(running: Running) -> None:
    running.world.slack.rates.limits.tiers[Tier.TIER_4] = Bucket(most=2, per_second=0.5)
    said = [await refusal(running.client, "users.info", user=ANN) for _ in range(3)]
    assert said == ["", "", "ratelimited"]
    await running.world.clock.turn(timedelta(seconds=2))
    assert await refusal(running.client, "users.info", user=ANN) == ""


async def test_apps_sold_outside_the_marketplace_read_fifteen_messages_a_minute(running: Running) -> None:
    running.world.slack.rates.limits.posting = Bucket(most=100, per_second=1)
    for _ in range(16):
        await posted(running.client)
    running.world.app.is_commercial = True
    page = await running.client.conversations_history(channel="C0GENERAL")
    assert (len(page["messages"]), page["has_more"]) == (15, True)
    assert await refusal(running.client, "conversations.history", channel="C0GENERAL") == "ratelimited"
    await running.world.clock.turn(timedelta(minutes=1))
    assert await refusal(running.client, "conversations.history", channel="C0GENERAL") == ""


async def test_limits_can_be_switched_off(running: Running) -> None:
    running.world.slack.rates.limits.enforced = False
    assert [await posted(running.client) for _ in range(10)] == [0] * 10


async def test_a_fault_strikes_as_often_as_it_was_told_and_where(running: Running) -> None:
    fault = Fault(
        trouble=Trouble.RATE_LIMITED, method="chat.postMessage", channel="C0GENERAL", skip=1, times=2, retry_after=7
    )
    running.world.slack.faults.add(fault)
    assert [await posted(running.client) for _ in range(4)] == [0, 7, 7, 0]
    assert await posted(running.client, ANN) == 0
    assert running.world.slack.faults.of_api == []


async def test_a_fault_elsewhere_strikes_nobody_here(running: Running) -> None:
    faults = running.world.slack.faults
    faults.add(Fault(trouble=Trouble.ERROR, method="chat.postMessage", channel=BEN, error="fatal_error"))
    faults.add(Fault(trouble=Trouble.ERROR, team="T0THERE", error="fatal_error"))
    assert await posted(running.client) == 0
    faults.clear()
    assert faults.of_api == []


@pytest.mark.parametrize("trouble", [Trouble.DROP_BEFORE, Trouble.DROP_AFTER])
async def test_a_dropped_connection_leaves_the_caller_in_doubt(running: Running, trouble: Trouble) -> None:
    running.world.slack.faults.add(Fault(trouble=trouble, method="chat.postMessage"))
    with pytest.raises(aiohttp.ClientConnectionError):
        await running.client.chat_postMessage(channel="C0GENERAL", text="x")
    taken = [it.text for it in running.world.general.messages.values()]
    assert taken == ([] if trouble is Trouble.DROP_BEFORE else ["x"])
    assert await posted(running.client) == 0


async def test_slack_may_break_or_say_any_error(running: Running) -> None:
    faults = running.world.slack.faults
    faults.add(Fault(trouble=Trouble.SERVER_ERROR))
    with pytest.raises(SlackApiError) as broken:
        await running.client.auth_test()
    assert broken.value.response.status_code == 500
    faults.add(Fault(trouble=Trouble.ERROR, error="token_revoked", times=None))
    said = [await refusal(running.client, "auth.test") for _ in range(2)]
    assert said == ["token_revoked"] * 2
    faults.clear()
    assert await refusal(running.client, "auth.test") == ""


async def test_an_answer_may_come_late(running: Running) -> None:
    running.world.slack.faults.add(Fault(trouble=Trouble.DELAY, seconds=0.01))
    assert await posted(running.client) == 0


async def test_history_may_lag_behind_what_was_posted(running: Running) -> None:
    await posted(running.client)
    await running.world.clock.turn(timedelta(seconds=30))
    await posted(running.client)
    lag = Fault(trouble=Trouble.LAG, method="conversations.history", seconds=10, times=None)
    running.world.slack.faults.add(lag)
    assert len((await running.client.conversations_history(channel="C0GENERAL"))["messages"]) == 1
    await running.world.clock.turn(timedelta(seconds=10))
    assert len((await running.client.conversations_history(channel="C0GENERAL"))["messages"]) == 2


async def test_every_call_is_logged_without_its_token(running: Running) -> None:
    await posted(running.client)
    await refusal(running.client, "chat.postMessage", channel="C0NOWHERE", text="x")
    taken, refused = running.world.slack.log
    assert (taken.method, taken.ok, taken.answer["channel"]) == ("chat.postMessage", True, "C0GENERAL")
    assert (refused.error, refused.arguments) == ("channel_not_found", {"channel": "C0NOWHERE", "text": "x"})
    assert "xoxb-here" not in str(running.world.slack.log)
