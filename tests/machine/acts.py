"""Everything a person can ask for, each as it comes from the doors: an act, and a way of doing it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.cases import Ask, CaseType, Draft, Priority
from bot.domain.days import local_day
from bot.domain.ids import (
    CaseNumber,
    Channel,
    ChannelId,
    DistrictId,
    NotificationId,
    PersonId,
    SlackUser,
    TeamId,
    Thread,
    Ts,
)
from bot.domain.notifications import Affected, Kind
from bot.domain.setting_up import Wish
from bot.domain.telling import Way
from bot.services import (
    announcing,
    answering,
    channels,
    choosing,
    hearing,
    inactivity,
    incidents,
    keeping,
    merging,
    notifications,
    opening,
    owning,
    previews,
    redacting,
    resyncing,
    setting_up,
    standing_for,
    steering,
    student_data,
    viewing,
    waiting,
    weighing,
    working,
)
from bot.services.deeds import CaseAsk
from bot.services.hearing import Heard
from bot.services.opening import Along
from storage.inbound import FormKey
from storage.notifications import Plan
from storage.store import Store
from tests.machine.oracle import Oracle
from tests.machine.rights import Target
from tests.machine.village import CHANNELS, OTHER, TEAM, Village, slack_of

DAY = timedelta(days=1)


class Impossible(Exception):  # a fact about the moment
    """There is nothing yet that this could be done to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody asks. `pick`: a number by which whatever is to be chosen is chosen. `once`: the delivery's key."""

    here: Village
    process: int = 0
    """Which of them it comes to, should there be two."""
    user: str
    target: Target
    pick: int
    once: str
    now: Oracle

    @property
    def store(self) -> Store:
        return self.here.stores[self.process % len(self.here.stores)]

    @property
    def who(self) -> SlackUser:
        return slack_of(self.user)

    @property
    def district(self) -> DistrictId:
        return self.here.districts[self.target.district]

    @property
    def case(self) -> CaseAsk:
        return CaseAsk(who=self.who, number=CaseNumber(self.target.case), now=self.here.now, once=FormKey(self.once))

    @property
    def words(self) -> str:
        return self.here.words(self.target.district)

    @property
    def about_people(self) -> str:
        """What somebody writes about people of that district."""
        self.here.count += 1
        return f"Said {self.here.count} of only{self.target.district}, long enough for a reason"

    def facts(self) -> dict[str, Any]:
        return {
            "who": self.who,
            "number": CaseNumber(self.target.case),
            "now": self.here.now,
            "once": FormKey(self.once),
        }

    def one_of(self, names: list[str]) -> PersonId:
        """Raises Impossible for somebody who was erased."""
        found = self.here.ids.get(names[self.pick % len(names)])
        if found is None:
            raise Impossible
        return found


Do = Callable[[Asked], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Deed:
    """`on`: what it is done to. `repeats`: a second delivery is known by its key."""

    act: Act
    do: Do
    on: str = "case"
    repeats: bool = True


def _draft(it: Asked, kind: CaseType, **more: Any) -> Draft:
    words = it.words
    return Draft(district=it.district, type=kind, module="Grades", subject=words, description=words, **more)


async def _open(it: Asked) -> None:
    urgency = [*Priority][it.pick % 4]
    draft = _draft(it, CaseType.QUESTION, urgency=urgency)
    await opening.open_case(it.store, who=it.who, draft=draft, once=it.once, now=it.here.now)


async def _update(it: Asked) -> None:
    draft = _draft(it, CaseType.UPDATE_OR_REFRESH, ask=Ask.VERSION_UPDATE, environment="Staging")
    await opening.open_case(it.store, who=it.who, draft=draft, once=it.once, now=it.here.now)


CONTACTS = {"north": ["nan", "nat", "two"], "south": ["sia", "two"], "west": ["wim"], "east": ["eve"]}


async def _open_for(it: Asked) -> None:
    await opening.open_for_contact(
        it.store,
        who=it.who,
        contact=it.one_of(CONTACTS[it.target.district]),
        draft=_draft(it, CaseType.QUESTION),
        once=it.once,
        now=it.here.now,
        along=Along(team=TEAM),
    )


async def _place(it: Asked, side: str) -> Thread:
    query = sa.text(
        "select team_id, channel_id, ts from threads where case_number = :number and side = :side"
        " and ts is not null and closed_at is null order by id"
    )
    async with it.store.read() as tx:
        rows = (await tx.execute(query, {"number": it.target.case, "side": side})).all()
    if not rows:
        raise Impossible
    row = rows[it.pick % len(rows)]
    return Thread(team=TeamId(row.team_id), channel=ChannelId(row.channel_id), ts=Ts(row.ts))


async def _say(it: Asked, side: str) -> None:
    place = it.here.said_in.get(it.once) or await _place(it, side)
    it.here.said_in[it.once] = place
    number = "".join(filter(str.isdecimal, it.once))
    heard = Heard(
        who=it.who,
        message=Thread(team=place.team, channel=place.channel, ts=Ts(f"{1_800_000_000 + int(number)}.000100")),
        thread_ts=place.ts,
        words=it.words,
        at=it.here.now,
        said_at=it.here.now,
    )
    await hearing.hear(it.store, heard, now=it.here.now)


async def _reply(it: Asked) -> None:
    kept = await keeping.preview_reply(it.store, it.case, words=it.words)
    again = CaseAsk(who=it.who, number=it.case.number, now=it.here.now, once=FormKey(f"{it.once}:sent"))
    await keeping.send_reply(it.store, again, kept_id=kept.id)


async def _more_time(it: Asked) -> None:
    day = local_day(it.here.now, "UTC") + DAY * (1 + it.pick % 30)
    await waiting.more_time(it.store, it.case, until=day)


async def _schedule(it: Asked) -> None:
    await steering.schedule(it.store, it.case, on=local_day(it.here.now, "UTC") + DAY * (1 + it.pick % 20))


async def _another(it: Asked) -> CaseNumber:
    """Of the same district, mostly."""
    others = [number for number in it.now.cases if number != it.target.case]
    own = [number for number in others if it.now.cases[number]["district"] == it.target.district]
    rows = own if own and it.pick % 4 else others
    if not rows:
        raise Impossible
    return CaseNumber(rows[it.pick % len(rows)])


async def incident_of(it: Asked) -> NotificationId:
    """An open one, mostly."""
    async with it.store.read() as tx:
        rows = (await tx.execute(sa.text("select id, status from notifications order by id"))).all()
    rows = [row for row in rows if row.status == "open" or it.pick % 5 == 0]
    if not rows:
        raise Impossible
    return NotificationId(rows[it.pick % len(rows)].id)


async def _close_incident(it: Asked) -> None:
    incident = await incident_of(it)
    await announcing.close(
        it.store, who=it.who, notification=incident, words="It is over.", now=it.here.now, once=FormKey(it.once)
    )


async def _open_incident(it: Asked) -> None:
    plan = Plan(kind=Kind.INCIDENT, title="Slow", affected=Affected(modules=("Grades",)))
    await announcing.open_one(it.store, who=it.who, plan=plan, now=it.here.now, once=FormKey(it.once))


async def _mixed(it: Asked) -> None:
    where = CHANNELS.get(it.target.district)
    if where is None:
        raise Impossible
    channel = Channel(team=TEAM, id=ChannelId(where))
    await channels.accept_mixed(it.store, who=it.who, channel=channel, now=it.here.now, spot=None)


async def _switch(it: Asked, *, shown: bool) -> None:
    await previews.switch(it.store, who=it.who, district=it.district, shown=shown, now=it.here.now, once=it.once)


async def _set_up(it: Asked) -> None:
    wish = Wish(district=None, key="new", name="New", zone="UTC", channel=ChannelId(""), sure=True)
    await setting_up.set_up(it.store, who=it.who, team=OTHER, wish=wish, now=it.here.now, once=it.once)


async def _choose(it: Asked) -> None:
    way = [*Way][it.pick % 3]
    await choosing.choose(it.store, who=it.who, way=way, quiet=None, now=it.here.now, once=FormKey(it.once))


async def _redact(it: Asked) -> None:
    target = redacting.target_of("opening", it.target.case)
    await redacting.redact(it.store, who=it.who, target=target, now=it.here.now, once=it.once)


async def _away(it: Asked) -> None:
    until = local_day(it.here.now, "UTC") + DAY * (2 + it.pick % 9)
    await owning.set_away(it.store, who=it.who, until=until, now=it.here.now)


async def _give(it: Asked) -> None:
    """To somebody else."""
    others = [user for user in ("alex", "gita", "lee") if user != it.user]
    await owning.give(it.store, it.case, to=it.one_of(others))


async def _home(it: Asked) -> object:
    return await viewing.open_home(it.store, who=it.who, at=it.here.now, now=it.here.now, once=it.once)


async def _merge(it: Asked) -> None:
    await merging.merge(it.store, it.case, into=await _another(it))


async def _link(it: Asked) -> None:
    await incidents.link(it.store, it.case, to=await incident_of(it))


def _as(do: Callable[..., Awaitable[object]], **more: Any) -> Do:
    """A service that takes the usual facts, and words where it is said so."""
    return lambda it: do(
        it.store, **it.facts(), **{name: it.words if value is ... else value for name, value in more.items()}
    )


def _on(do: Callable[..., Awaitable[object]], **more: Any) -> Do:
    """A service that takes the asked case."""
    return lambda it: do(
        it.store, it.case, **{name: it.words if value is ... else value for name, value in more.items()}
    )


DEEDS: dict[str, Deed] = {
    "see contacts": Deed(
        Act.SEE_CONTACTS,
        lambda it: viewing.my_contacts(it.store, who=it.who, now=it.here.now),
        on="district",
        repeats=False,
    ),
    "open a case": Deed(Act.OPEN_CASE, _open, on="district"),
    "open a case for a contact": Deed(Act.OPEN_FOR_CONTACT, _open_for, on="district"),
    "ask for an update": Deed(Act.REQUEST_UPDATE, _update, on="district"),
    "view a case": Deed(
        Act.VIEW_CASE,
        lambda it: viewing.view_case(
            it.store,
            who=it.who,
            number=CaseNumber(it.target.case),
            asked=str(it.target.case),
            now=it.here.now,
        ),
        repeats=False,
    ),
    "list cases": Deed(
        Act.LIST_CASES,
        lambda it: viewing.list_cases(it.store, who=it.who, now=it.here.now),
        on="district",
        repeats=False,
    ),
    "comment": Deed(Act.COMMENT, lambda it: _say(it, "district")),
    "write a note": Deed(Act.WRITE_NOTE, lambda it: _say(it, "desk")),
    "solved": Deed(Act.CLOSE, lambda it: answering.mark_solved(it.store, it.case, at=it.here.now)),
    "withdraw": Deed(Act.CLOSE, _as(answering.withdraw)),
    "not solved": Deed(Act.NOT_SOLVED, _as(answering.not_solved, words=...)),
    "more time": Deed(Act.MORE_TIME, _more_time),
    "reopen": Deed(Act.REOPEN, _as(answering.reopen, reason=...)),
    "take over": Deed(Act.TAKE_OVER, _on(standing_for.take_over)),
    "hand over": Deed(
        Act.TAKE_OVER,
        lambda it: standing_for.hand_over(it.store, it.case, to=it.one_of(CONTACTS[it.target.district])),
    ),
    "escalate": Deed(Act.ESCALATE, _on(weighing.escalate, reason=...)),
    "take a case": Deed(Act.TAKE_CASE, _on(owning.take_case)),
    "give a case": Deed(Act.ASSIGN_CASE, _give),
    "give back": Deed(Act.WORK_CASE, _on(owning.give_back)),
    "resume": Deed(Act.WORK_CASE, _on(steering.resume)),
    "ask for assistance": Deed(Act.WORK_CASE, _on(steering.ask_for_assistance)),
    "schedule": Deed(Act.WORK_CASE, _schedule),
    "to development": Deed(Act.WORK_CASE, _on(steering.to_development, issue=None, title="A race")),
    "ask the district": Deed(Act.WORK_CASE, _on(working.ask_for_input, words=...)),
    "resolve": Deed(Act.WORK_CASE, _on(working.post_resolution, words=...)),
    "refer": Deed(Act.WORK_CASE, _on(merging.refer, to="The state", reason=...)),
    "assess": Deed(Act.WORK_CASE, _on(weighing.assess, priority=Priority.HIGH, reason=...)),
    "merge": Deed(Act.WORK_CASE, _merge),
    "undo a merge": Deed(Act.WORK_CASE, _on(merging.undo_merge)),
    "close unanswered": Deed(Act.WORK_CASE, _on(waiting.close_unanswered)),
    "link": Deed(Act.WORK_CASE, _link),
    "reply to the district": Deed(Act.REPLY_TO_DISTRICT, _reply, repeats=False),
    "resync": Deed(Act.RESYNC_CASE, lambda it: resyncing.resync(it.store, it.case, occasion=it.once)),
    "list incidents": Deed(
        Act.SEE_NOTIFICATIONS,
        lambda it: notifications.listed(it.store, who=it.who, now=it.here.now),
        on="district",
        repeats=False,
    ),
    "open an incident": Deed(Act.PUBLISH, _open_incident, on="district"),
    "close an incident": Deed(Act.PUBLISH, _close_incident, on="district"),
    "redact": Deed(Act.REDACT, _redact),
    "mark": Deed(Act.MARK_STUDENT_DATA, _on(student_data.mark)),
    "take the mark away": Deed(Act.UNMARK_STUDENT_DATA, _on(student_data.unmark)),
    "switch previews off": Deed(Act.PREVIEWS_OFF, partial(_switch, shown=False), on="district"),
    "switch previews on": Deed(Act.PREVIEWS_ON, partial(_switch, shown=True), on="district"),
    "accept a mixed channel": Deed(Act.ACCEPT_MIXED_CHANNEL, _mixed, on="district", repeats=False),
    "set up a workspace": Deed(Act.CHANGE_SETTINGS, _set_up, on="district"),
    "keep access": Deed(
        Act.KEEP_ACCESS,
        lambda it: inactivity.keep_access(it.store, who=it.who, now=it.here.now, spot=None),
        on="district",
        repeats=False,
    ),
    "choose how to be told": Deed(Act.CHOOSE_NOTIFICATIONS, _choose, on="district"),
    "mark as away": Deed(Act.SET_AWAY, _away, on="district", repeats=False),
}
