"""A contact of another workspace, where the app is not installed: what they press in a channel that both share, and
how they are written to (POLICY 1)."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Person, Seen
from storage.tables import people, roster
from tests.far import comes, is_listed, owed, written
from tests.stories.test_questions import asks
from tests.town_cases import at_the_desk, chooses, open_case, send

WARNED, FLAGGED = "You have not been active", "flagged for deactivation"


@pytest.fixture
def transport() -> str:
    return "http"


async def _standing(here: Town) -> str:
    query = sa.select(roster.c.standing).join(people, people.c.id == roster.c.person_id)
    async with here.bot.store.read() as tx:
        return str((await tx.execute(query.where(people.c.user_id == "U0FAY"))).scalar_one())


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
    await is_listed(here)
    fay = await comes(here)
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
    assert await owed(here) == []


async def _is_removed(here: Town) -> None:
    whose = sa.select(people.c.id).where(people.c.user_id == "U0FAY").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == whose).values(standing="removed"))


async def test_who_is_removed_while_the_form_is_open_is_told_so_in_its_place(here: Town) -> None:
    await is_listed(here)
    fay = await comes(here)
    hint = await _writes_to_a_closed_case(here, fay)
    await fay.clicks("kept.new-case", channel=world.LAKESIDE, on=hint.ts)
    await _is_removed(here)
    assert not (await fay.submits(subject="Payroll is wrong", module="Other")).errors
    assert "You are here as a guest" in await fay.reads_window()
    await here.quiet()
    assert "Payroll" not in await at_the_desk(here)


async def test_what_waited_for_them_goes_out_by_the_workspace_that_sees_them(here: Town) -> None:
    await is_listed(here)
    await here.pass_days(150)
    assert await owed(here) == [("inactivity-warning", "waiting")]
    fay = await comes(here)
    assert await owed(here) == []
    assert WARNED in await written(fay)


async def test_whom_nobody_sees_is_not_waited_for_and_is_told_once_somebody_does(here: Town) -> None:
    """Their silence is a contact's like any other; but nobody is deactivated who was not told of the flag."""
    await is_listed(here)
    for days in (150, 30, 2, 40):
        await here.pass_days(days)
        await here.pass_days(1)
        await here.person("ben").types("/case", "list", channel=world.TOWN)
    found = await owed(here)
    assert {state for _, state in found} == {"dropped"}
    assert ("inactivity-flagged", "dropped") in found
    assert await _standing(here) == "flagged"
    fay = await comes(here)
    await asks(here, building="None of these")
    assert FLAGGED in await written(fay)
    await here.pass_days(14.1)
    assert await _standing(here) == "deactivated"
