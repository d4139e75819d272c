"""The form asks what the type needs, changes with it, and is never lost."""

import base64
from typing import Any

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Person
from storage.tables import case_files, cases, districts, drafts, roster
from tests.town_cases import FILLED, at_lakeside, at_the_desk, is_contact_of_pine_ridge_too, open_case, send

ISSUE = {
    "steps": "Save a grade.",
    "expected": "It stays.",
    "actual": "It is gone.",
    "impact": "Two schools.",
    "frequency": "Now and then",
    "environment": "Production",
}
PER_TYPE: dict[str, dict[str, Any]] = {
    "question": {},
    "application-issue": ISSUE,
    "service-request": {"task": "Add a calendar.", "due": "2026-12-01"},
    "technical": {"impact": "All of us.", "environment": "Staging"},
    "enhancement": {},
}


async def _asks(here: Town, name: str = "ana", subject: str = "Grades vanish on save") -> Person:
    person = here.person(name)
    await person.types("/case", subject, channel=world.TOWN)
    return person


async def _kept(here: Town) -> list[Any]:
    async with here.bot.store.read() as tx:
        return [*(await tx.execute(sa.select(drafts))).all()]


@pytest.mark.parametrize("kind", PER_TYPE)
async def test_each_type_asks_what_it_needs_and_says_it_to_both_sides(here: Town, kind: str) -> None:
    ana = await _asks(here)
    await ana.clicks_in_window("form.type", kind)
    needs = PER_TYPE[kind]
    assert set((await ana.submits(**FILLED)).errors) == set(needs)
    if needs:
        await send(ana, **needs)
    assert "Case 1 is with Support" in await ana.reads_window()
    await here.quiet()
    for told in (await at_lakeside(here), await at_the_desk(here)):
        for words in needs.values():
            assert ("Tuesday, 1 December 2026" if words == "2026-12-01" else words) in told


async def test_an_update_or_a_refresh_is_a_technical_contacts_with_the_loss_confirmed(here: Town) -> None:
    tess = await _asks(here, "tess", "Refresh staging please")
    await tess.clicks_in_window("form.type", "update-or-refresh")
    assert set((await tess.submits(**FILLED)).errors) == {"ask", "environment", "due"}
    asked = {"ask": "Database refresh", "environment": "Staging", "due": "2026-12-01"}
    assert "its data is lost" in (await tess.submits(**asked)).errors["loss_confirmed"]
    assert not (await tess.submits(loss_confirmed=["yes"])).errors
    await here.quiet()
    assert "Database refresh; loss of data in the target confirmed" in await at_the_desk(here)


async def test_a_district_that_is_updated_as_a_group_is_refused_a_version_update_and_keeps_its_text(
    here: Town,
) -> None:
    async with here.bot.store.begin() as tx:
        await tx.execute(districts.update().values(updates_as_group=True))
    tess = await _asks(here, "tess", "Update us please")
    await tess.clicks_in_window("form.type", "update-or-refresh")
    asked = {"ask": "Version update", "environment": "Staging", "due": "2026-12-01"}
    await tess.submits(**FILLED, **asked)
    assert "updated together with others" in await tess.reads_window()
    await tess.closes()
    assert (await tess.typed())["description"] == FILLED["description"]
    assert not (await tess.submits(ask="Database refresh", loss_confirmed=["yes"])).errors
    assert "Case 1 is with Support" in await tess.reads_window()


async def test_an_enhancement_is_promised_nothing_and_contacts_are_changed_by_no_case(here: Town) -> None:
    ana = await _asks(here)
    await ana.clicks_in_window("form.type", "enhancement")
    assert "No promise is made" in await ana.reads_window()
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.type", "modify-contacts")
    shown = await ana.reads_window()
    assert "not changed by a case, but by a request" in shown
    assert "Description" not in shown
    assert set((await ana.submits()).errors) == {"type"}
    await ana.clicks_in_window("form.type", "question")
    assert (await ana.typed())["description"] == FILLED["description"]
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(cases.c.number))).all() == []


async def test_what_a_change_of_type_hides_comes_back_with_it(here: Town) -> None:
    ana = await _asks(here)
    await ana.clicks_in_window("form.type", "application-issue")
    await ana.fills(**FILLED, **ISSUE)
    await ana.clicks_in_window("form.type", "question")
    assert "steps" not in await ana.typed()
    assert (await ana.typed())["description"] == FILLED["description"]
    await ana.clicks_in_window("form.type", "application-issue")
    typed = await ana.typed()
    assert {name: typed[name] for name in ISSUE} == {**ISSUE, "frequency": "intermittent"}
    assert not (await ana.submits()).errors
    await here.quiet()
    assert "Save a grade." in await at_the_desk(here)


async def test_a_draft_is_saved_in_the_persons_own_zone_offered_again_and_gone_after_a_day(here: Town) -> None:
    ana = await _asks(here)
    assert await _kept(here) == []
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.save")
    assert "saved 12:" in await ana.reads_window()
    await ana.closes(everything=True)
    await ana.types("/case", "Something else", channel=world.TOWN)
    assert "You have a draft, saved 12:" in await ana.reads_window()
    await ana.closes(everything=True)
    await ana.types("/case", channel=world.TOWN)
    assert (await ana.typed())["description"] == FILLED["description"]
    assert (await ana.typed())["subject"] == "Grades vanish on save"
    await ana.closes(everything=True)
    await here.person("ben").types("/case", channel=world.TOWN)
    assert (await here.person("ben").typed())["description"] == ""
    await here.pass_days(1.01)
    assert await _kept(here) == []
    await ana.types("/case", channel=world.TOWN)
    assert (await ana.typed())["description"] == ""


async def test_whoever_starts_afresh_has_an_empty_form_and_no_draft(here: Town) -> None:
    ana = await _asks(here)
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.save")
    await ana.clicks_in_window("form.afresh")
    assert {value for block, value in (await ana.typed()).items() if block not in ("type", "urgency")} == {""}
    assert await _kept(here) == []
    assert not (await ana.submits(**FILLED, subject="Another thing")).errors
    assert "Case 1 is with Support" in await ana.reads_window()


async def test_a_draft_for_a_district_is_offered_for_another_no_more_once_the_right_at_the_first_has_ended(
    here: Town,
) -> None:
    await is_contact_of_pine_ridge_too(here)
    ana = await _asks(here)
    await ana.fills(**FILLED, district="Pine Ridge Schools")
    await ana.clicks_in_window("form.save")
    await ana.closes(everything=True)
    for standing, stands in (("removed", ""), ("active", FILLED["description"])):
        await is_contact_of_pine_ridge_too(here, standing=standing)
        await ana.types("/case", channel=world.TOWN)
        assert (await ana.typed())["description"] == stands
        await ana.closes(everything=True)


async def test_a_draft_is_erased_with_its_sending(here: Town) -> None:
    ana = await _asks(here)
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.save")
    assert len(await _kept(here)) == 1
    assert not (await ana.submits()).errors
    assert await _kept(here) == []


@pytest.mark.parametrize("wrong", [{"subject": "Ink"}, {"description": " "}, {"type": "Technical / Hosting"}])
async def test_what_stood_in_a_form_in_which_something_is_wrong_is_a_draft_once_it_is_sent(
    here: Town, wrong: dict[str, str]
) -> None:
    ana, typed = await _asks(here), {**FILLED, **wrong}
    await ana.submits(**typed)
    assert len(await _kept(here)) == 1
    await ana.closes(everything=True)
    await ana.types("/case", channel=world.TOWN)
    assert "is with Support" not in await ana.reads_window()
    stands = await ana.typed()
    stands["type"] = "Technical / Hosting" if stands["type"] == "technical" else "Question"
    assert {name: stands[name] for name in typed} == typed


async def test_whoever_lost_the_right_meanwhile_is_refused_and_keeps_the_text(here: Town) -> None:
    ana = await _asks(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == 1).values(standing="removed"))
    await ana.submits(**FILLED)
    assert "authorized contacts" in await ana.reads_window()
    await ana.closes()
    assert (await ana.typed())["description"] == FILLED["description"]
    (kept,) = await _kept(here)
    assert FILLED["description"] in kept.fields
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == 1).values(standing="active"))
    assert not (await ana.submits()).errors
    assert "Case 1 is with Support" in await ana.reads_window()


async def test_a_fault_of_the_database_leaves_the_text_in_the_form_and_in_the_draft(here: Town) -> None:
    ana = await _asks(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("alter table audit rename to elsewhere"))
    await ana.submits(**FILLED)
    assert "tell Support the reference" in await ana.reads_window()
    await ana.closes()
    assert (await ana.typed())["description"] == FILLED["description"]
    assert len(await _kept(here)) == 1
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("alter table elsewhere rename to audit"))
    assert not (await ana.submits()).errors
    assert "is with Support" in await ana.reads_window()


async def test_a_fault_that_takes_the_draft_too_leaves_the_text_in_the_form(here: Town) -> None:
    ana = await _asks(here)
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("alter table people rename to elsewhere"))
    await ana.submits(**FILLED)
    assert "tell Support the reference" in await ana.reads_window()
    await ana.closes()
    assert (await ana.typed())["description"] == FILLED["description"]
    async with here.bot.store.begin() as tx:
        await tx.execute(sa.text("alter table elsewhere rename to people"))
    assert not (await ana.submits()).errors


async def test_cases_like_it_are_shown_when_the_subject_is_entered_of_the_own_district_alone(here: Town) -> None:
    await open_case(here)
    pia = await _asks(here, "pia", "GRADES vanish")
    await pia.clicks_in_window("form.subject", "GRADES vanish again")
    assert "Open case 1" not in await pia.reads_window()
    ben = await _asks(here, "ben", "")
    await ben.fills(**FILLED)
    await ben.clicks_in_window("form.subject", "GRÄDES vänish again")
    assert "Grades vanish on save" in await ben.reads_window()
    await ben.clicks_in_window("case.view#0")
    assert "They are gone after a reload." in await ben.reads_window()
    await ben.closes()
    assert (await ben.typed())["description"] == FILLED["description"]
    assert not (await ben.submits()).errors
    assert "Case 2 is with Support" in await ben.reads_window()


async def test_cases_like_it_are_shown_once_before_the_form_is_sent(here: Town) -> None:
    await open_case(here)
    ben = await _asks(here, "ben", "Grades vanish again")
    assert not (await ben.submits(**FILLED)).errors
    assert "Is it one of these?" in await ben.reads_window()
    (kept,) = await _kept(here)
    assert FILLED["description"] in kept.fields
    assert (await ben.typed())["description"] == FILLED["description"]
    assert not (await ben.submits()).errors
    assert "Case 2 is with Support" in await ben.reads_window()
    pia = await _asks(here, "pia", "Grades vanish again")
    assert not (await pia.submits(**FILLED)).errors
    assert "Case 3 is with Support" in await pia.reads_window()


async def _uploads(here: Town, person: Person, name: str, content: bytes) -> str:
    sent = {"user": person.id, "name": name, "content": base64.b64encode(content).decode()}
    return str((await here.people.do("upload", **sent))["file"])


async def test_files_of_the_form_are_carried_to_both_threads_and_go_when_they_are_redacted(here: Town) -> None:
    ana = await _asks(here)
    file = await _uploads(here, ana, "screen.png", b"picture")
    await ana.clicks_in_window("form.type", "enhancement")
    await ana.submits(**FILLED, files=[file])
    await here.quiet()
    for name, channel in (("ana", world.LAKESIDE), ("alex", world.DESK)):
        assert ("screen.png",) in [seen.files for seen in await here.thread(here.person(name), channel)]
    card = await here.card(ana, world.LAKESIDE)
    await ana.uses_shortcut("shortcut.redact", channel=world.LAKESIDE, on=card.ts)
    await ana.submits()
    await here.quiet()
    for name, channel in (("ana", world.LAKESIDE), ("alex", world.DESK)):
        assert ("screen.png",) not in [seen.files for seen in await here.thread(here.person(name), channel)]
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(case_files))).all() == []


async def test_no_program_and_nothing_too_large_is_taken_in_a_form_and_the_rest_stays(here: Town) -> None:
    ana = await _asks(here)
    program, large = await _uploads(here, ana, "setup.exe", b"MZ"), await _uploads(here, ana, "log.txt", b"words")
    here.sandbox.slack.files[large].size = 10 * 1024 * 1024 + 1
    assert "“setup.exe” is a program" in (await ana.submits(**FILLED, files=[program])).errors["files"]
    assert "“log.txt” is larger than 10 MB" in (await ana.submits(files=[large])).errors["files"]
    assert (await ana.typed())["description"] == FILLED["description"]
    assert not (await ana.submits(files=[])).errors
    assert "Case 1 is with Support" in await ana.reads_window()


async def test_a_file_of_the_form_that_cannot_be_carried_is_said_with_a_link(here: Town) -> None:
    ana = await _asks(here)
    file = await _uploads(here, ana, "screen.png", b"picture")
    await ana.submits(**FILLED, files=[file])
    here.sandbox.slack.files[file].name = "screen.exe"
    await here.quiet()
    told = await at_the_desk(here)
    assert "“screen.exe” is a program" in told
    assert "Open it where it was posted" in told


async def test_a_critical_case_still_asks_for_a_call(here: Town) -> None:
    ana = await _asks(here, subject="Nobody can log in")
    await ana.clicks_in_window("form.type", "technical")
    await ana.submits(**FILLED, **PER_TYPE["technical"], urgency="Critical", scope="district")
    assert "555-0199" in await ana.reads_window()


async def test_whoever_lost_the_right_goes_on_saving_what_they_type_and_is_refused_when_they_send(here: Town) -> None:
    await open_case(here)
    ana = await _asks(here, subject="Grades vanish again")
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == 1).values(standing="removed"))
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.subject", "Grades vanish once more")
    shown = await ana.reads_window()
    assert "saved 12:" in shown
    assert "Open case 1" not in shown
    await ana.submits()
    assert "authorized contacts" in await ana.reads_window()
    await ana.closes()
    assert (await ana.typed())["description"] == FILLED["description"]


async def test_home_button_and_global_shortcut_offer_the_same_form_and_draft(here: Town) -> None:
    ana = await _asks(here)
    await ana.fills(**FILLED)
    await ana.clicks_in_window("form.save")
    await ana.closes(everything=True)
    await ana.uses_shortcut("shortcut.open-case")
    assert (await ana.typed())["description"] == FILLED["description"]
    await ana.closes(everything=True)
    await ana.opens_home()
    await ana.clicks_at_home("case.open")
    assert (await ana.typed())["description"] == FILLED["description"]
    assert not (await ana.submits()).errors
    assert "Case 1 is with Support" in await ana.reads_window()
