"""Slack's mrkdwn read as parts of rich text."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.atoms import IN_CODE, MRKDWN, VERBATIM, atoms
from sandbox.marks import escape, fenced, followable, parts, plain, unescape
from tests.sandbox.hostile import FLOODS, TEXTS, Json, inline_of, said_in, work, wrong_in


def words(text: str, *style: str) -> Json:
    return {"type": "text", "text": text} | ({"style": dict.fromkeys(style, True)} if style else {})


def link(url: str, text: str = "") -> Json:
    return {"type": "link", "url": url} | ({"text": text} if text else {})


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": [*elements]}


def quote(*elements: Json) -> Json:
    return {"type": "rich_text_quote", "elements": [*elements]}


def fence(*elements: Json) -> Json:
    return {"type": "rich_text_preformatted", "elements": [*elements]}


def date(**facts: Any) -> Json:
    return {"type": "date", "timestamp": 1_732_400_000, "format": "{date}"} | facts


def emoji(name: str, **facts: Any) -> Json:
    return {"type": "emoji", "name": name} | facts


def line(mrkdwn: str) -> list[Json]:
    """The elements of a text that is one section."""
    (only,) = parts(mrkdwn)
    assert only["type"] == "rich_text_section"
    elements: list[Json] = only["elements"]
    return elements


@pytest.mark.parametrize(
    ("mrkdwn", "elements"),
    [
        ("*b* _i_ ~s~", [words("b", "bold"), words(" "), words("i", "italic"), words(" "), words("s", "strike")]),
        ("`c *d*`", [words("c *d*", "code")]),
        ("*_both_*", [words("both", "bold", "italic")]),
        ("_a *b* c_", [words("a ", "italic"), words("b", "bold", "italic"), words(" c", "italic")]),
        ("*`c`*", [words("c", "bold", "code")]),
        ("(*b*), *c*.", [words("("), words("b", "bold"), words("), "), words("c", "bold"), words(".")]),
        ("&lt;*b*&gt;", [words("<"), words("b", "bold"), words(">")]),
        ("_x_y_", [words("x_y", "italic")]),
        ("*a _b* c_", [words("a _b", "bold"), words(" c_")]),
        ("*a *b*", [words("a *b", "bold")]),
        ("*a\nb*", [words("*a\nb*")]),
        ("`a\nb`", [words("`a\nb`")]),
        ("2 * 3 * 4, a*b*c, snake_case_name", [words("2 * 3 * 4, a*b*c, snake_case_name")]),
        ("**a** __b__ ~~c~~ ``d``", [words("**a** __b__ ~~c~~ ``d``")]),
        ("* a* *a * ` `", [words("* a* *a * "), words(" ", "code")]),
        ("*", [words("*")]),
        ("*é*", [words("é", "bold")]),
        ("é*b*", [words("é*b*")]),
    ],
)
def test_a_mark_opens_after_what_is_no_word_and_closes_before_it(mrkdwn: str, elements: list[Json]) -> None:
    assert line(mrkdwn) == elements


@pytest.mark.parametrize(
    ("mrkdwn", "elements"),
    [
        ("<@U1>", [{"type": "user", "user_id": "U1"}]),
        ("<@U1|ann>", [{"type": "user", "user_id": "U1"}]),
        ("*<@W1>*", [{"type": "user", "user_id": "W1", "style": {"bold": True}}]),
        ("`<@U1>`", [{"type": "user", "user_id": "U1", "style": {"code": True}}]),
        ("<#C1|cases>", [{"type": "channel", "channel_id": "C1"}]),
        ("<!subteam^S1|@desk>", [{"type": "usergroup", "usergroup_id": "S1"}]),
        ("<!here><!channel|channel>", [{"type": "broadcast", "range": it} for it in ("here", "channel")]),
        ("<!everyone>", [{"type": "broadcast", "range": "everyone"}]),
        ("<!date^1732400000^{date}|24 Nov>", [date(fallback="24 Nov")]),
        ("<!date^1732400000^{date}>", [date()]),
        ("<!date^1732400000^{date}^https://x.org/a|x>", [date(url="https://x.org/a", fallback="x")]),
        ("<!date^1732400000^{date}^javascript:alert(1)|x>", [date(fallback="x")]),
        ("<!date^soon^{date}|later>", [words("later")]),
        (f"<!date^{'9' * 5000}^{{date}}|later>", [words("later")]),
        ("<!date^soon>", [words("<!date^soon>")]),
        ("<@ann> <#> <!world> <@U1", [words(it) for it in ("<@ann>", " ", "<#>", " ", "<!world>", " <@U1")]),
        ("<> < > a<b", [words("<> "), words("< >"), words(" a<b")]),
    ],
)
def test_a_token_is_alive_where_slack_knows_it_and_else_stays_as_it_was_written(
    mrkdwn: str, elements: list[Json]
) -> None:
    assert line(mrkdwn) == elements


@pytest.mark.parametrize(
    ("mrkdwn", "elements"),
    [
        ("<https://x.org/a_b_c|the *page*>", [link("https://x.org/a_b_c", "the *page*")]),
        ("<https://x.org/?a=1&amp;b=2>", [link("https://x.org/?a=1&b=2")]),
        ("<https://x.org| >", [link("https://x.org")]),
        ("<mailto:help@x.org>", [link("mailto:help@x.org", "help@x.org")]),
        ("<mailto:help@x.org|write>", [link("mailto:help@x.org", "write")]),
        ("<HTTPS://x.org>", [link("https://x.org", "HTTPS://x.org")]),
        ('<https://x.org/"onclick="alert(1)|a>', [link('https://x.org/"onclick="alert(1)', "a")]),
        ("see https://x.org/_a_b.", [words("see "), link("https://x.org/_a_b"), words(".")]),
        ("(https://x.org/a_(b))", [words("("), link("https://x.org/a_(b)"), words(")")]),
        ("&lt;https://x.org/?a&amp;b&gt;", [words("<"), link("https://x.org/?a&b"), words(">")]),
        ("https://x.org?a&amp;", [link("https://x.org?a&")]),
        ("*https://x.org*", [link("https://x.org") | {"style": {"bold": True}}]),
        ("https://.", [words("https://"), words(".")]),
        ("xhttps://x.org https:// http", [words("xhttps://x.org https:// http")]),
    ],
)
def test_an_address_of_the_web_or_of_mail_is_a_link(mrkdwn: str, elements: list[Json]) -> None:
    assert line(mrkdwn) == elements


def test_a_bare_address_in_a_verbatim_text_or_in_code_is_words() -> None:
    assert parts("https://x.org", verbatim=True) == [section(words("https://x.org"))]
    assert parts("<https://x.org>", verbatim=True) == [section(link("https://x.org"))]
    assert parts("`https://x.org`") == [section(words("https://x.org", "code"))]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//x.org",
        "https:x.org",
        "https://",
        "mailto:",
        "https://x.org/a b",
        "https://x.org/\u00a0",
        "https://x.org/\u202egpj.exe",
        "https://x.org/\u200b",
        "https://x.org/\0",
        "https://x.org/\ud800",
        "https://x.org/" + "a" * 3_000,
        "",
    ],
)
def test_nobody_is_led_where_something_may_run_or_hide(url: str) -> None:
    assert followable(url) is None
    for written in (f"<{escape(url)}>", f"<{escape(url)}|here>", f"<!date^1^{{date}}^{escape(url)}|here>"):
        assert [it for it in inline_of(parts(written)) if it["type"] == "link" or "url" in it] == []


@pytest.mark.parametrize(
    ("mrkdwn", "elements"),
    [
        (":wave: :+1: :100:", [emoji("wave"), words(" "), emoji("+1"), words(" "), emoji("100")]),
        ("Done:white_check_mark:", [words("Done"), emoji("white_check_mark")]),
        ("_:wave::skin-tone-3:_", [emoji("wave", skin_tone=3) | {"style": {"italic": True}}]),
        ("10:30:45 :: a: b: :-: :*a*:", [words("10:30:45 :: a: b: :-: :"), words("a", "bold"), words(":")]),
        ("`:wave:`", [words(":wave:", "code")]),
    ],
)
def test_emoji_are_read_by_their_codes(mrkdwn: str, elements: list[Json]) -> None:
    assert line(mrkdwn) == elements


def test_the_three_escapes_are_undone_once() -> None:
    assert line("&lt;@U1&gt; &amp;lt;b&amp;gt; AT&amp;T &quot;") == [words("<@U1> &lt;b&gt; AT&T &quot;")]
    assert parts("`&lt;b&gt;`") == [section(words("<b>", "code"))]
    assert parts("```&lt;b&gt; &amp;amp;```") == [fence(words("<b> &amp;"))]


@pytest.mark.parametrize(
    ("mrkdwn", "read"),
    [
        ("", []),
        ("&gt; a\n&gt;b *c*", [quote(words("a\nb "), words("c", "bold"))]),
        ("> a\nb\n> c", [quote(words("a")), section(words("b")), quote(words("c"))]),
        ("&gt; a\n&gt;\n&gt; b", [quote(words("a\n\nb"))]),
        ("a &gt; b", [section(words("a > b"))]),
        ("&gt;", [section(words(">"))]),
        ("&gt;&gt; a", [quote(words("> a"))]),
        ("a\n&gt;&gt;&gt; b\nc", [section(words("a")), quote(words("b\nc"))]),
        ("&gt;&gt;&gt;", [quote(words(">>"))]),
        ("a ```b *c*``` d", [section(words("a ")), fence(words("b *c*")), section(words(" d"))]),
        ("a\n```\nb\n\n```\n\nc", [section(words("a")), fence(words("b\n")), section(words("\nc"))]),
        ("```a``` ```b```", [fence(words("a")), section(words(" ")), fence(words("b"))]),
        ("```<https://x.org|x> <@U1>```", [fence(link("https://x.org", "x"), words(" "), words("<@U1>"))]),
        ("```a", [section(words("```a"))]),
        ("``````", [section(words("``````"))]),
        ("``` ```a```", [section(words("``` ")), fence(words("a"))]),
    ],
)
def test_quotes_and_fences_are_parts_of_their_own(mrkdwn: str, read: list[Json]) -> None:
    assert parts(mrkdwn) == read


def test_of_plain_text_emoji_alone_are_read() -> None:
    assert plain("*a* &lt; <@U1> https://x.org :wave:") == [
        section(words("*a* &lt; <@U1> https://x.org "), emoji("wave"))
    ]
    assert plain(":wave:", emoji=False) == [section(words(":wave:"))]
    assert plain("") == plain("", emoji=False) == []


def test_markup_of_a_page_is_words() -> None:
    hostile = "<img src=x onerror=alert(1)> \"'><script>alert(1)</script>"
    assert said_in(parts(hostile)) == said_in(parts(escape(hostile))) == said_in(plain(hostile)) == hostile


def test_what_cannot_be_sent_or_drawn_is_replaced() -> None:
    assert parts("a\0b\ud800c \U0001f600") == plain("a\0b\ud800c \U0001f600") == [section(words("a�b�c 😀"))]


@given(TEXTS)
@example("<https://x.org|\ud800>")
def test_any_text_gives_parts_with_nothing_wrong_in_them(text: str) -> None:
    for verbatim in (True, False):
        assert wrong_in(parts(text, verbatim=verbatim)) == []
    assert wrong_in(plain(text)) == []


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0*_~`:>")))
def test_words_without_marks_are_kept_to_the_letter(text: str) -> None:
    assert said_in(parts(escape(text))) == text
    assert unescape(escape(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0:")))
def test_plain_text_is_kept_to_the_letter(text: str) -> None:
    assert said_in(plain(text)) == text


@given(TEXTS)
def test_the_atoms_of_a_text_are_the_text(text: str) -> None:
    for kinds in (MRKDWN, VERBATIM, IN_CODE):
        cut = [it.raw for it in atoms(text, kinds)]
        assert "".join(cut) == text
        assert "" not in cut


@given(TEXTS)
def test_only_fences_are_lost_between_fenced_texts(text: str) -> None:
    assert sum(len(chunk) for _is_fence, chunk in fenced(text)) <= len(text)


@pytest.mark.parametrize("flood", FLOODS)
def test_a_text_twice_as_long_is_no_more_than_twice_the_work(flood: str) -> None:
    once, twice = (work(parts, (flood * size)[:size]) for size in (20_000, 40_000))
    assert twice <= 2.1 * once + 500
