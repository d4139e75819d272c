"""A phone number as people write it."""

import pytest

from bot.domain.phones import phone


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
