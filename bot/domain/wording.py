"""Slack's text as people read it: its marks for links, channels and people told in words, unescaped once (SLACK 46).

What a person typed between angle brackets arrives escaped, so every bracket that is left is Slack's own.
"""

import html
import re

_MARK = re.compile(r"<([^<>]*)>")


def as_read(text: str) -> str:
    """Links with their address, channels by name. People stay `<@U…>`: who that is the directory says."""
    return "".join(_told(part) for part in re.split(r"(<[^<>]*>)", text))


def _told(part: str) -> str:
    mark = _MARK.fullmatch(part)
    if mark is None:
        return html.unescape(part)
    target, _, label = (html.unescape(it) for it in mark[1].partition("|"))
    match target[:1]:
        case "@":
            return f"<{target}>"
        case "#":
            return f"#{label or target[1:]}"
        case "!":
            return label or f"@{target[1:].partition('^')[0]}"
        case _:
            return _link(target, label)


def _link(target: str, label: str) -> str:
    address = target.removeprefix("mailto:")
    if not label or label in (address, target, re.sub(r"^https?://", "", target)):
        return address
    return f"{label} ({address})"
