"""Every move that somebody makes, by everybody, from every status: as the policy's table has it (POLICY 3)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.cases import CaseType, Draft, Move, Priority, Status
from bot.domain.ids import CaseNumber, DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.refusals import Refusal
from bot.services import answering, merging, owning, steering, working
from bot.services.deeds import CaseAsk
from demo import world
from demo.town import import_samples
from storage import cases
from storage.store import Store
from storage.tables import cases as table
from storage.tables import people
from tests.clockwork import DAY, NOON
from tests.moves import TABLE

DRAFT = Draft(
    district=DistrictId(1), type=CaseType.QUESTION, module="Grades", subject="Grades vanish", description="They do."
)
EVERYBODY = ("ana", "tess", "cody", "sam", "dana", "pia", "alex", "gita", "lee", "kim")
WHO = {
    "contact": {"ana", "tess"},
    "agent": {"alex", "gita", "lee"},
    "owner or lead": {"alex", "lee"},
    "lead": {"lee"},
}
"""Of everybody, where Alex owns it. Of a case that nobody owns, each agent is as good as its owner."""

MAIN = CaseNumber(1)
Do = Callable[["Office", CaseAsk], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    store: Store
    ids: dict[str, PersonId]

    async def case(self, status: Status, *, merged: bool = False) -> CaseNumber:
        """A case of Ana's that stands there; Alex has it unless it is New."""
        closed = status is Status.CLOSED
        facts = {
            "status": status,
            "owner_id": None if status is Status.NEW else self.ids["alex"],
            "scheduled_for": (NOON + DAY).date() if status is Status.SCHEDULED else None,
            "closed_at": NOON if closed else None,
            "close_reason": None if not closed else "duplicate" if merged else "resolved",
            "duplicate_of": MAIN if merged else None,
            "status_before": Status.ASSIST if merged else None,
        }
        ana = self.ids["ana"]
        async with self.store.begin() as tx:
            new = await cases.add(
                tx, DRAFT, contact=ana, reporter=ana, building="", priority=Priority.MEDIUM, at=NOON
            )
            await tx.execute(table.update().where(table.c.number == new.number).values(**facts))
        return new.number

    async def stands(self, number: CaseNumber) -> tuple[str, str | None, int]:
        query = sa.select(table.c.status, table.c.close_reason, table.c.version).where(table.c.number == number)
        async with self.store.read() as tx:
            row = (await tx.execute(query)).one()
        return row.status, row.close_reason, row.version

    async def moves(self, move: Move, number: CaseNumber, *, by: str) -> bool:
        """Whether they may, and it can be done."""
        who = SlackUser(team=TeamId(world.TEAM), user=UserId(f"U0{by.upper()}"))
        once = f"{move}:{number}:{by}"
        try:
            await DO[move](self, CaseAsk(who=who, number=number, now=NOON + timedelta(hours=1), once=once))
        except Refusal:
            return False
        return True


DO: dict[Move, Do] = {
    Move.TAKE: lambda office, ask: owning.take_case(office.store, ask),
    Move.ASSIGN: lambda office, ask: owning.give(office.store, ask, to=office.ids["lee"]),
    Move.RETURN: lambda office, ask: owning.give_back(office.store, ask),
    Move.RESUME: lambda office, ask: steering.resume(office.store, ask),
    Move.ASSIST: lambda office, ask: steering.ask_for_assistance(office.store, ask),
    Move.SCHEDULE: lambda office, ask: steering.schedule(office.store, ask, on=(NOON + DAY).date()),
    Move.DEVELOP: lambda office, ask: steering.to_development(office.store, ask, issue=None, title="A race"),
    Move.ASK_INPUT: lambda office, ask: working.ask_for_input(office.store, ask, words="Which browser?"),
    Move.RESOLVE: lambda office, ask: working.post_resolution(office.store, ask, words="Reload."),
    Move.MERGE: lambda office, ask: merging.merge(office.store, ask, into=MAIN),
    Move.UNMERGE: lambda office, ask: merging.undo_merge(office.store, ask),
    Move.REFER: lambda office, ask: merging.refer(office.store, ask, to="The state", reason="It is theirs alone."),
    Move.SOLVED: lambda office, ask: answering.mark_solved(office.store, ask, at=ask.now),
    Move.WITHDRAW: lambda office, ask: answering.withdraw(office.store, **_facts(ask)),
    Move.NOT_SOLVED: lambda office, ask: answering.not_solved(office.store, words="No.", **_facts(ask)),
    Move.REOPEN: lambda office, ask: answering.reopen(office.store, reason="It is back again.", **_facts(ask)),
}
"""Every move that a person makes by a deed of its own; what answers a question is said in a thread."""


def _facts(ask: CaseAsk) -> dict[str, Any]:
    return {"who": ask.who, "number": ask.number, "now": ask.now, "once": ask.once}


@pytest.fixture
async def office(store: Store, database_url: str) -> Office:
    await import_samples(database_url, NOON)
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(people.c.user_id, people.c.id))).all()
    found = Office(store=store, ids={row.user_id.removeprefix("U0").lower(): PersonId(row.id) for row in rows})
    assert await found.case(Status.NEW) == MAIN
    return found


def test_every_move_that_a_person_makes_is_asked_for_here() -> None:
    assert {move for move, row in TABLE.items() if row.who != "clock"} - set(DO) == {Move.ANSWER}


@pytest.mark.parametrize("move", DO)
async def test_a_move_is_made_from_where_the_policy_says_and_from_nowhere_else(office: Office, move: Move) -> None:
    row = TABLE[move]
    for status in Status:
        number = await office.case(status, merged=move is Move.UNMERGE and status is Status.CLOSED)
        before = await office.stands(number)
        done = await office.moves(move, number, by="ana" if row.who == "contact" else "lee")
        assert done == (status in row.leads), status
        after = await office.stands(number)
        to = row.leads.get(status) or Status.ASSIST
        assert after == ((to, row.closes_as, 1) if done else before), status


@pytest.mark.parametrize("move", DO)
async def test_a_move_is_made_by_whom_the_policy_names_and_by_nobody_else(office: Office, move: Move) -> None:
    row = TABLE[move]
    for status in sorted({next(iter(row.leads)), [*row.leads][-1]}):
        for name in EVERYBODY:
            number = await office.case(status, merged=move is Move.UNMERGE)
            before = await office.stands(number)
            done = await office.moves(move, number, by=name)
            assert done == (name in _makers(move, status)), (name, status)
            assert done or await office.stands(number) == before


def _makers(move: Move, status: Status) -> set[str]:
    who = TABLE[move].who
    if move is Move.ASSIGN and status is not Status.NEW:
        who = "owner or lead"  # it is handed over
    if who == "owner or lead" and status is Status.NEW:
        who = "agent"  # whoever moves it becomes its owner
    return WHO[who]
