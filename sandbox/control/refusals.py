"""The control API's no: its name, and a hint what to do. Every refusal becomes one here, whoever raised it."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from sandbox.filling import Impossible
from sandbox.model import ApiError, Json


class Refused(Exception):
    """`error`: a name to tell apart by, `hint`: a sentence for the person who called."""

    def __init__(self, error: str, hint: str, *, status: int = 409) -> None:
        super().__init__(error)
        self.error = error
        self.hint = hint
        self.status = status


_STATE = "GET /_control/state lists what there is"
_MESSAGES = "GET /_control/messages/{channel}?as={user} lists what stands there"
UNKNOWN = {
    "app_not_found": _STATE,
    "channel_not_found": f"{_STATE}; a private channel is there for its members alone",
    "event_not_found": "GET /_control/events lists the events, counted from 0",
    "file_not_found": "upload answers the id of a file, which serves until it is deleted",
    "invalid_app_id": _STATE,
    "message_not_found": _MESSAGES,
    "team_not_found": _STATE,
    "thread_not_found": f"thread_ts is the ts of a thread's first message; {_MESSAGES}",
    "user_not_found": f"{_STATE}; with `team`, the person must be of that workspace",
    "view_not_found": "GET /_control/view/{user} shows the window on top, GET /_control/home/{user} the home",
}
"""What there is not, which is answered with 404, and where to look for what there is."""

_OTHERWISE = "Slack refuses this as things stand; its error's name says why"
_HINTS = {
    "already_reacted": "take the reaction back first, with `remove`",
    "app_not_installed": _STATE,
    "cannot_reply_to_message": "that is a reply itself; thread_ts is the ts of the thread's first message",
    "cant_delete_message": "only who wrote a message deletes it",
    "cant_update_message": "only who wrote a message edits it",
    "is_archived": "nothing more is said in an archived channel; choose another",
    "no_reaction": "this person has not reacted so; leave `remove` out to react",
    "not_in_channel": "let the person join first: POST /_control/join",
    "user_disabled": 'the person is deactivated: POST /_control/user-change with {"deleted": false}',
}


def refused(no: Impossible | ApiError) -> Refused:
    if isinstance(no, Impossible):
        return Refused(no.error, no.hint)
    if no.error in UNKNOWN:
        return unknown(no.error)
    return Refused(no.error, _HINTS.get(no.error, _OTHERWISE))


def unknown(error: str) -> Refused:
    return Refused(error, UNKNOWN[error], status=404)


def answer(no: Refused) -> web.Response:
    return web.json_response({"ok": False, "error": no.error, "hint": no.hint}, status=no.status)


_SAYS: Mapping[str, Callable[[str, Json], str]] = {
    "extra_forbidden": lambda field, _: f"`{field}` means nothing here; leave it out",
    "missing": lambda field, _: f"`{field}` is missing",
    "value_error": lambda field, facts: f"`{field}` {facts['error']}" if field else f"{facts['error']}",
}


def misread(wrong: ValidationError, fields: list[str]) -> Refused:
    """All that is wrong with the words of a call, and which ones it takes."""
    said = [_said(it) for it in wrong.errors(include_url=False, include_input=False)]
    return Refused("invalid_arguments", f"{'; '.join(said)} (it takes: {', '.join(fields)})", status=400)


def _said(error: Any) -> str:
    field = ".".join(str(it) for it in error["loc"])
    says = _SAYS.get(error["type"])
    if says is not None:
        return says(field, error.get("ctx") or {})
    return f"`{field}`: {error['msg'][:1].lower()}{error['msg'][1:]}"
