"""Installing by OAuth: `/slack/install`, Slack's page, and the way back. Every end is a page (SLACK 10.1)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import structlog
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot import manifest
from bot.delivery.slack import SlackClients
from bot.domain.ids import TeamId
from bot.keyring import Keyring
from bot.oauth_state import LIVES, Flaw, States, new_browser, nonce_of
from bot.services import installations
from bot.services.installations import Installed
from bot.settings import Settings
from bot.views import pages
from bot.views.pages import Page
from storage.store import Store
from storage.workspaces import Workspace

log = structlog.get_logger()
COOKIE = "__Host-liaison-install"
"""By its prefix a browser keeps it to this host, over HTTPS, whatever else the domain serves."""

LONGEST = 300
"""Of a cookie, a state or a code that can be ours or Slack's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installing:
    """`nudge`: something is owed. The scopes asked for are the manifest's."""

    settings: Settings
    store: Store
    slack: SlackClients
    keyring: Keyring
    now: Callable[[], datetime]
    nudge: Callable[[], None]

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/slack/install", self._begin),
            web.get("/slack/oauth_redirect", self._come_back),
            web.get(pages.STYLE_PATH, _style),
        ]

    async def _begin(self, request: web.Request) -> web.Response:
        """Writes nothing down: whoever opens this page costs a hash."""
        browser = _browser(request) or new_browser()
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(manifest.scopes()),
            "redirect_uri": self.settings.redirect_url,
            "state": self._states.issue(browser, now=self.now()),
        }
        there = f"{self.settings.authorize_url}?{urlencode(asked)}"
        answer = _shown(pages.invitation(there, command=self.settings.command))
        seconds = int(LIVES.total_seconds())
        answer.set_cookie(COOKIE, browser, max_age=seconds, path="/", secure=True, httponly=True, samesite="Lax")
        return answer

    async def _come_back(self, request: web.Request) -> web.Response:
        try:
            return _shown(await self._answered(request))
        except SlackApiError as refused:
            error = str(refused.response["error"])
            log.warning("not-installed", error=error)
            return _shown(pages.slack_refused(error))
        except Exception as fault:  # noqa: BLE001  # somebody waits for a page, whatever it is
            reference = secrets.token_hex(4)
            level = log.warning if isinstance(fault, aiohttp.ClientError | TimeoutError) else log.exception
            level("not-installed", reference=reference, error=type(fault).__name__)
            return _shown(pages.not_reached(reference))

    async def _answered(self, request: web.Request) -> Page:
        state, code = request.query.get("state", "")[:LONGEST], request.query.get("code", "")[:LONGEST]
        match self._states.flaw(state, _browser(request), now=self.now()):
            case Flaw.FOREIGN:
                return pages.not_this_browser()
            case Flaw.EXPIRED:
                return pages.too_late()
            case None:
                pass
        if not await installations.use_up(self.store, nonce_of(state), now=self.now()):
            return pages.used_already()
        if request.query.get("error") == "access_denied":
            return pages.cancelled()
        if not code:
            return pages.slack_refused(request.query.get("error", "no code")[:LONGEST])
        return await self._exchanged(code)

    async def _exchanged(self, code: str) -> Page:
        told = {
            "client_id": self.settings.client_id,
            "client_secret": self._secret,
            "code": code,
            "redirect_uri": self.settings.redirect_url,
        }
        answer = (await self.slack.with_token("").api_call("oauth.v2.access", data=told)).data
        if not isinstance(answer, dict):
            raise TypeError(type(answer).__name__)
        if answer.get("is_enterprise_install") or not answer.get("team"):
            await self._give_back(str(answer.get("access_token") or ""))
            return pages.whole_organization()
        return await self._installed(answer)

    async def _give_back(self, token: str) -> None:
        """A token that nobody will use opens nothing any more. Where that fails, nobody has it."""
        try:
            await self.slack.with_token(token).auth_revoke()
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("not-given-back", error=type(error).__name__)

    async def _installed(self, answer: dict[str, Any]) -> Page:
        token, team = str(answer["access_token"]), TeamId(str(answer["team"]["id"]))
        itself = await self.slack.with_token(token).auth_test()
        granted = str(answer.get("scope") or "")
        found = Workspace(
            team=team,
            enterprise=str((answer.get("enterprise") or {}).get("id") or ""),
            name=str(answer["team"].get("name") or team),
            app_id=str(answer.get("app_id") or ""),
            bot_id=str(itself.get("bot_id") or ""),
            bot_user_id=str(answer["bot_user_id"]),
            token_sealed=self.keyring.seal(token),
            scopes=granted,
            installer=str((answer.get("authed_user") or {}).get("id") or ""),
        )
        became = await installations.install(self.store, found, now=self.now())
        self.keyring.forget(team)
        self.nudge()
        missing = sorted(set(manifest.scopes()) - set(granted.split(",")))
        return pages.installed(
            found.name,
            set_up=became is Installed.SET_UP,
            too_late=became is Installed.TOO_LATE,
            command=self.settings.command,
            missing=missing,
            open_slack=f"https://slack.com/app_redirect?{urlencode({'app': found.app_id, 'team': team})}"
            if self.settings.is_slack
            else "",
        )

    @property
    def _secret(self) -> str:
        secret = self.settings.client_secret
        return secret.get_secret_value() if secret else ""

    @property
    def _states(self) -> States:
        return States.of(self._secret)


def _browser(request: web.Request) -> str:
    return request.cookies.get(COOKIE, "")[:LONGEST]


def _shown(page: Page) -> web.Response:
    return web.Response(text=page.text, status=page.status, content_type="text/html", headers=pages.HEADERS)


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=pages.STYLE, content_type="text/css", headers=pages.HEADERS)
