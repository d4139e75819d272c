"""The story that `make story` plays: it comes out, and with a fault planted it does not."""

import asyncio
import os
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from demo.faults import FAULTS
from demo.story import STEPS, StoryFailed, play

STEP = {
    "bot-down": 1,
    "no-form": 1,
    "no-posts": 1,
    "no-hints": 3,
    "stale-cards": 4,
    "no-message-events": 3,
    "no-scope": 1,
    "outsider-at-the-desk": 1,
    "bot-not-at-the-desk": 1,
    "another-command": 1,
}
"""The step in which each fault must be noticed."""


async def test_the_story_comes_out_as_told(tmp_path: Path) -> None:
    told = StringIO()
    await play(tmp_path, out=Console(file=told, width=200))
    assert [title for title, _ in STEPS if title not in told.getvalue()] == []
    assert "Otherwise it ends on" in told.getvalue()


def test_there_are_ten_faults_to_plant() -> None:
    assert len(FAULTS) == 10
    assert set(STEP) == set(FAULTS)


@pytest.mark.parametrize("plant", FAULTS)
async def test_a_planted_fault_ends_the_story_and_names_the_step(tmp_path: Path, plant: str) -> None:
    with pytest.raises(StoryFailed, match=rf"^step {STEP[plant]}, "):
        await play(tmp_path, out=None, plant=plant)


@pytest.mark.parametrize(("plant", "code", "told"), [("", 0, "came out as told"), ("no-form", 1, "step 1, ")])
async def test_the_command_ends_well_or_names_the_step(plant: str, code: int, told: str) -> None:
    command = [sys.executable, "-m", "demo.story", "--plant", plant]
    environment = {"PATH": os.defpath, "HOME": str(Path.home())}
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.PIPE)
    out, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == code
    assert told in out.decode()
