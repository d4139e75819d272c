"""The `markdown` block's standard Markdown as parts of rich text, and `heading`, `rule` and `table` beside them.

HTML is words, a picture is a link to it, and an address is followed where `marks.followable` says so; what is no
such link stays as it was written. The library nests blocks twenty deep at most, and so does this reading of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sandbox.atoms import EMOJI_AND_ADDRESSES, Style, atoms
from sandbox.marks import element, escape, followable, link, section, sound, with_style, words
from sandbox.model import Json

_MARKS = {"strong": "*", "em": "_", "s": "~"}
_BOLD, _CODE = Style("*"), Style("`")
_ALIGNED = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}
_TASK = re.compile(r"\[([ xX])\] ")
_LANGUAGE = re.compile(r"[\w+#.-]{1,40}")


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return followable(url) is not None


_MARKDOWN = _Markdown("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Words under the same marks; `url`: where they lead."""

    text: str
    style: Style
    url: str


def parts(markdown: str) -> list[Json]:
    return _blocks(iter(_MARKDOWN.parse(sound(markdown))), indent=0)


def _blocks(tokens: Iterator[Token], *, indent: int) -> list[Json]:
    """Up to where the block that holds them closes."""
    found: list[Json] = []
    for token in _until_closed(tokens):
        found += _block(token, tokens, indent)
    return found


def _until_closed(tokens: Iterator[Token]) -> Iterator[Token]:
    return takewhile(lambda token: token.nesting >= 0, tokens)


def _block(token: Token, tokens: Iterator[Token], indent: int) -> list[Json]:
    match token.type:
        case "paragraph_open":
            return [section(elements)] if (elements := _line(tokens)) else []
        case "heading_open":
            return [{"type": "heading", "level": int(token.tag[1:]), "elements": _line(tokens)}]
        case "bullet_list_open" | "ordered_list_open":
            return _list(token, tokens, indent)
        case "blockquote_open":
            inside = _blocks(tokens, indent=0)
            return [{"type": "rich_text_quote", "elements": _joined(it for part in inside for it in _lines(part))}]
        case "fence" | "code_block":
            return [_code(token)]
        case "table_open":
            return [_table(tokens)]
        case _:  # "hr": there is no other
            return [{"type": "rule"}]


def _line(tokens: Iterator[Token]) -> list[Json]:
    """Of a paragraph or a heading that was opened: what stands in it."""
    read = [_inline(token.children or []) for token in _until_closed(tokens)]
    return _joined(read)


def _joined(lines: Iterable[list[Json]]) -> list[Json]:
    joined = [it for line in lines for it in (words("\n"), *line)]
    return joined[1:]


def _list(opening: Token, tokens: Iterator[Token], indent: int) -> list[Json]:
    """Items that hold more than words break the list in two; the second part counts on."""
    style = "ordered" if opening.type == "ordered_list_open" else "bullet"
    found: list[Json] = []
    listed: Json | None = None
    for offset, (said, inside) in enumerate(_items(tokens, indent + 1), int(opening.attrs.get("start", 1)) - 1):
        if listed is None:
            listed = _empty_list(style, indent, offset)
            found.append(listed)
        listed["elements"].append(section(said))
        if inside:
            found += inside
            listed = None
    return found


def _empty_list(style: str, indent: int, offset: int) -> Json:
    empty: Json = {"type": "rich_text_list", "style": style, "indent": indent, "elements": []}
    return empty | ({"offset": offset} if style == "ordered" and offset > 0 else {})


def _items(tokens: Iterator[Token], indent: int) -> Iterator[tuple[list[Json], list[Json]]]:
    """Of each item its words, and what else is in it."""
    for _opening in _until_closed(tokens):
        inside = _blocks(tokens, indent=indent)
        said = [*takewhile(lambda part: part["type"] == "rich_text_section", inside)]
        yield _with_box(_joined(part["elements"] for part in said)), inside[len(said) :]


def _with_box(said: list[Json]) -> list[Json]:
    """An item that begins with `[ ]` or `[x]` is a task."""
    first = said[0] if said else {}
    task = _TASK.match(first["text"]) if first.keys() == {"type", "text"} else None
    if task is None:
        return said
    box = "☐ " if task[1] == " " else "☑ "
    return [words(box + first["text"][task.end() :]), *said[1:]]


def _lines(part: Json) -> Iterator[list[Json]]:
    """A part as Slack's quotes can hold it: line by line."""
    match part["type"]:
        case "heading":
            yield [with_style(it, _BOLD) for it in part["elements"]]
        case "rich_text_preformatted":
            yield [with_style(it, _CODE) for it in part["elements"]]
        case "rich_text_list":
            for number, item in enumerate(part["elements"], part.get("offset", 0) + 1):
                point = f"{number}. " if part["style"] == "ordered" else "• "
                yield [words("  " * part["indent"] + point), *item["elements"]]
        case "table":
            for row in (part["header"], *part["rows"]):
                yield [it for cell in row for it in (words(" | "), *cell)][1:]
        case "rule":
            yield [words("———")]
        case _:
            yield part["elements"]


def _code(token: Token) -> Json:
    text = token.content.removesuffix("\n")
    language = _LANGUAGE.match(token.info.strip())
    code: Json = {"type": "rich_text_preformatted", "elements": [words(text)] if text else []}
    return code | ({"language": language[0]} if language else {})


def _table(tokens: Iterator[Token]) -> Json:
    rows: list[list[list[Json]]] = []
    align: list[str | None] = []
    for token in takewhile(lambda token: token.type != "table_close", tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "th_open":
            align.append(_ALIGNED.get(str(token.attrs.get("style"))))
        elif token.type == "inline":
            rows[-1].append(_inline(token.children or []))
    return {"type": "table", "header": rows[0], "rows": rows[1:], "align": align}


def _inline(tokens: Sequence[Token]) -> list[Json]:
    found: list[Json] = []
    for (style, url), spans in groupby(_spans(tokens), key=lambda span: (span.style, span.url)):
        text = "".join(span.text for span in spans)
        found += [with_style(it, style) for it in _elements(text, url, is_code=style >= _CODE)]
    return found


def _elements(text: str, url: str, *, is_code: bool) -> list[Json]:
    if not text:
        return []
    if url:
        return [link(url, text) or words(text)]
    if is_code:
        return [words(text)]
    return [element(it) for it in atoms(escape(text), EMOJI_AND_ADDRESSES)]


def _spans(tokens: Sequence[Token]) -> Iterator[_Span]:
    """Counts marks instead of nesting them: any number may be open."""
    open_: Counter[str] = Counter()
    url = ""
    for token in tokens:
        if token.tag == "a":
            url = str(token.attrs.get("href", ""))
        elif token.tag in _MARKS and token.nesting:
            open_[_MARKS[token.tag]] += token.nesting
        else:
            yield _span(token, Style(mark for mark, depth in open_.items() if depth), url)


def _span(token: Token, style: Style, url: str) -> _Span:
    match token.type:
        case "image":
            src = str(token.attrs.get("src", ""))
            return _Span(text=_alt(token) or src, style=style, url=url or src)
        case "code_inline":
            return _Span(text=token.content, style=style | _CODE, url=url)
        case "softbreak" | "hardbreak":
            return _Span(text="\n", style=style, url=url)
        case _:
            return _Span(text=token.content, style=style, url=url)


def _alt(image: Token) -> str:
    return "".join(_span(it, Style(), "").text for it in image.children or [])
