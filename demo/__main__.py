"""`make demo`: the sandbox and the bot together, on this machine alone, until ended with Ctrl-C."""

import asyncio
import contextlib
from pathlib import Path

from rich.console import Console

from bot.observing import set_up_logging
from bot.running import until_ended
from demo import world
from demo.stage import Stage
from demo.steps import open_a_case, point_to_contacts
from demo.town import town
from demo.transcript import Transcript
from storage import migrations

FOLDER = Path("var/demo")

TRY = f"""
[bold]Liaison's demonstration is running.[/bold] Its little Slack listens at {{url}}, on this machine alone.
It has no page yet: people act and look through its control API. Try, in another terminal:

  Ana, a contact of Lakeside, asks for her cases:
    curl -s {{url}}/_control/command --json \\
      '{{{{"user":"U0ANA","channel":"{world.TOWN}","command":"/case","text":"list"}}}}'
  What Ana sees in town, hers alone included:
    curl -s '{{url}}/_control/messages/{world.TOWN}?as=U0ANA'
  Lakeside's thread as Ben sees it, and the desk's as Alex does:
    curl -s '{{url}}/_control/messages/{world.LAKESIDE}?as=U0BEN'
    curl -s '{{url}}/_control/messages/{world.DESK}?as=U0ALEX'
  Sam, who is no contact, tries to open a case:
    curl -s {{url}}/_control/command --json \\
      '{{{{"user":"U0SAM","channel":"{world.TOWN}","command":"/case","text":""}}}}'
  Who else is there:
    curl -s {{url}}/_control/state

The bot's health and measures: {{bot}}/readyz and {{bot}}/metrics. docs/sandbox.md has the whole control API.
`make story` plays a longer story by itself. Ctrl-C ends both.
"""


async def main(console: Console) -> None:
    url = f"sqlite:///{FOLDER / 'demo.db'}"
    await asyncio.to_thread(migrations.upgrade, url)
    async with town(url) as here:
        stage = Stage(here=here, transcript=Transcript(None))
        await open_a_case(stage)
        await point_to_contacts(stage)
        console.print(TRY.format(url=here.sandbox.url, bot=f"http://127.0.0.1:{here.bot.port}"), highlight=False)
        ticking = asyncio.create_task(here.live())
        await until_ended()
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking


def fresh_folder() -> None:
    """Each demonstration begins anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for left in FOLDER.glob("demo.db*"):
        left.unlink()


if __name__ == "__main__":
    fresh_folder()
    set_up_logging(json=False, level="error")
    asyncio.run(main(Console(soft_wrap=True)))
