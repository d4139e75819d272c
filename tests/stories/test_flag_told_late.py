"""A contact who is flagged and could not be told: they are, as soon as they can be reached (POLICY 7)."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId, PersonId, TeamId
from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from storage import outbox as kept
from storage import owing
from storage.contacts import flag_key
from storage.tables import outbox, people, roster
from tests.stories.test_questions import asks

SAID = "flagged for deactivation"


async def _is_flagged_and_not_told(here: Town) -> None:
    """Ana, for two days."""
    now = here.clock.now()
    since = now - timedelta(days=182)
    async with here.bot.store.begin() as tx:
        found = sa.select(roster.c.id, roster.c.person_id).join(people, people.c.id == roster.c.person_id)
        line = (await tx.execute(found.where(people.c.user_id == "U0ANA"))).one()
        flagged = {"standing": "flagged", "silent_since": since, "flagged_at": now - timedelta(days=2)}
        await tx.execute(roster.update().where(roster.c.id == line.id).values(**flagged, due_at=now))
        facts: dict[str, int | str] = {
            "line": line.id,
            "district": DistrictId(1),
            "since": since.isoformat(),
            "day": 0,
        }
        key, person = flag_key(LineId(line.id), since), PersonId(line.person_id)
        row = owing.tell(person, TeamId(world.TEAM), key=key, what="inactivity-flagged", now=now, facts=facts)
        await kept.owe(tx, [row], now=now)
        await tx.execute(
            outbox.update().where(outbox.c.key == key).values(state="dead", done_at=now, tries=1, tried_at=now)
        )


async def _times(here: Town) -> int:
    return sum(SAID in seen.words for seen in await here.person("ana").direct_messages())


async def test_when_another_message_reaches_them(here: Town) -> None:
    await _is_flagged_and_not_told(here)
    await here.quiet()
    assert await _times(here) == 0
    await asks(here, building="None of these")
    assert await _times(here) == 1
    await here.pass_days(1)
    assert await _times(here) == 1


async def test_when_their_account_is_back(here: Town) -> None:
    await _is_flagged_and_not_told(here)
    accounts.deactivate(here.sandbox.slack, "U0ANA")
    await here.quiet()
    assert await _times(here) == 0
    accounts.reactivate(here.sandbox.slack, "U0ANA")
    await here.quiet()
    assert await _times(here) == 1
