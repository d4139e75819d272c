"""Issues as people in a story come to them, publish and change them."""

from demo import world
from demo.town import Town
from sandbox.people import Person, Seen
from tests.town_cases import chooses, desk_card

TITLE = "Marks vanish on save"
WORDS = {"title": TITLE, "description": "A mark that is typed twice is gone.", "workaround": "Type it once."}


async def develops(here: Town, *, number: int = 1, issue: str = "new", title: str = TITLE) -> None:
    """Alex gives a case to Development, with an issue."""
    alex = here.person("alex")
    card = await desk_card(here) if number == 1 else (await here.card(alex, world.DESK, number=number)).ts
    await chooses(alex, "case.status", channel=world.DESK, on=card, number=number)
    await alex.clicks_in_window("case.status-chosen", "develop")
    filled = {"title": title} if issue == "new" else {}
    assert not (await alex.submits(issue=issue, **filled)).errors
    await here.quiet()


async def sees_issue(here: Town, name: str, number: int = 1) -> str:
    """What they read of it in a window, which stays open."""
    person = here.person(name)
    await shuts(person)
    await person.types("/case", f"issue {number}", channel=world.TOWN)
    return await person.reads_window()


async def sees_issues(here: Town, name: str) -> str:
    person = here.person(name)
    await shuts(person)
    await person.types("/case", "issues", channel=world.TOWN)
    return await person.reads_window()


async def describes(here: Town, number: int = 1, **words: str) -> None:
    """Lee gives it a description."""
    lee = here.person("lee")
    await sees_issue(here, "lee", number)
    await lee.clicks_in_window("issue.edit")
    assert not (await lee.submits(**{**WORDS, **words})).errors
    await lee.closes(everything=True)


async def publishes(here: Town, number: int = 1) -> str:
    """Lee does, and who follows is told. Returns the preview."""
    lee = here.person("lee")
    await sees_issue(here, "lee", number)
    await lee.clicks_in_window("issue.publish")
    preview = await lee.reads_window()
    assert not (await lee.submits()).errors
    await lee.closes(everything=True)
    await goes_on(here)
    return preview


async def changes(here: Town, status: str, number: int = 1, **filled: str) -> str:
    """Lee brings it to another status, and what follows from that happens. Returns the preview."""
    lee = here.person("lee")
    await sees_issue(here, "lee", number)
    await lee.clicks_in_window("issue.change")
    assert not (await lee.submits(status=status, **filled)).errors
    preview = await lee.reads_window()
    assert not (await lee.submits()).errors
    await lee.closes(everything=True)
    await goes_on(here)
    return preview


async def releases(here: Town, number: int = 1) -> str:
    """By the command."""
    lee = here.person("lee")
    await shuts(lee)
    await lee.types("/case", f"released {number}", channel=world.TOWN)
    preview = await lee.reads_window()
    assert not (await lee.submits()).errors
    await lee.closes(everything=True)
    await goes_on(here)
    return preview


async def shuts(person: Person) -> None:
    """Their windows, if there are any."""
    if await person.window() is not None:
        await person.closes(everything=True)


async def goes_on(here: Town) -> None:
    """What is due by the clock is done, and delivered."""
    await here.bot.tick()
    await here.quiet()


async def told_of_issues(here: Town, name: str) -> list[Seen]:
    """Direct messages to who follows one."""
    found = await here.person(name).direct_messages()
    return [seen for seen in found if "issue.view" in str(seen.buttons)]
