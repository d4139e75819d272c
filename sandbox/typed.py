"""What a person typed, as the rich text block that Slack's composer makes of it when marks are typed out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sandbox import limits
from sandbox.marks import inline, part, section, sound, stretches, unescape, words
from sandbox.model import Json
from sandbox.rich_text import rich_text
from sandbox.shapes import Place

_ITEM = re.compile(r"([ \t]*)(?:[•◦▪-]|([1-9][0-9]{0,2})\.)[ \t]+(?=\S)")
_DEEPEST = 8
_ANYWHERE = Place(pointer="", surface="message")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    """What lines of one list have in common. `ahead`: by how much an item's number is ahead of its line's."""

    style: str
    indent: int
    ahead: int


def rich_text_of(text: str) -> Json:
    """`text` is as Slack carries it: escaped, with <@U…>, <#C…> and <url|label>."""
    read = _block([*_parts(sound(text))])
    return _block([section([*_bare(sound(text))])]) if [*rich_text(read, _ANYWHERE)] else read


def _block(parts: list[Json]) -> Json:
    return {"type": "rich_text", "elements": parts or [section([])]}


def _bare(text: str) -> Iterator[Json]:
    """All of it as words, where there are more marks in it than Slack takes in one block."""
    whole, most = unescape(text), limits.ALL_BLOCK_TEXT
    yield from (words(whole[start : start + most]) for start in range(0, len(whole), most))


def _parts(text: str) -> Iterator[Json]:
    for kind, raw in stretches(text):
        if kind == "words":
            yield from _with_lists(raw)
        else:
            yield part(kind, raw)


def _with_lists(raw: str) -> Iterator[Json]:
    for point, run in groupby(enumerate(raw.split("\n")), key=lambda it: _point(*it)):
        numbered = [*run]
        lines = [line for _number, line in numbered]
        if point is not None:
            yield _list(point, lines, offset=point.ahead + numbered[0][0] - 1)
        elif lines != [""]:
            yield section(inline("\n".join(lines)))


def _point(line_number: int, line: str) -> _Point | None:
    item = _ITEM.match(line)
    if item is None:
        return None
    indent = min(len(item[1].expandtabs(4)) // 2, _DEEPEST)
    if item[2] is None:
        return _Point(style="bullet", indent=indent, ahead=0)
    return _Point(style="ordered", indent=indent, ahead=int(item[2]) - line_number)


def _list(point: _Point, lines: list[str], *, offset: int) -> Json:
    items = [section(inline(_ITEM.sub("", line, count=1))) for line in lines]
    listed: Json = {"type": "rich_text_list", "style": point.style, "indent": point.indent, "elements": items}
    return listed | ({"offset": offset} if point.style == "ordered" and offset else {})
