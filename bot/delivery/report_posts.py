"""Files that somebody asked for, made when they are sent: of what they may see then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery.outgoing import HandOut, Made, Outgoing, Parcel, Withheld
from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import Membership, Person
from bot.domain.policy import Matter
from bot.domain.record import Asked, Question
from bot.views import audit, csv_files, emergency_report, reports
from storage import audit_questions, emergencies, people
from storage.outbox import Claimed
from storage.store import Tx

MOST = 5000
"""Lines in one file: the newest."""

EVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
Rows = tuple[tuple[str, ...], list[list[str]], bool]
"""Columns, rows, and whether there are more."""


async def compose(tx: Tx, row: Claimed) -> Outgoing:
    reader = await people.by_id(tx, PersonId(int(row.facts["person"])))
    asked = _asked(row)
    if reader is None or reader.membership is Membership.GONE or not _may(reader, asked):
        return Withheld(reason="they may not ask that any more")
    columns, rows, more = await (_uses if asked.question is Question.EMERGENCIES else _lines)(tx, asked, reader)

    def made() -> Parcel:
        file = Made(name=f"{reports.NAMES[asked.question]}.csv", content=csv_files.content(columns, rows))
        return Parcel(said=reports.about(asked.question, count=len(rows), more=more), files=(file,))

    return HandOut(person=reader.slack.user, made=made, refused=reports.not_sent(asked.question))


def _asked(row: Claimed) -> Asked:
    facts = row.facts
    its = tuple(DistrictId(int(it)) for it in str(facts["districts"]).split(",") if it)
    return Asked(
        question=Question(str(facts["question"])),
        districts=its or None,
        person=PersonId(int(facts["about"])) if "about" in facts else None,
        since=datetime.fromisoformat(str(facts["since"])) if "since" in facts else None,
        until=datetime.fromisoformat(str(facts["until"])) if "until" in facts else None,
    )


def _may(reader: Person, asked: Asked) -> bool:
    """All of what was asked for, still. Nobody but a support administrator asks about everything."""
    if asked.districts is None:
        return policy.is_support_administrator(reader)
    return all(policy.decide(reader, Act.SEE_AUDIT, Matter(district=it)).allowed for it in asked.districts)


async def _lines(tx: Tx, asked: Asked, reader: Person) -> Rows:
    known = None if policy.is_support_administrator(reader) else policy.administered_by(reader)
    lines = await audit_questions.page(tx, asked, size=MOST + 1)
    entries = await audit_questions.entries(tx, lines[:MOST], reader=known)
    zone = ZoneInfo(reader.zone)
    return audit.COLUMNS, [audit.cells(entry, zone) for entry in entries], len(lines) > MOST


async def _uses(tx: Tx, asked: Asked, _: Person) -> Rows:
    """The report on the exception itself, and not the log's lines of it."""
    since = asked.since or EVER
    found = [
        use
        for district in asked.districts or (None,)
        for use in await emergencies.report(
            tx, since=since, until=asked.until, district=district, person=asked.person
        )
    ]
    latest = sorted(found, key=lambda use: use.id, reverse=True)
    return emergency_report.COLUMNS, [emergency_report.cells(use) for use in latest[:MOST]], len(latest) > MOST
