"""Incidents and maintenance as people in a story open, read and close them."""

from datetime import datetime

from demo import world
from demo.town import Town
from sandbox.people import Seen
from tests.issue_cases import goes_on, shuts

TITLE = "Grades are not saved"
OVER = "The database is back; please save once more."


async def opens_incident(
    here: Town, title: str = TITLE, modules: tuple[str, ...] = ("Grades",), **filled: object
) -> str:
    """Lee does, and whom it concerns is told. Returns the preview."""
    lee = here.person("lee")
    await shuts(lee)
    await lee.types("/case", "incident", channel=world.TOWN)
    assert not (await lee.submits(title=title, modules=[*modules], **filled)).errors
    preview = await lee.reads_window()
    assert not (await lee.submits()).errors
    assert "is open" in await lee.reads_window()
    await lee.closes(everything=True)
    await goes_on(here)
    return preview


async def plans_maintenance(
    here: Town, starts: datetime, ends: datetime, title: str = "The servers move", **filled: object
) -> str:
    """Lee does. Returns the preview."""
    lee = here.person("lee")
    await shuts(lee)
    await lee.types("/case", "maintenance", channel=world.TOWN)
    times = {"starts": int(starts.timestamp()), "ends": int(ends.timestamp())}
    assert not (await lee.submits(title=title, **times, **filled)).errors
    preview = await lee.reads_window()
    assert not (await lee.submits()).errors
    assert "It is planned." in await lee.reads_window()
    await lee.closes(everything=True)
    await goes_on(here)
    return preview


async def sees_notifications(here: Town, name: str) -> str:
    person = here.person(name)
    await shuts(person)
    await person.types("/case", "incidents", channel=world.TOWN)
    return await person.reads_window()


async def sees_notification(here: Town, name: str, place: int = 0) -> str:
    """What they read of one in a window, which stays open."""
    await sees_notifications(here, name)
    await here.person(name).clicks_in_window(f"notification.view#{place}")
    return await here.person(name).reads_window()


async def posts_update(here: Town, words: str) -> str:
    """Lee does. Returns what the window said before."""
    lee = here.person("lee")
    await sees_notification(here, "lee")
    await lee.clicks_in_window("notification.update")
    said = await lee.reads_window()
    assert not (await lee.submits(words=words)).errors
    await lee.closes(everything=True)
    await goes_on(here)
    return said


async def ends(here: Town, words: str = OVER) -> str:
    """Lee closes the first that stands in the list. Returns what the window said before."""
    lee = here.person("lee")
    await sees_notification(here, "lee")
    await lee.clicks_in_window("notification.close")
    said = await lee.reads_window()
    assert not (await lee.submits(words=words)).errors
    await lee.closes(everything=True)
    return said


async def told_of_notifications(here: Town, name: str) -> list[Seen]:
    found = await here.person(name).direct_messages()
    return [seen for seen in found if "notification.view" in str(seen.buttons)]
