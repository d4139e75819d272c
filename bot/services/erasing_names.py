"""The name of a person who is erased goes from where it stands in Slack: cards, comments, lines and calls at the desk
are drawn again, and say that whoever it was is erased. Once the name is gone here."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

from bot.domain.erasures import Erasure
from bot.domain.ids import PersonId
from bot.services import emergencies as reports
from bot.services import question_news, redrawing
from bot.services.erasing_steps import PAGE, Going, Next, Outcome, Step
from storage import (
    emergencies,
    erasing_messages,
    erasing_names,
    outbox,
    owing,
    owing_emergencies,
    questions,
    threads,
)
from storage.erasing_names import Page
from storage.outbox import Owed
from storage.store import Tx

TEXTS = 20
"""Cases, comments or emergencies of a batch: each stands in several threads."""

NAMED = "named"
Some = Callable[[PersonId, Tx, Erasure, datetime], Awaitable[tuple[Sequence[int], list[Owed]]]]
"""Those behind the cursor, and what is owed to have them drawn again."""


Rows = Callable[..., Awaitable[Page]]


def plan(person: PersonId) -> tuple[Step, ...]:
    each: tuple[tuple[str, Some], ...] = (
        ("cards", _cards),
        ("copies", _copies),
        ("calls", _calls),
        ("questions", _questions),
    )
    pages = (Step(name=f"names-in-{name}", run=partial(_each, person, some)) for name, some in each)
    lines = (("lines", erasing_names.lines), ("messages", erasing_messages.messages))
    rows = (Step(name=f"names-in-{name}", run=partial(_rows, person, page)) for name, page in lines)
    return (*pages, *rows)


async def _each(person: PersonId, some: Some, tx: Tx, of: Erasure, now: datetime) -> Outcome:
    found, rows = await some(person, tx, of, now)
    await outbox.owe(tx, rows, now=now)
    return Going(cursor=str(found[-1]), counts={NAMED: len(rows)}) if found else Next()


def _after(of: Erasure) -> int:
    return int(of.cursor or 0)


async def _cards(person: PersonId, tx: Tx, of: Erasure, now: datetime) -> tuple[Sequence[int], list[Owed]]:
    found = await erasing_names.cards(tx, person, after=_after(of), most=TEXTS)
    why = f"erased-{of.id}"
    rows = [owing.redrawn(await threads.with_ended(tx, number), why=why, now=now) for number in found]
    return found, [row for some in rows for row in some]


async def _copies(person: PersonId, tx: Tx, of: Erasure, now: datetime) -> tuple[Sequence[int], list[Owed]]:
    found = await erasing_names.copies(tx, person, after=_after(of), most=TEXTS)
    key, rows = f"erased-{of.id}", []
    for comment, number in found:
        rows += owing.changed(
            comment, await threads.with_ended(tx, number), key=key, now=now, **{owing.NAMING: "yes"}
        )
    return [comment for comment, _ in found], rows


async def _calls(person: PersonId, tx: Tx, of: Erasure, now: datetime) -> tuple[Sequence[int], list[Owed]]:
    found, rows = await erasing_names.calls(tx, person, after=_after(of), most=TEXTS), []
    for number in found:
        emergency, why = await emergencies.get(tx, number), f"erased-{of.id}"
        rows += [] if emergency is None else await reports.redrawn(tx, emergency, now=now, why=why)
        if emergency is not None and emergency.person != person:  # else they were drawn again without its words
            sent = await owing_emergencies.with_buttons(tx, number)
            rows += await redrawing.redrawn(tx, sent, why=why, now=now)
        if emergency is not None and emergency.person == person and emergency.case is not None:
            places = await threads.with_ended(tx, emergency.case)
            rows += owing.opening_redacted(places, why=why, now=now, **{owing.NAMING: "yes"})
    return found, rows


async def _questions(person: PersonId, tx: Tx, of: Erasure, now: datetime) -> tuple[Sequence[int], list[Owed]]:
    """As whoever was asked has them; what their askers were told is found by its row."""
    found, rows = await erasing_messages.asked(tx, person, after=_after(of), most=TEXTS), []
    for number in found:
        question = await questions.get(tx, number)
        why = f"erased-{of.id}"
        rows += [] if question is None else await question_news.redrawn(tx, question, why=why, now=now)
    return found, rows


async def _rows(person: PersonId, some: Rows, tx: Tx, of: Erasure, now: datetime) -> Outcome:
    page = await some(tx, person, erasure=of.id, cursor=of.cursor, most=PAGE, now=now)
    await outbox.owe(tx, page.owed, now=now)
    counts = {NAMED: len(page.owed)}
    return Next(counts=counts) if page.cursor is None else Going(cursor=page.cursor, counts=counts)
