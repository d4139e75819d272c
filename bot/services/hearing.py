"""What is said in a case's thread: a comment on the district's side, an internal note on the desk's.

Whose words are taken in is the policy's to say. A message that concerns no case writes nothing. Order is
not promised: an edit may come before its original, a deletion before either.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case, Status
from bot.domain.ids import CommentId, KeptId, PersonId, SlackUser, TeamId, Thread, Ts
from bot.domain.refusals import (
    CaseIsClosed,
    CaseIsDuplicate,
    ContactsOnly,
    NotKnownYet,
    Refusal,
    SessionPaused,
)
from bot.domain.sheets import CommentKind, Seat, Side
from bot.services import late, refusing, sitting
from bot.services.changing import change
from bot.services.clocking import Said
from bot.services.deeds import Deed, deed
from bot.services.telling_of import of_comment
from storage import (
    calendars,
    cases,
    comments,
    inbound,
    kept_files,
    naming,
    notes,
    outbox,
    owing,
    people,
    people_facts,
    sessions,
    threads,
)
from storage import kept as kept_words
from storage.comments import Comment, File
from storage.outbox import Standing
from storage.owing import Spot, hint
from storage.store import Store
from storage.threads import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as it came in. `edited_ts` is '' for the original.

    `at` is Slack's time of what was done, `said_at` of the message itself.
    """

    who: SlackUser
    message: Thread
    thread_ts: Ts
    words: str
    at: datetime
    said_at: datetime
    edited_ts: str = ""
    files: tuple[File, ...] = ()

    @property
    def spot(self) -> Spot:
        return Spot(team=self.message.team, channel=self.message.channel, thread=self.thread_ts)

    @property
    def thread(self) -> Thread:
        return Thread(team=self.message.team, channel=self.message.channel, ts=self.thread_ts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A message that was deleted. `who` wrote it; `at` is Slack's time of the deletion."""

    who: SlackUser
    message: Thread
    thread_ts: Ts
    at: datetime
    said_at: datetime

    @property
    def thread(self) -> Thread:
        return Thread(team=self.message.team, channel=self.message.channel, ts=self.thread_ts)


def _key(message: Thread, *, edited_ts: str = "") -> str:
    """Known by channel, ts and kind, whatever the event's id (SLACK 2.3)."""
    return f"message:{message.channel}:{message.ts}:{edited_ts}"


class Unplaced(Exception):  # a fact about the order in which things are told
    """It may be said below a card that Slack has taken and we have not marked yet: Slack shall tell it again."""


async def place_of(store: Store, thread: Thread) -> Place | None:
    """One look at an index: the case's thread that stands there, or nothing, and nothing written. Raises Unplaced."""
    place, under_way = await threads.at_or_under_way(store.glances, thread)
    if under_way:
        raise Unplaced
    return place


async def hear(store: Store, heard: Heard, *, now: datetime) -> None:
    """Takes the message in, or lets only its author know why not. Raises Repeated."""
    place = await place_of(store, heard.thread)
    if place is None:
        return
    once = _key(heard.message, edited_ts=heard.edited_ts)
    team, where = heard.message.team, heard.spot.place
    async with deed(store, who=heard.who, at=heard.at, now=now, once=once, via=team, where=where) as this:
        try:
            await _take(this, heard, place)
        except Refusal as refusal:
            kept = await _keep(this, heard, refusal)
            this.owed_if_refused = await refusing.hints(this, refusal, place, heard.spot, kept=kept)
            raise


async def _keep(this: Deed, heard: Heard, refusal: Refusal) -> KeptId | None:
    """A reply to a closed case is kept for a day, in no record, until its author says what it was (POLICY 3).

    So is one of an end user, who may hand it to a contact with one click (POLICY 2).
    """
    if this.number is None or not isinstance(refusal, CaseIsClosed | ContactsOnly | SessionPaused | NotKnownYet):
        return None
    if this.act is Act.WRITE_NOTE:
        return None
    words = await _named(this, heard)
    if await kept_words.change_message(this.tx, heard.message, words=words):
        return None
    kept = await kept_words.keep(
        this.tx,
        this.number,
        person=this.by,
        words=words,
        until=await _kept_until(this, refusal),
        typed_at=heard.message,
    )
    if kept is not None:
        await kept_files.keep(this.tx, kept, heard.files)
    return kept


async def _kept_until(this: Deed, refusal: Refusal) -> datetime:
    """A day; of a guest's words, to the end of their session."""
    found = await sessions.get(this.tx, refusal.session) if isinstance(refusal, SessionPaused) else None
    return found.ends_at if found else this.now + (await calendars.rules(this.tx)).limits.kept_for


async def _take(this: Deed, heard: Heard, place: Place) -> None:
    await _must_be_known(this, place)
    match place.side:
        case Side.DESK:
            await _take_note(this, heard, place)
        case Side.DISTRICT:
            await _take_reply(this, heard, place)


async def _must_be_known(this: Deed, place: Place) -> None:
    """Raises NotKnownYet for somebody of whom Slack was never asked: they are told once it has said who they are."""
    if this.person is not None and this.person.name:
        return
    await people_facts.met(this.tx, this.who)
    this.person = await people.by_slack(this.tx, this.who)
    this.act = Act.WRITE_NOTE if place.side is Side.DESK else Act.COMMENT
    this.number = place.case
    raise NotKnownYet


async def _named(this: Deed, heard: Heard) -> str:
    return await naming.named(this.tx, heard.message.team, heard.words)


async def _take_note(this: Deed, heard: Heard, place: Place) -> None:
    await this.case(place.case, Act.WRITE_NOTE)
    known = await notes.at(this.tx, heard.message)
    if known is not None and known.redacted_at is not None:
        return
    note = known.id if known else None
    if note is None:
        note = await notes.add(this.tx, place.case, author=this.by, at=heard.said_at, typed_at=heard.message)
    await notes.add_version(this.tx, note, edited_ts=heard.edited_ts, words=await _named(this, heard))


async def _take_reply(this: Deed, heard: Heard, place: Place) -> None:
    case = await this.case(place.case, Act.COMMENT)
    known = await comments.at(this.tx, heard.message)
    if known is not None:
        await _is_there(this, case)
        await _take_version(this, heard, case, known)
        return
    if case.duplicate_of is not None:
        raise CaseIsDuplicate(number=case.number, main=await cases.goes_on_in(this.tx, case))
    if not case.is_open:
        case = await late.undone(this, case, said_at=heard.said_at)
    await _is_there(this, case)
    comment = await comments.add(
        this.tx,
        case.number,
        author=this.by,
        kind=CommentKind.REPLY,
        at=heard.said_at,
        typed_at=heard.message,
        seat=policy.seat_by(this.rule),
    )
    await comments.add_version(this.tx, comment, edited_ts=heard.edited_ts, words=await _named(this, heard))
    await _spread(this, heard, case, place, comment)


async def _is_there(this: Deed, case: Case) -> None:
    """Who writes is there: the contact of a joint session, or the stand-in (POLICY 2)."""
    if this.person is None or not policy.is_contact_of(this.person, case.district):
        return
    for found in await sessions.open_of(this.tx, case.number, this.by):
        lasts = (await calendars.rules(this.tx)).limits.present_for
        after = found.seen(this.by, at=this.at, lasts=lasts)
        this.owe(*await sitting.seen(this.tx, found, after, at=this.at, now=this.now))


async def _spread(this: Deed, heard: Heard, case: Case, place: Place, comment: CommentId) -> None:
    """The case moves on, and every other thread of it gets the comment and its files."""
    by_contact = this.person is not None and policy.is_contact_of(this.person, case.district)
    may_answer = by_contact or policy.seat_by(this.rule) is Seat.REPORTER
    answers = may_answer and await _is_after_the_question(this, heard, case)
    after = case.answered(at=this.at) if answers else case.touched(at=this.at)
    places = await change(this, after, said=_said_by(this, case))
    kept = await comments.add_files(this.tx, comment, team=heard.message.team, files=heard.files)
    this.owe(*owing.copies(comment, places, now=this.now, typed_in=place))
    this.owe(*owing.files(kept, places, now=this.now, typed_in=place))
    this.owe(*await of_comment(this, after, comment, places, typed_in=place))
    if by_contact and after.status is Status.PENDING_VERIFICATION:
        facts: dict[str, int | str] = {"case": case.number}
        this.owe(hint(heard.who, heard.spot, what="solved-or-not", now=this.now, facts=facts))


def _said_by(this: Deed, case: Case) -> Said:
    """An agent on the district's side speaks for the desk."""
    if this.person is not None and policy.is_contact_of(this.person, case.district):
        return Said.BY_CONTACT
    return Said.BY_DESK if this.person is not None and policy.is_agent(this.person) else Said.NOTHING


async def _is_after_the_question(this: Deed, heard: Heard, case: Case) -> bool:
    """What was typed before the question and told after it is no answer to it."""
    if case.status is not Status.PENDING_INPUT:
        return True
    asked_at = await comments.last_of_kind(this.tx, case.number, CommentKind.QUESTION)
    return asked_at is None or heard.said_at > asked_at


async def _take_version(this: Deed, heard: Heard, case: Case, known: Comment) -> None:
    """Another version of a comment we have; of one that was deleted it is kept, and shown nowhere."""
    if known.author != this.by or known.redacted_at is not None:
        return
    if not await comments.add_version(this.tx, known.id, edited_ts=heard.edited_ts, words=await _named(this, heard)):
        return
    await kept_words.forget_message(this.tx, heard.message)  # an edit from before that is held
    if known.deleted_at is not None:
        return
    places = await change(this, case.touched(at=this.at))
    this.owe(*owing.changed(known.id, places, key=heard.edited_ts or "original", now=this.now))


async def forget(store: Store, gone: Gone, *, now: datetime) -> None:
    """A message was deleted: a stub stays, on both sides. Raises Repeated.

    One that was refused when it came is nobody's here, and its deletion is no deed.
    """
    place = await place_of(store, gone.thread)
    if place is None:
        return
    once = f"deleted:{gone.message.channel}:{gone.message.ts}"
    async with deed(store, who=gone.who, at=gone.at, now=now, once=once, via=gone.message.team) as this:
        if place.side is Side.DESK:
            await _forget_note(this, gone, place)
        else:
            await _forget_comment(this, gone, place)


async def _was_refused(this: Deed, gone: Gone) -> bool:
    """It came in, and nothing of it stands here."""
    return await inbound.is_known(this.tx, _key(gone.message))


async def _case_of(this: Deed, place: Place, act: Act, *, author: PersonId | None) -> Case:
    """The case, held. What stands in it its author takes back whatever their right is now (POLICY 3 and 10)."""
    if author is None or this.person is None or this.person.id != author:
        return await this.case(place.case, act)
    return await this.case(place.case, Act.TAKE_BACK, author=author)


async def _forget_note(this: Deed, gone: Gone, place: Place) -> None:
    first = await notes.at(this.tx, gone.message)
    if first is None and await _was_refused(this, gone):
        return
    await _case_of(this, place, Act.WRITE_NOTE, author=first.author if first else None)
    known = await notes.at(this.tx, gone.message)  # read with the case held: it may have come in just now
    if known is not None:
        await notes.mark_deleted(this.tx, known.id, at=this.at)
        return
    await notes.add(this.tx, place.case, author=this.by, at=gone.said_at, typed_at=gone.message, deleted_at=this.at)


async def _forget_comment(this: Deed, gone: Gone, place: Place) -> None:
    first = await comments.at(this.tx, gone.message)
    if first is None and await _was_refused(this, gone):
        await kept_words.forget_message(this.tx, gone.message)
        return
    await kept_words.forget_message(this.tx, gone.message)  # also where they may not: an edit of it that is held
    case = await _case_of(this, place, Act.COMMENT, author=first.author if first else None)
    known = await comments.at(this.tx, gone.message)  # read with the case held, as above
    if known is None:
        await _leave_stub(this, gone, case)
        return
    for team, where in await _carried(this, known.id):
        this.owe(owing.removed(where, team, why="deleted", now=this.now))
    await comments.mark_deleted(this.tx, known.id, at=this.at)
    await change(this, case.touched(at=this.at))
    places = await threads.with_ended(this.tx, case.number)
    this.owe(*owing.changed(known.id, places, key="deleted", now=this.now))


async def _carried(this: Deed, comment: CommentId) -> list[tuple[TeamId, Standing]]:
    """Where copies of the comment's files stand: they go with it."""
    return [
        copy for file in await comments.files_of(this.tx, comment) for copy in await outbox.carried(this.tx, file.id)
    ]


async def _leave_stub(this: Deed, gone: Gone, case: Case) -> None:
    """The deletion came first: its original, when it comes, finds the stub. Nothing is taken into a closed case."""
    if not case.is_open:
        return
    await comments.add(
        this.tx,
        case.number,
        author=this.by,
        kind=CommentKind.REPLY,
        at=gone.said_at,
        typed_at=gone.message,
        deleted_at=this.at,
        seat=policy.seat_by(this.rule),
    )
