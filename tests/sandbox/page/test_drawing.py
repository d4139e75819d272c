"""Blocks and views made ready for the page."""

import copy
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page import drawing
from sandbox.page.drawing import Reader
from tests.sandbox.block_samples import (
    NEWER,
    Json,
    actions,
    asked,
    button,
    confirm,
    context,
    header,
    home,
    image,
    modal,
    mrkdwn,
    option,
    plain,
    rich,
    rich_section,
    section,
    select,
    text_input,
    words,
)
from tests.sandbox.hostile import TEXTS, inline_of, wrong_in

NOON = datetime(2024, 11, 24, 12, tzinfo=UTC)
SECONDS = 1_732_400_000  # 2024-11-23 22:13:20 UTC
HERE = Reader(zone=UTC, now=NOON)
TOKYO = Reader(zone=ZoneInfo("Asia/Tokyo"), now=NOON)
DATE = {"type": "date", "timestamp": SECONDS, "format": "{date_num} {time}", "fallback": "soon"}
NESTED_JSON = st.recursive(
    TEXTS | st.integers() | st.none() | st.sampled_from(["mrkdwn", "rich_text", "markdown", "link", "date"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "url", "value", "timestamp", "x"]), inner)
    ),
    max_leaves=12,
)


def drawn(*blocks: Json, reader: Reader = HERE) -> list[Json]:
    return drawing.blocks([*blocks], reader)


def texts_in(value: Any) -> list[Json]:
    """Every text object, however deep, but not what stands in its reading."""
    if isinstance(value, list):
        return [found for it in value for found in texts_in(it)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("text"), str) and str(value.get("type")) in {"mrkdwn", "plain_text", "markdown"}:
        return [value]
    return [found for it in value.values() for found in texts_in(it)]


EVERYTHING = [
    header(),
    section(fields=[mrkdwn(), plain()], accessory=button(confirm=confirm(text=mrkdwn()))),
    section(accessory={"type": "overflow", "options": [option(description=plain())]}),
    context(mrkdwn(), image(), plain()),
    actions(select(placeholder=plain(), option_groups=[{"label": plain(), "options": [option()]}])),
    actions({"type": "checkboxes", "options": [option(text=mrkdwn(), description=mrkdwn())]}),
    asked(text_input(placeholder=plain()), hint=plain()),
    image(title=plain()),
    *NEWER.values(),
]


def test_every_text_of_every_block_is_read() -> None:
    found = texts_in(drawn(*EVERYTHING))
    assert len(found) == len(texts_in(EVERYTHING)) > 25
    assert [it for it in found if not it["rich"]] == []


def test_a_text_is_read_by_its_kind() -> None:
    said = ":wave: *b* https://x.org"
    (read,) = drawn(section(text=mrkdwn(said), fields=[mrkdwn(said) | {"verbatim": True}, plain(said)]))
    kinds = [[it["type"] for it in inline_of(text["rich"])] for text in (read["text"], *read["fields"])]
    assert kinds == [["emoji", "text", "text", "text", "link"], ["emoji", "text", "text", "text"], ["emoji", "text"]]
    (kept,) = drawn(header() | {"text": plain(":wave:") | {"emoji": False}})
    assert kept["text"]["rich"] == [rich_section(words(":wave:"))]


def test_a_markdown_block_is_read_as_markdown() -> None:
    (read,) = drawn({"type": "markdown", "text": "# A\n**b**"})
    assert [part["type"] for part in read["rich"]] == ["heading", "rich_text_section"]


@pytest.mark.parametrize(("reader", "day"), [(HERE, "2024-11-23 10:13 PM"), (TOKYO, "2024-11-24 7:13 AM")])
def test_a_date_is_drawn_where_the_reader_is(reader: Reader, day: str) -> None:
    token = f"<!date^{SECONDS}^{{date_num}} {{time}}^https://x.org|soon>"
    (part,) = drawing.words(token, reader)
    assert part["elements"] == [DATE | {"url": "https://x.org", "drawn": day}]
    read, listed = drawn(rich(rich_section(DATE)), rich(bullets(rich_section(DATE))), reader=reader)
    assert [it["drawn"] for it in inline_of([read, listed])] == [day, day]
    (said,) = drawn(section(text=mrkdwn(token)), reader=reader)
    assert [it["drawn"] for it in inline_of(said["text"]["rich"])] == [day]


def bullets(*items: Json) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": [*items]}


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (DATE | {"format": "{never}"}, "soon"),
        (DATE | {"timestamp": 10**18}, "soon"),
        ({"type": "date", "timestamp": 1, "format": "{never}"}, "{never}"),
    ],
)
def test_a_date_that_cannot_be_drawn_shows_its_fallback(date: Json, shown: str) -> None:
    (read,) = drawn(rich(rich_section(date)))
    assert [it["drawn"] for it in inline_of([read])] == [shown]


def test_a_link_of_rich_text_that_nobody_may_follow_is_words() -> None:
    bold = {"style": {"bold": True}}
    (read,) = drawn(
        rich(
            rich_section(
                {"type": "link", "url": "https://x.org", "text": "a"} | bold,
                {"type": "link", "url": "javascript:alert(1)", "text": "b"} | bold,
                {"type": "link", "url": "JAVASCRIPT:alert(1)"},
                {"type": "link", "url": {"no": "string"}},
                DATE | {"url": "javascript:alert(1)"},
            )
        )
    )
    assert [*inline_of([read])] == [
        {"type": "link", "url": "https://x.org", "text": "a"} | bold,
        words("b") | bold,
        words("JAVASCRIPT:alert(1)"),
        words("{'no': 'string'}"),
        DATE | {"drawn": "2024-11-23 10:13 PM"},
    ]


def test_rich_text_within_other_blocks_is_drawn_too() -> None:
    cell = rich(rich_section(DATE))
    (table,) = drawn({"type": "table", "rows": [[cell]]})
    assert table["rows"][0][0]["elements"][0]["elements"][0]["drawn"] == "2024-11-23 10:13 PM"
    (task,) = drawn(NEWER["task_card"] | {"details": cell})
    assert task["details"]["elements"][0]["elements"][0]["drawn"] == "2024-11-23 10:13 PM"


def test_no_field_of_a_block_leads_where_something_may_run() -> None:
    sound, run = "https://x.org/a", "javascript:alert(1)"
    (row, picture) = drawn(
        actions(button(url=run), button(url=sound)), image(image_url=run, slack_file={"id": "F1", "url": run})
    )
    assert [it.get("url") for it in row["elements"]] == [None, sound]
    assert (picture.get("image_url"), picture["slack_file"]) == (None, {"id": "F1"})


def test_values_are_never_looked_into() -> None:
    said = '{"type": "mrkdwn", "text": "*b*"} <@U1> :wave:'
    (row,) = drawn(actions(button(value=said), button(value={"type": "mrkdwn", "text": "*b*"})))
    assert [it["value"] for it in row["elements"]] == [said, {"type": "mrkdwn", "text": "*b*"}]


def test_of_a_view_what_is_shown_is_read_and_the_rest_left_alone() -> None:
    typed = {"b": {"a": {"type": "rich_text_input", "rich_text_value": rich(rich_section(DATE))}}}
    told = {"state": {"values": typed}, "private_metadata": '{"type":"mrkdwn"}', "id": "V1", "callback_id": "*c*"}
    form = modal(header(), asked(), close=plain("Cancel")) | told
    read = drawing.view(form, HERE)
    assert {name: read[name] for name in told} == told
    assert [it["text"] for it in texts_in(read) if it["rich"]] == ["Case", "Send", "Words", "Subject", "Cancel"]
    assert drawing.view(home(header()) | {"title": None}, HERE)["title"] is None


def test_what_is_drawn_is_a_copy() -> None:
    before = copy.deepcopy(EVERYTHING)
    drawn(*EVERYTHING)
    assert before == EVERYTHING


def test_what_are_no_blocks_is_drawn_as_none() -> None:
    assert drawing.blocks("*a*", HERE) == drawing.blocks(None, HERE) == drawing.blocks(7, HERE) == []
    assert drawing.blocks(["a", 1, None, {"type": "divider"}], HERE) == [{"type": "divider"}]


def test_what_is_nested_deeper_than_slack_nests_anything_is_left_out() -> None:
    deep: Any = mrkdwn()
    for _ in range(700):
        deep = {"elements": [deep]}
    assert texts_in(drawing.blocks([deep], HERE)) == []
    assert len(texts_in(drawing.blocks([{"x": [[[[mrkdwn()]]]]}], HERE))) == 1


@given(NESTED_JSON)
def test_anything_at_all_is_drawn(value: Any) -> None:
    for text in texts_in(drawing.blocks([value], HERE)):
        assert wrong_in(text.get("rich", [])) == []


@given(TEXTS)
def test_any_text_is_drawn_with_nothing_wrong_in_it(text: str) -> None:
    everywhere = drawn(section(text=mrkdwn(text), fields=[plain(text)]), {"type": "markdown", "text": text})
    for found in (drawing.words(text, HERE), *(it["rich"] for it in texts_in(everywhere))):
        assert wrong_in(found) == []
        assert [it for it in inline_of(found) if it["type"] == "date" and not it["drawn"]] == []
