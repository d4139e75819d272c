"""What most stories begin with: a case that stands on both sides."""

from demo import world
from demo.town import Town
from sandbox.people import Person

FILLED = {"module": "Grades", "description": "They are gone after a reload."}


async def open_case(here: Town, *, subject: str = "Grades vanish on save", by: str = "ana") -> str:
    """Ana opens a case. Returns the ts of its card at Lakeside."""
    ana = here.person(by)
    assert (await ana.types("/case", subject, channel=world.TOWN)).acked
    await send(ana, **FILLED)
    await ana.closes()
    await here.quiet()
    return (await here.card(ana, world.LAKESIDE)).ts


async def send(person: Person, **values: str) -> None:
    """Sends the case form; once more where cases like it are shown first."""
    assert not (await person.submits(**values)).errors
    if "Is it one of these?" in await person.reads_window():
        assert not (await person.submits()).errors


async def desk_card(here: Town) -> str:
    return (await here.card(here.person("alex"), world.DESK)).ts


async def at_lakeside(here: Town) -> str:
    """Everything Ana reads in the case's thread."""
    return "\n".join(seen.words for seen in await here.thread(here.person("ana"), world.LAKESIDE))


async def at_the_desk(here: Town) -> str:
    return "\n".join(seen.words for seen in await here.thread(here.person("alex"), world.DESK))
