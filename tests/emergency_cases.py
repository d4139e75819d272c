"""What stories of emergencies are made of: who reports, decides, answers and claims, and what each reads."""

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, SlackUser, TeamId, UserId
from bot.services import claiming
from bot.services.deeds import CaseAsk
from demo import world
from demo.town import Town
from sandbox.people import Answered, Person, Seen
from storage.tables import audit, districts, emergencies, roster
from storage.tables import people as known
from tests.told import passes

REPORT = {
    "broken": "Nobody can take attendance.",
    "affected": "All of North Elementary.",
    "unreachable": "Ana and Ben are on a flight.",
    "phone": "555-0177",
}
WHY = "The whole school stands still."
ANSWER = "It is Firefox."
STAFFS = {Act.SEE_CONTACTS, Act.SEE_NOTIFICATIONS, Act.ASK_CONTACT, Act.REPORT_EMERGENCY, Act.REDACT}
"""What any staff member may, and whoever wrote a text."""


async def reports(here: Town, name: str = "sam") -> str:
    """By `/case emergency`. Returns what they read then."""
    person = here.person(name)
    await person.types("/case", "emergency", channel=world.TOWN)
    assert not (await person.submits(**REPORT)).errors
    said = await person.reads_window()
    await person.closes(everything=True)
    await here.quiet()
    return said


async def pages(here: Town, number: int = 1) -> list[Seen]:
    return [seen for seen in await here.person("alex").sees(world.DESK) if f"Emergency {number}" in seen.words]


async def decides(here: Town, name: str, how: str, **filled: str) -> Answered:
    """By the first call in the desk's channel."""
    agent = here.person(name)
    (page, *_) = await pages(here)
    await agent.clicks(f"emergency.{how}", channel=world.DESK, on=page.ts)
    answered = await agent.submits(words=WHY, **filled)
    await agent.closes(everything=True)
    await here.quiet()
    return answered


async def is_accepted(here: Town) -> None:
    await reports(here)
    assert not (await decides(here, "alex", "accept", module="Attendance")).errors


async def direct(here: Town, name: str) -> str:
    return "\n".join(seen.words for seen in await here.person(name).direct_messages())


async def last_direct(here: Town, name: str, holding: str) -> Seen:
    return [seen for seen in await here.person(name).direct_messages() if holding in seen.words][-1]


async def card_of(sam: Person) -> Seen:
    return next(seen for seen in await sam.direct_messages() if seen.words.startswith("Case 1 ·"))


async def answers(here: Town, words: str = ANSWER, name: str = "sam") -> None:
    person = here.person(name)
    card = await card_of(person)
    await person.says(words, channel=await person.direct_channel(), thread=card.ts)
    await here.quiet()


async def claims(here: Town, name: str) -> None:
    person = here.person(name)
    card = await here.card(person, world.LAKESIDE)
    await person.clicks("emergency.claim", channel=world.LAKESIDE, on=card.ts)
    await here.quiet()


async def lines(here: Town, act: str) -> list[tuple[str, bool, str]]:
    query = sa.select(audit.c.rule, audit.c.allowed, audit.c.ref).where(audit.c.act == act).order_by(audit.c.id)
    async with here.bot.store.read() as tx:
        return [(row.rule, row.allowed, row.ref) for row in (await tx.execute(query)).all()]


def who(here: Town, name: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(here.person(name).id))


async def presses_claim(here: Town, name: str) -> None:
    """Where they have it from does not matter: a card, a reminder, or what they were sent."""
    now = here.clock.now()
    await claiming.claim(here.bot.store, CaseAsk(who=who(here, name), number=CaseNumber(1), now=now, once=name))
    await here.quiet()


async def state(here: Town) -> str:
    async with here.bot.store.read() as tx:
        return str((await tx.execute(sa.select(emergencies.c.state))).scalar_one())


async def line(here: Town, name: str, **facts: str) -> None:
    """What somebody's line on the list says from now on."""
    whose = sa.select(known.c.id).where(known.c.user_id == f"U0{name.upper()}").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == whose).values(**facts))


async def moves(here: Town, name: str = "sam") -> None:
    """To Pine Ridge, whose staff they are from now on, and Lakeside's no more."""
    elsewhere = sa.select(districts.c.id).where(districts.c.key == "pine-ridge").scalar_subquery()
    whose = sa.select(known.c.id).where(known.c.user_id == f"U0{name.upper()}").scalar_subquery()
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == whose).values(district_id=elsewhere))


async def is_left_to_leads(here: Town) -> None:
    """Nobody decides: the desk was called as often as it is, and the leads but for the last time."""
    for hours in range(14):
        await passes(here, f"2026-11-2{4 + (18 + hours) // 24}T{(18 + hours) % 24:02}:50")
    for day in (25, 27, 30):  # Thanksgiving is no business day
        await passes(here, f"2026-11-{day}T20:00")
    for day in (1, 2):
        await passes(here, f"2026-12-0{day}T20:00")
