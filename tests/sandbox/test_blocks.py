"""What Slack refuses in a message: each limit at the limit, one above, and empty; each thing out of place."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox import limits
from sandbox.blocks import cut, explain_message, message_problem
from tests.sandbox.block_samples import (
    FILE_INPUT,
    Json,
    actions,
    asked,
    button,
    confirm,
    context,
    header,
    image,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    text_input,
)

Sized = Callable[[int], Json]


def problem(*blocks: Any) -> str | None:
    return message_problem(text="Words", blocks=list(blocks))


def accessory(**element: Any) -> Json:
    return section(accessory=element)


def day(initial_date: str) -> Json:
    return accessory(type="datepicker", initial_date=initial_date)


def group(size: int) -> Json:
    return {"label": plain(), "options": options(size)}


def select_of_groups(groups: list[Json]) -> Json:
    return {"type": "static_select", "option_groups": groups}


def video(**fields: Any) -> Json:
    address = "https://example.org/v"
    sound = {"type": "video", "alt_text": "A tour", "title": plain(), "video_url": address}
    return sound | {"thumbnail_url": address} | fields


GROUP = group(1)

LENGTHS: list[tuple[str, int, Sized]] = [
    ("header", 150, lambda n: header("h" * n)),
    ("section text", 3_000, lambda n: section(text=plain("h" * n))),
    ("section mrkdwn", 3_000, lambda n: section(text=mrkdwn("h" * n))),
    ("section field", 2_000, lambda n: section(fields=[plain("h" * n)])),
    ("context text", 3_000, lambda n: context(mrkdwn("h" * n))),
    ("block_id", 255, lambda n: section(block_id="h" * n)),
    ("action_id", 255, lambda n: actions(button(action_id="h" * n))),
    ("input label", 2_000, lambda n: asked(label=plain("h" * n))),
    ("input hint", 2_000, lambda n: asked(hint=plain("h" * n))),
    ("image alt_text", 2_000, lambda n: image(alt_text="h" * n)),
    ("image title", 2_000, lambda n: image(title=plain("h" * n))),
    ("image element alt_text", 2_000, lambda n: context(image(alt_text="h" * n))),
    ("button text", 75, lambda n: actions(button(text=plain("h" * n)))),
    ("button value", 2_000, lambda n: actions(button(value="h" * n))),
    ("button label", 75, lambda n: actions(button(accessibility_label="h" * n))),
    ("button prompt", 4_000, lambda n: actions(button(agent_prompt="h" * n))),
    ("option text", 75, lambda n: actions(select(options=[option(text=plain("h" * n))]))),
    ("option value", 150, lambda n: actions(select(options=[option("h" * n)]))),
    ("option description", 75, lambda n: actions(select(options=[option(description=plain("h" * n))]))),
    ("placeholder", 150, lambda n: actions(select(placeholder=plain("h" * n)))),
    ("confirm title", 100, lambda n: actions(button(confirm=confirm(title=plain("h" * n))))),
    ("confirm text", 300, lambda n: actions(button(confirm=confirm(text=mrkdwn("h" * n))))),
    ("confirm yes", 30, lambda n: actions(button(confirm=confirm(confirm=plain("h" * n))))),
    ("option group", 75, lambda n: actions(select_of_groups([GROUP | {"label": plain("h" * n)}]))),
    ("video title", 199, lambda n: video(title=plain("h" * n))),
    ("video author", 49, lambda n: video(author_name="h" * n)),
    ("confirm no", 30, lambda n: actions(button(confirm=confirm(deny=plain("h" * n))))),
]
URLS: list[tuple[str, Callable[[str], Json]]] = [
    ("button", lambda url: actions(button(url=url))),
    ("image", lambda url: image(image_url=url)),
    ("overflow", lambda url: accessory(type="overflow", options=[option(url=url)])),
]
COUNTS: list[tuple[str, int, Sized]] = [
    ("section fields", 10, lambda n: section(fields=[plain()] * n)),
    ("context elements", 10, lambda n: context(*[plain()] * n)),
    ("actions elements", 25, lambda n: actions(*[button(action_id=f"a{i}") for i in range(n)])),
    ("select options", 100, lambda n: actions(select(options=options(n)))),
    ("overflow options", 5, lambda n: accessory(type="overflow", options=options(n))),
    ("radio options", 10, lambda n: accessory(type="radio_buttons", options=options(n))),
    ("checkbox options", 10, lambda n: accessory(type="checkboxes", options=options(n))),
    ("option groups", 100, lambda n: actions(select_of_groups([GROUP] * n))),
    ("options of a group", 100, lambda n: actions(select_of_groups([group(n)]))),
]


@pytest.mark.parametrize(("most", "sized"), [row[1:] for row in LENGTHS + COUNTS])
def test_a_limit_holds_at_one_at_the_limit_and_not_above_or_at_nothing(most: int, sized: Sized) -> None:
    assert problem(sized(1)) is None
    assert problem(sized(most)) is None
    assert problem(sized(most + 1)) == "invalid_blocks"
    assert problem(sized(0)) == "invalid_blocks"


@pytest.mark.parametrize("with_url", [row[1] for row in URLS])
def test_an_address_is_of_the_web_and_no_longer_than_3000(with_url: Callable[[str], Json]) -> None:
    address = "https://example.org/"
    assert problem(with_url("http://example.org")) is None
    assert problem(with_url(address.ljust(3_000, "a"))) is None
    for bad in ("", address.ljust(3_001, "a"), "javascript:alert(1)", "example.org", "https://a b"):
        assert problem(with_url(bad)) == "invalid_blocks"


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (section(), {"type": "sectoin", "text": plain()}),
        (section(), {"text": plain()}),
        (section(), "section"),
        (section(), None),
        (section(), {"type": "section"}),
        (section(fields=[plain()]), section(fields=None)),
        (section(), section(colour="red")),
        (section(expand=True), section(expand="yes")),
        (header(), {"type": "header", "text": mrkdwn()}),
        (header(), {"type": "header", "text": "Words"}),
        (header(), {"type": "header"}),
        (section(text=mrkdwn() | {"verbatim": True}), section(text=plain() | {"verbatim": True})),
        (section(text=plain() | {"emoji": True}), section(text=mrkdwn() | {"emoji": True})),
        (image(), {"type": "image", "image_url": "https://example.org/a.png"}),
        (image(), image(slack_file={"id": "F1"})),
        (image(), {"type": "image", "alt_text": "A map"}),
        (context(image()), context(button())),
        (actions(button()), actions(image())),
        (actions(button()), actions(text_input())),
        (accessory(**image()), accessory(**text_input())),
        (accessory(**button()), section(accessory=plain())),
        (accessory(**button()), section(accessory=[button()])),
        (asked(), asked(button())),
        (asked(), asked(FILE_INPUT)),
        (asked(), asked({"type": "email_text_input"})),
        (asked(), asked({"type": "rich_text_input"})),
        (asked(), {"type": "input", "label": plain()}),
        (asked(), {"type": "input", "element": text_input()}),
        (asked(label=plain()), asked(label=mrkdwn())),
        (actions(button(style="danger")), actions(button(style="green"))),
        (actions(button(confirm=confirm())), actions(button(confirm={"title": plain()}))),
        (actions(button(confirm=confirm(style="danger"))), actions(button(confirm=confirm(style="red")))),
        (actions(select()), actions({"type": "static_select", "action_id": "pick"})),
        (actions(select()), actions(select(option_groups=[GROUP]))),
        (actions(select(initial_option=option("0"))), actions(select(initial_option=option("9")))),
        (actions(select()), actions(select(initial_option=None))),
        (actions(select()), actions(select(options=[option(url="https://example.org")]))),
        (actions(select()), actions(select(options=[option(text=mrkdwn())]))),
        (
            accessory(type="radio_buttons", options=[option(text=mrkdwn())]),
            accessory(type="radio_buttons", options=[option("1"), option("1")]),
        ),
        (
            accessory(type="checkboxes", options=options(2), initial_options=options(1)),
            accessory(type="checkboxes", options=options(1), initial_options=options(2)),
        ),
        (day("2028-02-29"), day("2027-02-29")),
        (day("2027-02-28"), day("28.2.2027")),
        (
            accessory(type="timepicker", initial_time="23:59"),
            accessory(type="timepicker", initial_time="24:00"),
        ),
        (
            actions({"type": "datetimepicker", "initial_date_time": 1_732_400_000}),
            actions({"type": "datetimepicker", "initial_date_time": 173_240_000}),
        ),
        (actions({"type": "datetimepicker"}), accessory(type="datetimepicker")),
        (actions(button()), actions({"type": "users_select", "initial_user": 7})),
        (
            accessory(type="conversations_select", filter={"include": ["im"]}),
            accessory(type="conversations_select", filter={}),
        ),
        (asked(text_input(max_length=3_000)), asked(text_input(max_length=3_001))),
        (asked(text_input(max_length=1)), asked(text_input(max_length=0))),
        (asked(text_input(min_length=5, max_length=5)), asked(text_input(min_length=6, max_length=5))),
        (asked(text_input(multiline=True)), asked(text_input(confirm=confirm()))),
        (
            asked(text_input(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]})),
            asked(text_input(dispatch_action_config={"trigger_actions_on": ["on_click"]})),
        ),
        (section(block_id="a"), section(block_id=7)),
        (actions(select()), actions(select(options=[option(type="option")]))),
        (actions(button(confirm=confirm())), actions(button(confirm=confirm(type="confirm")))),
    ],
)
def test_what_is_out_of_place_is_refused_and_its_sound_sibling_is_not(sound: Json, broken: Any) -> None:
    assert problem(sound) is None
    assert problem(broken) == "invalid_blocks"


@pytest.mark.parametrize(
    ("token", "sound"),
    [
        ("<!date^1732400000^{date_short_pretty} at {time}|24 Nov>", True),
        ("<!date^1732400000^{date}^https://example.org/|24 Nov>", True),
        ("&lt;!date^1732400000&gt;", True),
        ("<!date^1732400000^{date}>", False),
        ("<!date^1732400000^{date}|>", False),
        ("<!date^1732400000^soon|24 Nov>", False),
        ("<!date^tomorrow^{date}|24 Nov>", False),
    ],
)
def test_a_date_needs_a_time_a_format_and_a_fallback(token: str, sound: bool) -> None:  # noqa: FBT001 - a table's column
    assert problem(section(text=mrkdwn(f"Until {token}."))) == (None if sound else "invalid_blocks")
    assert problem(section(text=plain(f"Until {token}."))) is None


def test_a_message_has_fifty_blocks_at_most() -> None:
    divider = {"type": "divider"}
    assert problem(*[divider] * 50) is None
    assert problem(*[divider] * 51) == "invalid_blocks"


def test_two_blocks_have_two_block_ids() -> None:
    assert problem(section(block_id="a"), section(block_id="b"), section(), section()) is None
    assert problem(section(block_id="a"), section(block_id="a")) == "invalid_blocks"


def test_an_action_id_is_used_once_in_a_block_and_may_return_in_another() -> None:
    assert problem(actions(button()), actions(button()), actions(button(), button(action_id="give"))) is None
    assert problem(actions(button(), button())) == "invalid_blocks"


def test_a_message_needs_words_or_blocks() -> None:
    assert message_problem(text="Words", blocks=None) is None
    assert message_problem(text="Words", blocks=[]) is None
    assert message_problem(text=None, blocks=[section()]) is None
    for text in (None, "", " \n"):
        assert message_problem(text=text, blocks=None) == "no_text"
        assert message_problem(text=text, blocks=[]) == "no_text"


def test_a_long_text_is_cut_in_a_post_and_refused_in_an_update() -> None:
    assert message_problem(text="t" * 4_000, blocks=None, updating=True) is None
    assert message_problem(text="t" * 4_001, blocks=None, updating=True) == "msg_too_long"
    assert message_problem(text="t" * 40_001, blocks=None) is None
    assert cut("t" * 40_001) == "t" * 40_000


def test_all_text_in_the_blocks_together_is_bounded() -> None:
    def blocks(total: int) -> list[Json]:
        whole, rest = divmod(total, 2_000)
        return [section(text=plain("t" * size)) for size in [2_000] * whole + [rest] * bool(rest)]

    most, strict = limits.ALL_BLOCK_TEXT, limits.ALL_BLOCK_TEXT_STRICT
    assert message_problem(text=None, blocks=blocks(most)) is None
    assert message_problem(text=None, blocks=blocks(most + 1)) == "msg_blocks_too_long"
    assert message_problem(text=None, blocks=blocks(strict), block_text=strict) is None
    assert message_problem(text=None, blocks=blocks(strict + 1), block_text=strict) == "msg_blocks_too_long"


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (header("h" * 151), "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
        (header(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
        ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
        ({"type": "sectoin"}, "unsupported type: sectoin [json-pointer:/blocks/0/type]"),
        (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
        (section(accessory=None), "must provide an object [json-pointer:/blocks/0/accessory]"),
        (section(fields=[plain()] * 11), "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
        (
            actions(button(), button()),
            '`action_id` "take" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        ),
    ],
)
def test_a_refusal_is_explained_in_slacks_words(block: Json, says: str) -> None:
    assert explain_message(text="Words", blocks=[block]) == [f"[ERROR] {says}"]


def test_a_sound_message_needs_no_explanation() -> None:
    assert explain_message(text="Words", blocks=[section()]) == []
    assert explain_message(text="Words", blocks=None) == []
