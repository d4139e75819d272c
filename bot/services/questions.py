"""What an end user does with a question to their contacts: asks it, hands on a text, withdraws it, says thanks."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import homes, policy
from bot.domain.acts import Act
from bot.domain.ids import Channel, DistrictId, KeptId, PersonId, QuestionId, SlackUser
from bot.domain.people import building_of
from bot.domain.policy import Matter
from bot.domain.questions import Question, Said, State
from bot.domain.refusals import NobodyToAsk, NotKept, QuestionSettled
from bot.services import question_news
from bot.services.deeds import Deed, deed
from bot.services.not_taken import Texts, handed, texts
from bot.services.own_districts import to_choose
from bot.services.reaching import Reader
from storage import calendars, districts, kept, people, people_facts, questions
from storage.belonging import at_home
from storage.owing import Spot, hint, tell
from storage.store import Store

SHOWN = 5
"""Of a person's questions, on their Home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the form begins with. `districts`: those they belong to, the one of their last question first.

    `kept`: up to which of their replies that were not taken in stand in it.
    """

    districts: list[tuple[DistrictId, str]]
    buildings: list[str]
    building: str
    words: str = ""
    kept: KeptId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Who has it now: so many people, all of them the building's coaches or all of them contacts."""

    id: QuestionId
    readers: int
    at_coach: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question as it is asked. `kept`: the reply it was made from; `previous`: the question it goes on from."""

    district: DistrictId
    words: str
    building: str = ""
    kept: KeptId | None = None
    previous: QuestionId | None = None


async def about_to_ask(
    store: Store,
    *,
    who: SlackUser,
    now: datetime,
    kept_id: KeptId | None = None,
    given: DistrictId | None = None,
    spot: Spot | None = None,
    where: Channel | None = None,
) -> Asking:
    """Asked before the form is drawn. `given`: the district that it is about; of a text, its case's.

    `where`: the channel they ask in, if there is no spot. Raises Refusal.
    """
    async with deed(store, who=who, now=now, spot=spot, where=where) as this:
        this.may_in_each(Act.ASK_CONTACT, _own(this))
        mine = await texts(this, kept_id) if kept_id else None
        about = await kept.district_of(this.tx, mine.newest) if mine else given
        return await _asking(this, mine, about)


async def about_message(store: Store, *, who: SlackUser, now: datetime, where: Channel | None) -> Asking:
    """The same from a message: what stands in a district's case channel is about that district. Raises Refusal."""
    given = await districts.whose_channel(store.glances, where) if where else None
    return await about_to_ask(store, who=who, now=now, given=given, where=where)


def _own(this: Deed) -> tuple[DistrictId, ...]:
    return policy.districts_of(this.person) if this.person else ()


async def _asking(this: Deed, mine: Texts | None, given: DistrictId | None) -> Asking:
    """Where they are asked which district it is, no building of one of them is chosen beforehand."""
    person = this.may_in_each(Act.ASK_CONTACT, _own(this))
    own = await to_choose(this.tx, person, given)
    return Asking(
        districts=own,
        buildings=await questions.buildings_of(this.tx, [district for district, _ in own]),
        building=building_of(person, own[0][0]) if len(own) == 1 else "",
        words=mine.words if mine else "",
        kept=mine.newest.id if mine else None,
    )


async def ask(
    store: Store, *, who: SlackUser, wanted: Wanted, once: str, now: datetime, where: Channel | None = None
) -> Sent:
    """`where`: the form was asked for. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, where=where) as this:
        if wanted.previous is not None:
            await _of_mine(this, wanted.previous)
        return await _ask(this, wanted)


async def hand_text(
    store: Store, *, who: SlackUser, kept_id: KeptId, once: str, now: datetime, spot: Spot | None
) -> Asking | None:
    """One click: replies that were not taken in become a question to the contacts of that case's district.

    What the form begins with, where that is none of theirs and they have several: they are asked which. Raises
    NotKept, Refusal, Repeated.
    """
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        this.act = Act.ASK_CONTACT
        found = await texts(this, kept_id)
        if found is None:
            raise NotKept
        mine = found.newest
        if mine.typed_at is not None:
            where = Channel(team=mine.typed_at.team, id=mine.typed_at.channel)
            this.person = await at_home(this.tx, this.person, where) if this.person is not None else None
        there = await kept.district_of(this.tx, mine)
        own = (there,) if there in _own(this) else _own(this)
        person = this.may_in_each(Act.ASK_CONTACT, own)
        if len(own) > 1:
            return await _asking(this, found, None)
        building = building_of(person, own[0])
        sent = await _ask(this, Wanted(district=own[0], words=found.words, building=building, kept=mine.id))
        if spot is not None:
            facts: dict[str, int | str] = {"readers": sent.readers, "coach": int(sent.at_coach)}
            this.owe(hint(who, spot, what="question-handed", now=now, facts=facts))
        return None


async def _ask(this: Deed, wanted: Wanted) -> Sent:
    this.may(Act.ASK_CONTACT, Matter(district=wanted.district))
    before = await _mine(this, wanted.previous)
    building = before.building if before else await _building(this, wanted)
    readers, at_coach = await _readers(this, replace(wanted, building=building))
    question = await questions.add(
        this.tx,
        district=wanted.district,
        asker=this.by,
        building=building,
        words=wanted.words,
        at=this.now,
        due_at=await question_news.next_look(this.tx, wanted.district, now=this.now),
        at_coach=at_coach,
        previous=wanted.previous,
    )
    this.ref = f"question:{question.id}"
    this.owe(*await question_news.ask(this.tx, question, readers, now=this.now))
    if wanted.kept is not None:
        await handed(this, wanted.kept)
    return Sent(id=question.id, readers=len(readers), at_coach=at_coach)


async def _building(this: Deed, wanted: Wanted) -> str:
    """None of another district of theirs, of which the form offers the buildings too."""
    known = await questions.buildings_of(this.tx, [wanted.district])
    return wanted.building if wanted.building in known else ""


async def _readers(this: Deed, wanted: Wanted) -> tuple[list[Reader], bool]:
    """The building's coaches first, where some are there; who asks again goes to the contacts. Raises NobodyToAsk."""
    first = (await calendars.rules(this.tx)).limits.coach_first and wanted.building and not wanted.previous
    coaches = await questions.coaches_of(this.tx, wanted.district, wanted.building) if first else []
    away = await people_facts.away(this.tx, [coach for coach, _ in coaches], now=this.now)
    others = [coach for coach in coaches if coach[0] != this.by and coach[0] not in away]
    if others:
        return others, True
    found = await question_news.first_asked(this.tx, wanted.district, but=this.by, now=this.now)
    if not found:
        raise NobodyToAsk(district=wanted.district)
    return found, False


async def _mine(this: Deed, question: QuestionId | None) -> Question | None:
    """Locked. Of somebody else's there is nothing to be had: raises QuestionSettled."""
    if question is None:
        return None
    found = await questions.locked(this.tx, question)
    if found is None or found.asker != this.by:
        raise QuestionSettled(status="gone")
    this.ref = f"question:{question}"
    return found


async def withdraw(store: Store, *, who: SlackUser, question: QuestionId, once: str, now: datetime) -> None:
    """Nobody can answer it any more. Raises QuestionSettled, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        mine = await _of_mine(this, question)
        after = mine.settled(State.WITHDRAWN, by=this.by, at=now)
        await questions.save(this.tx, after)
        this.owe(*await question_news.settled(this.tx, after, "question-withdrawn", now=now, by=this.by))


async def _of_mine(this: Deed, question: QuestionId) -> Question:
    """A question that there is not, and one of somebody else's, are refused alike. Raises Refusal."""
    found = await questions.get(this.tx, question)
    if found is not None and this.person is not None and found.asker == this.by:
        this.person = homes.acting_at(this.person, found.district)
    this.may_in_each(Act.ASK_CONTACT, _own(this))
    mine = await _mine(this, question)
    if mine is None:
        raise QuestionSettled(status="gone")
    this.district = mine.district
    return mine


async def to_ask_again(
    store: Store, *, who: SlackUser, question: QuestionId, now: datetime, spot: Spot | None
) -> Asking:
    """For the form: the same district and building. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        mine = await _of_mine(this, question)
        name = (await districts.get(this.tx, mine.district)).name
        return Asking(districts=[(mine.district, name)], buildings=[], building="")


async def thank(
    store: Store, *, who: SlackUser, question: QuestionId, once: str, now: datetime, spot: Spot | None
) -> None:
    """Whoever answered is told, once. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        mine = await _of_mine(this, question)
        if mine.state is not State.ANSWERED or mine.settled_by is None:
            raise QuestionSettled(status=mine.state)
        this.about = mine.settled_by
        facts: dict[str, int | str] = {"question": mine.id}
        for person, team in await people.teams_of(this.tx, [mine.settled_by]):
            key = f"question:{mine.id}:thanks"
            this.owe(tell(person, team, key=key, what="question-thanks", now=now, facts=facts))
        if spot is not None:
            this.owe(hint(who, spot, what="question-thanked", now=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A question of somebody's, as they see it: `words` None are erased."""

    question: Question
    words: str | None


async def progress(this: Deed, asker: PersonId) -> list[Progress]:
    """The newest of them, for their Home."""
    found = await questions.of_asker(this.tx, asker, most=SHOWN)
    return [Progress(question=it, words=await questions.words_of(this.tx, it.id, Said.QUESTION)) for it in found]
