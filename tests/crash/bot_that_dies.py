"""A bot process that ends itself at a named point, the given number of times from now: kill -9, from inside.

Started by the crash tests: `python bot_that_dies.py POINT COUNTDOWN SINCE`. Everything else is the bot as it is.
"""

import asyncio
import os
import signal
import sys

from bot import settings as settings_of
from bot.app import Bot, Hooks
from bot.observing import set_up_logging
from bot.running import until_ended
from sandbox.clock import FastClock

DELIVERING = frozenset({"row-claimed", "posted"})
FACTOR = 20
"""Twenty seconds in one: Slack's pace and patience are long."""


def dying_at(point: str, countdown: int) -> Hooks:
    """Kills this process when the point is reached for the countdown's last time.

    Points of delivery count once something was taken in: else it would die of what an earlier one owed, and
    what is said now would only wait for Slack to say it again.
    """
    left, heard = [countdown], [point not in DELIVERING]

    def at(reached: str) -> None:
        heard[0] = heard[0] or reached == "committed"
        if reached != point or not heard[0]:
            return
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return Hooks(at=at)


async def main(point: str, countdown: int, since: float) -> None:
    clock = FastClock(since=since, factor=FACTOR)
    hooks = dying_at(point, countdown)
    async with Bot.running(settings_of.read(env_file=None), clock=clock, hooks=hooks):
        print("up", flush=True)  # noqa: T201  # the test waits for this line
        await until_ended()


if __name__ == "__main__":
    set_up_logging(json=False, level="error")
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
