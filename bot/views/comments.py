"""Comments as they stand in threads. Only a comment can be drawn here: a note is another type (DESIGN 9)."""

from bot.domain.ids import CaseNumber, TeamId
from bot.domain.sheets import CommentKind, CommentSheet, FileSheet
from bot.views import rich, text
from bot.views.actions import Action
from bot.views.message import Block, Message

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
}


def for_district(sheet: CommentSheet, *, number: CaseNumber, reader_team: TeamId, previews: bool) -> list[Message]:
    """With the buttons a contact needs next. Without previews, `text` has no words (POLICY 10)."""
    drawn = _drawn(sheet, number, reader_team, previews=previews)
    pressed = _contact_buttons(sheet, number)
    if not pressed:
        return drawn
    last = drawn[-1]
    return [*drawn[:-1], Message(text=last.text, blocks=[*last.blocks, *text.buttons(pressed)])]


def for_desk(sheet: CommentSheet, *, number: CaseNumber, reader_team: TeamId) -> list[Message]:
    return _drawn(sheet, number, reader_team, previews=True)


def _drawn(sheet: CommentSheet, number: CaseNumber, reader_team: TeamId, *, previews: bool) -> list[Message]:
    """The first block has no words: desktop previews are drawn from it."""
    what = TITLES[sheet.kind]
    with_drawn = f" with {text.name_of(sheet.with_whom, reader_team=reader_team)}" if sheet.with_whom else ""
    with_said = f" with {text.plain_name(sheet.with_whom)}" if sheet.with_whom else ""
    title = f"Case {number} · {what}{with_drawn} by {text.name_of(sheet.author, reader_team=reader_team)}"
    said_by = f"Case {number}, {what}{with_said} by {text.plain_name(sheet.author)}"
    stub = _stub(sheet)
    if stub:
        return [
            Message(text=text.spoken(f"{said_by}: {stub}"), blocks=[text.context(title), text.section(f"_{stub}_")])
        ]
    words = sheet.words or ""
    edited = " (edited)" if sheet.edited else ""
    return [
        _part(
            f"{title}{edited}",
            f"{said_by}{edited}",
            words=part,
            drawn=drawn,
            sheet=sheet,
            part=place,
            previews=previews,
        )
        for place, (part, drawn) in enumerate(rich.parts(words))
    ]


def _part(
    title: str, said_by: str, *, words: str, drawn: list[Block], sheet: CommentSheet, part: int, previews: bool
) -> Message:
    continued = " (continued)" if part else ""
    files = sheet.files if part == 0 else ()
    names = f" Files: {text.sentence(file.name for file in files)}." if files else ""
    said = f"{said_by}{continued}: {words}{names}" if previews else f"{said_by}{continued}"
    blocks = [text.context(f"{title}{continued}"), *drawn, *_files(files)]
    return Message(text=text.spoken(said), blocks=blocks)


def _stub(sheet: CommentSheet) -> str | None:
    if sheet.redacted:
        return "This text was redacted."
    if sheet.deleted:
        return "This message was deleted by its author."
    return None


def _files(files: tuple[FileSheet, ...]) -> list[Block]:
    if not files:
        return []
    return [text.small("Files: " + text.sentence(file.name for file in files))]


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
