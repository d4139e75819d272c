"""The report on the emergency exception, as whoever runs the bot reads it."""

import csv
import io
from pathlib import Path

from bot import reporting
from bot.domain.emergencies import Report, State, Use
from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, SlackUser, TeamId, UserId
from bot.services import emergencies
from demo import world
from demo.town import environment, import_samples
from storage.engines import opened
from storage.inbound import FormKey
from tests.clockwork import HOUR, NOON
from tests.porch.processes import bot

NOWHERE = "http://127.0.0.1:9/api/"
SINCE = ("--since", "2026-11-01")


async def test_every_use_is_listed_and_a_district_alone(tmp_path: Path, database_url: str) -> None:
    await import_samples(database_url, NOON)
    sam = SlackUser(team=TeamId(world.TEAM), user=UserId("U0SAM"))
    said = Report(broken="All of it", affected="Us", unreachable="They fly", phone="1")
    async with opened(database_url) as store:
        await emergencies.report(store, who=sam, district=DistrictId(1), said=said, now=NOON, once=FormKey("a"))
    given = environment(NOWHERE, database_url, transport="socket", port=0)
    listed = await bot("emergencies", *SINCE, settings=given, folder=tmp_path)
    assert "Lakeside Unified, Sam Rivera: asked" in listed.out
    assert "All of it" not in listed.out
    other = await bot("emergencies", *SINCE, "--district", "pine-ridge", settings=given, folder=tmp_path)
    assert "nothing" in other.out
    unknown = await bot("emergencies", "--district", "nowhere", settings=given, folder=tmp_path)
    assert (unknown.code, unknown.is_plain) == (1, True)
    mistyped = await bot("emergencies", "--since", "yesterday", settings=given, folder=tmp_path)
    assert (mistyped.code, mistyped.err.strip()) == (2, "--since takes a day such as 2026-11-24")
    as_csv = await bot("emergencies", *SINCE, "--csv", settings=given, folder=tmp_path)
    head, row = csv.reader(io.StringIO(as_csv.out))
    assert dict(zip(head, row, strict=True))["reported by"] == "Sam Rivera"


def test_a_name_that_a_spreadsheet_would_run_is_text() -> None:
    use = Use(
        id=EmergencyId(1),
        asked_at=NOON,
        district="=1+1",
        person="@SUM(A1)",
        state=State.CLAIMED,
        agent="-x",
        decided_at=NOON,
        case=CaseNumber(17),
        claimed_by="+y",
        claimed_at=NOON + HOUR,
    )
    (_, row) = csv.reader(io.StringIO(reporting.as_csv([use])))
    assert [field for field in row if field.startswith(("=", "@", "-", "+"))] == []
    assert row[-1] == "1.0"
