"""The directory's three files, read and checked: who belongs to which district, and in what role.

Pure: text comes in, rows and errors go out. An error names file, line and column, and says what would be
right. Nothing is applied while one stands.
"""

import csv
import functools
import io
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from zoneinfo import available_timezones

from bot.domain.people import CONTACT_ROLES, VENDOR_ROLES, Role

DISTRICT_COLUMNS = (
    "key",
    "name",
    "timezone",
    "country",
    "state",
    "slack_team_id",
    "case_channel_id",
    "email_domains",
    "updates_as_group",
)
CLOSURE_COLUMNS = ("district", "from", "to", "name")
PEOPLE_COLUMNS = (
    "district",
    "role",
    "name",
    "email",
    "slack_team_id",
    "slack_user_id",
    "phone",
    "building",
    "training",
)
VENDOR = "-"
"""What stands for the district of the vendor's own people."""

A_CONTACT = "contact"
"""Of either type."""

TRAINING = ("", "needed", "in progress", "done")
YES, NO = ("yes", "true", "1"), ("", "no", "false", "0")
_SLACK_ID = re.compile("[A-Z0-9]+")


@functools.cache
def _zones() -> frozenset[str]:
    """Asked for once: each asking walks the zone files."""
    return frozenset(available_timezones())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One error: where it is, and what would be right."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictRow:
    line: int
    key: str
    name: str
    timezone: str
    country: str
    state: str
    team: str
    channel: str
    email_domains: str
    updates_as_group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRow:
    line: int
    district: str
    first_day: date
    last_day: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """`district` is '-' for the vendor's people. Without a Slack user a line gives no right."""

    line: int
    district: str
    role: Role
    name: str
    email: str
    team: str
    user: str
    phone: str
    building: str
    training: str

    @property
    def who(self) -> str:
        """What makes two lines the same person: the Slack user, or the e-mail address, or the name at a district."""
        if self.user:
            return f"{self.team}/{self.user}"
        return self.email or f"{self.name} of {self.district}"

    @property
    def kind(self) -> str:
        """A person is a district's contact once, support or technical."""
        return A_CONTACT if self.role in CONTACT_ROLES else self.role

    @property
    def roles(self) -> tuple[Role, ...]:
        """Those of its kind: a contact's line is the same one, of either type."""
        return tuple(sorted(CONTACT_ROLES)) if self.role in CONTACT_ROLES else (self.role,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All rows of the files, and everything that is wrong with them."""

    districts: tuple[DistrictRow, ...]
    people: tuple[PersonRow, ...]
    closures: tuple[ClosureRow, ...]
    wrong: tuple[Wrong, ...]


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """One file under way: its cells, and what was found wrong."""

    file: str
    wrong: list[Wrong]
    line: int = 0

    def refuse(self, column: str, problem: str) -> None:
        self.wrong.append(Wrong(file=self.file, line=self.line, column=column, problem=problem))

    def must(self, cells: dict[str, str], column: str) -> str:
        if not cells[column]:
            self.refuse(column, "must not be empty")
        return cells[column]

    def slack_id(self, cells: dict[str, str], column: str) -> str:
        if cells[column] and not _SLACK_ID.fullmatch(cells[column]):
            self.refuse(column, "must be an id of Slack's, such as U024BE7LH")
        return cells[column]


def read(
    districts: str, people: str, closures: str | None = None, *, known_districts: Iterable[str] = ()
) -> Directory:
    """Reads the files' texts. `known_districts`: keys that are in the database already."""
    wrong: list[Wrong] = []
    found = _rows("districts", districts, DISTRICT_COLUMNS, wrong, _district)
    _refuse_double_districts(found, wrong)
    keys = {row.key for row in found} | set(known_districts)
    folk = _rows("people", people, PEOPLE_COLUMNS, wrong, lambda sheet, cells: _person(sheet, cells, keys))
    _refuse_double_people(folk, wrong)
    _refuse_contradictions(folk, wrong)
    days = []
    if closures is not None:
        days = _rows("closures", closures, CLOSURE_COLUMNS, wrong, lambda sheet, cells: _closure(sheet, cells, keys))
        _refuse_double_closures(days, wrong)
    return Directory(
        districts=tuple(found), people=tuple(folk), closures=tuple(days), wrong=tuple(sorted(wrong, key=_place))
    )


def _place(wrong: Wrong) -> tuple[str, int, str]:
    return wrong.file, wrong.line, wrong.column


Row = TypeVar("Row")


def _rows(
    file: str,
    text: str,
    columns: tuple[str, ...],
    wrong: list[Wrong],
    read_row: Callable[[_Sheet, dict[str, str]], Row | None],
) -> list[Row]:
    """Every line that could be read. A file with other columns than it should have is not read at all."""
    sheet = _Sheet(file=file, wrong=wrong)
    lines = _lines(sheet, text)
    head = tuple(cell.strip().lower() for cell in next(lines, []))
    if head != columns:
        sheet.refuse("header", f"must be {','.join(columns)}")
        return []
    found = []
    for cells in lines:
        row = _row(sheet, columns, cells, read_row)
        if row is not None:
            found.append(row)
    return found


def _lines(sheet: _Sheet, text: str) -> Iterator[list[str]]:
    """The cells of each line; one with line breaks in a cell is known by where it begins."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    while True:
        sheet.line = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            sheet.refuse("line", f"cannot be read, nor can what follows: {error}")
            return
        yield cells


def _row(
    sheet: _Sheet,
    columns: tuple[str, ...],
    cells: list[str],
    read_row: Callable[[_Sheet, dict[str, str]], Row | None],
) -> Row | None:
    if not any(cell.strip() for cell in cells):
        return None
    if len(cells) != len(columns):
        sheet.refuse("line", f"has {len(cells)} cells instead of {len(columns)}")
        return None
    if any("\0" in cell for cell in cells):
        sheet.refuse("line", "holds a NUL character: is the file UTF-8?")
        return None
    return read_row(sheet, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)})


def _district(sheet: _Sheet, cells: dict[str, str]) -> DistrictRow:
    if cells["timezone"] not in _zones():
        sheet.refuse("timezone", "is no IANA zone such as America/Chicago")
    if cells["updates_as_group"].lower() not in (*YES, *NO):
        sheet.refuse("updates_as_group", "must be yes or no")
    if cells["case_channel_id"] and not cells["slack_team_id"]:
        sheet.refuse("slack_team_id", "is needed where there is a case channel")
    if cells["key"] == VENDOR:
        sheet.refuse("key", "stands for the vendor and cannot be a district's")
    return DistrictRow(
        line=sheet.line,
        key=sheet.must(cells, "key"),
        name=sheet.must(cells, "name"),
        timezone=cells["timezone"],
        country=cells["country"],
        state=cells["state"],
        team=sheet.slack_id(cells, "slack_team_id"),
        channel=sheet.slack_id(cells, "case_channel_id"),
        email_domains=cells["email_domains"],
        updates_as_group=cells["updates_as_group"].lower() in YES,
    )


def _person(sheet: _Sheet, cells: dict[str, str], keys: set[str]) -> PersonRow | None:
    role = _role(sheet, cells)
    if cells["district"] != VENDOR and cells["district"] not in keys:
        sheet.refuse("district", "is in no districts file and not known")
    if bool(cells["slack_user_id"]) != bool(cells["slack_team_id"]) and cells["slack_user_id"]:
        sheet.refuse("slack_team_id", "is needed with a Slack user")
    if cells["training"].lower() not in TRAINING:
        sheet.refuse("training", "must be needed, in progress, done or empty")
    name = sheet.must(cells, "name")
    if role is None:
        return None
    return PersonRow(
        line=sheet.line,
        district=cells["district"],
        role=role,
        name=name,
        email=cells["email"].lower(),
        team=sheet.slack_id(cells, "slack_team_id"),
        user=sheet.slack_id(cells, "slack_user_id"),
        phone=cells["phone"],
        building=cells["building"],
        training=cells["training"].lower(),
    )


def _role(sheet: _Sheet, cells: dict[str, str]) -> Role | None:
    try:
        role = Role(cells["role"].lower())
    except ValueError:
        sheet.refuse("role", f"must be one of {', '.join(Role)}")
        return None
    if (role in VENDOR_ROLES) != (cells["district"] == VENDOR):
        sheet.refuse("district", "must be - for the vendor's people, and for them alone")
    return role


def _closure(sheet: _Sheet, cells: dict[str, str], keys: set[str]) -> ClosureRow | None:
    if cells["district"] not in keys:
        sheet.refuse("district", "is in no districts file and not known")
    first, last = _day(sheet, cells, "from"), _day(sheet, cells, "to")
    if first is None or last is None:
        return None
    if last < first:
        sheet.refuse("to", "must not be before from")
    return ClosureRow(line=sheet.line, district=cells["district"], first_day=first, last_day=last, name=cells["name"])


def _day(sheet: _Sheet, cells: dict[str, str], column: str) -> date | None:
    try:
        return date.fromisoformat(cells[column])
    except ValueError:
        sheet.refuse(column, "must be a date such as 2026-11-26")
        return None


def _refuse_double_districts(rows: list[DistrictRow], wrong: list[Wrong]) -> None:
    """Two districts in one case channel would read each other's cases."""
    keys = ((row.key, row.line) for row in rows if row.key)
    _refuse_seconds(keys, wrong, file="districts", column="key", what="this district stands")
    channels = (((row.team, row.channel), row.line) for row in rows if row.channel)
    _refuse_seconds(channels, wrong, file="districts", column="case_channel_id", what="this channel stands")


def _refuse_double_closures(rows: list[ClosureRow], wrong: list[Wrong]) -> None:
    days = (((row.district, row.first_day, row.last_day), row.line) for row in rows)
    _refuse_seconds(days, wrong, file="closures", column="from", what="these days stand")


def _refuse_double_people(rows: list[PersonRow], wrong: list[Wrong]) -> None:
    """One person may hold two roles or serve two districts; the same line twice, or both kinds of contact, not."""
    lines = (((row.district, row.who, row.kind), row.line) for row in rows)
    _refuse_seconds(lines, wrong, file="people", column="role", what="for this district and role this person stands")
    bound = {(row.district, row.email, row.kind): row.line for row in rows if row.user and row.email}
    for row in rows:
        line = None if row.user else bound.get((row.district, row.email, row.kind))
        if line is not None:
            problem = f"for this district and role this address stands in line {line} already, with a Slack user"
            wrong.append(Wrong(file="people", line=row.line, column="email", problem=problem))


def _refuse_contradictions(rows: list[PersonRow], wrong: list[Wrong]) -> None:
    """Of two names or numbers for one person the last would win, each time the file is imported."""
    first: dict[str, PersonRow] = {}
    for row in rows:
        known = first.setdefault(row.who, row)
        for column in ("name", "email", "phone"):
            if getattr(row, column) != getattr(known, column):
                problem = f"must be as in line {known.line}, which is the same person"
                wrong.append(Wrong(file="people", line=row.line, column=column, problem=problem))


def _refuse_seconds(
    keys: Iterable[tuple[Hashable, int]], wrong: list[Wrong], *, file: str, column: str, what: str
) -> None:
    """Keys with their lines: what is there already is refused, naming where."""
    first: dict[Hashable, int] = {}
    for key, line in keys:
        known = first.setdefault(key, line)
        if known != line:
            problem = f"{what} in line {known} already"
            wrong.append(Wrong(file=file, line=line, column=column, problem=problem))
