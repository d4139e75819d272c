"""What the desk puts to the district: a question, or a resolution. Replies are `keeping.send_reply`."""

from bot.domain.acts import Act
from bot.domain.cases import Case, Move
from bot.domain.sheets import CommentKind
from bot.services.commenting import write_comment
from bot.services.deeds import CaseAsk, case_deed
from storage.store import Store


async def may_work(store: Store, ask: CaseAsk, move: Move) -> Case:
    """Asked before a form is drawn; the form's sending asks again. Raises Refusal."""
    async with case_deed(store, ask, Act.WORK_CASE) as (_, case):
        case.must_allow(move)
        return case


async def ask_for_input(store: Store, ask: CaseAsk, *, words: str) -> None:
    """Puts the question to the district; from now on it is their turn."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        waiting = case.waiting_for_input(by=this.by, at=ask.now)
        await write_comment(this, waiting, kind=CommentKind.QUESTION, words=words)


async def post_resolution(store: Store, ask: CaseAsk, *, words: str) -> None:
    """Proposes a written resolution; a contact says whether it solves the case."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        waiting = case.waiting_for_verification(by=this.by, at=ask.now)
        await write_comment(this, waiting, kind=CommentKind.RESOLUTION, words=words)
