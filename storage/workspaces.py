"""Workspaces where the bot is installed, one row each, the token sealed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import TeamId
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import workspaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An installation. `token_sealed` opens with the key of the settings alone."""

    team: TeamId
    enterprise: str
    name: str
    app_id: str
    bot_id: str
    bot_user_id: str
    token_sealed: bytes
    scopes: str


def _row(found: Workspace) -> dict[str, object]:
    return {
        "enterprise_id": found.enterprise,
        "name": found.name,
        "app_id": found.app_id,
        "bot_id": found.bot_id,
        "bot_user_id": found.bot_user_id,
        "token_sealed": found.token_sealed,
        "scopes": found.scopes,
        "status": "installed",
    }


_GET = sa.select(workspaces).where(workspaces.c.team_id == sa.bindparam("team"))


async def remember(tx: Tx, found: Workspace, *, at: datetime) -> None:
    """Installed, or installed again: one row. What is told of an earlier installation ends this one no more."""
    values = _row(found)
    await tx.execute(insert_ignore(workspaces), {"team_id": found.team, "installed_at": at, **values})
    here = workspaces.c.team_id == found.team
    await tx.execute(workspaces.update().where(here, workspaces.c.status != "installed").values(installed_at=at))
    await tx.execute(workspaces.update().where(here).values(**values))


async def get(tx: Tx, team: TeamId) -> Workspace | None:
    """The installation; None where there is none that can be used."""
    row = (await tx.execute(_GET, {"team": team})).first()
    if row is None or row.status != "installed" or row.token_sealed is None:
        return None
    return Workspace(
        team=TeamId(row.team_id),
        enterprise=row.enterprise_id,
        name=row.name,
        app_id=row.app_id,
        bot_id=row.bot_id,
        bot_user_id=row.bot_user_id,
        token_sealed=row.token_sealed,
        scopes=row.scopes,
    )


async def hold(tx: Tx, team: TeamId) -> None:
    """Nobody else changes the installation before this transaction ends."""
    await tx.execute(sa.select(workspaces.c.team_id).where(workspaces.c.team_id == team).with_for_update())


async def revoked(tx: Tx, team: TeamId) -> None:
    """The token opens nothing any more: the workspace's queue stops, nothing of it is lost."""
    await tx.execute(workspaces.update().where(workspaces.c.team_id == team).values(status="revoked"))


async def ended(tx: Tx, team: TeamId, *, at: datetime) -> bool:
    """Uninstalled at that time: its queue stops, and the token is kept no longer. False: installed since."""
    here = sa.and_(workspaces.c.team_id == team, workspaces.c.installed_at <= at)
    gone = workspaces.update().where(here).values(status="revoked", token_sealed=None)
    return bool((await tx.execute(gone)).rowcount == 1)
