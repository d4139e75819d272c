"""Whatever people write or are called: Slack takes each view, and nothing of theirs mentions, links or marks."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bot.views as views_of_the_bot
from bot.views import rich, text
from bot.views.message import Message
from sandbox import limits
from sandbox.blocks import explain_message, message_problem, words_in
from sandbox.mrkdwn import Reader
from sandbox.rendering import plain_text_of
from sandbox.views import explain_view, view_problem
from tests.clockwork import NOON
from tests.views.naming import CALLED, TURNING

DRAWN = [
    importlib.import_module(f"tests.views.{path.stem}") for path in sorted(Path(__file__).parent.glob("draw*.py"))
]


def _drawn(what: str) -> dict[str, Any]:
    return {name: draw for it in DRAWN for name, draw in getattr(it, what, {}).items()}


MESSAGES, WINDOWS, HOMES = _drawn("MESSAGES"), _drawn("WINDOWS"), _drawn("HOMES")
BUILDERS = {"claiming", "text", "rich", "fields", "form_files", "following", "message", "list_words", "student_data"}
"""What views are made of."""

PIECES = [
    "<!channel>",
    "<!here|x>",
    "<@U123>",
    "<#C1>",
    "<!subteam^S1>",
    "<https://evil.example|bank>",
    "https://evil.example",
    "&amp;",
    "&",
    "<",
    ">",
    "*bold*",
    "_slanted_",
    "~struck~",
    "`code`",
    "```",
    "```\nx = [1]\n```",
    ":wave::skin-tone-3:",
    "a:b:c",
    "\n> quoted",
    "\n• listed",
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "مرحبا",
    "👩‍🏫",
    ":tada:",
    "{name}",
    "{0}",
    "%s",
    "\n" * 200,
    " " * 50,
    "x" * 2_800,
    "&" * 3_000,
    "\u202e" * 3_000,
    "👩‍🏫" * 1_000,
]
WORDS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=6).map("".join)
EXTREMES = ["", " ", "\n", "*", "x" * 12_000, "& " * 6_000, "<!channel> " * 1_100, "*x* " * 3_000, "\n" * 12_000]
EXTREMES += ["\u202e" * 12_000, "\u202e&" * 6_000]
READER = Reader(name_of=lambda _: None, zone=ZoneInfo("UTC"), now=NOON)
TOKEN = re.compile("<[^<>]*>")
MARK = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])")
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TYPED = {"initial_value", "value"}
"""Under which stands what somebody can go on typing, and our own ids."""

each_message = pytest.mark.parametrize("drawn", MESSAGES.values(), ids=MESSAGES)
each_window = pytest.mark.parametrize("drawn", WINDOWS.values(), ids=WINDOWS)
each_view = pytest.mark.parametrize("drawn", [*WINDOWS.values(), *HOMES.values()], ids=[*WINDOWS, *HOMES])
each_home = pytest.mark.parametrize("drawn", HOMES.values(), ids=HOMES)
any_words = given(WORDS)
a_few = settings(max_examples=15, deadline=None)


def extremes(test: Callable[..., None]) -> Callable[..., None]:
    for said in EXTREMES:
        test = example(said)(test)
    return test


def mrkdwn_in(value: Any) -> Iterator[str]:
    """Everything in which Slack would see its marks."""
    if isinstance(value, list):
        for part in value:
            yield from mrkdwn_in(part)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            assert value["verbatim"] is True
            yield value["text"]
        for part in value.values():
            yield from mrkdwn_in(part)


def texts_of(message: Message) -> tuple[str, ...]:
    """As it is sent where previews may show words, and where they may not."""
    return message.spoken(previews=True), message.spoken(previews=False)


def kinds_in(value: Any) -> Iterator[str]:
    """The kinds of all elements of rich text: a link or a mention would be one."""
    if isinstance(value, list):
        for part in value:
            yield from kinds_in(part)
    elif isinstance(value, dict):
        if value.get("type") == "rich_text":
            yield from (part["type"] for line in value["elements"] for part in line["elements"])
        for part in value.values():
            yield from kinds_in(part)


def drawn_in(value: Any) -> Iterator[str]:
    """All that is read: everything but what a field holds."""
    if isinstance(value, list):
        for part in value:
            yield from drawn_in(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and key not in TYPED:
                yield part
            yield from drawn_in(part)


def labels_in(value: Any) -> Iterator[str]:
    """Of buttons, options, fields, headers and windows: whatever is plain text, but for words that stand alone."""
    if isinstance(value, list):
        for part in value:
            yield from labels_in(part)
    elif isinstance(value, dict):
        its = {
            key: part for key, part in value.items() if isinstance(part, dict) and part.get("type") == "plain_text"
        }
        if value.get("type") != "section":
            yield from (part["text"] for part in its.values())
        yield from (part for key, part in value.items() if key == "accessibility_label")
        for part in value.values():
            yield from labels_in(part)


def assert_nothing_turns(drawn: Iterable[str]) -> None:
    assert [it for it in drawn if TURNS.search(it)] == []


def tokens_in(mrkdwn: str) -> frozenset[str]:
    return frozenset(TOKEN.findall(mrkdwn))


Drawn = frozenset[tuple[frozenset[str], int, int]]
"""What is drawn by Slack in each sentence: tokens, marks and lines."""


def ours(blocks: list[dict[str, Any]]) -> Drawn:
    return frozenset(
        (tokens_in(line), len(MARK.findall(TOKEN.sub("", line))), line.count("\n")) for line in mrkdwn_in(blocks)
    )


@cache
def plainly_said(drawn: Callable[[str], Sequence[Message]]) -> tuple[Drawn, frozenset[str]]:
    """A message with a harmless word, and with none: its blocks, and the tokens of its text."""
    plain = [*drawn("Word"), *drawn("")]
    allowed = frozenset[str]().union(*(tokens_in(spoken) for message in plain for spoken in texts_of(message)))
    return ours([block for message in plain for block in message.blocks]), allowed


@cache
def plainly_shown(drawn: Callable[[str], Sequence[dict[str, Any]]]) -> Drawn:
    """A window or a Home with a harmless word, and with none."""
    return ours([block for view in [*drawn("Word"), *drawn("")] for block in view["blocks"]])


def holds_nothing_of_theirs(blocks: list[dict[str, Any]], plainly: Drawn) -> None:
    """An unclosed token would swallow what follows."""
    assert ours(blocks) <= plainly
    assert set(kinds_in(blocks)) <= {"text", "emoji"}
    for line in mrkdwn_in(blocks):
        assert not TURNS.search(line)
        assert not set(TOKEN.sub("", line)) & {"<", ">"}
        assert re.search("&(?!amp;|lt;|gt;)", line) is None


@each_message
@extremes
@any_words
@a_few
def test_slack_takes_every_message_and_it_says_something_without_its_blocks(
    drawn: Callable[[str], Sequence[Message]], said: str
) -> None:
    for message in drawn(said):
        for spoken in texts_of(message):
            assert explain_message(text=spoken, blocks=message.blocks) == []
            assert message_problem(text=spoken, blocks=message.blocks, updating=True) is None
            assert spoken.strip()
        assert words_in(message.blocks) < limits.ALL_BLOCK_TEXT_STRICT


@each_message
@extremes
@any_words
@a_few
def test_in_no_message_do_their_words_mention_link_or_mark(
    drawn: Callable[[str], Sequence[Message]], said: str
) -> None:
    plainly, allowed = plainly_said(drawn)
    messages = drawn(said)
    holds_nothing_of_theirs([block for message in messages for block in message.blocks], plainly)
    for spoken in (spoken for message in messages for spoken in texts_of(message)):
        assert tokens_in(spoken) <= allowed
        assert not set(TOKEN.sub("", spoken)) & {"<", ">"}


@each_message
def test_nothing_of_theirs_turns_a_message_around(drawn: Callable[[str], Sequence[Message]]) -> None:
    for message in drawn(TURNING):
        assert_nothing_turns([*texts_of(message), *mrkdwn_in(message.blocks), *labels_in(message.blocks)])
    for message in drawn(CALLED):
        assert_nothing_turns([*texts_of(message), *drawn_in(message.blocks)])


@each_view
def test_nothing_of_theirs_turns_a_window_or_a_home_around(drawn: Callable[[str], Sequence[dict[str, Any]]]) -> None:
    for view in drawn(TURNING):
        assert_nothing_turns([*mrkdwn_in(view), *labels_in(view)])
    for view in drawn(CALLED):
        assert_nothing_turns(drawn_in(view))


@each_window
@extremes
@any_words
@a_few
def test_slack_takes_every_window(drawn: Callable[[str], Sequence[dict[str, Any]]], said: str) -> None:
    plainly = plainly_shown(drawn)
    for view in drawn(said):
        assert explain_view(view, kind="modal") == []
        assert view_problem(view, kind="modal") is None
        holds_nothing_of_theirs(view["blocks"], plainly)


@each_home
@extremes
@any_words
@a_few
def test_slack_takes_every_home(drawn: Callable[[str], Sequence[dict[str, Any]]], said: str) -> None:
    plainly = plainly_shown(drawn)
    for view in drawn(said):
        assert explain_view(view, kind="home") == []
        assert view_problem(view, kind="home") is None
        holds_nothing_of_theirs(view["blocks"], plainly)


def test_every_view_is_drawn_here() -> None:
    """A view is a public function that gives a message, or a window or home of the product."""
    rooms = {it.name for it in pkgutil.iter_modules(views_of_the_bot.__path__)} - BUILDERS
    views = {
        f"{room}.{name}"
        for room in rooms
        for module in [importlib.import_module(f"bot.views.{room}")]
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__ and not name.startswith("_")
        if inspect.signature(found).return_annotation in (Message, list[Message], dict[str, Any])
    }
    assert views == {*MESSAGES, *WINDOWS, *HOMES}


@given(WORDS)
def test_nothing_of_a_long_text_is_lost_between_its_parts(said: str) -> None:
    assert "".join(text.parts(said)) == said


def read(blocks: list[dict[str, Any]]) -> str:
    """What a person reads in rich text; emoji by their codes."""
    elements = [it for block in blocks for part in block["elements"] for it in part["elements"]]
    return "".join(
        it["text"] if it["type"] == "text" else plain_text_of({"blocks": [rich_of(it)]}, READER) for it in elements
    )


def rich_of(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def but_for_the_marks_of_code(words: str) -> str:
    return re.sub(r"[`\n]", "", words)


@extremes
@example("```a```" * 2_000)
@example(":a: " * 3_000)
@example("```" + "x\n" * 6_000 + "```")
@example("`a`b" * 3_000)
@any_words
@settings(deadline=None)
def test_of_a_text_drawn_rich_every_character_is_left_but_the_marks_of_code(said: str) -> None:
    for drawn in (rich.quoted(said), [block for _, blocks in rich.parts(said) for block in blocks]):
        assert but_for_the_marks_of_code(read(drawn)) == but_for_the_marks_of_code(said)
        assert explain_message(text="x", blocks=drawn[:3]) == []
        for block in drawn:
            assert set(block) == {"type", "elements"}
            for part in block["elements"]:
                assert part["type"] in {"rich_text_section", "rich_text_preformatted"}
                assert all(it.get("style", {"code": True}) == {"code": True} for it in part["elements"])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Run ```\nx = [1]\n``` now", ["Run ", "/x = [1]/", " now"]),
        ("the `id` field", ["the ", "<id>", " field"]),
        ("done :tada: :wave::skin-tone-3:", ["done ", ":tada:", " ", ":wave:3"]),
        ("at 12:30:45, a:b:c, :30:", ["at 12:30:45, a:b:c, :30:"]),
        ("open ``` fence and `tick", ["open ``` fence and `tick"]),
        ("*bold* <@U123> <!here> https://x.example", ["*bold* <@U123> <!here> https://x.example"]),
    ],
)
def test_code_is_code_and_emoji_are_emoji_and_the_rest_stands_as_typed(typed: str, expected: list[str]) -> None:
    told = []
    for block in rich.quoted(typed):
        for part in block["elements"]:
            for it in part["elements"]:
                word = f":{it['name']}:{it.get('skin_tone', '')}" if it["type"] == "emoji" else it["text"]
                word = f"<{word}>" if "style" in it else word
                told.append(f"/{word}/" if part["type"] == "rich_text_preformatted" else word)
    assert told == expected


def test_code_that_is_too_long_for_one_message_goes_on_as_code_in_the_next() -> None:
    said = "See:\n```" + "x = 1\n" * 1_000 + "```\nThat is all."
    (_, first), (_, second) = rich.parts(said)
    kinds = [part["type"] for block in (*first, *second) for part in block["elements"]]
    assert kinds[0] == kinds[-1] == "rich_text_section"
    assert set(kinds[1:-1]) == {"rich_text_preformatted"}
    assert "`" not in read([*first, *second])


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Ana Torres", "Ana Torres"),
        ("student_id of O'Neil*s", "student_id of O'Neil*s"),
        ("*Support* says", "\uff0aSupport\uff0a says"),
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("two\n> lines", "two &gt; lines"),
        ("&" * 40, "&amp;" * 23 + "…"),
        ("&" * 23 + "abc*defghij", "&amp;" * 23 + "abc\uff0a…"),
        ("مرحبا 👩‍🏫", "مرحبا 👩‍🏫"),
    ],
)
def test_a_name_in_a_sentence_looks_as_it_was_typed_but_for_what_slack_would_draw(typed: str, drawn: str) -> None:
    assert text.inline(typed) == drawn
