"""The directory's three files, read and checked: who belongs to which district, and in what role.

Pure: text comes in, rows and errors go out. An error names file, line and column, and says what would be
right. Nothing is applied while one stands.
"""

import csv
import io
from collections.abc import Callable, Iterable
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

TRAINING = ("", "needed", "in progress", "done")
YES, NO = ("yes", "true", "1"), ("", "no", "false", "0")


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
        """What makes two lines the same person: the Slack user, or the e-mail address, or the name."""
        return f"{self.team}/{self.user}" if self.user else (self.email.lower() or self.name)


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


def read(
    districts: str, people: str, closures: str | None = None, *, known_districts: Iterable[str] = ()
) -> Directory:
    """Reads the files' texts. `known_districts`: keys that are in the database already."""
    wrong: list[Wrong] = []
    found = _rows("districts", districts, DISTRICT_COLUMNS, wrong, _district)
    _refuse_doubles(found, wrong)
    keys = {row.key for row in found} | set(known_districts)
    folk = _rows("people", people, PEOPLE_COLUMNS, wrong, lambda sheet, cells: _person(sheet, cells, keys))
    _refuse_double_people(folk, wrong)
    days = []
    if closures is not None:
        days = _rows("closures", closures, CLOSURE_COLUMNS, wrong, lambda sheet, cells: _closure(sheet, cells, keys))
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
    sheet = _Sheet(file=file, wrong=wrong, line=1)
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    head = tuple(cell.strip().lower() for cell in next(lines, []))
    if head != columns:
        sheet.refuse("header", f"must be {','.join(columns)}")
        return []
    found = []
    for cells in lines:
        sheet.line = lines.line_num
        row = _row(sheet, columns, cells, read_row)
        if row is not None:
            found.append(row)
    return found


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
    return read_row(sheet, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)})


def _district(sheet: _Sheet, cells: dict[str, str]) -> DistrictRow:
    if cells["timezone"] not in available_timezones():
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
        team=cells["slack_team_id"],
        channel=cells["case_channel_id"],
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
        email=cells["email"],
        team=cells["slack_team_id"],
        user=cells["slack_user_id"],
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


def _refuse_doubles(rows: list[DistrictRow], wrong: list[Wrong]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if row.key in first:
            problem = f"stands in line {first[row.key]} already"
            wrong.append(Wrong(file="districts", line=row.line, column="key", problem=problem))
        first.setdefault(row.key, row.line)


def _refuse_double_people(rows: list[PersonRow], wrong: list[Wrong]) -> None:
    """One person may hold two roles or serve two districts; the same line twice, or both kinds of contact, not."""
    first: dict[tuple[str, str, str], int] = {}
    for row in rows:
        kind = "contact" if row.role in CONTACT_ROLES else row.role
        key = (row.district, row.who, kind)
        if key in first:
            problem = f"this person stands in line {first[key]} for this district and role already"
            wrong.append(Wrong(file="people", line=row.line, column="role", problem=problem))
        first.setdefault(key, row.line)
