"""Text as the words it is found by. The same function folds what is kept and what is asked, on both engines.

Letter case, accents, vowel points and look-alikes of one letter do not count: `Zoë` is `zoe`, `Straße` is
`strasse`, `İstanbul` is `istanbul`. Han and kana have no spaces between words, so each letter is a word.
"""

import unicodedata

LONGEST = 64
"""Of one word; what follows is not looked at."""

_ALIKE = str.maketrans(
    {
        "ı": "i",  # noqa: RUF001  # the look-alike is meant
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\u0649": "\u064a",  # Arabic: alef maksura as yeh
        "\u0629": "\u0647",  # teh marbuta as heh
        "\u06a9": "\u0643",  # Persian kaf
        "\u06cc": "\u064a",  # Persian yeh
    }
)
_SILENT = frozenset("'\u2019\u02bc\u02bb\u0640")
"""Apostrophes within a word, and the bar that only stretches Arabic."""


def fold(text: str) -> tuple[str, ...]:
    """Its words, in order. Folding what was folded changes nothing."""
    letters = "".join(_letter(letter) for letter in _decomposed(text))
    return tuple(word[:LONGEST] for word in letters.split())


def words_of(*texts: str) -> frozenset[str]:
    """Each word once."""
    return frozenset(word for text in texts for word in fold(text))


def line(text: str) -> str:
    """Words with a space around each, so that a phrase is found as it stands: ` grades vanish `."""
    return "".join(f" {word}" for word in fold(text)) + " "


def _decomposed(text: str) -> str:
    """Compatibility letters, then lower case, then what that took apart again."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKD", lower.casefold()).translate(_ALIKE)


def _letter(letter: str) -> str:
    """What stands for it: nothing for a mark, a space for what parts words."""
    if letter in _SILENT:
        return ""
    match unicodedata.category(letter):
        case "Mn" | "Me" | "Cf":
            return ""
        case "Nd":
            return str(unicodedata.decimal(letter))
        case "Lo" if _stands_alone(letter):
            return f" {letter} "
        case "Lu" | "Ll" | "Lt" | "Lm" | "Lo" | "Nl" | "No" | "Mc":
            return letter
        case _:
            return " "


def _stands_alone(letter: str) -> bool:
    return "\u3041" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"
