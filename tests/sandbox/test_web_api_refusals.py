"""The smaller refusals of the Web API, each beside the call that succeeds."""

from typing import Any

import pytest
from aiohttp import FormData

from sandbox.deeds import channels, messages
from tests.sandbox.small_world import ANN, BEN, HERE, THERE, Running, refusal

Json = dict[str, Any]

TWO_LEVELS = {"event_type": "a", "event_payload": {"x": {"y": {"z": 1}}}}
ONE_LEVEL = {"event_type": "a", "event_payload": {"x": {"y": 1}, "list": ["1"], "flag": True}}


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("api.test", {"error": "any_name"}, "any_name"),
        ("auth.revoke", {"test": "1"}, ""),
        ("apps.uninstall", {"client_id": "x"}, "invalid_client_id"),
        ("bots.info", {"bot": "B0NONE"}, "bot_not_found"),
        ("bots.info", {}, ""),
        ("chat.postMessage", {"text": "x"}, "channel_not_found"),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "metadata": TWO_LEVELS},
            "invalid_metadata_format",
        ),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "metadata": ONE_LEVEL}, ""),
        ("chat.postMessage", {"channel": "C0GENERAL", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ("chat.postMessage", {"channel": "C0GENERAL", "attachments": [{"text": "x"}]}, ""),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x", "blocks": {}}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "C0GENERAL", "markdown_text": "*x*"}, ""),
        ("chat.getPermalink", {"channel": "C0GENERAL", "message_ts": "1.0"}, "message_not_found"),
        ("conversations.history", {"channel": "C0GENERAL", "limit": "many"}, "invalid_arguments"),
        ("conversations.history", {"channel": "C0GENERAL", "limit": 1}, ""),
        ("conversations.list", {"types": "public_channel,private_channel"}, ""),
        ("conversations.list", {"types": "nonsense"}, "invalid_types"),
        ("conversations.open", {}, "invalid_arguments"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 0}, "invalid_arguments"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 1}, ""),
        ("files.completeUploadExternal", {"files": "x"}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": []}, "invalid_arguments"),
        ("reactions.add", {"channel": "C0ELSEWHERE", "timestamp": "1.0", "name": "x"}, "not_in_channel"),
        ("users.info", {}, "user_not_found"),
        ("views.open", {"trigger_id": "x", "view": []}, "invalid_arguments"),
        ("views.open", {"trigger_id": "x", "view": "[" * 100_000}, "invalid_arguments"),
        ("views.publish", {"user_id": ANN, "view": {"type": "home", "blocks": []}, "hash": "x"}, "hash_conflict"),
        ("views.publish", {"user_id": ANN, "view": {"type": "home", "blocks": []}}, ""),
    ],
)
async def test_each_call_has_its_answer(running: Running, method: str, arguments: Json, error: str) -> None:
    assert await refusal(running.client, method, **arguments) == error


async def test_slack_says_what_is_wrong_with_blocks_and_views(running: Running) -> None:
    async with running.session.post(
        f"{running.sandbox.api_url}chat.postMessage",
        json={"channel": "C0GENERAL", "text": "x", "blocks": [{"type": "nonsense"}]},
        headers={"Authorization": "Bearer xoxb-here"},
    ) as response:
        answer = await response.json()
    assert answer["error"] == "invalid_blocks"
    assert "/blocks/0" in answer["response_metadata"]["messages"][0]


@pytest.mark.parametrize("encoding", ["data", "json", "params"])
async def test_arguments_come_by_form_json_or_query_and_the_token_among_them(running: Running, encoding: str) -> None:
    arguments = {"token": "xoxb-here", "channel": "C0GENERAL", "text": "Hello", "blocks": '[{"type":"divider"}]'}
    options: Json = {encoding: arguments}
    async with running.session.post(f"{running.sandbox.api_url}chat.postMessage", **options) as response:
        assert (await response.json())["ok"] is True
    assert [it.blocks[0]["type"] for it in running.world.general.messages.values()] == ["divider"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"[" * 100_000])
async def test_a_body_that_is_no_object_holds_no_arguments(running: Running, body: bytes) -> None:
    headers = {"Authorization": "Bearer xoxb-here", "Content-Type": "application/json"}
    url = f"{running.sandbox.api_url}chat.postMessage"
    async with running.session.post(url, data=body, headers=headers) as response:
        assert (await response.json())["error"] == "no_text"


async def test_an_archived_channel_refuses_updates_and_ephemerals(running: Running) -> None:
    posted = await running.client.chat_postMessage(channel="C0GENERAL", text="x")
    update: Json = {"channel": "C0GENERAL", "ts": posted["ts"], "text": "y"}
    whisper: Json = {"channel": "C0GENERAL", "user": ANN, "text": "y"}
    assert await refusal(running.client, "chat.update", **update) == ""
    assert await refusal(running.client, "chat.postEphemeral", **whisper) == ""
    channels.archive(running.world.slack, "C0GENERAL", ANN)
    assert await refusal(running.client, "chat.update", **update) == "is_archived"
    assert await refusal(running.client, "chat.postEphemeral", **whisper) == "is_archived"
    elsewhere: Json = whisper | {"channel": "C0ELSEWHERE", "user": BEN}
    assert await refusal(running.client, "chat.postEphemeral", **elsewhere) == "not_in_channel"


async def test_somebody_deactivated_is_not_written_to_in_an_open_dm(running: Running) -> None:
    dm = (await running.client.conversations_open(users=BEN, return_im=True))["channel"]
    assert (dm["user"], dm["is_im"]) == (BEN, True)
    assert await refusal(running.client, "chat.postMessage", channel=dm["id"], text="x") == ""
    assert await refusal(running.client, "conversations.open", channel=dm["id"]) == ""
    assert await refusal(running.client, "conversations.join", channel=dm["id"]) != ""
    running.world.slack.users[BEN] = running.world.slack.users["U0CAT"]
    assert await refusal(running.client, "chat.postMessage", channel=dm["id"], text="x") == "user_disabled"


async def test_the_bot_leaves_once(running: Running) -> None:
    running.world.bot.scopes |= {"channels:write"}
    assert "not_in_channel" not in (await running.client.conversations_leave(channel="C0GENERAL")).data
    assert (await running.client.conversations_leave(channel="C0GENERAL"))["not_in_channel"] is True


async def test_archived_channels_are_left_out_when_asked(running: Running) -> None:
    channels.archive(running.world.slack, "C0GENERAL", ANN)
    listed = await running.client.conversations_list(exclude_archived=True)
    assert [it["id"] for it in listed["channels"]] == ["C0ELSEWHERE"]


async def test_a_replys_ts_shows_that_reply_alone(running: Running) -> None:
    slack = running.world.slack
    parent = messages.say(slack, "C0GENERAL", ANN, "Parent")
    reply = messages.say(slack, "C0GENERAL", BEN, "Reply", thread_ts=parent.ts)
    shown = await running.client.conversations_replies(channel="C0GENERAL", ts=reply.ts)
    assert [it["text"] for it in shown["messages"]] == ["Reply"]


async def test_the_other_workspace_of_a_shared_channel_is_shown(running: Running) -> None:
    assert await refusal(running.client, "team.info", team=THERE) == "team_not_found"
    channels.share(running.world.slack, "C0GENERAL", THERE)
    assert (await running.client.team_info(team=THERE))["team"]["name"] == "There"


async def test_an_app_without_socket_mode_or_a_home_is_told_so(running: Running) -> None:
    app = running.world.app
    home: Json = {"user_id": ANN, "view": {"type": "home", "blocks": []}}
    app.socket_mode, app.home_tab = False, False
    socket = running.connect(app.app_token)
    assert await refusal(socket, "apps.connections.open") == "forbidden_for_app"
    assert await refusal(running.client, "views.publish", **home) == "not_enabled"
    app.socket_mode, app.home_tab = True, True
    assert await refusal(socket, "apps.connections.open") == ""
    assert await refusal(running.client, "views.publish", **home) == ""


async def test_bytes_come_as_a_form_too(running: Running) -> None:
    promised = await running.client.files_getUploadURLExternal(filename="x.txt", length=3)
    form = FormData()
    form.add_field("file", b"abc", filename="x.txt")
    async with running.session.post(promised["upload_url"], data=form) as response:
        assert (response.status, await response.text()) == (200, "OK - 3")


async def test_a_file_whose_bytes_never_came_is_not_given(running: Running) -> None:
    promised = await running.client.files_getUploadURLExternal(filename="x.txt", length=3)
    url = f"{running.sandbox.url}/files-pri/{HERE}-{promised['file_id']}/x.txt"
    async with running.session.get(url, headers={"Authorization": "Bearer xoxb-here"}) as response:
        assert response.status == 404
