"""`make demo`: the sandbox and the bot together, with a page to be anybody in, until ended with Ctrl-C."""

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.observing import set_up_logging
from bot.running import until_ended
from demo.show import Show
from demo.town import town
from sandbox import page
from sandbox.state import PATIENCE_S
from storage import migrations

TRY = """
[bold]Liaison's demonstration is running.[/bold] Open it in a browser, on this machine:

    [bold]{url}[/bold]

Be anybody there; open a second window to be two people at once. The page tells the story in five steps.
People can be driven from a terminal too: docs/sandbox.md has the control API, at {url}/_control.
The bot's health and measures: {bot}/readyz and {bot}/metrics.
`make story` plays a longer story by itself. Ctrl-C ends both.
"""


async def main(console: Console, folder: Path, *, port: int, opens: bool) -> None:
    url = f"sqlite:///{folder / 'demo.db'}"

    def anew() -> None:
        for left in folder.glob("demo.db*"):
            left.unlink()
        migrations.upgrade(url)

    async def empty() -> None:
        await asyncio.to_thread(anew)

    await empty()
    show = Show(empty)
    async with town(url, parts=(page.part(show),), port=_free(port), patience=PATIENCE_S) as here:
        show.stands(here)
        console.print(TRY.format(url=here.sandbox.url, bot=f"http://127.0.0.1:{here.bot.port}"), highlight=False)
        if opens:
            await asyncio.to_thread(webbrowser.open, here.sandbox.url)
        ticking, ended = asyncio.create_task(here.live()), asyncio.create_task(until_ended())
        await asyncio.wait({ticking, ended}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ticking, ended):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task  # a fault of the clock is told, instead of time that stands still


def _free(port: int) -> int:
    """This port, or any, where somebody else has it."""
    with socket.socket() as it:
        it.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            it.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def run(
    port: Annotated[int, typer.Option(help="Of the page; where somebody has it, any that is free")] = 8300,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser, where there is one")] = True,  # noqa: FBT002  # typer makes --no-browser of it
) -> None:
    """A small Slack with Liaison at work in it, on this machine alone."""
    set_up_logging(json=False, level="error")
    with tempfile.TemporaryDirectory(prefix="liaison-demo-") as folder:
        asyncio.run(main(Console(soft_wrap=True), Path(folder), port=port, opens=browser and has_a_screen()))


def has_a_screen() -> bool:
    """Elsewhere a browser of the terminal would take the terminal over."""
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(it) for it in ("DISPLAY", "WAYLAND_DISPLAY"))  # noqa: TID251  # no setting of the bot's


if __name__ == "__main__":
    typer.run(run)
