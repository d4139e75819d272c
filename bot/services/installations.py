"""Workspaces: where the app is no longer installed nothing is sent, and nothing that was owed is lost."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.domain.ids import SlackUser, TeamId, UserId
from storage import inbound, outbox, owing, people, places, telling, uninstalling, workspaces
from storage.outbox import Owed
from storage.store import Store, Tx
from storage.workspaces import Workspace

log = structlog.get_logger()

SECOND = timedelta(seconds=1)
"""Slack tells the time of an uninstalling in whole seconds."""


async def use_up(store: Store, nonce: str, *, now: datetime) -> bool:
    """False: an installation that began with it was answered before."""
    async with store.begin() as tx:
        return await inbound.is_new(tx, f"install:{nonce}", now=now)


class Installed(StrEnum):
    """`SET_UP`: it is known whose workspace it is. `TOO_LATE`: what was held of it is erased, or is being erased."""

    SET_UP = "set-up"
    NOBODYS = "nobodys"
    TOO_LATE = "too-late"


async def install(store: Store, found: Workspace, *, now: datetime) -> Installed:
    """Installed, or again: what waited for it goes out."""
    async with store.begin() as tx:
        who = SlackUser(team=found.team, user=UserId(found.installer))
        person = await people.by_slack(tx, who)
        await workspaces.remember(tx, replace(found, installed_by=person.id if person else None), at=now)
        rows = [
            owing.check(channel, now=now, why=f"installed:{now.isoformat()}")
            for channel in await places.every_channel(tx)
            if channel.team == found.team
        ]
        called_off = await uninstalling.call_off(tx, found.team, now=now)
        nobodys = await workspaces.is_nobodys(tx, found.team)
        rows += [*called_off.told, *(await uninstalling.whose_is_it(tx, found.team, now=now) if nobodys else [])]
        if nobodys or called_off.too_late:
            what = "installed-too-late" if called_off.too_late else "installed-here"
            rows.append(thanked(who, what=what, now=now))
        await outbox.owe(tx, rows, now=now)
    became = Installed.NOBODYS if nobodys else Installed.SET_UP
    became = Installed.TOO_LATE if called_off.too_late else became
    log.info("workspace-installed", team=found.team, became=became)
    return became


def thanked(installer: SlackUser, *, what: str, now: datetime) -> Owed:
    """A direct message to whoever installed the app; they may be nobody we know."""
    key = f"{what}:{installer.team}:{installer.user}:{now.isoformat()}"
    return owing.write_to(installer, what=what, key=key, now=now)


async def ended(store: Store, team: TeamId, *, at: datetime, now: datetime) -> bool:
    """The app was uninstalled there, or its token revoked. False: that was before it was installed again."""
    async with store.begin() as tx:
        gone = await workspaces.ended(tx, team, at=at + SECOND)
        rows = await _told(tx, team, at=at, now=now) if gone else []
        if rows:
            await outbox.owe(tx, rows, now=now)
    if gone:
        log.warning("workspace-ended", team=team)
    return gone


async def _told(tx: Tx, team: TeamId, *, at: datetime, now: datetime) -> list[Owed]:
    """What cannot be sent there any more, and when what is held of it is erased."""
    unusable = await telling.support_administrators(
        tx, what="workspace-unusable", about=team, now=now, facts={"about": team}
    )
    return [*unusable, *await uninstalling.schedule(tx, team, ended_at=min(at, now), now=now)]
