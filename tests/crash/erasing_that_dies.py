"""What `python -m bot erase district KEY` does, ended by itself when it comes to a step: kill -9, from inside.

Started by a crash test: `python erasing_that_dies.py KEY STEP`.
"""

import asyncio
import os
import signal
import sys

from bot import running_erasing as running


async def main(database: str, key: str, dies_at: str) -> None:
    def step(name: str) -> None:
        if name == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    tried = await running.try_district(database, key)
    await running.erase_district(database, tried.district, step=step)


if __name__ == "__main__":
    database = os.environ["LIAISON_DATABASE"]  # noqa: TID251  # the test says where
    asyncio.run(main(database, sys.argv[1], sys.argv[2]))
