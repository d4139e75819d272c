"""Slack's markup cut into atoms: words, marks, tokens, emoji, addresses. What each is, not yet what it means.

The atoms of a text, one after the other, are the text: nothing is lost on the way. Each pattern ends at the next
character that could begin another, so that no stretch is looked at more than a few times, whoever wrote it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

_WORD = r"[^\W_]"  # a letter or a digit
_PATTERNS = {
    "code": rf"(?<!{_WORD})(?<!`)`[^`\n]+`(?!`)(?!{_WORD})",
    "token": r"<[^<>]+>",
    "emoji": r":(?:(?=[0-9_+'-]*[a-z])[a-z0-9][a-z0-9_+'-]{0,99}|[+-]1|100|1234):(?::skin-tone-[2-6]:)?",
    "address": rf"(?<!{_WORD})(?:[hH][tT][tT][pP][sS]?)://(?:(?!&[lg]t;)[^\s<>|`\"])+",
    "mark": r"(?<!\*)\*(?!\*)|(?<!_)_(?!_)|(?<!~)~(?!~)",
}
_AFTER_AN_ADDRESS = ".,:;!?'*_~]}"  # what ends a sentence, or a mark, that an address ends

Style = frozenset[str]


@dataclass(frozen=True, slots=True)
class Atom:
    """`raw`: as it stands in the text. `opens`, `closes`: of a mark, whether it can, by its neighbours."""

    kind: str
    raw: str
    opens: bool = False
    closes: bool = False


def _any_of(*kinds: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{_PATTERNS[kind]})" for kind in kinds))


MRKDWN = _any_of("code", "token", "emoji", "address", "mark")
VERBATIM = _any_of("code", "token", "emoji", "mark")
IN_CODE = _any_of("token")
EMOJI = _any_of("emoji")
EMOJI_AND_ADDRESSES = _any_of("emoji", "address")


def atoms(text: str, kinds: re.Pattern[str]) -> Iterator[Atom]:
    """In the order of the text; what is none of these kinds is words."""
    end = 0
    while found := kinds.search(text, end):
        atom = _atom(found)
        if found.start() > end:
            yield Atom("words", text[end : found.start()])
        yield atom
        end = found.start() + len(atom.raw)
    if end < len(text):
        yield Atom("words", text[end:])


def _atom(found: re.Match[str]) -> Atom:
    match found.lastgroup:
        case "mark":
            return _mark(found.string, found.start())
        case "address":
            return Atom("address", _address(found[0]))
        case kind:
            return Atom(str(kind), found[0])


def _mark(text: str, at: int) -> Atom:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return Atom(
        "mark",
        text[at],
        opens=not before.isalnum() and bool(after.strip()),
        closes=not after.isalnum() and bool(before.strip()),
    )


def _address(raw: str) -> str:
    """Without what stands behind it: `(see https://example.org).` ends before the bracket."""
    end, unopened = len(raw), raw.count(")") - raw.count("(")
    while raw[end - 1] in _AFTER_AN_ADDRESS or (raw[end - 1] == ")" and unopened > 0):
        if raw.endswith("&amp;", 0, end):
            break
        unopened -= raw[end - 1] == ")"
        end -= 1
    return raw[:end]


def styled(found: Iterable[Atom]) -> Iterator[tuple[Atom, Style]]:
    """Each atom with the marks around it. Marks that belong together are gone; one that stands alone is words."""
    runs = groupby(_under_marks([*found]), key=lambda it: (it[0].kind in {"words", "mark"}, it[1]))
    for (are_words, style), run in runs:
        if are_words:
            yield Atom("words", "".join(atom.raw for atom, _style in run)), style
        else:
            yield from run


def _under_marks(found: list[Atom]) -> Iterator[tuple[Atom, Style]]:
    paired, style = _pairs(found), Style()
    for index, atom in enumerate(found):
        if index in paired:
            style ^= {atom.raw}
        else:
            yield atom, style


def _pairs(found: list[Atom]) -> set[int]:
    """Where marks stand that open or close. `open_` holds each mark once at most, so it is no longer than three."""
    paired: set[int] = set()
    open_: dict[str, int] = {}
    for index, atom in enumerate(found):
        if "\n" in atom.raw:
            open_.clear()
        elif atom.kind == "mark" and atom.closes and atom.raw in open_:
            paired |= {open_[atom.raw], index}
            open_ = {mark: at for mark, at in open_.items() if at < open_[atom.raw]}
        elif atom.kind == "mark" and atom.opens:
            open_.setdefault(atom.raw, index)
    return paired
