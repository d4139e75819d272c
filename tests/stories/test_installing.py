"""Installing by OAuth: each way it can end is a page that says what happened and what to do."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from demo.town import Town
from sandbox.faults import Fault, Trouble
from storage.tables import workspaces
from tests.conftest import ENGINES, database
from tests.stories.four_workspaces import SECRET, Browser, four

Four = tuple[Town, Browser]


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Without the sample people: these workspaces have their own."""
    yield from database(request, tmp_path)


@pytest.fixture
async def bare(database_url: str, transport: str) -> AsyncIterator[Four]:
    async with four(database_url, transport=transport) as found:
        yield found


async def _nobody_has_it(town: Town) -> bool:
    async with town.bot.store.read() as tx:
        return not (await tx.execute(sa.select(workspaces))).all()


async def test_cancelled_says_that_nothing_happened(bare: Four) -> None:
    town, browser = bare
    back = await town.person("ana").cancels(await browser.begins())
    status, page = await browser.comes_back(back)
    assert (status, "You cancelled" in page, "Start again" in page) == (200, True, True)
    assert await _nobody_has_it(town)


async def test_a_state_is_of_one_browser_of_ten_minutes_and_of_one_use(bare: Four) -> None:
    town, browser = bare
    ana = town.person("ana")
    back = await ana.allows(await browser.begins())
    own = browser.cookie
    for stolen in ("", "__Host-liaison-install=another", own.replace("install=", "install=x")):
        status, page = await browser.comes_back(back, cookie=stolen)
        assert (status, "did not begin here" in page) == (400, True)
    for forged in (back.replace("state=", "state=x"), back.partition("&state")[0], f"{back}x"):
        status, page = await browser.comes_back(forged)
        assert (status, "did not begin here" in page) == (400, True)
    assert await _nobody_has_it(town)
    assert (await browser.comes_back(back))[0] == 200
    status, page = await browser.comes_back(back)
    assert (status, "used already" in page) == (400, True)
    late = await ana.allows(await browser.begins())
    await town.clock.turn(timedelta(minutes=10, seconds=1))
    status, page = await browser.comes_back(late)
    assert (status, "ten minutes" in page) == (400, True)


async def test_two_windows_of_one_browser_do_not_disturb_each_other(bare: Four) -> None:
    town, browser = bare
    first = await browser.begins()
    cookie = browser.cookie
    second = await browser.begins(again=True)
    assert browser.cookie == cookie
    ana, paul = town.person("ana"), town.person("paul")
    assert (await browser.comes_back(await ana.allows(first)))[0] == 200
    assert (await browser.comes_back(await paul.allows(second)))[0] == 200


async def test_an_organization_is_refused_with_the_reason_and_its_token_given_back(bare: Four) -> None:
    town, browser = bare
    back = await town.person("ana").allows(await browser.begins(), org=True)
    status, page = await browser.comes_back(back)
    assert (status, "one workspace at a time" in page, "organization administrator" in page) == (403, True, True)
    assert await _nobody_has_it(town)
    assert [it.revoked for it in town.sandbox.slack.installations] == [True]


async def test_what_slack_says_and_that_it_is_away_are_pages(bare: Four) -> None:
    town, browser = bare
    faults, ana = town.sandbox.slack.faults, town.person("ana")
    faults.add(Fault(trouble=Trouble.ERROR, method="oauth.v2.access", error="bad_client_secret"))
    status, page = await browser.comes_back(await ana.allows(await browser.begins()))
    assert (status, "bad_client_secret" in page, SECRET in page) == (400, True, False)
    faults.add(Fault(trouble=Trouble.DROP_BEFORE, method="oauth.v2.access"))
    status, page = await browser.comes_back(await ana.allows(await browser.begins()))
    assert (status, "reference" in page) == (502, True)
    assert await _nobody_has_it(town)
    back = (await ana.cancels(await browser.begins())).replace("access_denied", "<b>odd")
    status, page = await browser.comes_back(back)
    assert (status, "&lt;b&gt;odd" in page, "<b>odd" in page) == (400, True, False)


async def test_pages_run_nothing_and_the_cookie_is_kept_to_the_browser(bare: Four) -> None:
    town, _ = bare
    async with town.people.session.get(f"http://127.0.0.1:{town.bot.port}/slack/install") as page:
        policy, cookie = page.headers["Content-Security-Policy"], page.headers["Set-Cookie"]
        assert "<script" not in await page.text()
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert cookie.startswith("__Host-liaison-install=")
    assert [it for it in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600") if it not in cookie] == []
    assert "Domain" not in cookie


async def test_who_installed_when_and_what_was_granted_is_kept_and_the_token_sealed(bare: Four) -> None:
    town, browser = bare
    await browser.installs(town.person("ana"))
    async with town.bot.store.read() as tx:
        row = (await tx.execute(sa.select(workspaces))).one()
    assert (row.installer_id, row.installed_by is not None, row.installed_at) == ("U0ANA", True, town.clock.now())
    token = town.sandbox.slack.installation(row.app_id, row.team_id).bot_token.encode()
    assert token not in row.token_sealed
    assert "chat:write" in row.scopes.split(",")
