"""What is held of a workspace beside its districts: the installation, its channels, who was in them."""

import sqlalchemy as sa

from bot.domain.ids import TeamId
from storage import workspaces as installations
from storage.erasing import Row
from storage.store import Tx
from storage.tables import channel_members, metadata, workspaces

IN_IT = ("former_threads", "hints", "channel_members", "channels")
"""Places of that workspace."""


def in_it(table: str, team: TeamId) -> Row:
    its = metadata.tables[table]
    here = its.c.team_id == team
    return sa.or_(here, channel_members.c.member_team_id == team) if its is channel_members else here


async def is_there(tx: Tx, team: TeamId) -> bool:
    """Installed again meanwhile; nobody changes that before the transaction ends."""
    await installations.hold(tx, team)
    found = sa.select(workspaces.c.status).where(workspaces.c.team_id == team)
    return (await tx.execute(found)).scalar_one_or_none() == "installed"


async def forget(tx: Tx, team: TeamId) -> bool:
    return bool((await tx.execute(workspaces.delete().where(workspaces.c.team_id == team))).rowcount == 1)
