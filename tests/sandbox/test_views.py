"""What Slack refuses in a modal and in a home tab."""

from collections.abc import Callable

import pytest

from sandbox import limits
from sandbox.views import explain_view, view_problem
from tests.sandbox.block_samples import (
    FILE_INPUT,
    Json,
    asked,
    home,
    modal,
    mrkdwn,
    options,
    plain,
    section,
    text_input,
)

Sized = Callable[[int], Json]

EMAIL = {"type": "email_text_input", "action_id": "mail"}
RICH = {"type": "rich_text_input", "action_id": "rich"}
MOMENT = {"type": "datetimepicker", "action_id": "when"}


def number_input(**fields: str) -> Json:
    return {"type": "number_input", "is_decimal_allowed": False} | fields


@pytest.mark.parametrize(
    ("most", "sized"),
    [
        (24, lambda n: modal(title=plain("t" * n))),
        (24, lambda n: modal(submit=plain("t" * n))),
        (24, lambda n: modal(close=plain("t" * n))),
        (10, lambda n: modal(asked(FILE_INPUT | {"max_files": n}))),
        (3_000, lambda n: modal(asked(text_input(max_length=n)))),
        (100, lambda n: modal(asked(RICH | {"max_lines": n}))),
        (100, lambda n: modal(asked({"type": "static_select", "options": options(n)}))),
    ],
)
def test_a_limit_of_a_modal_holds_at_one_at_the_limit_and_not_above_or_at_nothing(most: int, sized: Sized) -> None:
    assert view_problem(sized(1), kind="modal") is None
    assert view_problem(sized(most), kind="modal") is None
    assert view_problem(sized(most + 1), kind="modal") == "invalid_arguments"
    assert view_problem(sized(0), kind="modal") == "invalid_arguments"


@pytest.mark.parametrize(
    ("most", "sized"),
    [
        (3_000, lambda n: {"private_metadata": "m" * n}),
        (255, lambda n: {"callback_id": "m" * n}),
        (255, lambda n: {"external_id": "m" * n}),
        (100, lambda n: {"blocks": [section()] * n}),
    ],
)
def test_what_a_view_carries_is_bounded_and_may_be_empty(most: int, sized: Sized) -> None:
    assert view_problem(modal(**sized(0)), kind="modal") is None
    assert view_problem(modal(**sized(most)), kind="modal") is None
    assert view_problem(home(**sized(most)), kind="home") is None
    assert view_problem(modal(**sized(most + 1)), kind="modal") == "invalid_arguments"
    assert view_problem(home(**sized(most + 1)), kind="home") == "invalid_arguments"


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (modal(), home()),
        (modal(), modal(type="home")),
        (modal(), modal(type="workflow_step")),
        (modal(), {"type": "modal", "blocks": []}),
        (modal(), {"type": "modal", "title": plain()}),
        (modal(), modal(title=mrkdwn())),
        (modal(), modal(title="Case")),
        (modal(), modal(submit=None)),
        (modal(), modal(hash="156772938.1827394")),
        (modal(clear_on_close=True), modal(clear_on_close="yes")),
        (modal(notify_on_close=True), modal(notify_on_close=1)),
        (modal(section(block_id="a")), modal(section(block_id="a"), section(block_id="a"))),
        (modal(asked(FILE_INPUT)), modal(asked(FILE_INPUT | {"filetypes": "pdf"}))),
        (modal(asked(EMAIL)), modal(section(accessory=EMAIL))),
        (
            modal(asked(number_input(min_value="1", max_value="2"))),
            modal(asked(number_input(min_value="1.5"))),
        ),
        (
            modal(asked(number_input(min_value="2", max_value="2"))),
            modal(asked(number_input(min_value="3", max_value="2"))),
        ),
        (modal(asked(number_input(initial_value="-3"))), modal(asked(number_input(initial_value="three")))),
        (
            modal(asked(text_input(focus_on_load=True)), asked(text_input(focus_on_load=False))),
            modal(asked(text_input(focus_on_load=True)), asked(text_input(focus_on_load=True))),
        ),
    ],
)
def test_what_is_out_of_place_in_a_modal_is_refused_and_its_sound_sibling_is_not(sound: Json, broken: Json) -> None:
    assert view_problem(sound, kind="modal") is None
    assert view_problem(broken, kind="modal") == "invalid_arguments"


def test_a_modal_that_asks_has_a_submit_button() -> None:
    asking = modal(section(), asked())
    assert view_problem(asking, kind="modal") is None
    del asking["submit"]
    assert view_problem(asking, kind="modal") == "invalid_arguments"
    assert explain_view(asking, kind="modal") == [
        "[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    ]
    asking["blocks"].pop()
    assert view_problem(asking, kind="modal") is None


def test_a_home_has_no_title_and_no_buttons_of_its_own() -> None:
    assert view_problem(home(section()), kind="home") is None
    assert view_problem(home(asked()), kind="home") is None
    for field in ("title", "submit", "close"):
        assert view_problem(home(section(), **{field: plain()}), kind="home") == "invalid_arguments"
    assert view_problem(modal(), kind="home") == "invalid_arguments"


@pytest.mark.parametrize(
    ("element", "in_modal", "in_home"),
    [(FILE_INPUT, True, False), (EMAIL, True, False), (MOMENT, True, False), (RICH, True, True)],
)
def test_an_input_appears_only_on_the_surfaces_that_draw_it(
    element: Json,
    in_modal: bool,  # noqa: FBT001 - a table's column
    in_home: bool,  # noqa: FBT001 - likewise
) -> None:
    assert (view_problem(modal(asked(element)), kind="modal") is None) is in_modal
    assert (view_problem(home(asked(element)), kind="home") is None) is in_home


def test_a_view_weighs_no_more_than_250_kilobytes() -> None:
    def weighing(count: int) -> Json:
        return home(*[section(text=plain("\N{SNOWMAN}" * 1_000))] * count)

    assert view_problem(weighing(80), kind="home") is None
    assert view_problem(weighing(90), kind="home") == "view_too_large"
    assert 80 * 3_000 < limits.VIEW_BYTES < 90 * 3_000


def test_a_refusal_of_a_view_is_explained_in_slacks_words() -> None:
    assert explain_view(modal(title=plain("t" * 25)), kind="modal") == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert explain_view(modal(), kind="modal") == []
