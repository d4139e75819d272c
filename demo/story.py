"""The story, played through the sandbox and printed: `python -m demo.story`.

Ends with 0, or not, naming the step that did not come out. `--plant NAME` switches a fault on, by which the
tests see that the story can fail.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.observing import set_up_logging
from demo import steps, steps_at_the_desk, steps_in_time
from demo.faults import FAULTS
from demo.stage import Stage, Untold
from demo.town import town
from demo.transcript import Transcript
from sandbox.people import CouldNot
from storage import migrations

Step = Callable[[Stage], Awaitable[None]]
STEPS: tuple[tuple[str, Step], ...] = (
    ("A contact opens a case", steps.open_a_case),
    ("Staff are pointed to their own contacts", steps.point_to_contacts),
    ("Replies in the thread", steps.reply),
    ("The desk works on it, the district answers", steps_at_the_desk.work),
    ("The clock: a contact goes quiet", steps_in_time.go_quiet),
    ("The bot is away, and nothing is lost", steps_in_time.be_away),
)


class StoryFailed(Exception):
    """A step did not come out as told."""


async def play(folder: Path, *, out: Console | None, plant: str = "") -> None:
    """All steps, one after another. Raises StoryFailed, naming the step."""
    url = f"sqlite:///{folder / 'story.db'}"
    await asyncio.to_thread(migrations.upgrade, url)
    fault = FAULTS.get(plant)
    transcript = Transcript(out)
    async with town(url, prepare=fault.before if fault else None) as here:
        stage = Stage(here=here, transcript=transcript)
        for number, (title, step) in enumerate(STEPS, start=1):
            transcript.step(number, title)
            if fault is not None and fault.during == number:
                await fault.do(here)
            try:
                await asyncio.wait_for(step(stage), timeout=60)
            except (Untold, CouldNot, LookupError, RuntimeError, TimeoutError) as problem:
                raise StoryFailed(f"step {number}, {title}: {str(problem) or type(problem).__name__}") from problem


def main(
    plant: Annotated[str, typer.Option(help=f"Switch a fault on: {', '.join(FAULTS)}")] = "",
) -> None:
    """Play the story, and say whether it came out."""
    set_up_logging(json=False, level="error")
    console = Console(soft_wrap=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(Path(folder), out=console, plant=plant))
    except StoryFailed as problem:
        console.print(f"\nThe story did not come out: {problem}", markup=False, style="red")
        sys.exit(1)
    console.print("\nThe story came out as told.", style="bold")


if __name__ == "__main__":
    typer.run(main)
