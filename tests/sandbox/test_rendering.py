"""Messages and views as the words a person reads."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.mrkdwn import Reader
from sandbox.rendering import plain_text_of
from tests.sandbox.block_samples import (
    FILE_INPUT,
    NEWER,
    Json,
    actions,
    asked,
    button,
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

READER = Reader(name_of={"U1": "Ana", "C1": "cases"}.get, zone=UTC, now=datetime(2024, 11, 24, 12, tzinfo=UTC))
DATE = {"type": "date", "timestamp": 1_732_400_000, "format": "{date_num}", "fallback": "soon"}


def read(*blocks: Json) -> str:
    return plain_text_of({"text": "for screen readers", "blocks": list(blocks)}, READER)


def chosen(**element: Any) -> str:
    return read(actions(element))


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (header("Case 17"), "Case 17"),
        (section(text=mrkdwn("*Case 17* by <@U1>")), "Case 17 by @Ana"),
        (
            section(text=plain("*as it is* &lt;"), fields=[mrkdwn("_High_"), plain("Low")]),
            "*as it is* &lt;\nHigh\nLow",
        ),
        (section(fields=[plain("Low")]) | {"text": plain("High")}, "High\nLow"),
        ({"type": "section", "fields": [plain("Low")]}, "Low"),
        (section(text=plain("Open"), accessory=button()), "Open\n[Take]"),
        (section(text=plain("Map"), accessory=image()), "Map\n(image: A map)"),
        (context(mrkdwn("by <@U1>"), image(), plain("today")), "by @Ana (image: A map) today"),
        (actions(button(), button(text=plain("Solved"))), "[Take] [Solved]"),
        (image(), "(image: A map)"),
        (image(title=plain("Where")), "Where\n(image: A map)"),
        ({"type": "divider"}, ""),
        (asked(hint=plain("In a few words")), "Subject: […]\nIn a few words"),
        (asked(optional=True), "Subject (optional): […]"),
        (asked(text_input(placeholder=plain("What happens?"))), "Subject: [What happens?]"),
        (
            asked(text_input(initial_value="Grades vanish", placeholder=plain("?"))),
            "Subject: [Grades vanish]",
        ),
        (asked(FILE_INPUT), "Subject: […]"),
    ],
)
def test_each_block_is_read_by_its_words(block: Json, text: str) -> None:
    assert read(block) == text


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (select(), "[…]"),
        (select(placeholder=plain("Who?")), "[Who?]"),
        (select(placeholder=plain("Who?"), initial_option=option()), "[One]"),
        (select(type="multi_static_select", initial_options=[option(), option()]), "[One, One]"),
        ({"type": "datepicker", "initial_date": "2024-11-24"}, "[2024-11-24]"),
        ({"type": "timepicker", "initial_time": "09:30"}, "[09:30]"),
        ({"type": "users_select", "initial_user": "U1"}, "[@Ana]"),
        ({"type": "overflow", "options": [option(), option("2", text=plain("Two"))]}, "[One / Two]"),
        (
            {"type": "radio_buttons", "options": [option(), option("2")], "initial_option": option()},
            "(x) One ( ) One",
        ),
        ({"type": "checkboxes", "options": [option(text=mrkdwn("*All*"))]}, "( ) All"),
    ],
)
def test_an_element_is_read_by_what_stands_in_it(element: Json, text: str) -> None:
    assert chosen(**element) == text


def test_rich_text_is_read_with_its_lists_and_quotes() -> None:
    item, style = rich_section(words("item")), {"bold": True}
    inline = [
        words("Hi ") | {"style": style},
        {"type": "user", "user_id": "U1"},
        words(" in "),
        {"type": "channel", "channel_id": "C1"},
        {"type": "link", "url": "https://example.org"},
        {"type": "link", "url": "https://example.org", "text": " here "},
        {"type": "emoji", "name": "wave"},
        {"type": "broadcast", "range": "here"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "team", "team_id": "T1"},
        {"type": "color", "value": "#F405B3"},
        DATE,
        DATE | {"format": "{never}"},
    ]
    assert read(
        rich(
            rich_section(*inline),
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [item]},
            {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [item, item]},
            {"type": "rich_text_quote", "elements": [words("one\ntwo")]},
            {"type": "rich_text_preformatted", "elements": [words("a = *b*")]},
        )
    ).splitlines() == [
        "Hi @Ana in #caseshttps://example.org here :wave:@here@S1@T1#F405B32024-11-23soon",
        "  • item",
        "3. item",
        "4. item",
        "> one",
        "> two",
        "a = *b*",
    ]


def test_a_message_without_blocks_is_read_by_its_text_its_attachments_and_its_files() -> None:
    message = {
        "type": "message",
        "text": "Hello <@U1>",
        "attachments": [{"text": "quoted"}, {"blocks": [header("shown")], "text": "hidden"}],
        "files": [{"id": "F1", "name": "shot.png"}, {"id": "F2"}],
    }
    assert plain_text_of(message, READER) == "Hello @Ana\nquoted\nshown\n(file: shot.png)\n(file: F2)"
    assert plain_text_of({"text": None, "blocks": []}, READER) == ""


def test_a_view_is_read_from_its_title_to_its_buttons() -> None:
    form = modal(header("New case"), asked(), close=plain("Cancel"))
    assert plain_text_of(form, READER) == "Case\nNew case\nSubject: […]\n[Send] [Cancel]"
    assert plain_text_of(home(header("Your cases")), READER) == "Your cases"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=75))
def test_a_persons_words_come_through_from_wherever_they_stand(said: str) -> None:
    everywhere = [
        header(said),
        section(text=plain(said), fields=[plain(said)], accessory=button(text=plain(said))),
        context(plain(said)),
        actions(button(text=plain(said)), select(placeholder=plain(said))),
        asked(label=plain(said), hint=plain(said)),
        image(alt_text=said, title=plain(said)),
        rich(rich_section(words(said))),
    ]
    assert read(*everywhere).count(said) >= 11


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("alert", "Words"),
        ("auth_provider", "Words"),
        ("card", "A map"),
        ("carousel", "A map"),
        ("container", "Words\nWords"),
        ("context_actions", "Good\nGood"),
        ("data_table", "Cases\ncell\ncell"),
        ("data_visualization", "Cases\nCases\nMon"),
        ("markdown", "**Words**"),
        ("plan", "Looking\nLook"),
        ("table", "cell"),
        ("task_card", "Look"),
    ],
)
def test_every_newer_block_is_read_by_its_words(kind: str, text: str) -> None:
    assert read(NEWER[kind]) == text


def test_no_newer_block_goes_unread() -> None:
    assert [kind for kind, block in NEWER.items() if not read(block)] == []
