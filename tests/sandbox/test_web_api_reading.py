"""Channels, history, people and tokens, as the real client reads them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.deeds import accounts, apps, channels, messages
from tests.sandbox.small_world import ANN, BEN, CAT, DAN, EVE, HERE, THERE, Running, refusal


async def test_a_token_says_whose_it_is(running: Running) -> None:
    who = await running.client.auth_test()
    assert (who["team_id"], who["user_id"], who["bot_id"]) == (HERE, "U0BOT", running.world.bot.bot_id)
    assert "chat:write" in who.headers["X-OAuth-Scopes"].split(",")


async def test_a_token_that_is_missing_wrong_revoked_or_gone_has_its_own_error(running: Running) -> None:
    assert await refusal(running.connect(None), "auth.test") == "not_authed"
    assert await refusal(running.connect("xoxb-wrong"), "auth.test") == "invalid_auth"
    assert await refusal(running.connect(running.world.app.app_token), "auth.test") == "not_allowed_token_type"
    assert (await running.client.auth_revoke())["revoked"] is True
    assert await refusal(running.client, "auth.test") == "token_revoked"
    apps.uninstall(running.world.slack, "A0HELPER", HERE)
    assert await refusal(running.client, "auth.test") == "account_inactive"


async def test_an_app_uninstalls_itself_with_its_secret(running: Running) -> None:
    app = running.world.app
    uninstall = {"client_id": app.client_id, "client_secret": "wrong"}
    assert await refusal(running.client, "apps.uninstall", **uninstall) == "bad_client_secret"
    await running.client.apps_uninstall(client_id=app.client_id, client_secret=app.client_secret)
    assert [event["type"] for _team, event in running.world.heard] == ["tokens_revoked", "app_uninstalled"]
    assert app.client_secret not in str(running.world.slack.log)


async def test_a_socket_is_opened_with_the_apps_token_alone(running: Running) -> None:
    app = running.world.app
    opened = await running.client.apps_connections_open(app_token=app.app_token)
    address, _, ticket = opened["url"].rpartition("/")
    assert address == running.sandbox.url.replace("http://", "ws://") + "/_socket"
    assert running.world.slack.socket_tickets.take(ticket) == app.app_id
    assert running.world.slack.socket_tickets.take(ticket) is None
    assert await refusal(running.client, "apps.connections.open") == "not_allowed_token_type"


async def test_a_missing_scope_is_named(running: Running) -> None:
    running.world.bot.scopes -= {"users:read"}
    answer = await running.client.api_call("api.test", json={"x": "1"})
    assert answer["args"] == {"x": "1"}
    with pytest.raises(SlackApiError) as refused:
        await running.client.users_info(user=ANN)
    assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", "users:read")
    assert "chat:write" in refused.value.response["provided"].split(",")
    assert await refusal(running.client, "no.such") == "unknown_method"
    logged = running.world.slack.log[1]
    assert logged.error == "missing_scope"


@pytest.mark.parametrize(("channel", "scope"), [("C0GENERAL", "channels:read"), ("C0SECRET", "groups:read")])
async def test_the_scope_depends_on_the_kind_of_the_channel(running: Running, channel: str, scope: str) -> None:
    channels.join(running.world.slack, "C0SECRET", "U0BOT")
    assert await refusal(running.client, "conversations.info", channel=channel) == ""
    running.world.bot.scopes -= {scope}
    assert await refusal(running.client, "conversations.info", channel=channel) == "missing_scope"


async def test_a_private_channel_is_not_found_from_outside(running: Running) -> None:
    assert await refusal(running.client, "conversations.info", channel="C0SECRET") == "channel_not_found"
    info = await running.client.conversations_info(channel="C0ELSEWHERE", include_num_members=True)
    assert (info["channel"]["is_member"], info["channel"]["num_members"]) == (False, 1)


async def test_channels_are_listed_page_by_page(running: Running) -> None:
    first = await running.client.conversations_list(limit=1)
    cursor = first["response_metadata"]["next_cursor"]
    second = await running.client.conversations_list(limit=1, cursor=cursor)
    assert [first["channels"][0]["id"], second["channels"][0]["id"]] == ["C0GENERAL", "C0ELSEWHERE"]
    assert second["response_metadata"]["next_cursor"] == ""
    assert await refusal(running.client, "conversations.list", cursor="nonsense") == "invalid_cursor"
    assert await refusal(running.client, "conversations.list", limit=5000) == "invalid_limit"


async def test_the_real_client_walks_all_pages(running: Running) -> None:
    seen: list[str] = []
    async for page in await running.client.conversations_members(channel="C0GENERAL", limit=2):
        seen += page["members"]
    assert seen == [ANN, BEN, "U0BOT"]


async def test_the_bot_joins_and_leaves_a_public_channel(running: Running) -> None:
    joined = await running.client.conversations_join(channel="C0ELSEWHERE")
    assert joined["channel"]["is_member"] is True
    assert (await running.client.conversations_join(channel="C0ELSEWHERE"))["warning"] == "already_in_channel"
    assert await refusal(running.client, "conversations.join", channel="C0SECRET") == "channel_not_found"


async def test_a_dm_of_several_needs_a_scope_of_its_own(running: Running) -> None:
    running.world.bot.scopes -= {"mpim:write"}
    assert await refusal(running.client, "conversations.open", users=f"{ANN},{BEN}") == "missing_scope"
    assert await refusal(running.client, "conversations.open", users=ANN) == ""


@pytest.mark.parametrize(
    ("users", "error"),
    [(ANN, ""), (f"{ANN},{BEN}", ""), (CAT, "user_disabled"), (EVE, "cannot_dm_bot"), ("U0X", "user_not_found")],
)
async def test_a_dm_is_opened_with_people_who_can_be_met(running: Running, users: str, error: str) -> None:
    assert await refusal(running.client, "conversations.open", users=users) == error


async def test_opening_a_dm_again_finds_the_same_one(running: Running) -> None:
    first = await running.client.conversations_open(users=ANN)
    again = await running.client.conversations_open(users=[ANN])
    assert (again["channel"]["id"], again["already_open"]) == (first["channel"]["id"], True)
    said = await refusal(running.client, "conversations.open", users=BEN, prevent_creation=True)
    assert said == "channel_not_found"


async def test_history_is_newest_first_without_replies_and_metadata_comes_on_request(running: Running) -> None:
    metadata = {"event_type": "post", "event_payload": {"outbox_id": "7"}}
    first = await running.client.chat_postMessage(channel="C0GENERAL", text="1", metadata=metadata)
    await running.client.chat_postMessage(channel="C0GENERAL", text="1a", thread_ts=first["ts"])
    messages.say(running.world.slack, "C0GENERAL", ANN, "2")
    plain = await running.client.conversations_history(channel="C0GENERAL")
    assert [it["text"] for it in plain["messages"]] == ["2", "1"]
    assert (plain["messages"][1]["reply_count"], "metadata" in plain["messages"][1]) == (1, False)
    full = await running.client.conversations_history(channel="C0GENERAL", include_all_metadata=True)
    assert full["messages"][1]["metadata"] == metadata


async def test_a_window_of_history_has_its_edges_only_when_asked(running: Running) -> None:
    stamps = [messages.say(running.world.slack, "C0GENERAL", ANN, str(it)).ts for it in range(3)]
    window: dict[str, Any] = {"channel": "C0GENERAL", "oldest": stamps[0], "latest": stamps[2]}
    inside = await running.client.conversations_history(**window)
    edges = await running.client.conversations_history(**window, inclusive=True)
    assert [it["ts"] for it in inside["messages"]] == [stamps[1]]
    assert len(edges["messages"]) == 3


async def test_a_thread_begins_with_its_parent(running: Running) -> None:
    slack = running.world.slack
    parent = messages.say(slack, "C0GENERAL", ANN, "Parent")
    reply = messages.say(slack, "C0GENERAL", BEN, "Reply", thread_ts=parent.ts)
    thread = await running.client.conversations_replies(channel="C0GENERAL", ts=parent.ts)
    assert [it["ts"] for it in thread["messages"]] == [parent.ts, reply.ts]
    assert await refusal(running.client, "conversations.replies", channel="C0GENERAL", ts="1.0") == "thread_not_found"
    assert await refusal(running.client, "conversations.history", channel="C0ELSEWHERE") == "not_in_channel"


async def test_people_are_shown_with_zone_and_flags_and_strangers_not_at_all(running: Running) -> None:
    ben = (await running.client.users_info(user=BEN))["user"]
    assert (ben["tz"], ben["profile"]["email"], ben["deleted"]) == ("America/Denver", "ben@here.example", False)
    cat = (await running.client.users_info(user=CAT))["user"]
    assert (cat["deleted"], "tz" in cat) == (True, False)
    assert await refusal(running.client, "users.info", user=DAN) == "user_not_visible"
    channels.share(running.world.slack, "C0GENERAL", THERE)
    channels.join(running.world.slack, "C0GENERAL", DAN)
    dan = (await running.client.users_info(user=DAN))["user"]
    assert (dan["team_id"], "email" in dan["profile"]) == (THERE, False)


async def test_without_its_scope_no_address_is_shown(running: Running) -> None:
    running.world.bot.scopes -= {"users:read.email"}
    assert "email" not in (await running.client.users_info(user=BEN))["user"]["profile"]
    assert await refusal(running.client, "users.lookupByEmail", email="ben@here.example") == "missing_scope"


async def test_an_address_finds_active_people_of_the_workspace(running: Running) -> None:
    found = await running.client.users_lookupByEmail(email="Ben@here.example")
    assert found["user"]["id"] == BEN
    for email in ("cat@here.example", "dan@there.example"):
        assert await refusal(running.client, "users.lookupByEmail", email=email) == "users_not_found"
    accounts.reactivate(running.world.slack, CAT)
    assert await refusal(running.client, "users.lookupByEmail", email="cat@here.example") == ""


async def test_workspaces_and_bots_are_shown(running: Running) -> None:
    assert (await running.client.team_info())["team"]["domain"] == "here"
    assert await refusal(running.client, "team.info", team=THERE) == "team_not_found"
    assert (await running.client.bots_info(bot=running.world.bot.bot_id))["bot"]["app_id"] == "A0HELPER"
    listed = await running.client.users_list()
    assert [it["id"] for it in listed["members"]] == [ANN, BEN, CAT, EVE, "U0BOT"]


async def test_a_reaction_is_added_once(running: Running) -> None:
    said = messages.say(running.world.slack, "C0GENERAL", ANN, "x")
    react = {"channel": "C0GENERAL", "timestamp": said.ts, "name": "eyes"}
    await running.client.reactions_add(**react)
    assert await refusal(running.client, "reactions.add", **react) == "already_reacted"
