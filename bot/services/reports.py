"""Reports that are asked for (POLICY 9): numbers at once where few cases are behind them, files by delivery."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.days import local_day
from bot.domain.ids import DistrictId, SlackUser
from bot.domain.meant import Called, districts_meant
from bot.domain.periods import Period, days_of
from bot.domain.policy import Matter
from bot.domain.refusals import NotReadable
from bot.domain.report_numbers import Material
from bot.domain.reports import OF_A_PERIOD, Asked, Report
from bot.services.deeds import Deed, deed
from storage import calendars, directory, owing_reports, people, reports
from storage.inbound import FormKey
from storage.owing import Spot
from storage.store import Store, Tx

QUICK = 1_000
"""Of so many cases the numbers are there at once; of more they come with the files."""

REF = "report:"
"""How the ref of a report that was asked for begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """What the form offers. `districts`: key and name of theirs, or of all. `of_all`: one of the vendor's people."""

    districts: list[Called]
    of_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A report as it was filled in. `district` None: of all that they may see. `first`, `last`: of two dates."""

    report: Report
    period: Period
    district: DistrictId | None = None
    first: date | None = None
    last: date | None = None


async def askable(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> Askable:
    """Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = _whose(this, None)
        known = (await directory.standing_by_key(this.tx)).items()
        theirs = [(key, str(row.name)) for key, row in known if own is None or row.id in own]
        return Askable(districts=sorted(theirs, key=lambda it: (it[1], it[0])), of_all=own is None)


def _whose(this: Deed, district: DistrictId | None) -> tuple[DistrictId, ...] | None:
    """Of which districts they may see reports: None, of all. Asked of the policy for each, or for the one named."""
    if this.person is not None and policy.sees_every_district(this.person):
        this.may(Act.SEE_REPORTS, Matter(district=district))
        return None if district is None else (district,)
    own = policy.districts_kept(this.person) if this.person else ()
    wanted = own if district is None else (district,)
    this.may_in_each(Act.SEE_REPORTS, wanted)
    return wanted


async def ask(store: Store, *, who: SlackUser, typed: Typed, now: datetime, once: FormKey) -> Material | None:
    """Owes the files. What the window shows at once; None: there is too much to be read while somebody waits.

    Raises Refusal, Repeated; NotReadable for two dates that are none.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        own = _whose(this, typed.district)
        this.ref = f"{REF}{typed.report}"
        asked = await _asked(this.tx, typed, own, now)
        this.owe(owing_reports.numbers(this.by, this.reached, asked, key=once, now=now))
    async with store.read() as tx:
        return await _at_once(tx, asked, now)


async def _at_once(tx: Tx, asked: Asked, now: datetime) -> Material | None:
    if asked.districts is None:
        few = await reports.few_of_everybody(tx, asked, now=now, most=QUICK)
        return await reports.of_everybody(tx, asked, now=now) if few else None
    few = await reports.few_of_districts(tx, asked, asked.districts, now=now, most=QUICK)
    return await reports.of_districts(tx, asked, asked.districts, now=now) if few else None


async def _asked(tx: Tx, typed: Typed, own: tuple[DistrictId, ...] | None, now: datetime) -> Asked:
    if typed.report not in OF_A_PERIOD:
        return Asked(report=typed.report, districts=own)
    zone = await reports.zone_of(tx, own, await calendars.rules(tx))
    days = days_of(typed.period, local_day(now, zone), first=typed.first, last=typed.last)
    if days is None:
        raise NotReadable(field="day", reason="missing")
    return Asked(report=typed.report, districts=own, days=days)


async def district_meant(store: Store, *, who: SlackUser, typed: str) -> DistrictId | list[Called]:
    """By what was typed or chosen; else those that can be meant: only the vendor's people are told of one."""
    person = await people.by_slack(store.glances, who)
    known = await directory.standing_by_key(store.glances)
    meant = districts_meant(typed, [(key, str(row.name)) for key, row in known.items()])
    if len(meant) == 1:
        return DistrictId(known[meant[0][0]].id)
    return meant if person is not None and policy.sees_every_district(person) else []
