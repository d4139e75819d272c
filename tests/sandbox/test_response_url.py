"""The response url of an interaction: five uses, thirty minutes, also where the bot is no member."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.deeds import messages
from sandbox.tickets import ResponseUrl
from tests.sandbox.small_world import ANN, BEN, HERE, Running


def issued(running: Running, channel: str = "C0GENERAL", **facts: Any) -> ResponseUrl:
    return running.world.slack.response_urls.issue(app_id="A0HELPER", team=HERE, channel=channel, user=ANN, **facts)


async def answer(running: Running, url: ResponseUrl, **body: Any) -> tuple[int, str]:
    async with running.session.post(running.sandbox.response_url(url.token), json=body) as response:
        if response.content_type == "application/json":
            return response.status, (await response.json())["error"]
        return response.status, await response.text()


def seen(running: Running, user: str, channel: str = "C0GENERAL") -> list[str]:
    return [it.text for it in messages.seen_by(running.world.slack, channel, user)]


async def test_by_default_only_the_one_person_sees_the_answer(running: Running) -> None:
    url = issued(running, "C0ELSEWHERE")
    assert await answer(running, url, text="Only you") == (200, "ok")
    assert (seen(running, ANN, "C0ELSEWHERE"), seen(running, BEN, "C0ELSEWHERE")) == (["Only you"], [])
    assert await answer(running, url, text="All", response_type="in_channel") == (200, "ok")
    assert seen(running, BEN, "C0ELSEWHERE") == ["All"]


async def test_it_serves_five_times(running: Running) -> None:
    url = issued(running)
    said = [await answer(running, url, text=str(it)) for it in range(6)]
    assert said == [(200, "ok")] * 5 + [(404, "used_url")]


async def test_it_serves_for_thirty_minutes_of_the_given_clock(running: Running) -> None:
    url = issued(running)
    await running.world.clock.turn(timedelta(minutes=30))
    assert await answer(running, url, text="x") == (200, "ok")
    await running.world.clock.turn(timedelta(seconds=1))
    assert await answer(running, url, text="x") == (404, "expired_url")


async def test_the_message_it_came_from_is_replaced_or_deleted(running: Running) -> None:
    posted = await running.client.chat_postMessage(channel="C0GENERAL", text="Press")
    url = issued(running, message_ts=posted["ts"])
    await answer(running, url, text="Pressed", replace_original=True)
    assert seen(running, BEN) == ["Pressed"]
    await answer(running, url, delete_original=True)
    assert seen(running, BEN) == []
    assert await answer(running, url, delete_original=True) == (400, "message_not_found")


async def test_an_ephemeral_is_replaced_and_deleted_too(running: Running) -> None:
    slack = running.world.slack
    shown = messages.whisper(slack, running.world.bot, running.world.general, reader=ANN, text="Press")
    url = issued(running, ephemeral=shown)
    await answer(running, url, text="Pressed", replace_original=True)
    assert (seen(running, ANN), seen(running, BEN)) == (["Pressed"], [])
    await answer(running, url, delete_original=True)
    assert seen(running, ANN) == []


async def test_what_slack_refuses_in_a_message_is_refused_here(running: Running) -> None:
    assert await answer(running, issued(running), text="") == (400, "no_text")
    gone = issued(running, message_ts="1.000001")
    assert await answer(running, gone, text="x", replace_original=True) == (400, "message_not_found")
    nowhere = ResponseUrl(**{**_fields(issued(running)), "token": f"{HERE}/999"})
    assert await answer(running, nowhere, text="x") == (404, "invalid_url")


@pytest.mark.parametrize("body", [b"{", b"[]", b"[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(running: Running, body: bytes) -> None:
    async with running.session.post(running.sandbox.response_url(issued(running).token), data=body) as response:
        assert (response.status, (await response.json())["error"]) == (400, "invalid_payload")


def _fields(url: ResponseUrl) -> dict[str, Any]:
    return {name: getattr(url, name) for name in ("app_id", "team", "channel", "user", "expires")}
