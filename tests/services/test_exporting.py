"""The export of a district: all that is its own, nothing of anybody else's, and nothing that runs."""

import stat
from pathlib import Path

import pytest

from bot.domain.ids import PersonId, QuestionId
from bot.domain.questions import Said
from bot.export_folder import NotThere
from bot.export_writing import Progress
from bot.running_audit import NotClear
from bot.views import exports
from storage import holdings, questions
from storage.exporting import SUBJECTS
from storage.holdings import HOLDINGS, Held, Kind
from storage.store import Store
from storage.tables import (
    audit,
    case_words,
    cases,
    comment_versions,
    comments,
    districts,
    emergencies,
    people,
    roster,
)
from tests.exported import every_byte, exported, lines, nobody
from tests.filled import AT, Filled, fill

SAID = (Kind.WORDS, Kind.PERSON)


@pytest.fixture
async def mine(store: Store) -> Filled:
    return await fill(store, "northfield")


@pytest.fixture
async def other(store: Store, mine: Filled) -> Filled:
    """Another district beside it."""
    assert mine.tag == "northfield"
    return await fill(store, "southfield")


def _planted(filled: Filled, held: Held) -> list[str]:
    names = [f"{held.table}.{name}" for name, kind in holdings.kinds(held) if kind in SAID]
    return [filled.planted[name] for name in names if name in filled.planted]


async def test_all_that_the_map_calls_a_districts_is_in_its_export_or_kept_back_with_a_reason(
    database_url: str, tmp_path: Path, mine: Filled
) -> None:
    await exported(database_url, "northfield", tmp_path / "out")
    written = every_byte(tmp_path / "out").decode()
    for held in HOLDINGS:
        for word in _planted(mine, held):
            is_given = bool(held.districts) and not held.desk and not held.kept_back
            is_named = word in (mine.planted["issues.title"], mine.planted["notifications.title"])
            assert (word in written) is (is_given or is_named), word


async def test_nothing_of_another_district_is_in_it(
    database_url: str, tmp_path: Path, mine: Filled, other: Filled
) -> None:
    await exported(database_url, "northfield", tmp_path / "out")
    written = every_byte(tmp_path / "out")
    assert mine.tag.encode() in written
    assert other.tag.encode() not in written


async def test_a_person_of_two_districts_brings_nothing_of_the_other(
    store: Store, database_url: str, tmp_path: Path, mine: Filled, other: Filled
) -> None:
    line = {"person_id": other.ids["people"], "district_id": mine.district, "role": "technical", "since": AT}
    async with store.begin() as tx:
        await tx.execute(roster.insert().values(line))
        await tx.execute(roster.update().where(roster.c.id == other.ids["roster"]).values(building="Otherhall"))
    await exported(database_url, "northfield", tmp_path / "out")
    written = every_byte(tmp_path / "out").decode()
    shared = {word for name, word in other.planted.items() if name.startswith("people.")}
    assert other.planted["people.name"] in written
    assert [word for word in other.planted.values() if word in written and word not in shared] == []
    assert "Otherhall" not in written


async def test_who_of_another_district_stands_in_its_audit_log_is_not_named(
    store: Store, database_url: str, tmp_path: Path, mine: Filled, other: Filled
) -> None:
    """They asked for one of its cases, and were refused."""
    line = {"at": AT, "person_id": other.ids["people"], "act": "view-case", "rule": "NotFound", "allowed": False}
    async with store.begin() as tx:
        await tx.execute(audit.insert().values(line | {"district_id": mine.district}))
    await exported(database_url, "northfield", tmp_path / "out")
    assert "Somebody of another district" in {it["person"] for it in lines(tmp_path / "out", "audit")}
    assert other.tag.encode() not in every_byte(tmp_path / "out")


async def test_what_is_the_vendors_alone_is_not_in_it(
    store: Store, database_url: str, tmp_path: Path, mine: Filled
) -> None:
    """Why support accepted an emergency, what it deleted again, how its people are reached."""
    agent = {"name": "Alex Kim", "email": "alexmail", "phone": "alexphone", "team_id": "T0V", "user_id": "U0V"}
    async with store.begin() as tx:
        who = (await tx.execute(people.insert().values(agent).returning(people.c.id))).scalar_one()
        await tx.execute(roster.insert().values(person_id=who, role="agent"))
        said = (
            await tx.execute(
                comments.insert()
                .values(case_number=mine.ids["cases"], author_id=who, kind="reply", at=AT, deleted_at=AT)
                .returning(comments.c.id)
            )
        ).scalar_one()
        await tx.execute(comment_versions.insert().values(comment_id=said, edited_ts="", words="takenbackqx"))
        await tx.execute(emergencies.update().values(state="accepted"))
        await tx.execute(cases.update().values(reporter_id=who))
        await tx.execute(comments.update().where(comments.c.author_id != who).values(deleted_at=AT))
    await exported(database_url, "northfield", tmp_path / "out")
    written = every_byte(tmp_path / "out").decode()
    assert "Alex Kim (Support)" in written
    for word in ("alexmail", "alexphone", "U0V", "takenbackqx", mine.planted["emergency_words.reason"]):
        assert word not in written
    said = {line["words"] for line in lines(tmp_path / "out", "comments")}
    assert said == {exports.DELETED, mine.planted["comment_versions.words"]}


async def test_why_a_question_was_declined_reads_alike_of_a_coach_and_of_a_contact(
    store: Store, database_url: str, tmp_path: Path, mine: Filled
) -> None:
    question, coach = QuestionId(mine.ids["questions"]), PersonId(mine.ids["people"])
    async with store.begin() as tx:
        await questions.say(tx, question, Said.COACHS_REASON, by=coach, words="I know nothing of it.")
        await questions.say(tx, question, Said.REASON, by=coach, words="Ask the registrar.")
    await exported(database_url, "northfield", tmp_path / "out")
    assert {(line["what"], line["words"]) for line in lines(tmp_path / "out", "questions")} == {
        ("question", mine.planted["question_words.words"]),
        ("reason", "I know nothing of it."),
        ("reason", "Ask the registrar."),
    }


async def test_words_that_were_taken_out_show_that_they_were(
    store: Store, database_url: str, tmp_path: Path, mine: Filled
) -> None:
    async with store.begin() as tx:
        blank = {"subject": "", "description": "", "redacted_at": AT}
        await tx.execute(case_words.update().values(**blank))
        await tx.execute(comment_versions.delete())
        await tx.execute(people.update().values(name="", user_id=None, team_id=None))
    await exported(database_url, "northfield", tmp_path / "out")
    (case,) = lines(tmp_path / "out", "cases")
    assert (case["subject"], case["description"]) == ("[redacted]", "[redacted]")
    assert case["contact"] == f"Erased person {mine.ids['people']}"
    (comment,) = lines(tmp_path / "out", "comments")
    assert comment["words"] == "[erased]"
    text = (tmp_path / "out" / "cases" / f"{mine.ids['cases']:04}.txt").read_text()
    assert "[redacted]" in text
    assert "[erased]" in text


async def test_what_somebody_typed_is_text_to_a_spreadsheet_and_stands_apart_in_a_text(
    store: Store, database_url: str, tmp_path: Path, mine: Filled
) -> None:
    formula = '=HYPERLINK("http://x")'
    async with store.begin() as tx:
        await tx.execute(case_words.update().values(subject=formula, description="one\nCase 99: not ours\x1b[31m"))
        await tx.execute(comment_versions.update().values(words="\uff1d1+1"))
        await tx.execute(people.update().values(phone="+1 555 0100"))
        await tx.execute(districts.update().values(name="-2+3"))
    await exported(database_url, "northfield", tmp_path / "out")
    (case,) = lines(tmp_path / "out", "cases")
    assert case["subject"] == f"'{formula}"
    assert case["description"] == "one\nCase 99: not ours [31m"
    assert lines(tmp_path / "out", "comments")[0]["words"] == "'\uff1d1+1"
    assert lines(tmp_path / "out", "people")[0]["phone"] == "'+1 555 0100"
    assert lines(tmp_path / "out", "settings")[0]["name"] == "'-2+3"
    text = (tmp_path / "out" / "cases" / f"{mine.ids['cases']:04}.txt").read_text()
    assert "\n    Case 99: not ours" in text
    assert "\nCase 99" not in text


async def test_every_line_is_there_once_however_many_there_are(
    store: Store, database_url: str, tmp_path: Path, mine: Filled
) -> None:
    """More comments than a page has, in versions that a page's end divides."""
    async with store.begin() as tx:
        for number in range(1203):
            row = {"case_number": mine.ids["cases"], "author_id": mine.ids["people"], "kind": "reply", "at": AT}
            said = (await tx.execute(comments.insert().values(row).returning(comments.c.id))).scalar_one()
            versions = [{"comment_id": said, "edited_ts": it, "words": f"w{number}v{it}x"} for it in ("", "1764.01")]
            await tx.execute(comment_versions.insert(), versions)
    steps: list[int] = []
    totals: list[int] = []
    done = await exported(
        database_url, "northfield", tmp_path / "out", progress=Progress(begin=totals.append, step=steps.append)
    )
    found = [line["words"] for line in lines(tmp_path / "out", "comments")]
    assert len(found) == len(set(found)) == 1 + 2 * 1203
    text = (tmp_path / "out" / "cases" / f"{mine.ids['cases']:04}.txt").read_text()
    assert text.count("before it was edited:") == 1203
    assert sum(steps) == sum(totals) == sum(done.lines.values())


async def test_it_is_for_its_owner_alone_and_says_what_is_what(
    database_url: str, tmp_path: Path, mine: Filled
) -> None:
    assert mine.tag
    done = await exported(database_url, "northfield", tmp_path / "deep", clock=None)
    readme = (tmp_path / "deep" / "README.txt").read_text()
    for path in (tmp_path / "deep").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
        if path.suffix == ".csv":
            assert f"{path.name} ".ljust(24) + f"{done.lines[path.stem]:>8}" in readme
    assert {path.stem for path in (tmp_path / "deep").glob("*.csv")} == set(exports.FILES)
    assert {subject.name for subject in SUBJECTS} | {"audit"} == set(exports.FILES)
    assert "2026-11-02 09:30 (America/Chicago), 2026-11-02 15:30 UTC" in readme


async def test_two_exports_are_the_same_but_for_the_record_of_the_first(
    database_url: str, tmp_path: Path, mine: Filled
) -> None:
    assert mine.tag
    for name in ("one", "two"):
        await exported(database_url, "northfield", tmp_path / name)
    first, second = lines(tmp_path / "one", "audit"), lines(tmp_path / "two", "audit")
    assert second[: len(first)] == first
    assert [line["what"] for line in second[len(first) :]] == ["a command was run where the bot runs"] * 2
    assert [line["rule"] for line in second[-3:]] == [
        "district-export-begun",
        "district-exported",
        "district-export-begun",
    ]
    for name in ("one", "two"):
        (tmp_path / name / "audit.csv").unlink()
        (tmp_path / name / "README.txt").unlink()
    assert every_byte(tmp_path / "one") == every_byte(tmp_path / "two")


async def test_a_folder_that_is_there_stays_as_it_is_and_an_unknown_district_says_which_there_are(
    database_url: str, tmp_path: Path, mine: Filled
) -> None:
    assert mine.tag
    (tmp_path / "out").mkdir()
    with pytest.raises(NotThere, match="nothing is overwritten"):
        await exported(database_url, "northfield", tmp_path / "out")
    with pytest.raises(NotThere, match="can be written to"):
        await exported(database_url, "northfield", tmp_path / "nowhere" / "out")
    with pytest.raises(NotClear, match="There are: northfield"):
        await exported(database_url, "lakeside", tmp_path / "other")
    assert list((tmp_path / "out").iterdir()) == []


async def test_an_export_that_breaks_leaves_nothing(database_url: str, tmp_path: Path, mine: Filled) -> None:
    assert mine.tag

    def breaks(_: int) -> None:
        raise KeyboardInterrupt

    place = tmp_path / "to"
    place.mkdir()
    with pytest.raises(KeyboardInterrupt):
        await exported(database_url, "northfield", place / "out", progress=Progress(begin=nobody, step=breaks))
    assert list(place.iterdir()) == []
