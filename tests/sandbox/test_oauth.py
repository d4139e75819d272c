"""OAuth as strict as Slack's: who may allow what, where the browser goes, and what a code is good for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import control, page
from sandbox.clock import HandClock
from sandbox.model import Json
from sandbox.people import CouldNot, People
from sandbox.server import Sandbox

BACK = "https://app.example/oauth/redirect"
WORLD: Json = {
    "workspaces": [
        {
            "id": "T0ONE",
            "name": "One <b>",
            "domain": "one",
            "enterprise_id": "E0ORG",
            "users": [
                {"id": "U0ADA", "name": "ada", "real_name": "Ada", "is_admin": True},
                {"id": "U0BEN", "name": "ben", "real_name": "Ben"},
                {"id": "U0GUS", "name": "gus", "real_name": "Gus", "is_restricted": True},
            ],
        },
        {
            "id": "T0TWO",
            "name": "Two",
            "domain": "two",
            "users": [{"id": "U0CAT", "name": "cat", "real_name": "Cat"}],
        },
    ],
    "apps": [
        {
            "id": "A0APP",
            "name": "App",
            "client_id": "12.34",
            "client_secret": "hidden",
            "redirect_urls": [BACK],
            "org_deploy": True,
        }
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    sandbox: Sandbox
    clock: HandClock
    session: ClientSession
    client: AsyncWebClient
    people: People

    def url(self, **query: str) -> str:
        asked = {"client_id": "12.34", "scope": "chat:write,commands", "redirect_uri": BACK, "state": "mine", **query}
        return f"{self.sandbox.url}/oauth/v2/authorize?{urlencode({k: v for k, v in asked.items() if v})}"

    async def code(self, user: str = "U0BEN", **query: str) -> str:
        there = await self.people.of(user).allows(self.url(**query))
        return parse_qs(urlsplit(there).query)["code"][0]

    async def exchange(self, code: str, *, secret: str = "hidden", client: str = "12.34", back: str = BACK) -> Json:
        told = {"client_id": client, "client_secret": secret, "code": code, "redirect_uri": back}
        answer = await self.client.api_call("oauth.v2.access", data={name: it for name, it in told.items() if it})
        found: Json = dict(answer.data)  # type: ignore[arg-type]  # JSON
        return found

    async def no(self, code: str, **how: str) -> str:
        with pytest.raises(SlackApiError) as refused:
            await self.exchange(code, **how)
        return str(refused.value.response["error"])


@pytest.fixture
async def place(clock: HandClock) -> AsyncIterator[Place]:
    parts = (control.part, page.part())
    async with Sandbox.running(clock=clock, world=WORLD, parts=parts) as sandbox, ClientSession() as session:
        client = AsyncWebClient(base_url=sandbox.api_url, session=session, retry_handlers=[])
        people = People(url=sandbox.url, session=session)
        yield Place(sandbox=sandbox, clock=clock, session=session, client=client, people=people)


async def test_a_code_is_good_for_one_token_which_the_sdk_can_use(place: Place) -> None:
    code = await place.code()
    got = await place.exchange(code)
    assert (got["team"], got["authed_user"]) == ({"id": "T0ONE", "name": "One <b>"}, {"id": "U0BEN"})
    assert (got["is_enterprise_install"], got["enterprise"]["id"]) == (False, "E0ORG")
    assert (got["scope"], got["token_type"], got["app_id"]) == ("chat:write,commands", "bot", "A0APP")
    told = await place.client.auth_test(token=got["access_token"])
    assert (told["team_id"], told["user_id"]) == ("T0ONE", got["bot_user_id"])
    assert await place.no(code) == "code_already_used"
    shown = [str(call) for call in place.sandbox.slack.log]
    assert [it for it in ("hidden", code, got["access_token"]) if any(it in line for line in shown)] == []


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_the_sdks_own_call_sends_the_apps_secret_in_a_header(place: Place) -> None:
    who = {"client_id": "12.34", "client_secret": "hidden"}
    got = await place.client.oauth_v2_access(**who, code=await place.code(), redirect_uri=BACK)
    assert got["team"]["id"] == "T0ONE"


async def test_each_wrong_word_has_its_name_and_uses_no_code_up(place: Place) -> None:
    code = await place.code()
    assert await place.no(code, client="56.78") == "invalid_client_id"
    assert await place.no(code, secret="guessed") == "bad_client_secret"
    assert await place.no(code, back=f"{BACK}/other") == "bad_redirect_uri"
    assert await place.no(code, back="") == "bad_redirect_uri"
    assert await place.no("guessed") == "invalid_code"
    await place.exchange(code)


async def test_a_code_lives_for_ten_minutes(place: Place) -> None:
    first, second = await place.code(), await place.code()
    await place.clock.turn(timedelta(minutes=10))
    await place.exchange(first)
    await place.clock.turn(timedelta(seconds=1))
    assert await place.no(second) == "invalid_code"


async def test_installed_again_scopes_add_up_and_the_old_token_opens_nothing(place: Place) -> None:
    first = await place.exchange(await place.code())
    again = await place.exchange(await place.code(scope="users:read"))
    assert (again["scope"], again["bot_user_id"]) == ("chat:write,commands,users:read", first["bot_user_id"])
    with pytest.raises(SlackApiError):
        await place.client.auth_test(token=first["access_token"])
    await place.client.auth_revoke(token=again["access_token"])
    assert (await place.exchange(await place.code(scope="users:read")))["scope"] == "users:read"


async def test_where_the_browser_goes_says_what_was_decided_and_carries_the_state(place: Place) -> None:
    ben = place.people.of("U0BEN")
    there = urlsplit(await ben.cancels(place.url()))
    assert (f"{there.scheme}://{there.netloc}{there.path}", parse_qs(there.query)) == (
        BACK,
        {"error": ["access_denied"], "state": ["mine"]},
    )
    assert (await ben.allows(place.url(redirect_uri=""))).startswith(f"{BACK}?code=")
    assert (await ben.allows(place.url(redirect_uri=f"{BACK}/here"))).startswith(f"{BACK}/here?code=")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"client_id": "56.78"}, "client_id"),
        ({"scope": ""}, "No scopes"),
        ({"scope": "chat write!"}, "Invalid permissions"),
        ({"user_scope": "chat:write"}, "user_scope"),
        ({"redirect_uri": "https://other.example/oauth/redirect"}, "redirect_uri did not match"),
        ({"redirect_uri": f"{BACK}-not"}, "redirect_uri did not match"),
        ({"redirect_uri": f"{BACK}/../elsewhere"}, "redirect_uri did not match"),
        ({"redirect_uri": BACK.replace("https", "http")}, "redirect_uri did not match"),
    ],
)
async def test_a_wrong_address_is_said_on_a_page_and_nobody_is_sent_back(
    place: Place, query: dict[str, str], said: str
) -> None:
    async with place.session.get(place.url(**query), allow_redirects=False) as answer:
        assert (answer.status, said in await answer.text()) == (400, True)
    with pytest.raises(CouldNot, match=said):
        await place.people.of("U0BEN").allows(place.url(**query))


async def test_guests_install_nothing_and_an_organization_is_its_administrators(place: Place) -> None:
    with pytest.raises(CouldNot, match="restricted_action"):
        await place.people.of("U0GUS").allows(place.url())
    for user in ("U0BEN", "U0CAT"):
        with pytest.raises(CouldNot, match="org_install_not_allowed"):
            await place.people.of(user).allows(place.url(), org=True)
    there = await place.people.of("U0ADA").allows(place.url(), org=True)
    got = await place.exchange(parse_qs(urlsplit(there).query)["code"][0])
    assert (got["team"], got["enterprise"]["id"], got["is_enterprise_install"]) == (None, "E0ORG", True)
    assert (await place.client.auth_test(token=got["access_token"]))["is_enterprise_install"]
    assert (await place.client.auth_revoke(token=got["access_token"]))["revoked"]


async def test_the_page_shows_who_may_install_runs_nothing_and_sends_its_answer_on(place: Place) -> None:
    async with place.session.get(place.url(state="<mine>")) as shown:
        text, policy = await shown.text(), shown.headers["Content-Security-Policy"]
    assert ("Ada, administrator" in text, "Cat" in text, "Gus" in text, "<script" in text) == (
        True,
        True,
        False,
        False,
    )
    assert ("One &lt;b&gt;" in text, "&lt;mine&gt;" in text) == (True, True)
    assert ("script" in policy, "form-action 'self' https://app.example" in policy) == (False, True)
    form = {"client_id": "12.34", "scope": "chat:write", "redirect_uri": BACK, "user": "U0CAT", "decision": "allow"}
    async with place.session.post(
        f"{place.sandbox.url}/oauth/v2/authorize", data=form, allow_redirects=False
    ) as answer:
        there = answer.headers["Location"]
    assert (await place.exchange(parse_qs(urlsplit(there).query)["code"][0]))["team"]["id"] == "T0TWO"


async def test_the_page_may_be_reached_from_another_site_and_answered_from_none(place: Place) -> None:
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    async with place.session.get(place.url(), headers=visit) as answer:
        assert answer.status == 200
    address = f"{place.sandbox.url}/oauth/v2/authorize"
    async with place.session.post(address, headers={"Origin": "https://evil.example", **visit}) as answer:
        assert answer.status == 403
