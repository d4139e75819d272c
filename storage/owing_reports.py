"""Files that are owed to whoever asked for them: what was asked, as ids and instants. They are made when they go."""

from datetime import datetime

from bot.domain.ids import PersonId, TeamId
from bot.domain.record import Asked
from bot.domain.reports import Asked as AskedNumbers
from storage.outbox import Kind, Owed


def report(person: PersonId, team: TeamId, asked: Asked, *, key: str, now: datetime) -> Owed:
    facts: dict[str, int | str] = {
        "person": person,
        "question": asked.question,
        "districts": ",".join(str(it) for it in asked.districts or ()),
    }
    if asked.person is not None:
        facts["about"] = asked.person
    if asked.since is not None and asked.until is not None:
        facts |= {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    return Owed(
        key=f"report:{person}:{key}", kind=Kind.REPORT, lane=f"report:{person}", team=team, due_at=now, facts=facts
    )


def numbers(person: PersonId, team: TeamId, asked: AskedNumbers, *, key: str, now: datetime) -> Owed:
    """A report of cases. No districts: of all of them."""
    facts: dict[str, int | str] = {
        "person": person,
        "report": asked.report,
        "districts": ",".join(str(it) for it in asked.districts or ()),
    }
    if asked.days is not None:
        facts |= {"first": asked.days.first.isoformat(), "last": asked.days.last.isoformat()}
    return Owed(
        key=f"report:{person}:{key}", kind=Kind.REPORT, lane=f"report:{person}", team=team, due_at=now, facts=facts
    )
