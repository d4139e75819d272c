"""Which cases are like the one somebody is about to open: by the words of their subjects, and the module."""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.ids import CaseNumber

SHOWN = 3
LEAST_LETTERS = 4
"""Shorter words ('the', 'for', 'not') are in every subject."""

_WORD = re.compile(r"[^\W_]+")


def words_of(subject: str) -> frozenset[str]:
    """Its words as they are compared: without marks and case, the short ones left out."""
    plain = unicodedata.normalize("NFKD", subject).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(word for word in _WORD.findall(letters) if len(word) >= LEAST_LETTERS)


def most_similar(subject: str, module: str, among: Iterable[tuple[CaseNumber, str, str]]) -> list[CaseNumber]:
    """The nearest first, at most three. `among`: number, subject and module, the newest first.

    A case is like another when a third of the words of the shorter subject is in both, and one at least.
    """
    asked = words_of(subject)
    found = [
        (shared + (its_module == module), number)
        for number, its_subject, its_module in among
        if (shared := _shared(asked, words_of(its_subject)))
    ]
    return [number for _, number in sorted(found, key=lambda it: -it[0])[:SHOWN]]


def _shared(asked: frozenset[str], words: frozenset[str]) -> int:
    """How many words they have in common; 0 for too few to matter."""
    both = len(asked & words)
    return both if both * 3 >= min(len(asked), len(words)) else 0
