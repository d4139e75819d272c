"""Standard Markdown as parts of rich text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.markdown_parts import parts
from tests.sandbox.block_samples import rich_section as section
from tests.sandbox.block_samples import words
from tests.sandbox.hostile import TEXTS, Json, inline_of, said_in, wrong_in


def marked(text: str, *style: str) -> Json:
    return words(text) | {"style": dict.fromkeys(style, True)}


def link(url: str, text: str = "", *style: str) -> Json:
    found = {"type": "link", "url": url} | ({"text": text} if text else {})
    return found | ({"style": dict.fromkeys(style, True)} if style else {})


def listed(*items: Json, style: str = "bullet", indent: int = 0, **facts: int) -> Json:
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": [*items]} | facts


def heading(level: int, *elements: Json) -> Json:
    return {"type": "heading", "level": level, "elements": [*elements]}


def fence(text: str, **facts: str) -> Json:
    return {"type": "rich_text_preformatted", "elements": [words(text)]} | facts


def quote(*elements: Json) -> Json:
    return {"type": "rich_text_quote", "elements": [*elements]}


def one(text: str) -> Json:
    return section(words(text))


@pytest.mark.parametrize(
    ("markdown", "elements"),
    [
        (
            "**b** *i* ~~s~~",
            [marked("b", "bold"), words(" "), marked("i", "italic"), words(" "), marked("s", "strike")],
        ),
        ("**b *i***", [marked("b ", "bold"), marked("i", "bold", "italic")]),
        ("`*c* &lt;`", [marked("*c* &lt;", "code")]),
        ("a\nb  \nc", [words("a\nb\nc")]),
        ("&lt;b&gt; &amp;amp; \\*a\\*", [words("<b> &amp; *a*")]),
        (
            "[a **b** `c`](https://x.org)",
            [
                link("https://x.org", "a "),
                link("https://x.org", "b", "bold"),
                link("https://x.org", " "),
                link("https://x.org", "c", "code"),
            ],
        ),
        ("<https://x.org> <a@x.org>", [link("https://x.org"), words(" "), link("mailto:a@x.org", "a@x.org")]),
        ("https://x.org/a.", [link("https://x.org/a"), words(".")]),
        ('[a](https://x.org/"b "t")', [link("https://x.org/%22b", "a")]),
        ("[a][b]\n\n[b]: https://x.org", [link("https://x.org", "a")]),
        ("![a *map*](https://x.org/a.png)", [link("https://x.org/a.png", "a map")]),
        ("![](https://x.org/a.png)", [link("https://x.org/a.png")]),
        ("[![map](https://x.org/a.png)](https://x.org)", [link("https://x.org", "map")]),
        (":wave: `:wave:`", [{"type": "emoji", "name": "wave"}, words(" "), marked(":wave:", "code")]),
        ("<b onclick=x>a</b><!-- c -->", [words("<b onclick=x>a</b><!-- c -->")]),
        ("<@U1> *<!here>*", [words("<@U1> "), marked("<!here>", "italic")]),
    ],
)
def test_marks_links_and_pictures_are_elements_and_html_is_words(markdown: str, elements: list[Json]) -> None:
    assert parts(markdown) == [section(*elements)]


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("", []),
        ("a\n\nb", [one("a"), one("b")]),
        ("## H *i*\n#", [heading(2, words("H "), marked("i", "italic")), heading(1)]),
        ("H\n===", [heading(1, words("H"))]),
        ("a\n\n---\nb", [one("a"), {"type": "rule"}, one("b")]),
        ("```py x\na = *b*\n```", [fence("a = *b*", language="py")]),
        ("    a\n    b", [fence("a\nb")]),
        ("```\n```", [{"type": "rich_text_preformatted", "elements": []}]),
        ('```"onclick\nx\n```', [fence("x")]),
        ("- a\n- b", [listed(one("a"), one("b"))]),
        ("- a\n\n  b", [listed(section(words("a"), words("\n"), words("b")))]),
        ("-", [listed(section())]),
        ("- [ ] a\n- [x] *b*\n- [X]", [listed(one("☐ a"), section(words("☑ "), marked("b", "italic")), one("[X]"))]),
        ("3. a\n4. b", [listed(one("a"), one("b"), style="ordered", offset=2)]),
        ("0. a", [listed(one("a"), style="ordered")]),
        (
            "1. a\n   - b\n     1. c\n2. d",
            [
                listed(one("a"), style="ordered"),
                listed(one("b"), indent=1),
                listed(one("c"), style="ordered", indent=2),
                listed(one("d"), style="ordered", offset=1),
            ],
        ),
        ("- a\n  ```\n  b\n  ```\n- c", [listed(one("a")), fence("b"), listed(one("c"))]),
        ("> a *b*\n>\n> c", [quote(words("a "), marked("b", "italic"), words("\n"), words("c"))]),
        (
            "> # a\n> 2. b\n>    - c\n> ---\n> ```\n> d\n> ```\n> > e",
            [
                quote(
                    *(marked("a", "bold"), words("\n"), words("2. "), words("b"), words("\n"), words("  • ")),
                    *(
                        words("c"),
                        words("\n"),
                        words("———"),
                        words("\n"),
                        marked("d", "code"),
                        words("\n"),
                        words("e"),
                    ),
                )
            ],
        ),
        (
            "> |a|b|\n> |-|-|\n> |c||",
            [quote(*map(words, ["a", " | ", "b", "\n", "c", " | "]))],
        ),
        (
            "|a|b|c|d|\n|:-|:-:|-:|-|\n|*e*|f|",
            [
                {
                    "type": "table",
                    "header": [[words(it)] for it in "abcd"],
                    "rows": [[[marked("e", "italic")], [words("f")], [], []]],
                    "align": ["left", "center", "right", None],
                }
            ],
        ),
        ("<div>\n<script>x</script>", [one("<div>\n<script>x</script>")]),
    ],
)
def test_blocks_of_markdown_are_parts(markdown: str, read: list[Json]) -> None:
    assert parts(markdown) == read


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](javascript&colon;alert(1))",
        "[a](data:text/html,x)",
        "![a](data:image/png;base64,x)",
        "<javascript:alert(1)>",
        "[a](/etc/passwd)",
        "[a](#b)",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "[a](<java\tscript:alert(1)>)",
    ],
)
def test_what_nobody_may_be_led_to_is_no_link(markdown: str) -> None:
    found = parts(markdown)
    assert {it["type"] for it in inline_of(found)} == {"text"}
    assert "a" in said_in(found)


@given(TEXTS)
def test_any_text_gives_parts_with_nothing_wrong_in_them(text: str) -> None:
    assert wrong_in(parts(text)) == []


@given(st.text(st.sampled_from("abc é.,;")))
def test_words_without_marks_are_kept(text: str) -> None:
    assert said_in(parts(text)) == text.strip() or text.startswith("    ")


@pytest.mark.parametrize("flood", ["[", "![", "*a **a ", "> ", "- ", "`a", "<", "[a](", "|a", "~~a", "\\", "  - a\n"])
def test_no_depth_of_marks_is_too_deep(flood: str) -> None:
    assert wrong_in(parts((flood * 12_000)[:12_000])) == []
    closing = "](mailto:a)" if "[" in flood else "b* b** "
    assert wrong_in(parts((flood * 900 + "a" + closing * 900)[:12_000])) == []
