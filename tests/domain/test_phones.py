"""A phone number as people write it."""

import pytest

from bot.domain.phones import can_be_called, phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("555-0101", "555-0101"),
        ("  +1 (555)  010.1 ", "+1 (555) 010.1"),
        ("555 0101 ext. 12", "555 0101 ext. 12"),
        ("555-0101x12", "555-0101x12"),
        ("911", "911"),
        (" \n ", ""),
    ],
)
def test_a_number_is_kept_as_it_was_written_but_for_its_blanks(typed: str, kept: str) -> None:
    assert phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["call me", "12", "<@U0KIM>", "555-0101 or later", "5" * 41, "x12", "\u0665\u0665\u0665\u0660"]
)
def test_what_is_none_is_refused(typed: str) -> None:
    assert phone(typed) is None


@pytest.mark.parametrize(
    ("words", "holds_one"),
    [
        ("555-0177", True),
        ("Room 3, 555-0177, ask for Sam", True),
        ("call me", False),
        ("x12", False),
        ("\u0665\u0665\u0665\u0660", False),
    ],
)
def test_somebody_in_a_hurry_only_has_to_write_a_number(words: str, *, holds_one: bool) -> None:
    assert can_be_called(words) is holds_one
