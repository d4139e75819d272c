"""Redacting: a text, its versions, what we hold of its files and its copies are erased; a stub stays
(POLICY 10)."""

from datetime import datetime

from bot.domain.ids import CaseNumber, CommentId, SlackUser, Thread
from bot.domain.policy import Act, Matter
from bot.domain.refusals import NotFound
from bot.services.deeds import Deed, deed
from storage import cases, comments, notes, outbox, owing, threads
from storage.comments import Comment
from storage.owing import Spot
from storage.store import Store


async def find(store: Store, message: Thread) -> CommentId | None:
    """The comment whose text stands at this message: typed there, or our copy of it."""
    async with store.read() as tx:
        found = await comments.at(tx, message)
        if found is not None:
            return found.id
        return await outbox.comment_at(tx, message)


async def redact_comment(
    store: Store, *, who: SlackUser, comment: CommentId, now: datetime, once: str, spot: Spot | None = None
) -> None:
    """By its author, a contact of the district, or a support administrator. Raises Refusal."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        found = await comments.get(this.tx, comment)
        await _may(this, found)
        await comments.redact(this.tx, comment, at=now)
        places = await threads.of_case(this.tx, found.case)
        this.owe(*owing.changed(comment, places, key="redacted", now=now))


async def _may(this: Deed, found: Comment) -> None:
    case = await cases.get(this.tx, found.case)
    if case is None:
        raise NotFound(asked=str(found.case))
    this.number = case.number
    this.may(Act.REDACT, Matter(district=case.district, author=found.author))


async def redact_note(store: Store, *, who: SlackUser, message: Thread, now: datetime, once: str) -> None:
    """An internal note's author, or a support administrator: no contact knows that it exists."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await notes.at(this.tx, message)
        this.act = Act.REDACT
        if found is None:
            raise NotFound(asked="")
        this.number = found.case
        this.may(Act.REDACT, Matter(author=found.author))
        await notes.redact(this.tx, found.id, at=now)


async def redact_opening(store: Store, *, who: SlackUser, number: CaseNumber, now: datetime, once: str) -> None:
    """The words of the form a case was opened with: subject, description and the rest."""
    async with deed(store, who=who, now=now, once=once) as this:
        case = await cases.locked(this.tx, number)
        this.act = Act.REDACT
        if case is None:
            raise NotFound(asked=str(number))
        this.number = number
        this.may(Act.REDACT, Matter(district=case.district, author=case.reporter))
        await cases.redact(this.tx, number, at=now)
        changed = case.touched(at=now)
        await cases.save(this.tx, changed)
        this.owe(*owing.refreshed(changed, await threads.of_case(this.tx, number), now=now))
