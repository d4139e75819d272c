"""What the package ships of the page is what its source makes, with the licences of all that is in it."""

import shutil
import subprocess
from pathlib import Path

from tests.browser.conftest import missing

WEB = Path(__file__).parents[2] / "sandbox/page/web"
STATIC = WEB.parent / "static"
LONGEST = 400


def test_the_page_is_built_from_its_source(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (WEB / "node_modules").exists():
        missing("the page is not built here: that needs Node, and `make page` first")
    subprocess.run([node, "build.mjs", str(tmp_path)], cwd=WEB, check=True)  # noqa: S603  # our own script
    made = {it.name: it.read_bytes() for it in tmp_path.iterdir()}
    assert set(made) == {it.name for it in STATIC.iterdir()}
    stale = [name for name, content in made.items() if content != (STATIC / name).read_bytes()]
    assert stale == [], "the source is newer than what is shipped: `make page`"


def test_licences_are_shipped() -> None:
    licences = (STATIC / "LICENSES.txt").read_text(encoding="utf-8")
    for name in ("preact", "emoji-datasource"):
        assert name in licences
    assert licences.count("Permission is hereby granted") == 2


def test_no_module_of_the_page_is_longer_than_four_hundred_lines() -> None:
    sources = [*WEB.glob("src/**/*.ts*")]
    assert len(sources) > 40
    long = {it.name: lines for it in sources if (lines := len(it.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert long == {}


def test_the_pages_lock_names_no_registry() -> None:
    lock = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock
