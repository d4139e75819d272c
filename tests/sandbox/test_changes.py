"""The world tells that it changed: whoever watches is woken by all that a person could see, and by no look."""

import asyncio
from collections.abc import Callable

import pytest

from sandbox.changes import Changes
from sandbox.deeds import accounts, apps, channels, files, messages, reactions
from sandbox.faults import Fault, Trouble
from sandbox.model import Json
from tests.sandbox.block_samples import home, modal, section
from tests.sandbox.small_world import ANN, BEN, HERE, World
from tests.sandbox.two_workspaces import Desk


async def test_every_watcher_is_woken_and_misses_nothing() -> None:
    changes = Changes()
    watchers = [asyncio.create_task(changes.after(0)) for _ in range(3)]
    await asyncio.sleep(0)
    changes.note()
    assert await asyncio.gather(*watchers) == [1, 1, 1]
    changes.note()
    assert await changes.after(1) == 2


async def test_whoever_gives_up_watching_wakes_nobody_else() -> None:
    changes = Changes()
    one, other = (asyncio.create_task(changes.after(0)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.sleep(0)
    assert not other.done()
    changes.note()
    assert await other == 1


def modals(world: World) -> Json:
    return {"team": HERE, "user": ANN, "app_id": world.app.app_id, "bot_id": world.bot.bot_id}


DEEDS: dict[str, Callable[[World, str], object]] = {
    "say": lambda it, _: messages.say(it.slack, "C0GENERAL", ANN, "Hi"),
    "post": lambda it, _: messages.post(it.slack, it.bot, it.general, text="Hi"),
    "whisper": lambda it, _: messages.whisper(it.slack, it.bot, it.general, reader=ANN, text="Hi"),
    "edit": lambda it, ts: messages.edit(it.slack, "C0GENERAL", ts, ANN, "Hello"),
    "delete": lambda it, ts: messages.delete(it.slack, "C0GENERAL", ts, ANN),
    "react": lambda it, ts: reactions.react(it.slack, "C0GENERAL", ts, ANN, "eyes"),
    "join": lambda it, _: channels.join(it.slack, "C0GENERAL", "U0EVE"),
    "leave": lambda it, _: channels.leave(it.slack, "C0GENERAL", ANN),
    "create": lambda it, _: channels.create(it.slack, HERE, "new", is_private=True),
    "direct": lambda it, _: channels.direct(it.slack, HERE, [ANN, BEN]),
    "archive": lambda it, _: channels.archive(it.slack, "C0GENERAL", ANN),
    "rename": lambda it, _: channels.rename(it.slack, "C0GENERAL", "other"),
    "come": lambda it, _: accounts.add(it.slack, HERE, "new"),
    "was there": lambda it, _: accounts.add(it.slack, HERE, "new", quietly=True),
    "change": lambda it, _: accounts.change(it.slack, ANN, title="Head"),
    "delete a file": lambda it, _: files.delete(it.slack, files.upload(it.slack, ANN, "a", b"").id, ANN),
    "uninstall": lambda it, _: apps.uninstall(it.slack, it.app.app_id, HERE),
    "open": lambda it, _: it.slack.views.open(modal(section()), **modals(it)),
    "publish": lambda it, _: it.slack.views.publish(home(section()), **modals(it)),
    "plant": lambda it, _: it.slack.faults.add(Fault(trouble=Trouble.DELAY)),
    "start over": lambda it, _: it.slack.start_over(),
}


@pytest.mark.parametrize("sink", ["heard", "nobody listens"])
@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_a_person_could_see_is_noted(world: World, deed: str, sink: str) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "First")
    if sink == "nobody listens":
        world.slack.sink = None
    before = world.slack.changes.count
    DEEDS[deed](world, said.ts)
    assert world.slack.changes.count > before


def test_views_that_change_or_go_are_noted(world: World) -> None:
    views, who = world.slack.views, modals(world)
    stood = views.open(modal(section()), **who)
    for deed in (
        lambda: views.push(modal(section()), **who),
        lambda: views.update(stood, modal(section())),
        lambda: views.close(HERE, ANN),
        lambda: views.clear(HERE, ANN),
    ):
        before = world.slack.changes.count
        deed()
        assert world.slack.changes.count > before


CALLS = [
    ("fault", {"hold": "A0HELPER"}),
    ("fault", {"release": "A0HELPER"}),
    ("fault", {"events": {"copies": 1}}),
    ("fault", {"clear": True}),
    ("command", {"user": "U0ANN", "channel": "C0OPEN", "command": "/say"}),
]
LOOKS = ["state", "log", "traffic", "events", "messages/C0OPEN?as=U0ANN", "dms/U0ANN", "view/U0ANN", "home/U0ANN"]


@pytest.mark.parametrize(("call", "body"), CALLS)
async def test_calls_that_change_something_are_noted(desk: Desk, call: str, body: Json) -> None:
    before = desk.sandbox.slack.changes.count
    await desk.done(call, **body)
    assert desk.sandbox.slack.changes.count > before


@pytest.mark.parametrize("path", LOOKS)
async def test_looks_change_nothing(desk: Desk, path: str) -> None:
    before = desk.sandbox.slack.changes.count
    await desk.seen(path)
    assert desk.sandbox.slack.changes.count == before
