"""What is owed about an emergency: calls in the desk's channel, and direct messages about it. Ids alone."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.domain.emergencies import Emergency
from bot.domain.ids import Channel, EmergencyId, PersonId
from storage import owing
from storage.outbox import Kind, Owed
from storage.people import Holder
from storage.store import Tx
from storage.tables import outbox


def page_key(emergency: EmergencyId, page: int) -> str:
    return f"emergency:{emergency}:page:{page}"


def page(emergency: Emergency, desk: Channel, *, now: datetime) -> Owed:
    """A call to whoever is at the desk, the first or one more."""
    return Owed(
        key=page_key(emergency.id, emergency.pages),
        kind=Kind.PAGE,
        lane=f"emergency:{emergency.id}",
        team=desk.team,
        due_at=now,
        urgent=True,
        facts={"emergency": emergency.id, "channel": desk.id},
    )


def pages_again(emergency: Emergency, desk: Channel, *, now: datetime, why: str = "") -> list[Owed]:
    """Every call drawn again, as it stands now: what became of it, and no buttons then. `why`: if nothing became."""
    keys = [page_key(emergency.id, number) for number in range(1, emergency.pages + 1)]
    return [
        Owed(
            key=f"{key}:{why or emergency.state}",
            kind=Kind.PAGE,
            lane=f"emergency:{emergency.id}",
            team=desk.team,
            due_at=now,
            facts={"emergency": emergency.id, "of": key},
        )
        for key in keys
    ]


WORDED = (
    "emergency-sent",
    "emergency-asked",
    "emergency-page",
    "emergency-waiting",
    "emergency-left",
    "emergency-declined",
)
"""Direct messages that hold what was reported, or why it was declined."""


def worded(emergency: EmergencyId) -> list[str]:
    """How the keys of these begin."""
    return [f"{what}:{emergency}:" for what in WORDED]


def declined(emergency: EmergencyId) -> str:
    """The same of the one that holds why it was declined."""
    return f"emergency-declined:{emergency}:"


ASKED = ("emergency-asked", "emergency-page", "emergency-waiting", "emergency-left")
"""Direct messages that ask somebody to take it or to decide on it."""

TO_CLAIM = ("emergency-claim", "emergency-offered")
"""Direct messages that ask a contact to stand for its case."""

SENT = "emergency-sent"
"""The one by which whoever reported it can take it back."""


async def with_buttons(tx: Tx, emergency: EmergencyId) -> list[str]:
    """The keys of those that were owed, of which each has buttons until it is decided, or claimed."""
    kinds = (*ASKED, *TO_CLAIM, SENT)
    begins = (outbox.c.key.startswith(f"{what}:{emergency}:", autoescape=True) for what in kinds)
    query = sa.select(outbox.c.key).where(outbox.c.kind == Kind.TELL, sa.or_(*begins))
    return [*(await tx.execute(query.where(outbox.c.facts["what"].as_string().in_(kinds)))).scalars()]


def tell(
    emergency: Emergency,
    readers: Iterable[Holder],
    *,
    what: str,
    now: datetime,
    occasion: str = "",
    absent: PersonId | None = None,
) -> list[Owed]:
    """To each of them once for each `occasion`. `what`: of `views.emergencies`; `absent`: for whom they stand in."""
    facts: dict[str, int | str] = {"emergency": emergency.id, **({} if absent is None else {"in_place_of": absent})}
    return [
        owing.tell(
            person,
            team,
            key=f"{what}:{emergency.id}:{occasion}:{person}",
            what=what,
            now=now,
            facts=facts,
        )
        for person, team, _ in readers
    ]


def to_agents(emergency: Emergency, agents: Iterable[Holder], *, now: datetime) -> list[Owed]:
    """The same call as in the desk's channel, to each of them once."""
    return tell(emergency, agents, what="emergency-page", now=now, occasion=str(emergency.pages))
