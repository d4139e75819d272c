"""A district's administrator confirms the list of its contacts, as it was shown to them (POLICY 6)."""

from datetime import datetime

from bot.domain.acts import Act
from bot.domain.confirming import next_quarter, seen
from bot.domain.ids import DistrictId, SlackUser
from bot.domain.policy import Matter
from bot.domain.refusals import ListChanged
from bot.services.deeds import deed
from storage import calendars, confirmations, districts, importing, owing
from storage.owing import Spot
from storage.store import Store


async def begin_missing(store: Store, *, now: datetime) -> int:
    """A district that is new is asked of in a quarter. Returns how many there are."""
    async with store.begin() as tx:
        found = await confirmations.without(tx)
        if found:
            rhythm = (await calendars.rules(tx)).rhythm
            await confirmations.begin(tx, [(district, next_quarter(now, zone, rhythm)) for district, zone in found])
    return len(found)


async def confirm(
    store: Store,
    *,
    who: SlackUser,
    district: DistrictId,
    saw: str,
    now: datetime,
    once: str,
    spot: Spot | None,
) -> None:
    """*It is right*. `saw`: the list that they were shown; of another one nothing is confirmed, and it is shown anew.

    Raises Refusal, Repeated.
    """
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        this.may(Act.CONFIRM_LIST, Matter(district=district))
        await importing.hold(this.tx, [district])
        if seen(await confirmations.listed(this.tx, district)) != saw:
            this.owed_if_refused.append(
                owing.tell(
                    this.by,
                    this.reached,
                    key=f"confirm-list:{district}:again:{now.isoformat()}:{this.by}",
                    what="confirm-list",
                    now=now,
                    facts={"district": district},
                )
            )
            raise ListChanged(district=district)
        rhythm = (await calendars.rules(this.tx)).rhythm
        due_at = next_quarter(now, (await districts.get(this.tx, district)).zone, rhythm)
        await confirmations.confirmed(this.tx, district, by=this.by, at=now, due_at=due_at)
        if spot is not None:
            this.owe(owing.hint(who, spot, what="list-confirmed", now=now, facts={"district": district}))
