"""The rich_text block: which parts it has and what stands inside each."""

import pytest

from sandbox.blocks import message_problem
from tests.sandbox.block_samples import Json, rich, rich_section, words

LINK = {"type": "link", "url": "https://example.org", "text": "here"}
DATE = {"type": "date", "timestamp": 1_732_400_000, "format": "{date}", "fallback": "24 Nov"}


def problem(block: Json) -> str | None:
    return message_problem(text="Words", blocks=[block])


def listed(**fields: object) -> Json:
    sound: Json = {"type": "rich_text_list", "style": "bullet", "elements": [rich_section(words())]}
    return rich(sound | fields)


def part(kind: str, *inline: Json, **fields: object) -> Json:
    return rich({"type": kind, "elements": list(inline)} | fields)


def inline(**fields: object) -> Json:
    return rich(rich_section(dict(fields)))


@pytest.mark.parametrize(
    "element",
    [
        words(),
        words() | {"style": {"bold": True, "code": False}},
        LINK,
        LINK | {"url": "mailto:help@example.org"},
        DATE,
        {"type": "user", "user_id": "U1"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "team", "team_id": "T1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 2},
        {"type": "color", "value": "#F405B3"},
    ],
)
def test_a_section_a_quote_and_a_list_hold_each_kind_of_inline_element(element: Json) -> None:
    assert problem(rich(rich_section(element))) is None
    assert problem(part("rich_text_quote", element)) is None
    assert problem(listed(elements=[rich_section(element)])) is None


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (inline(type="text", text="t"), inline(type="text", text="")),
        (inline(type="text", text="t"), inline(type="text")),
        (inline(type="text", text="t"), inline(type="mrkdwn", text="t")),
        (inline(type="text", text="t"), inline(type="text", text="t", style={"loud": True})),
        (inline(type="text", text="t"), inline(type="text", text="t", style={"bold": "yes"})),
        (inline(**LINK), inline(**LINK | {"url": "javascript:alert(1)"})),
        (inline(**DATE), inline(**DATE | {"timestamp": "soon"})),
        (inline(type="user", user_id="U1"), inline(type="user", user_id="")),
        (inline(type="broadcast", range="channel"), inline(type="broadcast", range="world")),
        (inline(type="color", value="#ffffff"), inline(type="color", value="red")),
        (rich(rich_section()), rich()),
        (rich(rich_section()), rich(words())),
        (rich(rich_section()), {"type": "rich_text"}),
        (listed(style="ordered", indent=8, offset=3, border=1), listed(style="dotted")),
        (listed(indent=8), listed(indent=9)),
        (listed(), listed(elements=[])),
        (listed(), listed(elements=[words()])),
        (part("rich_text_quote", words(), border=1), part("rich_text_quote", words(), border=2)),
        (part("rich_text_preformatted", words(), LINK), part("rich_text_preformatted", DATE)),
        (part("rich_text_section", words()), part("rich_text_poem", words())),
    ],
)
def test_what_is_out_of_place_in_rich_text_is_refused(sound: Json, broken: Json) -> None:
    assert problem(sound) is None
    assert problem(broken) == "invalid_blocks"
