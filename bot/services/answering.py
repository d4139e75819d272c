"""What a contact does with a case beside replying: solved, not solved, withdraw, reopen (POLICY 3 and 5)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case, CloseReason, Move
from bot.domain.ids import CaseNumber, SlackUser, Thread
from bot.domain.refusals import ImpossibleMove, TooLateToReopen
from bot.domain.reopening import reopen_until
from bot.domain.sheets import CommentKind
from bot.services import late
from bot.services.changing import change
from bot.services.commenting import must_say_why, write_comment
from bot.services.deeds import CaseAsk, Deed, case_deed, deed
from storage import calendars, districts, owing, people
from storage.comments import File
from storage.store import Store


async def mark_solved(store: Store, ask: CaseAsk, *, at: datetime) -> None:
    """`at`: when it was pressed. Before an automatic closing and told after it, it is what closed the case."""
    async with case_deed(store, ask, Act.CLOSE) as (this, case):
        is_late = case.close_reason is CloseReason.NO_RESPONSE and case.closed_at is not None and at < case.closed_at
        waiting = await late.undone(this, case, said_at=at) if is_late else case
        await _close(this, waiting.solved(at=ask.now), what="solved")


async def withdraw(store: Store, *, who: SlackUser, number: CaseNumber, now: datetime, once: str) -> None:
    async with deed(store, who=who, now=now, once=once) as this:
        case = await this.case(number, Act.CLOSE)
        await _close(this, case.withdrawn(at=now), what="withdrawn")


async def not_solved(
    store: Store, *, who: SlackUser, number: CaseNumber, words: str, now: datetime, once: str
) -> None:
    """Back to the desk, with what is left."""
    async with deed(store, who=who, now=now, once=once) as this:
        case = await this.case(number, Act.NOT_SOLVED)
        await write_comment(this, case.not_solved(at=now), kind=CommentKind.NOT_SOLVED, words=words)


async def reopen(
    store: Store,
    *,
    who: SlackUser,
    number: CaseNumber,
    reason: str,
    now: datetime,
    once: str,
    asked: str | None = None,
) -> None:
    """Within sixty days of the latest close, with what is missing (POLICY 5)."""
    async with deed(store, who=who, now=now, once=once) as this:
        case = await this.case(number, Act.REOPEN, asked=asked)
        await reopen_with(this, case, Reopening(words=reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """What is missing. `typed_at`: the message that said so, in the case's thread."""

    words: str
    files: tuple[File, ...] = ()
    typed_at: Thread | None = None


async def reopen_with(this: Deed, case: Case, said: Reopening) -> None:
    """Back to its owner, or to New where the owner left."""
    await must_say_why(this, said.words)
    await _must_be_in_time(this, case)
    again = case.reopened(at=this.now, owner_left=not await owner_is_there(this, case))
    await write_comment(
        this, again, kind=CommentKind.REOPENING, words=said.words, files=said.files, typed_at=said.typed_at
    )


async def may_still(store: Store, ask: CaseAsk, act: Act, move: Move) -> Case:
    """Asked before a form is drawn, so that nobody fills in what cannot be sent. Raises Refusal."""
    async with case_deed(store, ask, act) as (this, case):
        case.must_allow(move)
        if move is Move.REOPEN:
            await _must_be_in_time(this, case)
        return case


async def owner_is_there(this: Deed, case: Case) -> bool:
    """Whether its owner is still an agent."""
    owner = await people.by_id(this.tx, case.owner) if case.owner is not None else None
    return owner is not None and policy.is_agent(owner)


async def _must_be_in_time(this: Deed, case: Case) -> None:
    if case.closed_at is None:
        raise ImpossibleMove(number=case.number, move="reopen", status=case.status)
    district = await districts.get(this.tx, case.district)
    rules = await calendars.rules(this.tx)
    until = reopen_until(case.closed_at, district.zone, days=rules.reopen_days)
    if this.now > until:
        raise TooLateToReopen(number=case.number, until=until.astimezone(ZoneInfo(district.zone)))


async def _close(this: Deed, case: Case, *, what: str) -> None:
    places = await change(this, case)
    this.owe(*owing.lines(case, places, what=what, by=this.by, now=this.now))
