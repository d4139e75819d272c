"""Newer blocks: each where Slack draws it, refused where no roll-out has come, and inside its numbers."""

from collections.abc import Callable

import pytest

from sandbox.blocks import explain_message, message_problem
from sandbox.newer_blocks import NEWER_KINDS
from sandbox.views import view_problem
from tests.sandbox.block_samples import (
    AXES,
    FEEDBACK,
    IMAGE_CARD,
    NEWER,
    RAW,
    SERIES,
    TASK,
    Json,
    home,
    image,
    modal,
    plain,
    rich,
    rich_section,
    section,
    words,
)

Sized = Callable[[int], Json]
IN_MODALS = {"alert", "auth_provider", "card"}
IN_HOMES = {"auth_provider", "card", "carousel"}


def problem(*blocks: Json) -> str | None:
    return message_problem(text="Words", blocks=list(blocks))


def newer(kind: str, **fields: object) -> Json:
    return NEWER[kind] | fields


def feedback(**fields: object) -> Json:
    buttons = {"positive_button": FEEDBACK | fields, "negative_button": FEEDBACK}
    return newer("context_actions", elements=[{"type": "feedback_buttons"} | buttons])


def chart(**fields: object) -> Json:
    return newer("data_visualization", chart=fields)


def test_the_samples_show_every_newer_kind() -> None:
    assert NEWER.keys() == NEWER_KINDS


@pytest.mark.parametrize("kind", sorted(NEWER_KINDS))
def test_a_newer_block_is_taken_where_slack_draws_it(kind: str) -> None:
    assert (problem(NEWER[kind]) is None) is (kind != "alert")
    assert (view_problem(modal(NEWER[kind]), kind="modal") is None) is (kind in IN_MODALS)
    assert (view_problem(home(NEWER[kind]), kind="home") is None) is (kind in IN_HOMES)


@pytest.mark.parametrize("kind", sorted(NEWER_KINDS - {"alert"}))
def test_a_workspace_the_roll_out_has_not_reached_refuses_the_block(kind: str) -> None:
    older = NEWER_KINDS - {kind}
    blocks = [NEWER[kind]]
    assert message_problem(text="Words", blocks=blocks) is None
    assert message_problem(text="Words", blocks=blocks, newer_kinds=older) == "invalid_blocks"
    assert explain_message(text="Words", blocks=blocks, newer_kinds=older) == [
        f"[ERROR] unsupported type: {kind} [json-pointer:/blocks/0/type]"
    ]


@pytest.mark.parametrize(
    ("most", "sized"),
    [
        (150, lambda n: newer("card", title=plain("t" * n))),
        (150, lambda n: newer("card", subtitle=plain("t" * n))),
        (200, lambda n: newer("card", body=plain("t" * n))),
        (10, lambda n: newer("carousel", elements=[IMAGE_CARD] * n)),
        (10, lambda n: newer("container", child_blocks=[section()] * n)),
        (150, lambda n: newer("container", title=plain("t" * n))),
        (100, lambda n: newer("table", rows=[[RAW]] * n)),
        (20, lambda n: newer("table", rows=[[RAW] * n])),
        (100, lambda n: newer("data_table", page_size=n)),
        (100, lambda n: newer("data_table", rows=[[RAW]] * (n + 1))),
        (50, lambda n: newer("data_visualization", title="t" * n)),
        (6, lambda n: chart(type="line", series=[SERIES] * n, axis_config=AXES)),
        (6, lambda n: chart(type="pie", segments=[{"label": "a", "value": 1}] * n)),
        (75, lambda n: newer("auth_provider", name=plain("t" * n))),
        (150, lambda n: newer("auth_provider", value="t" * n)),
        (150, lambda n: newer("auth_provider", description=plain("t" * n))),
        (75, lambda n: feedback(text=plain("t" * n))),
        (2_000, lambda n: feedback(value="t" * n)),
        (10_000, lambda n: newer("table", rows=[[{"type": "raw_text", "text": "t" * n}]])),
        (20, lambda n: chart(type="line", series=[SERIES], axis_config={"categories": ["a"] * n})),
        (20, lambda n: chart(type="line", series=[SERIES], axis_config={"categories": ["a" * n]})),
        (12_000, lambda n: newer("markdown", text="t" * n)),
    ],
)
def test_a_limit_of_a_newer_block_holds_at_one_at_the_limit_and_not_above_or_at_nothing(
    most: int, sized: Sized
) -> None:
    assert problem(sized(1)) is None
    assert problem(sized(most)) is None
    assert problem(sized(most + 1)) == "invalid_blocks"
    assert problem(sized(0)) == "invalid_blocks"


ICON_BUTTON = {"type": "icon_button", "icon": "trash", "text": plain()}
RICH_CELL = rich(rich_section(words()))


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (newer("card"), {"type": "card", "subtitle": plain()}),
        (newer("card", icon=image()), newer("card", icon=plain())),
        (newer("carousel"), newer("carousel", elements=[section()])),
        (
            newer("container", is_collapsible=True),
            newer("container", is_collapsible=True, has_header_divider=True),
        ),
        (newer("container", width="wide"), newer("container", width="huge")),
        (newer("container"), newer("container", child_blocks=[NEWER["container"]])),
        (newer("container"), {"type": "container", "child_blocks": [section()]}),
        (
            newer("context_actions", elements=[ICON_BUTTON] * 5),
            newer("context_actions", elements=[ICON_BUTTON] * 6),
        ),
        (
            newer("context_actions"),
            newer("context_actions", elements=[{"type": "feedback_buttons", "positive_button": FEEDBACK}]),
        ),
        (newer("data_table", rows=[[RAW], [RICH_CELL]]), newer("data_table", rows=[[RICH_CELL], [RAW]])),
        (newer("data_table"), newer("data_table", rows=[[RAW], [RAW, RAW]])),
        (newer("table", rows=[[RICH_CELL]]), newer("table", rows=[[plain()]])),
        (
            newer("table", column_settings=[{"align": "left"}]),
            newer("table", column_settings=[{"align": "top"}]),
        ),
        (newer("plan"), newer("plan", tasks=[section()])),
        (newer("task_card", details=RICH_CELL), newer("task_card", details="Words")),
        (newer("task_card"), newer("task_card", status="lost")),
        (chart(type="pie", segments=[{"label": "a", "value": 1.5}]), chart(type="ring", segments=[])),
        (
            chart(type="pie", segments=[{"label": "a", "value": 1}]),
            chart(type="pie", segments=[{"label": "a", "value": "1"}]),
        ),
        (newer("auth_provider", is_connected=True), newer("auth_provider", is_connected=None)),
    ],
)
def test_what_is_out_of_place_in_a_newer_block_is_refused(sound: Json, broken: Json) -> None:
    assert problem(sound) is None
    assert problem(broken) == "invalid_blocks"


def test_an_alert_has_one_of_five_levels() -> None:
    for level in ("default", "info", "warning", "error", "success"):
        assert view_problem(modal(newer("alert", level=level)), kind="modal") is None
    assert view_problem(modal(newer("alert", level="loud")), kind="modal") == "invalid_arguments"


def test_the_markdown_of_one_message_is_counted_together_and_apart_from_other_text() -> None:
    half = newer("markdown", text="t" * 6_000)
    assert problem(half, half, section()) is None
    assert problem(half, half, newer("markdown", text="t")) == "invalid_blocks"


def test_a_message_has_one_table() -> None:
    assert problem(NEWER["table"], section()) is None
    assert problem(NEWER["table"], NEWER["table"]) == "invalid_blocks"


def test_a_task_is_counted_into_a_plan() -> None:
    assert problem(newer("plan", tasks=[TASK] * 3)) is None
    assert problem(newer("plan", tasks=[])) is None
