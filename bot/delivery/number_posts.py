"""Reports on cases, made when they are sent: of what their reader may see then, from the record as it stands then."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.delivery.outgoing import HandOut, Made, Outgoing, Parcel, Withheld
from bot.domain import policy, report_numbers
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import Membership, Person
from bot.domain.periods import Days
from bot.domain.policy import Matter
from bot.domain.report_numbers import Material
from bot.domain.reports import Asked, Report
from bot.views import report_files, report_panels, report_pictures, report_words
from bot.views.report_words import Shown
from storage import people, reports
from storage.outbox import Claimed
from storage.store import Tx

MOST = 5_000
"""Cases in a workbook: the newest."""


async def compose(tx: Tx, row: Claimed, now: datetime) -> Outgoing:
    reader = await people.by_id(tx, PersonId(int(row.facts["person"])))
    asked = _asked(row)
    if reader is None or reader.membership is Membership.GONE or not _may(reader, asked):
        return Withheld(reason="they may not ask that any more")
    material = await _material(tx, asked, now)
    read = _read(reader, material)
    listed = sorted((it for it in material.rows if it.district in read), key=lambda it: -it.number)[:MOST]
    words = await reports.subjects(tx, [it.number for it in listed])

    def made() -> Parcel:
        shown = report_words.shown(report_numbers.numbers(material), material)
        zones = {district: calendar.zone for district, calendar in material.calendars.items()}
        lines = report_files.lines(shown, listed, words, zones) if read else None
        return _parcel(shown, lines, now)

    return HandOut(person=reader.slack.user, made=made, refused=report_words.not_sent(asked.report))


def _asked(row: Claimed) -> Asked:
    facts = row.facts
    its = tuple(DistrictId(int(it)) for it in str(facts["districts"]).split(",") if it)
    days = None
    if "first" in facts:
        first, last = (date.fromisoformat(str(facts[name])) for name in ("first", "last"))
        days = Days(first=first, last=last)
    return Asked(report=Report(str(facts["report"])), districts=its or None, days=days)


def _may(reader: Person, asked: Asked) -> bool:
    """All of what was asked for, still."""
    if asked.districts is None:
        return policy.sees_every_district(reader)
    return all(policy.decide(reader, Act.SEE_REPORTS, Matter(district=it)).allowed for it in asked.districts)


async def _material(tx: Tx, asked: Asked, now: datetime) -> Material:
    if asked.districts is None:
        return await reports.of_everybody(tx, asked, now=now)
    return await reports.of_districts(tx, asked, asked.districts, now=now)


def _read(reader: Person, material: Material) -> set[DistrictId]:
    """Whose cases they may read, with their words; of the others they see numbers alone (POLICY 9)."""
    its = material.asked.districts or tuple(material.calendars)
    return {it for it in its if policy.decide(reader, Act.LIST_CASES, Matter(district=it)).allowed}


def _parcel(shown: Shown, cases: Sequence[report_files.CaseLine] | None, now: datetime) -> Parcel:
    name = f"{shown.report}-{now:%Y-%m-%d}"
    picture = report_pictures.png(report_words.title(shown), report_words.about(shown), report_panels.panels(shown))
    more = cases is not None and len(cases) < shown.numbers.count and len(cases) >= MOST
    files = (
        Made(name=f"{name}.png", content=picture, shows=report_panels.alternative(shown)),
        Made(name=f"{name}.csv", content=report_files.csv(shown)),
        Made(name=f"{name}.xlsx", content=report_files.workbook(shown, cases, made_at=now, more=more)),
    )
    return Parcel(said=report_words.message(shown).text, files=files)
