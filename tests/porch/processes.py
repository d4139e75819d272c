"""The bot's command line as a process of its own, with an environment of its own and nothing of this one's.

A command that is only waited for is forked from a process that has loaded the program already: a test runs several,
and each would spend most of a second of a processor on loading it anew.
"""

import asyncio
import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENDED_WITHIN_S = 60
LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(
    [
        *("bot.app", "bot.running", "bot.doctor", "bot.running_audit", "bot.running_contacts", "bot.running_erasing"),
        *("bot.running_export", "storage.migrations", "typer.rich_utils", "rich.progress"),
    ]
)
"""All but what looks at the terminal as it is loaded: that is done by each command."""


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
        env=_environment(settings),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **settings}


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
    """`python -m bot COMMAND`, to its end. Raises TimeoutError."""
    with tempfile.TemporaryDirectory() as its:
        out, err = Path(its, "out"), Path(its, "err")
        process = LOADED.Process(target=_run, args=(command, _environment(settings), folder, out, err))
        process.start()
        await asyncio.to_thread(process.join, ENDED_WITHIN_S)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError
        return await asyncio.to_thread(_ended, process.exitcode, out, err)


def _ended(code: int, out: Path, err: Path) -> Ended:
    return Ended(code=code, out=out.read_text(encoding="utf-8"), err=err.read_text(encoding="utf-8"))


def _run(command: tuple[str, ...], environment: dict[str, str], folder: Path, out: Path, err: Path) -> None:
    """In the process that was forked."""
    os.chdir(folder)
    os.environ.clear()  # noqa: TID251  # it begins with nothing of this one's
    os.environ.update(environment)  # noqa: TID251  # likewise
    for stream, path in ((sys.stdout, out), (sys.stderr, err)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = ["bot", *command]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
