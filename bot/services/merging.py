"""Cases that end elsewhere: merged into another of the same district, or referred to whom it concerns (POLICY 3)."""

from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.drafts import seen
from bot.domain.ids import CaseNumber
from bot.domain.refusals import NotReadable
from bot.domain.sheets import CommentKind
from bot.services.answering import owner_is_there
from bot.services.changing import change
from bot.services.commenting import must_say_why, write_comment
from bot.services.deeds import CaseAsk, Deed, case_deed, deed
from storage import calendars, issues, notifications, owing, threads
from storage.store import Store
from storage.threads import Place


async def merge(store: Store, ask: CaseAsk, *, into: CaseNumber) -> None:
    """The duplicate is closed, with a link both ways. Raises CannotMerge, and NotFound for a number of nobody's."""
    async with deed(store, who=ask.who, now=ask.now, once=ask.once, spot=ask.spot) as this:
        case, main = await _both(this, ask.number, into)
        merged = case.merged(into=main, by=this.by, at=ask.now)
        places = await change(this, merged)
        this.owe(*owing.lines(merged, places, what="merged", by=this.by, now=ask.now, other=main.number))
        await _say_there(this, main.number, merged, what="merged-here")


async def _both(this: Deed, number: CaseNumber, other: CaseNumber) -> tuple[Case, Case]:
    """The one that is merged, which takes its owner or a lead, and the one it goes into, which any agent may see.

    Held in the order of their numbers: two who merge them either way wait for each other, and never for ever.
    """
    if other < number:
        main = await this.case(other, Act.VIEW_CASE)
        return await this.case(number, Act.WORK_CASE), main
    case, rule = await this.case(number, Act.WORK_CASE), this.rule
    main = await this.case(other, Act.VIEW_CASE)
    this.act, this.rule, this.number = Act.WORK_CASE, rule, number
    return case, main


async def undo_merge(store: Store, ask: CaseAsk) -> None:
    """Within a day, back to the status it had."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        again = case.unmerged(
            at=ask.now,
            within=(await calendars.rules(this.tx)).limits.merge_undone_within,
            owner_left=not await owner_is_there(this, case),
            issue_ended=await _has_ended(this, case),
        )
        places = await change(this, again)
        await _of_its_incident(this, case, again)
        if case.duplicate_of is not None:
            await _say_undone(this, again, places, main=case.duplicate_of)


async def _of_its_incident(this: Deed, merged: Case, again: Case) -> None:
    """One that was closed while the case was a duplicate reaches it now."""
    if again.incident is None or merged.closed_at is None:
        return
    found = await notifications.get(this.tx, again.incident)
    if (
        found is not None
        and found.is_incident
        and found.closed_at is not None
        and found.closed_at >= merged.closed_at
    ):
        await notifications.due_again(this.tx, again.number, found.id, at=this.now)


async def _say_undone(this: Deed, again: Case, places: list[Place], *, main: CaseNumber) -> None:
    this.owe(*owing.lines(again, places, what="unmerged", by=this.by, now=this.now, other=main))
    await _say_there(this, main, again, what="unmerged-here")


async def _say_there(this: Deed, main: CaseNumber, other: Case, *, what: str) -> None:
    """In the threads of the main case, which does not change by it."""
    there, once = await threads.of_case(this.tx, main, said_at=this.now), f"{other.number}:v{other.version}"
    this.owe(*owing.lines(other, there, what=what, by=this.by, now=this.now, key=once, other=other.number))


async def _has_ended(this: Deed, case: Case) -> bool:
    issue = await issues.get(this.tx, case.issue) if case.issue is not None else None
    return issue is not None and issue.is_ended


async def refer(store: Store, ask: CaseAsk, *, to: str, reason: str) -> None:
    """Closed, with where to turn instead, and why; the district reads both."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        if not seen(to):
            raise NotReadable(field="where to", reason="missing")
        await must_say_why(this, reason)
        referred = case.referred(by=this.by, at=ask.now)
        await write_comment(this, referred, kind=CommentKind.REFERRAL, words=f"{to.strip()}\n{reason.strip()}")
