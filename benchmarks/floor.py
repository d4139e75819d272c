"""The floor: bare Bolt behind its own aiohttp adapter, and the bare driver's statements.

`python -m benchmarks.floor URL` serves it on a free port, which it prints. URL `-`: no database, it only acks.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.bare import BarePostgres, BareSqlite, Deeds
from demo import world


def bolt() -> AsyncApp:
    """As its documentation has it, with every switch turned for speed."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=world.TEAM, bot_user_id="U0BOT", bot_id="B0BOT", bot_token="xoxb-none"
        )

    return AsyncApp(
        authorize=authorize,
        signing_secret=world.SIGNING_SECRET,
        process_before_response=True,
    )


def listen(app: AsyncApp, deeds: Deeds | None) -> None:
    """One listener a payload kind. `/case help` and a top-level message are only acked."""

    async def command(ack: Any, body: dict[str, Any]) -> None:
        if deeds is not None and body["text"] != "help":
            await deeds.audit_line()
        await ack()

    async def form(ack: Any, body: dict[str, Any]) -> None:
        if deeds is not None:
            await _open(deeds, body)
        await ack()

    async def message(ack: Any, body: dict[str, Any]) -> None:
        if deeds is not None and "thread_ts" in body["event"]:
            await _hear(deeds, body["event"])
        await ack()

    app.command("/case")(command)
    app.view("form.open-case")(form)
    app.event("message")(message)


async def _open(deeds: Deeds, body: dict[str, Any]) -> None:
    view = body["view"]
    typed = {name: _typed(field["value"]) for name, field in view["state"]["values"].items()}
    district = int(body["user"]["id"][3:6])
    await deeds.open_case(body["team"]["id"], body["user"]["id"], f"form:{view['id']}", district, typed)


def _typed(element: dict[str, Any]) -> str:
    return str((element.get("selected_option") or element)["value"])


async def _hear(deeds: Deeds, event: dict[str, Any]) -> None:
    team, channel, thread = event["team"], event["channel"], event["thread_ts"]
    if thread.startswith("16"):
        await deeds.is_case(team, channel, thread)
        return
    await deeds.reply(event)


@asynccontextmanager
async def _deeds(url: str) -> AsyncIterator[Deeds | None]:
    if url == "-":
        yield None
    elif url.startswith("sqlite"):
        async with BareSqlite.opened(url.removeprefix("sqlite:///")) as sqlite:
            yield Deeds(sqlite, for_update=False)
    else:
        async with BarePostgres.opened(url) as postgres:
            yield Deeds(postgres, for_update=True)


async def main(url: str) -> None:
    app = bolt()

    async def slack(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async with _deeds(url) as deeds:
        listen(app, deeds)
        site = web.Application()
        site.add_routes([web.post("/slack/events", slack)])
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
