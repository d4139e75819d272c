"""What is done where the bot runs: the list comes in again, somebody is erased; and the holds that stop erasing."""

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.ids import PersonId
from bot.services import directory, erasing_asked, holding
from bot.services.directory import Outcome
from tests.machine import ledger
from tests.machine.acts import Asked, Deed
from tests.machine.oracle import Oracle, Row
from tests.machine.village import DISTRICTS, LINES, PEOPLE, ZONES, Village

CONTACTS = ("support", "technical")
ACTS = ("active", "flagged")


async def _put(it: Asked) -> None:
    await holding.put(
        it.store, who=it.who, district=it.district, reason=it.about_people, now=it.here.now, once=it.once
    )


async def _lift(it: Asked) -> None:
    await holding.lift(it.store, who=it.who, district=it.district, now=it.here.now, once=it.once)


OF_HOLDS: dict[str, Deed] = {
    "see the holds": Deed(
        Act.SEE_HOLDS,
        lambda it: holding.look(it.store, who=it.who, now=it.here.now),
        on="district",
        repeats=False,
    ),
    "set a hold": Deed(Act.SET_HOLD, _put, on="district"),
    "lift a hold": Deed(Act.LIFT_HOLD, _lift, on="district"),
}


async def imported(here: Village, *, without: int | None, removes: bool) -> Outcome:
    """The files as they were in the beginning; `without`: a contact's line that is missing."""
    lines = PEOPLE.splitlines(keepends=True)
    contacts = [line for line in lines if line.split(",")[1] in CONTACTS]
    if without is not None:
        lines.remove(contacts[without % len(contacts)])
    return await directory.run_import(
        here.store,
        districts=DISTRICTS,
        people="".join(lines),
        closures=None,
        now=here.now,
        apply=True,
        remove_missing=removes,
    )


def nobody_came_back(before: Oracle, after: Oracle, *, removes: bool) -> None:
    """Raises AssertionError, as what follows. No file makes anybody a contact again, in no line of theirs.

    Whoever was deactivated may be taken off the list by it.
    """
    after_it = {row.id: row for row in after.rows}
    for row in before.rows:
        if row.standing not in ACTS:
            may_be = {row.standing, "removed"} if removes else {row.standing}
            assert after_it[row.id].standing in may_be, f"a file brought somebody back: {after_it[row.id]}"
    left = {(row.person, row.district) for row in before.rows if row.standing not in ACTS and row.role in CONTACTS}
    new = [row for row in after.rows if row.id not in {its.id for its in before.rows}]
    assert not [row for row in new if (row.person, row.district) in left and row.role in CONTACTS], new


def nobody_went(before: Oracle, after: Oracle, *, removes: bool) -> None:
    """By a line that is missing, unless that was asked for; and never the last one of a district."""
    after_it = {row.id: row for row in after.rows}
    gone = [row for row in before.rows if row.standing in ACTS and after_it[row.id].standing not in ACTS]
    assert removes or not gone, gone
    for row in gone:
        assert row.role in CONTACTS, row
        assert after_it[row.id].standing == "removed", row
    for district in ZONES:
        assert not before.contacts_of(district) or after.contacts_of(district), f"{district} lost its last contact"


def may_be_erased(now: Oracle, user: str) -> bool:
    """Nobody who could act for somebody, has open work, or is of a district with a hold."""
    me = now.people[user]
    mine: list[Row] = [row for row in now.rows if row.person == me.id]
    return not (
        any(row.role in CONTACTS and row.standing in ACTS for row in mine)
        or any(row.district in now.held for row in mine)
        or any(its["owner_id"] == me.id and its["status"] != "closed" for its in now.cases.values())
        or any(
            me.id in (its["host_id"], its["guest_id"], its["stand_in_id"]) and its["state"] != "ended"
            for its in now.sessions.values()
        )
        or [row.person for row in now.rows if row.role == "support-administrator" and row.standing in ACTS] == [me.id]
    )


async def begun(here: Village, user: str, *, with_words: bool) -> bool:
    person = PersonId(here.ids[user])
    return await erasing_asked.begin_person(here.store, person, with_words=with_words, now=here.now) is not None


async def under_way(here: Village) -> int:
    async with here.store.read() as tx:
        query = sa.text("select count(*) from erasures where finished_at is null")
        return int((await tx.execute(query)).scalar_one())


async def nothing_is_left(here: Village, now: Oracle, user: str, name: str) -> None:
    """No right, no way to reach them, and their name nowhere: a file that had it first may bring it back."""
    assert user not in now.people, user
    if name in {f"{user.title()} only{district}" for district, _, user in LINES}:
        found = [table for table, rows in (await ledger.read(here)).rows.items() if any(name in row for row in rows)]
        assert not found, (name, found)
