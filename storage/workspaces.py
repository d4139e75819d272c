"""Workspaces where the bot is installed, one row each, the token sealed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import PersonId, TeamId
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import channels, districts, workspaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An installation. `token_sealed` opens with a key of the settings alone. `installer`: Slack's id, if known."""

    team: TeamId
    enterprise: str
    name: str
    app_id: str
    bot_id: str
    bot_user_id: str
    token_sealed: bytes
    scopes: str
    installer: str = ""
    installed_by: PersonId | None = None


def _row(found: Workspace) -> dict[str, object]:
    return {
        "enterprise_id": found.enterprise,
        "name": found.name,
        "app_id": found.app_id,
        "bot_id": found.bot_id,
        "bot_user_id": found.bot_user_id,
        "token_sealed": found.token_sealed,
        "scopes": found.scopes,
        **({"installer_id": found.installer, "installed_by": found.installed_by} if found.installer else {}),
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
        installer=row.installer_id,
        installed_by=PersonId(row.installed_by) if row.installed_by is not None else None,
    )


async def sealed(tx: Tx) -> dict[TeamId, bytes]:
    """Every token that is kept, sealed, by workspace."""
    query = sa.select(workspaces.c.team_id, workspaces.c.token_sealed).where(workspaces.c.token_sealed.is_not(None))
    return {TeamId(row.team_id): row.token_sealed for row in (await tx.execute(query.order_by("team_id"))).all()}


async def resealed(tx: Tx, team: TeamId, *, before: bytes, after: bytes) -> bool:
    """The same token under another key. False: another token was stored meanwhile, sealed with its own."""
    here = sa.and_(workspaces.c.team_id == team, workspaces.c.token_sealed == before)
    return bool((await tx.execute(workspaces.update().where(here).values(token_sealed=after))).rowcount == 1)


async def given_up(tx: Tx, team: TeamId) -> None:
    """No key opens the token: the queue waits until the app is installed there again."""
    gone = workspaces.update().where(workspaces.c.team_id == team)
    await tx.execute(gone.values(status="revoked", token_sealed=None))


async def standing(tx: Tx) -> list[tuple[TeamId, str, str]]:
    """Every workspace there ever was: id, name, status."""
    query = sa.select(workspaces.c.team_id, workspaces.c.name, workspaces.c.status).order_by(workspaces.c.team_id)
    return [(TeamId(row.team_id), row.name, row.status) for row in (await tx.execute(query)).all()]


_NOBODYS = sa.select(workspaces.c.team_id).where(
    workspaces.c.team_id == sa.bindparam("team"),
    workspaces.c.status == "installed",
    ~sa.exists().where(districts.c.team_id == workspaces.c.team_id),
    ~sa.exists().where(channels.c.team_id == workspaces.c.team_id, channels.c.kind == "desk"),
)


async def is_nobodys(tx: Tx, team: TeamId) -> bool:
    """Installed, and neither a district's nor the desk's: to be set up."""
    return (await tx.execute(_NOBODYS, {"team": team})).first() is not None


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
