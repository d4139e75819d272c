"""A contact looks at what the list has of them, and changes their own phone number (POLICY 6).

Each of their districts is told that its list has changed, and has a line in its record; neither says the number.
Whoever keeps a list changes it too: what was seen goes along (docs/decisions/0009).
"""

from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import SlackUser
from bot.domain.list_requests import must_be_as_seen, phone_seen
from bot.services import list_elsewhere
from bot.services.deeds import Deed, deed
from storage import own_lines, people_facts
from storage.inbound import FormKey
from storage.owing import Spot
from storage.own_lines import OwnDetails
from storage.store import Store


async def look(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None) -> OwnDetails:
    """Asked before the form is drawn. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        _may(this)
        return await own_lines.of(this.tx, this.by)


async def change_phone(
    store: Store, *, who: SlackUser, phone: str, now: datetime, once: FormKey, saw: str = ""
) -> None:
    """`phone` is one, or ''. `saw`: what stood there when the form was drawn, by `phone_seen`; '': nothing did.

    Raises Refusal, Repeated; CannotBeListed where another number stands there by now, but for the one they want.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        _may(this)
        await people_facts.hold(this.tx, this.by)
        stands = (await own_lines.of(this.tx, this.by)).phone
        if stands != phone:
            must_be_as_seen(saw, phone_seen(stands))
        if await own_lines.change_phone(this.tx, this.by, phone):
            await list_elsewhere.tell(this, this.by, asker=this.by, occasion=once)


def _may(this: Deed) -> None:
    """Their own, as a contact of any district."""
    own = policy.districts_of_contact(this.person) if this.person else ()
    this.may_in_each(Act.CHANGE_DETAILS, own)
    this.about = this.by
