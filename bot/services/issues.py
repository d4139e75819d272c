"""Issues as whoever may see them does: a page at a time, one with its steps, followed or not (POLICY 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, DistrictId, IssueId, SlackUser
from bot.domain.issues import Issue
from bot.domain.policy import Matter
from bot.domain.refusals import IssueUnknown
from bot.services.deeds import Deed, deed
from storage import issue_followers, issues
from storage.issues import Look, Step
from storage.owing import Spot
from storage.store import Store

CASES = 20
"""Of those linked, so many are named."""

STEPS = 15

After = tuple[bool, IssueId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`rows`: with whether it is linked to a case of theirs. `after`: where the next page begins."""

    rows: Sequence[tuple[Issue, bool]]
    after: After | None
    modules: Sequence[str]
    may_publish: bool
    at_desk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`cases`: the newest that are linked, of those that the reader may see; `count`: how many there are."""

    issue: Issue
    steps: Sequence[Step]
    cases: Sequence[CaseNumber]
    count: int
    follows: bool
    may_publish: bool
    at_desk: bool


async def listed(
    store: Store, *, who: SlackUser, now: datetime, module: str = "", after: After | None = None
) -> Listed:
    """The published ones, those linked to their districts' cases first; to support all. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        own = whose(this, Act.SEE_ISSUES)
        rows = await issues.page(this.tx, Look(own=own, module=module, after=after))
        shown = rows[: issues.PAGE]
        last = (shown[-1][1], shown[-1][0].id) if len(rows) > len(shown) else None
        return Listed(
            rows=shown,
            after=last,
            modules=await issues.modules(this.tx, published=own is not None),
            may_publish=this.person is not None and policy.may_publish(this.person),
            at_desk=own is None,
        )


def whose(this: Deed, act: Act) -> tuple[DistrictId, ...] | None:
    """The districts for which they ask; None: support's own, who see all. Raises Refusal."""
    if this.person is not None and policy.is_agent(this.person):
        this.may(act, Matter())
        return None
    own = policy.districts_of_contact(this.person) if this.person else ()
    this.may_in_each(act, own)
    return own


async def opened(store: Store, *, who: SlackUser, issue: IssueId, now: datetime, spot: Spot | None = None) -> Opened:
    """Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = whose(this, Act.SEE_ISSUES)
        return await shown_of(this, await _seen(this, issue, own), own)


async def follow(
    store: Store, *, who: SlackUser, issue: IssueId, on: bool, now: datetime, once: str | None = None
) -> Opened:
    """Or no longer. Whoever may see it may follow it. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        own = whose(this, Act.FOLLOW_ISSUE)
        found = await _seen(this, issue, own)
        this.ref = f"issue:{issue}"
        if on:
            await issue_followers.follow(this.tx, issue, this.by, at=now)
        else:
            await issue_followers.end(this.tx, issue, this.by, at=now)
        return await shown_of(this, found, own)


async def _seen(this: Deed, issue: IssueId, own: tuple[DistrictId, ...] | None) -> Issue:
    found = await issues.get(this.tx, issue)
    if found is None or (own is not None and not found.is_published):
        raise IssueUnknown(issue=issue)
    return found


async def shown_of(this: Deed, found: Issue, own: tuple[DistrictId, ...] | None) -> Opened:
    """As its window shows it."""
    numbers, count = await issues.linked_cases(this.tx, found.id, own, most=CASES)
    return Opened(
        issue=found,
        steps=await issues.steps(this.tx, found.id, most=STEPS),
        cases=numbers,
        count=count,
        follows=await issue_followers.follows(this.tx, found.id, this.by),
        may_publish=this.person is not None and policy.may_publish(this.person),
        at_desk=own is None,
    )
