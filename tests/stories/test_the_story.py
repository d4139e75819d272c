"""The story that `make story` plays: it comes out, and with a fault planted it does not."""

from pathlib import Path

import pytest

from demo.faults import FAULTS
from demo.story import StoryFailed, play


async def test_the_story_comes_out_as_told(tmp_path: Path) -> None:
    await play(tmp_path, out=None)


def test_there_are_ten_faults_to_plant() -> None:
    assert len(FAULTS) == 10


@pytest.mark.parametrize("plant", FAULTS)
async def test_a_planted_fault_ends_the_story_and_names_the_step(tmp_path: Path, plant: str) -> None:
    with pytest.raises(StoryFailed, match=r"step \d, "):
        await play(tmp_path, out=None, plant=plant)
