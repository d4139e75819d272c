"""Opening a case: who may, for which district, and the threads in which it will stand."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.cases import Case, CaseType, Draft, Priority
from bot.domain.ids import CaseNumber, DistrictId, SlackUser
from bot.domain.policy import Act, Matter
from bot.domain.refusals import NotFound
from bot.domain.sheets import Side
from bot.services import clocking
from bot.services.deeds import Deed, deed
from storage import cases, districts, owing, places, threads
from storage.districts import District
from storage.owing import Spot
from storage.store import Store
from storage.threads import NewPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the person is told once the case is committed."""

    number: CaseNumber
    priority: Priority


async def may_open(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> list[District]:
    """The districts for which this person may open a case now. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = policy.districts_of_contact(this.person) if this.person else ()
        home = policy.home_of(this.person) if this.person else None
        this.may(Act.OPEN_CASE, Matter(district=own[0] if own else home))
        return await districts.some(this.tx, own)


async def open_case(store: Store, *, who: SlackUser, draft: Draft, once: str, now: datetime) -> Receipt:
    """Numbers the case and owes its threads. The draft has no `drafts.problems`. Raises Refusal, Repeated."""
    act = Act.REQUEST_UPDATE if draft.type is CaseType.UPDATE_OR_REFRESH else Act.OPEN_CASE
    async with deed(store, who=who, now=now, once=once) as this:
        await _previous_must_be_theirs(this, draft)
        by = this.may(act, Matter(district=draft.district))
        case = await cases.add(this.tx, draft, by=by.id, priority=draft.urgency, at=now)
        this.number = case.number
        await clocking.begin(this.tx, case, at=now)
        await _open_threads(this, case)
    return Receipt(number=case.number, priority=case.priority)


async def _previous_must_be_theirs(this: Deed, draft: Draft) -> None:
    """Raises NotFound for another district's, as for one that is nobody's."""
    if draft.previous is None:
        return
    previous = await this.case(draft.previous, Act.VIEW_CASE)
    if previous.district != draft.district:
        raise NotFound(asked=str(draft.previous))


async def _open_threads(this: Deed, case: Case) -> None:
    wanted = [*await _district_places(this, case.district), *await _desk_places(this)]
    added = await threads.add(this.tx, case.number, wanted)
    this.owe(*owing.cards(added, now=this.now))


async def _district_places(this: Deed, district_id: DistrictId) -> list[NewPlace]:
    """The district's case channel; where it has none, or words may not go there, its contacts' DMs (POLICY 3)."""
    district = await districts.get(this.tx, district_id)
    if district.channel is None:
        return await _dms(this, Side.DISTRICT, district_id)
    channel = NewPlace(side=Side.DISTRICT, team=district.channel.team, channel=district.channel.id)
    return [channel] if district.words_ok else [channel, *await _dms(this, Side.DISTRICT, district_id)]


async def _desk_places(this: Deed) -> list[NewPlace]:
    desk = await districts.desk(this.tx)
    if desk is None:
        return []
    channel = NewPlace(side=Side.DESK, team=desk.channel.team, channel=desk.channel.id)
    return [channel] if desk.words_ok else [channel, *await _dms(this, Side.DESK, None)]


async def _dms(this: Deed, side: Side, district: DistrictId | None) -> list[NewPlace]:
    found = await places.readers(this.tx, side, district)
    return [NewPlace(side=side, team=team, reader=person) for person, team in found]
