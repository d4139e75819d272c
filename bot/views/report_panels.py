"""What a report's picture shows: few bars, each with its number, and the same in words for who sees none."""

from dataclasses import dataclass, replace

from bot.domain.reports import By, Line, Measure, Number, Report, Table
from bot.views import report_words
from bot.views.report_words import Shown, hours, label, plain

BARS = 7
"""In one panel; the rest are one bar together, where they can be added up."""

ALT_LONGEST = 1900
DRAWN = {
    Report.OPEN: (By.STATUS, By.MODULE),
    Report.VOLUME: (By.MODULE, By.TYPE, By.BUILDING),
    Report.TIMES: (By.PRIORITY,),
    Report.WAITING: (By.DAYS_LEFT, By.MODULE),
    Report.REOPENABLE: (By.DAYS_LEFT, By.REASON),
    Report.ISSUES: (By.ISSUE,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`further`: how far the paler part of it goes. `said`: its number, with the unit."""

    name: str
    value: Number
    said: str
    further: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`head`: by what, and in which unit. `marked`: the bar that the title is about.

    `most`: what its whole width stands for; the same in all panels of one unit, so that lengths can be compared.
    """

    head: str
    bars: tuple[Bar, ...]
    most: Number
    marked: int | None = None


def panels(it: Shown) -> list[Panel]:
    """Of the tables that are drawn, those that have a line."""
    tables = [table for table in it.numbers.tables if table.by in DRAWN[it.report] and report_words.tells(table)]
    if it.report is Report.TIMES:
        return [panel for table in tables for panel in _of_times(it, table) if panel.bars]
    found = [_of_cases(it, table) for table in tables]
    most = max((panel.most for panel in found), default=0)
    return [replace(panel, most=most) for panel in found]


def _of_cases(it: Shown, table: Table) -> Panel:
    shown = table.lines if len(table.lines) <= BARS else table.lines[: BARS - 1]
    rest = table.lines[len(shown) :]
    bars = [_bar(it, table, line) for line in shown]
    if rest:
        count = sum(line.values[0] or 0 for line in rest)
        bars.append(Bar(name=f"{len(rest)} others", value=count, said=_said(table, count, None)))
    marked = 0 if it.report is Report.VOLUME and table.by is By.MODULE and shown[0].key else None
    head, most = f"{report_words.HEADS[table.by]}, {_unit(table)}", max(bar.value for bar in bars)
    return Panel(head=head, bars=tuple(bars), most=most, marked=marked)


def _unit(table: Table) -> str:
    if Measure.OLDEST in table.measures:
        return "cases (oldest in business days)"
    return "cases"


def _bar(it: Shown, table: Table, line: Line) -> Bar:
    count = line.values[0] or 0
    return Bar(name=label(it, table.by, line.key), value=count, said=_said(table, count, line))


def _said(table: Table, count: Number, line: Line | None) -> str:
    if Measure.SHARE in table.measures:
        return f"{plain(count)} · {plain(_share(table, count))} %"
    if line is None:
        return plain(count)
    found = dict(zip(table.measures, line.values, strict=True))
    if Measure.OLDEST in found:
        return f"{plain(count)} (oldest {plain(found[Measure.OLDEST])})"
    if Measure.STILL_OPEN in found:
        return f"{plain(count)} ({plain(found[Measure.STILL_OPEN])} open)"
    return plain(count)


def _share(table: Table, count: Number) -> Number:
    return round(100 * count / (table.whole[0] or 1))


def _of_times(it: Shown, table: Table) -> list[Panel]:
    found = []
    for head, first in (("First response", 0), ("Resolution", 3)):
        bars = [
            Bar(
                name=label(it, table.by, line.key),
                value=line.values[first + 1] or 0,
                further=line.values[first + 2],
                said=f"{hours(line.values[first + 1])} · {hours(line.values[first + 2])}",
            )
            for line in table.lines
            if line.values[first]
        ]
        most = max((bar.further or 0 for bar in bars), default=0)
        found.append(Panel(head=f"{head}, business hours: median · 90th percentile", bars=tuple(bars), most=most))
    return found


def alternative(it: Shown) -> str:
    """The picture in words, for who does not see it (POLICY 9)."""
    drawn = [f"{panel.head}: {', '.join(f'{bar.name} {bar.said}' for bar in panel.bars)}." for panel in panels(it)]
    said = " ".join([f"Bar chart. {report_words.title(it)}.", report_words.about(it) + ".", *drawn])
    return said if len(said) <= ALT_LONGEST else said[: ALT_LONGEST - 1] + "…"
