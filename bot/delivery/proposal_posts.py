"""Whose a line may be, to those who can bind it: as it stands when it is delivered, and again once it is decided."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import ProposalId
from bot.domain.people import Person
from bot.domain.proposals import WAITS, Proposal
from bot.views import proposals as views
from bot.views.message import Message
from storage import proposals, sheets
from storage.outbox import Claimed
from storage.store import Tx


async def asked(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None: it was decided, the line is somebody's by now, or its reader binds none there any more."""
    found = await _of(tx, row)
    binds = policy.is_administrator_of(reader, found.district) or policy.is_support_administrator(reader)
    if found.state not in WAITS or not binds:
        return None
    if not await proposals.is_unbound(tx, (found.district, found.line_of)):
        return None
    return views.asked(await sheets.of_proposal(tx, found), reader_team=row.team)


async def as_it_stands(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    return views.asked(await sheets.of_proposal(tx, await _of(tx, row)), reader_team=row.team)


async def _of(tx: Tx, row: Claimed) -> Proposal:
    found = await proposals.get(tx, ProposalId(int(row.facts["proposal"])))
    if found is None:
        raise LookupError(row.facts["proposal"])
    return found
