"""The bot's command line as a process of its own, with an environment of its own and nothing of this one's."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENDED_WITHIN_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended: its exit code, its words, and what it said on the error stream."""

    code: int
    out: str
    err: str

    @property
    def is_plain(self) -> bool:
        """Words for people, no trace of ours."""
        return "Traceback" not in self.out + self.err and "│" not in self.err


async def started(
    *command: str, settings: Mapping[str, str], folder: Path, program: tuple[str, ...] = ("-m", "bot")
) -> asyncio.subprocess.Process:
    """A bot's process. `folder`: where it stands, so that no `.env` of a developer's is read."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *program,
        *command,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **settings},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process, *, within_s: float = ENDED_WITHIN_S) -> Ended:
    """Waits for its end. Raises TimeoutError, and ends it by force, where it goes on for too long."""
    try:
        out, err = await asyncio.wait_for(process.communicate(), within_s)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return Ended(code=process.returncode or 0, out=out.decode(), err=err.decode())


async def bot(*command: str, settings: Mapping[str, str], folder: Path) -> Ended:
    """`python -m bot COMMAND`, to its end."""
    return await ended(await started(*command, settings=settings, folder=folder))
