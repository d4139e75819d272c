"""What a person typed, as the rich text block that Slack makes of it."""

import re
from collections.abc import Iterator

from sandbox.model import Json

_TOKEN = re.compile(r"<([^<>]+)>")


def rich_text_of(text: str) -> Json:
    """`text` is as Slack carries it: escaped, with <@U…>, <#C…> and <url|label>."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [*_elements(text)]}]}


def _elements(text: str) -> Iterator[Json]:
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() > end:
            yield _words(text[end : token.start()])
        yield _live(token.group(1))
        end = token.end()
    if end < len(text):
        yield _words(text[end:])


def _words(text: str) -> Json:
    return {"type": "text", "text": _unescaped(text)}


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _live(token: str) -> Json:
    target, _, label = token.partition("|")
    match target[0]:
        case "@":
            return {"type": "user", "user_id": target[1:]}
        case "#":
            return {"type": "channel", "channel_id": target[1:]}
        case "!":
            return {"type": "broadcast", "range": target[1:]}
        case _:
            return {"type": "link", "url": target} | ({"text": label} if label else {})
