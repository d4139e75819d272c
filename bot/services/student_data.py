"""The mark *contains student data* on a case: from then on no word of it shows in a preview (POLICY 10).

What is so already stays so: two who press it at once want the same.
"""

from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.services.changing import change
from bot.services.deeds import CaseAsk, Deed, case_deed
from storage import owing
from storage.store import Store


async def mark(store: Store, ask: CaseAsk) -> None:
    """By a contact of the district or an agent, open or closed. Raises Refusal, Repeated."""
    async with case_deed(store, ask, Act.MARK_STUDENT_DATA) as (this, case):
        if not case.has_student_data:
            await _changed(this, case.marked(has_student_data=True, at=ask.now), "marked")


async def unmark(store: Store, ask: CaseAsk) -> None:
    """By the same. Raises Refusal, Repeated."""
    async with case_deed(store, ask, Act.UNMARK_STUDENT_DATA) as (this, case):
        if case.has_student_data:
            await _changed(this, case.marked(has_student_data=False, at=ask.now), "unmarked")


async def _changed(this: Deed, after: Case, what: str) -> None:
    places = await change(this, after)
    this.owe(*owing.lines(after, places, what=what, by=this.by, now=this.now))
