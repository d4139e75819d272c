"""What Slack's answers mean for a row, by the error's name (SLACK 4.4)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

TOO_MANY = 429
SERVER_BROKE = 500


class Fate(StrEnum):
    """What is to be done about a call that did not succeed."""

    WAIT = "wait"
    UNKNOWN = "unknown"
    PLACE_GONE = "place-gone"
    PERSON_GONE = "person-gone"
    ACCOUNT_ENDED = "account-ended"
    TOKEN_GONE = "token-gone"  # noqa: S105  # a fate, not a password
    MOVING = "moving"
    OUR_BUG = "our-bug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A call's failure: its fate, Slack's name for it, how long Slack asked to wait, and the token of the call."""

    fate: Fate
    name: str
    retry_after: float | None = None
    token: str = field(default="", repr=False)


FATES: dict[Fate, frozenset[str]] = {
    Fate.WAIT: frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"}),
    Fate.UNKNOWN: frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"}),
    Fate.PLACE_GONE: frozenset(
        {
            "channel_not_found",
            "is_archived",
            "not_in_channel",
            "thread_not_found",
            "cannot_reply_to_message",
            "message_not_found",
            "cant_update_message",
            "edit_window_closed",
            "is_inactive",
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel",
            "restricted_action_thread_locked",
            "channel_type_not_supported",
        }
    ),
    Fate.PERSON_GONE: frozenset(
        {
            "user_not_visible",
            "user_not_found",
            "user_not_in_channel",
            "users_not_found",
            "cannot_dm_bot",
            "messages_tab_disabled",
        }
    ),
    Fate.ACCOUNT_ENDED: frozenset({"user_disabled"}),
    Fate.TOKEN_GONE: frozenset(
        {
            "token_revoked",
            "account_inactive",
            "invalid_auth",
            "token_expired",
            "not_authed",
            "team_access_not_granted",
            "ekm_access_denied",
        }
    ),
    Fate.MOVING: frozenset({"team_added_to_org", "org_login_required"}),
}
_BY_NAME = {name: fate for fate, names in FATES.items() for name in names}


def failure_of(error: Exception) -> Failure:
    """Sorts what a call raised. A name nobody listed is our bug: it would fail the same way again."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, (TimeoutError, aiohttp.ClientError, SlackClientError, OSError, ValueError)):
        # no answer, half an answer, or one that is no JSON: it may have been taken
        return Failure(fate=Fate.UNKNOWN, name=type(error).__name__)
    raise error


def _answered(error: SlackApiError) -> Failure:
    response: Any = error.response
    status = getattr(response, "status_code", 200)
    name = str(response.get("error") or f"http_{status}") if hasattr(response, "get") else f"http_{status}"
    if status == TOO_MANY or _BY_NAME.get(name) is Fate.WAIT:
        headers = {key.lower(): value for key, value in getattr(response, "headers", {}).items()}
        return Failure(fate=Fate.WAIT, name=name, retry_after=float(headers.get("retry-after", 30)))
    if status >= SERVER_BROKE:
        return Failure(fate=Fate.UNKNOWN, name=name)
    return Failure(fate=_BY_NAME.get(name, Fate.OUR_BUG), name=name, token=_token_of(response))


def _token_of(response: Any) -> str:
    headers = (getattr(response, "req_args", None) or {}).get("headers") or {}
    return str(headers.get("Authorization", "")).removeprefix("Bearer ")
