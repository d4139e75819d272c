"""What a person enters into each kind of element, as Slack carries it, and what nobody could enter there."""

from typing import Any

import pytest

from sandbox.filling import Impossible, value_of
from sandbox.open_views import initial_value
from tests.sandbox.block_samples import Json, option, plain

ONE, TWO = option("1"), option("2", text=plain("Two"))
CHOICES: Json = {"options": [ONE, TWO]}
GROUPS: Json = {"option_groups": [{"label": plain(), "options": [ONE]}, {"label": plain(), "options": [TWO]}]}

ENTERED: list[tuple[str, Json, Any, Json, Any]] = [
    ("plain_text_input", {}, "Ink", {"value": "Ink"}, 7),
    ("number_input", {}, "7", {"value": "7"}, 7),
    ("static_select", CHOICES, "2", {"selected_option": TWO}, "3"),
    ("static_select", GROUPS, "Two", {"selected_option": TWO}, ["2"]),
    ("radio_buttons", CHOICES, "1", {"selected_option": ONE}, {}),
    ("checkboxes", CHOICES, ["1", "2"], {"selected_options": [ONE, TWO]}, "1"),
    ("multi_static_select", CHOICES, [], {"selected_options": []}, ["3"]),
    ("datepicker", {}, "2026-11-24", {"selected_date": "2026-11-24"}, "24.11.2026"),
    ("timepicker", {}, "09:30", {"selected_time": "09:30"}, 930),
    ("datetimepicker", {}, 1_795_532_400, {"selected_date_time": 1_795_532_400}, True),
    ("users_select", {}, "U1", {"selected_user": "U1"}, ["U1"]),
    ("conversations_select", {}, "C1", {"selected_conversation": "C1"}, 1),
    ("channels_select", {}, "C1", {"selected_channel": "C1"}, 1),
    ("multi_users_select", {}, ["U1"], {"selected_users": ["U1"]}, "U1"),
    ("multi_conversations_select", {}, ["C1"], {"selected_conversations": ["C1"]}, [1]),
    ("multi_channels_select", {}, ["C1"], {"selected_channels": ["C1"]}, {"C1": 1}),
    ("file_input", {}, ["F1"], {"files": [{"id": "F1"}]}, "F1"),
]


@pytest.mark.parametrize(("kind", "facts", "given", "carried", "wrong"), ENTERED)
def test_an_element_takes_what_fits_and_refuses_what_does_not(
    kind: str, facts: Json, given: Any, carried: Json, wrong: Any
) -> None:
    element = {"type": kind, "action_id": "it", **facts}
    assert value_of(element, given) == carried
    with pytest.raises(Impossible, match=r"wrong_value|no_such_option"):
        value_of(element, wrong)


@pytest.mark.parametrize(
    ("kind", "sound", "unsound"),
    [
        ("datepicker", "2028-02-29", ["2026-02-29", "2026-13-01", "2026-1-1", "20261124", "\uff12026-11-24"]),
        ("timepicker", "23:59", ["24:00", "09:60", "9:30", "09:30:00", "0\u0669:30"]),
        ("datetimepicker", 9_999_999_999, [0, -1, 999_999_999, 10_000_000_000, 1_795_532_400.0]),
    ],
)
def test_only_days_and_times_that_there_are_can_be_chosen(kind: str, sound: Any, unsound: list[Any]) -> None:
    element = {"type": kind, "action_id": "it"}
    assert sound in value_of(element, sound).values()
    for value in unsound:
        with pytest.raises(Impossible, match="wrong_value"):
            value_of(element, value)


@pytest.mark.parametrize("kind", ["plain_text_input", "number_input", "rich_text_input", "users_select"])
def test_a_text_without_a_character_is_none(kind: str) -> None:
    element = {"type": kind, "action_id": "it"}
    assert value_of(element, "") == value_of(element, None)
    assert value_of(element, "1") != value_of(element, None)


@pytest.mark.parametrize("kind", [*dict.fromkeys(row[0] for row in ENTERED), "rich_text_input"])
def test_an_element_that_is_emptied_stands_as_one_that_nobody_touched(kind: str) -> None:
    element = {"type": kind, "action_id": "it"}
    assert {"type": kind, **value_of(element, None)} == initial_value(element)


def test_rich_words_are_carried_as_a_block() -> None:
    element = {"type": "rich_text_input", "action_id": "it"}
    assert value_of(element, "Ink")["rich_text_value"]["type"] == "rich_text"
    with pytest.raises(Impossible, match="wrong_value"):
        value_of(element, {"type": "rich_text"})
