"""Redacting: a text, its versions, what we hold of its files and its copies are erased; a stub stays
(POLICY 10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from bot.domain.ids import (
    CaseNumber,
    CommentId,
    EmergencyId,
    KeptId,
    NoteId,
    QuestionId,
    RequestId,
    SlackUser,
    Thread,
)
from bot.domain.refusals import NotFound
from bot.services import redacting_beside, redacting_cases
from bot.services.deeds import deed
from bot.services.redacting_cases import Original
from storage import comments, kept, notes, outbox, threads
from storage.store import Store, Tx

What = Literal["comment", "note", "opening", "question", "request", "emergency", "keeping", "waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What stands at a message: a comment, an internal note, the words a case was opened with; or beside cases a
    question, a request about the list, an emergency, why a quiet contact was kept, and what waits for its author."""

    what: What
    id: int


def target_of(what: str, target: int) -> Target:
    """What a form names. Raises NotFound for what is none of them."""
    found: What | None = next((it for it in get_args(What) if it == what), None)
    if found is None:
        raise NotFound(asked="")
    return Target(what=found, id=target)


async def find(store: Store, message: Thread) -> Target | None:
    """Typed there, or our copy of it; the card and the posts below it stand for the words of the form."""
    async with store.read() as tx:
        typed = await _typed(tx, message)
        if typed is not None:
            return typed
        place = await threads.at(tx, message)
        if place is not None:
            return Target(what="opening", id=place.case)
        return _posted_for(await outbox.facts_at(tx, message))


async def _typed(tx: Tx, message: Thread) -> Target | None:
    comment = await comments.at(tx, message)
    if comment is not None:
        return Target(what="comment", id=comment.id)
    note = await notes.at(tx, message)
    if note is not None:
        return Target(what="note", id=note.id)
    waits = await kept.at(tx, message)
    return None if waits is None else Target(what="waiting", id=waits)


def _posted_for(facts: dict[str, int | str]) -> Target | None:
    """A message of ours holds the words of what it was posted for."""
    if "inactivity-kept" in (facts.get("what"), facts.get("as")):
        return Target(what="keeping", id=int(facts["kept"]))
    named: tuple[What, ...] = ("comment", "question", "request", "emergency")
    for what in named:
        if what in facts:
            return Target(what=what, id=int(facts[what]))
    return Target(what="opening", id=int(facts["case"])) if "part" in facts else None


async def redact(store: Store, *, who: SlackUser, target: Target, now: datetime, once: str) -> Original:
    """By its author, a contact of the district, or a support administrator; a note by no contact, and what waits by
    its author. Returns what of it still stands in Slack, where nobody but who typed it deletes it. Raises Refusal."""
    async with deed(store, who=who, now=now, once=once) as this:
        match target.what:
            case "comment":
                return await redacting_cases.comment(this, CommentId(target.id))
            case "note":
                return await redacting_cases.note(this, NoteId(target.id))
            case "opening":
                return await redacting_cases.opening(this, CaseNumber(target.id))
            case "question":
                await redacting_beside.question(this, QuestionId(target.id))
            case "request":
                await redacting_beside.request(this, RequestId(target.id))
            case "emergency":
                return await redacting_beside.emergency(this, EmergencyId(target.id))
            case "keeping":
                await redacting_beside.keeping(this, target.id)
            case "waiting":
                return await redacting_beside.waiting(this, KeptId(target.id))
    return Original.NONE
