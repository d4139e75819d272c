"""The world tells that it changed: whoever watches is woken by all that a person could see, and by no look."""

import asyncio
from collections.abc import Callable

import pytest

from sandbox import control
from sandbox.changes import Changes
from sandbox.deeds import accounts, apps, channels, files, messages, reactions
from sandbox.faults import Fault, Trouble
from sandbox.model import Json
from tests.sandbox.answering_app import until
from tests.sandbox.block_samples import asked, home, modal, section
from tests.sandbox.small_world import ANN, BEN, HERE, THERE, World
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
    "take back": lambda it, ts: reactions.take_back(it.slack, "C0GENERAL", ts, ANN, "tada"),
    "join": lambda it, _: channels.join(it.slack, "C0GENERAL", "U0EVE"),
    "leave": lambda it, _: channels.leave(it.slack, "C0GENERAL", ANN),
    "create": lambda it, _: channels.create(it.slack, HERE, "new", is_private=True),
    "direct": lambda it, _: channels.direct(it.slack, HERE, [ANN, BEN]),
    "archive": lambda it, _: channels.archive(it.slack, "C0GENERAL", ANN),
    "rename": lambda it, _: channels.rename(it.slack, "C0GENERAL", "other"),
    "come": lambda it, _: accounts.add(it.slack, HERE, "new"),
    "was there": lambda it, _: accounts.add(it.slack, HERE, "new", quietly=True),
    "change": lambda it, _: accounts.change(it.slack, ANN, title="Head"),
    "upload": lambda it, _: files.upload(it.slack, ANN, "a", b""),
    "delete a file": lambda it, _: files.delete(it.slack, next(iter(it.slack.files)), ANN),
    "make an app": lambda it, _: apps.make(it.slack, "Other"),
    "install": lambda it, _: apps.install(it.slack, it.app.app_id, THERE, ()),
    "revoke": lambda it, _: apps.revoke(it.slack, it.app.app_id, HERE),
    "uninstall": lambda it, _: apps.uninstall(it.slack, it.app.app_id, HERE),
    "open": lambda it, _: it.slack.views.open(modal(section()), **modals(it)),
    "publish": lambda it, _: it.slack.views.publish(home(section()), **modals(it)),
    "plant": lambda it, _: it.slack.faults.add(Fault(trouble=Trouble.DELAY)),
    "strike": lambda it, _: it.slack.faults.befalling("chat.delete", None, None),
    "lift": lambda it, _: it.slack.faults.lift(Trouble.LAG, None),
    "clear": lambda it, _: it.slack.faults.clear(),
    "start over": lambda it, _: it.slack.start_over(),
}


@pytest.mark.parametrize("sink", ["heard", "nobody listens"])
@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_a_person_could_see_is_noted(world: World, deed: str, sink: str) -> None:
    said = messages.say(world.slack, "C0GENERAL", ANN, "First")
    reactions.react(world.slack, "C0GENERAL", said.ts, ANN, "tada")
    files.upload(world.slack, ANN, "first", b"")
    world.slack.faults.add(Fault(trouble=Trouble.ERROR, method="chat.delete"))
    if sink == "nobody listens":
        world.slack.sink = None
    before = world.slack.changes.count
    DEEDS[deed](world, said.ts)
    assert world.slack.changes.count > before


def test_views_that_change_or_go_are_noted(world: World) -> None:
    views, who = world.slack.views, modals(world)
    stood = views.open(modal(asked(block_id="subject")), **who)
    for deed in (
        lambda: views.push(modal(section()), **who),
        lambda: views.put(stood, "subject", "words", {"value": "Ink"}),
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


async def test_a_whisper_that_is_redrawn_or_deleted_is_noted(desk: Desk) -> None:
    desk.app.says = {"text": "Only you"}
    await desk.done("command", user="U0ANN", channel="C0OPEN", command="/say")
    (shown,) = desk.sandbox.slack.channel("C0OPEN").ephemerals
    issued = desk.sandbox.slack.response_urls.issue(
        app_id="A0HELPER", team="T0HERE", channel="C0OPEN", user="U0ANN", ephemeral=shown
    )
    address = desk.sandbox.response_url(issued.token)
    for answer in ({"replace_original": True, "text": "Redrawn"}, {"delete_original": True}):
        before = desk.sandbox.slack.changes.count
        async with desk.session.post(address, json=answer) as answered:
            assert answered.status == 200
        assert desk.sandbox.slack.changes.count > before
    assert desk.sandbox.slack.channel("C0OPEN").ephemerals == []


async def test_a_call_of_the_app_is_noted_also_one_that_fails_and_so_are_the_bytes_of_its_file(desk: Desk) -> None:
    client = desk.app.clients["T0HERE"]
    before = desk.sandbox.slack.changes.count
    await client.api_call("api.test")
    assert (between := desk.sandbox.slack.changes.count) > before
    with pytest.raises(Exception, match="channel_not_found"):
        await client.chat_postMessage(channel="C0NOWHERE", text="x")
    assert desk.sandbox.slack.changes.count > between
    promised = await client.files_getUploadURLExternal(filename="a.txt", length=1)
    before = desk.sandbox.slack.changes.count
    async with desk.session.post(promised["upload_url"], data=b"a") as answered:
        assert answered.status == 200
    assert desk.sandbox.slack.changes.count > before


async def test_an_event_that_is_carried_is_noted_when_it_goes_and_when_it_arrived(desk: Desk) -> None:
    started = desk.sandbox.slack.changes.count
    messages.say(desk.sandbox.slack, "C0OPEN", "U0ANN", "Hi")
    said = desk.sandbox.slack.changes.count
    assert said > started
    await desk.done("settle")
    assert desk.sandbox.slack.changes.count >= said + 2


async def test_connections_that_come_and_go_are_noted(desk: Desk) -> None:
    before = desk.sandbox.slack.changes.count
    await desk.app.socket.disconnect()  # type: ignore[no-untyped-call]  # slack_sdk's own
    await until(lambda: not desk.sandbox.app[control.CONTROL].wire.sockets["A0HELPER"])
    assert (gone := desk.sandbox.slack.changes.count) > before
    opened = await desk.app.clients["T0HERE"].apps_connections_open(app_token="xapp-helper")
    called = desk.sandbox.slack.changes.count
    async with desk.session.ws_connect(opened["url"]) as stream:
        await stream.receive_json()
        assert desk.sandbox.slack.changes.count > called > gone
