"""The vendor's workspace with the desk, and three districts' own. The app is in none of them yet."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from html import unescape
from typing import Any

import aiohttp
import yaml

from bot import settings as settings_of
from bot.app import Bot
from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.services import directory
from demo import world
from demo.town import KEY, UNHURRIED_S, Town, free_port, unhurried
from sandbox import control
from sandbox.clock import HandClock
from sandbox.people import People, Person
from sandbox.server import Sandbox
from storage.engines import opened

VENDOR, LAKE, PINE, HILL = "T0VENDOR", "T0LAKE", "T0PINE", "T0HILL"
DESK, LAKE_CASES, PINE_CASES, HILL_CASES = "C0DESK", "C0LAKE", "C0PINE", "C0HILL"
SECRET = "the-apps-own"

WHO = {
    VENDOR: [("alex", "Alex Kim"), ("vera", "Vera Admin")],
    LAKE: [("ana", "Ana Torres"), ("sam", "Sam Rivera")],
    PINE: [("paul", "Paul Pine")],
    HILL: [("hank", "Hank Hill"), ("hugo", "Hugo Hall")],
}
DISTRICTS = [
    "lakeside,Lakeside Unified,America/Chicago,,,T0LAKE,C0LAKE,,no",
    "pine-ridge,Pine Ridge,America/Denver,,,T0PINE,C0PINE,,no",
]
PEOPLE = [
    "-,agent,Alex Kim,,T0VENDOR,U0ALEX,,,",
    "-,support-administrator,Vera Admin,,T0VENDOR,U0VERA,,,",
    "lakeside,support,Ana Torres,,T0LAKE,U0ANA,,,",
    "lakeside,staff,Sam Rivera,,T0LAKE,U0SAM,,,",
    "pine-ridge,support,Paul Pine,,T0PINE,U0PAUL,,,",
]


def described(port: int, *, http: bool) -> dict[str, Any]:
    """`port`: where the bot will be."""
    manifest = yaml.safe_load((world.ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    url = f"http://127.0.0.1:{port}/slack/events" if http else None
    manifest["settings"]["socket_mode_enabled"] = not http
    manifest["oauth_config"]["redirect_urls"] = [f"http://127.0.0.1:{port}/slack/oauth_redirect"]
    manifest["settings"]["org_deploy_enabled"] = True  # though we refuse it, an app's settings may allow it
    for part in ("event_subscriptions", "interactivity"):
        manifest["settings"][part]["request_url"] = url
    app = {
        "id": world.APP,
        "manifest": manifest,
        "app_token": world.APP_TOKEN,
        "signing_secret": world.SIGNING_SECRET,
    }
    return {
        "workspaces": [_workspace(team, folk) for team, folk in WHO.items()],
        "apps": [{**app, "client_id": "12.34", "client_secret": SECRET}],
        "channels": [
            {"team": VENDOR, "id": DESK, "name": "desk", "private": True, "members": ["U0ALEX"]},
            {"team": LAKE, "id": LAKE_CASES, "name": "cases", "private": True, "members": ["U0ANA"]},
            {"team": PINE, "id": PINE_CASES, "name": "cases", "private": True, "members": ["U0PAUL"]},
            {"team": HILL, "id": HILL_CASES, "name": "cases", "private": True, "members": ["U0HANK"]},
            *({"team": team, "id": f"C0ALL{team[2:]}", "name": "all", "members": _ids(team)} for team in WHO),
        ],
    }


def _ids(team: str) -> list[str]:
    return [f"U0{name.upper()}" for name, _ in WHO[team]]


def _workspace(team: str, folk: list[tuple[str, str]]) -> dict[str, Any]:
    users = [{"id": f"U0{name.upper()}", "name": name, "real_name": real, "is_admin": True} for name, real in folk]
    return {
        "id": team,
        "name": f"{team[2:].title()} Works",
        "domain": team.lower(),
        "enterprise_id": "E0",
        "users": users,
    }


class Browser:
    """One browser: it keeps cookies, and goes where it is sent."""

    def __init__(self, here: Town, session: aiohttp.ClientSession) -> None:
        self._url = f"http://127.0.0.1:{here.bot.port}"
        self._session = session
        self.cookie = ""

    async def begins(self, *, again: bool = False) -> str:
        """Opens /slack/install; `again`: in another window. Returns the address of Slack's page."""
        kept = {"Cookie": self.cookie} if again else {}
        async with self._session.get(f"{self._url}/slack/install", headers=kept) as page:
            self.cookie = page.headers["Set-Cookie"].partition(";")[0]
            (there,) = re.findall(r"href='([^']+oauth/v2/authorize[^']+)'", await page.text())
        return unescape(there)

    async def comes_back(self, there: str, *, cookie: str | None = None) -> tuple[int, str]:
        kept = self.cookie if cookie is None else cookie
        async with self._session.get(there, headers={"Cookie": kept} if kept else {}) as page:
            return page.status, await page.text()

    async def installs(self, who: Person) -> str:
        """All of it. Returns the last page."""
        status, page = await self.comes_back(await who.allows(await self.begins()))
        assert status == 200, page
        return page


@asynccontextmanager
async def four(database_url: str, *, transport: str) -> AsyncIterator[tuple[Town, Browser]]:
    clock, port, http = HandClock(world.NOON), free_port(), transport == "http"
    parts = (control.part,)
    running = Sandbox.running(clock=clock, world=described(port, http=http), parts=parts, patience=UNHURRIED_S)
    jar = aiohttp.DummyCookieJar()
    async with (
        running as sandbox,
        aiohttp.ClientSession(cookie_jar=jar) as session,
        AsyncExitStack() as bots,
    ):
        way_in = {"SLACK_SIGNING_SECRET": world.SIGNING_SECRET} if http else {"SLACK_APP_TOKEN": world.APP_TOKEN}
        found = settings_of.read(
            {
                "SLACK_API_URL": sandbox.api_url,
                "LIAISON_CLIENT_ID": "12.34",
                "LIAISON_CLIENT_SECRET": SECRET,
                "LIAISON_PUBLIC_URL": f"http://127.0.0.1:{port}",
                "LIAISON_TOKEN_KEY": KEY,
                "LIAISON_DATABASE": database_url,
                "LIAISON_DESK_CHANNEL": f"{VENDOR}/{DESK}",
                "LIAISON_PORT": str(port),
                **way_in,
            }
        )
        await _bring_in(database_url, clock)
        bot = await bots.enter_async_context(Bot.running(found, clock=clock, hooks=unhurried(UNHURRIED_S)))
        people = People(url=sandbox.url, session=session, names={})
        here = Town(sandbox=sandbox, bot=bot, people=people, clock=clock, settings=found, bots=bots)
        yield here, Browser(here, session)


async def _bring_in(database_url: str, clock: HandClock) -> None:
    async with opened(database_url) as store:
        outcome = await directory.run_import(
            store,
            districts="\n".join([",".join(DISTRICT_COLUMNS), *DISTRICTS]),
            people="\n".join([",".join(PEOPLE_COLUMNS), *PEOPLE]),
            closures=None,
            now=clock.now(),
            apply=True,
        )
    assert not outcome.wrong
