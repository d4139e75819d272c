"""What apps are told when people do something, in Slack's shapes."""

from sandbox.clock import HandClock
from sandbox.deeds import accounts, apps, channels, files, messages, reactions
from sandbox.model import ApiError, Json
from tests.sandbox.small_world import ANN, BEN, DAN, HERE, THERE, World


def last(world: World) -> Json:
    return world.heard[-1][1]


def test_a_message_of_a_person_is_told_with_its_thread(world: World) -> None:
    parent = messages.say(world.slack, "C0GENERAL", ANN, "Parent")
    reply = messages.say(world.slack, "C0GENERAL", BEN, "Reply", thread_ts=parent.ts)
    event = last(world)
    assert "subtype" not in event
    assert (event["user"], event["ts"], event["thread_ts"]) == (BEN, reply.ts, parent.ts)
    assert (event["team"], event["channel_type"], event["parent_user_id"]) == (HERE, "channel", ANN)
    assert event["blocks"][0]["type"] == "rich_text"


def test_timestamps_grow_in_a_channel_while_the_clock_stands(world: World) -> None:
    stamps = [messages.say(world.slack, "C0GENERAL", ANN, "x").ts for _ in range(3)]
    assert stamps == sorted({*stamps})


def test_nothing_is_told_of_channels_the_bot_is_not_in(world: World) -> None:
    messages.say(world.slack, "C0SECRET", ANN, "Hidden")
    messages.say(world.slack, "C0ELSEWHERE", BEN, "Elsewhere")
    assert world.heard == []


def test_without_the_scope_or_the_subscription_nothing_is_told(world: World) -> None:
    world.bot.scopes -= {"channels:history"}
    messages.say(world.slack, "C0GENERAL", ANN, "x")
    world.bot.scopes |= {"channels:history"}
    world.app.events -= {"message.channels"}
    messages.say(world.slack, "C0GENERAL", ANN, "x")
    assert world.heard == []


def test_a_mention_is_told_twice_and_an_edit_tells_only_of_a_new_mention(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "Hello")
    assert world.events("app_mention") == []
    messages.edit(world.slack, "C0GENERAL", said.ts, ANN, "Hello <@U0BOT>")
    messages.edit(world.slack, "C0GENERAL", said.ts, ANN, "Hello again <@U0BOT>")
    (mention,) = world.events("app_mention")
    assert (mention["ts"], "edited" in mention) == (said.ts, True)
    assert len(world.events("message")) == 3


def test_an_edit_is_told_with_what_stood_before(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "Helo")
    messages.edit(world.slack, "C0GENERAL", said.ts, ANN, "Hello")
    event = last(world)
    assert (event["subtype"], event["message"]["text"]) == ("message_changed", "Hello")
    assert (event["previous_message"]["text"], "edited" in event["previous_message"]) == ("Helo", False)
    assert event["message"]["edited"]["user"] == ANN


def test_a_preview_is_told_like_an_edit_that_nobody_made(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "<https://x.example>")
    messages.add_preview(world.slack, "C0GENERAL", said.ts, {"title": "X"})
    event = last(world)
    assert (event["subtype"], "edited" in event["message"]) == ("message_changed", False)


def test_a_deletion_is_told_with_the_ts_of_what_went(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "Oops")
    messages.delete(world.slack, "C0GENERAL", said.ts, ANN)
    event = last(world)
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said.ts)
    assert event["previous_message"]["text"] == "Oops"
    assert world.general.messages == {}


def test_the_parent_of_a_thread_leaves_a_tombstone_and_the_replies_stay(world: World) -> None:
    parent = messages.say(world.slack, "C0GENERAL", ANN, "Parent")
    reply = messages.say(world.slack, "C0GENERAL", BEN, "Reply", thread_ts=parent.ts)
    messages.delete(world.slack, "C0GENERAL", parent.ts, ANN)
    event = last(world)
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    assert [*world.general.messages] == [parent.ts, reply.ts]
    messages.say(world.slack, "C0GENERAL", BEN, "More", thread_ts=parent.ts)
    assert last(world)["thread_ts"] == parent.ts


def test_a_thread_counts_the_replies_that_still_stand(world: World) -> None:
    parent = messages.say(world.slack, "C0GENERAL", ANN, "Parent")
    replies = [messages.say(world.slack, "C0GENERAL", BEN, str(it), thread_ts=parent.ts) for it in range(2)]
    messages.delete(world.slack, "C0GENERAL", replies[0].ts, BEN)
    messages.edit(world.slack, "C0GENERAL", replies[1].ts, BEN, "edited")
    assert [it.text for it in world.general.replies(parent.ts)] == ["edited"]
    messages.delete(world.slack, "C0GENERAL", replies[1].ts, BEN)
    messages.delete(world.slack, "C0GENERAL", parent.ts, ANN)
    assert world.general.messages == {}


def test_a_file_and_a_broadcast_have_subtypes_of_their_own(world: World) -> None:
    parent = messages.say(world.slack, "C0GENERAL", ANN, "Parent")
    file = files.upload(world.slack, ANN, "scan.png", b"png")
    files.share(world.slack, "C0GENERAL", ANN, [file.id], thread_ts=parent.ts)
    shared = last(world)
    assert (shared["subtype"], shared["text"], shared["files"][0]["name"]) == ("file_share", "", "scan.png")
    messages.say(world.slack, "C0GENERAL", ANN, "All", thread_ts=parent.ts, broadcast=True)
    assert (last(world)["subtype"], last(world)["root"]["ts"]) == ("thread_broadcast", parent.ts)


def test_joining_and_leaving_are_told_to_who_is_there(world: World) -> None:
    channels.join(world.slack, "C0ELSEWHERE", "U0BOT", inviter=BEN)
    joined = last(world)
    assert (joined["type"], joined["user"], joined["inviter"]) == ("member_joined_channel", "U0BOT", BEN)
    channels.leave(world.slack, "C0ELSEWHERE", BEN)
    assert world.events("member_left_channel")[-1]["user"] == BEN
    channels.leave(world.slack, "C0ELSEWHERE", "U0BOT")
    assert last(world)["type"] == "channel_left"
    messages_before = len(world.heard)
    channels.join(world.slack, "C0ELSEWHERE", ANN)
    assert len(world.heard) == messages_before


def test_sharing_gives_the_channel_another_id_and_the_old_one_is_gone(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "Before")
    channels.share(world.slack, "C0GENERAL", THERE, new_id="C0SHARED")
    changed, shared = world.heard[-2][1], world.heard[-1][1]
    assert (changed["old_channel_id"], changed["new_channel_id"]) == ("C0GENERAL", "C0SHARED")
    assert (shared["type"], shared["connected_team_id"]) == ("channel_shared", THERE)
    assert world.slack.channel("C0SHARED").messages[said.ts].channel == "C0SHARED"
    assert refused(lambda: world.slack.channel("C0GENERAL")) == "channel_not_found"


def refused(deed: object) -> str:
    assert callable(deed)
    try:
        deed()
    except ApiError as no:
        return no.error
    return ""


def test_in_a_shared_channel_an_app_of_both_sides_hears_once_and_sees_stubs_of_files(world: World) -> None:
    apps.install(world.slack, world.app.app_id, THERE, world.bot.scopes, bot_user_id="U0BOTTHERE")
    channels.share(world.slack, "C0GENERAL", THERE)
    for user in (DAN, "U0BOTTHERE"):
        channels.join(world.slack, "C0GENERAL", user)
    world.heard.clear()
    file = files.upload(world.slack, ANN, "scan.png", b"png")
    files.share(world.slack, "C0GENERAL", ANN, [file.id])
    ((team, event),) = world.heard
    assert (team, event["user_team"]) == (THERE, HERE)
    assert event["files"] == [{"id": file.id, "mode": "file_access", "file_access": "check_file_info"}]


def test_a_change_of_a_person_is_told_and_the_address_only_with_its_scope(world: World) -> None:
    accounts.deactivate(world.slack, BEN)
    assert last(world)["type"] == "user_change"
    assert (last(world)["user"]["deleted"], last(world)["user"]["profile"]["email"]) == (True, "ben@here.example")
    world.bot.scopes -= {"users:read.email"}
    accounts.add(world.slack, HERE, "fay", email="fay@here.example")
    assert last(world)["type"] == "team_join"
    assert "email" not in last(world)["user"]["profile"]


def test_who_is_deactivated_says_nothing_more(world: World) -> None:
    accounts.deactivate(world.slack, BEN)
    assert refused(lambda: messages.say(world.slack, "C0GENERAL", BEN, "x")) == "user_disabled"
    assert refused(lambda: messages.say(world.slack, "C0GENERAL", DAN, "x")) == "not_in_channel"
    assert refused(lambda: messages.say(world.slack, "C0GENERAL", ANN, "x")) == ""


def test_a_home_is_told_to_its_app_with_the_dm_it_stands_beside(world: World) -> None:
    channel = accounts.open_home(world.slack, ANN, world.app.app_id)
    event = last(world)
    assert (event["type"], event["tab"], event["channel"]) == ("app_home_opened", "home", channel.id)
    assert "view" not in event


def test_a_reaction_is_told_once(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "x")
    reactions.react(world.slack, "C0GENERAL", said.ts, BEN, "eyes")
    assert last(world)["item"] == {"type": "message", "channel": "C0GENERAL", "ts": said.ts}
    again = refused(lambda: reactions.react(world.slack, "C0GENERAL", said.ts, BEN, "eyes"))
    assert again == "already_reacted"
    reactions.take_back(world.slack, "C0GENERAL", said.ts, BEN, "eyes")
    assert world.general.messages[said.ts].reactions == ()


def test_uninstalling_is_told_by_two_events_and_is_the_last_that_is_told(world: World) -> None:
    apps.uninstall(world.slack, world.app.app_id, HERE)
    assert [event["type"] for _team, event in world.heard] == ["tokens_revoked", "app_uninstalled"]
    assert world.events("tokens_revoked")[0]["tokens"]["bot"] == ["U0BOT"]
    messages.say(world.slack, "C0GENERAL", ANN, "x")
    assert len(world.heard) == 2


def test_an_app_that_comes_again_has_a_new_token_and_its_old_bot_user(world: World) -> None:
    apps.uninstall(world.slack, world.app.app_id, HERE)
    again = apps.install(world.slack, world.app.app_id, HERE, world.bot.scopes)
    assert (again.bot_user_id, again.bot_token == world.bot.bot_token) == ("U0BOT", False)
    assert not world.slack.user("U0BOT").deleted


async def test_event_times_follow_the_given_clock(world: World, clock: HandClock) -> None:
    await clock.turn_to(clock.now().replace(year=2027))
    said = messages.say(world.slack, "C0GENERAL", ANN, "x")
    assert float(said.ts) == clock.now().timestamp()
