"""Who is told of a request about the list: each once, and nobody of their own act (POLICY 6). Ids alone; the words
are read when they are delivered."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain import policy
from bot.domain.ids import PersonId, RequestId, TeamId
from bot.domain.list_requests import Kind, Request, State, Waits
from bot.domain.people import CONTACT_ROLES, Role
from bot.services import redrawing, welcoming
from storage import owing, people
from storage.outbox import Owed
from storage.store import Tx

Reader = tuple[PersonId, TeamId]


async def changed(tx: Tx, request: Request, *, by: PersonId, now: datetime) -> list[Owed]:
    """The list is another now: its contacts and administrators, whoever asked, and whom it is about."""
    welcomed = await _welcomed(tx, request, now)
    mine = {request.person, request.comes} - {None}
    district = await _of(tx, request, CONTACT_ROLES) + await _of(tx, request, policy.ADMINISTRATOR_ROLES)
    asked = await people.teams_of(tx, [request.asked_by])
    comes = request.comes if welcomed else None
    concerned = await people.teams_of(tx, [person for person in mine if person not in (None, comes)])
    others = [reader for reader in (*asked, *district) if reader[0] not in mine]
    return [
        *welcomed,
        *_tell(request, "list-yours", concerned, by, now),
        *_tell(request, "list-changed", others, by, now),
    ]


async def _welcomed(tx: Tx, request: Request, now: datetime) -> list[Owed]:
    """Whoever is made a contact is told so with their duties, and in no other message beside."""
    comes, is_contact = request.comes, request.kind is not Kind.THIRD_PARTY
    if comes is None or not is_contact or request.state is State.UNDONE:
        return []
    return await welcoming.welcome(tx, comes, request.district, by=request.asked_by, now=now)


async def asked(tx: Tx, request: Request, *, by: PersonId, now: datetime) -> list[Owed]:
    """Whoever decides it, or confirms it; not who would get a right by it."""
    if request.waits_for is Waits.DISTRICT:
        readers = await _of(tx, request, policy.ADMINISTRATOR_ROLES)
    else:
        holders = await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)
        readers = [(person, team) for person, team, _ in holders]
    decides = [reader for reader in readers if reader[0] != request.comes]
    return [*_tell(request, "list-asked", decides, by, now), *await _entered(tx, request, decides, by, now)]


async def _entered(tx: Tx, request: Request, decides: list[Reader], by: PersonId, now: datetime) -> list[Owed]:
    """Whoever is named as asking is told so, and may withdraw it; not who is asked to decide it beside."""
    if request.entered_by is None:
        return []
    readers = await people.teams_of(tx, [request.asked_by])
    return _tell(request, "list-entered", [reader for reader in readers if reader not in decides], by, now)


async def decided(tx: Tx, request: Request, *, by: PersonId | None, now: datetime) -> list[Owed]:
    """Declined, withdrawn by somebody else, or too old: whoever asked."""
    return _tell(request, "list-changed", await people.teams_of(tx, [request.asked_by]), by, now)


async def settled(tx: Tx, request: Request, *, now: datetime) -> list[Owed]:
    """What those who could decide it were sent is drawn again: nobody presses for nothing."""
    deciders = [
        *await people.ever_holding(tx, policy.ADMINISTRATOR_ROLES, district=request.district),
        *await people.ever_holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None),
    ]
    asked = (State.ASKED, State.APPLIED)  # of a removal that was done at once, to be confirmed
    keys = [_key("list-asked", request.id, state, person) for state in asked for person in dict.fromkeys(deciders)]
    return await redrawing.redrawn(tx, keys, why=request.state, now=now)


def _key(what: str, request: RequestId, state: State, reader: PersonId) -> str:
    return f"{what}:{request}:{state}:{reader}"


async def _of(tx: Tx, request: Request, roles: Iterable[Role]) -> list[Reader]:
    return [(person, team) for person, team, _ in await people.holding(tx, roles, district=request.district)]


def _tell(request: Request, what: str, readers: Iterable[Reader], by: PersonId | None, now: datetime) -> list[Owed]:
    facts: dict[str, int | str] = {"request": request.id, "state": request.state}
    return [
        owing.tell(
            person,
            team,
            key=_key(what, request.id, request.state, person),
            what=what,
            now=now,
            facts=facts,
        )
        for person, team in dict(readers).items()
        if person != by
    ]
