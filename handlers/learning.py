"""What a look at Slack's directory found of somebody, taken in as if Slack had told of it."""

from collections.abc import Callable
from datetime import datetime

from bot.delivery.delivering import Learn
from bot.delivery.outgoing import Found
from bot.domain.ids import SlackUser, TeamId
from bot.domain.people import Membership
from bot.services import accounts, proposing, visitors
from bot.services.accounts import Account
from storage.store import Store


def learning(store: Store, now: Callable[[], datetime]) -> Learn:
    """For the courier, which knows no services."""

    async def learn(who: SlackUser, seen_from: TeamId, found: Found) -> SlackUser:
        at = now()
        who = await visitors.at_home(store, who, seen_from=seen_from, home=found.home, now=at)
        account = Account(
            who=who,
            seen_from=seen_from,
            zone=found.zone,
            gone=found.membership is Membership.GONE,
            guest=found.membership is Membership.GUEST,
            at=at,
        )
        await accounts.changed(store, account, now=at, why=f"looked-up:{at.isoformat()}")
        is_member = found.membership is Membership.MEMBER and who.team == seen_from
        await proposing.looked(store, who, address=found.address if is_member else "", now=at)
        return who

    return learn
