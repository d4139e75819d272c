"""What the export of a district says about itself, and how one case reads in it."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.cases import CaseType, CloseReason, Priority, Status
from bot.domain.questions import Said
from bot.views import cells, terms

Row = Mapping[str, Any]

FILES = {
    "settings": "the district as the bot knows it: name, zone, Slack workspace and case channel, settings",
    "closures": "its holidays and breaks",
    "people": "its people, as far as the bot met them, and how they want to be told",
    "contacts": "its list: contacts, administrators, coaches, with their standing and training",
    "kept-contacts": "why a contact who had gone quiet was kept",
    "requests": "requests to change the list, with reasons and answers",
    "absences": "who was or is away, and who is told instead",
    "confirmations": "when its administrator was asked whether the list is right, and said so",
    "cases": "each case: its facts, and the words it was opened with",
    "comments": "each comment, a line for each version of its words; the last one is as it stands",
    "files": "files that hang on cases and comments, and what became of them here",
    "questions": "questions of staff to their contacts, with answers and reasons",
    "question-readers": "who was asked each question",
    "emergencies": "uses of the emergency exception",
    "sessions": "joint sessions",
    "audit": "who did what, when, and by which rule",
}
"""By the name of the file, in the order of the README."""

WIDTH = 118
REDACTED, DELETED, ERASED = "[redacted]", "[deleted]", "[erased]"

_OPENING = {
    "description": "Description",
    "steps": "Replication steps",
    "expected": "Expected result",
    "actual": "Actual result",
    "impact": "Impact",
    "task": "What is to be done",
}
_SAID = {
    "cases": ("subject", "description"),
    "comments": ("words",),
    "questions": ("words",),
    "emergencies": ("broken",),
    "kept-contacts": ("reason",),
}
"""Words that are always there: where they are not, they were taken away, and that is said."""


def with_stubs(subject: str, row: Row) -> Row:
    """In the place of words that were taken away: that they were."""
    gone = {name: _why(row) for name in _SAID.get(subject, ()) if not row[name]}
    return {**row, **gone, **({"what": _what(row)} if subject == "questions" else {})}


def _what(row: Row) -> str:
    """Why it was declined reads alike, whoever gave the reason: who did stands beside it."""
    what, _, _ = str(row["what"]).partition(":")
    return Said.REASON if what == Said.COACHS_REASON else what


def _why(row: Row) -> str:
    if row.get("redacted_at"):
        return REDACTED
    return DELETED if row.get("deleted_at") else ERASED


CONTENTS_LEFT = "What is in the files was not asked for: files.csv says where in Slack each is."


def contents(fetched: int, missing: int) -> str:
    """What became of the files' contents."""
    return f"What is in the files is in attachments/: {fetched} of them; {missing} are not, and files.csv says why."


def erasing(*, begun_at: datetime | None, due_at: datetime | None, held: bool, zone: ZoneInfo) -> str:
    """How far the district was erased when it was exported; '' for one that is not, and is not to be."""
    since = f"{_moment(begun_at, zone)} ({zone.key})"
    if begun_at is None:
        first = f"This district is to be erased, from {_moment(due_at, zone)} ({zone.key}) on"
        return f"{first}{HELD if held else ''}. All that is held of it is here still." if due_at else ""
    if due_at is None:
        return f"This district was erased, beginning on {since}: nothing but facts, counts and ids is left of it."
    return (
        f"NOT WHOLE: this district was being erased when this was made, since {since}{HELD if held else ''}. "
        "What had gone by then is not here, and nobody can tell from these files how much that was."
    )


HELD = "; a legal hold stops it at present"


def readme(
    *,
    key: str,
    version: str,
    at: datetime,
    zone: ZoneInfo,
    counts: Mapping[str, int],
    contents: str,
    erasing: str = "",
) -> str:
    """`counts`: lines by file. `contents`: what became of the files'. `erasing`: as above."""
    local, utc = f"{at.astimezone(zone):%Y-%m-%d %H:%M}", f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"
    lists = [f"{file}.csv".ljust(24) + f"{counts[file]:>8}  {says}" for file, says in FILES.items()]
    return "\n".join(
        [
            f"What Liaison holds about the district {key}",
            "",
            f"Made on {local} ({zone.key}), {utc} UTC, by Liaison {version}.",
            "All of it is as it was at one moment. What happened later is not here.",
            "",
            *([*textwrap.wrap(erasing, WIDTH), ""] if erasing else []),
            "Files, and how many lines each has beneath its header:",
            "",
            *lists,
            "cases/".ljust(24) + f"{counts['cases']:>8}  each case to read: cases/0017.txt is case 17",
            "",
            *_HOW_TO_READ,
            contents,
            "",
            *_NOT_HERE,
            "",
        ]
    )


_HOW_TO_READ = (
    "The lists are CSV in UTF-8, with commas. An instant has two columns: in UTC, and in the district's zone.",
    "A cell that a spreadsheet would take for a formula has an apostrophe before it.",
    "Columns that end in _id, and `case`, hold the same numbers in every file. `edited_ts` is Slack's time of",
    "an edit; the line without one is as it was written first.",
    f"{REDACTED}: taken out by somebody. {ERASED}: erased when its time had come, or with the person. They are gone.",
    f"{DELETED}: support deleted it in Slack. What your own people deleted is here still, with when in `deleted_at`.",
)
_NOT_HERE = (
    "Not here: the vendor's internal notes, and what is other districts'; what somebody filled in and has not sent,",
    "or wrote and has not decided about, which is their own and gone within a day; what each person looked for.",
    "Messages in Slack are Slack's: whoever owns the workspace exports those.",
)


def not_written(why: str, *, is_full: bool, lines: int, of: int, left: Sequence[str]) -> str:
    """It ended before its end. `left`: what could not be deleted, or was left by earlier ones that were killed."""
    what = "The disk is full." if is_full else f"The folder cannot be written to: {why}."
    kept = (
        f"what is left of it, or of earlier ones, is no export; please delete it: {', '.join(left)}."
        if left
        else "what was written is deleted again."
    )
    do = "Free space, or name a folder on another disk" if is_full else "Name a folder somewhere else"
    return f"{what} The export ended after {lines} of {of} lines; {kept} {do} with --to, and run it again."


def transcript(row: Row, zone: ZoneInfo) -> str:
    """The head of a case's text, down to the words it was opened with."""
    status = terms.STATUS[Status(row["status"])]
    closed = f" ({terms.CLOSED[CloseReason(row['close_reason'])]})" if row["close_reason"] else ""
    facts = {
        "Type": terms.CASE_TYPE[CaseType(row["type"])],
        "Module": row["module"],
        "Status": f"{status}{closed}",
        "Priority": terms.PRIORITY[Priority(row["priority"])],
        "Environment": row["environment"],
        "Building": row["building"],
        "Contains student data": "yes" if row["has_student_data"] else "",
        "Contact": row["contact"],
        "Reporter": row["reporter"],
        "Owner": row["owner"],
        "Opened": _moment(row["opened_at"], zone),
        "Closed": _moment(row["closed_at"], zone),
        "Duplicate of": f"case {row['duplicate_of']}" if row["duplicate_of"] else "",
        "Follows on": f"case {row['follows_on']}" if row["follows_on"] else "",
        "Issue": _titled(row["issue"], row["issue_title"]),
        "Incident": _titled(row["incident"], row["incident_title"]),
    }
    head = [f"Case {row['case']}: {_flat(row['subject'])}", ""]
    head += [f"{name}: {_flat(value)}" for name, value in facts.items() if value]
    for name, title in _OPENING.items():
        if row[name]:
            head += ["", f"{title}:", _indented(row[name])]
    return "\n".join([*head, "", f"Times are in {zone.key}.", "", ""])


def _titled(number: int | None, title: str | None) -> str:
    return "" if number is None else f"{number}, {title}"


def said(versions: Sequence[Row], zone: ZoneInfo) -> str:
    """One comment. `versions`: the oldest first."""
    latest = versions[-1]
    seat = f", {latest['seat']}" if latest["seat"] else ""
    call = f" with {_flat(latest['call_with'])}" if latest["call_with"] else ""
    head = f"{_moment(latest['at'], zone)}  {_flat(latest['author'])}{seat}  ({latest['kind']}{call})"
    if latest["deleted_at"]:
        head += f"  deleted {_moment(latest['deleted_at'], zone)}"
    lines = [head, _indented(latest["words"])]
    for earlier in reversed(versions[:-1]):
        lines += ["  before it was edited:", _indented(earlier["words"])]
    return "\n".join([*lines, "", ""])


def file_line(row: Row) -> str:
    """One file of a case, by its name."""
    return f"File: {_flat(row['name'])} ({row['size']} bytes), file {row['file_id']} in files.csv\n"


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _indented(written: str) -> str:
    """People's words stand to the right, so that no line of them is taken for one of ours."""
    return "\n".join(f"    {line}" for line in cells.plain(written).split("\n"))


def _flat(written: object) -> str:
    return " ".join(cells.plain(str(written)).split())
