"""People, driven from Python over the control API: what a story says they do, and what each of them sees."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from sandbox.mrkdwn import Reader
from sandbox.rendering import plain_text_of

Json = dict[str, Any]


class CouldNot(Exception):
    """The control API's no: nobody could have done that in Slack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A message as one person sees it. `words`: everything to read in it, blocks included."""

    ts: str
    author: str
    text: str
    words: str
    ephemeral: bool
    thread_ts: str | None
    blocks: tuple[Json, ...]
    buttons: tuple[str, ...]
    files: tuple[str, ...]
    subtype: str | None

    @property
    def thread(self) -> str:
        """The thread it stands in, or opens."""
        return self.thread_ts or self.ts


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a deed: whether the app acked, in how many milliseconds, and field errors of a form."""

    acked: bool
    ms: int
    errors: dict[str, str]
    body: Any


@dataclass(slots=True, kw_only=True)
class People:
    """The way to all people of a sandbox. `names`: ids to names, for reading."""

    url: str
    session: aiohttp.ClientSession
    names: dict[str, str] = field(default_factory=dict)

    def of(self, user: str, *, zone: str = "UTC") -> "Person":
        return Person(people=self, id=user, zone=zone)

    async def do(self, deed: str, **facts: Any) -> Json:
        async with self.session.post(f"{self.url}/_control/{deed}", json=facts) as answer:
            return await _read(answer)

    async def look(self, path: str, **query: str) -> Json:
        async with self.session.get(f"{self.url}/_control/{path}", params=query) as answer:
            return await _read(answer)

    async def settle(self) -> None:
        """Until every event was delivered or waits for a later time."""
        await self.do("settle")


async def _read(answer: aiohttp.ClientResponse) -> Json:
    found: Json = await answer.json()
    if not found.get("ok"):
        raise CouldNot(f"{found.get('error')}: {found.get('hint')}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in a workspace. Everything they do goes over HTTP, and everything they see comes back so."""

    people: People
    id: str
    zone: str

    async def types(self, command: str, text: str = "", *, channel: str) -> Answered:
        return _answered(await self.people.do("command", user=self.id, channel=channel, command=command, text=text))

    async def says(
        self,
        text: str,
        *,
        channel: str,
        thread: str | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        broadcast: bool = False,
    ) -> str:
        """Returns the message's ts. `broadcast`: a reply goes to the channel too."""
        sent = [{"name": name, "content": base64.b64encode(content).decode()} for name, content in files]
        place = {"channel": channel, "thread_ts": thread, "broadcast": broadcast}
        said = await self.people.do("message", user=self.id, text=text, files=sent, **place)
        return str(said["ts"])

    async def edits(self, ts: str, text: str, *, channel: str) -> None:
        await self.people.do("edit-message", user=self.id, channel=channel, ts=ts, text=text)

    async def deletes(self, ts: str, *, channel: str) -> None:
        await self.people.do("delete-message", user=self.id, channel=channel, ts=ts)

    async def clicks(self, action: str, *, channel: str, on: str, value: Any = None) -> Answered:
        return _answered(
            await self.people.do("interact", user=self.id, channel=channel, messageTs=on, action=action, value=value)
        )

    async def clicks_in_window(self, action: str, value: Any = None) -> Answered:
        return _answered(await self.people.do("interact", user=self.id, view=True, action=action, value=value))

    async def clicks_at_home(self, action: str, value: str | None = None) -> Answered:
        return _answered(await self.people.do("interact", user=self.id, home=True, action=action, value=value))

    async def submits(self, **values: Any) -> Answered:
        """Fills the open window's fields, by block id, and sends it."""
        return _answered(await self.people.do("submit", user=self.id, values=values))

    async def fills(self, **values: Any) -> None:
        """Of the open window, without sending it."""
        await self.people.do("fill", user=self.id, values=values)

    async def suggests(self, action: str, text: str = "") -> list[Json]:
        """Types into an external select of the open window. Returns the options offered; one is chosen whole."""
        found = await self.people.do("suggest", user=self.id, view=True, action=action, text=text)
        groups = found.get("option_groups") or [found]
        return [option for group in groups for option in group["options"]]

    async def closes(self, *, everything: bool = False) -> None:
        """The window on top; `everything`: with all beneath it."""
        await self.people.do("close-view", user=self.id, all=everything)

    async def uses_shortcut(self, callback: str, *, channel: str | None = None, on: str | None = None) -> Answered:
        return _answered(
            await self.people.do("shortcut", user=self.id, callback_id=callback, channel=channel, messageTs=on)
        )

    async def allows(self, url: str, *, org: bool = False) -> str:
        """Installs an app that sent them to this address. Returns the address they are sent back to."""
        return str((await self.people.do("authorize", user=self.id, url=url, org=org))["location"])

    async def cancels(self, url: str) -> str:
        """Does not install it. Returns the address they are sent back to."""
        return str((await self.people.do("authorize", user=self.id, url=url, allow=False))["location"])

    async def opens_home(self) -> str:
        """Everything to read there."""
        await self.people.do("open-home", user=self.id)
        view = (await self.people.look(f"home/{self.id}"))["view"]
        return "" if view is None else self._read(view)

    def _read(self, view: Json) -> str:
        return plain_text_of({name: value for name, value in view.items() if value is not None}, self._reader())

    async def joins(self, channel: str) -> None:
        await self.people.do("join", user=self.id, channel=channel)

    async def leaves(self, channel: str) -> None:
        await self.people.do("leave", user=self.id, channel=channel)

    async def window(self) -> Json | None:
        """The window on top, as it stands with what was typed."""
        found: Json | None = (await self.people.look(f"view/{self.id}"))["view"]
        return found

    async def reads_window(self) -> str:
        view = await self.window()
        return "" if view is None else self._read(view)

    async def typed(self) -> dict[str, str]:
        """What stands in the window's fields, by block id; chosen options by their value."""
        view = await self.window() or {"state": {"values": {}}}
        return {
            block: str(value.get("value") or (value.get("selected_option") or {}).get("value") or "")
            for block, fields in view["state"]["values"].items()
            for value in fields.values()
        }

    async def sees(self, channel: str) -> list[Seen]:
        found = await self.people.look(f"messages/{channel}", **{"as": self.id})
        return [self._seen(message) for message in found["messages"]]

    async def hints(self, channel: str) -> list[Seen]:
        """What only they see there."""
        return [seen for seen in await self.sees(channel) if seen.ephemeral]

    async def direct_messages(self) -> list[Seen]:
        """What the bot wrote to them, in every direct message they have with it."""
        channels = (await self.people.look(f"dms/{self.id}"))["channels"]
        found = [seen for channel in channels for seen in await self.sees(channel)]
        return [seen for seen in found if seen.author != self.id]

    async def direct_channel(self) -> str:
        """The direct message with the bot."""
        return str((await self.people.look(f"dms/{self.id}"))["channels"][0])

    def _reader(self) -> Reader:
        now = datetime.fromtimestamp(0, UTC)
        return Reader(name_of=self.people.names.get, zone=ZoneInfo(self.zone), now=now)

    def _seen(self, message: Json) -> Seen:
        return Seen(
            ts=message["ts"],
            author=message.get("user", ""),
            text=message.get("text", ""),
            words=plain_text_of(message, self._reader()),
            ephemeral=message["ephemeral"],
            thread_ts=message.get("thread_ts"),
            blocks=tuple(message.get("blocks") or ()),
            buttons=tuple(_buttons(message.get("blocks") or [])),
            files=tuple(file.get("name", "") for file in message.get("files") or ()),
            subtype=message.get("subtype"),
        )


def _buttons(blocks: list[Json]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        for element in [block.get("accessory"), *(block.get("elements") or [])]:
            found += [str(element["action_id"])] if isinstance(element, dict) and "action_id" in element else []
    return found


def _answered(found: Json) -> Answered:
    return Answered(
        acked=bool(found.get("acked")),
        ms=int(found.get("ms") or 0),
        errors=found.get("errors") or {},
        body=found.get("body"),
    )
