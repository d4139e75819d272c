"""The addresses of OAuth: the page, its answer, its style."""

from aiohttp import web

from sandbox.model import ApiError
from sandbox.oauth import page
from sandbox.oauth.asking import NotAskable, asked, decided
from sandbox.state import Slack

_SAID = {
    "restricted_action": "This person may not install apps there",
    "org_install_not_allowed": "Only an administrator of an organization installs an app in all of it",
    "user_not_found": "There is nobody of that name",
}


def routes(slack: Slack) -> list[web.AbstractRouteDef]:
    async def ask(request: web.Request) -> web.Response:
        try:
            wish = asked(slack, request.query)
        except NotAskable as why:
            return _html(page.refused(str(why)), status=400)
        return _html(page.asking(slack, wish, request.query), back_to=wish.back_to)

    async def decide(request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            wish = asked(slack, form)
            allow, for_org = form.get("decision") == "allow", form.get("reach") == "org"
            there = decided(slack, wish, form.get("user", ""), allow=allow, for_org=for_org)
        except NotAskable as why:
            return _html(page.refused(str(why)), status=400)
        except ApiError as no:
            return _html(page.refused(_SAID.get(no.error, no.error)), status=403)
        return web.Response(status=302, headers={**page.headers(wish.back_to), "Location": there})

    return [
        web.get("/oauth/v2/authorize", ask),
        web.post("/oauth/v2/authorize", decide),
        web.get("/oauth/v2/page.css", _style),
    ]


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=page.STYLE, content_type="text/css", headers=page.headers())


def _html(text: str, *, status: int = 200, back_to: str | None = None) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status, headers=page.headers(back_to))
