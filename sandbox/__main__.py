"""`python -m sandbox --port 8300 --world world.json`: a sandbox of one's own, until it is stopped."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from sandbox import control, page, worlds
from sandbox.model import Json
from sandbox.server import Sandbox

SAMPLE = Path(__file__).with_name("sample.json")


def main(
    port: Annotated[int, typer.Option(help="0: any that is free")] = 8300,
    world: Annotated[Path, typer.Option(help="a JSON file that describes who and what there is")] = SAMPLE,
) -> None:
    """Start a small Slack on 127.0.0.1."""
    try:
        asyncio.run(_serve(worlds.read(world), port))
    except KeyboardInterrupt:
        typer.echo("stopped")


async def _serve(described: Json, port: int) -> None:
    async with Sandbox.running(world=described, port=port, parts=(control.part, page.part())) as sandbox:
        slack = sandbox.slack
        typer.echo(f"Page  {sandbox.url}")
        typer.echo(f"Control API  {sandbox.url}/_control")
        typer.echo(f"Web API  {sandbox.api_url}")
        for it in slack.installations:
            typer.echo(f"{slack.app(it.app_id).name} in {it.team_id}  bot token {it.bot_token}")
        await asyncio.Event().wait()


if __name__ == "__main__":
    typer.run(main)
