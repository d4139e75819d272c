"""What a button or a form was drawn from. Who is second is told so, and undoes nothing of what the first did.

A move is refused by the status it starts from (`cases.MOVES`). These are the facts that can be changed from any
value to any other, where the second would win in silence.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.domain.cases import Case
from bot.domain.refusals import ChangedMeanwhile, ImpossibleMove


class Fact(StrEnum):
    OWNER = "owner"
    CONTACT = "contact"
    PRIORITY = "priority"
    STATUS = "status"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Was:
    """One fact of a case, as somebody saw it. Written into what they see: ids and names of ours alone."""

    fact: Fact
    value: str

    def __str__(self) -> str:
        return f"{self.fact}:{self.value}"

    @classmethod
    def of(cls, case: Case, fact: Fact) -> Self:
        return cls(fact=fact, value=_value(case, fact))

    @classmethod
    def read(cls, written: str) -> Self | None:
        """None: nothing was seen, or it says nothing. Raises ValueError for what is no fact."""
        fact, _, value = written.partition(":")
        return cls(fact=Fact(fact), value=value) if fact else None

    def must_stand(self, case: Case) -> None:
        """Raises ChangedMeanwhile; ImpossibleMove, which names the status, where that is what changed."""
        if _value(case, self.fact) == self.value:
            return
        if self.fact is Fact.STATUS:
            raise ImpossibleMove(number=case.number, move="status", status=case.status)
        raise ChangedMeanwhile(number=case.number, fact=self.fact)


def _value(case: Case, fact: Fact) -> str:
    match fact:
        case Fact.OWNER:
            return str(case.owner or "")
        case Fact.CONTACT:
            return str(case.contact or "")
        case Fact.PRIORITY:
            return case.priority
        case Fact.STATUS:
            return f"{case.status}/{case.scheduled_for or ''}/{case.issue or ''}"
        case Fact.INCIDENT:
            return str(case.incident or "")
