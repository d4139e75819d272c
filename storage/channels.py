"""What Slack said of a channel: whether it is private, and who is in it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import Channel, SlackUser
from storage import visitors
from storage.store import Tx
from storage.tables import channel_members, channels


async def learned(tx: Tx, channel: Channel, *, is_private: bool, members: Sequence[SlackUser], at: datetime) -> None:
    """Replaces what was known."""
    here = (channels.c.team_id == channel.team) & (channels.c.channel_id == channel.id)
    await tx.execute(channels.update().where(here).values(is_private=is_private, checked_at=at, broken=""))
    there = (channel_members.c.team_id == channel.team) & (channel_members.c.channel_id == channel.id)
    await tx.execute(channel_members.delete().where(there))
    homes = await visitors.homes_of(tx, channel.team, [member.user for member in members])
    rows = [
        {
            "team_id": channel.team,
            "channel_id": channel.id,
            "member_team_id": homes.get(member.user, member.team),
            "user_id": member.user,
        }
        for member in members
    ]
    if rows:
        await tx.execute(channel_members.insert(), rows)


async def broke(tx: Tx, channel: Channel, *, error: str) -> None:
    """Nothing can be posted there; its words go nowhere until it was looked at again."""
    here = (channels.c.team_id == channel.team) & (channels.c.channel_id == channel.id)
    await tx.execute(channels.update().where(here).values(broken=error, checked_at=None, words_ok=False))
