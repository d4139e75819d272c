"""Questions to the contacts, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.cases import CloseReason
from bot.domain.ids import DistrictId, KeptId, PersonId, QuestionId, SlackUser, TeamId, UserId
from bot.domain.questions import Question, State
from bot.domain.sheets import PersonSheet
from bot.services.waiting_questions import PAGE
from bot.views import questions, waiting_questions
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.naming import name

WHATS = ("question-asked", "question-passed", "question-reminder")


def _person(said: str) -> PersonSheet:
    slack = SlackUser(team=TeamId("T0HERE"), user=UserId("U0P1"))
    return PersonSheet(id=PersonId(1), name=name(said), slack=slack)


def question(said: str, state: State = State.ASKED) -> Question:
    return Question(
        id=QuestionId(4),
        district=DistrictId(1),
        asker=PersonId(1),
        building=name(said),
        state=state,
        asked_at=NOON,
        due_at=NOON,
        at_coach=len(said) % 2 == 0,
    )


def _asked(said: str) -> list[Message]:
    return [
        questions.asked(
            what,
            question(said),
            words,
            asker=_person(said),
            by=_person(said),
            district=name(said),
            may_open=may_open,
            reader_team=team,
        )
        for what in WHATS
        for words in (said, None)
        for may_open in (True, False)
        for team in ("T0HERE", "T0THERE")
    ]


def _over(said: str) -> list[Message]:
    return [
        questions.over(question(said, state), words, asker=_person(said), by=by)
        for state in State
        for words in (said, None)
        for by in (_person(said), None)
    ]


def _outcomes(said: str) -> list[Message]:
    return [
        questions.outcome(what, question(said), words, by=_person(said), to=_person(said))
        for what in questions.OUTCOMES
        for words in (said, None)
    ]


def _ask_forms(said: str) -> list[dict[str, Any]]:
    return [
        questions.ask_form(districts, buildings, building=said, typed=typed, kept=KeptId(3), previous=QuestionId(2))
        for districts in ([(DistrictId(1), said or "–")], [(DistrictId(1), said or "–"), (DistrictId(2), "–")])
        for buildings in ([], [said or "–"] * 200)
        for typed in (said, "", "x" * 9000)
    ]


COUNTS = [(count, at_coach) for count in (1, 40) for at_coach in (True, False)]
MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "questions.asked": _asked,
    "questions.over": _over,
    "questions.outcome": _outcomes,
    "questions.sent": lambda _: [questions.sent(count, at_coach=coach) for count, coach in COUNTS],
    "questions.handed": lambda _: [questions.handed(count, at_coach=coach) for count, coach in COUNTS],
    "questions.thanked": lambda _: [questions.thanked()],
    "questions.done": lambda _: [questions.done(what) for what in ("answered", "declined", "went-on")],
    "questions.passed_on": lambda said: [questions.passed_on(_person(said))],
    "questions.unanswered": lambda said: [
        questions.unanswered(questions.thanks(_person(said)), anybody=anybody) for anybody in (True, False)
    ],
    "questions.case_closed": lambda _: [questions.case_closed(reason) for reason in CloseReason],
    "questions.thanks": lambda said: [questions.thanks(_person(said))],
}


def waiting(said: str, count: int) -> list[waiting_questions.Row]:
    """Of one person, many."""
    return [
        (replace(question(said), id=QuestionId(at)), said if at % 3 else None, _person(said), said, at % 2 == 0)
        for at in range(1, count + 1)
    ]


def _pages(said: str) -> list[dict[str, Any]]:
    return [
        waiting_questions.page(waiting(said, count), count=count * 7, after=after, first=first)
        for count in (0, 1, PAGE)
        for after in (QuestionId(8), None)
        for first in (True, False)
    ]


WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "questions.ask_form": _ask_forms,
    "waiting_questions.page": _pages,
    "questions.answer_form": lambda said: [
        questions.answer_form(question(said), words, asker=_person(said)) for words in (said, None)
    ],
    "questions.decline_form": lambda said: [
        questions.decline_form(question(said), words, asker=_person(said)) for words in (said, None)
    ],
    "questions.pass_on_form": lambda said: [
        questions.pass_on_form(question(said), said, asker=_person(said), others=[(_person(said), away)] * count)
        for count in (0, 1, 40)
        for away in (None, NOON.date())
    ],
}
