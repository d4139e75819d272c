"""What the audit log says of requests about the list: what became of each, and who got a right by it (POLICY 6)."""

from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.list_requests import Kind, Move
from bot.domain.record import Question
from bot.services import audit_questions, list_decisions
from bot.services.audit_questions import Typed
from bot.views import audit as words
from storage.tables import people, roster
from tests.services.list_keeping import LAKESIDE, NEW, Lists


async def _log(lists: Lists, question: Question = Question.RIGHTS, about: str = "") -> list[str]:
    """As Kim reads it, the oldest first, without what was imported."""
    typed = Typed(question=question, person=lists.ids[about] if about else None)
    found = await audit_questions.answer(lists.store, who=lists.user("kim"), typed=typed, now=lists.now)
    said = [words.said(it, ZoneInfo("UTC")).partition(" · ")[2] for it in found.entries[::-1]]
    return [line for line in said if not line.startswith("An import")]


async def test_the_log_says_what_became_of_a_request_and_that_a_form_was_opened_is_no_decision(lists: Lists) -> None:
    first, kim = await lists.ask("ana", Kind.ADD, "mia", words=NEW), lists.user("kim")
    await list_decisions.may_decide(
        lists.store, who=kim, request=first.id, move=Move.APPROVE, now=lists.now, spot=None
    )
    await lists.decline("kim", first)
    await lists.approve("kim", await lists.ask("ana", Kind.ADD, "mia", words=NEW))
    decides = "Kim Sato (Support) · decide about a change of the list · allowed as a support administrator"
    decided = [line for line in await _log(lists) if line.startswith(decides)]
    about = f"{decides} · about Mia Lopez · Lakeside Unified · request"
    assert decided == [f"{about} 1, add a contact: declined", f"{about} 2, add a contact: done"]
    assert [line for line in await _log(lists, Question.WHY) if line == f"{about} 1"]


async def test_whoever_comes_in_anothers_place_or_is_bound_is_found_in_the_log(lists: Lists) -> None:
    await lists.approve("kim", await lists.ask("dana", Kind.REMOVE, "ana", replaced_by="mia", words=NEW))
    found = await _log(lists, about="mia")
    assert [line.partition(" · about ")[2] for line in found] == [
        f"Ana Torres · in their place Mia Lopez · Lakeside Unified · request 1, remove somebody: {became}"
        for became in ("asked for, and waits", "done")
    ]
    await lists.is_met("nora")
    await _has_a_line_without_a_user(lists, "una")
    await lists.ask("dana", Kind.BIND, "una", replaced_by="nora")
    (bound,) = await _log(lists, about="nora")
    assert bound.endswith("about Una · Lakeside Unified · request 2, bind a line: done")


async def _has_a_line_without_a_user(lists: Lists, name: str) -> None:
    async with lists.store.begin() as tx:
        added = await tx.execute(people.insert().returning(people.c.id), {"name": name.title()})
        lists.ids[name] = PersonId(added.scalar_one())
        line = {"person_id": lists.ids[name], "district_id": LAKESIDE, "role": "support"}
        await tx.execute(roster.insert(), line)


async def test_what_somebody_may_not_know_of_another_district_is_hidden_in_it_too(lists: Lists) -> None:
    """Pia comes to Lakeside in Ana's place, and leaves again: she is Pine Ridge's alone."""
    await lists.approve("kim", await lists.ask("dana", Kind.REMOVE, "ana", replaced_by="pia", words=NEW))
    async with lists.store.begin() as tx:
        here = roster.c.person_id == lists.ids["pia"], roster.c.district_id == LAKESIDE
        await tx.execute(roster.delete().where(*here))
    found = await audit_questions.answer(
        lists.store, who=lists.user("dana"), typed=Typed(question=Question.RIGHTS), now=lists.now
    )
    assert {words.name(it.comes) for it in found.entries if it.comes} == {"Somebody of another district"}


async def test_days_off_and_other_facts_of_a_file_are_no_rights(lists: Lists) -> None:
    found = await audit_questions.answer(
        lists.store, who=lists.user("kim"), typed=Typed(question=Question.RIGHTS), now=lists.now
    )
    assert {it.line.rule for it in found.entries} == {"line-added"}
