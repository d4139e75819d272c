"""A person's words as rich text, in which nothing mentions, links or calls anybody (SLACK 7).

Code stays code and emoji stay emoji; all other marks stand as they were typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.views import text
from bot.views.message import Block

_FENCED = re.compile(r"```\n?(?P<code>(?:(?!```).)+?)\n?```", re.DOTALL)
_INLINE = re.compile(
    r"(?<!`)`(?P<code>[^`\n]+)`(?!`)"
    r"|(?<!\w):(?P<emoji>[+-]1|100|[a-z0-9_'+-]*[a-z][a-z0-9_'+-]*):(?::skin-tone-(?P<tone>[2-6]):)?(?!\w)"
)
MOST = 300
"""Elements in one stretch of text, which beyond that is drawn as words alone; and stretches in one block."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words from one place of the text to another."""

    begin: int
    end: int
    is_code: bool


def quoted(words: str) -> list[Block]:
    """Each line as they wrote it."""
    return _blocks(words, _stretches(words), 0, len(words))


def parts(words: str) -> Iterator[tuple[str, list[Block]]]:
    """Words too long for one message, in as many as it takes, each with its blocks. Code goes on as code."""
    found, at = _stretches(words), 0
    for part in text.parts(words):
        yield part, _blocks(words, found, at, at + len(part))
        at += len(part)


def _stretches(words: str) -> list[_Stretch]:
    """Without the marks that begin and end code."""
    found, at = [], 0
    for fence in _FENCED.finditer(words):
        found += [_Stretch(at, fence.start(), False), _Stretch(*fence.span("code"), True)]
        at = fence.end()
    return [*found, _Stretch(at, len(words), False)]


def _blocks(words: str, stretches: list[_Stretch], begin: int, end: int) -> list[Block]:
    """What stands between two places, in blocks that are not too long."""
    drawn: list[Block] = []
    room = 0
    for it in stretches:
        for piece in text.pieces(words[max(it.begin, begin) : min(it.end, end)], text.PLAIN_LONGEST):
            if len(piece) > room or len(drawn[-1]["elements"]) == MOST:
                drawn.append({"type": "rich_text", "elements": []})
                room = text.PLAIN_LONGEST
            drawn[-1]["elements"].append(_code(piece) if it.is_code else _section(piece))
            room -= len(piece)
    return drawn


def _code(piece: str) -> Block:
    return {"type": "rich_text_preformatted", "elements": [_words(piece)]}


def _section(piece: str) -> Block:
    elements = [*_inline(piece)]
    return {"type": "rich_text_section", "elements": elements if len(elements) <= MOST else [_words(piece)]}


def _inline(piece: str) -> Iterator[Block]:
    at = 0
    for mark in _INLINE.finditer(piece):
        if mark.start() > at:
            yield _words(piece[at : mark.start()])
        yield _words(mark["code"], code=True) if mark["code"] else _emoji(mark["emoji"], mark["tone"])
        at = mark.end()
    if at < len(piece):
        yield _words(piece[at:])


def _words(words: str, *, code: bool = False) -> Block:
    element: Block = {"type": "text", "text": words}
    return {**element, "style": {"code": True}} if code else element


def _emoji(name: str, tone: str | None) -> Block:
    """One that the reader's workspace does not have is read as its name."""
    element: Block = {"type": "emoji", "name": name}
    return {**element, "skin_tone": int(tone)} if tone else element
