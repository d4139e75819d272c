"""Messages and views made ready to be drawn: each text read, each date as it looks to whoever reads.

A copy with more in it. Values, metadata and what was typed are never looked into: what stands there is nobody's
markup. Addresses that nobody may be led to are left out, so that no field of a block becomes a way to run something.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sandbox import markdown_parts, marks
from sandbox.atoms import Atom
from sandbox.dates import draw_date
from sandbox.marks import followable, sound
from sandbox.model import Json

_UNREAD = {"value", "values", "state", "private_metadata", "metadata"}
_OF_A_VIEW = ("title", "submit", "close", "blocks")
_DATE = re.compile(r"<!date\^[^<>]*>")
_DEEPEST = 32  # a confirm of a button in a card of a carousel stands ten deep; attachments are checked by nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Where and when somebody reads."""

    zone: tzinfo
    now: datetime


def blocks(blocks: Any, reader: Reader) -> list[Json]:
    """Of blocks as Slack has them; of anything else none."""
    found = _read(_bounded(blocks, _DEEPEST), reader)
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []


def view(view: Json, reader: Reader) -> Json:
    read = {name: _read(_bounded(view[name], _DEEPEST), reader) for name in _OF_A_VIEW if name in view}
    return view | read


def words(mrkdwn: str, reader: Reader, *, verbatim: bool = False) -> list[Json]:
    """The parts of a text, as of a message that has no blocks."""
    return [_drawn(it, reader) for it in marks.parts(mrkdwn, verbatim=verbatim)]


def dated(mrkdwn: str, reader: Reader) -> str:
    """The text itself with its dates drawn, for where it is copied, edited or told of."""

    def drawn(token: re.Match[str]) -> str:
        read = _drawn(marks.element(Atom("token", token[0])), reader)
        return marks.escape(str(read.get("drawn") or read["text"]))

    return _DATE.sub(drawn, mrkdwn)


def _bounded(value: Any, levels: int) -> Any:
    match value:
        case dict():
            return {name: _bounded(it, levels - 1) for name, it in value.items() if levels}
        case list():
            return [_bounded(it, levels - 1) for it in value if levels]
        case _:
            return value


def _read(value: Any, reader: Reader) -> Any:
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            return value | {"rich": words(text, reader, verbatim=value.get("verbatim") is True)}
        case {"type": "plain_text", "text": str(text)}:
            return value | {"rich": marks.plain(text, emoji=value.get("emoji") is not False)}
        case {"type": "markdown", "text": str(text)}:
            return value | {"rich": markdown_parts.parts(text)}
        case {"type": "rich_text", "elements": list(parts)}:
            return value | {"elements": [_drawn(it, reader) for it in parts]}
        case dict():
            return {name: _field(name, it, reader) for name, it in value.items() if not _leads_astray(name, it)}
        case list():
            return [_read(it, reader) for it in value]
        case _:
            return value


def _field(name: str, value: Any, reader: Reader) -> Any:
    return value if name in _UNREAD else _read(value, reader)


def _leads_astray(name: str, value: Any) -> bool:
    return (name == "url" or name.endswith("_url")) and followable(str(value)) is None


def _drawn(value: Any, reader: Reader) -> Any:
    """Of rich text: its dates and links, however deep they stand."""
    match value:
        case {"type": "date", "timestamp": int(seconds), "format": str(template)}:
            return _date(value, seconds, template, reader)
        case {"type": "link"}:
            return _link(value)
        case {"type": "text", "text": str(text)}:
            return value | {"text": sound(text)}
        case dict():
            return {name: _drawn(it, reader) for name, it in value.items()}
        case list():
            return [_drawn(it, reader) for it in value]
        case _:
            return value


def _date(date: Json, seconds: int, template: str, reader: Reader) -> Json:
    drawn = draw_date(seconds, template, zone=reader.zone, now=reader.now) or date.get("fallback") or template
    kept = {name: it for name, it in date.items() if not _leads_astray(name, it)}
    return kept | {"drawn": sound(str(drawn))}


def _link(link: Json) -> Json:
    """Words, where it leads nowhere that a person may be led."""
    url = str(link.get("url", ""))
    target = followable(url)
    if target is not None:
        return link | {"url": target}
    style = {"style": link["style"]} if "style" in link else {}
    return marks.words(sound(str(link.get("text") or url))) | style
