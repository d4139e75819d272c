"""The desk moves a case through every status of POLICY 3, and gives it to one another."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import SlackUser, TeamId, UserId
from demo import world
from demo.town import Town
from storage.tables import audit, comments, people, roster
from tests.issue_cases import releases
from tests.town_cases import at_lakeside, at_the_desk, chooses, desk_card, open_case


async def _taken(here: Town, by: str = "alex") -> str:
    """A case that this agent owns. Returns the ts of its card at the desk."""
    await open_case(here)
    card = await desk_card(here)
    await here.person(by).clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    return card


async def _moves(here: Town, by: str, to: str, **filled: object) -> dict[str, str]:
    """Opens the status window, chooses, fills in what is asked then, sends. Returns the form's errors."""
    person = here.person(by)
    await chooses(person, "case.status", channel=world.DESK, on=await desk_card(here))
    await person.clicks_in_window("case.status-chosen", to)
    errors = (await person.submits(**filled)).errors
    await here.quiet()
    return errors


async def _desk(here: Town) -> str:
    return (await here.card(here.person("alex"), world.DESK)).words


@pytest.mark.parametrize(
    ("to", "filled", "stands", "noted"),
    [
        ("assist", {}, "Assist Request, our turn", ""),
        ("schedule", {"date": "2026-12-01"}, "Scheduled, our turn", "Scheduled for 1 December 2026"),
        (
            "develop",
            {"issue": "new", "title": "A race on save"},
            "Assigned to Development, our turn",
            "Waits for issue 1 · A race on save",
        ),
    ],
)
async def test_an_owner_moves_a_case_and_goes_on_with_it_later(
    here: Town, to: str, filled: dict[str, object], stands: str, noted: str
) -> None:
    await _taken(here)
    assert not await _moves(here, "alex", to, **filled)
    assert stands in await _desk(here)
    assert noted in await _desk(here)
    assert "Owner\n@Alex Kim" in await _desk(here)
    assert not await _moves(here, "alex", "resume")
    assert "Assigned, our turn" in await _desk(here)


async def test_the_title_of_an_issue_stays_at_the_desk(here: Town) -> None:
    await _taken(here)
    await _moves(here, "alex", "develop", issue="new", title="A race on save")
    lakeside = (await here.card(here.person("ana"), world.LAKESIDE)).words
    assert "Waits for issue 1" in lakeside
    assert "A race on save" not in lakeside


async def test_an_agent_who_moves_a_new_case_becomes_its_owner_in_the_same_act(here: Town) -> None:
    await open_case(here)
    assert not await _moves(here, "gita", "assist")
    assert "Assist Request" in await _desk(here)
    assert "Owner\n@Gita Rao" in await _desk(here)


async def test_an_agent_who_does_not_own_it_is_told_whose_it_is_and_a_lead_moves_it(here: Town) -> None:
    card = await _taken(here)
    gita, lee = here.person("gita"), here.person("lee")
    await chooses(gita, "case.status", channel=world.DESK, on=card)
    await here.quiet()
    assert "has an owner" in (await gita.hints(world.DESK))[-1].words
    assert not await _moves(here, "lee", "assist")
    assert "Assist Request" in await _desk(here)
    assert lee.id == "U0LEE"


async def test_a_returned_case_is_everybodys_again(here: Town) -> None:
    await _taken(here)
    assert not await _moves(here, "alex", "return")
    assert "New, our turn" in await _desk(here)
    assert "nobody yet" in await _desk(here)
    await here.person("gita").clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    assert "Owner\n@Gita Rao" in await _desk(here)


async def test_a_day_that_is_past_is_refused_and_one_to_come_is_taken(here: Town) -> None:
    await _taken(here)
    told = await _moves(here, "alex", "schedule", date="2026-11-01")
    assert "That day is over" in told["date"]
    assert "within the next two years" in (await here.person("alex").submits(date="9999-11-30")).errors["date"]
    assert "Assigned" in await _desk(here)
    assert not (await here.person("alex").submits(date="2026-11-30")).errors
    await here.quiet()
    assert "Scheduled" in await _desk(here)


async def test_a_new_issue_needs_a_title_and_a_released_one_brings_its_cases_back(here: Town) -> None:
    await _taken(here)
    assert await _moves(here, "alex", "develop", issue="new") == {
        "title": "Please give the new issue a title, or choose one above."
    }
    assert not (await here.person("alex").submits(issue="new", title="Grades vanish on save")).errors
    await here.quiet()
    await releases(here)
    assert "Assigned, our turn" in await _desk(here)
    told = [seen.words for seen in await here.person("alex").direct_messages()]
    assert [words for words in told if "The issue behind case 1 is released" in words]


def _user(here: Town, name: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(here.person(name).id))


async def test_an_owner_hands_over_and_the_new_one_is_told_and_nobody_of_their_own_act(here: Town) -> None:
    card = await _taken(here)
    alex, gita = here.person("alex"), here.person("gita")
    await chooses(alex, "case.owner", channel=world.DESK, on=card)
    gitas = await _choice(alex.id, here, "Gita Rao")
    assert not (await alex.submits(person=gitas)).errors
    await here.quiet()
    assert "Owner\n@Gita Rao" in await _desk(here)
    assert "Case 1 was given to Gita Rao (Support) by Alex Kim (Support)." in await at_lakeside(here)
    assert "@Alex Kim gave you case 1." in (await gita.direct_messages())[-1].words
    assert not [seen for seen in await alex.direct_messages() if "gave you" in seen.words]


async def test_only_a_lead_gives_a_new_case_to_somebody_else(here: Town) -> None:
    await open_case(here)
    alex, lee, card = here.person("alex"), here.person("lee"), await desk_card(here)
    for person in (alex, lee):
        await chooses(person, "case.owner", channel=world.DESK, on=card)
        await person.submits(person=await _choice(person.id, here, "Gita Rao"))
        await here.quiet()
        given = "Owner\n@Gita Rao" in await _desk(here)
        assert given is (person is lee)
    assert "support lead" in await alex.reads_window()


async def _choice(user: str, here: Town, name: str) -> str:
    """The value of the option that begins so, in the window's only select."""
    return next(value for label, value in (await _offered(user, here)).items() if label.startswith(name))


async def _offered(user: str, here: Town) -> dict[str, str]:
    view = (await here.people.look(f"view/{user}"))["view"]
    elements = [block.get("element") or {} for block in view["blocks"]]
    return {it["text"]["text"]: it["value"] for element in elements for it in element.get("options") or []}


async def test_a_priority_is_assessed_with_a_reason_that_the_contact_reads(here: Town) -> None:
    card = await _taken(here)
    alex = here.person("alex")
    await chooses(alex, "case.priority", channel=world.DESK, on=card)
    assert (await alex.submits(level="high", words="Soon")).errors == {
        "words": "Please write at least 10 characters."
    }
    assert not (await alex.submits(level="high", words="Four schools cannot enter marks.")).errors
    await here.quiet()
    assert "Priority\nHigh" in (await here.card(here.person("ana"), world.LAKESIDE)).words
    assert (
        "priority assessed by Alex Kim (Support), for @Ana Torres\nFour schools cannot enter marks."
        in await at_lakeside(here)
    )


async def test_a_call_is_logged_with_its_contact_and_counts_as_their_activity(here: Town) -> None:
    card = await _taken(here)
    alex, before = here.person("alex"), await _silent_since(here)
    await here.clock.turn(timedelta(days=3))
    called = here.clock.now()
    await chooses(alex, "case.call", channel=world.DESK, on=card)
    assert not (
        await alex.submits(person=await _choice(alex.id, here, "Ben"), words="It also happens at North.")
    ).errors
    await here.quiet()
    lakeside = await at_lakeside(here)
    assert "call with Ben" in lakeside
    assert "It also happens at North." in lakeside
    async with here.bot.store.read() as tx:
        kinds = (await tx.execute(sa.select(comments.c.kind))).scalars().all()
    assert list(kinds) == ["call"]
    after = await _silent_since(here)
    assert called <= after["U0BEN"] <= here.clock.now()
    assert {**after, "U0BEN": before["U0BEN"]} == before


async def _silent_since(here: Town) -> dict[str, datetime]:
    """Every contact's last activity."""
    query = sa.select(people.c.user_id, roster.c.silent_since).join(people, people.c.id == roster.c.person_id)
    async with here.bot.store.read() as tx:
        rows = (await tx.execute(query.where(roster.c.silent_since.is_not(None)))).all()
    return {row.user_id: row.silent_since for row in rows}


async def test_a_case_is_escalated_once_a_business_day_and_a_lead_is_told(here: Town) -> None:
    card, ana, lee = await open_case(here), here.person("ana"), here.person("lee")
    await _escalates(here, card, "Report cards are due tonight.")
    assert "escalated" in (await lee.direct_messages())[-1].words
    assert "Report cards are due tonight." in await at_the_desk(here)
    assert "Priority\nMedium" in (await here.card(ana, world.LAKESIDE)).words
    before = len(await lee.direct_messages())
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    await here.quiet()
    said = (await ana.hints(world.LAKESIDE))[-1].words
    assert "escalated already" in said
    assert "again from 25 November 2026 on" in said
    await here.pass_days(1)
    await _escalates(here, card, "They were due yesterday night.")
    assert len(await lee.direct_messages()) == before + 1


async def test_a_holiday_is_no_business_day_on_which_a_case_is_escalated_again(here: Town) -> None:
    card, ana = await open_case(here), here.person("ana")
    await here.pass_days(1)
    await _escalates(here, card, "Report cards are due tonight.")
    await here.pass_days(1)  # Thanksgiving
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    await here.quiet()
    assert "escalated already" in (await ana.hints(world.LAKESIDE))[-1].words
    await here.pass_days(1)
    await _escalates(here, card, "They were due the day before.")
    assert (await at_the_desk(here)).count("escalated by") == 2


async def _escalates(here: Town, card: str, why: str) -> None:
    ana = here.person("ana")
    await chooses(ana, "case.escalate", channel=world.LAKESIDE, on=card)
    await ana.submits(words=why)
    await here.quiet()


async def test_who_is_away_is_offered_and_marked(here: Town) -> None:
    card, alex, gita = await _taken(here), here.person("alex"), here.person("gita")
    await gita.types("/case", "away 2026-12-01", channel=world.TOWN)
    assert "away to the end of 1 December 2026" in (await gita.hints(world.TOWN))[-1].words
    await chooses(alex, "case.owner", channel=world.DESK, on=card)
    assert "Gita Rao (away until 1 Dec)" in await _offered(alex.id, here)
    await alex.closes()
    await gita.types("/case", "back", channel=world.TOWN)
    await chooses(alex, "case.owner", channel=world.DESK, on=card)
    assert "Gita Rao" in await _offered(alex.id, here)
    for typed, told in (
        ("2026-11-23", "That day is over."),
        ("9999-12-31", "two years"),
        ("tomorrow", "Please name"),
    ):
        await gita.types("/case", f"away {typed}", channel=world.TOWN)
        hint = (await gita.hints(world.TOWN))[-1].words
        assert told in hint
        assert "/case away 2026-12-01" in hint
    await chooses(alex, "case.owner", channel=world.DESK, on=card)
    assert "away" not in await _offered(alex.id, here)
    await gita.types("/case", "away 2026-11-24", channel=world.TOWN)
    assert "away to the end of 24 November 2026" in (await gita.hints(world.TOWN))[-1].words
    await here.person("sam").types("/case", "away 2026-12-01", channel=world.TOWN)
    assert "authorized contacts" in (await here.person("sam").hints(world.TOWN))[-1].words


async def test_a_lead_releases_an_issue_by_the_command(here: Town) -> None:
    await _taken(here)
    await _moves(here, "alex", "develop", issue="new", title="Grades vanish on save")
    alex, lee = here.person("alex"), here.person("lee")
    await alex.types("/case", "released 1", channel=world.TOWN)
    assert "support lead" in (await alex.hints(world.TOWN))[-1].words
    assert "One open case is linked to it" in await releases(here)
    assert "Assigned, our turn" in await _desk(here)
    await lee.types("/case", "released 1", channel=world.TOWN)
    assert "has that status already" in (await lee.hints(world.TOWN))[-1].words


async def test_each_refused_and_each_allowed_deed_leaves_one_line(here: Town) -> None:
    card = await _taken(here)
    before = await _audited(here, "work-case")
    await chooses(here.person("gita"), "case.status", channel=world.DESK, on=card)
    await chooses(here.person("alex"), "case.status", channel=world.DESK, on=card)
    assert await _audited(here, "work-case") == before + 2


async def _audited(here: Town, act: str) -> int:
    async with here.bot.store.read() as tx:
        query = sa.select(sa.func.count()).where(audit.c.act == act)
        return int((await tx.execute(query)).scalar_one())
