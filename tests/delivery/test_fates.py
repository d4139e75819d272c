"""Slack's names for what went wrong, one by one (SLACK 4.4): the table is written by hand, apart from the code's."""

from types import SimpleNamespace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.delivery.outcomes import FATES, failure_of

WANTED = {
    "wait": "ratelimited rate_limited message_limit_exceeded",
    "unknown": "fatal_error internal_error request_timeout service_unavailable",
    "place-gone": "channel_not_found is_archived not_in_channel thread_not_found message_not_found"
    " cant_update_message edit_window_closed is_inactive restricted_action restricted_action_read_only_channel"
    " restricted_action_thread_only_channel restricted_action_non_threadable_channel"
    " restricted_action_thread_locked channel_type_not_supported cannot_reply_to_message",
    "account-ended": "user_disabled",
    "person-gone": "user_not_visible user_not_found user_not_in_channel users_not_found cannot_dm_bot"
    " messages_tab_disabled",
    "token-gone": "token_revoked account_inactive invalid_auth token_expired not_authed team_access_not_granted"
    " ekm_access_denied",
    "moving": "team_added_to_org org_login_required",
    "our-bug": "invalid_blocks msg_too_long no_text too_many_attachments missing_scope a_name_of_next_year",
}
NAMED = [(name, fate) for fate, names in WANTED.items() for name in names.split()]


def _answer(error: str, status: int = 200, **headers: str) -> SlackApiError:
    answer = {"ok": False, "error": error}
    response = SimpleNamespace(get=answer.get, status_code=status, headers=headers)
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # the SDK's


@pytest.mark.parametrize(("name", "fate"), NAMED)
def test_each_name_has_its_fate(name: str, fate: str) -> None:
    assert failure_of(_answer(name)).fate == fate


def test_no_name_is_sorted_that_is_not_written_here() -> None:
    assert {name for names in FATES.values() for name in names} == {name for name, fate in NAMED if fate != "our-bug"}


def test_a_wait_is_as_long_as_slack_asks_whatever_the_headers_letters() -> None:
    found = failure_of(_answer("ratelimited", 429, **{"retry-After": "17"}))
    assert (found.fate, found.retry_after) == ("wait", 17)
    assert failure_of(_answer("", 429)).retry_after == 30


@pytest.mark.parametrize("error", [TimeoutError(), aiohttp.ServerDisconnectedError(), ConnectionResetError()])
def test_no_answer_may_have_been_taken(error: Exception) -> None:
    assert failure_of(error).fate == "unknown"
    assert failure_of(_answer("anything", 503)).fate == "unknown"


def test_a_fault_of_ours_is_raised_again() -> None:
    with pytest.raises(KeyError):
        failure_of(KeyError("case"))
