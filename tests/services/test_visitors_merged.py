"""Two rows become one person: nothing is left of the first, and a list that says something else now is told (POLICY 6
and 10)."""

import sqlalchemy as sa

from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.domain.erasures import Kind
from bot.domain.ids import SlackUser, TeamId
from bot.services import directory, visitors
from bot.services.erasing import Came
from demo import world
from storage.tables import audit, outbox, people, people_words, roster
from tests.services.erasing_helpers import begin, found_in, to_the_end
from tests.services.list_keeping import LAKESIDE, PINE_RIDGE, Lists

FAR = TeamId("T0FAR")
WORDS = ("Zebulonia", "Quixotica", "555-0190", "555-6666", "U0FAY", "zebu@", "quix@")


async def _is_on_both_lists(lists: Lists, *, again: str = "555-6666") -> tuple[int, int]:
    """At Pine Ridge by her own workspace, at Lakeside by ours, with other details. Both numbers, in this order."""
    lines = (
        f"pine-ridge,support,Zebulonia,zebu@far.example,{FAR},U0FAY,555-0190,,done",
        f"lakeside,support,Quixotica,quix@lakeside.example,{world.TEAM},U0FAY,{again},,done",
    )
    for line in lines:
        head, file = ",".join(DISTRICT_COLUMNS), "\n".join([",".join(PEOPLE_COLUMNS), line])
        done = await directory.run_import(
            lists.store, districts=head, people=file, closures=None, now=lists.now, apply=True
        )
        assert not done.wrong
    numbers = {}
    async with lists.store.read() as tx:
        for row in (await tx.execute(sa.select(people).where(people.c.user_id == "U0FAY"))).all():
            numbers[row.team_id] = row.id
    await lists.forget()
    return numbers[FAR], numbers[world.TEAM]


async def _are_one(lists: Lists) -> None:
    seen = SlackUser(team=TeamId(world.TEAM), user=lists.user("fay").user)
    await visitors.at_home(lists.store, seen, seen_from=TeamId(world.TEAM), home=FAR, now=lists.now)


async def test_of_the_row_that_is_nobodys_any_more_nothing_is_left(lists: Lists) -> None:
    now, was = await _is_on_both_lists(lists)
    await _are_one(lists)
    async with lists.store.read() as tx:
        left = (await tx.execute(sa.select(people).where(people.c.id == was))).one()
        words = (await tx.execute(sa.select(people_words.c.person_id).where(people_words.c.person_id == was))).all()
        stays = (await tx.execute(sa.select(people.c.name).where(people.c.id == now))).scalar_one()
    assert (left.name, left.email, left.phone, left.team_id, left.user_id, words) == ("", "", "", None, None, [])
    assert stays == "Quixotica"
    for district in (LAKESIDE, PINE_RIDGE):
        erasure = await begin(lists.store, Kind.DISTRICT, now=lists.now, district=district)
        assert await to_the_end(lists.store, erasure, now=lists.now) is Came.DONE
    assert await found_in(lists.store, *WORDS) == {}


async def _told(lists: Lists) -> set[int]:
    """Districts whose people were told of other details, all of this person."""
    query = sa.select(outbox.c.facts).where(outbox.c.facts["what"].as_string() == "list-details")
    async with lists.store.read() as tx:
        return {facts["district"] for facts in (await tx.execute(query)).scalars()}


async def test_a_list_that_says_something_else_by_it_is_told_and_both_records_say_so(lists: Lists) -> None:
    now, was = await _is_on_both_lists(lists)
    await _are_one(lists)
    assert await _told(lists) == {PINE_RIDGE}
    query = sa.select(audit.c.district_id, audit.c.about_id, audit.c.ref).where(audit.c.rule == "account-at-home")
    async with lists.store.read() as tx:
        lines = {tuple(line) for line in (await tx.execute(query)).all()}
    assert lines == {(LAKESIDE, now, f"person:{was}"), (PINE_RIDGE, now, f"person:{was}")}


async def test_a_list_that_said_no_phone_and_has_one_now_is_told_too(lists: Lists) -> None:
    await _is_on_both_lists(lists, again="")
    await _are_one(lists)
    assert await _told(lists) == {LAKESIDE, PINE_RIDGE}


async def test_a_role_that_ended_under_the_one_name_is_theirs_still_by_the_other(lists: Lists) -> None:
    now, was = await _is_on_both_lists(lists)
    async with lists.store.begin() as tx:
        coach = {"district_id": LAKESIDE, "role": "coach"}
        for person, standing in ((now, "removed"), (was, "active")):
            await tx.execute(roster.insert(), {**coach, "person_id": person, "standing": standing})
    await _are_one(lists)
    async with lists.store.read() as tx:
        query = sa.select(roster.c.person_id, roster.c.standing).where(roster.c.role == "coach")
        theirs = query.where(roster.c.person_id.in_([now, was]))
        assert [tuple(row) for row in (await tx.execute(theirs)).all()] == [(now, "active")]
