"""Redacting what stands in a case: comments, internal notes, the words it was opened with (POLICY 10)."""

from enum import StrEnum

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, CommentId, NoteId, PersonId
from bot.domain.policy import Matter
from bot.services.changing import change
from bot.services.deeds import Deed
from bot.services.emergencies import redrawn
from storage import (
    case_files,
    cases,
    comments,
    emergencies,
    notes,
    outbox,
    owing,
    owing_emergencies,
    owing_redacted,
    people,
    threads,
)


class Original(StrEnum):
    """What still stands in Slack of a text that was redacted. A bot deletes nobody's message but its own."""

    NONE = "none"
    OWN = "own"
    """Typed by whoever redacted it."""

    OTHERS = "others"


async def comment(this: Deed, comment: CommentId) -> Original:
    found = await comments.get(this.tx, comment)
    await this.case(found.case, Act.REDACT, author=found.author)
    for file in await comments.files_of(this.tx, comment):
        for team, where in await outbox.carried(this.tx, file.id):
            this.owe(owing.removed(where, team, why="redacted", now=this.now))
    await comments.redact(this.tx, comment, at=this.now)
    places = await threads.with_ended(this.tx, found.case)
    this.owe(*owing.changed(comment, places, key="redacted", now=this.now))
    stands = found.typed_at is not None and found.deleted_at is None
    return await _original(this, found.author, found.case, f"comment:{comment}") if stands else Original.NONE


async def note(this: Deed, note: NoteId) -> Original:
    """No contact knows that it exists: nobody's district is asked about."""
    found = await notes.get(this.tx, note)
    this.number = found.case
    this.may(Act.REDACT, Matter(author=found.author))
    await notes.redact(this.tx, note, at=this.now)
    stands = found.deleted_at is None
    return await _original(this, found.author, found.case, f"note:{note}") if stands else Original.NONE


async def _original(this: Deed, author: PersonId, case: CaseNumber, text: str) -> Original:
    """Whoever typed it, if somebody else redacted it, is asked to delete their message."""
    if author == this.by:
        return Original.OWN
    facts: dict[str, int | str] = {"case": case, "by": this.by, "text": text}
    for person, team in await people.teams_of(this.tx, [author]):
        key = f"text-redacted:{text}:{person}"
        this.owe(owing.tell(person, team, key=key, what="text-redacted", now=this.now, facts=facts))
    return Original.OTHERS


async def opening(this: Deed, number: CaseNumber) -> Original:
    """Subject, description and the rest; the card says that they were redacted."""
    case = await this.case(number, Act.REDACT)
    changed = case.touched(at=this.now)
    for file in await case_files.of_case(this.tx, number):
        for team, where in await outbox.carried(this.tx, f"{case_files.OPENING}{file}"):
            this.owe(owing.removed(where, team, why="redacted", now=this.now))
    await case_files.redact(this.tx, number)
    await cases.redact(this.tx, number, at=this.now)
    await _report(this, number)
    await change(this, changed)
    places = await threads.with_ended(this.tx, number)
    this.owe(*owing.opening_redacted(places, now=this.now))
    if await outbox.state_of(this.tx, owing.earlier_key(number)) is None:
        return Original.NONE
    return await _original(this, case.reporter, number, f"opening:{number}")


async def _report(this: Deed, number: CaseNumber) -> None:
    """The emergency that a case was opened from: its words go with those of the case."""
    found = await emergencies.locked_of_case(this.tx, number)
    if found is None:
        return
    await emergencies.redact(this.tx, found.id)
    this.owe(*await owing_redacted.drawn_again(this.tx, owing_emergencies.worded(found.id), now=this.now))
    this.owe(*await redrawn(this.tx, found, now=this.now, why="redacted"))
