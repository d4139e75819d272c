"""Requests that waited too long are over, and whoever asked is told (POLICY 6). Each is a transaction of its own."""

from datetime import datetime

import structlog

from bot.domain.ids import RequestId
from bot.domain.list_requests import Move, State
from bot.domain.record import ByClock
from bot.services import list_telling
from bot.services.list_deeds import limits_of
from storage import audit, contacts, list_requests, outbox
from storage.store import Store, Tx

log = structlog.get_logger()

MOST = 500
"""In one round; the next one takes the rest."""


async def lapse_old(store: Store, *, now: datetime) -> int:
    """Returns how many are over since this round."""
    async with store.read() as tx:
        before = now - (await limits_of(tx)).request_lives_for
        found = await list_requests.asked_before(tx, before, most=MOST)
    return sum([await _lapse_or_log(store, request, now) for request in found])


async def _lapse_or_log(store: Store, request: RequestId, now: datetime) -> bool:
    try:
        async with store.begin() as tx:
            return await _lapse(tx, request, now)
    except Exception:  # one bad request must not end the round
        log.exception("lapse-failed", request=request)
        return False


async def _lapse(tx: Tx, number: RequestId, now: datetime) -> bool:
    found = await list_requests.get(tx, number)
    if found is None:
        return False
    await contacts.hold(tx, found.district)
    found = await list_requests.get(tx, number)
    if found is None or found.state is not State.ASKED:
        return False
    after = found.moved(Move.LAPSE, by=None, at=now)
    await list_requests.change(tx, after)
    await audit.by_clock(
        tx,
        at=now,
        rule=ByClock.REQUEST_LAPSED,
        district=after.district,
        about=after.person,
        ref=after.ref,
    )
    rows = await list_telling.decided(tx, after, by=None, now=now)
    rows += await list_telling.settled(tx, after, now=now)
    await outbox.owe(tx, rows, now=now)
    return True
