"""What most stories begin with: a case that stands on both sides."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Answered, Person, Seen
from storage.tables import districts, people, roster

FILLED = {"module": "Grades", "description": "They are gone after a reload."}


async def open_case(
    here: Town, *, subject: str = "Grades vanish on save", by: str = "ana", at: str = world.LAKESIDE
) -> str:
    """Ana opens a case. Returns the ts of its card at Lakeside."""
    ana = here.person(by)
    assert (await ana.types("/case", subject, channel=world.TOWN)).acked
    await send(ana, **FILLED)
    await ana.closes()
    await here.quiet()
    cards = [
        seen for seen in await ana.sees(at) if seen.words.startswith("Case ") and seen.thread_ts in (None, seen.ts)
    ]
    return cards[-1].ts


async def is_contact_of_pine_ridge_too(here: Town, *, standing: str = "active") -> None:
    """Ana, beside Lakeside; `standing`: of that second right."""
    ana = sa.select(people.c.id).where(people.c.user_id == "U0ANA").scalar_subquery()
    pine_ridge = sa.select(districts.c.id).where(districts.c.key == "pine-ridge").scalar_subquery()
    where = roster.c.person_id == ana, roster.c.district_id == pine_ridge
    line = {"person_id": ana, "district_id": pine_ridge, "role": "support", "standing": standing}
    async with here.bot.store.begin() as tx:
        await tx.execute(roster.delete().where(*where))
        await tx.execute(roster.insert().values(**line, since=here.began, silent_since=here.began))


async def chooses(person: Person, action: str, *, channel: str, on: str, number: int = 1) -> Answered:
    """An option of the menu behind three dots, on a card or wherever else it stands."""
    wanted = f"{action} {number}"
    cards = [*await person.sees(channel), *await person.hints(channel)]
    shown = [option for seen in cards if seen.ts == on for option in _options(seen)]
    value = next((option for option in shown if option.partition(":")[0] == wanted), wanted)
    return await person.clicks("case.more", channel=channel, on=on, value=value)


def _options(seen: Seen) -> list[str]:
    elements = [element for block in seen.blocks for element in block.get("elements") or []]
    return [option["value"] for element in elements for option in element.get("options") or []]


async def reply_to_district(here: Town, words: str, *, by: str = "alex", number: int = 1) -> None:
    """Written, looked at once more, and sent."""
    agent = here.person(by)
    card = await here.card(here.person("alex"), world.DESK, number=number)
    assert (await agent.clicks("case.reply-to-district", channel=world.DESK, on=card.ts)).acked
    assert not (await agent.submits(words=words)).errors
    assert not (await agent.submits()).errors
    await here.quiet()


async def send(person: Person, **values: str) -> None:
    """Sends the case form; once more where cases like it are shown first."""
    assert not (await person.submits(**values)).errors
    if "Is it one of these?" in await person.reads_window():
        assert not (await person.submits()).errors


async def desk_card(here: Town) -> str:
    return (await here.card(here.person("alex"), world.DESK)).ts


async def taken_case(here: Town) -> str:
    """A case that is Alex's. Returns its card at the desk."""
    await open_case(here)
    card = await desk_card(here)
    await here.person("alex").clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    return card


async def at_lakeside(here: Town) -> str:
    """Everything Ana reads in the case's thread."""
    return "\n".join(seen.words for seen in await here.thread(here.person("ana"), world.LAKESIDE))


async def at_the_desk(here: Town) -> str:
    return "\n".join(seen.words for seen in await here.thread(here.person("alex"), world.DESK))
