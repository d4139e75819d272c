"""Texts that somebody might write to break a reader of marks, and what no reading of any text may contain."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

FRAGMENTS = [
    *(
        "*",
        "_",
        "~",
        "`",
        "```",
        "**",
        "\n",
        " ",
        "a",
        "a_b",
        "&gt;",
        "&gt;&gt;&gt; ",
        ">",
        "<",
        "&",
        "&amp;",
        "&lt;",
    ),
    *("<@U1>", "<@U1|ann>", "<@u1>", "<@>", "<#C1|cases>", "<!here>", "<!subteam^S1|@desk>", "<!foo>", "<>", "|"),
    *("<!date^1732400000^{date}|soon>", "<!date^1^{never}>", "<!date^x^{date}|x>", "<!date^1^{date}^javascript:x|x>"),
    *("<https://x.org|a*b>", "<mailto:a@x.org>", '<https://x.org/"onclick="x|y>', "https://x.org/_a_", "http://"),
    *(
        "<javascript:alert(1)|x>",
        "<JavaScript:alert(1)>",
        "<java\tscript:x>",
        "<data:text/html,x>",
        "<\x01https://x>",
    ),
    *(":wave:", ":wave::skin-tone-3:", ":", ":100:", "<img src=x onerror=alert(1)>", "\u202e", "\0", "\ud800", "é"),
    *("- ", "• ", "1. ", "  - ", "# ", "[ ] ", "> ", "![a](https://x.org/a.png)", "[a](javascript:alert(1))"),
    *("[a](https://x.org)", "|a|\n|-|\n", "---", "    ", "<https://x.org/\u202ecod>", "~~", "\\", "]", "[", "(", ")"),
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=25).map("".join)

FLOODS = [
    *("*", "_", "`", "<", "&", "&gt;", "_a", " *a", "*a ", "`a", "```", "``` ", "```a", "~ _", "\n&gt;", ":a", ":a:"),
    *("<@U1", "<a>", "https://", "https://x.", "https://a)", "(https://a ", "_a_ ", "*_~a", "&lt;https://x&amp;"),
    *("- a\n", "1. a\n", " ", "\n", "<!date^1^", "&amp;;"),
]


def inline_of(parts: list[Json]) -> Iterator[Json]:
    """Every element of rich text in these parts, however deep."""
    for value in parts:
        yield from _inline(value)


def _inline(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for it in value:
            yield from _inline(it)
    elif isinstance(value, dict) and isinstance(value.get("type"), str) and "elements" not in value:
        yield from (
            _inline([value[name] for name in ("header", "rows") if name in value]) if "rows" in value else [value]
        )
    elif isinstance(value, dict):
        yield from _inline(value["elements"])


def wrong_in(parts: list[Json]) -> list[Json]:
    """What may never stand in a reading: an empty text, a link that runs something, a character nobody can send."""
    return [it for it in inline_of(parts) if _is_empty(it) or _leads_astray(it) or _cannot_be_sent(it)]


def _is_empty(it: Json) -> bool:
    return it["type"] == "text" and not it["text"]


def _leads_astray(it: Json) -> bool:
    url = it.get("url", "https://")
    return not url.startswith(("https://", "http://", "mailto:")) or not url.isprintable()


def _cannot_be_sent(it: Json) -> bool:
    sent = json.dumps(it, ensure_ascii=False)
    return "\\u0000" in sent or any("\ud800" <= char <= "\udfff" for char in sent)


def said_in(parts: list[Json]) -> str:
    return "".join(it.get("text", "") for it in inline_of(parts))


def work(read: Callable[[str], Any], text: str) -> int:
    """How many calls it takes to read this text, Python's own functions included."""
    calls = 0

    def count(_frame: Any, _event: str, _arg: Any) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return calls
