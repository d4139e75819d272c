"""An export that ends itself after so many steps: kill -9, from inside. `python export_that_dies.py TO STEPS`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.export_writing import Progress
from tests.exported import exported, nobody


def dying_after(steps: int) -> Progress:
    """0: never."""
    left = [steps]

    def step(_: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return Progress(begin=nobody, step=step)


if __name__ == "__main__":
    database = os.environ["DATABASE"]  # noqa: TID251  # the test says where
    where = Path(sys.argv[1]).absolute()
    asyncio.run(exported(database, "northfield", where, progress=dying_after(int(sys.argv[2]))))
