"""What the desk does with a case: take it, ask the district, propose a resolution, reply."""

from datetime import datetime

from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, SlackUser
from bot.domain.policy import Act
from bot.domain.refusals import CaseIsClosed
from bot.domain.sheets import CommentKind
from bot.services.changing import change
from bot.services.commenting import write_comment
from bot.services.deeds import deed
from storage import owing
from storage.owing import Spot
from storage.store import Store


async def take_case(
    store: Store, *, who: SlackUser, number: CaseNumber, now: datetime, once: str, spot: Spot | None
) -> None:
    """Raises Refusal: AlreadyThere names who was faster."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        case = await this.case(number, Act.TAKE_CASE)
        taken = case.taken(by=this.by, at=now)
        places = await change(this, taken)
        this.owe(*owing.lines(taken, places, what="taken", by=this.by, now=now))


async def may_write_to_district(
    store: Store, *, who: SlackUser, number: CaseNumber, act: Act, now: datetime, spot: Spot | None
) -> Case:
    """Asked before a form is drawn; the form's sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        return await this.case(number, act)


async def reply_to_district(
    store: Store, *, who: SlackUser, number: CaseNumber, words: str, now: datetime, once: str
) -> None:
    """The one way from the desk to the district (POLICY 3). The case's status stays."""
    async with deed(store, who=who, now=now, once=once) as this:
        case = await this.case(number, Act.REPLY_TO_DISTRICT)
        if not case.is_open:
            raise CaseIsClosed(number=number)
        await write_comment(this, case.touched(at=now), kind=CommentKind.REPLY, words=words)


async def ask_for_input(
    store: Store, *, who: SlackUser, number: CaseNumber, words: str, now: datetime, once: str
) -> None:
    """Puts the question to the district; from now on it is their turn."""
    async with deed(store, who=who, now=now, once=once) as this:
        case = await this.case(number, Act.WORK_CASE)
        waiting = case.waiting_for_input(by=this.by, at=now)
        await write_comment(this, waiting, kind=CommentKind.QUESTION, words=words)


async def post_resolution(
    store: Store, *, who: SlackUser, number: CaseNumber, words: str, now: datetime, once: str
) -> None:
    """Proposes a written resolution; a contact says whether it solves the case."""
    async with deed(store, who=who, now=now, once=once) as this:
        case = await this.case(number, Act.WORK_CASE)
        waiting = case.waiting_for_verification(by=this.by, at=now)
        await write_comment(this, waiting, kind=CommentKind.RESOLUTION, words=words)
