"""Every number of `sandbox/limits.py`: at it, one above it, and at nothing. A number without a case fails."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sandbox import limits
from sandbox.blocks import cut, message_problem
from sandbox.views import view_problem
from tests.sandbox.block_samples import (
    AXES,
    FEEDBACK,
    FILE_INPUT,
    IMAGE_CARD,
    NEWER,
    RAW,
    SERIES,
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
    option,
    options,
    plain,
    section,
    select,
    text_input,
)

LIMITS = {name: value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}
DIVIDER: Json = {"type": "divider"}


@dataclass(frozen=True, slots=True)
class Case:
    """`problem`: Slack's word for something of this size; None: it is taken. `empty`: its word for nothing at all."""

    problem: Callable[[int], str | None]
    empty: str | None = "invalid_blocks"


def in_message(sized: Callable[[int], Json], empty: str | None = "invalid_blocks") -> Case:
    return Case(lambda n: message_problem(text="Words", blocks=[sized(n)]), empty)


def in_modal(sized: Callable[[int], Json], empty: str | None = "invalid_arguments") -> Case:
    return Case(lambda n: view_problem(sized(n), kind="modal"), empty)


def blocks_of(count: int) -> str | None:
    return message_problem(text="Words", blocks=[DIVIDER] * count)


def worded(characters: int) -> list[Json]:
    """So many characters over as many sections as they need."""
    pieces = [min(2_500, characters - start) for start in range(0, characters, 2_500)]
    return [section(text=plain("h" * it)) for it in pieces] or [DIVIDER]


def weighing(size: int) -> Json:
    """A home of exactly so many bytes, as Slack's JSON counts them."""
    full, view = [section(text=plain("h" * 2_900))], home()
    while len(raw(home(*view["blocks"], *full, section(text=plain("h"))))) < size - 3_000:
        view = home(*view["blocks"], *full)
    spare = size - len(raw(home(*view["blocks"], section(text=plain("")), section(text=plain("h")))))
    return home(
        *view["blocks"], section(text=plain("h" * (spare - spare // 2))), section(text=plain("h" * (spare // 2 + 1)))
    )


def raw(view: Json) -> bytes:
    return json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()


def newer(kind: str, **fields: object) -> Json:
    return NEWER[kind] | fields


def chart(**fields: object) -> Json:
    return newer("data_visualization", chart=fields)


def feedback(**fields: object) -> Json:
    buttons = {"positive_button": FEEDBACK | fields, "negative_button": FEEDBACK}
    return newer("context_actions", elements=[{"type": "feedback_buttons", **buttons}])


def pressed(**fields: object) -> Json:
    return actions(button(**fields))


def picked(**fields: object) -> Json:
    return actions(select(**fields))


def accessory(**element: object) -> Json:
    return section(accessory=element)


def film(**fields: object) -> Json:
    url = "https://example.org/v"
    sound = {"type": "video", "alt_text": "A tour", "title": plain(), "video_url": url, "thumbnail_url": url}
    return sound | fields


def grouped(groups: list[Json]) -> Json:
    return actions({"type": "static_select", "option_groups": groups})


GROUP: Json = {"label": plain(), "options": options(1)}
ICON = {"type": "icon_button", "icon": "trash", "text": plain()}
RICH = {"type": "rich_text_input", "action_id": "rich"}
ADDRESS = "https://example.org/"

CASES: dict[str, Case] = {
    "MESSAGE_BLOCKS": Case(blocks_of, None),
    "MODAL_BLOCKS": in_modal(lambda n: modal(*[DIVIDER] * n), None),
    "HOME_BLOCKS": Case(lambda n: view_problem(home(*[DIVIDER] * n), kind="home"), None),
    "MESSAGE_TEXT": Case(lambda n: None if cut("h" * n) == "h" * n else "cut", None),
    "UPDATED_TEXT": Case(lambda n: message_problem(text="h" * n, blocks=None, updating=True), "no_text"),
    "ALL_BLOCK_TEXT": Case(lambda n: message_problem(text="Words", blocks=worded(n)), None),
    "ALL_BLOCK_TEXT_STRICT": Case(
        lambda n: message_problem(text="Words", blocks=worded(n), block_text=limits.ALL_BLOCK_TEXT_STRICT), None
    ),
    "ALL_MARKDOWN": in_message(lambda n: newer("markdown", text="h" * n)),
    "IDENTIFIER": in_message(lambda n: section(block_id="h" * n)),
    "URL": in_message(lambda n: pressed(url=ADDRESS.ljust(n, "h") if n else "")),
    "ANY_TEXT": in_message(lambda n: context(plain("h" * n))),
    "HEADER": in_message(lambda n: header("h" * n)),
    "SECTION_TEXT": in_message(lambda n: section(text=plain("h" * n))),
    "SECTION_FIELDS": in_message(lambda n: section(fields=[plain()] * n)),
    "SECTION_FIELD": in_message(lambda n: section(fields=[plain("h" * n)])),
    "CONTEXT_ELEMENTS": in_message(lambda n: context(*[plain()] * n)),
    "ACTIONS_ELEMENTS": in_message(lambda n: actions(*[button(action_id=f"a{it}") for it in range(n)])),
    "CONTEXT_ACTIONS_ELEMENTS": in_message(lambda n: newer("context_actions", elements=[ICON] * n)),
    "INPUT_LABEL": in_message(lambda n: asked(label=plain("h" * n))),
    "INPUT_HINT": in_message(lambda n: asked(hint=plain("h" * n))),
    "ALT_TEXT": in_message(lambda n: image(alt_text="h" * n)),
    "IMAGE_TITLE": in_message(lambda n: image(title=plain("h" * n))),
    "VIDEO_TITLE": in_message(lambda n: film(title=plain("h" * n))),
    "VIDEO_AUTHOR": in_message(lambda n: film(author_name="h" * n)),
    "BUTTON_TEXT": in_message(lambda n: pressed(text=plain("h" * n))),
    "BUTTON_VALUE": in_message(lambda n: pressed(value="h" * n)),
    "BUTTON_ACCESSIBILITY_LABEL": in_message(lambda n: pressed(accessibility_label="h" * n)),
    "BUTTON_AGENT_PROMPT": in_message(lambda n: pressed(agent_prompt="h" * n)),
    "FEEDBACK_TEXT": in_message(lambda n: feedback(text=plain("h" * n))),
    "FEEDBACK_VALUE": in_message(lambda n: feedback(value="h" * n)),
    "OPTION_TEXT": in_message(lambda n: picked(options=[option(text=plain("h" * n))])),
    "OPTION_VALUE": in_message(lambda n: picked(options=[option("h" * n)])),
    "OPTION_DESCRIPTION": in_message(lambda n: picked(options=[option(description=plain("h" * n))])),
    "SELECT_OPTIONS": in_message(lambda n: picked(options=options(n))),
    "OPTION_GROUPS": in_message(lambda n: grouped([GROUP] * n)),
    "OPTION_GROUP_LABEL": in_message(lambda n: grouped([GROUP | {"label": plain("h" * n)}])),
    "OVERFLOW_OPTIONS": in_message(lambda n: accessory(type="overflow", options=options(n))),
    "CHOICE_OPTIONS": in_message(lambda n: accessory(type="radio_buttons", options=options(n))),
    "PLACEHOLDER": in_message(lambda n: picked(placeholder=plain("h" * n))),
    "CONFIRM_TITLE": in_message(lambda n: pressed(confirm=confirm(title=plain("h" * n)))),
    "CONFIRM_TEXT": in_message(lambda n: pressed(confirm=confirm(text=plain("h" * n)))),
    "CONFIRM_BUTTON": in_message(lambda n: pressed(confirm=confirm(deny=plain("h" * n)))),
    "PLAIN_INPUT": in_modal(lambda n: modal(asked(text_input(max_length=n)))),
    "INPUT_LINES": in_modal(lambda n: modal(asked(RICH | {"max_lines": n}))),
    "FILES_IN_INPUT": in_modal(lambda n: modal(asked(FILE_INPUT | {"max_files": n}))),
    "VIEW_TITLE": in_modal(lambda n: modal(title=plain("h" * n))),
    "VIEW_SUBMIT": in_modal(lambda n: modal(submit=plain("h" * n))),
    "VIEW_CLOSE": in_modal(lambda n: modal(close=plain("h" * n))),
    "PRIVATE_METADATA": in_modal(lambda n: modal(private_metadata="h" * n), None),
    "VIEW_BYTES": Case(lambda n: view_problem(weighing(n) if n else home(), kind="home"), None),
    "CARD_TITLE": in_message(lambda n: newer("card", title=plain("h" * n))),
    "CARD_SUBTITLE": in_message(lambda n: newer("card", subtitle=plain("h" * n))),
    "CARD_BODY": in_message(lambda n: newer("card", body=plain("h" * n))),
    "CAROUSEL_CARDS": in_message(lambda n: newer("carousel", elements=[IMAGE_CARD] * n)),
    "CONTAINER_BLOCKS": in_message(lambda n: newer("container", child_blocks=[section()] * n)),
    "CONTAINER_TITLE": in_message(lambda n: newer("container", title=plain("h" * n))),
    "PROVIDER_NAME": in_message(lambda n: newer("auth_provider", name=plain("h" * n))),
    "PROVIDER_DESCRIPTION": in_message(lambda n: newer("auth_provider", description=plain("h" * n))),
    "TABLE_ROWS": in_message(lambda n: newer("table", rows=[[RAW]] * n)),
    "TABLE_COLUMNS": in_message(lambda n: newer("table", rows=[[RAW] * n])),
    "TABLE_TEXT": in_message(lambda n: newer("table", rows=[[RAW | {"text": "h" * n}]])),
    "DATA_TABLE_ROWS": in_message(lambda n: newer("data_table", rows=[[RAW]] * n)),
    "DATA_TABLE_PAGE": in_message(lambda n: newer("data_table", page_size=n)),
    "CHART_TITLE": in_message(lambda n: newer("data_visualization", title="h" * n)),
    "CHART_SEGMENTS": in_message(lambda n: chart(type="pie", segments=[{"label": "a", "value": 1}] * n)),
    "CHART_SERIES": in_message(lambda n: chart(type="line", series=[SERIES] * n, axis_config=AXES)),
    "CHART_CATEGORIES": in_message(
        lambda n: chart(type="line", series=[SERIES], axis_config={"categories": ["a"] * n})
    ),
    "CHART_CATEGORY": in_message(
        lambda n: chart(type="line", series=[SERIES], axis_config={"categories": ["h" * n]})
    ),
}


def test_every_limit_has_a_case_and_every_case_a_limit() -> None:
    assert CASES.keys() == LIMITS.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_limit_holds_at_it_and_not_one_above_and_has_its_word_for_nothing(name: str) -> None:
    case, most = CASES[name], LIMITS[name]
    assert case.problem(most) is None
    assert case.problem(most + 1) is not None
    assert case.problem(0) == case.empty


def test_a_home_of_a_given_weight_weighs_it() -> None:
    assert [len(raw(weighing(it))) for it in (100_000, limits.VIEW_BYTES)] == [100_000, limits.VIEW_BYTES]
