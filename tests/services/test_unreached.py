"""Of whose messages is given up that nobody can bring, and of whose is not (POLICY 7, decision 21)."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import PersonId, TeamId
from bot.services import unreached
from storage import outbox, owing
from storage import unreached as kept
from storage.outbox import Kind, Owed, State
from storage.store import Store
from storage.tables import channels, districts, people, workspaces
from storage.tables import outbox as table
from tests.clockwork import DAY, NOON

FAR, DISTRICTS, CHANNELS, GONE, OURS = (TeamId(it) for it in ("TFAR", "TDISTRICT", "TCHANNEL", "TGONE", "TOURS"))
FAY = PersonId(1)


@pytest.fixture
async def known(store: Store) -> Store:
    """A district's workspace and a channel's, where the app is not yet; one it left; one where it is. FAR is none."""
    async with store.begin() as tx:
        lake = {"id": 1, "key": "lake", "name": "Lake", "timezone": "UTC", "team_id": DISTRICTS}
        await tx.execute(districts.insert(), lake)
        await tx.execute(channels.insert(), {"team_id": CHANNELS, "channel_id": "C1", "kind": "desk"})
        for team, status in ((GONE, "uninstalled"), (OURS, "installed")):
            await tx.execute(workspaces.insert(), {"team_id": team, "status": status, "installed_at": NOON})
        await tx.execute(people.insert(), {"id": FAY, "team_id": FAR, "user_id": "UFAY", "name": "Fay"})
    return store


def _tell(team: TeamId, key: str = "") -> Owed:
    return owing.tell(FAY, team, key=key or team, what="list-changed", now=NOON)


async def _owe(store: Store, *rows: Owed, at: datetime = NOON) -> None:
    async with store.begin() as tx:
        await outbox.owe(tx, rows, now=at)


async def _states(store: Store) -> dict[str, tuple[str, str]]:
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(table.c.key, table.c.team_id, table.c.state))).all()
    return {row.key: (row.team_id, row.state) for row in rows}


async def test_after_a_day_of_a_workspace_that_is_nobodys_and_of_no_other(known: Store) -> None:
    await _owe(known, *(_tell(team) for team in (FAR, DISTRICTS, CHANNELS, GONE, OURS)))
    await _owe(known, _tell(FAR, "later"), at=NOON + timedelta(hours=1))
    await _owe(known, Owed(key="card", kind=Kind.CARD, lane="thread:1", team=FAR, due_at=NOON))
    assert await unreached.give_up(known, now=NOON + DAY - timedelta(seconds=1)) == 0
    assert await unreached.give_up(known, now=NOON + DAY) == 1
    ended = {key for key, (_, state) in (await _states(known)).items() if state == State.DROPPED}
    assert ended == {FAR}
    async with known.read() as tx:
        why = (await tx.execute(sa.select(table.c.error).where(table.c.key == FAR))).scalar_one()
    assert why == kept.NOBODY_SEES_THEM


@pytest.mark.parametrize("own", [FAR, OURS])
async def test_what_is_owed_goes_by_who_sees_them_unless_the_app_is_in_their_own(known: Store, own: TeamId) -> None:
    await _owe(known, _tell(own, "hers"))
    other = owing.tell(PersonId(2), own, key="anothers", what="list-changed", now=NOON)
    await _owe(known, other)
    async with known.begin() as tx:
        await kept.goes_by(tx, FAY, own, CHANNELS)
    found = await _states(known)
    assert found["hers"][0] == (CHANNELS if own is FAR else OURS)
    assert found["anothers"][0] == own


async def test_what_was_owed_by_who_did_not_know_yet_is_brought_all_the_same(known: Store) -> None:
    await _owe(known, _tell(FAR, "hers"), owing.tell(PersonId(2), FAR, key="anothers", what="list-changed", now=NOON))
    await unreached.catch_up(known)
    assert (await _states(known))["hers"][0] == FAR
    async with known.begin() as tx:
        await tx.execute(people.update().values(seen_in=OURS))
    await unreached.catch_up(known)
    found = await _states(known)
    assert (found["hers"][0], found["anothers"][0]) == (OURS, FAR)
