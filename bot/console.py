"""What the command line's words share: where they speak, and how they say that they could not."""

import asyncio
import errno
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import typer
from rich.console import Console

from bot import settings as settings_of
from bot.settings import Settings, Unusable

out = Console(soft_wrap=True, emoji=False)
err = Console(stderr=True, soft_wrap=True, emoji=False)
Found = TypeVar("Found")
FULL = (errno.ENOSPC, errno.EDQUOT)


def settings() -> Settings:
    """Everything that is missing, at once; exit 2."""
    return _read(settings_of.read)


def database_alone() -> Settings:
    """The same of a command that never speaks to Slack."""
    return _read(settings_of.of_the_database)


def _read(read: Callable[[], Settings]) -> Settings:
    try:
        return read()
    except Unusable as unusable:
        err.print("The settings cannot be used yet (.env.example explains each):", markup=False)
        for problem in unusable.problems:
            err.print(f"- {problem}", markup=False, highlight=False)
        raise typer.Exit(2) from None


def run(work: Coroutine[Any, Any, Found]) -> Found:
    """A deed of the command line, done here and now."""
    with told():
        return asyncio.run(work)


@contextmanager
def told() -> Iterator[None]:
    """What can be mended by the reader is said in a sentence; exit 1."""
    from slack_sdk.errors import SlackApiError  # noqa: PLC0415  # most commands never load it

    from bot.domain.refusals import Refusal  # noqa: PLC0415  # likewise
    from bot.keyring import WrongKeys  # noqa: PLC0415  # loads storage, which `--help` and `key` do without
    from storage.migrations import NotMigrated  # noqa: PLC0415  # likewise
    from storage.store import faults  # noqa: PLC0415  # likewise

    try:
        yield
    except NotMigrated as problem:
        fail(f"{problem}. Run: python -m bot migrate")
    except WrongKeys as problem:
        fail(f"{problem}.")
    except Refusal as refusal:
        from bot.app import WallClock  # noqa: PLC0415  # loads the whole bot
        from bot.views import contacts_said  # noqa: PLC0415  # loads views

        fail(contacts_said.refused(refusal, now=WallClock().now()))
    except SlackApiError as problem:
        fail(f"Slack says: {problem.response['error']}. Run: python -m bot doctor")
    except faults() as problem:
        from bot.running import first_line  # noqa: PLC0415  # likewise

        if isinstance(problem, OSError) and problem.errno in FULL:
            fail("The disk is full. Free space, and run it again.")
        fail(f"{first_line(problem)}. Run: python -m bot doctor")


def wrong(sentence: str) -> NoReturn:
    """Wrong usage; exit 2."""
    err.print(sentence, markup=False, highlight=False)
    raise typer.Exit(2)


def fail(sentence: str) -> NoReturn:
    err.print(sentence, markup=False, highlight=False)
    raise typer.Exit(1)
