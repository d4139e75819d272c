"""What `python -m bot contacts` changes: the same deeds as in Slack, by the account of whoever runs the bot.

That account has the rights of a support administrator and no others: what a district has to ask for names who of it
did (POLICY 6).
"""

from dataclasses import dataclass, field, replace
from uuid import uuid4

from bot.contacts_meant import Meant, asker_of, district_of, meant, slack_user
from bot.domain.ids import OPERATOR, LineId, RequestId
from bot.domain.limits import Limits
from bot.domain.list_requests import Kind, Request, Words, details_seen
from bot.domain.list_sheets import ListLine, RequestSheet
from bot.domain.people import Role
from bot.domain.silences import SilentContact
from bot.running_contacts_looks import standing
from bot.services import list_decisions, list_deeds, list_looks, list_requests, silences
from bot.services.list_requests import Wish
from bot.settings import Settings
from storage import calendars, list_lines
from storage.inbound import FormKey
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What is asked for, as it was typed. `person`: who is on a list already; `user`: whom Slack knows.

    `training` None: as the list has it. `asker` '': nobody of the district.
    """

    kind: Kind
    person: str = ""
    district: str = ""
    user: str = ""
    asker: str = ""
    role: Role | None = None
    training: str | None = None
    licensed: bool = False
    words: Words = field(default_factory=Words)


def _once() -> FormKey:
    """Each run is asked for once."""
    return FormKey(f"command-line:{uuid4().hex}")


async def limits(settings: Settings) -> Limits:
    async with standing(settings) as (store, _), store.read() as tx:
        return (await calendars.rules(tx)).limits


async def find(settings: Settings, person: str, district: str) -> Meant:
    """Who on a list is meant, before anything is done. Raises NotClear."""
    async with standing(settings) as (store, _), store.read() as tx:
        return await meant(tx, person, district)


async def is_last(settings: Settings, found: Meant) -> bool:
    """Whether no contact who may act would be left without them."""
    async with standing(settings) as (store, _), store.read() as tx:
        person = await list_deeds.somebody(tx, found.person)
        return person is not None and await list_deeds.is_last(tx, person, found.district.id)


async def ask(settings: Settings, typed: Typed) -> Request:
    """Raises NotClear, Refusal."""
    async with standing(settings) as (store, now):
        wish = await _wish(store, typed)
        return await list_requests.ask(store, who=OPERATOR, wish=wish, now=now, once=_once())


async def _wish(store: Store, typed: Typed) -> Wish:
    """Whom it is about is on the list already, or a Slack user who comes onto it."""
    async with store.read() as tx:
        found = None if typed.kind is Kind.ADD else await meant(tx, typed.person, typed.district)
        district = found.district if found else await district_of(tx, typed.district)
        user = await slack_user(tx, typed.user, district) if typed.user else None
        asker = await asker_of(tx, typed.asker, district) if typed.asker else None
    about = found.person if found else user
    if about is None:
        raise LookupError(typed.kind)
    return Wish(
        district=district.id,
        kind=typed.kind,
        person=about,
        role=typed.role,
        training=_training(typed, found.line if found else None),
        licensed=typed.licensed,
        replacement=user if found else None,
        words=_words(typed, found.line) if found and typed.kind is Kind.UPDATE else typed.words,
        saw=_saw(found.line) if found and typed.kind is Kind.UPDATE else "",
        asker=asker,
    )


def _saw(line: ListLine) -> str:
    """What was looked at, so that nobody's change in between is undone."""
    return details_seen(line.person.name, line.email, line.phone, line.training)


def _training(typed: Typed, line: ListLine | None) -> str:
    if typed.training is not None:
        return typed.training
    return line.training if line is not None and typed.kind is Kind.UPDATE else ""


def _words(typed: Typed, line: ListLine) -> Words:
    """What was not typed stays as it is."""
    given = typed.words
    return replace(
        given,
        name=given.name or line.person.name,
        email=given.email or line.email,
        phone=given.phone or line.phone,
    )


async def request(settings: Settings, number: int) -> RequestSheet | None:
    """What is to be decided, before it is. None: there is no such request."""
    async with standing(settings) as (store, _):
        return await list_looks.request_sheet(store, RequestId(number))


async def approve(settings: Settings, number: int, answer: str) -> Request:
    """Raises Refusal."""
    async with standing(settings) as (store, now):
        its = RequestId(number)
        return await list_decisions.approve(store, who=OPERATOR, request=its, answer=answer, now=now, once=_once())


async def decline(settings: Settings, number: int, answer: str) -> Request:
    """Raises Refusal."""
    async with standing(settings) as (store, now):
        its = RequestId(number)
        return await list_decisions.decline(store, who=OPERATOR, request=its, answer=answer, now=now, once=_once())


async def confirm(settings: Settings, number: int) -> Request:
    """Raises Refusal."""
    async with standing(settings) as (store, now):
        its = RequestId(number)
        return await list_decisions.confirm(store, who=OPERATOR, request=its, now=now, once=_once(), spot=None)


async def undo(settings: Settings, number: int) -> Request:
    """Raises Refusal."""
    async with standing(settings) as (store, now):
        its = RequestId(number)
        return await list_decisions.undo(store, who=OPERATOR, request=its, now=now, once=_once(), spot=None)


async def keep(settings: Settings, found: Meant, reason: str) -> None:
    """Raises Refusal."""
    async with standing(settings) as (store, now):
        line = await _line(store, found)
        await silences.keep(store, who=OPERATOR, line=line, reason=reason, now=now, once=_once())


async def deactivate(settings: Settings, found: Meant) -> SilentContact:
    """Raises Refusal."""
    async with standing(settings) as (store, now):
        line = await _line(store, found)
        return await silences.deactivate_now(store, who=OPERATOR, line=line, now=now, once=_once())


async def _line(store: Store, found: Meant) -> LineId:
    """Of a third party there is none that goes quiet: the service says so."""
    async with store.read() as tx:
        line = await list_lines.line_id(tx, found.person, found.district.id)
    return LineId(0) if line is None else line
