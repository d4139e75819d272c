"""A request with the names in it, and a district's list as a whole, gathered for reading."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import DistrictId, PersonId
from bot.domain.list_requests import Request, Short, shortfalls
from bot.domain.list_sheets import ListLine, RequestSheet
from bot.domain.people import Role
from bot.domain.sheets import PersonSheet
from storage import calendars, districts, list_lines, list_requests, people, people_facts
from storage.store import Tx


async def of_request(tx: Tx, request: Request) -> RequestSheet:
    named = await people.sheets(
        tx, (request.person, request.asked_by, request.comes, request.decided_by, request.entered_by)
    )
    words = await list_requests.words_of(tx, request.id)
    sheet = RequestSheet(
        request=request,
        district=(await districts.get(tx, request.district)).sheet,
        person=named[request.person],
        asked_by=named[request.asked_by],
        comes=_of(named, request.comes),
        decided_by=_of(named, request.decided_by),
        entered_by=_of(named, request.entered_by),
        words=words,
        contacts=sum((await list_lines.counts(tx, request.district)).values()),
        most=(await calendars.rules(tx)).limits.contacts_most,
    )
    return _as_asked(sheet)


def _of(named: dict[PersonId, PersonSheet], person: PersonId | None) -> PersonSheet | None:
    return named.get(person) if person is not None else None


def _as_asked(sheet: RequestSheet) -> RequestSheet:
    """Whom Slack told nothing of yet is called what the request calls them."""
    if sheet.comes is None or sheet.comes.name or not sheet.words.name:
        return sheet
    comes = replace(sheet.comes, name=sheet.words.name)
    person = comes if sheet.comes.id == sheet.person.id else sheet.person
    return replace(sheet, comes=comes, person=person)


async def of_requests(tx: Tx, requests: Sequence[Request]) -> list[RequestSheet]:
    return [await of_request(tx, request) for request in requests]


async def lines(tx: Tx, district: DistrictId, *, now: datetime) -> list[ListLine]:
    """The list, with who of them is away now."""
    found = await list_lines.of_district(tx, district)
    away = await people_facts.away(tx, [line.person.id for line in found], now=now)
    return [replace(line, away_until=away.get(line.person.id)) for line in found]


async def short_of(tx: Tx, district: DistrictId) -> tuple[Short, ...]:
    """Which contacts the district has fewer of than recommended."""
    limits = (await calendars.rules(tx)).limits
    found = await list_lines.counts(tx, district)
    return shortfalls(support=found[Role.SUPPORT], technical=found[Role.TECHNICAL], limits=limits)
