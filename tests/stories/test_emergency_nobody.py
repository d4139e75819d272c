"""An emergency of a district that has no contact, or none but who reports it: nobody reads that one is told."""

from demo import world
from demo.town import Town
from tests.emergency_cases import decides, direct, line, reports
from tests.town_cases import is_contact_of_pine_ridge_too

WITH_CONTACTS = "Your report is with Support's agents and with your district's contacts."
ALONE = "Your report is with Support's agents."
APPOINTS = "Your district appoints them: please ask its administrator for the software."
TO_NAME_ONE = "has no authorized contact who could take it. Please name one"


async def _leaves(here: Town, *names: str) -> None:
    for name in names:
        await line(here, name, standing="removed")


async def _opens_form(here: Town, name: str) -> str:
    person = here.person(name)
    await person.types("/case", "emergency", channel=world.TOWN)
    return await person.reads_window()


async def _opens_home(here: Town, name: str) -> str:
    said = await here.person(name).opens_home()
    assert "Your emergency" in said
    return said


async def _reports_again(here: Town, name: str) -> str:
    """What they read then."""
    person = here.person(name)
    await person.types("/case", "emergency", channel=world.TOWN)
    said = (await person.hints(world.TOWN))[-1].words
    assert "You reported an emergency already" in said
    return said


async def test_where_there_are_contacts_who_reports_one_reads_that_they_are_told(here: Town) -> None:
    assert "Support's agents and all your district's contacts are told at once" in await _opens_form(here, "sam")
    assert WITH_CONTACTS in await reports(here)
    assert WITH_CONTACTS in await direct(here, "sam")
    assert TO_NAME_ONE not in await direct(here, "dana")


async def test_where_there_is_none_who_reports_one_reads_so_and_who_appoints_them(here: Town) -> None:
    await _leaves(here, "ana", "ben", "tess")
    nobody = f"Lakeside Unified has no authorized contact at the moment. {APPOINTS}"
    form = await _opens_form(here, "sam")
    assert "Support's agents are told at once" in form
    assert nobody in form
    await here.person("sam").closes(everything=True)
    for said in (await reports(here), await direct(here, "sam")):
        assert ALONE in said
        assert nobody in said
        assert WITH_CONTACTS not in said
    assert TO_NAME_ONE in await direct(here, "dana")


async def test_an_administrator_who_reports_one_where_there_is_none_is_not_told_of_their_own_report(
    here: Town,
) -> None:
    await _leaves(here, "ana", "ben", "tess")
    await reports(here, "dana")
    assert TO_NAME_ONE not in await direct(here, "dana")
    assert TO_NAME_ONE in await direct(here, "lee")


async def test_the_only_contact_who_reports_one_reads_so_and_who_can_name_another_hears_of_it(here: Town) -> None:
    await _leaves(here, "ben", "tess")
    nobody = f"Lakeside Unified has no authorized contact but you at the moment. {APPOINTS}"
    assert nobody in await _opens_form(here, "ana")
    await here.person("ana").closes(everything=True)
    for said in (await reports(here, "ana"), await direct(here, "ana")):
        assert nobody in said
        assert WITH_CONTACTS not in said
    for keeper in ("dana", "lee"):
        assert TO_NAME_ONE in await direct(here, keeper), keeper
    for said in (await _opens_home(here, "ana"), await _reports_again(here, "ana")):
        assert "contacts know of it" not in said
    assert not (await decides(here, "alex", "accept", module="Attendance")).errors
    assert "Who of you claims it?" in await direct(here, "ana")


async def test_whose_form_asks_for_the_district_reads_which_of_them_has_none(here: Town) -> None:
    await _leaves(here, "ben", "tess")
    await is_contact_of_pine_ridge_too(here)
    form = await _opens_form(here, "ana")
    assert "Support's agents and all your district's contacts are told at once" in form
    assert form.count("has no authorized contact") == 1
    assert "Lakeside Unified has no authorized contact but you at the moment" in form
