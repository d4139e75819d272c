"""A line that named somebody who was erased, drawn again where it stands (`services.erasing_names`)."""

from dataclasses import replace
from datetime import datetime

from bot.delivery import case_posts, clock_posts, session_posts
from bot.delivery.outgoing import Outgoing, Overtaken, Update
from bot.domain.sheets import CaseSheet
from bot.views import let_in, lines
from bot.views.message import Message
from storage import cases, emergencies, outbox, people, sheets
from storage.erasing_names import CLAIMED, OF
from storage.outbox import Claimed, Kind
from storage.store import Tx
from storage.threads import Place


async def again(tx: Tx, row: Claimed, now: datetime) -> Outgoing:
    """With whoever it named called erased; where what it said does not hold any more, no more than that."""
    stands, place = await outbox.standing(tx, str(row.facts[OF])), await case_posts.place_of(tx, row)
    case = await cases.get(tx, place.case)
    if stands is None or case is None:
        return Overtaken(reason="it was never sent")
    drawn = await _drawn(tx, row, place, await sheets.of_case(tx, case), now)
    said = drawn or lines.named_somebody(place.case)
    return Update(channel=stands.channel, ts=stands.ts, said=said)


async def _drawn(tx: Tx, row: Claimed, place: Place, sheet: CaseSheet, now: datetime) -> Message | None:
    if row.kind is Kind.LINE:
        return await case_posts.named_line(tx, row, sheet)
    if "session" in row.facts:
        return await session_posts.as_it_was(tx, row, place)
    if row.facts["what"] == CLAIMED:
        return await _claimed(tx, sheet)
    return await clock_posts.line(tx, row, place, now)


async def _claimed(tx: Tx, sheet: CaseSheet) -> Message | None:
    """By whom it was, whoever stands for the case by now."""
    found = await emergencies.claimer_of(tx, sheet.case.number)
    names = await people.sheets(tx, (found,))
    return None if found is None else let_in.claimed(replace(sheet, contact=names[found]))
