"""Uninstalled, a workspace and its districts are erased at a date that leaves days to spare; not if it comes back."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.erasures import OPEN, Kind, State
from bot.domain.ids import DistrictId, TeamId
from bot.services import erasing, holding
from bot.services.erasing import Came
from demo import world
from demo.town import Town
from sandbox.deeds import apps, channels
from sandbox.people import Seen
from storage import erasures as erasures_of
from storage import outbox, uninstalling
from storage.tables import erasures, workspaces
from tests.conftest import ENGINES, database
from tests.postbag import holding as held_back
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.stories.four_workspaces import DESK, LAKE, LAKE_CASES, VENDOR, Browser, four

Four = tuple[Town, Browser]
OF_LAKE = ("Ana Torres", "U0ANA", LAKE, LAKE_CASES, "lakeside", "Zebulonia")


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Without the sample people, whose workspace is none of these."""
    yield from database(request, tmp_path)


@pytest.fixture
async def here(database_url: str, transport: str) -> AsyncIterator[Four]:
    """In the vendor's workspace and in Lakeside's own; a case stands."""
    async with four(database_url, transport=transport) as (town, browser):
        for team, name, channel in ((VENDOR, "alex", DESK), (LAKE, "sam", LAKE_CASES)):
            await browser.installs(town.person(name))
            channels.join(town.sandbox.slack, channel, town.sandbox.slack.installation(world.APP, team).bot_user_id)
            await town.quiet()
        ana = town.person("ana")
        await ana.types("/case", "Zebulonia is lost", channel="C0ALLLAKE")
        assert not (await ana.submits(module="Grades", description="All of it.")).errors
        await ana.closes()
        await town.quiet()
        yield town, browser


async def _states(town: Town) -> list[tuple[str, str]]:
    query = sa.select(erasures.c.kind, erasures.c.state).order_by(erasures.c.id)
    async with town.bot.store.read() as tx:
        return [(row.kind, row.state) for row in (await tx.execute(query)).all()]


async def _uninstalled(town: Town, *order: int) -> None:
    with held_back(town) as bag:
        apps.uninstall(town.sandbox.slack, world.APP, LAKE)
    await bag.deliver(*order)
    await town.quiet()


async def _told(town: Town) -> str:
    return "\n".join(seen.words for seen in await town.person("vera").direct_messages())


@pytest.mark.parametrize("order", [(0, 1, 0), (1, 0, 1)])
async def test_it_is_erased_at_its_date_even_after_downtime_and_support_is_told_before(
    here: Four, order: tuple[int, ...]
) -> None:
    town, _ = here
    await _uninstalled(town, *order)
    assert await _states(town) == [("uninstalled", State.WAITING)] * 2
    told = await _told(town)
    assert "Liaison was uninstalled from the workspace Lake Works (Lakeside Unified)" in told
    await town.pass_days(14)  # of the calendar; the date is ten business days, with Thanksgiving between
    assert set().union(*(await found_in(town.bot.store, *OF_LAKE)).values()) == set(OF_LAKE)
    await town.clock.turn(timedelta(days=5))  # the bot was down over the date
    for _ in range(6):
        await town.pass_days(0.001)
    assert await _states(town) == [("uninstalled", State.DONE)] * 2
    assert await found_in(town.bot.store, *OF_LAKE) == {}
    desk = "\n".join(seen.words for seen in await town.person("alex").sees(DESK))
    assert "Zebulonia" not in desk
    async with town.bot.store.read() as tx:
        assert (await tx.execute(sa.select(workspaces.c.team_id))).scalars().all() == [VENDOR]


async def test_installed_again_nothing_is_erased_and_an_old_uninstalling_told_late_changes_nothing(
    here: Four,
) -> None:
    town, browser = here
    with held_back(town) as bag:
        apps.uninstall(town.sandbox.slack, world.APP, LAKE)
    await bag.deliver(0, 1)
    assert await _states(town) == [("uninstalled", State.WAITING)] * 2
    await town.pass_days(3)
    await browser.installs(town.person("sam"))
    await town.quiet()
    assert await _states(town) == [("uninstalled", State.CANCELLED)] * 2
    assert "is installed in the workspace Lake Works again" in await _told(town)
    await bag.deliver(0, 1)
    assert await _states(town) == [("uninstalled", State.CANCELLED)] * 2
    await town.pass_days(30)
    assert set().union(*(await found_in(town.bot.store, *OF_LAKE)).values()) == set(OF_LAKE)


async def test_a_legal_hold_keeps_it_past_its_date_and_support_is_told_so(here: Four) -> None:
    town, _ = here
    await _uninstalled(town, 0, 1)
    assert await holding.put_outside(town.bot.store, DistrictId(1), reason="Matter 17", now=town.clock.now())
    await town.pass_days(30)
    assert await _states(town) == [("uninstalled", State.WAITING)] * 2
    assert set().union(*(await found_in(town.bot.store, *OF_LAKE)).values()) == set(OF_LAKE)
    assert (await _told(town)).count("a legal hold stands, so it is kept") == 1
    await holding.lift_outside(town.bot.store, DistrictId(1), now=town.clock.now())
    for _ in range(6):
        await town.pass_days(0.001)
    assert await found_in(town.bot.store, *OF_LAKE) == {}


async def test_the_vendors_own_workspace_takes_nobodys_data_with_it(here: Four) -> None:
    town, _ = here
    with held_back(town) as bag:
        apps.uninstall(town.sandbox.slack, world.APP, VENDOR)
    await bag.deliver(0, 1)
    assert await _states(town) == []


async def _its_erasure(town: Town) -> int:
    """Of Lakeside, which is the first district."""
    async with town.bot.store.read() as tx:
        return int((await tx.execute(sa.select(erasures.c.id).where(erasures.c.district_id == 1))).scalar_one())


async def _district_goes(town: Town) -> None:
    """To its end, and not yet the workspace."""
    erasure = await _its_erasure(town)
    while await to_the_end(town.bot.store, erasure, now=town.clock.now()) is Came.WAITS:
        await town.quiet()
        await town.clock.turn(timedelta(minutes=1))


async def _until_over(town: Town) -> None:
    """Minute after minute, while what is owed to Slack goes out at its pace."""
    for _ in range(30):
        await town.pass_days(0.001)
        if not {state for _, state in await _states(town)} & OPEN:
            return
    raise AssertionError


async def _letters_of_setting_up(town: Town) -> list[Seen]:
    return [seen for seen in await town.person("vera").direct_messages() if "workspace.set-up" in seen.buttons]


async def _sam_installs(town: Town, browser: Browser) -> str:
    page = await browser.installs(town.person("sam"))
    await town.quiet()
    return page


async def test_installed_again_once_its_erasing_has_begun_whoever_did_it_and_support_are_told_that_it_goes_on(
    here: Four,
) -> None:
    town, browser = here
    await _uninstalled(town, 0, 1)
    await town.clock.turn(timedelta(days=20))
    assert await erasing.batch(town.bot.store, await _its_erasure(town), now=town.clock.now()) is Came.ON
    page = await _sam_installs(town, browser)
    assert ("is erased" in page, "Everything is where it was" in page) == (True, False)
    told = await _told(town)
    assert "Lake Works again, too late for what we held of Lakeside Unified" in told
    assert "so nothing of it is erased" not in told
    letters = [seen.words for seen in await town.person("sam").direct_messages()]
    assert sum("what was held of your district is erased" in words for words in letters) == 1
    assert await _letters_of_setting_up(town) == []
    await _until_over(town)
    assert await found_in(town.bot.store, "Ana Torres", "U0ANA", "lakeside", "Zebulonia") == {}
    async with town.bot.store.read() as tx:
        counts = (await erasures_of.get(tx, await _its_erasure(town))).counts
    assert (counts["copies"] > 0, counts["copies-left"] > 0) == (True, True), "not in its channel any more"
    (letter,) = await _letters_of_setting_up(town)
    vera = town.person("vera")
    await vera.clicks("workspace.set-up", channel=await vera.direct_channel(), on=letter.ts)
    form = str(await vera.window())
    assert ("Pine Ridge" in form, "Erased" in form) == (True, False)
    new = {"name": "Lakeside Unified", "key": "lakeside", "zone": "America/Chicago", "channel": LAKE_CASES}
    assert not (await vera.submits(**new, sure=["yes"])).errors
    await town.quiet()
    assert "set up for Lakeside Unified now" in "\n".join(
        seen.words for seen in await town.person("sam").direct_messages()
    )


async def test_that_it_came_too_late_is_told_once_however_often_the_bot_starts_meanwhile(here: Four) -> None:
    """At each start the settings' token stands for its workspace, as if it had been installed."""
    town, browser = here
    await _uninstalled(town, 0, 1)
    await town.clock.turn(timedelta(days=20))
    assert await erasing.batch(town.bot.store, await _its_erasure(town), now=town.clock.now()) is Came.ON
    await _sam_installs(town, browser)
    for _ in range(2):
        await _starts(town)
    await town.clock.turn(timedelta(days=1))
    await _starts(town)
    assert (await _told(town)).count("too late for what we held of") == 1


async def _starts(town: Town) -> None:
    now = town.clock.now()
    async with town.bot.store.begin() as tx:
        await outbox.owe(tx, (await uninstalling.call_off(tx, TeamId(LAKE), now=now)).told, now=now)
    await town.quiet()


async def test_installed_again_while_its_district_is_erased_by_the_command_line_that_goes_on_too(here: Four) -> None:
    town, browser = here
    erasure = await begin(town.bot.store, Kind.DISTRICT, now=town.clock.now(), district=1)
    assert await erasing.batch(town.bot.store, erasure, now=town.clock.now()) is Came.ON
    await _uninstalled(town, 0, 1)
    assert "is erased" in await _sam_installs(town, browser)
    assert "too late for what we held of Lakeside Unified" in await _told(town)


async def test_installed_again_when_its_district_is_gone_already_it_is_to_be_set_up_and_support_is_told_why(
    here: Four,
) -> None:
    town, browser = here
    await _uninstalled(town, 0, 1)
    await town.clock.turn(timedelta(days=20))
    await _district_goes(town)
    assert "is erased" in await _sam_installs(town, browser)
    assert "too late for what we held of Erased district 1" in await _told(town)
    assert len(await _letters_of_setting_up(town)) == 1
    await town.pass_days(1)
    assert await _states(town) == [("uninstalled", State.CANCELLED), ("uninstalled", State.DONE)]
    assert len(await _letters_of_setting_up(town)) == 1


async def test_a_workspace_is_set_up_for_no_district_that_is_being_erased(here: Four) -> None:
    """The form was open before it began."""
    town, browser = here
    await browser.installs(town.person("hank"))
    await town.quiet()
    (letter,) = await _letters_of_setting_up(town)
    vera = town.person("vera")
    await vera.clicks("workspace.set-up", channel=await vera.direct_channel(), on=letter.ts)
    erasure = await begin(town.bot.store, Kind.DISTRICT, now=town.clock.now(), district=1)
    assert await erasing.batch(town.bot.store, erasure, now=town.clock.now()) is Came.ON
    refused = await vera.submits(district="1", sure=["yes"])
    assert "What is held of that district is being erased" in str(refused.body)
    await vera.closes()
    assert "push" not in str((await vera.submits(district="2", sure=["yes"])).body)
    await town.quiet()
    assert "is set up for Pine Ridge" in await _told(town)
