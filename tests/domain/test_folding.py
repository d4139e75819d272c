"""One function folds what is kept and what is asked."""

# ruff: noqa: RUF001  # look-alikes are what is tested

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import LONGEST, fold, line, words_of

ALIKE = [
    ("Zoë Müller", "zoe muller"),
    ("Straße STRASSE", "strasse strasse"),
    ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
    ("Ærø smørrebrød", "aero smorrebrod"),
    ("Łódź", "lodz"),
    ("ﬁnal ＧＲＡＤＥＳ ①②", "final grades 12"),
    ("O'Brien’s teachers'", "obriens teachers"),
    ("مُحَمَّد محمد محـمد", "محمد محمد محمد"),
    ("أحمد احمد", "احمد احمد"),
    ("שָׁלוֹם שלום", "שלום שלום"),
    ("२०२६ ٢٠٢٦", "2026 2026"),
    ("grades-vanish_on/save,again", "grades vanish on save again"),
    ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
    ("a\u200bb c\u00add", "ab cd"),
    ("成绩 grades", "成 绩 grades"),
    ("Nguyễn Thị", "nguyen thi"),
    ("!!! … — ", ""),
    ("error 0x80070005", "error 0x80070005"),
]


@pytest.mark.parametrize(("typed", "folded"), ALIKE)
def test_what_people_take_for_the_same_word_is_the_same(typed: str, folded: str) -> None:
    assert " ".join(fold(typed)) == folded


@given(st.text())
def test_folding_what_was_folded_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(" ".join(once)) == once


@given(st.text())
def test_however_it_is_composed_it_is_the_same_word(text: str) -> None:
    forms = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


@given(st.text(st.characters(categories=["Lu", "Ll"])))
def test_case_does_not_count(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(st.text())
def test_a_word_is_no_space_no_mark_and_not_too_long(text: str) -> None:
    for word in fold(text):
        assert 0 < len(word) <= LONGEST
        assert not any(letter.isspace() or letter in "%_'\"\\" for letter in word)


@given(st.text(), st.text())
def test_two_texts_are_found_by_the_words_of_both(one: str, other: str) -> None:
    assert words_of(one, other) == set(fold(one)) | set(fold(other))


def test_a_line_has_a_space_around_each_word() -> None:
    assert line("Grades, vanish") == " grades vanish "
    assert line("") == " "
