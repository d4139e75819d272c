"""Why an erased person kept a contact, decided an emergency, or set a legal hold: with their words it goes, and what
said it in direct messages is drawn again."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.domain.erasures import Erasure
from bot.domain.ids import PersonId
from bot.services.erasing_steps import Going, Next, Outcome, Step
from storage import emergencies, erasing_requests, outbox, owing_emergencies, owing_redacted, silences
from storage.store import Tx

MOST = 20
"""Of a batch: each has copies to be drawn again."""


def plan(person: PersonId) -> tuple[Step, ...]:
    return (
        Step(name="kept_contacts", run=partial(_keepings, person)),
        Step(name="decisions", run=partial(_decisions, person)),
        Step(name="holds", run=partial(_holds, person)),
    )


async def _keepings(person: PersonId, tx: Tx, erasure: Erasure, now: datetime) -> Outcome:
    found = await erasing_requests.kept_by(tx, person, most=MOST)
    for kept in found:
        await silences.redact_reason(tx, kept)
    return await _drawn(tx, erasure, "kept_contacts", [f"inactivity-kept:{kept}:" for kept in found], now)


async def _decisions(person: PersonId, tx: Tx, erasure: Erasure, now: datetime) -> Outcome:
    found = await erasing_requests.decided_by(tx, person, most=MOST)
    for emergency in found:
        await emergencies.give_reason(tx, emergency, "")
    keys = [owing_emergencies.declined(emergency) for emergency in found]
    return await _drawn(tx, erasure, "decisions", keys, now)


async def _drawn(tx: Tx, erasure: Erasure, name: str, keys: Iterable[str], now: datetime) -> Outcome:
    """Of so many texts; none: there are no more."""
    begin = list(keys)
    if not begin:
        return Next()
    await outbox.owe(tx, await owing_redacted.drawn_again(tx, begin, now=now, why=f"erased-{erasure.id}"), now=now)
    return Going(counts={name: len(begin)})


async def _holds(person: PersonId, tx: Tx, _: Erasure, __: datetime) -> Outcome:
    gone = await erasing_requests.forget_holds(tx, person)
    return Next(counts={"holds": gone} if gone else {})
