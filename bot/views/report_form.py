"""The window in which a report is asked for, and what stands in its place when it was."""

from collections.abc import Sequence

from bot.domain.periods import Period
from bot.domain.reports import Report
from bot.views import fields, report_words, text
from bot.views.actions import Action, Callback
from bot.views.message import Block

REPORT, DISTRICT, PERIOD, FIRST, LAST = "report", "district", "period", "first", "last"
"""Block ids."""

ALL = "all"
"""Of their districts, where they have several."""

TITLE = "Reports"
PERIODS = {
    Period.DAYS_30: "The last 30 days",
    Period.QUARTER: "This quarter so far",
    Period.LAST_QUARTER: "The quarter before this one",
    Period.SCHOOL_YEAR: "This school year, since 1 July",
    Period.DATES: "From the first to the last day below",
}


def on_home() -> Block:
    return text.button("Reports…", Action.ASK_REPORT, "home", spoken_as="Reports: numbers and pictures of cases")


def form(districts: Sequence[tuple[str, str]], *, of_all: bool, command: str) -> Block:
    """`districts`: key and name of those that they may choose. `of_all`: also without one."""
    reports = [(it.value, said) for it, said in report_words.NAMES.items()]
    periods = [(it.value, said) for it, said in PERIODS.items()]
    when = "Of volume, first response and resolution; the others show how it stands now."
    return text.modal(
        TITLE,
        Callback.REPORTS,
        [
            fields.choice(REPORT, "Report", reports, chosen=Report.OPEN),
            *_which(districts, of_all=of_all, command=command),
            fields.field(PERIOD, "Period", fields.menu("chosen", periods, Period.SCHOOL_YEAR), hint=when),
            _day(FIRST, "First day"),
            _day(LAST, "Last day"),
        ],
        submit="Show",
    )


def _day(block: str, label: str) -> Block:
    return fields.field(block, label, fields.picked_date("chosen", ""), optional=True)


def _which(districts: Sequence[tuple[str, str]], *, of_all: bool, command: str) -> list[Block]:
    if of_all and districts:
        empty = "Empty: all of them together."
        return [fields.district(DISTRICT, "District", districts, command=command, optional=True, empty=empty)]
    if of_all or len(districts) <= 1:
        return []
    options = [(ALL, "All of mine together"), *districts]
    return [fields.choice(DISTRICT, "District", options, chosen=ALL)]


def wrong_days() -> dict[str, str]:
    """At their fields."""
    return {FIRST: "Please choose both days, ten years apart at most.", LAST: "Please choose both days."}


def on_its_way(shown: Sequence[Block]) -> Block:
    """`shown`: the numbers, where they were there at once."""
    files = "The picture, and the numbers as CSV and as a workbook, are on their way to you by direct message."
    later = "There is much to count: the numbers come with the files."
    return text.modal(
        TITLE,
        Callback.READING,
        [*(shown or [text.section(later)]), text.divider(), text.context(files)],
        close="Close",
    )
