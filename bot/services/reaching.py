"""Who of a district's contacts hears of something while some are away, and who hears it in their place (POLICY 6)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from bot.domain import absence
from bot.domain.ids import DistrictId, PersonId, TeamId
from bot.domain.people import CONTACT_ROLES
from bot.domain.sheets import PersonSheet
from storage import absences, people, people_facts
from storage.store import Tx

Reader = tuple[PersonId, TeamId]
Choice = tuple[PersonSheet, date | None]
"""Somebody who can be chosen, and to the end of which day they are away."""


async def there(tx: Tx, contacts: Sequence[Reader], *, now: datetime) -> list[Reader]:
    """Those of them who are there; all of them where nobody is."""
    teams = dict(contacts)
    away = await people_facts.away(tx, teams, now=now)
    return [(person, teams[person]) for person in absence.asked_first(list(teams), away)]


async def each(tx: Tx, district: DistrictId, *, but: PersonId | None, now: datetime) -> list[Reader]:
    """All contacts, in the place of each who is away their deputy. `but`: who is told nothing."""
    teams = {person: team for person, team, _ in await people.holding(tx, CONTACT_ROLES, district=district)}
    deputies = await absences.deputies_at(tx, district, now=now)
    here = {contact: deputy for contact, deputy in deputies.items() if deputy in teams}
    return [(person, teams[person]) for person in absence.reached(list(teams), here, but=but)]


async def in_place_of(
    tx: Tx, contact: PersonId, district: DistrictId, *, but: Collection[PersonId], now: datetime
) -> PersonId:
    """Who hears what is meant for this contact. `but`: who is not told it in their place."""
    told = await absences.told_for(tx, contact, district, now=now)
    return contact if told in but else told


async def choices(tx: Tx, found: Iterable[PersonSheet], *, now: datetime) -> list[Choice]:
    """For a menu: who is away is offered, and marked."""
    sheets = list(found)
    away = await people_facts.away(tx, [sheet.id for sheet in sheets], now=now)
    return [(sheet, away.get(sheet.id)) for sheet in sheets]
