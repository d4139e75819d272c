"""A request takes effect: the list is as it says, and whoever comes or goes is seen to (POLICY 6).

The district is held, and everything was asked before: nothing is refused here.
"""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import PersonId
from bot.domain.list_requests import Kind, Request, Words
from bot.domain.people import Role
from bot.services import joining, leaving, welcoming
from storage import list_lines, list_requests, outbox, people
from storage.store import Tx


async def apply(tx: Tx, request: Request, words: Words, *, now: datetime) -> None:
    """All of it, in this one transaction."""
    match request.kind:
        case Kind.ADD:
            await _add(tx, request, request.person, words, now)
        case Kind.REMOVE:
            await _remove(tx, request, words, now)
        case Kind.CHANGE_TYPE:
            await list_lines.change_type(tx, request.person, request.district, role=_role(request))
            await _warn(tx, request, now)
        case Kind.UPDATE:
            await _update(tx, request, words, now)
        case Kind.REACTIVATE:
            await list_lines.reactivate(tx, request.person, request.district, at=now)
            await list_requests.nothing_to_undo(tx, request.district, request.person)
            await joining.came_back(tx, request.person, request.district, why=_why(request), now=now)
        case Kind.THIRD_PARTY:
            await list_lines.fill_in(tx, request.person, name=words.name, email=words.email, phone=words.phone)
            await list_lines.add_third_party(tx, request.person, request.district, at=now)
        case Kind.BIND:
            await _bind(tx, request, now)


def _why(request: Request) -> str:
    return f"request:{request.id}:{request.state}"


def _role(request: Request) -> Role:
    return request.role or Role.SUPPORT


async def _add(tx: Tx, request: Request, person: PersonId, words: Words, now: datetime) -> None:
    await list_lines.fill_in(tx, person, name=words.name, email=words.email, phone=words.phone)
    await list_lines.add_contact(tx, person, request.district, role=_role(request), training=request.training, at=now)
    await joining.came(tx, request.district, why=f"{_why(request)}:came", now=now)


async def _remove(tx: Tx, request: Request, words: Words, now: datetime) -> None:
    """The replacement first: the district is without a contact at no time."""
    if request.replacement is not None:
        await _add(tx, request, request.replacement, words, now)
    person = await people.by_id(tx, request.person)
    if person is None or policy.contact_line(person, request.district) is None:
        await list_lines.remove_third_party(tx, request.person, request.district)
        return
    await list_lines.remove(tx, request.person, request.district)
    await leaving.left(tx, request.person, request.district, why=_why(request), now=now)


async def _update(tx: Tx, request: Request, words: Words, now: datetime) -> None:
    """Whoever is said to need the training is reminded of it from now on."""
    await list_lines.change_details(
        tx,
        request.person,
        request.district,
        name=words.name,
        email=words.email,
        phone=words.phone,
        training=request.training,
    )
    await welcoming.training_begins(tx, request.person, request.district, now=now)


async def _bind(tx: Tx, request: Request, now: datetime) -> None:
    if request.replacement is None:
        raise LookupError(request.id)
    await list_lines.bind(tx, request.person, request.replacement, request.district, at=now)
    await joining.came(tx, request.district, why=_why(request), now=now)


async def put_back(tx: Tx, request: Request, *, now: datetime) -> None:
    """A removal is undone."""
    await list_lines.put_back(tx, request.person, request.district, at=now)
    await joining.came_back(tx, request.person, request.district, why=_why(request), now=now)


async def _warn(tx: Tx, request: Request, now: datetime) -> None:
    rows = await leaving.warn_if_short(tx, request.district, why=_why(request), now=now)
    if rows:
        await outbox.owe(tx, rows, now=now)
