"""`/case reports`: numbers at once, picture and files to whoever asked, of what they may see (POLICY 9)."""

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.faults import Fault, Trouble
from storage.tables import audit, case_words, outbox, people, roster
from tests.report_cases import asks_for, gets, report
from tests.town_cases import is_contact_of_pine_ridge_too, open_case, taken_case

FORMULA = '=HYPERLINK("https://evil.example")'


async def test_a_contact_reads_the_numbers_at_once_and_gets_picture_and_files(here: Town) -> None:
    await open_case(here)
    said = await asks_for(here, "ana")
    assert "1 case is open, none for longer than today" in said
    assert "Lakeside Unified · 24 November 2026" in said
    assert "Grades: 1 case, median age 0, oldest 0 business days" in said
    (got,) = await gets(here, "ana")
    assert "1 case is open" in got.said
    assert set(got.files) == {"png", "csv", "xlsx"}
    assert (got.files["png"].content or b"").startswith(b"\x89PNG")
    assert "Bar chart. 1 case is open" in got.files["png"].alt
    assert "Grades 1 (oldest 0)" in got.files["png"].alt
    assert got.line("module", "Grades")["cases"] == "1"
    assert got.sheets == ["Numbers", "Cases", "About"]
    assert "Grades vanish on save" in got.words
    for name in ("ben", "dana", "alex", "sam"):
        assert not await gets(here, name), name


@pytest.mark.parametrize("name", ["ana", "dana", "alex", "kim"])
async def test_the_home_of_whoever_may_ask_has_a_button_for_it(here: Town, name: str) -> None:
    person = here.person(name)
    await person.opens_home()
    await person.clicks_at_home("reports.ask")
    assert "Open cases and their age" in await person.reads_window()


async def test_the_home_of_staff_has_none(here: Town) -> None:
    assert "Reports…" not in await here.person("sam").opens_home()


async def test_no_words_of_people_stand_beside_the_files(here: Town) -> None:
    await open_case(here)
    for kind in ("open-cases", "volume", "times", "waiting", "reopenable", "issues"):
        got = await report(here, "ana", report=kind)
        assert "vanish" not in got.said
        assert "vanish" not in got.files["png"].alt
        assert "vanish" not in str(got.csv)


async def test_a_formula_in_a_subject_is_a_string_in_the_workbook(here: Town) -> None:
    await open_case(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(case_words.update().values(subject=FORMULA))
    got = await report(here, "ana")
    assert FORMULA.replace('"', "&quot;") in got.words or FORMULA in got.words
    sheets = [name for name in got.workbook.namelist() if "sheets/sheet" in name]
    assert len(sheets) == len(got.sheets)
    for name in sheets:
        assert "<f>" not in got.workbook.read(name).decode()
    assert not [name for name in got.workbook.namelist() if "_rels/sheet" in name]


async def test_an_administrator_who_is_no_contact_gets_numbers_and_no_cases(here: Town) -> None:
    await open_case(here)
    got = await report(here, "dana")
    assert got.line("module", "Grades")["cases"] == "1"
    assert got.sheets == ["Numbers", "About"]
    assert "vanish" not in got.words
    all_of_it = await report(here, "kim")
    assert "All districts" in all_of_it.said
    assert all_of_it.sheets == ["Numbers", "About"]
    assert "vanish" not in all_of_it.words


async def test_support_sees_all_districts_or_one(here: Town) -> None:
    await open_case(here)
    everything = await report(here, "alex")
    assert "All districts" in everything.said
    assert "vanish" in everything.words
    assert "No case is open" in await asks_for(here, "alex", district="pine-ridge")
    assert "1 case is open" in await asks_for(here, "alex", district="lakeside")


async def test_a_district_sees_its_own_cases_alone(here: Town) -> None:
    await open_case(here)
    assert "No case is open" in await asks_for(here, "pia")
    got = (await gets(here, "pia"))[-1]
    assert "Lakeside" not in got.said + got.words + str(got.csv)


async def test_whoever_may_see_no_report_is_refused(here: Town) -> None:
    for name in ("sam", "nora"):
        person = here.person(name)
        await person.types("/case", "reports", channel=world.TOWN)
        await here.quiet()
        assert await person.window() is None
        assert await person.hints(world.TOWN)


async def test_of_two_districts_one_or_both_are_asked_about(here: Town) -> None:
    await open_case(here)
    await is_contact_of_pine_ridge_too(here)
    assert "Lakeside Unified and Pine Ridge" in await asks_for(here, "ana", district="all")
    assert "No case is open" in await asks_for(here, "ana", district="pine-ridge")


async def test_two_dates_are_both_needed_and_are_days_of_the_district(here: Town) -> None:
    await open_case(here)
    ana = here.person("ana")
    await ana.types("/case", "reports", channel=world.TOWN)
    wrong = await ana.submits(report="volume", period="dates", first="2026-11-24")
    assert "Please choose both days" in wrong.errors["last"]
    assert not (await ana.submits(report="volume", period="dates", first="2026-11-24", last="2026-11-24")).errors
    assert "1 case was opened" in await ana.reads_window()
    assert "No case was opened" in await asks_for(
        here, "ana", report="volume", period="dates", first="2026-11-20", last="2026-11-23"
    )


async def test_whoever_lost_the_right_before_it_was_sent_gets_nothing(here: Town) -> None:
    await open_case(here)
    busy = Fault(trouble=Trouble.RATE_LIMITED, method="files.getUploadURLExternal", retry_after=30)
    here.sandbox.slack.faults.add(busy)
    await asks_for(here, "ana")
    ana = sa.select(people.c.id).where(people.c.user_id == "U0ANA").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ana).values(standing="removed"))
    assert not await gets(here, "ana")
    async with here.bot.store.read() as tx:
        state = (await tx.execute(sa.select(outbox.c.state).where(outbox.c.kind == "report"))).scalar_one()
    assert state == "withheld"


async def test_it_is_made_of_the_record_as_it_stands_when_it_is_sent(here: Town) -> None:
    await open_case(here)
    busy = Fault(trouble=Trouble.RATE_LIMITED, method="files.getUploadURLExternal", retry_after=30)
    here.sandbox.slack.faults.add(busy)
    assert "1 case is open" in await asks_for(here, "ana")
    await open_case(here, subject="Bus numbers are missing")
    assert "2 cases are open" in (await gets(here, "ana"))[-1].said


async def test_where_slack_takes_no_file_whoever_waits_for_it_is_told(here: Town) -> None:
    fault = Fault(
        trouble=Trouble.ERROR, method="files.getUploadURLExternal", error="file_uploads_disabled", times=None
    )
    here.sandbox.slack.faults.add(fault)
    await asks_for(here, "ana")
    await here.quiet()
    told = [seen for seen in await here.person("ana").direct_messages() if "did not take its files" in seen.words]
    assert len(told) == 1


async def test_an_answer_that_is_lost_is_asked_after_and_no_report_comes_twice(here: Town) -> None:
    here.sandbox.slack.faults.add(Fault(trouble=Trouble.DROP_AFTER, method="files.completeUploadExternal"))
    await asks_for(here, "ana")
    assert len(await gets(here, "ana")) == 1


async def test_asking_leaves_its_line_in_the_log(here: Town) -> None:
    await taken_case(here)
    await report(here, "ana", report="volume")
    async with here.bot.store.read() as tx:
        query = sa.select(audit).where(audit.c.act == "see-reports").order_by(audit.c.id)
        lines = [(row.allowed, row.rule, row.ref) for row in (await tx.execute(query)).all()]
    assert lines == [
        (True, "contact-of-the-district", ""),
        (True, "contact-of-the-district", "report:volume"),
    ]
