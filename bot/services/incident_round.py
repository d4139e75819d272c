"""Cases of an incident that was closed: each moves to Pending Customer Verification with its text, a New one is told
alone (POLICY 3 and 8). The row that made it due is gone with the same commit: nobody is told twice."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.cases import Case, Status
from bot.domain.ids import CaseNumber
from bot.domain.sheets import CommentKind
from bot.domain.telling import News
from bot.services import clocking
from bot.services.changing import moved
from bot.services.clocking import Said
from bot.services.telling_of import Fact, tell_of, who_stands_for
from storage import audit, calendars, cases, comments, notifications, outbox, owing
from storage.notifications import End
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Incidents:
    """Due as soon as the incident is closed."""

    name: str = "incident"

    async def due(self, tx: Tx, *, now: datetime, most: int) -> list[CaseNumber]:
        return await notifications.cases_due(tx, now=now, most=most)

    async def put_off(self, tx: Tx, number: CaseNumber, until: datetime) -> None:
        await notifications.put_off(tx, number, until=until)

    async def look(self, tx: Tx, number: CaseNumber, now: datetime) -> str:
        case = await cases.locked(tx, number)
        end = await notifications.end_for(tx, number)
        await notifications.no_longer_due(tx, number)
        if case is None or end is None or not case.is_open:
            return "gone"
        if case.status is Status.NEW:
            await _say(tx, case.touched(at=now), end, now, kind=CommentKind.INCIDENT)
            return "told"
        after = case.incident_closed(at=now)
        await _say(tx, after, end, now, kind=CommentKind.RESOLUTION)
        if case.status is Status.PENDING_VERIFICATION:  # of an earlier resolution: the days of this one begin today
            await clocking.wait_anew(tx, after, await calendars.rules(tx), began_at=now)
        return "moved"

    async def would(self, tx: Tx, number: CaseNumber, now: datetime) -> str:  # noqa: ARG002  # as every look is asked
        case = await cases.get(tx, number)
        if case is None or not case.is_open:
            return "gone"
        return "told" if case.status is Status.NEW else "moved"


async def _say(tx: Tx, after: Case, end: End, now: datetime, *, kind: CommentKind) -> None:
    """In both threads, in the name of whoever closed it. To a New case the desk still owes its first response."""
    said = Said.BY_DESK if kind is CommentKind.RESOLUTION else Said.NOTHING
    places, cards = await moved(tx, after, at=now, now=now, said=said)
    did = "moved" if kind is CommentKind.RESOLUTION else "told"
    await audit.by_round(tx, at=now, clock="incident", did=did, case=after.number)
    comment = await comments.add(tx, after.number, author=end.by, kind=kind, at=now)
    await comments.add_version(tx, comment, edited_ts="", words=end.incident.closing)
    news = News.RESOLUTION if kind is CommentKind.RESOLUTION else News.COMMENT
    fact = Fact(
        id=f"case:{after.number}:v{after.version}",
        news=news,
        case=after,
        by=end.by,
        comment=comment,
        copies=places,
    )
    rows = await tell_of(tx, fact, await who_stands_for(tx, after), now=now)
    await outbox.owe(tx, [*owing.copies(comment, places, now=now), *rows, *cards], now=now)
