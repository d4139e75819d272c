"""Words that wait for a decision of who wrote them: a reply to a closed case, a reply that is looked at once more."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, KeptId, SlackUser
from bot.domain.refusals import CaseIsClosed, ChangedMeanwhile, NotKept
from bot.domain.sheets import CommentKind, PersonSheet
from bot.services.answering import Reopening, reopen_with
from bot.services.commenting import write_comment
from bot.services.deeds import CaseAsk, Deed, case_deed, deed
from storage import calendars, districts, kept, kept_files, owing, people
from storage.comments import File
from storage.districts import District
from storage.kept import Kept
from storage.owing import Spot
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A reply before it is sent: what will be read, by whom, and whether in a channel or by direct message."""

    id: KeptId
    number: CaseNumber
    words: str
    district: str
    readers: list[PersonSheet]
    in_channel: bool
    mixed: bool
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply to a closed case, as its author may see it again. `files`: what came with it."""

    case: CaseNumber
    words: str
    files: tuple[File, ...]


async def reply_of(
    store: Store, *, who: SlackUser, kept_id: KeptId, act: Act, now: datetime, spot: Spot | None
) -> Reply:
    """What this person wrote, should it be shown to them in a form. `act`: what they want with it. Raises NotKept."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        mine = await _mine(this, kept_id, act)
        return Reply(case=mine.case, words=mine.words, files=await kept_files.of(this.tx, kept_id))


async def _mine(this: Deed, kept_id: KeptId, act: Act) -> Kept:
    found = await kept.get(this.tx, kept_id, person=this.by, now=this.now)
    if found is None:
        this.act = act  # refused, and so on the record
        raise NotKept
    return found


async def reopen_with_reply(
    store: Store,
    *,
    who: SlackUser,
    kept_id: KeptId,
    now: datetime,
    once: str,
    spot: Spot | None = None,
    words: str | None = None,
) -> None:
    """The reply is what is missing (POLICY 5); `words`: what its author made of it in a form.

    Where somebody else reopened the case meanwhile, it is taken in as any reply. The message goes on to be what
    was said: its edits and its deletion are the comment's. Raises NotReadable for too few words to reopen with.
    """
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        mine = await _mine(this, kept_id, Act.REOPEN)
        case = await this.case(mine.case, Act.REOPEN)
        said = Reopening(
            words=mine.words if words is None else words,
            files=await kept_files.of(this.tx, kept_id),
            typed_at=mine.typed_at,
        )
        if case.is_open:
            await _take_in(this, case, said, spot)
        else:
            await reopen_with(this, case, said)
        await kept.forget(this.tx, kept_id, person=this.by)


async def _take_in(this: Deed, case: Case, said: Reopening, spot: Spot | None) -> None:
    """A reply that came while the case was closed, and is wanted in it now that it is open again."""
    await write_comment(
        this,
        case.answered(at=this.now),
        kind=CommentKind.REPLY,
        words=said.words,
        files=said.files,
        typed_at=said.typed_at,
    )
    if spot is not None:
        this.owe(owing.hint(this.who, spot, what="reply-taken", now=this.now, facts={"case": case.number}))


async def just_thanks(store: Store, *, who: SlackUser, kept_id: KeptId, now: datetime, spot: Spot | None) -> None:
    """The case stays closed, and the words are kept no longer."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        mine = await _mine(this, kept_id, Act.COMMENT)
        await this.case(mine.case, Act.COMMENT)
        await kept.forget(this.tx, kept_id, person=this.by)
        if spot is not None:
            this.owe(owing.hint(who, spot, what="thanked", now=now, facts={"case": mine.case}))


async def may_reply(store: Store, ask: CaseAsk) -> Case:
    """Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.REPLY_TO_DISTRICT) as (_, case):
        if not case.is_open:
            raise CaseIsClosed(number=case.number)
        return case


async def preview_reply(store: Store, ask: CaseAsk, *, words: str, files: tuple[File, ...] = ()) -> Preview:
    """Keeps the words, and says who will read them. Nothing is sent. Raises Refusal."""
    async with case_deed(store, ask, Act.REPLY_TO_DISTRICT) as (this, case):
        if not case.is_open:
            raise CaseIsClosed(number=case.number)
        district = await districts.get(this.tx, case.district)
        contacts = await people.contacts_of(this.tx, case.district)
        lasts = (await calendars.rules(this.tx)).limits.kept_for
        kept_id = await kept.keep(this.tx, case.number, person=this.by, words=words, until=ask.now + lasts)
        if kept_id is None:
            raise LookupError(case.number)
        await kept_files.keep(this.tx, kept_id, files)
        return Preview(
            id=kept_id,
            number=case.number,
            words=words,
            district=district.name,
            readers=[contact.person for contact in contacts],
            in_channel=district.channel is not None and district.words_ok,
            mixed=district.mixed,
            files=files,
        )


def _is_read_by_others(district: District) -> bool:
    """In its channel, which it accepted as mixed."""
    return district.channel is not None and district.words_ok and district.mixed


async def send_reply(store: Store, ask: CaseAsk, *, kept_id: KeptId, saw_mixed: bool = True) -> None:
    """The one way from the desk to the district (POLICY 3). The case's status stays.

    `saw_mixed`: the preview said that others in the district's channel read it too. Raises Refusal.
    """
    async with case_deed(store, ask, Act.REPLY_TO_DISTRICT) as (this, case):
        mine = await _mine(this, kept_id, Act.REPLY_TO_DISTRICT)
        if mine.case != case.number:
            raise NotKept
        if not case.is_open:
            raise CaseIsClosed(number=case.number)
        if not saw_mixed and _is_read_by_others(await districts.get(this.tx, case.district)):
            raise ChangedMeanwhile(number=case.number, fact="readers")
        files = await kept_files.of(this.tx, kept_id)
        await write_comment(this, case.touched(at=ask.now), kind=CommentKind.REPLY, words=mine.words, files=files)
        await kept.forget(this.tx, kept_id, person=this.by)
