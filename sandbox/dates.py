"""How Slack's date tokens look to somebody in a zone at a moment: `{date_short} at {time}` and the like.

In English and with a twelve-hour clock, as Slack draws them for a person who has changed nothing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

_TOKEN = re.compile(r"\{([a-z_]+)\}")
_NEAR = timedelta(days=182)
_UNITS = (("year", 365 * 86_400), ("month", 30 * 86_400), ("day", 86_400), ("hour", 3_600), ("minute", 60))

Draw = Callable[[datetime, datetime], str]


def draw_date(seconds: int, template: str, *, zone: tzinfo, now: datetime) -> str | None:
    """None where Slack would show the fallback: a token it does not know, or a time beyond the calendar."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return None
    if not set(_TOKEN.findall(template)) <= _DRAWN.keys():
        return None
    return _TOKEN.sub(lambda token: _DRAWN[token[1]](moment, now.astimezone(zone)), template)


def _ordinal(day: int) -> str:
    suffix = "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def _long(moment: datetime, _now: datetime) -> str:
    return f"{moment:%A, %B} {_ordinal(moment.day)}, {moment.year}"


def _long_full(moment: datetime, _now: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


def _plain(moment: datetime, now: datetime) -> str:
    year = "" if abs(moment - now) < _NEAR else f", {moment.year}"
    return f"{moment:%B} {_ordinal(moment.day)}{year}"


def _short(moment: datetime, _now: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


def _pretty(otherwise: Draw) -> Draw:
    def draw(moment: datetime, now: datetime) -> str:
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
        return near.get((moment.date() - now.date()).days) or otherwise(moment, now)

    return draw


def _time(moment: datetime, _now: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M %p}"


def _time_with_seconds(moment: datetime, _now: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M:%S %p}"


def _ago(moment: datetime, now: datetime) -> str:
    seconds = (now - moment).total_seconds()
    for unit, size in _UNITS:
        count = int(abs(seconds) // size)
        if count:
            span = f"{count} {unit}{'s' * (count > 1)}"
            return f"{span} ago" if seconds > 0 else f"in {span}"
    return "just now"


_DRAWN: Mapping[str, Draw] = {
    "date_num": lambda moment, _now: f"{moment:%Y-%m-%d}",
    "date_slash": lambda moment, _now: f"{moment:%m/%d/%Y}",
    "date_long": _long,
    "date_long_full": _long_full,
    "date_long_pretty": _pretty(_long),
    "date": _plain,
    "date_pretty": _pretty(_plain),
    "date_short": _short,
    "date_short_pretty": _pretty(_short),
    "day_divider_pretty": _pretty(_plain),
    "time": _time,
    "time_secs": _time_with_seconds,
    "ago": _ago,
}
DATE_TOKENS = frozenset(_DRAWN)
