"""Which district somebody means: by its key, its name, or a part of either."""

import pytest

from bot.domain.meant import districts_meant

KNOWN = [
    ("lakeside", "Lakeside Unified"),
    ("lake-2", "Lakeside"),
    ("pine-ridge", "Pine Ridge Schools"),
    ("pine", "Ridge of Pines"),
    ("north-1", "Northern"),
    ("north-2", "Northern"),
]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("lakeside", ["lakeside"]),  # a key, though it is another one's name
        (" Lakeside  UNIFIED ", ["lakeside"]),
        ("pine", ["pine"]),
        ("ridge", ["pine-ridge", "pine"]),
        ("northern", ["north-1", "north-2"]),
        ("schools", ["pine-ridge"]),
        ("lake", ["lake-2", "lakeside"]),
        ("atlantis", []),
        (" ", []),
    ],
)
def test_a_district_is_meant_by_its_key_its_name_or_a_part_of_either(typed: str, keys: list[str]) -> None:
    assert [key for key, _ in districts_meant(typed, KNOWN)] == keys
