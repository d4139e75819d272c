"""A contact says where they stand with their training. It never blocks anything (POLICY 6)."""

from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, SlackUser
from bot.domain.refusals import NotAContact
from bot.domain.training import TO_DO, Training, reminded_at
from bot.services.deeds import Deed, deed
from storage import calendars, districts, owing, training
from storage.owing import Spot
from storage.store import Store


async def mark(
    store: Store,
    *,
    who: SlackUser,
    district: DistrictId,
    as_: Training,
    now: datetime,
    once: str,
    spot: Spot | None,
) -> str:
    """Their own, at one district of theirs, whose name it returns. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        its = (district,) if _is_theirs(this, district) else _own(this)
        this.may_in_each(Act.MARK_TRAINING, its)
        await marked(this, district, as_)
        if spot is not None:
            facts: dict[str, int | str] = {"district": district}
            this.owe(owing.hint(who, spot, what="training-marked", now=now, facts=facts))
        return (await districts.get(this.tx, district)).name


async def marked(this: Deed, district: DistrictId, as_: Training) -> None:
    """Within a deed that asked. The same again keeps its date. Raises NotAContact."""
    found = await training.at(this.tx, this.by, district)
    if found is None:
        raise NotAContact(district=district)
    this.about = this.by
    if found.training is as_:
        return
    days = (await calendars.rules(this.tx)).courses.every
    due = reminded_at(this.now, days) if as_ in TO_DO else None
    await training.mark(this.tx, found.line, as_, at=this.now, due_at=due)


def _is_theirs(this: Deed, district: DistrictId) -> bool:
    """What another district's contacts hear of it is no business of whoever sends its number."""
    return this.person is not None and district in policy.districts_of(this.person)


def _own(this: Deed) -> tuple[DistrictId, ...]:
    return policy.districts_of_contact(this.person) if this.person else ()
