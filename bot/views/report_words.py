"""Reports in words: the title that says the finding, the numbers beneath it, and what stands for every value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.cases import CaseType, CloseReason, Priority, Status
from bot.domain.ids import DistrictId, IssueId
from bot.domain.issues import Issue
from bot.domain.report_numbers import Material
from bot.domain.reports import OF_A_PERIOD, Asked, By, Line, Measure, Number, Numbers, Report, Table
from bot.views import issues, terms, text
from bot.views.message import Message

LINES = 8
"""Of each table in a message; the files have all."""

A_WEEK, NAMED = 7, 3
NAMES = {
    Report.OPEN: "Open cases and their age",
    Report.VOLUME: "Volume by module, type and building",
    Report.TIMES: "First response and resolution",
    Report.WAITING: "Waiting on the district, with days left",
    Report.REOPENABLE: "Closed and still reopenable",
    Report.ISSUES: "Linked issues and fix versions",
}
HEADS = {
    By.STATUS: "By status",
    By.MODULE: "By module",
    By.TYPE: "By type",
    By.BUILDING: "By building",
    By.PRIORITY: "By priority",
    By.REASON: "By how they were closed",
    By.DAYS_LEFT: "By days left",
    By.ISSUE: "By issue",
    By.DISTRICT: "By district",
}
NONE_OF = {By.MODULE: "No module", By.BUILDING: "No building"}
HOW_COUNTED = {
    Report.OPEN: "Age: the district's business days since the case was opened.",
    Report.VOLUME: "Cases by the day on which they were opened. Shares are of all of them.",
    Report.TIMES: (
        "In Support's business hours from the opening of a case: to the first response, of cases opened in the "
        "period; to the end, of cases resolved in it. Half took no longer than the median, nine in ten no longer "
        "than the 90th percentile."
    ),
    Report.WAITING: "Left: business days after today until a case closes by itself, unless a contact answers.",
    Report.REOPENABLE: "Left: calendar days after today on which a case can be reopened.",
    Report.ISSUES: "Published issues, with the cases that are linked to them.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report as somebody is to read it. `of_all`: it is one of the vendor's people who reads."""

    numbers: Numbers
    asked: Asked
    districts: Mapping[DistrictId, str]
    issues: Mapping[IssueId, Issue]
    of_all: bool
    made: str
    """The date, in words."""

    scope: str
    """Whose cases it counts."""

    @property
    def report(self) -> Report:
        return self.numbers.report


def shown(numbers: Numbers, material: Material) -> Shown:
    return Shown(
        numbers=numbers,
        asked=material.asked,
        districts=material.names,
        issues={issue.id: issue for issue in material.issues},
        of_all=material.asked.districts is None,
        made=text.short_date(material.now.astimezone(ZoneInfo(material.zone)).date()),
        scope=scope(material),
    )


def scope(material: Material) -> str:
    """Whose cases a report counts: in so many names as one can read."""
    its = material.asked.districts
    if its is None:
        return "All districts"
    names = [text.one_line(material.names.get(district, "")) for district in its]
    return text.sentence(names) if len(names) <= NAMED else f"{len(names)} districts"


def not_sent(report: Report) -> Message:
    said = (
        f"I could not send you the report *{NAMES[report]}*: Slack did not take its files. Please ask again in a "
        "while, or let whoever runs me look at `python -m bot doctor`."
    )
    return Message(text=said.replace("*", ""), blocks=[text.section(said)])


def amount(count: Number | None, one: str) -> str:
    """`1 case`, `2 cases`."""
    return f"{plain(count)} {one}" if count == 1 else f"{plain(count)} {one}s"


def plain(number: Number | None) -> str:
    """Whole numbers whole; halves and hours with one place, large ones with none."""
    if number is None:
        return "–"
    if number == int(number) or number >= 100:  # noqa: PLR2004  # three digits tell enough
        return f"{number:,.0f}"
    return f"{number:,.1f}"


def hours(number: Number | None) -> str:
    return f"{plain(number)} h"


def label(it: Shown, by: By, key: str) -> str:
    """What a line is called: of people's letters in their own places alone."""
    match by:
        case By.STATUS:
            return terms.STATUS[Status(key)]
        case By.TYPE:
            return terms.CASE_TYPE[CaseType(key)]
        case By.PRIORITY:
            return terms.PRIORITY[Priority(key)]
        case By.REASON:
            return terms.CLOSED[CloseReason(key)] if key else "–"
        case By.DAYS_LEFT:
            return _left(it, key)
        case By.ISSUE:
            return _issue(it.issues[IssueId(int(key))])
        case By.DISTRICT:
            return text.one_line(it.districts.get(DistrictId(int(key)), key))
        case By.MODULE | By.BUILDING:
            return text.one_line(key) or NONE_OF[by]


def _left(it: Shown, key: str) -> str:
    days = "business days" if it.report is Report.WAITING else "days"
    if key == "0":
        return "Until today"
    return f"{key.replace('-', '–').replace('+', ' or more')} {days}"


def _issue(issue: Issue) -> str:
    """Without its title: whoever reads no case reads this too."""
    version = f", {text.one_line(issue.fixed_in)}" if issue.fixed_in else ""
    return f"Issue {issue.id}: {issues.STATUS[issue.status]}{version}"


def period(asked: Asked) -> str:
    """`1 July 2026 to 24 November 2026`; '' for what has none."""
    if asked.days is None:
        return ""
    return f"{text.short_date(asked.days.first)} to {text.short_date(asked.days.last)}"


def about(it: Shown) -> str:
    """Whose cases, of when."""
    when = period(it.asked) if it.report in OF_A_PERIOD else it.made
    return f"{it.scope} · {when}"


def title(it: Shown) -> str:
    """The finding."""
    if not it.numbers.count:
        return NOTHING[it.report]
    return FINDINGS[it.report](it)


NOTHING = {
    Report.OPEN: "No case is open",
    Report.VOLUME: "No case was opened",
    Report.TIMES: "No case was opened or resolved",
    Report.WAITING: "No case waits for an answer of the district",
    Report.REOPENABLE: "No closed case can be reopened any more",
    Report.ISSUES: "No case is linked to an issue",
}


def _open(it: Shown) -> str:
    count, _, oldest = it.numbers.tables[0].whole
    are = "is" if count == 1 else "are"
    since = f"the oldest for {amount(oldest, 'business day')}" if oldest else "none for longer than today"
    return f"{amount(count, 'case')} {are} open, {since}"


def _volume(it: Shown) -> str:
    modules = it.numbers.tables[0]
    first = next((line for line in modules.lines if line.key), None)
    if first is None or it.numbers.count == 1:
        return f"{amount(it.numbers.count, 'case')} {'was' if it.numbers.count == 1 else 'were'} opened"
    return f"{label(it, By.MODULE, first.key)} had {plain(first.values[1])} % of all cases"


def _times(it: Shown) -> str:
    answered, response, _, resolved, resolution, _ = it.numbers.tables[0].whole
    said = []
    if answered:
        said.append(f"a first response came within {hours(response)}")
    if resolved:
        said.append(f"a resolution within {hours(resolution)}")
    return f"Half the time, {' and '.join(said)}" if said else "No case has a first response or a resolution yet"


def _waiting(it: Shown) -> str:
    left = [values[0] for values in it.numbers.of_case.values() if values[0] is not None]
    first = min(left, default=0)
    closes = "today" if first == 0 else f"in {amount(first, 'business day')}"
    whom = ("its district" if it.numbers.count == 1 else "their districts") if it.of_all else "us"
    waits = "waits" if it.numbers.count == 1 else "wait"
    return f"{amount(it.numbers.count, 'case')} {waits} for {whom}; the first closes {closes}"


def _reopenable(it: Shown) -> str:
    soon = sum(1 for values in it.numbers.of_case.values() if (values[0] or 0) <= A_WEEK)
    said = f"{amount(it.numbers.count, 'closed case')} can still be reopened"
    return f"{said}, {plain(soon)} of them only this week" if soon else said


def _linked(it: Shown) -> str:
    fixed = sum(1 for issue in it.issues.values() if issue.fixed_in)
    linked = "is" if it.numbers.count == 1 else "are"
    said = f"{amount(it.numbers.count, 'case')} {linked} linked to {amount(len(it.issues), 'issue')}"
    return (
        f"{said}; {plain(fixed)} of these {'has' if fixed == 1 else 'have'} a version with the fix" if fixed else said
    )


FINDINGS: dict[Report, Callable[[Shown], str]] = {
    Report.OPEN: _open,
    Report.VOLUME: _volume,
    Report.TIMES: _times,
    Report.WAITING: _waiting,
    Report.REOPENABLE: _reopenable,
    Report.ISSUES: _linked,
}


def values(measures: Sequence[Measure], line: Line) -> str:
    """A line's numbers with what they are: `14 cases, 41 %`."""
    found = dict(zip(measures, line.values, strict=True))
    if Measure.ANSWERED in found:
        return _timed(found)
    said = [amount(found[Measure.CASES], "case")]
    if Measure.SHARE in found:
        said.append(f"{plain(found[Measure.SHARE])} %")
    if Measure.OLDEST in found:
        said += [f"median age {plain(found[Measure.AGE])}", f"oldest {amount(found[Measure.OLDEST], 'business day')}"]
    if Measure.STILL_OPEN in found:
        said.append(f"{plain(found[Measure.STILL_OPEN])} still open")
    return ", ".join(said)


def _timed(found: Mapping[Measure, Number | None]) -> str:
    said = []
    for what, count, middle, most in (
        ("first response", Measure.ANSWERED, Measure.RESPONSE, Measure.RESPONSE_90),
        ("resolution", Measure.RESOLVED, Measure.RESOLUTION, Measure.RESOLUTION_90),
    ):
        of = amount(found[count], "case")
        said.append(
            f"{what} of {of}: median {hours(found[middle])}, 90th percentile {hours(found[most])}"
            if found[count]
            else f"no {what}"
        )
    return "; ".join(said)


def paragraphs(it: Shown, *, most: int = LINES) -> list[str]:
    """The numbers as text, a paragraph for each table; drawn, with nothing of a name that marks."""
    return [_paragraph(it, table, most) for table in it.numbers.tables if tells(table)]


def tells(table: Table) -> bool:
    """Whether there is more in it than that no case has such a fact."""
    return any(line.key for line in table.lines)


def _paragraph(it: Shown, table: Table, most: int) -> str:
    lines = [
        f"• {text.inline(label(it, table.by, line.key))}: {values(table.measures, line)}"
        for line in table.lines[:most]
    ]
    if len(table.lines) > most:
        lines.append(f"• and {len(table.lines) - most} more, in the files")
    return "\n".join([f"*{HEADS[table.by]}*", *lines])


def message(it: Shown) -> Message:
    """The finding, and the numbers of the picture as text: beside the files, and in the window."""
    head, when, how = text.inline(title(it)), text.inline(about(it)), HOW_COUNTED[it.report]
    parts = paragraphs(it)
    said = text.cut_drawn("\n\n".join([f"*{head}*\n{when}", *parts, how]), text.TEXT_LONGEST)
    drawn = [text.section(f"*{head}*"), text.context(when), *(text.section(part) for part in parts)]
    return Message(text=said, blocks=[*drawn, text.context(how)])
