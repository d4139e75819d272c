"""Where a case stands on support's side: Assist Request, Scheduled, Assigned to Development, Assigned (POLICY 3)."""

from dataclasses import dataclass
from datetime import date

from bot.domain.acts import Act
from bot.domain.cases import Case, Move
from bot.domain.days import is_far, local_day
from bot.domain.drafts import seen
from bot.domain.ids import IssueId
from bot.domain.issues import Issue, Words
from bot.domain.refusals import ImpossibleMove, NotReadable
from bot.services.changing import change
from bot.services.deeds import CaseAsk, Deed, case_deed, case_of, deed
from storage import districts, issue_followers, issues
from storage.store import Store

OFFERED = (Move.RESUME, Move.ASSIST, Move.SCHEDULE, Move.DEVELOP, Move.RETURN, Move.MERGE, Move.REFER)
"""What a form offers beside what has a button of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steerable:
    """A case, and where it can be moved to from here."""

    case: Case
    moves: tuple[Move, ...]
    issues: tuple[Issue, ...] = ()


async def steerable(store: Store, ask: CaseAsk) -> Steerable:
    """Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        moves = tuple(move for move in OFFERED if case.allows(move))
        if not moves:
            raise ImpossibleMove(number=case.number, move="status", status=case.status)
        return Steerable(case=case, moves=moves, issues=tuple(await issues.not_ended(this.tx)))


async def resume(store: Store, ask: CaseAsk) -> None:
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        await change(this, case.resumed(by=this.by, at=ask.now))


async def ask_for_assistance(store: Store, ask: CaseAsk) -> None:
    """Waits for another of the vendor's employees; whom, an internal note says."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        await change(this, case.assisted(by=this.by, at=ask.now))


async def schedule(store: Store, ask: CaseAsk, *, on: date) -> None:
    """For a day to come, as days are counted in the district."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        district = await districts.get(this.tx, case.district)
        if on < local_day(ask.now, district.zone):
            raise NotReadable(field="date", reason="past")
        if is_far(on, local_day(ask.now, district.zone)):
            raise NotReadable(field="date", reason="far")
        await change(this, case.scheduled(by=this.by, on=on, at=ask.now))


async def to_development(store: Store, ask: CaseAsk, *, issue: IssueId | None, title: str) -> None:
    """With an issue that is known, or with a new one of this title (a confirmed defect has one); its contact follows.

    Held before the case is, as whoever ends it does: no case begins to wait for what is at an end meanwhile.
    """
    async with deed(store, who=ask.who, now=ask.now, once=ask.once, spot=ask.spot) as this:
        known = await issues.locked(this.tx, issue) if issue is not None else None
        case = await case_of(this, ask, Act.WORK_CASE)
        if issue is not None and (known is None or known.is_ended):
            raise NotReadable(field="issue", reason="unknown" if known is None else "ended")
        linked = issue if issue is not None else await _new_issue(this, case, title)
        await change(this, case.developed(by=this.by, issue=linked, at=ask.now))
        if case.contact is not None:
            await issue_followers.follow(this.tx, linked, case.contact, at=ask.now)


async def _new_issue(this: Deed, case: Case, title: str) -> IssueId:
    case.developed(by=this.by, issue=IssueId(0), at=this.now)  # refused before anything is written
    if not seen(title):
        raise NotReadable(field="issue", reason="missing")
    return await issues.add(this.tx, words=Words(title=title.strip()), module=case.module, by=this.by, at=this.now)
