"""What those who are asked do with a question: answer it, pass it on, decline it, make a case of it (POLICY 2)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, DistrictId, PersonId, QuestionId, SlackUser
from bot.domain.policy import Matter
from bot.domain.questions import Question, Said, State
from bot.domain.refusals import QuestionSettled, Refusal
from bot.domain.sheets import PersonSheet
from bot.services import question_news, reaching
from bot.services.deeds import Deed, deed
from bot.services.reaching import Choice, Reader
from storage import people, questions
from storage.inbound import FormKey
from storage.outbox import Owed
from storage.owing import Spot
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as whoever answers it reads it. `words` None: erased. `others`: to whom it can be passed on."""

    question: Question
    asker: PersonSheet
    words: str | None
    others: list[Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToOpen:
    """What a case that is made of it begins with."""

    district: DistrictId
    words: str


async def look(store: Store, *, who: SlackUser, question: QuestionId, now: datetime, spot: Spot | None) -> Asked:
    """Asked before a form is drawn; its sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await _theirs(this, question)
        return await _asked(this, found)


async def look_to_decline(
    store: Store, *, who: SlackUser, question: QuestionId, now: datetime, spot: Spot | None
) -> Asked:
    """The same, and not to a coach who has declined it. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await _theirs(this, question)
        await _asked_after(this, found)
        return await _asked(this, found)


async def _asked(this: Deed, found: Question) -> Asked:
    return Asked(
        question=found,
        asker=(await people.sheets(this.tx, [found.asker]))[found.asker],
        words=await questions.words_of(this.tx, found.id, Said.QUESTION),
        others=await reaching.choices(this.tx, await _others(this, found), now=this.now),
    )


async def _theirs(this: Deed, question: QuestionId, act: Act = Act.ANSWER_QUESTION) -> Question:
    """Locked, and open still, if they may. Raises Refusal."""
    this.act = act
    found = await questions.locked(this.tx, question)
    if found is None:
        raise QuestionSettled(status="gone")
    this.ref, this.about = f"question:{found.id}", found.asker
    try:
        this.may(act, Matter(district=found.district, building=found.building))
    except Refusal as refusal:
        if this.person is None or found.district in policy.districts_of(this.person):
            raise
        raise QuestionSettled(status="gone") from refusal  # another district's, and none, are answered alike
    found.must_be_open()
    return found


async def _others(this: Deed, question: Question) -> list[PersonSheet]:
    """The district's contacts and the building's coaches, but for whoever passes it on and whoever asked."""
    contacts = await question_news.contacts(this.tx, question.district, but=this.by)
    coaches = await questions.coaches_of(this.tx, question.district, question.building)
    ids = [person for person, _ in [*contacts, *coaches] if person not in (this.by, question.asker)]
    named = await people.sheets(this.tx, ids)
    return [named[person] for person in dict.fromkeys(ids)]


async def answer(
    store: Store, *, who: SlackUser, question: QuestionId, words: str, once: FormKey, now: datetime
) -> None:
    """The words go to whoever asked. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _theirs(this, question)
        after = found.settled(State.ANSWERED, by=this.by, at=now)
        await questions.save(this.tx, after)
        await questions.say(this.tx, found.id, Said.ANSWER, by=this.by, words=words)
        this.owe(*await question_news.settled(this.tx, after, "question-answered", now=now, by=this.by))


async def decline(
    store: Store, *, who: SlackUser, question: QuestionId, words: str, once: FormKey, now: datetime
) -> bool:
    """With a reason. True: a coach did, and the district's contacts are asked. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _theirs(this, question)
        contacts = await _asked_after(this, found)
        reason = Said.COACHS_REASON if contacts else Said.REASON
        await questions.say(this.tx, found.id, reason, by=this.by, words=words)
        if contacts:
            this.owe(*await _goes_on(this, found, contacts))
            return True
        after = found.settled(State.DECLINED, by=this.by, at=now)
        await questions.save(this.tx, after)
        this.owe(*await question_news.settled(this.tx, after, "question-declined", now=now, by=this.by))
        return False


async def _asked_after(this: Deed, found: Question) -> list[Reader]:
    """Whom it goes to once they decline it: of a coach the contacts, of a contact nobody.

    Raises QuestionSettled: it has gone to them by this coach's declining.
    """
    if this.person is not None and policy.is_contact_of(this.person, found.district):
        return []
    contacts = await question_news.first_asked(this.tx, found.district, but=found.asker, now=this.now)
    if contacts and await question_news.went_on(this.tx, found, by=this.by):
        raise QuestionSettled(status="went-on")
    return contacts


async def _goes_on(this: Deed, found: Question, contacts: list[Reader]) -> list[Owed]:
    """The contacts have a business day, counted from when they were first asked."""
    after = found
    if found.at_coach:
        after = found.with_contacts(look=await question_news.next_look(this.tx, found.district, now=this.now))
        await questions.save(this.tx, after)
    asked = await question_news.ask(this.tx, after, contacts, now=this.now)
    return [*asked, *await question_news.tell_it_went_on(this.tx, after, by=this.by, now=this.now)]


async def pass_on(
    store: Store, *, who: SlackUser, question: QuestionId, to: PersonId, once: FormKey, now: datetime
) -> PersonSheet:
    """To a contact of the district or a coach of the building, who has a business day, if they were not asked before.

    Where they are away it goes to whoever stands in for them. Returns who has it now. Raises Refusal.
    """
    async with deed(store, who=who, now=now, once=once) as this:
        found = await _theirs(this, question)
        named = {person.id: person for person in await _others(this, found)}
        if to not in named:
            raise QuestionSettled(status="not-available")
        told = await reaching.in_place_of(this.tx, to, found.district, but=(this.by, found.asker), now=now)
        after = await _put_off(this, found, told)
        absent = None if told == to else to
        for reader in await people.teams_of(this.tx, [told]):
            this.owe(
                await question_news.pass_on(this.tx, after, reader, by=this.by, absent=absent, once=once, now=now)
            )
        this.owe(
            *await question_news.to_asker(
                this.tx, after, "question-passed-on", now=now, by=this.by, key=once, to=told
            )
        )
        return (await people.sheets(this.tx, [told]))[told]


async def _put_off(this: Deed, found: Question, to: PersonId) -> Question:
    """To and fro between those who were asked puts the others off no longer (POLICY 2: one business day)."""
    if await questions.was_asked(this.tx, found.id, to):
        return found
    after = found.passed_on(look=await question_news.next_look(this.tx, found.district, now=this.now))
    await questions.save(this.tx, after)
    return after


async def to_open(store: Store, *, who: SlackUser, question: QuestionId, now: datetime, spot: Spot | None) -> ToOpen:
    """For the case form: by a contact. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        found = await _theirs(this, question, Act.OPEN_CASE)
        return ToOpen(district=found.district, words=await questions.words_of(this.tx, found.id, Said.QUESTION) or "")


async def held_for_case(this: Deed, question: QuestionId, district: DistrictId) -> Question:
    """The question that a case is about to be opened from, locked. Raises QuestionSettled."""
    found = await questions.locked(this.tx, question)
    if found is None or found.district != district:
        raise QuestionSettled(status="gone")
    this.ref, this.about = f"question:{found.id}", found.asker
    found.must_be_open()
    return found


async def case_opened(this: Deed, question: Question, number: CaseNumber) -> None:
    after = question.settled(State.CASE_OPENED, by=this.by, at=this.now, case=number)
    await questions.save(this.tx, after)
    this.owe(*await question_news.settled(this.tx, after, "question-case-opened", now=this.now, by=this.by))
