"""Incidents: opened and closed by a lead, listed for agents (POLICY 8). What a closing means for each linked case is
done by `incident_round`, case by case."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import NotificationId, SlackUser
from bot.domain.notifications import Incident, matching
from bot.domain.policy import Matter
from bot.domain.refusals import CaseIsClosed, IncidentClosed
from bot.services.changing import change
from bot.services.deeds import CaseAsk, case_deed, deed
from storage import notifications
from storage.inbound import FormKey
from storage.notifications import Linked
from storage.owing import Spot
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The open incidents, each with its open cases. `may_close`: whether the buttons are drawn."""

    rows: list[tuple[Incident, Linked]]
    may_close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    incident: Incident
    linked: Linked


async def may_open(store: Store, *, who: SlackUser, now: datetime) -> None:
    """Asked before the form is drawn; its sending asks again. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        this.may(Act.PUBLISH, Matter())


async def open_incident(
    store: Store, *, who: SlackUser, title: str, module: str, now: datetime, once: FormKey
) -> NotificationId:
    """From now on it stands in the case form. The title has no `subject_problem`. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.PUBLISH, Matter())
        return await notifications.add_incident(this.tx, title=title.strip(), module=module, by=this.by, at=now)


async def list_open(store: Store, *, who: SlackUser, now: datetime) -> Listed:
    """Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        by = this.may(Act.LIST_INCIDENTS, Matter())
        found = await notifications.open_incidents(this.tx)
        rows = [(it, await notifications.linked(this.tx, it.id)) for it in found]
        return Listed(rows=rows, may_close=policy.may_publish(by))


async def about_to_close(
    store: Store, *, who: SlackUser, incident: NotificationId, now: datetime, spot: Spot | None
) -> Closing:
    """What closing it would do now. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        this.may(Act.PUBLISH, Matter())
        found = await notifications.incident(this.tx, incident)
        if found is None or not found.is_open:
            raise IncidentClosed(incident=incident)
        return Closing(incident=found, linked=await notifications.linked(this.tx, incident))


async def close_incident(
    store: Store, *, who: SlackUser, incident: NotificationId, words: str, now: datetime, once: FormKey
) -> Closing:
    """Its cases are due from this commit on: a crash forgets none of them. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.PUBLISH, Matter())
        found = await notifications.locked_open(this.tx, incident)
        if found is None:
            raise IncidentClosed(incident=incident)
        its = await notifications.linked(this.tx, incident)
        await notifications.close(this.tx, incident, words=words, by=this.by, at=now)
        return Closing(incident=found, linked=its)


async def linkable(store: Store, ask: CaseAsk) -> tuple[Case, list[Incident]]:
    """The case, and the open incidents that affect its module. Asked before the form is drawn. Raises Refusal."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        if not case.is_open:
            raise CaseIsClosed(number=case.number)
        return case, matching(await notifications.open_incidents(this.tx), case.module)


async def link(store: Store, ask: CaseAsk, *, to: NotificationId) -> None:
    """The case is one more of that incident, in place of another it was linked to. Raises Refusal, Repeated."""
    async with case_deed(store, ask, Act.WORK_CASE) as (this, case):
        found = await notifications.held_open(this.tx, to)
        if found is None or not found.affects(case.module):
            raise IncidentClosed(incident=to)
        await notifications.no_longer_due(this.tx, case.number)
        await change(this, case.linked(to=to, at=ask.now))
