"""The machine finds what it is for: in a copy of the product with one fault put in, it fails."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine.planted import FAULTS, Fault

ROOT = Path(__file__).parents[2]
NEEDED = (
    *("bot", "handlers", "storage", "sandbox", "demo", "docs/samples"),
    *("tests/machine", "tests/conftest.py", "tests/places.py", "pyproject.toml", "manifest.yaml"),
)


def copied(folder: Path) -> Path:
    for name in NEEDED:
        source, there = ROOT / name, folder / name
        there.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(
                source, there, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "test_planted.py")
            )
        else:
            shutil.copy(source, there)
    return folder


def machine_runs(folder: Path) -> bool:
    """That something never came about is no fault found."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider"]
    run = subprocess.run(  # noqa: S603  # our own interpreter, our own tests
        [*command, "tests/machine", "-k", "sqlite"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    assert run.returncode == 0 or re.search(r"^E +AssertionError", run.stdout, re.MULTILINE), run.stdout
    return run.returncode == 0


LONG = "LIAISON_MACHINE" in os.environ  # noqa: TID251  # `make machine` says so


@pytest.mark.skipif(not LONG, reason="eleven long runs: make machine")
@pytest.mark.timeout(1800)
@pytest.mark.takes_minutes
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says)
def test_a_planted_fault_is_found(fault: Fault, tmp_path: Path) -> None:
    there = copied(tmp_path) / fault.path
    text = there.read_text(encoding="utf-8")
    assert text.count(fault.stands) == 1, "what the fault replaces stands there no more"
    there.write_text(text.replace(fault.stands, fault.instead), encoding="utf-8")
    assert not machine_runs(tmp_path)
