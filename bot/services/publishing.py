"""Issues as a lead keeps them: written, published, and brought from one status to the next (POLICY 8).

Whoever follows one is told by `issue_round`, one by one; what an end means for the linked cases is done there, too.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import IssueId, SlackUser
from bot.domain.issues import Issue, IssueStatus, Lacks, Words
from bot.domain.people import CONTACT_ROLES
from bot.domain.policy import Matter
from bot.domain.refusals import IssueChanged, IssueUnknown, NotReadable
from bot.services.deeds import Deed, deed
from bot.services.issues import Opened, shown_of
from storage import issue_followers, issues
from storage.inbound import FormKey
from storage.issue_followers import Audience
from storage.owing import Spot
from storage.store import Store

NAMED = 3
"""Of each district, in the list of who will be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be published, or be the next status; who will be told; how many cases go on by it."""

    issue: Issue
    mark: str
    audience: Audience
    cases: int = 0


async def may_write(store: Store, *, who: SlackUser, now: datetime) -> None:
    """Asked before the form is drawn; its sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        this.may(Act.PUBLISH, Matter())


async def add(store: Store, *, who: SlackUser, words: Words, module: str, now: datetime, once: FormKey) -> Opened:
    """Saved, and not published. The title has no `subject_problem`. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.PUBLISH, Matter())
        added = await issues.add(this.tx, words=words, module=module, by=this.by, at=now)
        return await _after(this, added)


async def look(store: Store, *, who: SlackUser, issue: IssueId, now: datetime, spot: Spot | None) -> Issue:
    """For a window of a lead's. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        return await _found(this, issue)


async def rewrite(
    store: Store,
    *,
    who: SlackUser,
    issue: IssueId,
    mark: str,
    words: Words,
    module: str,
    now: datetime,
    once: FormKey,
) -> Opened:
    """Other words for the same; whoever may see it reads these from now on. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _held(this, issue, mark)
        if found.is_published and not words.description:
            raise NotReadable(field=Lacks.DESCRIPTION, reason="missing")
        await issues.write(this.tx, issue, words, module=module)
        return await _after(this, issue)


async def about_to_publish(
    store: Store, *, who: SlackUser, issue: IssueId, now: datetime, spot: Spot | None
) -> Preview:
    """What contacts would read, and who will be told. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await _found(this, issue)
        _must_not_be_published(found)
        after = found.published(at=now)
        return Preview(issue=after, mark=found.mark, audience=await _audience(this, after))


def _must_not_be_published(found: Issue) -> None:
    if found.is_published:
        raise IssueChanged(issue=found.id)
    if not found.words.description:
        raise NotReadable(field=Lacks.DESCRIPTION, reason="missing")


async def publish(store: Store, *, who: SlackUser, issue: IssueId, mark: str, now: datetime, once: FormKey) -> Opened:
    """Contacts of every district can read it from this commit on. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _held(this, issue, mark)
        _must_not_be_published(found)
        await _save(this, found.published(at=now))
        return await _after(this, issue)


async def withdraw(store: Store, *, who: SlackUser, issue: IssueId, now: datetime, once: str) -> Opened:
    """Published no longer; nobody is told of that. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.PUBLISH, Matter())
        found = await issues.locked(this.tx, issue)
        if found is None:
            raise IssueUnknown(issue=issue)
        if not found.is_published:
            raise IssueChanged(issue=issue)
        this.ref = f"issue:{issue}"
        await issues.save(this.tx, found.withdrawn(at=now), by=this.by)
        return await _after(this, issue)


async def about_to_change(
    store: Store, *, who: SlackUser, issue: IssueId, status: IssueStatus, fixed_in: str | None, now: datetime
) -> Preview:
    """What the next status would mean. `fixed_in` None: as it is known. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        found = await _found(this, issue)
        after = _changed(found, status, found.fixed_in if fixed_in is None else fixed_in, now)
        cases = await issues.open_cases(this.tx, issue) if after.is_ended else 0
        return Preview(issue=after, mark=found.mark, audience=await _audience(this, after), cases=cases)


async def change(
    store: Store,
    *,
    who: SlackUser,
    issue: IssueId,
    mark: str,
    status: IssueStatus,
    fixed_in: str,
    now: datetime,
    once: FormKey,
) -> Opened:
    """Where it ends, its open cases are due from this commit on: a crash forgets none. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _held(this, issue, mark)
        after = _changed(found, status, fixed_in, now)
        await _save(this, after, step=True)
        if after.is_ended:
            await issue_followers.owe_cases(this.tx, issue, revision=after.revision, by=this.by, at=now)
        return await _after(this, issue)


def _changed(found: Issue, status: IssueStatus, fixed_in: str, now: datetime) -> Issue:
    lacks = found.lacks(status, fixed_in)
    if lacks is not None:
        raise NotReadable(field=lacks, reason="missing")
    return found.changed(status, fixed_in, at=now)


async def _save(this: Deed, after: Issue, *, step: bool = False) -> None:
    await issues.save(this.tx, after, by=this.by, step=step)
    await issue_followers.owe_news(this.tx, after.id, revision=after.revision, by=this.by, at=this.now)


async def _found(this: Deed, issue: IssueId) -> Issue:
    this.may(Act.PUBLISH, Matter())
    found = await issues.get(this.tx, issue)
    if found is None:
        raise IssueUnknown(issue=issue)
    this.ref = f"issue:{issue}"
    return found


async def _held(this: Deed, issue: IssueId, mark: str) -> Issue:
    """As the window showed it."""
    this.may(Act.PUBLISH, Matter())
    found = await issues.locked(this.tx, issue)
    if found is None:
        raise IssueUnknown(issue=issue)
    if found.mark != mark:
        raise IssueChanged(issue=issue)
    this.ref = f"issue:{issue}"
    return found


async def _after(this: Deed, issue: IssueId) -> Opened:
    found = await issues.get(this.tx, issue)
    if found is None:
        raise IssueUnknown(issue=issue)
    return await shown_of(this, found, None)


async def _audience(this: Deed, after: Issue) -> Audience:
    contacts = CONTACT_ROLES if after.is_published else frozenset()
    return await issue_followers.audience(this.tx, after.id, contacts, policy.AGENT_ROLES, but=this.by, shown=NAMED)
