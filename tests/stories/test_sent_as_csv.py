"""*Send me this as CSV*: what the log answers, as a file to whoever asked and to nobody else."""

import csv
import io

import sqlalchemy as sa

from demo.town import Town
from sandbox.faults import Fault, Trouble
from sandbox.people import Person
from storage.tables import audit, outbox, people, roster
from tests.emergency_cases import is_accepted
from tests.town_cases import open_case


async def asks(here: Town, name: str, question: str = "why", **filled: str) -> Person:
    """The answer stands in the window, and the file was asked for."""
    person = here.person(name)
    await person.opens_home()
    assert (await person.clicks_at_home("audit.ask")).acked
    assert not (await person.submits(question=question, **filled)).errors
    assert (await person.clicks_in_window("audit.csv")).acked
    assert "on its way" in await person.reads_window()
    await person.closes(everything=True)
    return person


async def sheet(here: Town, name: str) -> list[dict[str, str]]:
    """The one file that they have of the bot's."""
    (file,) = [seen.files for seen in await here.person(name).direct_messages() if seen.files]
    (found,) = [it for it in here.sandbox.slack.files.values() if it.name == file[0] and it.content]
    return list(csv.DictReader(io.StringIO((found.content or b"").decode("utf-8-sig"))))


async def refs(here: Town) -> list[tuple[str, bool]]:
    query = sa.select(audit.c.ref, audit.c.allowed).where(audit.c.act == "see-audit", audit.c.ref != "")
    async with here.bot.store.read() as tx:
        return [(row.ref, row.allowed) for row in (await tx.execute(query)).all()]


async def test_an_administrator_gets_their_districts_lines_alone_and_no_formula(here: Town) -> None:
    await open_case(here)
    async with here.bot.store.begin() as tx:
        named = people.update().where(people.c.user_id == "U0ANA").values(name='=HYPERLINK("https://evil.example")')
        await tx.execute(named)
    await here.person("pia").opens_home()
    await asks(here, "dana")
    await here.quiet()
    rows = await sheet(here, "dana")
    assert {row["district"] for row in rows} <= {"Lakeside Unified", ""}
    assert any(row["act"] == "open-case" and row["person"].startswith("'=HYPERLINK") for row in rows)
    assert "Grades vanish" not in str(rows)
    for name in ("ana", "kim", "drew"):
        assert not [seen for seen in await here.person(name).direct_messages() if seen.files]
    assert await refs(here) == [("sent-as:csv", True)]


async def test_of_emergencies_it_is_the_report_on_them(here: Town) -> None:
    await is_accepted(here)
    await asks(here, "kim", "emergencies")
    await here.quiet()
    (row,) = await sheet(here, "kim")
    assert (row["number"], row["reported by"], row["outcome"], row["decided by"]) == (
        "1",
        "Sam Rivera",
        "accepted",
        "Alex Kim",
    )
    assert "attendance" not in str(row)


async def test_whoever_lost_the_right_before_it_was_sent_gets_nothing(here: Town) -> None:
    await open_case(here)
    busy = Fault(trouble=Trouble.RATE_LIMITED, method="files.getUploadURLExternal", retry_after=30)
    here.sandbox.slack.faults.add(busy)
    await asks(here, "dana")
    dana = sa.select(people.c.id).where(people.c.user_id == "U0DANA").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == dana).values(standing="removed"))
    await here.quiet()
    async with here.bot.store.read() as tx:
        state = (await tx.execute(sa.select(outbox.c.state).where(outbox.c.kind == "report"))).scalar_one()
    assert state == "withheld"
    assert not [seen for seen in await here.person("dana").direct_messages() if seen.files]


async def test_where_slack_takes_no_file_whoever_waits_for_it_is_told_what_to_do(here: Town) -> None:
    await open_case(here)
    fault = Fault(
        trouble=Trouble.ERROR, method="files.getUploadURLExternal", error="file_uploads_disabled", times=None
    )
    here.sandbox.slack.faults.add(fault)
    dana = await asks(here, "dana")
    await here.quiet()
    told = [seen for seen in await dana.direct_messages() if "Slack did not take it" in seen.words]
    assert len(told) == 1
    assert "audit export" in told[0].words
    here.sandbox.slack.faults.clear()
    await asks(here, "dana")
    await here.quiet()
    assert await sheet(here, "dana")


async def test_an_answer_that_is_lost_is_asked_after_and_no_file_comes_twice(here: Town) -> None:
    await open_case(here)
    slack = here.sandbox.slack
    slack.faults.add(Fault(trouble=Trouble.DROP_AFTER, method="files.completeUploadExternal"))
    await asks(here, "dana")
    await here.quiet()
    assert len([seen for seen in await here.person("dana").direct_messages() if seen.files]) == 1


async def test_where_slack_does_not_answer_for_long_it_is_said_once(here: Town) -> None:
    await open_case(here)
    slack = here.sandbox.slack
    slack.faults.add(Fault(trouble=Trouble.SERVER_ERROR, method="files.getUploadURLExternal", times=None))
    dana = await asks(here, "dana")
    for _ in range(12):
        await here.pass_days(0.01)
    assert len([seen for seen in await dana.direct_messages() if "Slack did not take it" in seen.words]) == 1
