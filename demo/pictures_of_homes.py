"""Pictures of two Homes: a contact's, with what waits on their district, and an agent's, with what is nobody's."""

from playwright.async_api import Page

from demo import world
from demo.pictured import TALL, Picture
from demo.stage import Stage

OPENED = (
    ("ana", "Report cards print twice", "Reports"),
    ("tess", "Attendance codes are missing", "Attendance"),
    ("pia", "Schedules overlap in January", "Scheduling"),
)
"""By whom, what, and of which module."""

HIGHER = 1250


async def fill_two_homes(stage: Stage) -> None:
    """Three more cases; of Ana's, Support asks something."""
    here, alex = stage.here, stage.person("alex")
    for name, subject, module in OPENED:
        person = stage.person(name)
        await person.types("/case", subject, channel=world.TOWN)
        await person.submits(module=module, description="Since Monday, for every school.")
        if "Is it one of these?" in await person.reads_window():
            await person.submits()
        await person.closes(everything=True)
        await here.quiet()
    card = await here.card(alex, world.DESK, number=2)
    await alex.clicks("case.take", channel=world.DESK, on=card.ts)
    await here.quiet()
    await alex.clicks("case.ask-input", channel=world.DESK, on=card.ts)
    await alex.submits(words="Which of the two is the right one?")
    await here.quiet()


async def _contacts(window: Page) -> None:
    await window.get_by_text("Waiting on your district").wait_for()


async def _agents(window: Page) -> None:
    await window.get_by_role("combobox").first.select_option(label="Unassigned")
    await window.get_by_role("button", name="Take case").last.wait_for()


FILLED = (
    Picture(name="contacts-home", path="/as/U0ANA/home", walk=_contacts, height=HIGHER),
    Picture(name="agents-home", path="/as/U0ALEX/home", walk=_agents, height=TALL),
)
