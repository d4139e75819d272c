"""What people type, as Slack's composer would have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.blocks import explain_message
from sandbox.marks import escape
from sandbox.rendering import plain_text_of
from sandbox.typed import rich_text_of
from tests.sandbox.block_samples import rich_section as section
from tests.sandbox.block_samples import words
from tests.sandbox.hostile import FLOODS, TEXTS, Json, inline_of, work, wrong_in
from tests.sandbox.test_rendering import READER


def typed(text: str) -> list[Json]:
    parts: list[Json] = rich_text_of(text)["elements"]
    return parts


def bullets(*items: Json, indent: int = 0) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": [*items]}


def numbers(*items: Json, offset: int = 0) -> Json:
    counted = {"type": "rich_text_list", "style": "ordered", "indent": 0, "elements": [*items]}
    return counted | ({"offset": offset} if offset else {})


def bold(text: str) -> Json:
    return words(text) | {"style": {"bold": True}}


def one(text: str) -> Json:
    return section(words(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [section()]),
        ("Hello", [one("Hello")]),
        ("Hello\n\nyou", [one("Hello\n\nyou")]),
        ("\n", [one("\n")]),
        ("a *b* <@U1>", [section(words("a "), bold("b"), words(" "), {"type": "user", "user_id": "U1"})]),
        (":wave::skin-tone-2:", [section({"type": "emoji", "name": "wave", "skin_tone": 2})]),
        ("https://x.org", [section({"type": "link", "url": "https://x.org"})]),
        ("<https://x.org|here>", [section({"type": "link", "url": "https://x.org", "text": "here"})]),
        ("<!subteam^S1|@desk>", [section({"type": "usergroup", "usergroup_id": "S1"})]),
        ("<!here>", [section({"type": "broadcast", "range": "here"})]),
        ("- a *b*\n• c", [bullets(section(words("a "), bold("b")), one("c"))]),
        ("to do:\n- a\n\nthen\n", [one("to do:"), bullets(one("a")), one("\nthen\n")]),
        ("- a\n  - b\n\t- c\n- d", [bullets(one("a")), bullets(one("b"), indent=1), bullets(one("c"), indent=2)]),
        ("1. a\n2. b", [numbers(one("a"), one("b"))]),
        ("3. a\n4. b\n9. c", [numbers(one("a"), one("b"), offset=2), numbers(one("c"), offset=8)]),
        ("1. a\n- b", [numbers(one("a")), bullets(one("b"))]),
        ("-a\n- \n0. a\n1.a\n2026. a\na - b", [one("-a\n- \n0. a\n1.a\n2026. a\na - b")]),
        ("&gt; - a", [{"type": "rich_text_quote", "elements": [words("- a")]}]),
        ("```- a\n*b*```", [{"type": "rich_text_preformatted", "elements": [words("- a\n*b*")]}]),
    ],
)
def test_what_is_typed_becomes_the_rich_text_that_slack_makes_of_it(text: str, parts: list[Json]) -> None:
    assert typed(text)[: len(parts)] == parts


@given(TEXTS)
def test_slack_would_take_whatever_is_typed(text: str) -> None:
    assert explain_message(blocks=[rich_text_of(text)]) == []
    assert wrong_in(typed(text)) == []


@pytest.mark.parametrize(
    "text", ["*a* " * 2_000, "- a\n\n" * 2_000, "a" * 40_000, "&lt;" * 12_000, f"<https://x.org|{'a' * 12_000}>"]
)
def test_what_is_too_much_for_one_block_is_words(text: str) -> None:
    assert explain_message(blocks=[rich_text_of(text)]) == []
    assert {it["type"] for it in inline_of(typed(text))} == {"text"}


@given(st.text(st.characters(exclude_categories=["Cs", "N"], exclude_characters="\0*_~`:>•◦▪-"), min_size=1))
def test_words_without_marks_are_read_as_they_were_typed(text: str) -> None:
    assert plain_text_of({"blocks": [rich_text_of(escape(text))]}, READER) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@U1> *looks*\nat <#C1>", "@Ana looks\nat #cases"),
        ("to do:\n- a\n  - b\n1. c\n7. d", "to do:\n• a\n  • b\n1. c\n7. d"),
        ("&gt; said\nso", "> said\nso"),
        ("see\n```\na = 1\n```\n:wave::skin-tone-3:", "see\na = 1\n:wave::skin-tone-3:"),
    ],
)
def test_marks_are_drawn_and_their_words_kept(text: str, read: str) -> None:
    assert plain_text_of({"blocks": [rich_text_of(text)]}, READER) == read


@pytest.mark.parametrize("flood", FLOODS)
def test_a_text_twice_as_long_is_no_more_than_twice_the_work(flood: str) -> None:
    once, twice = (work(rich_text_of, (flood * size)[:size]) for size in (10_000, 20_000))
    assert twice <= 2.1 * once + 500
