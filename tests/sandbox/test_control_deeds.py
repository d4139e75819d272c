"""What people do over the control API: each call done, and refused in the same set-up."""

import pytest

from tests.sandbox.answering_app import form
from tests.sandbox.block_samples import Json, asked, modal
from tests.sandbox.two_workspaces import PNG, Desk

ANN_HERE: Json = {"user": "U0ANN", "channel": "C0OPEN"}

PLACES = [
    ({}, (200, "")),
    ({"team": "T0HERE"}, (200, "")),
    ({"user": "U0DAN", "channel": "C0SHARED"}, (200, "")),
    ({"user": "U0DAN", "channel": "C0SHARED", "team": "T0THERE"}, (200, "")),
    ({"team": "T0THERE"}, (404, "user_not_found")),
    ({"team": "T0NOWHERE"}, (404, "team_not_found")),
    ({"user": "U0NOBODY"}, (404, "user_not_found")),
    ({"channel": "C0NOWHERE"}, (404, "channel_not_found")),
    ({"channel": "C0FAR"}, (404, "channel_not_found")),
    ({"user": "U0BEN", "channel": "C0SECRET"}, (404, "channel_not_found")),
    ({"channel": "C0QUIET"}, (409, "not_in_channel")),
    ({"user": "U0CAT"}, (409, "user_disabled")),
]


def told(status: int, answer: Json) -> tuple[int, str]:
    return status, str(answer.get("error", ""))


@pytest.mark.parametrize("call", ["message", "command"])
@pytest.mark.parametrize(("named", "expected"), PLACES)
async def test_who_is_there_acts_where_they_are_a_member_and_nobody_else_does(
    desk: Desk, call: str, named: Json, expected: tuple[int, str]
) -> None:
    words = {"text": "Hello"} if call == "message" else {"command": "/say"}
    assert told(*await desk.post(call, **{**ANN_HERE, **words, **named})) == expected


async def test_a_message_stands_for_its_readers_and_is_told_to_the_app(desk: Desk) -> None:
    said = await desk.done("message", **ANN_HERE, text="Hello")
    reply = await desk.done("message", **ANN_HERE, text="Again", thread_ts=said["ts"])
    assert await desk.texts("C0OPEN", "U0BEN") == ["Hello", "Again"]
    assert [it.get("thread_ts") for it in desk.app.events()] == [None, said["ts"]]
    assert await desk.no("message", **ANN_HERE, text="x", thread_ts="1.000000") == (404, "thread_not_found")
    on_reply = await desk.no("message", **ANN_HERE, text="x", thread_ts=reply["ts"])
    assert on_reply == (409, "cannot_reply_to_message")
    assert await desk.no("message", **ANN_HERE) == (400, "invalid_arguments")
    assert await desk.texts("C0OPEN", "U0BEN") == ["Hello", "Again"]


async def test_files_go_with_a_message_whole_or_by_the_id_of_an_upload(desk: Desk) -> None:
    mine = (await desk.done("upload", user="U0ANN", name="a.png", content=PNG))["file"]
    bens = (await desk.done("upload", user="U0BEN", name="b.png", content=PNG))["file"]
    whole = {"name": "c.txt", "content": ""}
    await desk.done("message", **ANN_HERE, files=[mine, whole])
    (shown,) = (await desk.seen("messages/C0OPEN?as=U0BEN"))["messages"]
    assert [it["name"] for it in shown["files"]] == ["a.png", "c.txt"]
    assert await desk.no("message", **ANN_HERE, files=[bens]) == (404, "file_not_found")
    assert await desk.no("message", **ANN_HERE, files=["F0NONE"]) == (404, "file_not_found")
    bad = {"name": "c.txt", "content": "no base64!"}
    assert await desk.no("message", **ANN_HERE, files=[bad]) == (400, "invalid_arguments")
    assert await desk.no("upload", user="U0ANN", name="a.png", content="?") == (400, "invalid_arguments")
    assert await desk.no("upload", user="U0CAT", name="a.png", content=PNG) == (409, "user_disabled")


async def test_a_refused_message_leaves_no_file_behind(desk: Desk) -> None:
    whole = {"name": "c.txt", "content": PNG}
    await desk.no("message", **ANN_HERE, files=[whole, "F0NONE"])
    await desk.no("message", **ANN_HERE, files=[whole], thread_ts="1.000000")
    assert desk.sandbox.slack.files == {}
    await desk.done("message", **ANN_HERE, files=[whole])
    assert len(desk.sandbox.slack.files) == 1


async def test_a_message_is_edited_and_deleted_by_who_wrote_it(desk: Desk) -> None:
    ts = (await desk.done("message", **ANN_HERE, text="Helo"))["ts"]
    bens: Json = {"user": "U0BEN", "channel": "C0OPEN", "ts": ts}
    assert await desk.no("edit-message", **bens, text="Mine") == (409, "cant_update_message")
    assert await desk.no("delete-message", **bens) == (409, "cant_delete_message")
    await desk.done("edit-message", **ANN_HERE, ts=ts, text="Hello")
    assert await desk.texts("C0OPEN", "U0BEN") == ["Hello"]
    await desk.done("delete-message", **ANN_HERE, ts=ts)
    assert await desk.texts("C0OPEN", "U0BEN") == []
    assert await desk.no("edit-message", **ANN_HERE, ts=ts, text="x") == (404, "message_not_found")
    assert await desk.no("delete-message", **ANN_HERE, ts=ts) == (404, "message_not_found")
    assert [it.get("subtype") for it in desk.app.events()] == [None, "message_changed", "message_deleted"]


async def test_a_reaction_is_given_once_and_taken_back_once(desk: Desk) -> None:
    ts = (await desk.done("message", **ANN_HERE, text="Hello"))["ts"]
    eyes: Json = {**ANN_HERE, "ts": ts, "name": "eyes"}
    await desk.done("reaction", **eyes)
    assert await desk.no("reaction", **eyes) == (409, "already_reacted")
    await desk.done("reaction", **eyes, remove=True)
    assert await desk.no("reaction", **eyes, remove=True) == (409, "no_reaction")
    assert await desk.no("reaction", **{**eyes, "name": ":eyes:"}) == (400, "invalid_arguments")
    assert await desk.no("reaction", **{**eyes, "ts": "1.000000"}) == (404, "message_not_found")
    assert [it["type"] for it in desk.app.events()] == ["message", "reaction_added"]


async def test_nothing_more_is_done_in_an_archived_channel(desk: Desk) -> None:
    ts = (await desk.done("message", **ANN_HERE, text="Hello"))["ts"]
    desk.sandbox.slack.channel("C0OPEN").is_archived = True
    assert await desk.no("message", **ANN_HERE, text="x") == (409, "is_archived")
    assert await desk.no("edit-message", **ANN_HERE, ts=ts, text="x") == (409, "is_archived")
    assert await desk.no("delete-message", **ANN_HERE, ts=ts) == (409, "is_archived")
    assert await desk.no("reaction", **ANN_HERE, ts=ts, name="eyes") == (409, "is_archived")
    assert await desk.texts("C0OPEN", "U0ANN") == ["Hello"]


async def test_a_commands_answer_is_its_callers_alone(desk: Desk) -> None:
    desk.app.says = {"text": "For you"}
    answer = await desk.done("command", **ANN_HERE, command="/say", text="<b>")
    assert (answer["acked"], answer["body"]) == (True, {"text": "For you"})
    assert desk.app.took[-1].payload["text"] == "&lt;b&gt;"
    assert (await desk.texts("C0OPEN", "U0ANN"), await desk.texts("C0OPEN", "U0BEN")) == (["For you"], [])
    (whisper,) = (await desk.seen("messages/C0OPEN?as=U0ANN"))["messages"]
    assert whisper["ephemeral"] is True
    desk.app.says = {"text": "For all", "response_type": "in_channel"}
    await desk.done("command", **ANN_HERE, command="/say")
    assert await desk.texts("C0OPEN", "U0BEN") == ["For all"]
    assert await desk.no("command", **ANN_HERE, command="/none") == (409, "no_such_command")
    assert await desk.no("command", **ANN_HERE, command="say") == (400, "invalid_arguments")


@pytest.mark.parametrize("bad", [{"text": 7}, {"blocks": [{"type": "nonsense"}]}])
async def test_what_slack_would_not_show_of_a_commands_answer_is_told_as_the_apps_fault(
    desk: Desk, bad: Json
) -> None:
    desk.app.says = {"text": "Sound"}
    await desk.done("command", **ANN_HERE, command="/say")
    desk.app.says = bad
    assert await desk.no("command", **ANN_HERE, command="/say") == (409, "bad_answer")


async def test_an_app_that_is_away_is_told_of_and_the_caller_sees_that_it_failed(desk: Desk) -> None:
    await desk.done("fault", hold="A0HELPER")
    answer = await desk.done("command", **ANN_HERE, command="/say")
    assert (answer["acked"], answer["why"]) == (False, "connection_failed")
    assert await desk.texts("C0OPEN", "U0ANN") == ["/say failed with the error “operation_timeout”"]
    await desk.done("fault", release="A0HELPER")
    assert (await desk.done("command", **ANN_HERE, command="/say"))["acked"] is True


async def test_a_button_in_a_message_is_pressed_by_who_sees_it(desk: Desk) -> None:
    await desk.done("command", **ANN_HERE, command="/buttons")
    (shown,) = (await desk.seen("messages/C0OPEN?as=U0ANN"))["messages"]
    press: Json = {**ANN_HERE, "messageTs": shown["ts"], "action": "take"}
    assert (await desk.done("interact", **press))["acked"] is True
    (pressed,) = desk.app.interactions()
    assert (pressed["user"]["id"], pressed["container"]["message_ts"]) == ("U0ANN", shown["ts"])
    assert await desk.no("interact", **{**press, "action": "none"}) == (409, "no_such_action")
    assert await desk.no("interact", **{**press, "messageTs": "1.000000"}) == (404, "message_not_found")
    assert await desk.no("interact", **{**press, "user": "U0GUEST"}) == (404, "channel_not_found")
    assert await desk.no("interact", **{**press, "user": "U0CAT"}) == (409, "user_disabled")
    del press["messageTs"]
    assert await desk.no("interact", **press) == (400, "invalid_arguments")
    assert len(desk.app.interactions()) == 1


async def test_the_window_on_top_is_pressed_by_its_id_or_as_such(desk: Desk) -> None:
    assert await desk.no("interact", user="U0ANN", view=True, action="more") == (409, "no_window")
    await desk.done("command", **ANN_HERE, command="/open")
    below = (await desk.seen("view/U0ANN"))["view"]["id"]
    await desk.done("interact", user="U0ANN", view=below, action="more")
    top = (await desk.seen("view/U0ANN"))["view"]["id"]
    assert await desk.no("interact", user="U0ANN", view=below, action="more") == (409, "view_not_on_top")
    assert await desk.no("interact", user="U0ANN", view="V0", action="more") == (404, "view_not_found")
    assert await desk.no("interact", user="U0BEN", view=top, action="more") == (404, "view_not_found")
    both = await desk.no("interact", user="U0ANN", view=True, home=True, action="more")
    assert both == (400, "invalid_arguments")
    await desk.done("interact", user="U0ANN", view=True, action="more")
    assert (await desk.seen("view/U0ANN"))["view"]["previous_view_id"] == top


async def test_a_home_is_opened_and_pressed_in_the_persons_own_workspace(desk: Desk) -> None:
    assert await desk.no("interact", user="U0DAN", home=True, action="at-home") == (409, "no_home")
    await desk.done("open-home", user="U0DAN", team="T0THERE")
    assert (await desk.seen("home/U0DAN"))["view"]["team_id"] == "T0THERE"
    await desk.done("interact", user="U0DAN", home=True, action="at-home")
    assert desk.app.interactions()[-1]["team"]["id"] == "T0THERE"
    assert await desk.no("open-home", user="U0DAN", team="T0HERE") == (404, "user_not_found")
    assert await desk.no("open-home", user="U0CAT") == (409, "user_disabled")


async def test_a_form_is_filled_and_sent_and_a_missing_field_stays_with_the_person(desk: Desk) -> None:
    assert await desk.no("submit", user="U0ANN", values={}) == (409, "no_window")
    await desk.done("command", **ANN_HERE, command="/open")
    missing = await desk.done("submit", user="U0ANN", values={})
    assert (missing["errors"], desk.app.interactions()) == ({"subject": "Please complete this required field."}, [])
    assert await desk.no("submit", user="U0ANN", values={"none": "x"}) == (409, "no_such_field")
    assert await desk.no("submit", user="U0ANN", values={"subject": 7}) == (409, "wrong_value")
    assert (await desk.done("submit", user="U0ANN", values={"subject": "Ink"}))["errors"] == {}
    (sent,) = desk.app.interactions()
    assert sent["view"]["state"]["values"]["subject"]["words"]["value"] == "Ink"
    assert (await desk.seen("view/U0ANN"))["view"] is None


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ({"response_action": "update", "view": form(title={"type": "plain_text", "text": "Other"})}, "Other"),
        ({"response_action": "push", "view": form(title={"type": "plain_text", "text": "Above"})}, "Above"),
        ({"response_action": "errors", "errors": {"subject": "Too short"}}, "Case"),
        ({"response_action": "clear"}, None),
        (None, None),
    ],
)
async def test_a_form_is_answered_as_slack_lets_it_be(desk: Desk, answer: Json | None, title: str | None) -> None:
    desk.app.says = None
    await desk.done("command", **ANN_HERE, command="/open")
    desk.app.says = answer
    came = await desk.done("submit", user="U0ANN", values={"subject": "x"})
    assert came["errors"] == (answer or {}).get("errors", {})
    view = (await desk.seen("view/U0ANN"))["view"]
    assert (view and view["title"]["text"]) == title


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "dance"},
        {"response_action": "update"},
        {"response_action": "push", "view": modal(asked(), title={"type": "plain_text", "text": "x" * 25})},
        {"response_action": "errors", "errors": {"none": "x"}},
        {"response_action": "errors", "errors": ["x"]},
    ],
)
async def test_an_answer_that_slack_does_not_take_is_told_as_the_apps_fault(desk: Desk, answer: Json) -> None:
    await desk.done("command", **ANN_HERE, command="/open")
    desk.app.says = answer
    assert await desk.no("submit", user="U0ANN", values={"subject": "x"}) == (409, "bad_answer")
    desk.app.says = None
    assert (await desk.done("submit", user="U0ANN", values={"subject": "x"}))["acked"] is True


async def test_a_window_is_closed_and_the_app_hears_of_it_where_it_asked_without_what_was_typed(desk: Desk) -> None:
    for asks in (False, True):
        desk.app.opens = form(notify_on_close=asks)
        await desk.done("command", **ANN_HERE, command="/open")
        view = desk.sandbox.slack.views.top("T0HERE", "U0ANN")
        assert view is not None
        desk.sandbox.slack.views.put(view, "subject", "words", {"value": "typed"})
        await desk.done("close-view", user="U0ANN")
        assert [it["type"] for it in desk.app.interactions()] == (["view_closed"] if asks else [])
    (closed,) = desk.app.interactions()
    assert (closed["view"]["state"], closed["is_cleared"]) == ({"values": {}}, False)
    assert await desk.no("close-view", user="U0ANN") == (409, "no_window")


async def test_a_shortcut_is_used_globally_or_on_a_message(desk: Desk) -> None:
    ts = (await desk.done("message", **ANN_HERE, text="Hello"))["ts"]
    await desk.done("shortcut", user="U0ANN", callback_id="ask")
    assert (await desk.seen("view/U0ANN"))["view"]["callback_id"] == "form"
    on: Json = {**ANN_HERE, "messageTs": ts}
    await desk.done("shortcut", **on, callback_id="turn")
    assert [it["type"] for it in desk.app.interactions()] == ["shortcut", "message_action"]
    assert desk.app.interactions()[1]["message"]["text"] == "Hello"
    assert await desk.no("shortcut", **on, callback_id="ask") == (409, "no_such_shortcut")
    assert await desk.no("shortcut", user="U0ANN", callback_id="turn") == (409, "no_such_shortcut")
    assert await desk.no("shortcut", user="U0ANN", callback_id="turn", messageTs=ts) == (400, "invalid_arguments")
    assert await desk.no("shortcut", **ANN_HERE, callback_id="ask") == (400, "invalid_arguments")
    nothing = await desk.no("shortcut", **{**on, "messageTs": "1.000000"}, callback_id="turn")
    assert nothing == (404, "message_not_found")


async def test_people_join_leave_and_change(desk: Desk) -> None:
    assert await desk.no("message", user="U0ANN", channel="C0QUIET", text="x") == (409, "not_in_channel")
    await desk.done("join", user="U0ANN", channel="C0QUIET")
    await desk.done("message", user="U0ANN", channel="C0QUIET", text="x")
    await desk.done("leave", user="U0ANN", channel="C0QUIET")
    assert await desk.no("message", user="U0ANN", channel="C0QUIET", text="x") == (409, "not_in_channel")
    assert await desk.no("join", user="U0DAN", channel="C0QUIET") == (404, "user_not_found")
    await desk.done("user-change", user="U0ANN", facts={"deleted": True})
    assert await desk.no("message", **ANN_HERE, text="x") == (409, "user_disabled")
    await desk.done("user-change", user="U0ANN", facts={"deleted": False, "tz": "America/Denver"})
    await desk.done("message", **ANN_HERE, text="x")
    for facts in ({}, {"id": "U1"}, {"tz": "Mars"}, {"deleted": None}, {"deleted": "yes"}):
        assert await desk.no("user-change", user="U0ANN", facts=facts) == (400, "invalid_arguments")


async def test_an_app_is_uninstalled_from_one_workspace_alone(desk: Desk) -> None:
    assert await desk.no("uninstall", app="A0NONE", team="T0HERE") == (404, "app_not_found")
    assert await desk.no("uninstall", app="A0HELPER", team="T0NOWHERE") == (404, "team_not_found")
    await desk.done("uninstall", app="A0HELPER", team="T0HERE")
    assert await desk.no("uninstall", app="A0HELPER", team="T0HERE") == (409, "app_not_installed")
    assert await desk.no("command", **ANN_HERE, command="/say") == (409, "no_app")
    await desk.done("command", user="U0DAN", channel="C0FAR", command="/say")
