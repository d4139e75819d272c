"""Opening a case: who may, for which district, for whom, and the threads in which it will stand."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case, CaseType, Draft, Priority
from bot.domain.drafts import must_be_for_one, priority_of
from bot.domain.emergencies import Emergency
from bot.domain.ids import (
    CaseNumber,
    Channel,
    DistrictId,
    EmergencyId,
    KeptId,
    PersonId,
    QuestionId,
    SlackUser,
    TeamId,
    Thread,
)
from bot.domain.notifications import Notification, matching
from bot.domain.people import Person, building_of
from bot.domain.policy import Matter
from bot.domain.questions import Question
from bot.domain.refusals import NotAContact, NotFound, TechnicalContactsOnly
from bot.domain.sheets import Seat, Side
from bot.services import claiming, clocking, helping
from bot.services.changing import change
from bot.services.deeds import Deed, deed
from storage import (
    case_files,
    cases,
    contacts,
    directory,
    districts,
    drafts,
    kept,
    notifications,
    owing,
    people,
    people_facts,
    places,
    sheets,
    threads,
)
from storage.comments import File
from storage.districts import District
from storage.owing import Spot
from storage.store import Store
from storage.threads import NewPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the person is told once the case is committed. `linked`: to what."""

    number: CaseNumber
    priority: Priority
    linked: Notification | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """What comes with a draft: the form it stood in, its files, and the message it was made from with its author.

    `reply`: the kept reply that it was made from, which is in no other case then. `question`: the one it was made
    from, whose asker is the reporter.
    """

    team: TeamId
    form: str = ""
    files: tuple[File, ...] = ()
    message: Thread | None = None
    author: SlackUser | None = None
    reply: KeptId | None = None
    emergency: EmergencyId | None = None
    """That a contact makes a case of their own of; its author reported it."""
    question: QuestionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The case that a new one is to follow on."""

    district: DistrictId
    module: str
    subject: str


async def may_open(
    store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None, where: Channel | None = None
) -> None:
    """Asked before a form is drawn; its sending asks again. `where`: the channel they act in. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot, where=where) as this:
        own = policy.districts_of_contact(this.person) if this.person else ()
        this.may_in_each(Act.OPEN_CASE, own)


async def given_by(store: Store, *, who: SlackUser, where: Channel) -> DistrictId | None:
    """What stands in the case channel of a district of theirs is about that one. For drawing; sending it asks."""
    person, district = await people.by_slack(store.glances, who), await districts.whose_channel(store.glances, where)
    own = policy.districts_of_contact(person) if person is not None else ()
    return district if district in own else None


async def may_follow(
    store: Store, *, who: SlackUser, number: CaseNumber, now: datetime, spot: Spot | None = None
) -> Earlier:
    """For a new case that follows on an old one (POLICY 5). Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        case = await this.case(number, Act.OPEN_CASE)
        sheet = await sheets.of_case(this.tx, case)
        return Earlier(district=case.district, module=case.module, subject=sheet.subject or "")


async def may_open_for(
    store: Store, *, who: SlackUser, key: str, now: datetime
) -> DistrictId | list[tuple[str, str]]:
    """The district of this key, for an agent; where none has it, key and name of each. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        known = await directory.standing_by_key(this.tx)
        row = {name.casefold(): row for name, row in known.items()}.get(key.casefold())
        this.may(Act.OPEN_FOR_CONTACT, Matter(district=DistrictId(row.id) if row else None))
        return DistrictId(row.id) if row else sorted((row.key, row.name) for row in known.values())


async def open_case(
    store: Store, *, who: SlackUser, draft: Draft, once: str, now: datetime, along: Along | None = None
) -> Receipt:
    """Numbers the case and owes its threads. The draft has no `drafts.problems`. Raises Refusal, Repeated."""
    act = Act.REQUEST_UPDATE if draft.type is CaseType.UPDATE_OR_REFRESH else Act.OPEN_CASE
    async with deed(store, who=who, now=now, once=once) as this:
        before = await _previous(this, draft, Act.OPEN_CASE)
        by = this.may(act, Matter(district=draft.district))
        along = along or Along(team=by.reached)
        reported = await _reported(this, draft, along)
        case = await _add(this, draft, contact=by, before=before, along=along)
        if reported is not None:
            await claiming.taken(this, reported, case)
        linked = await notifications.get(this.tx, case.incident) if case.incident is not None else None
    return Receipt(number=case.number, priority=case.priority, linked=linked)


async def _reported(this: Deed, draft: Draft, along: Along) -> Emergency | None:
    if along.emergency is None:
        return None
    return await claiming.must_be_free(this, along.emergency, district=draft.district)


async def open_excepted(this: Deed, draft: Draft, *, reporter: PersonId) -> Case:
    """An accepted emergency: without a contact, and with a thread for who reported it (POLICY 2)."""
    found = await people.by_id(this.tx, reporter)
    if found is None:
        raise LookupError(reporter)
    case = await _add(this, draft, contact=None, reporter=found, before=None, along=Along(team=found.reached))
    seat = NewPlace(side=Side.DISTRICT, team=found.reached, reader=found.id, seat=Seat.REPORTER)
    this.owe(*owing.cards(await threads.add(this.tx, case.number, [seat]), now=this.now))
    return case


async def open_for_contact(
    store: Store, *, who: SlackUser, contact: PersonId, draft: Draft, once: str, now: datetime, along: Along
) -> Receipt:
    """An agent, for a contact who phoned: named, told by direct message, and free to withdraw it (POLICY 3).

    The call is activity of theirs (POLICY 7). Raises Refusal, Repeated.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.OPEN_FOR_CONTACT, Matter(district=draft.district))
        named = await people.by_id(this.tx, contact)
        if named is None or not policy.is_contact_of(named, draft.district):
            raise NotAContact(district=draft.district)
        if draft.type is CaseType.UPDATE_OR_REFRESH and not policy.is_technical_contact_of(named, draft.district):
            raise TechnicalContactsOnly(district=draft.district)
        case = await _add(this, draft, contact=named, before=None, along=along)
        await contacts.touch(this.tx, named.id, now)
        key = f"case:{case.number}:opened-for-you"
        facts: dict[str, int | str] = {"case": case.number, "by": this.by}
        this.owe(owing.tell(named.id, named.reached, key=key, what="opened-for-you", now=now, facts=facts))
    return Receipt(number=case.number, priority=case.priority)


async def _previous(this: Deed, draft: Draft, act: Act) -> Case | None:
    if draft.previous is None:
        return None
    found = await this.case(draft.previous, act)
    if found.district != draft.district:
        raise NotFound(asked=str(draft.previous))
    return found


async def _add(  # a case and everything that comes with it
    this: Deed,
    draft: Draft,
    *,
    contact: Person | None,
    before: Case | None,
    along: Along,
    reporter: Person | None = None,
) -> Case:
    district = await districts.get(this.tx, draft.district)
    must_be_for_one(draft, updates_as_group=district.updates_as_group)
    draft = await _linked(this, draft)
    asked = await helping.held_for_case(this, along.question, draft.district) if along.question else None
    reporter = reporter or await _reporter(this, along, asked) or contact
    if reporter is None:
        raise LookupError(draft.district)
    case = await cases.add(
        this.tx,
        draft,
        contact=contact.id if contact else None,
        reporter=reporter.id,
        building=building_of(reporter, draft.district),
        priority=priority_of(draft),
        at=this.now,
    )
    this.number = case.number
    await clocking.begin(this.tx, case, at=this.now)
    await case_files.add(this.tx, case.number, team=along.team, files=along.files)
    await _open_threads(this, case, district)
    if before is not None:
        await change(this, before.touched(at=this.now))
    if along.message is not None:
        this.owe(owing.earlier(case.number, along.message, now=this.now))
    if along.form:
        await drafts.erase(this.tx, this.by, along.form)
    if along.reply is not None:
        await kept.forget(this.tx, along.reply, person=this.by)
    if asked is not None:
        await helping.case_opened(this, asked, case.number)
    return case


async def _linked(this: Deed, draft: Draft) -> Draft:
    """To nothing that was closed while the form was filled in, or that is of another module or district."""
    if draft.incident is None:
        return draft
    found = await notifications.held_open(this.tx, draft.incident)
    fits = matching([found], draft.module, now=this.now, districts=(draft.district,)) if found is not None else []
    return draft if fits else replace(draft, incident=None)


async def _reporter(this: Deed, along: Along, asked: Question | None) -> Person | None:
    """Whoever asked the question; or the message's author, who need not be a contact.

    Who was never seen is looked up, and a guest till then.
    """
    if asked is not None:
        return await people.by_id(this.tx, asked.asker)
    if along.author is None:
        return None
    found = await people.by_slack(this.tx, along.author)
    if found is None:
        await people_facts.met(this.tx, along.author)
        this.owe(owing.look_up(along.author, now=this.now, via=along.team))
    return found or await people.by_slack(this.tx, along.author)


async def _open_threads(this: Deed, case: Case, district: District) -> None:
    wanted = [*await _district_places(this, district), *await _desk_places(this)]
    added = await threads.add(this.tx, case.number, wanted)
    this.owe(*owing.cards(added, now=this.now))


async def _district_places(this: Deed, district: District) -> list[NewPlace]:
    """The district's case channel; where it has none, or words may not go there, its contacts' DMs (POLICY 3)."""
    if district.channel is None:
        return await _dms(this, Side.DISTRICT, district.id)
    channel = NewPlace(side=Side.DISTRICT, team=district.channel.team, channel=district.channel.id)
    return [channel] if district.words_ok else [channel, *await _dms(this, Side.DISTRICT, district.id)]


async def _desk_places(this: Deed) -> list[NewPlace]:
    desk = await districts.desk(this.tx)
    if desk is None:
        return []
    channel = NewPlace(side=Side.DESK, team=desk.channel.team, channel=desk.channel.id)
    return [channel] if desk.words_ok else [channel, *await _dms(this, Side.DESK, None)]


async def _dms(this: Deed, side: Side, district: DistrictId | None) -> list[NewPlace]:
    found = await places.readers(this.tx, side, district)
    return [NewPlace(side=side, team=team, reader=person) for person, team in found]
