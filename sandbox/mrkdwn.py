"""Slack's markup as the words a person reads: names for ids, dates for tokens, no escapes, no marks."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sandbox.dates import draw_date
from sandbox.marks import element, fenced, label_of, marked, preformatted

Json = Mapping[str, Any]
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # the private use area: nobody reads anything there


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: how ids of people, channels and groups are called, where and when it is read."""

    name_of: Callable[[str], str | None]
    zone: tzinfo
    now: datetime


def words_of(mrkdwn: str, reader: Reader) -> str:
    read = fenced(_PRIVATE.sub("", mrkdwn))
    return "".join(word for is_fence, chunk in read for word in _words(chunk, reader, is_fence=is_fence))


def _words(chunk: str, reader: Reader, *, is_fence: bool) -> Iterator[str]:
    if is_fence:
        yield from (inline_words(it, reader) for it in preformatted(chunk))
    else:
        yield from (inline_words(element(it), reader, otherwise=label_of(it)) for it, _style in marked(chunk))


def inline_words(inline: Json, reader: Reader, *, otherwise: str = "") -> str:
    """Of one element of rich text. `otherwise`: how to call somebody whom the reader has no name for."""
    match inline["type"]:
        case "user" | "usergroup" | "team" as kind:
            return mention(inline[f"{kind}_id"], reader, otherwise=otherwise)
        case "channel":
            return mention(inline["channel_id"], reader, mark="#", otherwise=otherwise)
        case "broadcast":
            return f"@{inline['range']}"
        case "link":
            return str(inline.get("text") or inline["url"])
        case "emoji":
            return f":{inline['name']}:" + (f":skin-tone-{inline['skin_tone']}:" if "skin_tone" in inline else "")
        case "date":
            return _date(inline, reader)
        case "color":
            return str(inline["value"])
        case _:
            return str(inline["text"])


def mention(slack_id: str, reader: Reader, *, mark: str = "@", otherwise: str = "") -> str:
    return f"{mark}{reader.name_of(slack_id) or otherwise or slack_id}"


def _date(inline: Json, reader: Reader) -> str:
    drawn = draw_date(inline["timestamp"], inline["format"], zone=reader.zone, now=reader.now)
    return str(inline.get("fallback", "")) if drawn is None else drawn
