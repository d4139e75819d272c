"""Forms: filled, sent and closed. What Slack's own client checks stays with the person: nothing is sent."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sandbox.acting.fields import called, filled
from sandbox.acting.stage import Stage, frame_of_view, listed, told, top
from sandbox.filling import Impossible
from sandbox.model import ApiError, File, Json, User
from sandbox.open_views import OpenView
from sandbox.views import view_problem
from sandbox.wire.carrier import Delivery, Outcome


async def submit(stage: Stage, user_id: str, values: dict[str, Any]) -> tuple[Outcome, dict[str, str]]:
    """Fills the topmost window's inputs, by block id or label, and sends it. Errors by block id."""
    user = stage.user(user_id)
    stood = top(stage, user)
    if not stood.view.get("submit"):
        raise Impossible(
            "nothing_to_submit", "this window has no button to send it with; close it: POST /_control/close-view"
        )
    put_values(stage, stood, values)
    wrong = _wrong(stood)
    if wrong:
        return Outcome(acked=True), wrong
    payload = frame_of_view(stage, user, "view_submission", stood, view_id=stood.id) | {
        "view": told(stage, stood),
        "response_urls": [],
    }
    app = stage.slack.app(stood.app_id)
    outcome = await stage.wire.carry(app, Delivery(kind="interactive", payload=payload))
    return outcome, _after_submit(stage, stood, outcome)


def fill(stage: Stage, user_id: str, values: dict[str, Any]) -> None:
    """What a person has entered in the topmost window, and not sent."""
    put_values(stage, top(stage, stage.user(user_id)), values)


def put_values(stage: Stage, stood: OpenView, values: Mapping[str, Any]) -> None:
    """By block id, or an input's label. Where one of them is refused, all fields stay as they were."""
    blocks = stood.view["blocks"]
    for name in values:
        if len(called(blocks, name)) != 1:
            fields = [block["block_id"] for block in blocks if block["type"] == "input"]
            raise Impossible("no_such_field", f"no one field is called {name}; there is {listed(fields)}")
    put = filled(blocks, values)
    for file in [_own_file(stage, stood, it["id"]) for value in put.values() for it in value.get("files") or ()]:
        file.app_id = stood.app_id
    for (block_id, action_id), value in put.items():
        stage.slack.views.put(stood, block_id, action_id, value)


def _own_file(stage: Stage, stood: OpenView, file_id: str) -> File:
    """Given into a form of an app, it is the app's to read."""
    file = stage.slack.files.get(file_id)
    if file is None or file.deleted or file.user != stood.user:
        raise ApiError("file_not_found")
    return file


def _wrong(stood: OpenView) -> dict[str, str]:
    found = {it["block_id"]: _wrong_in(it, stood) for it in stood.view["blocks"] if it["type"] == "input"}
    return {block_id: says for block_id, says in found.items() if says}


def _wrong_in(block: Json, stood: OpenView) -> str:
    element = block["element"]
    typed = stood.values.get((block["block_id"], element["action_id"]), {})
    given = [it for name, it in typed.items() if name != "type" and it]
    if not given:
        return "" if block.get("optional") else "Please complete this required field."
    check = _CHECKS.get(element["type"])
    return check(element, given[0]) if check else ""


def _length(element: Json, given: Any) -> str:
    longest, least = element.get("max_length"), element.get("min_length")
    if longest and len(str(given)) > longest:
        return f"Must be less than {longest + 1} characters."
    if least and len(str(given)) < least:
        return f"Must be more than {least - 1} characters."
    return ""


def _email(_: Json, given: Any) -> str:
    sound = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", str(given))
    return "" if sound else "Please enter a valid email address."


def _address(_: Json, given: Any) -> str:
    return "" if re.fullmatch(r"https?://[^\s]+", str(given)) else "Please enter a valid URL."


def _number(element: Json, given: Any) -> str:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(given)):
        return "Please enter a number."
    number = Decimal(str(given))
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Must be no less than {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Must be no more than {element['max_value']}."
    return ""


def _count(element: Json, given: Any) -> str:
    most = element.get("max_selected_items")
    return f"Please choose no more than {most}." if most and len(given) > most else ""


def _files(element: Json, given: Any) -> str:
    most = element.get("max_files", 10)
    return f"Please choose no more than {most} files." if len(given) > most else ""


_CHECKS: Mapping[str, Callable[[Json, Any], str]] = {
    "plain_text_input": _length,
    "email_text_input": _email,
    "url_text_input": _address,
    "number_input": _number,
    "file_input": _files,
    "multi_static_select": _count,
    "multi_external_select": _count,
    "multi_users_select": _count,
    "multi_channels_select": _count,
    "multi_conversations_select": _count,
}


def _after_submit(stage: Stage, stood: OpenView, outcome: Outcome) -> dict[str, str]:
    """What the app answered: close, errors, another view, or nothing that Slack can read."""
    if not outcome.acked:
        return {"": "We had some trouble connecting. Try again?"}
    answer = outcome.body if isinstance(outcome.body, dict) else {}
    views = stage.slack.views
    match answer.get("response_action"):
        case None:
            views.shut(stood)
        case "clear":
            views.clear(stood.team, stood.user)
        case "errors":
            return _field_errors(stood, answer.get("errors") or {})
        case "update":
            views.update(stood, _sound(answer.get("view")))
        case "push":
            views.push(_sound(answer.get("view")), **stood.whose)
        case other:
            raise Impossible("bad_answer", f"the app answered response_action {other}, which Slack does not know")
    return {}


def _sound(view: Any) -> Json:
    if not isinstance(view, dict):
        raise Impossible("bad_answer", "the app answered no view")
    problem = view_problem(view, kind="modal")
    if problem:
        raise Impossible("bad_answer", f"the app answered a view that Slack refuses: {problem}")
    return view


def _field_errors(stood: OpenView, errors: Any) -> dict[str, str]:
    if not isinstance(errors, dict):
        raise Impossible("bad_answer", "the app's errors must be an object, by block id")
    inputs = {block["block_id"] for block in stood.view["blocks"] if block["type"] == "input"}
    strange = set(errors) - inputs
    if strange or not errors:
        raise Impossible("bad_answer", f"the app's errors must name input blocks, not {listed(strange)}")
    return errors


async def close(stage: Stage, user_id: str, *, all_of_them: bool = False) -> Outcome | None:
    """Closes the topmost window, or all; so does one that says `clear_on_close`.

    The app hears of those alone that asked to be told, and never what was typed. Gives the last of these outcomes.
    """
    user = stage.user(user_id)
    stood = top(stage, user)
    cleared = all_of_them or bool(stood.view.get("clear_on_close"))
    views = stage.slack.views
    closed = views.clear(stood.team, user.id) if cleared else [views.close(stood.team, user.id)]
    outcome: Outcome | None = None
    for it in closed:
        if it.view.get("notify_on_close"):
            outcome = await _tell_closed(stage, user, it, cleared=cleared)
    return outcome


async def _tell_closed(stage: Stage, user: User, stood: OpenView, *, cleared: bool) -> Outcome:
    shown = stood.shown() | {"state": {"values": {}}}
    payload = frame_of_view(stage, user, "view_closed", stood) | {"view": shown, "is_cleared": cleared}
    app = stage.slack.app(stood.app_id)
    return await stage.wire.carry(app, Delivery(kind="interactive", payload=payload))
