"""A workspace that is nobody's district yet: who is told, and what a support administrator says of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.acts import Act
from bot.domain.ids import Channel, DistrictId, SlackUser, TeamId, UserId
from bot.domain.policy import Matter
from bot.domain.refusals import CannotSetUp
from bot.domain.setting_up import Wish
from bot.services.deeds import Deed, deed
from bot.services.installations import thanked
from storage import inbound, outbox, owing, setting_up, telling, workspaces
from storage.owing import Spot
from storage.store import Store

MOST = 300
"""Districts to choose from: the form stays well below the size that Slack takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form shows: the workspace's name, and the districts there are."""

    name: str
    districts: list[tuple[DistrictId, str]]


async def invited(store: Store, channel: Channel, joined: UserId, *, now: datetime, once: str) -> None:
    """The bot came into a channel of a workspace that is nobody's: it may be the one for its cases."""
    found = await workspaces.get(store.glances, channel.team)
    if found is None or found.bot_user_id != joined:
        return
    async with store.begin() as tx:
        if not await workspaces.is_nobodys(tx, channel.team) or not await inbound.is_new(tx, f"{once}:in", now=now):
            return
        facts: dict[str, int | str] = {"about": channel.team, "channel": channel.id}
        about = f"{channel.team}:{channel.id}"
        rows = await telling.support_administrators(tx, what="workspace-to-set-up", about=about, now=now, facts=facts)
        if rows:
            await outbox.owe(tx, rows, now=now)


async def may_set_up(store: Store, *, who: SlackUser, team: TeamId, now: datetime, spot: Spot | None) -> Choices:
    """Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        await _may(this, team)
        return Choices(
            name=await setting_up.name_of(this.tx, team), districts=await setting_up.choices(this.tx, most=MOST)
        )


async def set_up(store: Store, *, who: SlackUser, team: TeamId, wish: Wish, now: datetime, once: str) -> None:
    """The workspace becomes a district's. The wish has no flaws. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        await workspaces.hold(this.tx, team)
        await _may(this, team)
        channel = Channel(team=team, id=wish.channel)
        await _refuse_what_is_taken(this, wish, channel)
        this.district = district = wish.district or await setting_up.add_district(this.tx, wish)
        await setting_up.give(this.tx, district, channel)
        await _tell(this, channel, district)


async def _may(this: Deed, team: TeamId) -> None:
    this.may(Act.CHANGE_SETTINGS, Matter())
    if not await workspaces.is_nobodys(this.tx, team):
        raise CannotSetUp(reason="done")


async def _refuse_what_is_taken(this: Deed, wish: Wish, channel: Channel) -> None:
    if wish.district is not None and not await setting_up.is_there(this.tx, wish.district):
        raise CannotSetUp(reason="erased")
    if wish.district is None and await setting_up.is_key_taken(this.tx, wish.key):
        raise CannotSetUp(reason="key")
    if channel.id and await setting_up.is_channel_taken(this.tx, channel, but_by=wish.district):
        raise CannotSetUp(reason="channel")


async def _tell(this: Deed, channel: Channel, district: DistrictId) -> None:
    """Whoever set it up, and whoever installed it; and the channel is looked at."""
    if channel.id:
        this.owe(owing.check(channel, now=this.now, why=f"set-up:{this.now.isoformat()}"))
    facts: dict[str, int | str] = {"about": channel.team, "channel": channel.id, "district": district}
    key = f"workspace-set-up:{channel.team}:{this.now.isoformat()}"
    this.owe(owing.tell(this.by, this.reached, key=key, what="workspace-set-up", now=this.now, facts=facts))
    found = await workspaces.get(this.tx, channel.team)
    if found is not None and found.installer and found.installed_by != this.by:
        installer = SlackUser(team=channel.team, user=UserId(found.installer))
        this.owe(thanked(installer, what="set-up-here", now=this.now))
