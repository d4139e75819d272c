"""What Slack tells of workspaces, channels and people; messages are next door."""

from bot.domain.ids import Channel
from bot.services import channels
from handlers.answers import Answer, Nothing
from handlers.asks import MembershipChanged
from handlers.house import House


async def membership_changed(house: House, ask: MembershipChanged) -> Answer:
    """Somebody joined or left: who is in a case's channel decides whether words may go there."""
    channel = Channel(team=ask.team, id=ask.channel)
    await channels.members_changed(house.store, channel, now=house.now(), once=f"event:{ask.event_id}")
    house.nudge()
    return Nothing()
