"""The letters of every view: escaping, cutting, dates, names, and the few blocks we draw with.

People's words are drawn as plain or rich text, where nothing in them can mention or format (SLACK 7).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.sheets import PersonSheet
from bot.views.message import Block, Message

SECTION_LONGEST = 3000
PLAIN_LONGEST = 2800
"""Of one person's words in one block."""

SMALL_LONGEST = 1900
"""Of one person's words in a context."""

BLOCK_TEXT_LONGEST = 7500
"""Of all words in one message: Slack refuses somewhere between 9,597 and 11,341 (SLACK 5.1)."""

TEXT_LONGEST = 3900
"""Of a message's plain text: `chat.update` takes 4,000 characters, and escaping is ours."""


INLINE_LONGEST = 120
"""Of a name within a sentence of ours, as it is drawn."""

_MARKS = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])")  # within a word they mark nothing
_LOOK_ALIKES = {"*": "\uff0a", "_": "\uff3f", "~": "\uff5e", "`": "\uff40"}
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # would turn the rest of our sentence around
_HALF = re.compile("(&[a-z]*|<[^<>]*)$")


def straight(words: str) -> str:
    """Without what would have the words around it read from the other side."""
    return words if words.isascii() else _TURNS.sub("", words)  # most words are; looking through them takes its time


def escape(words: str) -> str:
    """The three characters of mrkdwn, once, in this order (SLACK 7); and nothing turns the rest of the sentence."""
    return straight(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def cut_drawn(mrkdwn: str, longest: int) -> str:
    """Cut, but through no escape and no token of Slack's."""
    if len(mrkdwn) <= longest:
        return mrkdwn
    return _HALF.sub("", mrkdwn[: longest - 1]).rstrip() + "…"


def inline(words: str) -> str:
    """A name, a title or a number of somebody's within a sentence of ours: one line that marks nothing.

    Slack has no escape for its marks (SLACK 7), so their look-alikes stand for them.
    """
    drawn = cut_drawn(escape(one_line(words)), INLINE_LONGEST)
    return _MARKS.sub(lambda mark: _LOOK_ALIKES[mark[0]], drawn)  # cut first: at its end a letter becomes a mark


def one_line(words: str) -> str:
    """The same where nothing is drawn: in a message's text."""
    return cut(" ".join(straight(words).split()), INLINE_LONGEST)


def spoken(words: str) -> str:
    """A message's text: escaped, and within what an update takes even then."""
    return cut_drawn(escape(words), TEXT_LONGEST)


def aloud(said: str, words: str) -> str:
    """What a message says with somebody's words behind it, for its `aloud`. `said` is escaped already."""
    return cut_drawn(f"{said} {escape(words)}", TEXT_LONGEST)


def label(words: str, longest: int) -> Block:
    """Of a button, an option, a field or a window, in which names stand beside words of ours."""
    return plain(straight(words), longest)


def plain(words: str, longest: int) -> Block:
    """Somebody's words, which stand alone, as they were typed."""
    return {"type": "plain_text", "text": cut(words.strip(), longest) or "–", "emoji": True}


def section(mrkdwn: str, *, accessory: Block | None = None) -> Block:
    """Our own sentence; whatever a person wrote in it was escaped before."""
    block: Block = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": cut_drawn(mrkdwn, SECTION_LONGEST), "verbatim": True},
    }
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Label and value, both ours or escaped; at most ten."""
    return {
        "type": "section",
        "fields": [
            {"type": "mrkdwn", "text": cut_drawn(f"*{name}*\n{value or '–'}", 1900), "verbatim": True}
            for name, value in pairs[:10]
        ],
    }


def context(*mrkdwn: str) -> Block:
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": cut_drawn(line, 1900), "verbatim": True} for line in mrkdwn[:10]],
    }


def small(words: str) -> Block:
    """A context whose words are a person's."""
    return {"type": "context", "elements": [plain(words, SMALL_LONGEST)]}


def header(words: str) -> Block:
    return {"type": "header", "text": label(words, 150)}


def told(sentence: str, **words: str) -> Message:
    """One sentence of ours, with people's words in it: `told("{name} left.", name=…)`."""
    said = sentence.replace("*", "").format(**{place: one_line(word) for place, word in words.items()})
    drawn = sentence.format(**{place: inline(word) for place, word in words.items()})
    return Message(text=spoken(said), blocks=[section(drawn)])


def possessive(name: str) -> str:
    """What makes a name an owner's: `Ana's`, `Pine Ridge Schools'`."""
    return "'" if one_line(name)[-1:] in ("s", "S") else "'s"


def divider() -> Block:
    return {"type": "divider"}


def button(
    words: str,
    action: str,
    value: object,
    *,
    style: str | None = None,
    spoken_as: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """`value` is an id of ours. `spoken_as` where the words alone are vague to a screen reader."""
    drawn: Block = {
        "type": "button",
        "action_id": action,
        "text": label(words, 75),
        "value": str(value),
    }
    if style:
        drawn["style"] = style
    if spoken_as:
        drawn["accessibility_label"] = cut(straight(spoken_as), 75)
    if confirm:
        drawn["confirm"] = confirm
    return drawn


def overflow(action: str, options: Sequence[tuple[str, str, object]]) -> Block:
    """The menu behind three dots, at most five options: label, the action it stands for, and the action's value."""
    return {
        "type": "overflow",
        "action_id": action,
        "options": [{"text": label(words, 75), "value": f"{its} {value}"} for words, its, value in options],
    }


def confirmation(title: str, words: str, yes: str) -> Block:
    return {
        "title": label(title, 100),
        "text": label(words, 300),
        "confirm": label(yes, 30),
        "deny": label("Cancel", 30),
    }


def buttons(elements: Sequence[Block]) -> list[Block]:
    return [{"type": "actions", "elements": list(elements)}] if elements else []


def pieces(words: str, longest: int) -> list[str]:
    """The words, whole, cut where a line or a word ends if that is not too far back."""
    left, found = words, []
    while len(left) > longest:
        at = max(left.rfind("\n", longest // 2, longest), left.rfind(" ", longest // 2, longest))
        at = at + 1 if at > 0 else longest
        found.append(left[:at])
        left = left[at:]
    return [*found, left] if left else found


def parts(words: str) -> list[str]:
    """Words too long for one message, in as many as it takes. One part at least, even of nothing."""
    return pieces(words, BLOCK_TEXT_LONGEST // 2) or [""]


def name_of(person: PersonSheet | None, *, reader_team: str | None) -> str:
    """In the reader's own workspace Slack draws the name, and rings; elsewhere our directory's stands, escaped."""
    if person is not None and person.slack is not None and person.slack.team == reader_team:
        return f"<@{person.slack.user}>"
    return named(person)


def named(person: PersonSheet | None) -> str:
    """Where a mention would ring for nothing: for who acted, and for who is told elsewhere."""
    if person is None:
        return "nobody yet"
    name = inline(called(person))
    return f"{name} (Support)" if person.at_vendor else name


def called(person: PersonSheet) -> str:
    """As it stands in the directory, or that they were erased; '': Slack has not named them yet."""
    return f"Erased person {person.id}" if person.is_erased else person.name


def plain_name(person: PersonSheet | None) -> str:
    """For screen readers, and across the two sides: `Alex Kim (Support)`."""
    if person is None:
        return "nobody yet"
    name = one_line(called(person))
    return f"{name} (Support)" if person.at_vendor else name


def moment(at: datetime) -> str:
    """Drawn by Slack in each reader's own zone."""
    fallback = f"{at:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def date_of(day: date) -> str:
    """A date in words: `Tuesday, 24 November 2026`."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def day(at: datetime, zone: str) -> str:
    """A date as it is in one zone, in words: `Tuesday, 24 November 2026`."""
    return date_of(at.astimezone(ZoneInfo(zone)))


def short_date(day: date) -> str:
    """`1 December 2026`."""
    return f"{day.day} {day:%B} {day.year}"


def hours(count: int) -> str:
    """How long something lasts: a day, 2 days, 36 hours."""
    days, rest = divmod(count, 24)
    many, unit = (count, "hour") if rest else (days, "day")
    article = "an" if unit == "hour" else "a"
    return f"{article} {unit}" if many == 1 else f"{many} {unit}s"


def clock(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def sentence(items: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    listed = list(items)
    if len(listed) <= 1:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def modal(title: str, callback: str, blocks: list[Block], **more: Any) -> Block:
    """A window. `submit` and `private_metadata` come in `more`."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": label(title, 24),
        "close": label(str(more.pop("close", "Cancel")), 24),
        "blocks": blocks,
    }
    if "submit" in more:
        view["submit"] = label(str(more.pop("submit")), 24)
    return {**view, **more}
