"""What is pressed, chosen or sought: in a message, in the window on top, in the app's home."""

from collections.abc import Iterator
from typing import Any

from sandbox.acting.fields import Held, at_first, by_block, entered, filled, still
from sandbox.acting.forms import put_values
from sandbox.acting.stage import Press, Stage, frame, frame_of_view, home, listed, response_url, told, top, visible
from sandbox.composition import option, option_group
from sandbox.deeds import messages
from sandbox.filling import Impossible, value_of
from sandbox.limits import OPTION_GROUPS, SELECT_OPTIONS
from sandbox.model import ApiError, Channel, Json, Message, User
from sandbox.objects import message_object
from sandbox.open_views import OpenView, initial_value, with_children
from sandbox.shapes import Place, array
from sandbox.wire.carrier import Delivery, Outcome


async def click(stage: Stage, user_id: str, place: tuple[str, str], press: Press) -> Outcome:
    """Presses what stands in a message. The element must be there, and seen by this person."""
    user = stage.user(user_id)
    channel, message = _message(stage, user, place)
    element, block_id = _element([*message.blocks], press)
    pressed = _pressed(element, block_id, press.value, stage)
    values, by = _held(stage, user, message, press, (block_id, element)), stage.behind(message, user)
    payload = frame(stage, user, "block_actions", by=by) | {
        "container": _container(channel, message),
        "channel": _brief(channel),
        "message": message_object(stage.slack, message, with_metadata=False),
        "state": {"values": by_block(values)},
        "actions": [pressed],
        "response_url": response_url(stage, user, channel, message, by=by),
    }
    return await stage.wire.carry(stage.slack.app(by.app_id), Delivery(kind="interactive", payload=payload))


def _message(stage: Stage, user: User, place: tuple[str, str]) -> tuple[Channel, Message]:
    channel_id, ts = place
    channel = visible(stage, user, channel_id)
    message = next((it for it in messages.seen_by(stage.slack, channel.id, user.id) if it.ts == ts), None)
    if message is None:
        raise ApiError("message_not_found")
    return channel, message


def _brief(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name}


def _container(channel: Channel, message: Message) -> Json:
    return {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ts not in channel.messages,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }


def _held(stage: Stage, user: User, message: Message, press: Press, at: tuple[str, Json]) -> Held:
    """All that stands in the message's fields as this person has them, what is pressed now included."""
    block_id, element = at
    blocks = [*message.blocks]
    held = still(stage.held_in(message, user), message) | filled(blocks, press.values)
    if initial_value(element) is not None:
        held[block_id, element["action_id"]] = entered(element, press.value)
    stage.hold(message, user, held)
    return at_first(blocks) | held


def _element(blocks: list[Json], press: Press) -> tuple[Json, str]:
    """In the block that was named; or the only one of its name, for the app may have redrawn its block since."""
    named = [
        (element, str(block["block_id"]))
        for block in with_children(blocks)
        for element in _inside(block)
        if element.get("action_id") == press.action
    ]
    found = next((it for it in named if press.block in {None, it[1]}), None)
    if found is None and len(named) == 1:
        found = named[0]
    if found is not None:
        return found
    there = listed(it["action_id"] for block in with_children(blocks) for it in _inside(block) if "action_id" in it)
    raise Impossible("no_such_action", f"nothing named {press.action} can be pressed there; there is {there}")


def _inside(block: Json) -> Iterator[Json]:
    """The block's elements, and those of the cards of a carousel."""
    found = [
        block.get("accessory"),
        block.get("element"),
        *(block.get("elements") or []),
        *(block.get("actions") or []),
    ]
    yield from (it for it in found if isinstance(it, dict))
    for it in block.get("elements") or []:
        if isinstance(it, dict) and it.get("type") == "card":
            yield from _inside(it)


def _pressed(element: Json, block_id: str, value: Any, stage: Stage) -> Json:
    pressed = {
        "action_id": element["action_id"],
        "block_id": block_id,
        "type": element["type"],
        "action_ts": f"{stage.slack.seconds()}.000000",
    }
    if element["type"] == "button":
        return pressed | {"text": element["text"], "value": element.get("value", "")}
    return pressed | value_of(element, value)


async def click_in_view(stage: Stage, user_id: str, press: Press, *, at_home: bool = False) -> Outcome:
    """Presses what stands in the topmost window, or in the app's home; what was entered there goes along."""
    user = stage.user(user_id)
    stood = home(stage, user) if at_home else top(stage, user)
    element, block_id = _element(stood.view["blocks"], press)
    _must_be_heard(stood.view["blocks"], block_id)
    pressed = _pressed(element, block_id, press.value, stage)
    put_values(stage, stood, press.values)
    if initial_value(element) is not None:
        stage.slack.views.put(stood, block_id, element["action_id"], value_of(element, press.value))
    payload = frame_of_view(stage, user, "block_actions", stood, view_id=None if at_home else stood.id) | {
        "container": {"type": "view", "view_id": stood.id},
        "view": told(stage, stood),
        "actions": [pressed],
    }
    return await stage.wire.carry(stage.slack.app(stood.app_id), Delivery(kind="interactive", payload=payload))


def _must_be_heard(blocks: list[Json], block_id: str) -> None:
    """Of what is filled into an input Slack tells the app at once only where the block asks for it."""
    block = next(it for it in with_children(blocks) if it.get("block_id") == block_id)
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise Impossible(
            "not_heard", f"{block_id} has no dispatch_action, so the app hears of it when the form is sent; fill it"
        )


async def suggest(
    stage: Stage, user_id: str, place: tuple[str, str] | None, press: Press, *, at_home: bool
) -> tuple[Outcome, Json]:
    """What the app offers in an external select for what was typed into it (`press.value`): options, or groups.

    `place`: channel and ts of a message; None: the window on top, or the home.
    """
    user = stage.user(user_id)
    payload, blocks = _sought_in(stage, user, place, at_home=at_home)
    element, block_id = _element(blocks, press)
    if not element["type"].endswith("external_select"):
        raise Impossible("no_such_action", f"{press.action} is no external select; its options stand in it")
    payload |= {"action_id": element["action_id"], "block_id": block_id, "value": press.value or ""}
    payload.pop("trigger_id")
    app = stage.slack.app(payload["api_app_id"])
    outcome = await stage.wire.carry(app, Delivery(kind="interactive", payload=payload))
    return outcome, _offered(outcome)


def _sought_in(stage: Stage, user: User, place: tuple[str, str] | None, *, at_home: bool) -> tuple[Json, list[Json]]:
    if place is None:
        stood: OpenView = home(stage, user) if at_home else top(stage, user)
        where = {"container": {"type": "view", "view_id": stood.id}, "view": stood.shown()}
        return frame_of_view(stage, user, "block_suggestion", stood) | where, stood.view["blocks"]
    channel, message = _message(stage, user, place)
    shown = message_object(stage.slack, message, with_metadata=False)
    where = {"container": _container(channel, message), "channel": _brief(channel), "message": shown}
    return frame(stage, user, "block_suggestion", by=stage.behind(message, user)) | where, [*message.blocks]


_CHECKS = {
    "options": array(option, least=0, most=SELECT_OPTIONS),
    "option_groups": array(option_group, least=0, most=OPTION_GROUPS),
}


def _offered(outcome: Outcome) -> Json:
    """None, where the app answered nothing: Slack's client then shows an empty list."""
    if not outcome.body:
        return {"options": []}
    for name, check in _CHECKS.items():
        if isinstance(outcome.body, dict) and name in outcome.body:
            offered = outcome.body[name]
            wrong = [str(it) for it in check(offered, Place(pointer=f"/{name}", surface="modal"))]
            if wrong:
                raise Impossible("bad_answer", f"the app answered {name} that Slack refuses: {wrong[0]}")
            return {name: offered}
    raise Impossible("bad_answer", "the app answered neither `options` nor `option_groups`")
