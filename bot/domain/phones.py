"""A phone number as people write it."""

import re

LONGEST, FEWEST_DIGITS = 40, 3
_PHONE = re.compile(r"[0-9+*#()./ -]+( ?(x|ext\.?|extension) ?[0-9]+)?", re.IGNORECASE)


def can_be_called(words: str) -> bool:
    """What somebody in a hurry wrote holds a number, whatever stands beside it: `555-0177, ask for Sam`."""
    return sum(letter.isascii() and letter.isdecimal() for letter in words) >= FEWEST_DIGITS


def phone(typed: str) -> str | None:
    """Its blanks tidied; '' for none. None: that is no phone number."""
    tidy = " ".join(typed.split())
    if not tidy:
        return ""
    digits = sum(letter.isdecimal() for letter in tidy)
    if len(tidy) > LONGEST or digits < FEWEST_DIGITS or not _PHONE.fullmatch(tidy):
        return None
    return tidy
