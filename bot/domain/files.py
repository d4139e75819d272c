"""Which files are taken over, and why the others are not (POLICY 3). How large and how many: `limits`."""

import re
import unicodedata
from enum import StrEnum

PROGRAMS = frozenset(
    {"exe", "com", "bat", "cmd", "scr", "msi", "msp", "pif", "ps1", "vbs", "vbe", "js", "jse", "wsf", "lnk", "reg"}
    | {"wsh", "hta", "jar", "app", "dmg", "pkg", "deb", "rpm", "sh", "bin", "run", "apk", "dll", "cpl", "iso"}
)
PROGRAMS_BEGIN_WITH = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00MSI",
    b"!<arch>\ndebian",
    b"\xed\xab\xee\xdb",
)
"""Windows, Linux, scripts, macOS and Java, packages; whatever the name says."""

ENDING = re.compile("[a-z0-9]{1,5}")
"""Of a file's name: longer ones are words."""


class NotTaken(StrEnum):
    """Why a file stays where it is."""

    TOO_LARGE = "too-large"
    PROGRAM = "executable"
    TOO_MANY = "too-many"


def readable(name: str) -> str:
    """A file's name as it reads: nothing in it turns its letters round, or hides some."""
    return "".join(letter for letter in name if unicodedata.category(letter) not in {"Cc", "Cf"}).strip() or "file"


def unnamed(name: str, *, case: int, number: int) -> str:
    """What a file is called where no word of anybody's may show: its ending alone is kept, so that it opens."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kept = f".{ending}" if ENDING.fullmatch(ending) else ""
    return f"case-{case}-file-{number}{kept}"


def is_program(name: str) -> bool:
    """By its name: the last ending counts, whatever stands before it or behind it that nobody sees."""
    ending = name.strip().rstrip(". ").rpartition(".")[2]
    return ending.lower() in PROGRAMS


def begins_as_program(beginning: bytes) -> bool:
    """By its first bytes, whatever it is called."""
    return beginning.startswith(PROGRAMS_BEGIN_WITH)


def why_not(name: str, size: int, *, largest: int) -> NotTaken | None:
    """None: nothing speaks against it before it is read."""
    if is_program(name):
        return NotTaken.PROGRAM
    return NotTaken.TOO_LARGE if size > largest else None
