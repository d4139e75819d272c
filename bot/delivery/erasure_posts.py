"""What support administrators are told of erasures to come."""

from datetime import datetime

from bot.domain.erasures import State
from bot.domain.ids import DistrictId, TeamId
from bot.domain.people import Person
from bot.views import erasing
from bot.views import holds as views
from bot.views.message import Message
from storage import districts, erasures, holds, setting_up
from storage.outbox import Claimed
from storage.store import Tx


async def scheduled(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """Nothing to tell where the app came back meanwhile, or the date has come."""
    found = await erasures.get(tx, int(row.facts["erasure"]))
    if found.state is not State.WAITING:
        return None
    team = TeamId(str(row.facts["about"]))
    names = await erasures.names_of(tx, team)
    return views.scheduled(await setting_up.name_of(tx, team), names, at=found.due_at)


async def called_off(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    return views.called_off(await setting_up.name_of(tx, TeamId(str(row.facts["about"]))))


async def too_late(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """By what its districts are called now: of one that is gone, by its number."""
    workspace = await setting_up.name_of(tx, TeamId(str(row.facts["about"])))
    return views.too_late(workspace, gone=await _names(tx, row, "gone"), kept=await _names(tx, row, "kept"))


async def _names(tx: Tx, row: Claimed, fact: str) -> list[str]:
    ids = [DistrictId(int(it)) for it in str(row.facts[fact]).split()]
    return [(await districts.get(tx, it)).name for it in ids]


async def waits(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """Nothing to tell where the hold was lifted meanwhile."""
    district = DistrictId(int(row.facts["district"]))
    if not await holds.stands(tx, district):
        return None
    return views.waits((await districts.get(tx, district)).name)


async def stopped(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """Nothing to tell where it goes on again, or is over."""
    found = await erasures.get(tx, int(row.facts["erasure"]))
    if not found.trouble:
        return None
    name = (await districts.get(tx, found.district)).name if found.district is not None else ""
    return views.stopped(erasing.what(found, name), why=erasing.trouble(found))


TOLD = {
    "erasure-scheduled": scheduled,
    "erasure-called-off": called_off,
    "erasure-too-late": too_late,
    "erasure-waits": waits,
    "erasure-stopped": stopped,
}
