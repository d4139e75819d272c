"""Which cases are like another: by words, whatever their marks and case, and by module."""

import pytest

from bot.domain.ids import CaseNumber
from bot.domain.similar import most_similar, words_of


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Grades vanish on save", {"grades", "vanish", "save"}),
        ("R\u00c9SUM\u00c9s of \u00e9l\u00e8ves", {"resumes", "eleves"}),
        ("Stra\u00dfe", {"strasse"}),
        ("\uff27\uff52\uff41\uff44\uff45\uff53", {"grades"}),
        ("a b c on the of", set()),
    ],
)
def test_words_are_compared_without_marks_and_case(subject: str, words: set[str]) -> None:
    assert words_of(subject) == words


def case(number: int, subject: str, module: str = "Grades") -> tuple[CaseNumber, str, str]:
    return CaseNumber(number), subject, module


def test_the_nearest_come_first_and_three_at_most() -> None:
    among = [
        case(1, "Grades vanish"),
        case(2, "Grades vanish after saving", "Other"),
        case(3, "Printer jams"),
        case(4, "grades VANISH on save"),
        case(5, "Grades vanish again"),
        case(6, "Report cards with grades"),
    ]
    assert most_similar("Grades vanish on save", "Grades", among) == [4, 1, 5]


def test_of_equal_ones_the_newest_come_first_and_the_module_counts_for_a_word() -> None:
    among = [case(9, "Grades vanish", "Other"), case(8, "Grades vanish"), case(7, "Grades vanish")]
    assert most_similar("Grades vanish", "Grades", among) == [8, 7, 9]


def test_one_word_of_many_or_the_module_alone_makes_no_case_like_another() -> None:
    among = [case(1, "Schedule import fails since grades changed"), case(2, "Printer jams")]
    assert most_similar("Grades export misses seven buildings today", "Grades", among) == []
