"""*Solved*, pressed before an automatic closing and told after it: what counts is Slack's time of it (POLICY 4)."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from demo import world
from demo.town import Town, town
from tests.porch.test_guard import FORM, posted
from tests.stories.test_pending import until, waiting_case
from tests.town_cases import at_lakeside


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url, transport="http", filled=True) as found:
        yield found


async def _presses_solved(here: Town, card: str, local: str) -> None:
    """As Slack tells of it, whenever that comes."""
    at = datetime.fromisoformat(f"2026-12-10T{local}:00-06:00").astimezone(UTC).timestamp()
    pressed = {"type": "button", "action_id": "case.solved", "block_id": "b", "value": "1", "action_ts": f"{at:.6f}"}
    payload = {
        "type": "block_actions",
        "team": {"id": world.TEAM},
        "user": {"id": "U0ANA", "team_id": world.TEAM},
        "trigger_id": f"1.2.{local}",
        "channel": {"id": world.LAKESIDE},
        "message": {"ts": card},
        "actions": [pressed],
    }
    assert (await posted(here, urlencode({"payload": json.dumps(payload)}).encode(), kind=FORM))[0] == 200
    await here.quiet()


async def test_solved_before_the_closing_and_told_after_it_is_what_closes_the_case(here: Town) -> None:
    card = await waiting_case(here)
    for moment in ("11-30T08:00", "12-03T08:00", "12-08T08:00", "12-10T17:00"):
        await until(here, f"2026-{moment}")
    ana = here.person("ana")
    assert "Closed (No response)" in (await here.card(ana, world.LAKESIDE)).words
    await _presses_solved(here, card, "17:01")
    assert "has moved on" in (await ana.hints(world.LAKESIDE))[-1].words
    assert "Closed (No response)" in (await here.card(ana, world.LAKESIDE)).words
    await _presses_solved(here, card, "16:59")
    assert "Closed (Resolved)" in (await here.card(ana, world.LAKESIDE)).words
    assert "the closing is undone" in await at_lakeside(here)
