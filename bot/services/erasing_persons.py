"""Erasing one person: who they are and how they are reached goes. What they wrote is their district's record and
stays, unless it is to go as well; then it goes as if each text had been redacted."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.domain.erasures import Erasure
from bot.domain.ids import CaseNumber, CommentId, NoteId, PersonId, QuestionId
from bot.services import erasing_names, erasing_reasons, question_news, retention
from bot.services.erasing_steps import Going, Next, Outcome, Step, blank, delete, gather, traffic_ends
from storage import (
    case_files,
    cases,
    comments,
    emergencies,
    erasing,
    erasing_persons,
    erasing_posts,
    erasing_requests,
    notes,
    outbox,
    owing,
    owing_emergencies,
    owing_redacted,
    questions,
    threads,
)
from storage.erasing import NAMES_OF_A_PERSON, OF_A_PERSON, PERSONAL, whose_rows
from storage.holdings import Kind
from storage.outbox import Owed
from storage.store import Tx

HOW_THEY_ARE_REACHED = (Kind.PERSON, Kind.SLACK)
OF_ENTRIES = ("people_words",)
"""Of these, what they stood on a list as has rows too."""

TEXTS = 20
"""Texts of a batch: each has copies to be drawn again."""


def plan(erasure: Erasure, person: PersonId) -> tuple[Step, ...]:
    whose = erasing_posts.of_person(erasure.id, person)
    its = erasing.is_of_person
    kinds = PERSONAL if erasure.with_words else HOW_THEY_ARE_REACHED
    return (
        Step(name="rights", run=partial(_rights_end, person)),
        gather(whose),
        *(_texts(person) if erasure.with_words else ()),
        Step(name="reports", run=partial(_reports, person)),
        *(delete(table, its(table, person)) for table in OF_A_PERSON if table not in OF_ENTRIES),
        *(delete(table, whose_rows(table, erasing_persons.entries_of(person))) for table in OF_ENTRIES),
        *(blank(table, its(table, person), kinds=kinds) for table in NAMES_OF_A_PERSON),
        *traffic_ends(whose),
        blank("people", erasing_persons.entries_of(person)),
        *erasing_names.plan(person),
        Step(name="requests", run=partial(_requests, person)),  # drawn again without the name, which is gone
        *(erasing_reasons.plan(person) if erasure.with_words else ()),
    )


async def _rights_end(person: PersonId, tx: Tx, _: Erasure, now: datetime) -> Outcome:
    return Next(counts={"rights": await erasing_persons.end_rights(tx, person, now=now)})


def _texts(person: PersonId) -> tuple[Step, ...]:
    return (
        _each("comments", partial(erasing_persons.comments_by, person=person), _comment),
        _each("notes", partial(erasing_persons.notes_by, person=person), _note),
        _each("openings", partial(erasing_persons.cases_reported_by, person=person), _opening),
        _each(
            "questions", partial(erasing_persons.questions_with_words_of, person=person), partial(_question, person)
        ),
    )


def _each(
    name: str,
    some: Callable[..., Awaitable[list[CommentId] | list[NoteId] | list[CaseNumber] | list[QuestionId]]],
    one: Callable[..., Awaitable[list[Owed]]],
) -> Step:
    """Text by text, until there is none."""

    async def run(tx: Tx, _: Erasure, now: datetime) -> Outcome:
        found = await some(tx, most=TEXTS)
        for it in found:
            await outbox.owe(tx, await one(tx, it, now), now=now)
        return Going(counts={name: len(found)}) if found else Next()

    return Step(name=name, run=run)


async def _comment(tx: Tx, comment: CommentId, now: datetime) -> list[Owed]:
    found = await comments.get(tx, comment)
    owed = []
    for file in await comments.files_of(tx, comment):
        owed += [owing.removed(at, team, why="erased", now=now) for team, at in await outbox.carried(tx, file.id)]
    await comments.redact(tx, comment, at=now)
    return [*owed, *owing.changed(comment, await threads.with_ended(tx, found.case), key="erased", now=now)]


async def _note(tx: Tx, note: NoteId, now: datetime) -> list[Owed]:
    await notes.redact(tx, note, at=now)
    return []


async def _opening(tx: Tx, number: CaseNumber, now: datetime) -> list[Owed]:
    owed = []
    for file in await case_files.of_case(tx, number):
        copies = await outbox.carried(tx, f"{case_files.OPENING}{file}")
        owed += [owing.removed(at, team, why="erased", now=now) for team, at in copies]
    await case_files.redact(tx, number)
    await cases.redact(tx, number, at=now)
    owed += await retention.report_drawn_again(tx, number, now)
    reported = await emergencies.locked_of_case(tx, number)
    if reported is not None:
        await emergencies.redact(tx, reported.id)
    places = await threads.with_ended(tx, number)
    drawn = owing.redrawn(places, why=f"erased:{now.isoformat()}", now=now)
    return [*owed, *owing.opening_redacted(places, now=now), *drawn]


async def _reports(person: PersonId, tx: Tx, erasure: Erasure, now: datetime) -> Outcome:
    """Emergencies they reported, also those no case came of: direct messages about each hold the phone to call back
    beside its words, and are drawn again without either."""
    found = await erasing_persons.reports_of(tx, person, after=int(erasure.cursor or 0), most=TEXTS)
    for report in found:
        if erasure.with_words:
            await emergencies.redact(tx, report)
        worded, why = owing_emergencies.worded(report), f"erased-{erasure.id}"
        await outbox.owe(tx, await owing_redacted.drawn_again(tx, worded, now=now, why=why), now=now)
    return Going(cursor=str(found[-1])) if found else Next()


async def _requests(person: PersonId, tx: Tx, erasure: Erasure, now: datetime) -> Outcome:
    """About lists: how they were to be reached, and with words why they asked or decided so."""
    found = await erasing_requests.blanked(tx, person, with_words=erasure.with_words, most=TEXTS)
    keys = [key for request in found for key in owing_redacted.of_request(request)]
    if not found:
        return Next()
    await outbox.owe(tx, await owing_redacted.drawn_again(tx, keys, now=now, why=f"erased-{erasure.id}"), now=now)
    return Going(counts={"list_request_words": len(found)})


async def _question(person: PersonId, tx: Tx, question: QuestionId, now: datetime) -> list[Owed]:
    await erasing_persons.forget_question_words(tx, question, person)
    found = await questions.get(tx, question)
    why = f"erased:{now.isoformat()}"
    return [] if found is None else await question_news.redrawn(tx, found, why=why, now=now, answers=True)
