"""Slack's markup as the words a person reads: names for ids, dates for tokens, no escapes, no marks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sandbox.dates import draw_date

_TOKEN = re.compile(r"<([^<>]*)>")
_MARKED = re.compile(r"(?<![\w*_~`])([*_~]|`{3}|`)(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")
_HOLE = "\ue000"  # of the private use area: stands for a drawn token while marks are taken off


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: how ids of people, channels and groups are called, where and when it is read."""

    name_of: Callable[[str], str | None]
    zone: tzinfo
    now: datetime


def words_of(mrkdwn: str, reader: Reader) -> str:
    drawn: list[str] = []

    def hold(token: re.Match[str]) -> str:
        drawn.append(_token(token[1], reader))
        return _HOLE

    held = _TOKEN.sub(hold, mrkdwn.replace(_HOLE, ""))
    rest = iter(drawn)
    return re.sub(_HOLE, lambda _hole: next(rest), unescape(_without_marks(held)))


def unescape(text: str) -> str:
    """Slack escapes three characters; the ampersand comes last, or `&amp;lt;` would turn into `<`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _without_marks(text: str) -> str:
    while (bare := _MARKED.sub(r"\2", text)) != text:
        text = bare
    return text


def _token(inside: str, reader: Reader) -> str:
    target, _, label = inside.partition("|")
    label = unescape(label)
    if target.startswith("!date^"):
        return _date(target, label, reader)
    if target.startswith("!subteam^"):
        return label or mention(target.removeprefix("!subteam^"), reader)
    if target.startswith("!"):
        return f"@{target[1:]}"
    if target.startswith("@"):
        return mention(target[1:], reader, otherwise=label)
    if target.startswith("#"):
        return mention(target[1:], reader, mark="#", otherwise=label)
    return label or unescape(target).removeprefix("mailto:")


def mention(slack_id: str, reader: Reader, *, mark: str = "@", otherwise: str = "") -> str:
    return f"{mark}{reader.name_of(slack_id) or otherwise or slack_id}"


def _date(target: str, fallback: str, reader: Reader) -> str:
    match target.split("^")[1:]:
        case [seconds, template, *_] if seconds.isdecimal():
            drawn = draw_date(int(seconds), unescape(template), zone=reader.zone, now=reader.now)
            return fallback if drawn is None else drawn
        case _:
            return fallback
