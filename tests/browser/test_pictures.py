"""`make pictures` takes every picture that the documentation shows."""

import re
from pathlib import Path

import pytest

from demo import pictures
from tests.browser.conftest import chromium

ROOT = Path(__file__).parents[2]
SIGNATURE = b"\x89PNG\r\n\x1a\n"


FOLDER = ROOT / "docs" / "pictures"


@pytest.mark.timeout(900)
async def test_every_picture_of_the_documentation_is_taken_from_the_running_sandbox(tmp_path: Path) -> None:
    chromium()
    taken = await pictures.take(tmp_path)
    drawn = [path for path in taken if path.suffix == ".png"]
    assert all(path.read_bytes().startswith(SIGNATURE) and path.stat().st_size > 20_000 for path in drawn)
    assert {path.name for path in taken} == {path.name for path in FOLDER.iterdir()}
    told = {path.name: _words(path) for path in taken if path.suffix == ".txt"}
    assert told == {name: _words(FOLDER / name) for name in told}, "stale: `make pictures`"
    assert {path.name: _size(path) for path in drawn} == {path.name: _size(FOLDER / path.name) for path in drawn}


def _words(path: Path) -> str:
    """Without the time of day: how many seconds it took until all was delivered is the machine's."""
    return re.sub(r"\b\d{1,2}:\d{2}\b", "…", path.read_text(encoding="utf-8"))


def _size(path: Path) -> bytes:
    """Its width and height, as a PNG's head has them."""
    return path.read_bytes()[16:24]


def test_nothing_unread_stands_in_the_pictures() -> None:
    for name in ("thread", "contact"):
        words = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        assert not [it for it in words if it.endswith((" new", " unread", " for you"))], name


SHOWN = {
    "README.md": ["redirect", "thread", "form", "warning"],
    "docs/district-administrators.md": [
        *("keepers-home", "list", "add", "approve", "removed", "confirm", "warning", "away", "redirect", "record"),
    ],
    "docs/for-agents.md": ["agents-home", "preview", "status", "incident", "issue"],
    "docs/for-contacts.md": ["form", "contacts-home", "issues", "contact"],
    "docs/keeping-contacts.md": ["quiet"],
    "docs/reports.md": ["reports", "report-numbers", "report-files"],
    "docs/sandbox.md": ["start"],
}
"""Which page shows which of them, from top to bottom."""

BLOCK = re.compile(
    r"<picture>\s*"
    r'<source media="\(prefers-color-scheme: dark\)" srcset="(?P<dark>[^"]+)">\s*'
    r'<img src="(?P<light>[^"]+)" alt="(?P<says>[^"]+)">\s*'
    r"</picture>"
)


def _pages() -> dict[str, str]:
    """Every page of the documentation, by where it stands."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_each_picture_is_shown_where_it_belongs_light_and_dark_and_says_what_is_on_it() -> None:
    shown: dict[str, list[str]] = {}
    for page, words in _pages().items():
        blocks = list(BLOCK.finditer(words))
        assert len(re.findall(r"pictures/[\w-]+\.png", words)) == 2 * len(blocks), page
        for block in blocks:
            light, dark = ((ROOT / page).parent / block[theme] for theme in ("light", "dark"))
            assert light.is_file(), block["light"]
            assert dark.is_file(), block["dark"]
            name = light.name.removesuffix("-light.png")
            assert dark.name == f"{name}-dark.png"
            assert len(block["says"].split()) > 4
            shown.setdefault(page, []).append(name)
    assert shown == SHOWN
    made = {it.name for it in pictures.EVERY}
    assert {name for names in SHOWN.values() for name in names} == made
    kept = {path.name for path in FOLDER.iterdir() if path.suffix == ".png"}
    assert kept == {f"{name}-{theme}.png" for name in made for theme in pictures.THEMES}
