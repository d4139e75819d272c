"""Confirmed defects: seen by contacts once they are published, followed, changed, and told of once (POLICY 8)."""

from datetime import timedelta

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit, cases, issues, people, roster
from tests.issue_cases import (
    TITLE,
    WORDS,
    changes,
    describes,
    develops,
    goes_on,
    publishes,
    releases,
    sees_issue,
    sees_issues,
    told_of_issues,
)
from tests.told import chose, passes
from tests.town_cases import chooses, open_case, taken_case


async def _published(here: Town) -> None:
    """Ana's case waits for an issue that every district can read."""
    await taken_case(here)
    await develops(here)
    await describes(here)
    await publishes(here)


async def _lines(here: Town, act: str) -> list[tuple[bool, str, str]]:
    async with here.bot.store.read() as tx:
        query = sa.select(audit.c.allowed, audit.c.rule, audit.c.ref).where(audit.c.act == act).order_by(audit.c.id)
        return [(row.allowed, row.rule, row.ref) for row in (await tx.execute(query)).all()]


async def test_an_issue_is_supports_alone_until_a_lead_publishes_it(here: Town) -> None:
    await taken_case(here)
    await develops(here)
    assert "No issue is published" in await sees_issues(here, "ana")
    ana = here.person("ana")
    await ana.closes(everything=True)
    await ana.types("/case", "issue 1", channel=world.TOWN)
    assert "no such issue" in (await ana.hints(world.TOWN))[-1].words
    assert "not published" in await sees_issues(here, "alex")
    await describes(here)
    preview = await publishes(here)
    assert "A mark that is typed twice is gone." in preview
    assert "One person follows it, and is told" in preview
    assert "Lakeside" in preview
    assert "Ana" in preview
    seen = await sees_issue(here, "ana")
    for said in (TITLE, "Confirmed", "Grades", *WORDS.values(), "Your district's cases: 1"):
        assert said in seen, said
    (told,) = await told_of_issues(here, "ana")
    assert "Issue 1 is published" in told.words
    assert "Your case 1 is linked to it." in told.words


async def test_what_is_not_described_is_not_published(here: Town) -> None:
    await taken_case(here)
    await develops(here)
    lee = here.person("lee")
    await sees_issue(here, "lee")
    await lee.clicks_in_window("issue.publish")
    assert "no description yet" in await lee.reads_window()
    await lee.clicks_in_window("issue.edit")
    assert "Please describe it" in (await lee.submits(description=" ")).errors["description"]
    assert not (await lee.submits(description="A mark is gone.")).errors
    assert "Saved." in await lee.reads_window()
    await publishes(here)
    assert "A mark is gone." in await sees_issue(here, "ana")


async def test_each_change_of_status_is_told_once_to_who_follows_and_to_nobody_else(here: Town) -> None:
    await _published(here)
    assert "One person follows it" in await changes(here, "in-testing")
    assert "In Testing" in await sees_issue(here, "ana")
    told = await told_of_issues(here, "ana")
    assert ["Issue 1 is now In Testing" in it.words for it in told] == [False, True]
    assert "Type it once." in told[1].words
    await goes_on(here)
    assert len(await told_of_issues(here, "ana")) == 2
    for name in ("ben", "alex", "lee", "sam"):
        assert not await told_of_issues(here, name), name


async def test_who_can_see_it_can_follow_it_and_stop_that(here: Town) -> None:
    await _published(here)
    ben = here.person("ben")
    assert "Who follows an issue is told" in await sees_issue(here, "ben")
    await ben.clicks_in_window("issue.follow")
    assert "You follow this issue" in await ben.reads_window()
    ana = here.person("ana")
    await sees_issue(here, "ana")
    await ana.clicks_in_window("issue.unfollow")
    await changes(here, "in-development")
    assert len(await told_of_issues(here, "ben")) == 1
    assert len(await told_of_issues(here, "ana")) == 1
    assert await _lines(here, "follow-issue") == [
        (True, "contact-of-the-district", "issue:1"),
        (True, "contact-of-the-district", "issue:1"),
    ]


async def test_another_case_that_is_linked_subscribes_its_contact_again(here: Town) -> None:
    await _published(here)
    ana = here.person("ana")
    await sees_issue(here, "ana")
    await ana.clicks_in_window("issue.unfollow")
    await ana.closes(everything=True)
    await open_case(here, subject="Marks are gone too")
    await develops(here, number=2, issue="1")
    assert "You follow this issue" in await sees_issue(here, "ana")
    assert "Your district's cases: 2, 1" in await ana.reads_window()


async def test_whoever_takes_a_linked_case_over_follows_its_issue_too(here: Town) -> None:
    await _published(here)
    ben = here.person("ben")
    await chooses(ben, "case.take-over", channel=world.LAKESIDE, on=(await here.card(ben, world.LAKESIDE)).ts)
    await here.quiet()
    assert "You follow this issue" in await sees_issue(here, "ben")


async def test_linked_issues_come_first_and_other_districts_show_nowhere(here: Town) -> None:
    await _published(here)
    lee = here.person("lee")
    await sees_issues(here, "lee")
    await lee.clicks_in_window("issue.new")
    assert not (await lee.submits(**{**WORDS, "title": "Buses are late"}, module="Attendance")).errors
    assert "Issue 2 is saved." in await lee.reads_window()
    await publishes(here, 2)
    ours = await sees_issues(here, "ana")
    assert ours.index(TITLE) < ours.index("Buses are late")
    assert "linked to a case of yours" in ours
    theirs = await sees_issues(here, "pia")
    assert theirs.index("Buses are late") < theirs.index(TITLE)
    for said in (theirs, await sees_issue(here, "pia")):
        for hidden in ("linked to", "district's cases", "Lakeside", "Ana"):
            assert hidden not in said, hidden


async def test_staff_and_strangers_see_no_issue_and_are_pointed_to_their_contacts(here: Town) -> None:
    await _published(here)
    for typed in ("issues", "issue 1"):
        sam = here.person("sam")
        await sam.types("/case", typed, channel=world.TOWN)
        hint = (await sam.hints(world.TOWN))[-1].words
        assert "authorized contacts" in hint
        assert TITLE not in hint


async def test_an_agent_reads_all_and_changes_nothing(here: Town) -> None:
    await _published(here)
    alex = here.person("alex")
    seen = await sees_issue(here, "alex")
    assert "Linked cases: 1" in seen
    for label in ("Change status…", "Edit…", "Withdraw", "New issue…"):
        assert label not in seen
    await alex.clicks_in_window("issue.follow")
    await changes(here, "in-testing")
    assert "Issue 1 is now In Testing" in (await told_of_issues(here, "alex"))[-1].words


async def test_fixed_in_version_names_the_version_and_no_status_is_set_twice(here: Town) -> None:
    await _published(here)
    lee = here.person("lee")
    await sees_issue(here, "lee")
    await lee.clicks_in_window("issue.change")
    assert "version" in (await lee.submits(status="fixed-in-version", version=" ")).errors["version"]
    assert "that status already" in (await lee.submits(status="confirmed", version="")).errors["status"]
    await changes(here, "fixed-in-version", version="2437.1")
    assert "Fixed in version 2437.1" in await sees_issue(here, "ana")
    await releases(here)
    assert "Released in version 2437.1" in await sees_issue(here, "ana")
    await changes(here, "in-development", version="")
    seen = await sees_issue(here, "ana")
    assert "In Development" in seen
    assert seen.index("Fixed in version 2437.1") < seen.index("Released in version 2437.1")


async def test_an_end_that_is_no_release_brings_its_cases_back_and_says_which(here: Town) -> None:
    await _published(here)
    assert "One open case is linked to it" in await changes(here, "will-not-fix")
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(cases.c.status))).scalars().all() == ["assigned"]
    told = [seen.words for seen in await here.person("alex").direct_messages()]
    assert [words for words in told if "The issue behind case 1 will not be fixed" in words]
    assert await _lines(here, "clock") == [(True, "issue-moved", "")]


async def test_a_linked_case_that_waits_for_its_district_stays_and_its_owner_is_told(here: Town) -> None:
    await _published(here)
    alex = here.person("alex")
    await alex.clicks("case.ask-input", channel=world.DESK, on=(await here.card(alex, world.DESK)).ts)
    assert not (await alex.submits(words="Which browser is it?")).errors
    await here.quiet()
    await releases(here)
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(cases.c.status))).scalars().all() == ["pending-customer-input"]
    told = [seen.words for seen in await alex.direct_messages()]
    assert len([words for words in told if "The issue behind case 1 is released" in words]) == 1
    assert await _lines(here, "clock") == [(True, "issue-told", "")]


async def test_two_leads_change_what_they_saw_and_the_second_is_told(here: Town) -> None:
    await _published(here)
    lee = here.person("lee")
    await sees_issue(here, "lee")
    await lee.clicks_in_window("issue.edit")
    await lee.fills(**{**WORDS, "workaround": "Save twice."})
    async with here.bot.store.begin() as tx:
        await tx.execute(issues.update().values(workaround="Save at once."))
    await lee.submits()
    assert "changed meanwhile" in await lee.reads_window()
    assert "Save at once." in await sees_issue(here, "ana")


async def test_a_withdrawn_issue_is_hidden_again_and_what_was_still_to_be_told_is_not(here: Town) -> None:
    await _published(here)
    await chose(here, "ana", "digest")
    await changes(here, "in-testing")
    lee = here.person("lee")
    await sees_issue(here, "lee")
    await lee.clicks_in_window("issue.withdraw")
    assert "contacts do not see it any more" in await lee.reads_window()
    assert "No issue is published" in await sees_issues(here, "ana")
    await here.pass_days(2)
    assert len(await told_of_issues(here, "ana")) == 1
    assert "of contacts nobody is told" in await changes(here, "in-development")
    await goes_on(here)
    assert len(await told_of_issues(here, "ana")) == 1


async def test_with_a_digest_it_is_told_the_next_morning_and_as_it_stands_then(here: Town) -> None:
    await _published(here)
    await chose(here, "ana", "digest")
    await changes(here, "in-testing")
    await changes(here, "in-development")
    assert len(await told_of_issues(here, "ana")) == 1
    await here.clock.turn(timedelta(hours=20))
    await goes_on(here)
    told = await told_of_issues(here, "ana")
    assert len(told) == 2
    assert "Issue 1 is now In Development" in told[1].words


async def test_quiet_hours_hold_it_until_they_end(here: Town) -> None:
    await _published(here)
    await chose(here, "ana", "mention", begins="09:00", ends="23:00")
    await changes(here, "in-testing")
    assert len(await told_of_issues(here, "ana")) == 1
    day = here.clock.now().date() + timedelta(days=1)
    await passes(here, f"{day}T05:30:00")
    assert "Issue 1 is now In Testing" in (await told_of_issues(here, "ana"))[-1].words


async def test_who_is_no_contact_any_more_is_told_nothing(here: Town) -> None:
    await _published(here)
    async with here.bot.store.begin() as tx:
        ana = sa.select(people.c.id).where(people.c.user_id == here.person("ana").id).scalar_subquery()
        await tx.execute(roster.update().where(roster.c.person_id == ana).values(standing="removed"))
    assert "Nobody is told" in await changes(here, "in-testing")
    assert len(await told_of_issues(here, "ana")) == 1


async def test_the_district_reads_its_issues_title_on_the_card_once_it_is_published(here: Town) -> None:
    await taken_case(here)
    await develops(here)
    ana = here.person("ana")
    assert "Waits for issue 1" in (await here.card(ana, world.LAKESIDE)).words
    assert TITLE not in (await here.card(ana, world.LAKESIDE)).words
    await describes(here)
    await publishes(here)
    await ana.types("/case", "view 1", channel=world.TOWN)
    assert f"Waits for issue 1 · {TITLE}" in (await ana.hints(world.TOWN))[-1].words
