"""Joint sessions: a contact brings somebody of the district's staff into one case, and is there (POLICY 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import KeptId, PersonId, SessionId, SlackUser
from bot.domain.people import Person
from bot.domain.refusals import CaseIsClosed, ChangedMeanwhile, NotAGuest, NotAvailable, NotFound, SessionThere
from bot.domain.sessions import Session, State, Why, held_as
from bot.domain.sheets import CommentKind, PersonSheet, Seat, SessionSheet
from bot.domain.telling import News
from bot.services import sitting
from bot.services.changing import change
from bot.services.deeds import CaseAsk, Deed, case_deed
from bot.services.sitting import ref
from bot.services.telling_of import of_act, tell_of, who_works_on
from storage import calendars, comments, kept, kept_files, owing, people, sessions, sheets, visitors
from storage.comments import Comment
from storage.kept import Kept
from storage.owing_sessions import said, tell
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`starts_at` None: now. `minutes`: how long."""

    guest: SlackUser
    minutes: int
    starts_at: datetime | None = None
    stand_in: PersonId | None = None


async def may_invite(store: Store, ask: CaseAsk) -> tuple[Case, list[PersonSheet]]:
    """Asked before the form is drawn: the case, and who could stand in. Raises Refusal."""
    async with case_deed(store, ask, Act.INVITE_GUEST) as (this, case):
        _must_be_open(case)
        found = await people.contacts_of(this.tx, case.district)
        return case, [contact.person for contact in found if contact.person.id != this.by]


def _must_be_open(case: Case) -> None:
    if not case.is_open:
        raise CaseIsClosed(number=case.number)


async def invite(store: Store, ask: CaseAsk, wish: Wish) -> SessionSheet:
    """Whoever invites for now is there now. Raises Refusal, Repeated."""
    async with case_deed(store, ask, Act.INVITE_GUEST) as (this, case):
        _must_be_open(case)
        guest = await _guest(this, case, wish)
        await _must_stand_in(this, case, wish.stand_in)
        if await sessions.of_guest(this.tx, case.number, guest.id) is not None:
            raise SessionThere(number=case.number)
        starts_at = max(wish.starts_at or ask.now, ask.now)
        planned = Session(
            id=SessionId(0),
            case=case.number,
            district=case.district,
            host=this.by,
            guest=guest.id,
            stand_in=wish.stand_in,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=wish.minutes),
        )
        added = await sessions.add(this.tx, planned, now=ask.now)
        this.about, this.ref = guest.id, ref(added.id)
        return await sheets.of_session(this.tx, await _announced(this, added))


async def _announced(this: Deed, added: Session) -> Session:
    """For now it begins at once; a later one is told to those who are to be there."""
    now = this.now
    if added.starts_at <= now:
        lasts = (await calendars.rules(this.tx)).limits.present_for
        added = added.begun().seen(this.by, at=now, lasts=lasts)
        this.owe(*await sitting.begin(this.tx, added, now=now))
        this.owe(*await tell(this.tx, added, (added.host,), what="session-yours", occasion="begun", now=now))
    else:
        readers = (added.guest, added.host)
        this.owe(*await tell(this.tx, added, readers, what="session-planned", occasion="planned", now=now))
    this.owe(*await tell(this.tx, added, (added.stand_in,), what="session-stand-in", occasion="named", now=now))
    return added


async def _guest(this: Deed, case: Case, wish: Wish) -> Person:
    """Staff of that district. Who was never seen is looked up, so that they are known the next time."""
    found = await people.by_slack(this.tx, await visitors.chosen(this.tx, wish.guest))
    if found is None:
        this.owed_if_refused = [owing.look_up(wish.guest, now=this.now)]
    if found is None or not policy.may_be_guest(found, case.district):
        raise NotAGuest(number=case.number)
    return found


async def _must_stand_in(this: Deed, case: Case, stand_in: PersonId | None) -> None:
    found = await people.by_id(this.tx, stand_in) if stand_in is not None else None
    if stand_in is not None and (found is None or not policy.is_contact_of(found, case.district)):
        raise NotAvailable(number=case.number)


async def session_at(store: Store, session: SessionId) -> Session:
    """Which case it is of: one look, no deed. Raises NotFound."""
    found = await sessions.get(store.glances, session)
    if found is None:
        raise NotFound(asked="")
    return found


async def be_here(store: Store, ask: CaseAsk, session: SessionId) -> None:
    """*Join*, or *I am here*: of its contact and of the stand-in alone. Raises Refusal, Repeated."""
    async with case_deed(store, ask, Act.INVITE_GUEST) as (this, _):
        found = await _theirs(this, session)
        lasts = (await calendars.rules(this.tx)).limits.present_for
        after = found.seen(this.by, at=ask.now, lasts=lasts)
        this.owe(*await sitting.seen(this.tx, found, after, at=ask.now, now=ask.now))


async def end(store: Store, ask: CaseAsk, session: SessionId) -> None:
    async with case_deed(store, ask, Act.INVITE_GUEST) as (this, _):
        found = await _theirs(this, session)
        this.owe(*await sitting.end(this.tx, found, Why.BY_CONTACT, now=ask.now))


async def _theirs(this: Deed, session: SessionId) -> Session:
    found = await _found(this, session)
    found.must_be_of(this.by)
    if found.state is State.ENDED:
        found.must_be_open()
    return found


async def _found(this: Deed, session: SessionId) -> Session:
    """Read with its case held. Raises NotFound for one of another case."""
    found = await sessions.get(this.tx, session)
    if found is None or found.case != this.number:
        raise NotFound(asked="")
    this.ref, this.about = ref(found.id), found.guest
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What waits to be let in, the oldest first: words, and how many files."""

    sheet: SessionSheet
    words: list[tuple[KeptId, str, int]]


async def look_at_held(store: Store, ask: CaseAsk, session: SessionId) -> Held | None:
    """By any contact of the district, before they let it in. None: the guest has left. Raises Refusal."""
    async with case_deed(store, ask, Act.INVITE_GUEST) as (this, case):
        found = await _found(this, session)
        found.must_be_open()
        if await _guest_left(this, found):
            return None
        held = await kept.held(this.tx, case.number, found.guest, until=found.ends_at, now=ask.now)
        words = [(it.id, it.words, len(await kept_files.of(this.tx, it.id))) for it in held]
        return Held(sheet=await sheets.of_session(this.tx, found), words=words)


async def let_in(
    store: Store, ask: CaseAsk, session: SessionId, *, last: KeptId, read: Mapping[KeptId, str] | None = None
) -> bool:
    """What the guest sent while nobody was there: by any contact of the district. Raises Refusal, Repeated.

    `last`: of what they were shown; what came after it still waits. `read`: how each of them read, by `held_as`;
    what its author changed since is let in by nobody who has not read it. False: nothing is, of a guest who is no
    longer staff there, and the session ends.
    """
    async with case_deed(store, ask, Act.INVITE_GUEST) as (this, case):
        found = await _found(this, session)
        found.must_be_open()
        _must_be_open(case)
        if await _guest_left(this, found):
            this.owe(*await sitting.end(this.tx, found, Why.GUEST_GONE, now=ask.now))
            return False
        held = await kept.held(this.tx, case.number, found.guest, until=found.ends_at, now=ask.now)
        held = [words for words in held if words.id <= last]
        if read is not None and not await _are_as_read(this, held, read):
            raise ChangedMeanwhile(number=case.number, fact="held")
        after = case
        for words in held:
            after = after.touched(at=ask.now)
            await _taken_in(this, after, found, words)
            await kept.forget(this.tx, words.id, person=found.guest)
        if held:
            own = await sitting.guests(this.tx, found)
            occasion = f"{held[-1].id}"
            this.owe(*said(found, own, what="session-let-in", occasion=occasion, now=ask.now))
    return True


async def _guest_left(this: Deed, session: Session) -> bool:
    """Neither staff of its district any more, nor a contact there: the clock has not looked yet."""
    guest = await people.by_id(this.tx, session.guest)
    if guest is None:
        return True
    return not (policy.may_be_guest(guest, session.district) or policy.is_contact_of(guest, session.district))


async def _are_as_read(this: Deed, held: Sequence[Kept], read: Mapping[KeptId, str]) -> bool:
    """What was taken back meanwhile is not missed."""
    files = {words.id: len(await kept_files.of(this.tx, words.id)) for words in held}
    return all(read.get(words.id) == held_as(words.words, files[words.id]) for words in held)


async def _taken_in(this: Deed, case: Case, session: Session, words: Kept) -> None:
    """As the guest's, in every thread but the one they typed it in."""
    known = await comments.at(this.tx, words.typed_at) if words.typed_at else None
    if known is not None:
        await _changed(this, case, known, words)
        return
    places = [it for it in await change(this, case) if it.seat is not Seat.GUEST or it.reader != session.guest]
    comment = await comments.add(
        this.tx,
        case.number,
        author=session.guest,
        kind=CommentKind.REPLY,
        at=this.now,
        typed_at=words.typed_at,
        seat=Seat.GUEST,
    )
    await comments.add_version(this.tx, comment, edited_ts="", words=words.words)
    team = words.typed_at.team if words.typed_at else this.reached
    files = await comments.add_files(this.tx, comment, team=team, files=await kept_files.of(this.tx, words.id))
    this.owe(*owing.copies(comment, places, now=this.now), *owing.files(files, places, now=this.now))
    fact = replace(of_act(this, case, News.COMMENT), by=session.guest, comment=comment, copies=places)
    this.owe(*await tell_of(this.tx, fact, await who_works_on(this.tx, case), now=this.now))


async def _changed(this: Deed, case: Case, known: Comment, words: Kept) -> None:
    """What was held is an edit of a comment that is in the case: its newest version from now on."""
    edited_ts = f"{this.now.timestamp():.6f}"
    if known.deleted_at is not None or known.redacted_at is not None:
        return
    await comments.add_version(this.tx, known.id, edited_ts=edited_ts, words=words.words)
    this.owe(*owing.changed(known.id, await change(this, case), key=edited_ts, now=this.now))
