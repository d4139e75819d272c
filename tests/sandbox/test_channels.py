"""Channels as they are archived, renamed, shared, deleted, and the DMs between people."""

from collections.abc import Callable

import pytest

from sandbox.deeds import accounts, apps, channels, files, messages, reactions
from sandbox.model import ApiError, Json, Kind
from tests.sandbox.small_world import ANN, BEN, DAN, HERE, THERE, World


def refused(deed: Callable[[], object]) -> str:
    try:
        deed()
    except ApiError as no:
        return no.error
    return ""


def subscribed(world: World, *events: str) -> None:
    world.app.events |= {*events}


def last(world: World) -> Json:
    return world.heard[-1][1]


def test_what_befalls_a_channel_is_told_under_the_name_of_its_kind(world: World) -> None:
    subscribed(world, "channel_unarchive", "channel_rename", "channel_deleted", "group_archive")
    slack = world.slack
    channels.archive(slack, "C0GENERAL", ANN)
    channels.unarchive(slack, "C0GENERAL", ANN)
    channels.rename(slack, "C0GENERAL", "general-new")
    channels.remove(slack, "C0GENERAL", ANN)
    assert [event["type"] for _team, event in world.heard] == [
        "channel_archive",
        "channel_unarchive",
        "channel_rename",
        "channel_deleted",
    ]
    assert world.events("channel_rename")[0]["channel"]["name"] == "general-new"
    channels.archive(slack, "C0SECRET", ANN)
    assert last(world)["type"] == "channel_deleted"
    assert refused(lambda: slack.channel("C0GENERAL")) == "channel_not_found"


def test_a_private_channel_is_told_of_only_to_its_members(world: World) -> None:
    subscribed(world, "group_archive")
    channels.join(world.slack, "C0SECRET", "U0BOT")
    channels.archive(world.slack, "C0SECRET", ANN)
    assert last(world)["type"] == "group_archive"
    assert refused(lambda: channels.join(world.slack, "C0SECRET", BEN)) == "is_archived"


def test_an_archived_channel_takes_no_words(world: World) -> None:
    def say() -> None:
        messages.say(world.slack, "C0GENERAL", ANN, "x")

    assert refused(say) == ""
    channels.archive(world.slack, "C0GENERAL", ANN)
    assert refused(say) == "is_archived"


def test_a_new_channel_is_told_of_to_who_subscribed(world: World) -> None:
    subscribed(world, "channel_created")
    created = channels.create(world.slack, HERE, "new", members=[ANN])
    assert last(world)["channel"]["id"] == created.id
    channels.create(world.slack, HERE, "hidden", members=[ANN], is_private=True)
    assert last(world)["channel"]["id"] == created.id


def test_leaving_takes_effect_once(world: World) -> None:
    assert channels.leave(world.slack, "C0GENERAL", BEN) is True
    assert channels.leave(world.slack, "C0GENERAL", BEN) is False
    assert channels.join(world.slack, "C0GENERAL", BEN) is True
    assert channels.join(world.slack, "C0GENERAL", BEN) is False


def test_nobody_joins_from_a_workspace_the_channel_is_not_shared_with(world: World) -> None:
    assert refused(lambda: channels.join(world.slack, "C0GENERAL", DAN)) == "user_not_found"
    channels.share(world.slack, "C0GENERAL", THERE)
    assert refused(lambda: channels.join(world.slack, "C0GENERAL", DAN)) == ""


def test_when_sharing_ends_the_other_side_is_gone(world: World) -> None:
    channels.share(world.slack, "C0GENERAL", THERE)
    channels.join(world.slack, "C0GENERAL", DAN)
    channels.unshare(world.slack, "C0GENERAL", THERE)
    assert last(world)["previously_connected_team_id"] == THERE
    assert (last(world)["is_ext_shared"], DAN in world.general.members) == (False, False)
    assert refused(lambda: channels.unshare(world.slack, "C0GENERAL", THERE)) == "team_not_found"


def test_an_id_may_change_without_sharing(world: World) -> None:
    file = files.upload(world.slack, ANN, "a.txt", b"a")
    said = files.share(world.slack, "C0GENERAL", ANN, [file.id])
    assert channels.change_id(world.slack, "C0GENERAL", "C0NEW").id == "C0NEW"
    assert file.shares == [("C0NEW", said.ts)]


def test_a_dm_is_one_for_the_same_people_and_takes_nobody_in(world: World) -> None:
    one = channels.direct(world.slack, HERE, [ANN, BEN])
    assert channels.direct(world.slack, HERE, [BEN, ANN]) is one
    several = channels.direct(world.slack, HERE, [ANN, BEN, "U0BOT"])
    assert (one.kind, several.kind) == (Kind.IM, Kind.MPIM)
    fixed = "method_not_supported_for_channel_type"
    assert refused(lambda: channels.join(world.slack, one.id, "U0BOT")) == fixed
    assert refused(lambda: channels.leave(world.slack, one.id, ANN)) == fixed


def test_nine_are_the_most_in_a_group_dm(world: World) -> None:
    people = [accounts.add(world.slack, HERE, f"p{it}").id for it in range(10)]
    assert refused(lambda: channels.direct(world.slack, HERE, people)) == "too_many_users"
    assert refused(lambda: channels.direct(world.slack, HERE, people[:9])) == ""


@pytest.mark.parametrize(("name", "error"), [("eyes", "already_reacted"), ("tada", "")])
def test_reactions_are_counted_per_name(world: World, name: str, error: str) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "x")
    reactions.react(world.slack, "C0GENERAL", said.ts, BEN, "eyes")
    assert refused(lambda: reactions.react(world.slack, "C0GENERAL", said.ts, BEN, name)) == error


def test_no_reaction_is_taken_back_that_was_not_given(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "x")
    assert refused(lambda: reactions.take_back(world.slack, "C0GENERAL", said.ts, BEN, "x")) == "no_reaction"
    assert refused(lambda: reactions.react(world.slack, "C0GENERAL", "1.0", BEN, "x")) == "message_not_found"


def test_files_are_their_owners_to_delete(world: World) -> None:
    file = files.upload(world.slack, ANN, "a.txt", b"a")
    assert refused(lambda: files.delete(world.slack, file.id, BEN)) == "cant_delete_file"
    assert refused(lambda: files.delete(world.slack, file.id, ANN)) == ""
    assert refused(lambda: files.delete(world.slack, file.id, ANN)) == "file_not_found"
    assert refused(lambda: files.share(world.slack, "C0GENERAL", ANN, ["F0"])) == "file_not_found"


def test_people_edit_and_delete_what_is_theirs(world: World) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "x")
    assert refused(lambda: messages.edit(world.slack, "C0GENERAL", said.ts, BEN, "y")) == "cant_update_message"
    assert refused(lambda: messages.delete(world.slack, "C0GENERAL", said.ts, BEN)) == "cant_delete_message"
    assert refused(lambda: messages.delete(world.slack, "C0GENERAL", said.ts, ANN)) == ""
    assert refused(lambda: messages.delete(world.slack, "C0GENERAL", said.ts, ANN)) == "message_not_found"


def test_a_private_channel_is_not_seen_from_outside(world: World) -> None:
    messages.say(world.slack, "C0SECRET", ANN, "x")
    assert refused(lambda: messages.seen_by(world.slack, "C0SECRET", BEN)) == "channel_not_found"
    assert [it.text for it in messages.seen_by(world.slack, "C0SECRET", ANN)] == ["x"]


def test_what_a_person_types_comes_as_rich_text(world: World) -> None:
    text = "Hi <@U0BEN> see <#C0SECRET> &amp; <https://x.example|this> <!here>"
    said = messages.say(world.slack, "C0GENERAL", ANN, text)
    elements = said.blocks[0]["elements"][0]["elements"]
    assert [it["type"] for it in elements] == ["text", "user", "text", "channel", "text", "link", "text", "broadcast"]
    assert (elements[1]["user_id"], elements[4]["text"]) == ("U0BEN", " & ")
    assert elements[5] == {"type": "link", "url": "https://x.example", "text": "this"}


def test_who_is_deactivated_opens_no_home(world: World) -> None:
    assert refused(lambda: accounts.open_home(world.slack, BEN, "A0HELPER")) == ""
    accounts.deactivate(world.slack, BEN)
    assert refused(lambda: accounts.open_home(world.slack, BEN, "A0HELPER")) == "user_disabled"


def test_a_token_is_revoked_once(world: World) -> None:
    apps.revoke(world.slack, "A0HELPER", HERE)
    assert refused(lambda: apps.revoke(world.slack, "A0HELPER", HERE)) == "token_revoked"
    assert refused(lambda: apps.uninstall(world.slack, "A0HELPER", HERE)) == ""
    assert refused(lambda: apps.uninstall(world.slack, "A0HELPER", HERE)) == "app_not_installed"
