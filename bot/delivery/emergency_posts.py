"""What is said of an emergency, as it stands when it is delivered: calls at the desk, and direct messages.

None: there is no reason to tell it any more.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.delivery import absence_posts
from bot.delivery.outgoing import Outgoing, Overtaken, Post, Update
from bot.domain import policy
from bot.domain.emergencies import Emergency, State
from bot.domain.ids import Channel, ChannelId, EmergencyId
from bot.domain.people import Person
from bot.domain.sheets import EmergencySheet
from bot.views import emergencies as views
from bot.views import emergencies_over, redirect
from bot.views.message import Message
from storage import calendars, districts, emergencies, outbox, people, places, sheets
from storage.outbox import Claimed
from storage.owing_emergencies import to_agents
from storage.store import Tx

Draw = Callable[[EmergencySheet], Message]


async def page(tx: Tx, row: Claimed) -> Outgoing:
    """A call in the desk's channel, or one that stands there drawn again."""
    found = await _found(tx, row)
    if "of" not in row.facts:
        if found.state is not State.ASKED:
            return Overtaken(reason="it was decided meanwhile")
        here = Channel(team=row.team, id=ChannelId(str(row.facts["channel"])))
        drawn = await _called(tx, found, here)
        return Post(channel=here.id, thread_ts=None, said=drawn)
    stands = await outbox.standing(tx, str(row.facts["of"]))
    if stands is None:
        return Overtaken(reason="no such call stands here")
    drawn = await _called(tx, found, Channel(team=row.team, id=stands.channel))
    return Update(channel=stands.channel, ts=stands.ts, said=drawn)


async def not_called(tx: Tx, row: Claimed, now: datetime) -> None:
    """The desk's channel takes no call: each agent is called by direct message at once, unless they are already."""
    if "of" in row.facts:
        return
    found = await _found(tx, row)
    await outbox.owe(
        tx, to_agents(found, await people.holding(tx, policy.AGENT_ROLES, district=None), now=now), now=now
    )


async def _called(tx: Tx, found: Emergency, here: Channel) -> Message:
    company = await places.company(tx, here)
    words = company is not None and company.words_may_go
    return views.page(await sheets.of_emergency(tx, found), words=words)


async def _found(tx: Tx, row: Claimed) -> Emergency:
    found = await emergencies.get(tx, EmergencyId(int(row.facts["emergency"])))
    if found is None:
        raise LookupError(row.facts["emergency"])
    return found


async def notice(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    found, what = await _found(tx, row), str(row.facts["what"])
    if not await HOLDS[what](tx, found, reader):
        return None
    sheet = await sheets.of_emergency(tx, found)
    rules = await calendars.rules(tx)
    match what:
        case "emergency-taken":
            return views.taken(await _theirs(tx, found, reader))
        case "emergency-sent":
            reached = await sheets.reached(tx, found.district, by=reader.id)
            return views.confirmed(sheet, phone=rules.phone, reached=reached)
        case "emergency-often":
            return views.often(sheet, rules.limits)
        case "emergency-declined":
            return emergencies_over.refused(sheet.reason, await _pointed(tx, found, row, reader, now))
        case "emergency-undecided":
            return await _undecided(tx, found, row, reader, now)
        case "emergency-left":
            return views.left(sheet, rules.limits)
        case "emergency-asked" | "emergency-claim" | "emergency-offered":
            return await absence_posts.marked(tx, DRAWN[what](sheet), row, reader, district=found.district, now=now)
        case _:
            return DRAWN[what](sheet)


async def settled(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """What asked for an answer, now that there is one. Who is nobody there any more reads no more than that."""
    found = await _found(tx, row)
    if not (policy.is_agent(reader) or policy.is_contact_of(reader, found.district)):
        return views.over()
    said = views.settled(await sheets.of_emergency(tx, found))
    return await absence_posts.marked(tx, said, row, reader, district=found.district, now=now)


async def to_claim(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """What asked to claim it, and does still; or who stands for it by now."""
    found = await _found(tx, row)
    if not policy.is_contact_of(reader, found.district):
        return views.over()
    sheet = await sheets.of_emergency(tx, found)
    waits = await _may_be_claimed(tx, found, reader)
    said = DRAWN[str(row.facts["what"])](sheet) if waits else views.claimed_by(sheet, reader=reader.id)
    return await absence_posts.marked(tx, said, row, reader, district=found.district, now=now)


async def own(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """The report that somebody sent, once it is decided on."""
    found = await _found(tx, row)
    return views.own(await _theirs(tx, found, reader)) if reader.id == found.person else None


async def _theirs(tx: Tx, found: Emergency, reader: Person) -> EmergencySheet:
    """Who left that district is told none of its people."""
    sheet = await sheets.of_emergency(tx, found)
    return sheet if policy.is_staff_still(reader, found.district) else replace(sheet, by=None, claimer=None)


async def _undecided(tx: Tx, found: Emergency, row: Claimed, reader: Person, now: datetime) -> Message:
    is_staff = policy.is_staff_still(reader, found.district)
    return emergencies_over.undecided(
        await _pointed(tx, found, row, reader, now),
        phone=(await calendars.rules(tx)).phone,
        anybody=is_staff and bool(await people.contacts_of(tx, found.district)),
        is_contact=policy.is_contact_of(reader, found.district),
    )


async def _pointed(tx: Tx, found: Emergency, row: Claimed, reader: Person, now: datetime) -> Message:
    """To their contacts; who is one by now, to what they can do themselves; who left that district, to none of it."""
    district = await districts.get(tx, found.district)
    if not policy.is_staff_still(reader, found.district):
        return redirect.elsewhere(district.sheet)
    if policy.is_contact_of(reader, found.district):
        return emergencies_over.yourself(district.sheet)
    contacts = await people.contacts_of(tx, found.district)
    reaches = [(district.sheet, contacts)]
    return redirect.to_contacts(reaches, now=now, reader_team=row.team, given=found.district)


DRAWN: dict[str, Draw] = {
    "emergency-withdrawn": lambda _: views.withdrawn(),
    "emergency-page": views.to_agent,
    "emergency-asked": views.asked,
    "emergency-nobody": views.nobody,
    "emergency-claim": views.to_claim,
    "emergency-offered": lambda sheet: views.to_claim(sheet, offered=True),
    "emergency-unclaimed": views.unclaimed,
    "emergency-waiting": views.waiting,
}

Holds = Callable[[Tx, Emergency, Person], Awaitable[bool]]


async def _is_its_reporter(_: Tx, found: Emergency, reader: Person) -> bool:
    return reader.id == found.person


async def _is_taken_by_another(_: Tx, found: Emergency, reader: Person) -> bool:
    return reader.id == found.person and found.decided_by != reader.id


async def _waits_for_agents(_: Tx, found: Emergency, reader: Person) -> bool:
    return found.state is State.ASKED and policy.is_agent(reader)


async def _may_be_taken(_: Tx, found: Emergency, reader: Person) -> bool:
    return found.state is State.ASKED and policy.is_contact_of(reader, found.district)


async def _may_be_claimed(_: Tx, found: Emergency, reader: Person) -> bool:
    return found.state is State.ACCEPTED and policy.is_contact_of(reader, found.district)


async def _has_nobody(tx: Tx, found: Emergency, _: Person) -> bool:
    contacts = {contact.person.id for contact in await people.contacts_of(tx, found.district)}
    return found.is_open and contacts <= {found.not_asked}


async def _keeps_the_list(_: Tx, found: Emergency, reader: Person) -> bool:
    return policy.is_administrator_of(reader, found.district)


async def _waits_still(_: Tx, found: Emergency, reader: Person) -> bool:
    return found.state is State.ASKED and reader.id == found.person


HOLDS: dict[str, Holds] = {
    "emergency-sent": _waits_still,
    "emergency-withdrawn": _is_its_reporter,
    "emergency-declined": _is_its_reporter,
    "emergency-undecided": _is_its_reporter,
    "emergency-taken": _is_taken_by_another,
    "emergency-page": _waits_for_agents,
    "emergency-waiting": _waits_for_agents,
    "emergency-left": _waits_for_agents,
    "emergency-asked": _may_be_taken,
    "emergency-claim": _may_be_claimed,
    "emergency-offered": _may_be_claimed,
    "emergency-nobody": _has_nobody,
    "emergency-unclaimed": _has_nobody,
    "emergency-often": _keeps_the_list,
}
