"""What Slack tells of workspaces, channels and people; messages are next door."""

from bot.domain.ids import Channel, SlackUser, Thread
from bot.services import accounts, cards, channels, installations, setting_up
from bot.services.accounts import Account
from handlers.answers import Answer, Nothing
from handlers.house import House
from handlers.news import ChannelChanged, ChannelRenumbered, PersonChanged, Uninstalled


async def channel_changed(house: House, ask: ChannelChanged) -> Answer:
    """Who is in a case's channel, and whether it still is one, decides whether words may go there."""
    channel = Channel(team=ask.team, id=ask.channel)
    await channels.look_again(house.store, channel, now=house.now(), once=ask.key)
    if ask.joined is not None:
        await setting_up.invited(house.store, channel, ask.joined, now=house.now(), once=ask.key)
    house.nudge()
    return Nothing()


async def channel_renumbered(house: House, ask: ChannelRenumbered) -> Answer:
    old = Channel(team=ask.team, id=ask.old)
    await channels.renumber(house.store, old, ask.new, now=house.now())
    house.nudge()
    return Nothing()


async def person_changed(house: House, ask: PersonChanged) -> Answer:
    """Slack tells of every new status too: what we keep is compared first."""
    account = Account(who=ask.who, seen_from=ask.seen_from, zone=ask.zone, gone=ask.gone, guest=ask.guest, at=ask.at)
    await accounts.changed(house.store, account, now=house.now(), why=ask.key)
    house.nudge()
    return Nothing()


async def person_joined(house: House, who: SlackUser | None) -> Answer:
    """Known before they ask for anything."""
    if who is not None:
        await accounts.joined(house.store, who, now=house.now())
        house.nudge()
    return Nothing()


async def uninstalled(house: House, ask: Uninstalled | None) -> Answer:
    """Told twice and in any order; the second finds nothing to do."""
    if ask is not None and await installations.ended(house.store, ask.team, at=ask.at, now=house.now()):
        house.forget_token(ask.team)
    return Nothing()


async def own_post_gone(house: House, post: Thread) -> Answer:
    """A message of ours was deleted; if it was a card, its thread needs another."""
    await cards.gone(house.store, post, now=house.now())
    house.nudge()
    return Nothing()
