"""What a contact who is away, and their deputy, are told of it; asked again when it is delivered."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import Person
from bot.views import absences as views
from bot.views import text
from bot.views.message import Message
from storage import absences, districts, people, people_facts
from storage.outbox import Claimed
from storage.store import Tx

TOLD = frozenset({"standing-in", "standing-in-over", "deputy-lost", "away-over"})


async def marked(
    tx: Tx, message: Message, row: Claimed, reader: Person, *, district: DistrictId, now: datetime
) -> Message:
    """For whom its reader is asked too: who named them as deputy; of what was meant for one contact, that one."""
    if "in_place_of" in row.facts:
        absent = [PersonId(int(row.facts["in_place_of"]))]
    elif policy.is_contact_of(reader, district):
        absent = await absences.absent_of(tx, reader.id, district, now=now)
    else:
        absent = []
    names = await people.sheets(tx, absent)
    return views.in_place_of([text.called(names[person]) for person in absent], message)


async def notice(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """None: it is otherwise again by now. `other`: of whom it tells; who is away, or who stood in."""
    other, district = PersonId(int(row.facts["other"])), DistrictId(int(row.facts["district"]))
    name = text.called((await people.sheets(tx, [other]))[other])
    where = (await districts.get(tx, district)).name
    match str(row.facts["what"]):
        case "standing-in":
            theirs = await absences.open_at(tx, other, district)
            if theirs is None or theirs.deputy != reader.id:
                return None
            return views.standing_in(name, district=where, until=theirs.until)
        case "standing-in-over":
            theirs = await absences.open_at(tx, other, district)
            stands_in = theirs is not None and theirs.deputy == reader.id
            return None if stands_in else views.standing_in_over(name, district=where)
        case "deputy-lost":
            own = await absences.open_at(tx, reader.id, district)
            is_alone = own is not None and own.deputy is None
            return views.deputy_lost(name, district=where) if is_alone else None
        case _:
            is_away = await people_facts.away(tx, [reader.id], now=now)
            return None if is_away else views.away_over(name, district=where)
