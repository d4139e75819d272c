"""Slack's payloads, read at the door alone: what every reader of them needs."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.ids import SlackUser, TeamId, UserId

Payload = dict[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)
ID_LONGEST = 18
"""In digits: what both databases hold."""


class Malformed(Exception):  # an answer to a payload, not a fault of ours
    """Signed, but not what Slack sends."""


def clean(found: Any) -> Any:
    """Without what no database takes and no person typed: zero characters, and halves of characters."""
    match found:
        case str():
            return found if found.isascii() and "\0" not in found else _clean(found)
        case dict():
            return {name: clean(value) for name, value in found.items()}
        case list():
            return [clean(value) for value in found]
        case _:
            return found


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def our_id(text: str) -> int:
    """The number of a row of ours. Raises Malformed for what we never wrote."""
    if not text.isascii() or not text.isdecimal() or len(text) > ID_LONGEST:
        raise Malformed("id")
    return int(text)


def one_of(kind: type[Choice], text: str) -> Choice:
    """Raises Malformed for what was not offered."""
    try:
        return kind(text)
    except ValueError as error:
        raise Malformed(kind.__name__) from error


def day(text: str) -> date:
    """As a date picker tells it. Raises Malformed."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed("date") from error


def need(payload: Payload, *path: str) -> Any:
    found: Any = payload
    for name in path:
        if not isinstance(found, dict) or name not in found:
            raise Malformed(".".join(path))
        found = found[name]
    return found


def actor(payload: Payload, team: str) -> SlackUser:
    """Who clicked or sent: their own workspace's id where they are from another one (SLACK 9.2)."""
    user = need(payload, "user")
    person = str(need(user, "id"))
    home = user.get("team_id") or team
    return SlackUser(team=TeamId(str(home)), user=UserId(person))


def team_of(payload: Payload) -> TeamId:
    """By whose app of ours they act. A window tells it in its view: `team` can be theirs (SLACK 1.2)."""
    team, view = payload.get("team") or {}, payload.get("view") or {}
    found = view.get("app_installed_team_id") or team.get("id") or (payload.get("user") or {}).get("team_id")
    if not found:
        raise Malformed("team")
    return TeamId(str(found))


def told_at(body: Payload) -> datetime:
    """Slack's time of what an event tells; an event can come a day late (SLACK 2.1).

    Slack's own page shows an `event_ts` without its point, which is no time.
    """
    ts = str(need(body, "event").get("event_ts") or "")
    return instant_of(ts if "." in ts else str(need(body, "event_time")))


def key_of(body: Payload, about: str) -> str:
    """An event by what it tells and when: one event can come under several ids (SLACK 2.3)."""
    event = need(body, "event")
    when = event.get("event_ts") or need(body, "event_id")
    return f"event:{need(event, 'type')}:{about}:{when}"


def instant_of(ts: str) -> datetime:
    """Slack's `ts` as an instant, exact to the microsecond."""
    seconds, _, micros = ts.partition(".")
    try:
        whole = datetime.fromtimestamp(int(seconds), UTC)
        return whole.replace(microsecond=int((micros or "0").ljust(6, "0")[:6]))
    except (ValueError, OverflowError, OSError) as error:
        raise Malformed("ts") from error
