"""How somebody wants to be told of cases: by mention, by direct message or in the day's digest, and quiet hours."""

from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import SlackUser
from bot.domain.telling import Choice, Quiet, Way
from bot.services import accounts
from bot.services.deeds import Deed, deed
from storage import noise
from storage.inbound import FormKey
from storage.owing import Spot
from storage.store import Store


async def choice_of(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> Choice:
    """As it is. Asked before the form is drawn. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        _may_choose(this)
        await accounts.asks_for_zone(this)
        return await noise.choice_of(this.tx, this.by)


async def choose(
    store: Store, *, who: SlackUser, way: Way, quiet: Quiet | None, now: datetime, once: FormKey
) -> Choice:
    """From now on. What waits already comes when it was to come. Raises Refusal."""
    async with deed(store, who=who, now=now, once=once) as this:
        _may_choose(this)
        await noise.choose(this.tx, this.by, way=way, quiet=quiet)
        return await noise.choice_of(this.tx, this.by)


def _may_choose(this: Deed) -> None:
    """For themselves alone: asked for a district of theirs, which an agent has none of."""
    own = policy.districts_of_contact(this.person) if this.person else ()
    this.may_in_each(Act.CHOOSE_NOTIFICATIONS, own)
