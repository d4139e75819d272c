"""Somebody of another workspace acts in a channel that is shared: with the app that posted there (Slack Connect)."""

import pytest

from tests.sandbox.answering_app import form
from tests.sandbox.block_samples import Json
from tests.sandbox.two_workspaces import Desk

DAN: Json = {"user": "U0DAN"}


async def _posts_a_button(desk: Desk) -> str:
    """By the app of T0HERE. Returns the message's ts."""
    await desk.done("command", user="U0ANN", channel="C0SHARED", command="/buttons")
    shown = (await desk.seen("messages/C0SHARED?as=U0DAN"))["messages"]
    return str(next(it["ts"] for it in shown if it["text"] == "Press"))


def _is_not_installed_there(desk: Desk) -> None:
    desk.sandbox.slack.installation("A0HELPER", "T0THERE").uninstalled = True


def _teams(payload: Json) -> tuple[str, str]:
    """Of the payload, and of whoever acted."""
    return payload["team"]["id"], payload["user"]["team_id"]


@pytest.mark.parametrize("installed_there", [True, False])
async def test_a_click_goes_to_the_app_that_posted_and_names_both_workspaces(
    desk: Desk, *, installed_there: bool
) -> None:
    if not installed_there:
        _is_not_installed_there(desk)
    ts = await _posts_a_button(desk)
    for user, own in (("U0ANN", "T0HERE"), ("U0DAN", "T0THERE")):
        pressed = await desk.done("interact", user=user, channel="C0SHARED", messageTs=ts, action="take")
        assert pressed["acked"]
        clicked = desk.app.interactions()[-1]
        assert _teams(clicked) == ("T0HERE", own)
        assert clicked["response_url"].partition("/_response/")[2].startswith("T0HERE/")


async def test_a_window_says_by_whose_app_it_is_and_is_theirs_to_fill_send_and_close(desk: Desk) -> None:
    _is_not_installed_there(desk)
    ts = await _posts_a_button(desk)
    await desk.done("interact", **DAN, channel="C0SHARED", messageTs=ts, action="take")
    trigger = desk.app.interactions()[-1]["trigger_id"]
    view = form(notify_on_close=True)
    await desk.app.clients["T0HERE"].views_open(trigger_id=trigger, view=view)
    assert (await desk.seen("view/U0DAN"))["view"]["team_id"] == "T0THERE"
    await desk.done("interact", **DAN, view=True, action="more")
    await desk.done("close-view", **DAN)
    desk.app.says = {"response_action": "push", "view": form()}
    await desk.done("submit", **DAN, values={"subject": "Hello"})
    desk.app.says = None
    await desk.done("submit", **DAN, values={"subject": "Again"})
    await desk.done("close-view", **DAN)
    assert (await desk.seen("view/U0DAN"))["view"] is None
    kinds = ["block_actions", "view_submission", "view_submission", "view_closed"]
    told = desk.app.interactions()[1:]
    assert [it["type"] for it in told] == kinds
    for it in told:
        assert _teams(it) == ("T0THERE", "T0THERE")
        assert (it["view"]["team_id"], it["view"]["app_installed_team_id"]) == ("T0THERE", "T0HERE")


async def test_commands_shortcuts_and_the_home_are_for_members_of_a_workspace_that_has_the_app(desk: Desk) -> None:
    asked: list[tuple[str, Json]] = [
        ("command", {"channel": "C0SHARED", "command": "/say"}),
        ("shortcut", {"callback_id": "ask"}),
        ("open-home", {}),
    ]
    for call, facts in asked:
        await desk.done(call, **DAN, **facts)
    _is_not_installed_there(desk)
    for call, facts in asked:
        assert await desk.no(call, **DAN, **facts) == (409, "no_app"), call
