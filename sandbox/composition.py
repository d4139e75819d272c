"""The small objects blocks are put together from: texts, options, questions before an act, pictures."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sandbox import limits
from sandbox.shapes import (
    Check,
    Place,
    Problem,
    array,
    at_least_one,
    boolean,
    by_type,
    exactly_one,
    kind,
    matching,
    one_of,
    record,
    string,
    wrong,
)

identifier = string(most=limits.IDENTIFIER)
web_url = matching(r"https?://[^\s]+", "must be a valid http or https url", most=limits.URL)

_DATE_TOKEN = re.compile(r"<!date\^([^>]*)>")
_WHOLE_DATE_TOKEN = re.compile(r"\d+\^[^|^]*\{[a-z_]+\}[^|^]*(\^https?://[^|]+)?\|.+")


def _sound_date_tokens(value: Any, place: Place) -> Iterator[Problem]:
    for token in _DATE_TOKEN.finditer(value["text"]):
        if not _WHOLE_DATE_TOKEN.fullmatch(token[1]):
            yield wrong(place.at("text"), "date must have a time, a format and a fallback")


def _plain(most: int) -> Check:
    return kind(required={"text": string(most=most)}, optional={"emoji": boolean})


def _mrkdwn(most: int) -> Check:
    return kind(required={"text": string(most=most)}, optional={"verbatim": boolean}, also=[_sound_date_tokens])


def plain_text(most: int) -> Check:
    return by_type({"plain_text": _plain(most)})


def any_text(most: int) -> Check:
    return by_type({"plain_text": _plain(most), "mrkdwn": _mrkdwn(most)})


def text_kinds(most: int) -> Mapping[str, Check]:
    """For lists that hold texts beside other things."""
    return {"plain_text": _plain(most), "mrkdwn": _mrkdwn(most)}


confirm = record(
    required={
        "title": plain_text(limits.CONFIRM_TITLE),
        "text": any_text(limits.CONFIRM_TEXT),
        "confirm": plain_text(limits.CONFIRM_BUTTON),
        "deny": plain_text(limits.CONFIRM_BUTTON),
    },
    optional={"style": one_of("primary", "danger")},
)

_option_value = string(most=limits.OPTION_VALUE)

option = record(
    required={"text": plain_text(limits.OPTION_TEXT), "value": _option_value},
    optional={"description": plain_text(limits.OPTION_DESCRIPTION)},
)
overflow_option = record(
    required={"text": plain_text(limits.OPTION_TEXT), "value": _option_value},
    optional={"description": plain_text(limits.OPTION_DESCRIPTION), "url": web_url},
)
choice = record(
    required={"text": any_text(limits.OPTION_TEXT), "value": _option_value},
    optional={"description": any_text(limits.OPTION_DESCRIPTION)},
)
option_group = record(
    required={
        "label": plain_text(limits.OPTION_GROUP_LABEL),
        "options": array(option, most=limits.SELECT_OPTIONS),
    },
)

_slack_file = record(optional={"id": identifier, "url": web_url}, also=[exactly_one("id", "url")])

IMAGE_SOURCE: Mapping[str, Check] = {"image_url": web_url, "slack_file": _slack_file}
one_image_source = exactly_one("image_url", "slack_file")

dispatch_config = record(
    required={"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), most=2)}
)
conversation_filter = record(
    optional={
        "include": array(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    also=[at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users")],
)


def calendar_day(value: Any, place: Place) -> Iterator[Problem]:
    try:
        sound = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        sound = False
    if not sound:
        yield wrong(place, "must be a date of the form YYYY-MM-DD")


clock_time = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time of the form HH:mm")
