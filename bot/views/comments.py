"""Comments as they stand in threads. Only a comment can be drawn here: a note is another type (DESIGN 9)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import CaseNumber, TeamId
from bot.domain.sheets import CommentKind, CommentSheet, FileSheet, PersonSheet
from bot.views import let_in, rich, text
from bot.views.actions import Action
from bot.views.message import Block, Message

NAMED = 8
"""Of those whom a comment is for; how many more there are is said."""

TITLES = {
    CommentKind.REPLY: "comment",
    CommentKind.QUESTION: "question",
    CommentKind.RESOLUTION: "resolution",
    CommentKind.NOT_SOLVED: "not solved",
    CommentKind.REOPENING: "reopened",
    CommentKind.CALL: "call",
    CommentKind.ASSESSMENT: "priority assessed",
    CommentKind.ESCALATION: "escalated",
    CommentKind.REFERRAL: "referred",
    CommentKind.INCIDENT: "incident closed",
}


def for_district(
    sheet: CommentSheet,
    *,
    number: CaseNumber,
    reader_team: TeamId,
    to: Sequence[PersonSheet] = (),
) -> list[Message]:
    """With the buttons a contact needs next.

    `to`: who is told by this copy; mentioned in their own workspace, elsewhere named.
    """
    drawn = _drawn(sheet, number, called=_called(to, reader_team))
    pressed = _contact_buttons(sheet, number)
    if not pressed:
        return drawn
    last = drawn[-1]
    return [*drawn[:-1], replace(last, blocks=[*last.blocks, *text.buttons(pressed)])]


def for_desk(
    sheet: CommentSheet, *, number: CaseNumber, reader_team: TeamId, to: Sequence[PersonSheet] = ()
) -> list[Message]:
    """`to`: as above."""
    return _drawn(sheet, number, called=_called(to, reader_team))


def _called(to: Sequence[PersonSheet], reader_team: TeamId) -> str:
    """For whom it is. In the first part alone: nobody is mentioned twice of one comment."""
    if not to:
        return ""
    names = [text.name_of(person, reader_team=reader_team) for person in to[:NAMED]]
    more = [f"{len(to) - NAMED} more"] if len(to) > NAMED else []
    return f", for {text.sentence([*names, *more])}"


def _drawn(sheet: CommentSheet, number: CaseNumber, *, called: str) -> list[Message]:
    """The first block has no words: desktop previews are drawn from it. Nobody is mentioned for their own words."""
    what = TITLES[sheet.kind]
    with_drawn = f" with {text.named(sheet.with_whom)}" if sheet.with_whom else ""
    with_said = f" with {text.plain_name(sheet.with_whom)}" if sheet.with_whom else ""
    mark = let_in.MARKS[sheet.seat]
    title = f"Case {number} · {what}{with_drawn} by {text.named(sheet.author)}{mark}"
    said_by = f"Case {number}, {what}{with_said} by {text.plain_name(sheet.author)}{mark}"
    stub = _stub(sheet)
    if stub:
        return [
            Message(text=text.spoken(f"{said_by}: {stub}"), blocks=[text.context(title), text.section(f"_{stub}_")])
        ]
    words = sheet.words or ""
    edited = " (edited)" if sheet.edited else ""
    return [
        _part(
            f"{title}{called if place == 0 else ''}{edited}",
            f"{said_by}{edited}",
            words=part,
            drawn=drawn,
            sheet=sheet,
            part=place,
        )
        for place, (part, drawn) in enumerate(rich.parts(words))
    ]


def _part(title: str, said_by: str, *, words: str, drawn: list[Block], sheet: CommentSheet, part: int) -> Message:
    continued = " (continued)" if part else ""
    files = sheet.files if part == 0 else ()
    names = f" Files: {text.sentence(file.name for file in files)}." if files else ""
    blocks = [text.context(f"{title}{continued}"), *drawn, *_files(files)]
    said = f"{said_by}{continued}"
    return Message(text=text.spoken(said), blocks=blocks, aloud=text.spoken(f"{said}: {words}{names}"))


def _stub(sheet: CommentSheet) -> str | None:
    if sheet.erased:
        return "This text was erased: its case was closed years ago."
    if sheet.redacted:
        return "This text was redacted."
    if sheet.deleted:
        return "This message was deleted by its author."
    return None


def _files(files: tuple[FileSheet, ...]) -> list[Block]:
    if not files:
        return []
    return [text.small(text.straight("Files: " + text.sentence(file.name for file in files)))]


def _contact_buttons(sheet: CommentSheet, number: CaseNumber) -> list[Block]:
    if sheet.deleted or sheet.redacted:
        return []
    solved = text.button("Solved", Action.SOLVED, number, style="primary", spoken_as=f"Solved, case {number}")
    match sheet.kind:
        case CommentKind.QUESTION:
            return [solved]
        case CommentKind.RESOLUTION:
            left = text.button("Not solved", Action.NOT_SOLVED, number, spoken_as=f"Not solved, case {number}")
            return [solved, left]
        case _:
            return []
