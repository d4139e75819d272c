"""Questions to the audit log, by administrators: of their own district, or of any. Reading it is in it too."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.days import local_day
from bot.domain.ids import DistrictId, PersonId, SlackUser
from bot.domain.meant import Called, districts_meant
from bot.domain.policy import Matter
from bot.domain.record import COMMAND_LINE, Asked, Entry, Question
from bot.services.deeds import Deed, deed
from storage import audit, audit_questions, directory, owing_reports, people, visitors
from storage.owing import Spot
from storage.store import Store, Tx

PAGE = 15
_FIRST, _LAST = date(1970, 1, 1), date(9000, 1, 1)
"""Beyond them some zones have no day."""
SENT = "sent-as:csv"
"""The ref of a question whose answer was sent as a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """What the form offers. `districts`: key and name of theirs, or of all. `today`: in their zone."""

    districts: list[tuple[str, str]]
    of_all: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A question as it was filled in. `district` None: of all that they may ask about. `day`: in their zone."""

    question: Question
    person: PersonId | None = None
    day: date | None = None
    district: DistrictId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A page. `older`: where the next one begins."""

    entries: list[Entry]
    older: int | None


async def askable(store: Store, *, who: SlackUser, now: datetime, spot: Spot | None = None) -> Askable:
    """Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = _may_ask(this, None)
        person = this.person
        known = (await directory.districts_by_key(this.tx)).values()
        theirs = [(row.key, row.name) for row in known if own is None or row.id in own]
        today = local_day(now, person.zone if person else "UTC")
        return Askable(districts=theirs, of_all=own is None, today=today)


async def answer(
    store: Store, *, who: SlackUser, typed: Typed, now: datetime, before: int | None = None, spot: Spot | None = None
) -> Answered:
    """Asked again for each page; a district's administrator finds its lines alone. Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        own = _may_ask(this, typed.district)
        if typed.person is not None:
            this.about = typed.person
        zone = this.person.zone if this.person else "UTC"
        wanted = own if typed.district is None else (typed.district,)
        lines = await audit_questions.page(
            this.tx, _asked(typed, zone=zone, districts=wanted), before=before, size=PAGE + 1
        )
        found = await audit_questions.entries(this.tx, lines[:PAGE], reader=own)
        return Answered(entries=found, older=lines[PAGE - 1].id if len(lines) > PAGE else None)


async def send_csv(
    store: Store, *, who: SlackUser, typed: Typed, now: datetime, once: str, spot: Spot | None = None
) -> None:
    """As a file, to whoever asks alone; asked again when it is sent. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once, spot=spot) as this:
        own = _may_ask(this, typed.district)
        this.about, this.ref = typed.person, SENT
        zone = this.person.zone if this.person else "UTC"
        wanted = own if typed.district is None else (typed.district,)
        asked = _asked(typed, zone=zone, districts=wanted)
        this.owe(owing_reports.report(this.by, this.reached, asked, key=once, now=now))


def _may_ask(this: Deed, district: DistrictId | None) -> tuple[DistrictId, ...] | None:
    """Whose lines they may see: None, everybody's. Asked of the policy for each district, or for the one named."""
    if this.person is not None and policy.is_support_administrator(this.person):
        this.may(Act.SEE_AUDIT, Matter(district=district))
        return None
    own = policy.administered_by(this.person) if this.person else ()
    this.may_in_each(Act.SEE_AUDIT, own if district is None else (district,))
    return own


def _asked(typed: Typed, *, zone: str, districts: tuple[DistrictId, ...] | None) -> Asked:
    asked = Asked(question=typed.question, districts=districts, person=typed.person)
    if typed.day is None:
        return asked
    since, until = span(typed.day, typed.day, zone)
    return replace(asked, since=since, until=until)


def span(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, there. Before and after that is nothing."""
    within = (min(max(first, _FIRST), _LAST), min(max(last, _FIRST), _LAST) + timedelta(days=1))
    begins, ends = (datetime.combine(day, time.min, ZoneInfo(zone)) for day in within)
    return begins.astimezone(UTC), ends.astimezone(UTC)


async def person_at(store: Store, who: SlackUser) -> PersonId | None:
    """Who was chosen in the form; None: nobody we ever met."""
    found = await people.by_slack(store.glances, await visitors.really(store.glances, who))
    return found.id if found else None


async def district_meant(store: Store, *, who: SlackUser, typed: str) -> DistrictId | list[Called]:
    """By what was typed; else those that can be meant: only who may ask about all is told of one."""
    person = await people.by_slack(store.glances, who)
    known = await directory.districts_by_key(store.glances)
    called = [(row.key, row.name) for row in known.values()]
    meant = districts_meant(typed, called)
    if len(meant) == 1:
        return DistrictId(known[meant[0][0]].id)
    return meant if person is not None and policy.is_support_administrator(person) else []


async def asked_outside(tx: Tx, asked: Asked, *, now: datetime) -> None:
    """The line that a look at the command line leaves."""
    district = asked.districts[0] if asked.districts else None
    await audit.write(
        tx,
        at=now,
        person=None,
        act=Act.SEE_AUDIT,
        rule=COMMAND_LINE,
        allowed=True,
        district=district,
        case=asked.case,
        about=asked.person,
    )
