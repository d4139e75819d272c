"""Redacting: a text, its versions, what we hold of its files and its copies are erased; a stub stays
(POLICY 10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, CommentId, NoteId, QuestionId, SlackUser, Thread
from bot.domain.policy import Matter
from bot.domain.refusals import NotFound
from bot.services import question_news
from bot.services.changing import change
from bot.services.deeds import Deed, deed
from storage import (
    case_files,
    cases,
    comments,
    emergencies,
    notes,
    outbox,
    owing,
    owing_emergencies,
    questions,
    threads,
)
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What stands at a message: a comment, an internal note, or the words a case was opened with."""

    what: Literal["comment", "note", "opening", "question"]
    id: int


def target_of(what: str, target: int) -> Target:
    """What a form names. Raises NotFound for what is none of them."""
    match what:
        case "comment" | "note" | "opening" | "question":
            return Target(what=what, id=target)
        case _:
            raise NotFound(asked="")


async def find(store: Store, message: Thread) -> Target | None:
    """Typed there, or our copy of it; the card and the posts below it stand for the words of the form."""
    async with store.read() as tx:
        comment = await comments.at(tx, message)
        if comment is not None:
            return Target(what="comment", id=comment.id)
        note = await notes.at(tx, message)
        if note is not None:
            return Target(what="note", id=note.id)
        place = await threads.at(tx, message)
        if place is not None:
            return Target(what="opening", id=place.case)
        facts = await outbox.facts_at(tx, message)
        if "comment" in facts:
            return Target(what="comment", id=int(facts["comment"]))
        if "question" in facts:
            return Target(what="question", id=int(facts["question"]))
        return Target(what="opening", id=int(facts["case"])) if "part" in facts else None


async def redact(store: Store, *, who: SlackUser, target: Target, now: datetime, once: str) -> None:
    """By its author, a contact of the district, or a support administrator; a note by no contact. Raises Refusal."""
    async with deed(store, who=who, now=now, once=once) as this:
        match target.what:
            case "comment":
                await _comment(this, CommentId(target.id))
            case "note":
                await _note(this, NoteId(target.id))
            case "opening":
                await _opening(this, CaseNumber(target.id))
            case "question":
                await _question(this, QuestionId(target.id))


async def _comment(this: Deed, comment: CommentId) -> None:
    found = await comments.get(this.tx, comment)
    await this.case(found.case, Act.REDACT, author=found.author)
    for file in await comments.files_of(this.tx, comment):
        for team, where in await outbox.carried(this.tx, file.id):
            this.owe(owing.removed(where, team, why="redacted", now=this.now))
    await comments.redact(this.tx, comment, at=this.now)
    places = await threads.with_ended(this.tx, found.case)
    this.owe(*owing.changed(comment, places, key="redacted", now=this.now))


async def _note(this: Deed, note: NoteId) -> None:
    """No contact knows that it exists: nobody's district is asked about."""
    found = await notes.get(this.tx, note)
    this.number = found.case
    this.may(Act.REDACT, Matter(author=found.author))
    await notes.redact(this.tx, note, at=this.now)


async def _opening(this: Deed, number: CaseNumber) -> None:
    """Subject, description and the rest; the card says that they were redacted."""
    case = await this.case(number, Act.REDACT)
    changed = case.touched(at=this.now)
    for file in await case_files.of_case(this.tx, number):
        for team, where in await outbox.carried(this.tx, f"{case_files.OPENING}{file}"):
            this.owe(owing.removed(where, team, why="redacted", now=this.now))
    await case_files.redact(this.tx, number)
    await cases.redact(this.tx, number, at=this.now)
    reported = await emergencies.redact_of_case(this.tx, number)
    if reported is not None:
        this.owe(*await owing_emergencies.taken_away(this.tx, reported, now=this.now))
    await change(this, changed)
    places = await threads.with_ended(this.tx, number)
    this.owe(*owing.opening_redacted(places, now=this.now))


async def _question(this: Deed, question: QuestionId) -> None:
    """What was asked and what was answered, wherever it was sent; a case opened from it has its own words."""
    this.act = Act.REDACT
    found = await questions.locked(this.tx, question)
    if found is None:
        raise NotFound(asked="")
    this.ref, this.about = f"question:{question}", found.asker
    wrote = this.by if this.by in (found.asker, found.settled_by) else found.asker
    this.may(Act.REDACT, Matter(district=found.district, author=wrote))
    await questions.erase(this.tx, question)
    this.owe(*await question_news.redrawn(this.tx, found, why="redacted", now=this.now, answers=True))
