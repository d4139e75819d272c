"""`make pictures` takes every picture that the documentation shows."""

import re
from pathlib import Path

import pytest

from demo import pictures
from tests.browser.conftest import chromium

ROOT = Path(__file__).parents[2]
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.mark.timeout(180)
async def test_every_picture_of_the_documentation_is_taken_from_the_running_sandbox(tmp_path: Path) -> None:
    chromium()
    taken = await pictures.take(tmp_path)
    assert all(path.read_bytes().startswith(SIGNATURE) and path.stat().st_size > 20_000 for path in taken)
    names = {path.name for path in taken}
    assert names == {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {
        name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))
    }
    assert shown <= names
    assert {
        f"{name}-{theme}.png" for name in ("redirect", "thread", "form", "warning") for theme in pictures.THEMES
    } <= shown
