"""The directory's files: what can be wrong with them, where that is said to be, and that nothing else is."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.directory import (
    CLOSURE_COLUMNS,
    DISTRICT_COLUMNS,
    PEOPLE_COLUMNS,
    TRAINING,
    VENDOR,
    ClosureRow,
    Directory,
    DistrictRow,
    PersonRow,
    read,
)
from bot.domain.people import VENDOR_ROLES, Role

LAKESIDE = "lakeside,Lakeside Unified,America/Chicago,US,MN,T0,C0LAKE,lakeside.example,no"
PINE_RIDGE = "pine-ridge,Pine Ridge Schools,America/Denver,US,CO,T0,C0PINE,,yes"
ANA = "lakeside,support,Ana Torres,ana@lakeside.example,T0,U0ANA,555-0101,,done"
TESS = "lakeside,technical,Tess Lindqvist,tess@lakeside.example,T0,U0TESS,555-0103,,in progress"
ALEX = f"{VENDOR},agent,Alex Kim,alex@support.example,T0,U0ALEX,,,"
WINTER = "lakeside,2026-12-21,2027-01-01,Winter break"


def sheet(columns: Sequence[str], *lines: str) -> str:
    return "\n".join([",".join(columns), *lines])


def found(
    districts: Sequence[str] = (LAKESIDE, PINE_RIDGE),
    people: Sequence[str] = (ANA, TESS, ALEX),
    closures: Sequence[str] = (WINTER,),
) -> Directory:
    return read(
        sheet(DISTRICT_COLUMNS, *districts), sheet(PEOPLE_COLUMNS, *people), sheet(CLOSURE_COLUMNS, *closures)
    )


def said(directory: Directory) -> list[tuple[str, int, str]]:
    return [(wrong.file, wrong.line, wrong.column) for wrong in directory.wrong]


def other(line: str, column: str, value: str) -> str:
    """The line with another cell."""
    columns = {9: DISTRICT_COLUMNS if line in {LAKESIDE, PINE_RIDGE} else PEOPLE_COLUMNS, 4: CLOSURE_COLUMNS}
    cells = line.split(",")
    cells[columns[len(cells)].index(column)] = value
    return ",".join(cells)


def test_files_that_are_right_give_all_their_rows() -> None:
    directory = found()
    assert directory.wrong == ()
    assert [row.key for row in directory.districts] == ["lakeside", "pine-ridge"]
    assert [row.updates_as_group for row in directory.districts] == [False, True]
    assert [(row.line, row.role) for row in directory.people] == [(2, "support"), (3, "technical"), (4, "agent")]
    assert directory.closures == (
        ClosureRow(
            line=2,
            district="lakeside",
            first_day=date(2026, 12, 21),
            last_day=date(2027, 1, 1),
            name="Winter break",
        ),
    )


WRONG_DISTRICTS = [
    (other(PINE_RIDGE, "key", ""), "key", "must not be empty"),
    (other(PINE_RIDGE, "key", "-"), "key", "stands for the vendor"),
    (other(PINE_RIDGE, "key", "lakeside"), "key", "in line 2 already"),
    (other(PINE_RIDGE, "name", " "), "name", "must not be empty"),
    (other(PINE_RIDGE, "timezone", "America/Pine_Ridge"), "timezone", "no IANA zone"),
    (other(PINE_RIDGE, "timezone", ""), "timezone", "no IANA zone"),
    (other(PINE_RIDGE, "slack_team_id", ""), "slack_team_id", "is needed where there is a case channel"),
    (other(PINE_RIDGE, "slack_team_id", "<T0>"), "slack_team_id", "must be an id"),
    (other(PINE_RIDGE, "case_channel_id", "#pine-ridge"), "case_channel_id", "must be an id"),
    (other(PINE_RIDGE, "case_channel_id", "C0LAKE"), "case_channel_id", "in line 2 already"),
    (other(PINE_RIDGE, "updates_as_group", "maybe"), "updates_as_group", "yes or no"),
    (PINE_RIDGE + ",", "line", "has 10 cells instead of 9"),
    ("pine-ridge", "line", "has 1 cells instead of 9"),
    (other(PINE_RIDGE, "name", "Pine\0Ridge"), "line", "NUL"),
    (other(PINE_RIDGE, "name", "x" * 140_000), "line", "cannot be read"),
]
WRONG_PEOPLE = [
    (other(TESS, "district", "oak-hill"), "district", "is in no districts file"),
    (other(TESS, "district", ""), "district", "is in no districts file"),
    (other(TESS, "district", "-"), "district", "for the vendor's people"),
    (other(ALEX, "district", "lakeside"), "district", "for the vendor's people"),
    (other(TESS, "role", "principal"), "role", "must be one of staff, coach, support"),
    (other(TESS, "role", ""), "role", "must be one of"),
    (other(TESS, "name", ""), "name", "must not be empty"),
    (other(TESS, "slack_team_id", ""), "slack_team_id", "is needed with a Slack user"),
    (other(TESS, "slack_user_id", "@tess"), "slack_user_id", "must be an id"),
    (other(TESS, "slack_user_id", "U0TESS> <!channel"), "slack_user_id", "must be an id"),
    (other(TESS, "training", "soon"), "training", "must be needed"),
    (ANA, "role", "in line 2 already"),
    (other(ANA, "role", "technical"), "role", "in line 2 already"),
    (other(ANA, "slack_user_id", ""), "email", "in line 2 already"),
    (other(other(ANA, "role", "coach"), "name", "Anna Torres"), "name", "as in line 2"),
    (other(other(ANA, "district", "pine-ridge"), "phone", "555-9999"), "phone", "as in line 2"),
    (other(other(ANA, "role", "staff"), "email", "a@x.example"), "email", "as in line 2"),
    (TESS + ",,", "line", "has 11 cells instead of 9"),
]
WRONG_CLOSURES = [
    (other(WINTER, "district", "oak-hill"), "district", "is in no districts file"),
    (other(WINTER, "from", "21.12.2026"), "from", "must be a date"),
    (other(WINTER, "from", ""), "from", "must be a date"),
    (other(WINTER, "to", "2026-13-01"), "to", "must be a date"),
    (other(WINTER, "to", "2026-12-20"), "to", "must not be before from"),
    (other(WINTER, "name", "Christmas"), "from", "in line 2 already"),
    ("lakeside,2026-12-21,2027-01-01", "line", "has 3 cells instead of 4"),
]


@pytest.mark.parametrize(("line", "column", "problem"), WRONG_DISTRICTS)
def test_what_is_wrong_with_a_district_is_said_with_its_line_and_column(line: str, column: str, problem: str) -> None:
    directory = found(districts=[LAKESIDE, line])
    assert said(directory) == [("districts", 3, column)]
    assert problem in str(directory.wrong[0])


@pytest.mark.parametrize(("line", "column", "problem"), WRONG_PEOPLE)
def test_what_is_wrong_with_a_person_is_said_with_its_line_and_column(line: str, column: str, problem: str) -> None:
    directory = found(people=[ANA, line])
    assert said(directory) == [("people", 3, column)]
    assert problem in str(directory.wrong[0])


@pytest.mark.parametrize(("line", "column", "problem"), WRONG_CLOSURES)
def test_what_is_wrong_with_a_closure_is_said_with_its_line_and_column(line: str, column: str, problem: str) -> None:
    directory = found(closures=[WINTER, line])
    assert said(directory) == [("closures", 3, column)]
    assert problem in str(directory.wrong[0])


@pytest.mark.parametrize("head", ["", "key;name;timezone", "name,key", ",".join(DISTRICT_COLUMNS[1:]), "\0"])
def test_a_file_with_other_columns_is_not_read_and_the_right_ones_are_named(head: str) -> None:
    directory = read(head, sheet(PEOPLE_COLUMNS))
    assert said(directory) == [("districts", 1, "header")]
    assert "key,name,timezone" in str(directory.wrong[0])


def test_every_error_of_every_file_is_told_at_once_in_order() -> None:
    directory = found(
        districts=[other(LAKESIDE, "timezone", "x"), other(PINE_RIDGE, "name", "")],
        people=[other(ANA, "role", "x"), other(TESS, "training", "x")],
        closures=[other(WINTER, "to", "x")],
    )
    assert said(directory) == [
        ("closures", 2, "to"),
        ("districts", 2, "timezone"),
        ("districts", 3, "name"),
        ("people", 2, "role"),
        ("people", 3, "training"),
    ]


@pytest.mark.parametrize(
    "second",
    [
        other(ANA, "role", "administrator"),
        other(ANA, "role", "coach"),
        other(ANA, "district", "pine-ridge"),
        other(ANA, "slack_team_id", "T1"),
        other(other(ANA, "slack_user_id", "U0NEW"), "name", "Ana Torres"),
    ],
    ids=["two roles", "contact and coach", "two districts", "another workspace", "a namesake"],
)
def test_what_only_looks_like_a_duplicate_is_none(second: str) -> None:
    assert found(people=[ANA, second]).wrong == ()


def test_namesakes_without_address_or_slack_user_in_two_districts_are_two_people() -> None:
    first = "lakeside,staff,Sam Rivera,,,,1,,"
    second = "pine-ridge,staff,Sam Rivera,,,,2,,"
    assert found(people=[first, second]).wrong == ()
    assert said(found(people=[first, other(first, "phone", "2")])) == [("people", 3, "phone"), ("people", 3, "role")]


def test_districts_that_are_known_need_not_stand_in_the_file() -> None:
    nobody, ana = sheet(DISTRICT_COLUMNS), sheet(PEOPLE_COLUMNS, ANA)
    assert read(nobody, ana, known_districts=["lakeside"]).wrong == ()
    assert said(read(nobody, ana, known_districts=["pine-ridge"])) == [("people", 2, "district")]


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text + "\n",
        lambda text: text.replace("support", "SUPPORT"),
        lambda text: text.replace("district,role", " District , ROLE "),
        lambda text: text.replace(",", " , "),
    ],
    ids=["BOM", "CRLF", "CR", "last line ends", "capitals", "header in capitals", "spaces"],
)
def test_the_ways_in_which_tables_are_saved_make_no_difference(saved: Callable[[str], str]) -> None:
    text = sheet(PEOPLE_COLUMNS, ANA, TESS)
    plain = read(sheet(DISTRICT_COLUMNS, LAKESIDE), text)
    assert read(sheet(DISTRICT_COLUMNS, LAKESIDE), saved(text)) == plain
    assert len(plain.people) == 2


def test_lines_are_counted_as_an_editor_counts_them_past_blank_ones_and_breaks_in_cells() -> None:
    broken = other(PINE_RIDGE, "name", '"Pine\nRidge"')
    wrong_zone = other(PINE_RIDGE, "timezone", "x").replace("pine-ridge", "oak").replace("C0PINE", "")
    directory = found(districts=[LAKESIDE, "", ",,,,,,,,", broken, wrong_zone])
    assert [row.line for row in directory.districts] == [2, 5, 7]
    assert said(directory) == [("districts", 7, "timezone")]


CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["lakeside", "-", "support", "technical", "T0", "U0ANA", '"', '""', "\0", "\r", "2026-12-21"]),
)
LINES = st.lists(st.lists(CELLS, max_size=11).map(",".join), max_size=5)


@given(st.text())
def test_whatever_stands_in_the_files_reading_never_fails(text: str) -> None:
    directory = read(text, text, text)
    assert {wrong.column for wrong in directory.wrong} <= {"header", "line"}


@given(LINES, LINES, LINES)
def test_whatever_stands_below_the_headers_reading_never_fails(
    districts: list[str], people: list[str], closures: list[str]
) -> None:
    directory = found(districts, people, closures)
    allowed = {"line", *DISTRICT_COLUMNS, *PEOPLE_COLUMNS, *CLOSURE_COLUMNS}
    assert {wrong.column for wrong in directory.wrong} <= allowed
    assert all(wrong.line > 1 for wrong in directory.wrong)


WORDS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=12).map(
    lambda words: words.strip() or "x"
)
OR_NOTHING = st.one_of(st.just(""), WORDS)


def _written(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([columns, *rows])
    return file.getvalue()


@st.composite
def a_district(draw: st.DrawFn, number: int) -> list[str]:
    """The number keeps keys and channels apart."""
    zone = draw(st.sampled_from(["America/Chicago", "Asia/Kolkata", "UTC"]))
    free = [draw(OR_NOTHING) for _ in range(3)]
    group = draw(st.sampled_from(["yes", "no"]))
    return [f"key{number}", draw(WORDS), zone, *free[:2], "T0", f"C{number}", free[2], group]


@st.composite
def a_person(draw: st.DrawFn, number: int) -> list[str]:
    role = draw(st.sampled_from(Role))
    free = [draw(OR_NOTHING) for _ in range(2)]
    district = VENDOR if role in VENDOR_ROLES else "key0"
    known = ["T0", f"U{number}"]
    email = f"p{number}@x.example"
    return [district, role, draw(WORDS), email, *known, *free, draw(st.sampled_from(TRAINING))]


def _district_cells(row: DistrictRow) -> list[str]:
    group = "yes" if row.updates_as_group else "no"
    where = [row.timezone, row.country, row.state, row.team, row.channel]
    return [row.key, row.name, *where, row.email_domains, group]


def _person_cells(row: PersonRow) -> list[str]:
    reach = [row.email, row.team, row.user, row.phone]
    return [row.district, row.role, row.name, *reach, row.building, row.training]


@given(st.data())
def test_a_written_list_reads_back_as_it_was(data: st.DataObject) -> None:
    districts = [data.draw(a_district(number)) for number in range(data.draw(st.integers(1, 4)))]
    people = [data.draw(a_person(number)) for number in range(data.draw(st.integers(0, 6)))]
    directory = read(_written(DISTRICT_COLUMNS, districts), _written(PEOPLE_COLUMNS, people))
    assert directory.wrong == ()
    assert [_district_cells(row) for row in directory.districts] == districts
    assert [_person_cells(row) for row in directory.people] == people
