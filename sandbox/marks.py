"""Slack's mrkdwn as parts of rich text, the same that a `rich_text` block has: what is drawn, never what is run.

Pure: who is meant and how a moment looks are the reader's. Any text whatever gives parts, and only web and mail
addresses ever become links. What is not understood stays as it was written.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from sandbox import limits
from sandbox.atoms import EMOJI, IN_CODE, MRKDWN, VERBATIM, Atom, Style, atoms, styled
from sandbox.model import Json

_FENCE = "```"
_QUOTE = re.compile(r"(?:&gt;|>) ?")
_QUOTE_TO_THE_END = re.compile(r"^(?:&gt;|>){3} ?", re.MULTILINE)
_NAMES = {"*": "bold", "_": "italic", "~": "strike", "`": "code"}
_CODE = Style("`")

_SCHEME = re.compile(r"https?://|mailto:", re.IGNORECASE)
_BROADCAST = re.compile(r"!(here|channel|everyone)")
_DATE = re.compile(r"!date\^([0-9]{1,10})\^([^^]+)(?:\^(.*))?", re.DOTALL)
_IDENTIFIED = re.compile(r"(@|#|!subteam\^)([A-Z0-9]{1,40})")
_ID_FIELDS = {"@": ("user", "user_id"), "#": ("channel", "channel_id"), "!subteam^": ("usergroup", "usergroup_id")}

_UNSOUND, _REPLACED = re.compile("[\x00\ud800-\udfff]"), "\ufffd"


def parts(mrkdwn: str, *, verbatim: bool = False) -> list[Json]:
    """`verbatim`: as in a text object; addresses are then links only where they are marked as such."""
    return [part(kind, raw, verbatim=verbatim) for kind, raw in stretches(sound(mrkdwn))]


def plain(text: str, *, emoji: bool = True) -> list[Json]:
    """Of a plain_text: emoji by their codes, nothing else; not even those where it says `emoji: false`."""
    if not text:
        return []
    whole = escape(sound(text))
    return [section([element(it) for it in (atoms(whole, EMOJI) if emoji else [Atom("words", whole)])])]


def sound(text: str) -> str:
    """Half a surrogate pair cannot be sent, and a NUL not be drawn."""
    return _UNSOUND.sub(_REPLACED, text)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Slack escapes three characters; the ampersand comes last, or `&amp;lt;` would turn into `<`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def stretches(mrkdwn: str) -> Iterator[tuple[str, str]]:
    """`words`, `quote` or `fence`, and what stands in it, without the signs of a quote and the fences."""
    chunks = [*fenced(mrkdwn)]
    for number, (is_fence, chunk) in enumerate(chunks):
        if is_fence:
            yield "fence", chunk
        else:
            before = chunk.removeprefix("\n") if number > 0 else chunk
            yield from _lines(before.removesuffix("\n") if number < len(chunks) - 1 else before)


def fenced(text: str) -> Iterator[tuple[bool, str]]:
    """Preformatted text (True) without its fences, and what stands around it. Nothing is fenced by one fence."""
    done, start = 0, text.find(_FENCE)
    while start >= 0 and (end := text.find(_FENCE, start + len(_FENCE))) >= 0:
        inside = text[start + len(_FENCE) : end]
        if not inside.strip():
            start = end
            continue
        yield False, text[done:start]
        yield True, inside.removeprefix("\n").removesuffix("\n")
        done = end + len(_FENCE)
        start = text.find(_FENCE, done)
    yield False, text[done:]


def _lines(chunk: str) -> Iterator[tuple[str, str]]:
    long = _QUOTE_TO_THE_END.search(chunk)
    if long is None or not chunk[long.end() :].strip():
        yield from _short_quotes(chunk)
        return
    yield from _short_quotes(chunk[: long.start()].removesuffix("\n"))
    yield "quote", chunk[long.end() :]


def _short_quotes(chunk: str) -> Iterator[tuple[str, str]]:
    """Lines that are quoted one by one, those that follow each other together."""
    for is_quote, group in groupby(chunk.split("\n"), key=lambda line: _QUOTE.match(line) is not None):
        lines = [*group]
        quoted = "\n".join(_QUOTE.sub("", line, count=1) for line in lines)
        if is_quote and quoted.strip():
            yield "quote", quoted
        elif lines != [""]:
            yield "words", "\n".join(lines)


def part(kind: str, raw: str, *, verbatim: bool = False) -> Json:
    match kind:
        case "fence":
            return {"type": "rich_text_preformatted", "elements": [*preformatted(raw)]}
        case "quote":
            return {"type": "rich_text_quote", "elements": inline(raw, verbatim=verbatim)}
        case _:
            return section(inline(raw, verbatim=verbatim))


def section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


def inline(raw: str, *, verbatim: bool = False) -> list[Json]:
    return [with_style(element(atom), style) for atom, style in marked(raw, verbatim=verbatim)]


def marked(raw: str, *, verbatim: bool = False) -> Iterator[tuple[Atom, Style]]:
    """What to draw, and under which marks; code is opened up, and in it tokens alone are alive."""
    for atom, style in styled(atoms(raw, VERBATIM if verbatim else MRKDWN)):
        if atom.kind == "code":
            yield from ((it, style | _CODE) for it in atoms(atom.raw[1:-1], IN_CODE))
        else:
            yield atom, style


def preformatted(raw: str) -> Iterator[Json]:
    """Slack knows words and links there, and nothing else."""
    for atom in atoms(raw, IN_CODE):
        alive = element(atom)
        yield alive if alive["type"] in {"text", "link"} else words(unescape(atom.raw))


def element(atom: Atom) -> Json:
    match atom.kind:
        case "emoji":
            return _emoji(atom.raw)
        case "address":
            address = unescape(atom.raw)
            return link(address, address) or words(address)
        case "token":
            return _live(atom.raw[1:-1]) or words(unescape(atom.raw))
        case _:
            return words(unescape(atom.raw))


def words(text: str) -> Json:
    return {"type": "text", "text": text}


def link(url: str, text: str = "") -> Json | None:
    """None: not an address that may be followed. `text` only where it says something else than the address."""
    target = followable(url)
    if target is None:
        return None
    said = text or (url[len("mailto:") :] if target.startswith("mailto:") else url)
    return {"type": "link", "url": target} | ({} if said == target else {"text": said})


def followable(url: str) -> str | None:
    """The address, if a person may be led there by a click: of the web or of mail, and with nothing invisible in it.

    The one place that decides it. The scheme comes back in small letters.
    """
    scheme = _SCHEME.match(url)
    if scheme is None or scheme.end() == len(url) or len(url) > limits.URL:
        return None
    if not url.isprintable() or {" ", _REPLACED} & {*url}:
        return None
    return scheme[0].lower() + url[scheme.end() :]


def _live(inside: str) -> Json | None:
    """None: Slack does not know this token."""
    target, _, label = (unescape(it) for it in inside.partition("|"))
    if target.startswith("!date^"):
        return _date(target, label) or (words(label) if label else None)
    if broadcast := _BROADCAST.fullmatch(target):
        return {"type": "broadcast", "range": broadcast[1]}
    if identified := _IDENTIFIED.fullmatch(target):
        kind, name = _ID_FIELDS[identified[1]]
        return {"type": kind, name: identified[2]}
    return link(target, label if label.strip() else "")


def label_of(atom: Atom) -> str:
    """How the writer called what a token means, without the sign of a mention."""
    return unescape(atom.raw[1:-1].partition("|")[2]).removeprefix("@") if atom.kind == "token" else ""


def _date(target: str, fallback: str) -> Json | None:
    found = _DATE.fullmatch(target)
    if found is None:
        return None
    date: Json = {"type": "date", "timestamp": int(found[1]), "format": found[2]}
    url = followable(found[3] or "")
    return date | ({"url": url} if url else {}) | ({"fallback": fallback} if fallback else {})


def _emoji(code: str) -> Json:
    name, _, tone = code.strip(":").partition("::skin-tone-")
    return {"type": "emoji", "name": name} | ({"skin_tone": int(tone)} if tone else {})


def with_style(it: Json, style: Style) -> Json:
    marks = it.get("style", {}) | {name: True for mark, name in _NAMES.items() if mark in style}
    return it | {"style": marks} if marks else it
