"""What `/case` answers: lists, one case, contacts, help."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, TeamId
from bot.domain.sheets import CaseSheet, CommentSheet, ContactSheet, DistrictSheet
from bot.views import cards, comments, terms, text, words
from bot.views.actions import Action
from bot.views.message import Block, Message

Older = tuple[datetime, CaseNumber]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
__all__ = ["Message", "case_list", "case_view", "contacts", "help_text", "reopened"]


def case_list(
    rows: Sequence[tuple[Case, str | None]],
    *,
    district: DistrictSheet | None,
    older: Older | None,
    command: str,
) -> Message:
    """A page, the last modified first. Empty: what to do."""
    title = f"Cases of {district.name}" if district else "Open cases of all districts"
    if not rows:
        empty = f"{title}: none yet. `{command}` opens one." if district else f"{title}: none. Well done."
        return Message(text=text.spoken(empty), blocks=[text.section(text.escape(empty))])
    spoken = "; ".join(_spoken(case, subject) for case, subject in rows)
    blocks = [text.section(f"*{text.escape(title)}*"), *case_lines(rows), *_older(older)]
    return Message(text=text.spoken(f"{title}. {spoken}"), blocks=blocks)


def case_lines(rows: Sequence[tuple[Case, str | None]]) -> list[Block]:
    return [_row(case, subject, place) for place, (case, subject) in enumerate(rows)]


def _row(case: Case, subject: str | None, place: int) -> Block:
    title = text.escape(text.cut(subject, 120)) if subject is not None else f"_{cards.REDACTED}_"
    see = text.button("View", f"{Action.VIEW_CASE}#{place}", case.number, spoken_as=f"View case {case.number}")
    facts = f"{terms.status_of(case)} · {terms.PRIORITY[case.priority]} · {text.moment(case.modified_at)}"
    return text.section(f"*{case.number}* · {title}\n{facts}", accessory=see)


def _spoken(case: Case, subject: str | None) -> str:
    return f"Case {case.number}, {subject or cards.REDACTED}, {terms.status_of(case)}"


def _older(older: Older | None) -> list[Block]:
    if older is None:
        return []
    at, number = older
    value = f"{(at - _EPOCH) // timedelta(microseconds=1)}:{number}"
    return text.buttons([text.button("Older cases", Action.OLDER, value)])


def case_view(
    sheet: CaseSheet,
    said: Sequence[CommentSheet],
    *,
    as_agent: bool,
    now: datetime,
    reader_team: TeamId,
) -> Message:
    """The card, what it was opened with, and the newest comments; the thread has the rest."""
    draw = cards.desk_card if as_agent else cards.district_card
    card = draw(sheet, words=True, now=now, reader_team=reader_team)
    opening = [block for message in cards.opening_words(sheet)[:4] for block in message.blocks]
    newest = [
        block
        for comment in said
        for block in comments.for_desk(comment, number=sheet.case.number, reader_team=reader_team)[0].blocks
    ]
    return Message(text=card.text, blocks=_fitting([*card.blocks, *opening], newest))


def _fitting(first: list[Block], newest: list[Block]) -> list[Block]:
    """What fits one message: fifty blocks, and so many letters in all. The newest stay."""
    kept: list[Block] = []
    room = text.BLOCK_TEXT_LONGEST - _letters(first)
    for block in reversed(newest):
        room -= _letters([block])
        if room < 0 or len(first) + len(kept) >= 48:  # noqa: PLR2004  # fifty, less the line below
            return [*first, text.context("Earlier comments stand in the case's thread."), *reversed(kept)]
        kept.append(block)
    return [*first, *reversed(kept)]


def _letters(blocks: Sequence[Block]) -> int:
    return sum(len(str(block)) for block in blocks)


def contacts(
    reaches: Sequence[tuple[DistrictSheet, Sequence[ContactSheet]]],
    *,
    now: datetime,
    reader_team: TeamId,
    command: str,
) -> Message:
    """Who are my contacts? With type, phone and local time."""
    if not reaches:
        said = f"You belong to no district, so I have no contacts to show. See `{command} help`."
        return Message(text=said, blocks=[text.section(said)])
    drawn = [_reach(district, found, now, reader_team) for district, found in reaches]
    return Message(
        text=text.cut(" ".join(message.text for message in drawn), text.TEXT_LONGEST),
        blocks=[block for message in drawn for block in message.blocks][:50],
    )


def _reach(district: DistrictSheet, found: Sequence[ContactSheet], now: datetime, reader_team: TeamId) -> Message:
    if not found:
        return words.redirect(district, found, now=now, reader_team=reader_team)
    title = f"Authorized contacts of {district.name}"
    names = text.sentence(contact.person.name for contact in found)
    return Message(
        text=text.spoken(f"{title}: {names}."),
        blocks=[
            text.section(f"*{text.escape(title)}*"),
            *words.contact_blocks(found, now=now, reader_team=reader_team),
        ],
    )


def help_text(*, command: str, is_contact: bool, is_agent: bool, is_administrator: bool) -> Message:
    """Only what the asker may do."""
    lines = [f"`{command} contacts` – who your district's authorized contacts are"]
    if is_contact:
        lines = [
            f"`{command}` – open a case; `{command} Grades vanish on save` fills in the subject",
            f"`{command} list` – your district's cases",
            f"`{command} view 17` – one case",
            f"`{command} reopen 17 what is missing` – reopen a closed case within 60 days",
            *lines,
            "Reply in a case's thread: Support reads it there.",
        ]
    elif is_agent:
        lines = [
            f"`{command} list` – open cases of all districts",
            f"`{command} view 17` – one case",
            "In the desk's threads a reply is an internal note; *Reply to district* on the card reaches them.",
        ]
    else:
        lines.append(words.WHY)
    if is_administrator:
        lines.append("You keep a list of contacts: I write to you when something about it needs you.")
    said = "\n".join(lines)
    return Message(text=said, blocks=[text.section(said)])


def reopened(number: CaseNumber) -> Message:
    said = f"Case {number} is open again; Support sees what you wrote."
    return Message(text=said, blocks=[text.section(said)])
