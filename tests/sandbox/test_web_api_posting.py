"""chat.postMessage, chat.update and chat.delete, as the real client sees them."""

import pytest

from sandbox.deeds import channels, messages
from tests.sandbox.small_world import ANN, BEN, CAT, DAN, EVE, Running, refusal

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}


async def test_a_post_stands_in_the_channel_and_is_answered_with_its_ts(running: Running) -> None:
    posted = await running.client.chat_postMessage(channel="C0GENERAL", text="Hello", blocks=[SECTION])
    stood = running.world.general.messages[posted["ts"]]
    assert (posted["channel"], posted["message"]["bot_id"]) == ("C0GENERAL", running.world.bot.bot_id)
    assert (stood.text, stood.blocks[0]["text"]["text"]) == ("Hello", "*Hello*")


async def test_the_bots_own_post_is_told_to_it_with_its_metadata(running: Running) -> None:
    metadata = {"event_type": "post", "event_payload": {"outbox_id": "7"}}
    await running.client.chat_postMessage(channel="C0GENERAL", text="Hello", metadata=metadata)
    (event,) = running.world.events("message")
    assert (event["app_id"], event["metadata"]) == (running.world.app.app_id, metadata)
    assert event["channel_type"] == "channel"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0SECRET", "channel_not_found"),
        ("C0ELSEWHERE", "not_in_channel"),
        ("C0GENERAL", ""),
        ("#general", ""),
        (ANN, ""),
        (CAT, "user_disabled"),
        (DAN, "channel_not_found"),
        (EVE, "cannot_dm_bot"),
    ],
)
async def test_a_post_needs_a_place_that_the_bot_is_in(running: Running, channel: str, error: str) -> None:
    assert await refusal(running.client, "chat.postMessage", channel=channel, text="Hello") == error


async def test_an_archived_channel_takes_no_post(running: Running) -> None:
    running.world.general.is_archived = True
    said = await refusal(running.client, "chat.postMessage", channel="C0GENERAL", text="Hello")
    assert said == "is_archived"


async def test_with_the_messages_tab_off_no_dm_is_taken(running: Running) -> None:
    running.world.app.messages_tab = False
    said = await refusal(running.client, "chat.postMessage", channel=ANN, text="Hello")
    assert said == "messages_tab_disabled"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "no json"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": {"x": "y" * 9000}}}, "metadata_too_large"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"blocks": '[{"type": "divider"}]'}, ""),
    ],
)
async def test_content_is_as_strict_as_slacks(running: Running, content: dict[str, object], error: str) -> None:
    assert await refusal(running.client, "chat.postMessage", channel="C0GENERAL", **content) == error


async def test_a_text_that_is_too_long_is_cut_in_a_post_and_refused_in_an_update(running: Running) -> None:
    posted = await running.client.chat_postMessage(channel="C0GENERAL", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    said = await refusal(running.client, "chat.update", channel="C0GENERAL", ts=posted["ts"], text="x" * 4_001)
    assert said == "msg_too_long"


async def test_a_reply_hangs_on_its_parent_and_never_on_another_reply(running: Running) -> None:
    parent = await running.client.chat_postMessage(channel="C0GENERAL", text="Parent")
    reply = await running.client.chat_postMessage(channel="C0GENERAL", text="Reply", thread_ts=parent["ts"])
    said = await refusal(running.client, "chat.postMessage", channel="C0GENERAL", text="x", thread_ts=reply["ts"])
    assert (reply["message"]["thread_ts"], said) == (parent["ts"], "cannot_reply_to_message")


async def test_an_update_with_text_alone_takes_the_blocks_away_and_keeps_the_metadata(running: Running) -> None:
    metadata = {"event_type": "post", "event_payload": {"outbox_id": "7"}}
    posted = await running.client.chat_postMessage(
        channel="C0GENERAL", text="Hello", blocks=[SECTION], metadata=metadata
    )
    await running.client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="Bye")
    stood = running.world.general.messages[posted["ts"]]
    assert (stood.text, stood.blocks, stood.metadata) == ("Bye", (), metadata)
    assert stood.edited is not None


async def test_redrawn_blocks_show_no_mark_of_an_edit(running: Running) -> None:
    posted = await running.client.chat_postMessage(channel="C0GENERAL", text="Hello", blocks=[SECTION])
    await running.client.chat_update(channel="C0GENERAL", ts=posted["ts"], text="Hello", blocks=[SECTION])
    changed = running.world.events("message")[-1]
    assert changed["subtype"] == "message_changed"
    assert "edited" not in changed["message"]


async def test_a_bot_changes_its_own_messages_alone(running: Running) -> None:
    slack, client = running.world.slack, running.client
    anns = messages.say(slack, "C0GENERAL", ANN, "Mine")
    own = await client.chat_postMessage(channel="C0GENERAL", text="My own")
    assert await refusal(client, "chat.update", channel="C0GENERAL", ts=anns.ts, text="x") == "cant_update_message"
    assert await refusal(client, "chat.delete", channel="C0GENERAL", ts=anns.ts) == "cant_delete_message"
    assert await refusal(client, "chat.update", channel="C0GENERAL", ts="1.000001", text="x") == "message_not_found"
    await client.chat_delete(channel="C0GENERAL", ts=own["ts"])
    assert [*running.world.general.messages] == [anns.ts]


async def test_an_ephemeral_is_seen_by_its_one_reader_and_stands_in_no_history(running: Running) -> None:
    await running.client.chat_postEphemeral(channel="C0GENERAL", user=ANN, text="Only you")
    slack = running.world.slack
    assert [it.text for it in messages.seen_by(slack, "C0GENERAL", ANN)] == ["Only you"]
    assert messages.seen_by(slack, "C0GENERAL", BEN) == []
    history = await running.client.conversations_history(channel="C0GENERAL")
    assert history["messages"] == []
    said = await refusal(running.client, "chat.postEphemeral", channel="C0GENERAL", user=CAT, text="x")
    assert said == "user_not_in_channel"


async def test_somebody_outside_is_written_to_only_where_a_channel_is_shared(running: Running) -> None:
    slack, client = running.world.slack, running.client
    assert await refusal(client, "conversations.open", users=DAN) == "user_not_visible"
    channels.share(slack, "C0GENERAL", "T0THERE")
    channels.join(slack, "C0GENERAL", DAN)
    assert await refusal(client, "conversations.open", users=DAN) == ""
    assert await refusal(client, "chat.postMessage", channel=DAN, text="Hello") == ""


async def test_a_permalink_leads_into_the_thread(running: Running) -> None:
    parent = await running.client.chat_postMessage(channel="C0GENERAL", text="Parent")
    reply = await running.client.chat_postMessage(channel="C0GENERAL", text="Reply", thread_ts=parent["ts"])
    link = await running.client.chat_getPermalink(channel="C0GENERAL", message_ts=reply["ts"])
    digits = reply["ts"].replace(".", "")
    assert link["permalink"].startswith(f"https://here.slack.com/archives/C0GENERAL/p{digits}?thread_ts=")
