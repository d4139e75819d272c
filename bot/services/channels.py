"""Channels: who comes and goes, and whether their company is checked (POLICY 3)."""

from datetime import datetime

import structlog

from bot.domain.acts import Act
from bot.domain.ids import Channel, ChannelId, DistrictId, SlackUser
from bot.domain.policy import Matter
from bot.domain.refusals import NotFound
from bot.services.deeds import deed
from storage import inbound, outbox, owing, places
from storage.owing import Spot
from storage.store import Store, Tx

log = structlog.get_logger()


async def look_again(store: Store, channel: Channel, *, now: datetime, once: str) -> None:
    """Something happened to a channel. If it is one of ours, delivery asks Slack what it is now."""
    async with store.begin() as tx:
        if await places.company(tx, channel) is None or not await inbound.is_new(tx, once, now=now):
            return
        await outbox.owe(tx, [owing.check(channel, now=now, why=once)], now=now)


async def welcome_changed(tx: Tx, district: DistrictId | None, *, now: datetime, why: str) -> None:
    """Who may be in a district's channel is another now; None: the vendor's own people, welcome in every one."""
    found = await places.every_channel(tx) if district is None else await places.of_district(tx, district)
    if found:
        await outbox.owe(tx, [owing.check(channel, now=now, why=why) for channel in found], now=now)


async def renumber(store: Store, old: Channel, new: ChannelId, *, now: datetime) -> None:
    """Slack gave a channel another id: whatever stands in it is found by that from now on."""
    async with store.begin() as tx:
        found = await places.company(tx, old)
        if found is None:
            return
        await places.renumber(tx, old, new)
        await outbox.owe(tx, [owing.check(Channel(team=old.team, id=new), now=now, why=f"was:{old.id}")], now=now)
    log.warning("channel-id-changed", side=found.side, old=old.id, new=new)  # settings and lists name the old one


async def check_every_channel(store: Store, *, now: datetime, why: str) -> int:
    """The nightly look, and the one at each start. Returns how many channels will be looked at."""
    async with store.begin() as tx:
        found = await places.every_channel(tx)
        rows = [owing.check(channel, now=now, why=why) for channel in found]
        if rows:
            await outbox.owe(tx, rows, now=now)
    return len(found)


async def name_desk(store: Store, channel: Channel, *, now: datetime) -> None:
    """At start: the settings' desk channel becomes the one where cases stand for the desk."""
    async with store.begin() as tx:
        if await places.remember_desk(tx, channel):
            await outbox.owe(tx, [owing.check(channel, now=now, why=now.isoformat())], now=now)


async def accept_mixed(store: Store, *, who: SlackUser, channel: Channel, now: datetime, spot: Spot | None) -> None:
    """A district takes note that others read along in its case channel, and accepts it. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await places.company(this.tx, channel)
        this.act = Act.ACCEPT_MIXED_CHANNEL
        if found is None or found.district is None:
            raise NotFound(asked=channel.id)
        this.may(Act.ACCEPT_MIXED_CHANNEL, Matter(district=found.district))
        await places.accept_mixed(this.tx, channel, by=this.by, at=now)
        this.owe(owing.check(channel, now=now, why=f"accepted:{now.isoformat()}"))
