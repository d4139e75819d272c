"""A question to a district's contacts: where it stands, and what the clock does about it (POLICY 2)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CaseNumber, DistrictId, PersonId, QuestionId
from bot.domain.refusals import QuestionSettled


class State(StrEnum):
    """Only one that is asked can become anything else."""

    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    CASE_OPENED = "case-opened"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


class Said(StrEnum):
    """What the words of a question are. Each coach who declines has a reason of their own, beside `REASON`."""

    QUESTION = "question"
    ANSWER = "answer"
    REASON = "reason"
    COACHS_REASON = "coachs-reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`at_coach`: only the building's coaches were asked yet. `reminded`: how often all contacts were.

    `due_at`: when the clock looks next; None once it is settled. `settled_by` None: by the clock. `case`: opened from
    it. `previous`: the question of theirs that it goes on from.
    """

    id: QuestionId
    district: DistrictId
    asker: PersonId
    building: str
    state: State
    asked_at: datetime
    due_at: datetime | None
    at_coach: bool = False
    reminded: int = 0
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    case: CaseNumber | None = None
    previous: QuestionId | None = None

    @property
    def is_open(self) -> bool:
        return self.state is State.ASKED

    def settled(
        self, state: State, *, by: PersonId | None, at: datetime, case: CaseNumber | None = None
    ) -> "Question":
        """Raises QuestionSettled: somebody was faster."""
        self.must_be_open()
        return replace(self, state=state, settled_by=by, settled_at=at, case=case, due_at=None)

    def must_be_open(self) -> None:
        """Raises QuestionSettled."""
        if not self.is_open:
            raise QuestionSettled(status=self.state)

    def with_contacts(self, *, look: datetime) -> "Question":
        """The coaches' no longer alone: the district's contacts are asked. `look`: when the clock does."""
        self.must_be_open()
        return replace(self, at_coach=False, due_at=look)

    def reminded_again(self, *, look: datetime) -> "Question":
        self.must_be_open()
        return replace(self, reminded=self.reminded + 1, due_at=look)

    def passed_on(self, *, look: datetime) -> "Question":
        """Whoever it was passed to, and was not asked before, has as long as they who passed it on."""
        self.must_be_open()
        return replace(self, due_at=look)


class Step(StrEnum):
    """What the clock does when a question is due."""

    WAIT = "wait"
    DROP = "drop"
    ASK_OTHERS = "ask-others"
    REMIND = "remind"
    GIVE_UP = "give-up"


def step(question: Question, *, now: datetime, asker_gone: bool, most: int) -> Step:
    """One step, however long nobody looked. `most`: how often all contacts are reminded."""
    if not question.is_open or question.due_at is None or now < question.due_at:
        return Step.WAIT
    if asker_gone:
        return Step.DROP
    if question.at_coach:
        return Step.ASK_OTHERS
    return Step.REMIND if question.reminded < most else Step.GIVE_UP
