"""views.*: open, push, update, publish."""

from typing import Any

from sandbox.model import ApiError, Json
from sandbox.open_views import OpenView
from sandbox.tickets import Trigger
from sandbox.views import Kind, explain_view, view_problem
from sandbox.web_api.call import Call


def _view(call: Call, *, kind: Kind) -> Json:
    view = call.arguments.parsed("view", error="invalid_arguments")
    check_view(view, kind=kind)
    return dict(view)


def check_view(view: Any, *, kind: Kind) -> None:
    """Raises ApiError for what Slack refuses in a view, with its words."""
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    problem = view_problem(view, kind=kind)
    if problem == "invalid_arguments":
        said = [f"[ERROR] {it}" for it in explain_view(view, kind=kind)]
        raise ApiError(problem, response_metadata={"messages": said})
    if problem is not None:
        raise ApiError(problem)


def _trigger(call: Call) -> Trigger:
    trigger_id = call.arguments.required("trigger_id")
    return call.slack.triggers.exchange(trigger_id, app_id=call.bot.app_id)


def _answer(view: OpenView) -> Json:
    return {"view": view.shown()}


def open_(call: Call) -> Json:
    view = _view(call, kind="modal")
    trigger = _trigger(call)
    return _answer(call.slack.views.open(view, **_whose(call, trigger)))


def _whose(call: Call, trigger: Trigger) -> dict[str, str]:
    bot, home = call.bot, call.slack.user(trigger.user).team
    return {
        "team": bot.team_id,
        "user": trigger.user,
        "app_id": bot.app_id,
        "bot_id": bot.bot_id,
        "home": home if home != bot.team_id else "",
    }


def push(call: Call) -> Json:
    """Only by a trigger that came from within the modal on which it is pushed."""
    view = _view(call, kind="modal")
    trigger = _trigger(call)
    bot = call.bot
    top = call.slack.views.top(bot.team_id, trigger.user)
    if trigger.view_id is None or top is None or top.app_id != bot.app_id:
        raise ApiError("not_found")
    return _answer(call.slack.views.push(view, **_whose(call, trigger)))


def update(call: Call) -> Json:
    arguments = call.arguments
    stood = call.slack.views.find(
        app_id=call.bot.app_id, view_id=arguments.text("view_id"), external_id=arguments.text("external_id")
    )
    view = _view(call, kind="home" if stood.is_home else "modal")
    return _answer(call.slack.views.update(stood, view, hash_=arguments.text("hash")))


def publish(call: Call) -> Json:
    view = _view(call, kind="home")
    bot = call.bot
    user = call.slack.user(call.arguments.required("user_id"))
    if user.team != bot.team_id or user.is_bot:
        raise ApiError("user_not_found")
    if not call.slack.app(bot.app_id).home_tab:
        raise ApiError("not_enabled")
    published = call.slack.views.publish(
        view,
        team=bot.team_id,
        user=user.id,
        app_id=bot.app_id,
        bot_id=bot.bot_id,
        hash_=call.arguments.text("hash"),
    )
    return _answer(published)
