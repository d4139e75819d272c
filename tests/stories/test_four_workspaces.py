"""A district in its own workspace and the desk in the vendor's, as both in one; how a workspace comes and goes."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa

from bot.domain.ids import TeamId
from demo import world
from demo.town import Town
from sandbox.deeds import apps, channels
from storage import workspaces
from storage.tables import audit, districts, outbox, people
from storage.tables import workspaces as workspaces_table
from tests.conftest import ENGINES, database
from tests.postbag import holding, postbag
from tests.stories.four_workspaces import (
    DESK,
    HILL,
    HILL_CASES,
    LAKE,
    LAKE_CASES,
    PINE,
    PINE_CASES,
    VENDOR,
    Browser,
    four,
)

Four = tuple[Town, Browser]
CASES = {VENDOR: DESK, LAKE: LAKE_CASES, PINE: PINE_CASES}
INSTALLERS = {VENDOR: "alex", LAKE: "sam", PINE: "paul"}


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Without the sample people: these workspaces have their own."""
    yield from database(request, tmp_path)


@pytest.fixture
async def bare(database_url: str, transport: str) -> AsyncIterator[Four]:
    """The app is nowhere yet."""
    async with four(database_url, transport=transport) as found:
        yield found


@pytest.fixture
async def here(bare: Four) -> Four:
    """In the vendor's workspace and in two districts', in their channels."""
    town, browser = bare
    for team, name in INSTALLERS.items():
        await browser.installs(town.person(name))
        await _invite(town, team, CASES[team])
    await town.quiet()
    return bare


async def _invite(town: Town, team: str, channel: str) -> None:
    channels.join(town.sandbox.slack, channel, town.sandbox.slack.installation(world.APP, team).bot_user_id)
    await town.quiet()


async def _status(town: Town, team: str) -> tuple[str, bool]:
    query = sa.select(workspaces_table).where(workspaces_table.c.team_id == team)
    async with town.bot.store.read() as tx:
        row = (await tx.execute(query)).one()
    return row.status, row.token_sealed is not None


async def _open(town: Town, name: str, where: str, subject: str) -> str:
    """Returns the case's card in its district's channel."""
    who = town.person(name)
    assert (await who.types("/case", subject, channel=f"C0ALL{where[2:]}")).acked
    assert not (await who.submits(module="Grades", description="They are gone.")).errors
    await who.closes()
    await town.quiet()
    channel = {LAKE: LAKE_CASES, PINE: PINE_CASES, HILL: HILL_CASES}[where]
    return next(seen.ts for seen in await who.sees(channel) if subject in seen.words)


async def _reads(town: Town, name: str, channel: str) -> str:
    return "\n".join(seen.words for seen in await town.person(name).sees(channel))


async def _dms(town: Town, name: str) -> str:
    return "\n".join(seen.words for seen in await town.person(name).direct_messages())


async def test_without_any_installation_the_bot_is_up_and_what_it_owes_waits(bare: Four) -> None:
    town, browser = bare
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{town.bot.port}/readyz") as answer:
        assert answer.status == 200, await answer.text()
    assert [call.method for call in town.sandbox.slack.log if not call.ok] == []
    await browser.installs(town.person("alex"))
    await _invite(town, VENDOR, DESK)
    assert await _status(town, VENDOR) == ("installed", True)
    async with town.bot.store.read() as tx:
        states = (await tx.execute(sa.select(outbox.c.team_id, outbox.c.state))).all()
    assert {row.state for row in states if row.team_id != VENDOR} == {"waiting"}


async def test_a_case_goes_both_ways_between_two_workspaces_and_mentions_nobody_across(here: Four) -> None:
    town, _ = here
    card = await _open(town, "ana", LAKE, "Grades vanish on save")
    alex, ana = town.person("alex"), town.person("ana")
    desk = next(seen for seen in await alex.sees(DESK) if "Grades vanish on save" in seen.words)
    await ana.says("See <@U0SAM>, in Firefox.", channel=LAKE_CASES, thread=card, files=[("marks.txt", b"marks")])
    assert (await alex.clicks("case.take", channel=DESK, on=desk.ts)).acked
    await alex.clicks("case.reply-to-district", channel=DESK, on=desk.ts)
    assert not (await alex.submits(words="Please try <@U0ANA> again.")).errors
    assert not (await alex.submits()).errors  # the preview
    await alex.says("An internal note.", channel=DESK, thread=desk.ts)
    await town.quiet()
    at_desk, at_lake = await _reads(town, "alex", DESK), await _reads(town, "ana", LAKE_CASES)
    assert "in Firefox." in at_desk
    assert "Please try" in at_lake
    assert "An internal note." not in at_lake
    assert ("Ana Torres" in at_desk, "Alex Kim" in at_lake) == (True, True)
    for channel, strangers in ((DESK, ("U0ANA", "U0SAM")), (LAKE_CASES, ("U0ALEX",))):
        posts = [it for it in town.sandbox.slack.channel(channel).messages.values() if it.bot_id]
        drawn = [piece for it in posts for piece in [it.text, *_mentioning(it.blocks)]]
        assert [piece for piece in drawn for user in strangers if f"<@{user}>" in piece] == []
    files = [name for seen in await alex.sees(DESK) for name in seen.files]
    assert files == ["marks.txt"]
    assert "Grades vanish" not in await _reads(town, "paul", PINE_CASES)


def _mentioning(found: object) -> list[str]:
    """Whatever in blocks can mention: mrkdwn, and rich text's users."""
    match found:
        case {"type": "mrkdwn", "text": str(words)}:
            return [words]
        case {"type": "user", "user_id": str(user)}:
            return [f"<@{user}>"]
        case dict():
            return [it for value in found.values() for it in _mentioning(value)]
        case list() | tuple():
            return [it for value in found for it in _mentioning(value)]
        case _:
            return []


async def test_each_thread_is_its_own_installations(here: Four) -> None:
    """Ids of channels and messages mean something within one workspace alone, and so do those of people."""
    town, _ = here
    card = await _open(town, "ana", LAKE, "Grades vanish on save")
    slack = town.sandbox.slack
    said = {"type": "message", "channel_type": "group", "channel": LAKE_CASES, "user": "U0ANA", "thread_ts": card}
    pine, lake = (slack.installation(world.APP, team) for team in (PINE, LAKE))
    bag = postbag(town)
    await bag.hand_over(pine, {**said, "team": PINE, "ts": "1795000000.000001", "text": "From the other workspace."})
    await bag.hand_over(lake, {**said, "team": PINE, "ts": "1795000000.000002", "text": "A namesake."})
    await bag.hand_over(lake, {**said, "team": LAKE, "ts": "1795000000.000003", "text": "By Ana."})
    await town.quiet()
    desk = await _reads(town, "alex", DESK)
    assert ("From the other workspace." in desk, "A namesake." in desk, "By Ana." in desk) == (False, False, True)


@pytest.mark.parametrize("order", [(0, 1, 0, 1), (1, 0, 1, 0)])
async def test_uninstalled_and_revoked_in_either_order_and_again_then_reinstalled_what_was_owed_goes_out(
    here: Four, order: tuple[int, ...]
) -> None:
    town, browser = here
    slack = town.sandbox.slack
    await _open(town, "ana", LAKE, "Grades vanish on save")
    with holding(town) as bag:
        apps.uninstall(slack, world.APP, LAKE)
    assert [event["type"] for _, event in bag.held[:2]] == ["tokens_revoked", "app_uninstalled"]
    await bag.deliver(*order)
    assert await _status(town, LAKE) == ("revoked", False)
    alex = town.person("alex")
    desk = next(seen for seen in await alex.sees(DESK) if "Grades vanish on save" in seen.words)
    await alex.clicks("case.reply-to-district", channel=DESK, on=desk.ts)
    assert not (await alex.submits(words="While you were away.")).errors
    assert not (await alex.submits()).errors  # the preview
    await town.quiet()
    await _open(town, "paul", PINE, "Another district goes on")
    calls = [call for call in slack.log if call.team == LAKE]
    await town.pass_days(1)
    assert [call for call in slack.log if call.team == LAKE] == calls
    assert "While you were away." not in await _reads(town, "ana", LAKE_CASES)
    page = await browser.installs(town.person("sam"))
    assert "Everything is where it was" in page
    await bag.deliver(*order)
    assert await _status(town, LAKE) == ("installed", True)
    await _invite(town, LAKE, LAKE_CASES)
    await town.quiet()
    everything = await _reads(town, "ana", LAKE_CASES) + await _dms(town, "ana")
    assert everything.count("While you were away.") >= 1


async def test_a_workspace_that_is_nobodys_is_told_so_and_set_up_in_a_few_clicks(here: Four) -> None:
    town, browser = here
    hank, vera = town.person("hank"), town.person("vera")
    page = await browser.installs(hank)
    assert ("Support was told" in page, "Hill Works" in page) == (True, True)
    await town.quiet()
    assert "Thank you for installing" in await _dms(town, "hank")
    await town.person("hugo").types("/case", "Locked out", channel="C0ALLHILL")
    await town.quiet()
    told = await _dms(town, "hugo")
    assert ("not set up yet" in told, "Ana" in told, "Paul" in told) == (True, False, False)
    await _invite(town, HILL, HILL_CASES)
    letters = [seen for seen in await vera.direct_messages() if "Hill Works" in seen.words]
    assert len(letters) == 2
    assert HILL_CASES in letters[-1].words
    await vera.clicks("workspace.set-up", channel=await vera.direct_channel(), on=letters[-1].ts)
    wrong = {"name": "Hillcrest Schools", "key": "Hill crest", "zone": "Chicago", "sure": ["yes"]}
    assert set((await vera.submits(**wrong)).errors) == {"key", "zone"}
    right = {**wrong, "key": "hillcrest", "zone": "America/Chicago"}
    assert not (await vera.submits(**right)).errors
    await town.quiet()
    async with town.bot.store.read() as tx:
        row = (await tx.execute(sa.select(districts).where(districts.c.key == "hillcrest"))).one()
        lines = sa.select(audit.c.district_id).where(audit.c.act == "change-settings", audit.c.allowed)
        assert row.id in (await tx.execute(lines)).scalars().all()
        assert not await workspaces.is_nobodys(tx, TeamId(HILL))
    assert (row.team_id, row.case_channel_id, row.timezone) == (HILL, HILL_CASES, "America/Chicago")
    assert "Hillcrest Schools" in await _dms(town, "hank")
    assert "is set up for Hillcrest Schools" in await _dms(town, "vera")
    await vera.clicks("workspace.set-up", channel=await vera.direct_channel(), on=letters[0].ts)
    await town.quiet()
    assert any("set up already" in seen.words for seen in await vera.direct_messages())
    await town.person("hugo").types("/case", "Locked out", channel="C0ALLHILL")
    answers = await _reads(town, "hugo", "C0ALLHILL")
    assert "Hillcrest Schools" in answers


async def test_only_a_support_administrator_sets_a_workspace_up(here: Four) -> None:
    town, browser = here
    await browser.installs(town.person("hank"))
    await town.quiet()
    letter = next(seen for seen in await town.person("vera").direct_messages() if "Hill Works" in seen.words)
    async with town.bot.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0VERA").values(membership="gone"))
    vera = town.person("vera")
    await vera.clicks("workspace.set-up", channel=await vera.direct_channel(), on=letter.ts)
    await town.quiet()
    assert (await town.people.look("view/U0VERA"))["view"] is None
    async with town.bot.store.begin() as tx:
        await tx.execute(people.update().where(people.c.user_id == "U0VERA").values(membership="member"))
    await vera.clicks("workspace.set-up", channel=await vera.direct_channel(), on=letter.ts)
    assert (await town.people.look("view/U0VERA"))["view"] is not None
