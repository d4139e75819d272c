"""A contact of another workspace, where the app is not installed: what they press in a channel that both share, and
how they are written to (POLICY 1)."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.services import directory
from demo import world
from demo.town import Town
from sandbox.deeds import accounts, channels
from sandbox.people import Person, Seen
from storage.tables import outbox, people, roster
from tests.stories.test_questions import asks
from tests.town_cases import at_the_desk, chooses, open_case, send

FAR = "T0FAR"
WARNED, FLAGGED = "You have not been active", "flagged for deactivation"


@pytest.fixture
def transport() -> str:
    return "http"


async def _is_listed(here: Town) -> None:
    """By her own workspace's name, before we are anywhere where she is."""
    line = f"lakeside,support,Fay Wong,fay@far.example,{FAR},U0FAY,555-0190,,done"
    found = await directory.run_import(
        here.bot.store,
        districts=",".join(DISTRICT_COLUMNS),
        people="\n".join([",".join(PEOPLE_COLUMNS), line]),
        closures=None,
        now=here.clock.now(),
        apply=True,
    )
    assert not found.wrong


async def _comes(here: Town) -> Person:
    """Into the district's case channel, which is shared with her workspace."""
    slack = here.sandbox.slack
    slack.workspaces[FAR] = replace(slack.workspace(world.TEAM), team_id=FAR, domain="far")
    channels.share(slack, world.LAKESIDE, FAR)
    accounts.add(slack, FAR, "fay", user_id="U0FAY", real_name="Fay Wong", tz="America/Chicago")
    fay = here.people.of("U0FAY")
    await fay.joins(world.LAKESIDE)
    await here.quiet()
    return fay


async def _owed(here: Town) -> list[tuple[str, str]]:
    """By her own workspace: what, and how it stands."""
    query = sa.select(outbox.c.facts, outbox.c.state).where(outbox.c.team_id == FAR).order_by(outbox.c.id)
    async with here.bot.store.read() as tx:
        return [(str(row.facts.get("what")), row.state) for row in (await tx.execute(query)).all()]


async def _standing(here: Town) -> str:
    query = sa.select(roster.c.standing).join(people, people.c.id == roster.c.person_id)
    async with here.bot.store.read() as tx:
        return str((await tx.execute(query.where(people.c.user_id == "U0FAY"))).scalar_one())


async def _written(fay: Person) -> str:
    return "\n".join(seen.words for seen in await fay.direct_messages())


async def _writes_to_a_closed_case(here: Town, fay: Person) -> Seen:
    """Returns what she alone is shown below it."""
    card = await open_case(here)
    await chooses(here.person("ana"), "case.withdraw", channel=world.LAKESIDE, on=card)
    await here.person("ana").submits()
    await here.quiet()
    await fay.says("The same happens with payroll.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    return (await fay.hints(world.LAKESIDE))[-1]


async def test_they_open_a_case_by_a_button_in_the_shared_channel(here: Town) -> None:
    await _is_listed(here)
    fay = await _comes(here)
    hint = await _writes_to_a_closed_case(here, fay)
    assert (await fay.clicks("kept.new-case", channel=world.LAKESIDE, on=hint.ts)).acked
    assert "payroll" in (await fay.typed())["description"]
    await fay.clicks_in_window("form.type", "technical")
    assert "Environment" in await fay.reads_window()
    await fay.clicks_in_window("form.type", "question")
    await send(fay, subject="Payroll is wrong", module="Other")
    assert "Case 2 is with Support" in await fay.reads_window()
    await here.quiet()
    card = await here.card(here.person("alex"), world.DESK, number=2)
    assert "Payroll is wrong" in card.words
    assert "Fay Wong" in card.words
    assert await _owed(here) == []


async def _is_removed(here: Town) -> None:
    whose = sa.select(people.c.id).where(people.c.user_id == "U0FAY").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == whose).values(standing="removed"))


async def test_who_is_removed_while_the_form_is_open_is_told_so_in_its_place(here: Town) -> None:
    await _is_listed(here)
    fay = await _comes(here)
    hint = await _writes_to_a_closed_case(here, fay)
    await fay.clicks("kept.new-case", channel=world.LAKESIDE, on=hint.ts)
    await _is_removed(here)
    assert not (await fay.submits(subject="Payroll is wrong", module="Other")).errors
    assert "You are here as a guest" in await fay.reads_window()
    await here.quiet()
    assert "Payroll" not in await at_the_desk(here)


async def test_what_waited_for_them_goes_out_by_the_workspace_that_sees_them(here: Town) -> None:
    await _is_listed(here)
    await here.pass_days(150)
    assert await _owed(here) == [("inactivity-warning", "waiting")]
    fay = await _comes(here)
    assert await _owed(here) == []
    assert WARNED in await _written(fay)


async def test_whom_nobody_sees_is_not_waited_for_and_is_told_once_somebody_does(here: Town) -> None:
    """Their silence is a contact's like any other; but nobody is deactivated who was not told of the flag."""
    await _is_listed(here)
    for days in (150, 30, 2, 40):
        await here.pass_days(days)
        await here.pass_days(1)
        await here.person("ben").types("/case", "list", channel=world.TOWN)
    found = await _owed(here)
    assert {state for _, state in found} == {"dropped"}
    assert ("inactivity-flagged", "dropped") in found
    assert await _standing(here) == "flagged"
    fay = await _comes(here)
    await asks(here, building="None of these")
    assert FLAGGED in await _written(fay)
    await here.pass_days(14.1)
    assert await _standing(here) == "deactivated"
