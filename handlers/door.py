"""The door itself: one method per kind of payload, each of which reads it, finds its listener, and answers last.

A listener's work is committed before Slack gets its answer (`process_before_response`, DESIGN invariant 3).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from structlog.contextvars import bound_contextvars

from bot.delivery.reconciling import row_id_in
from bot.domain.ids import ChannelId, Ts
from bot.domain.refusals import Refusal
from bot.services.deeds import Repeated
from bot.services.hearing import Unplaced
from handlers import asks, commands, events, home, messages, news, refusals
from handlers.answers import Answer, Finished, FormErrors, NextView, Nothing, Say, ViewOnTop
from handlers.asks import ClickAsk, FormAsk, ShortcutAsk
from handlers.house import House
from handlers.payloads import Malformed, Payload, clean
from storage.outbox import Standing

Do = Callable[[Payload], Awaitable[Answer]]
Button = Callable[[House, ClickAsk], Awaitable[Answer]]
Form = Callable[[House, FormAsk], Awaitable[Answer]]
Shortcut = Callable[[House, ShortcutAsk], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Listeners by what is pressed, sent or chosen. `channels`: events after which a channel is looked at again."""

    buttons: Mapping[str, Button]
    forms: Mapping[str, Form]
    shortcuts: Mapping[str, Shortcut]
    channels: frozenset[str]


class Door:
    """`observe` is told (kind, answer) of every request."""

    def __init__(self, house: House, ways: Ways, observe: Callable[[str, str], None]) -> None:
        self._house = house
        self._ways = ways
        self._observe = observe
        self._inside: set[asyncio.Task[Answer | BoltResponse]] = set()

    async def drain(self, *, within_s: float) -> None:
        """Until every deed under way is committed; Bolt and Socket Mode keep no account of them."""
        if self._inside:
            await asyncio.wait(self._inside, timeout=within_s)

    def _enter(self, do: Coroutine[Any, Any, Answer | BoltResponse]) -> "asyncio.Task[Answer | BoltResponse]":
        task = asyncio.create_task(do)
        self._inside.add(task)
        task.add_done_callback(self._inside.discard)
        return task

    async def command(self, ack: Any, body: Payload) -> Any:
        return await self._answered("command", ack, body, self._command)

    async def _command(self, body: Payload) -> Answer:
        return await commands.case_command(self._house, asks.command_ask(body))

    async def click(self, ack: Any, body: Payload) -> Any:
        return await self._answered("click", ack, body, self._click)

    async def _click(self, body: Payload) -> Answer:
        ask = asks.click_ask(body)
        listener = self._ways.buttons.get(ask.action.partition("#")[0])
        return Nothing() if listener is None else await listener(self._house, ask)

    async def form(self, ack: Any, body: Payload) -> Any:
        return await self._answered("form", ack, body, self._form)

    async def _form(self, body: Payload) -> Answer:
        ask = asks.form_ask(body)
        listener = self._ways.forms.get(ask.callback)
        return Nothing() if listener is None else await listener(self._house, ask)

    async def shortcut(self, ack: Any, body: Payload) -> Any:
        return await self._answered("shortcut", ack, body, self._shortcut)

    async def _shortcut(self, body: Payload) -> Answer:
        ask = asks.shortcut_ask(body)
        listener = self._ways.shortcuts.get(ask.callback)
        return Nothing() if listener is None else await listener(self._house, ask)

    async def event(self, ack: Any, body: Payload) -> Any:
        return await self._answered("event", ack, body, self._event)

    async def _event(self, body: Payload) -> Answer:
        match (body.get("event") or {}).get("type"):
            case "message":
                return await self._message(body)
            case "app_home_opened":
                ask = asks.home_opened(body)
                return Nothing() if ask is None else await home.opened(self._house, ask)
            case "channel_id_changed":
                return await events.channel_renumbered(self._house, news.channel_renumbered(body))
            case "user_change":
                return await events.person_changed(self._house, news.person_changed(body))
            case "team_join":
                return await events.person_joined(self._house, news.person_joined(body))
            case "app_uninstalled" | "tokens_revoked":
                return await events.uninstalled(self._house, news.uninstalled(body))
            case kind if kind in self._ways.channels:
                return await events.channel_changed(self._house, news.channel_changed(body))
            case _:
                return Nothing()

    async def _message(self, body: Payload) -> Answer:
        echo = _own_echo(body)
        if echo is not None:
            row, where = echo
            await self._house.courier.note_echo(row, where)
            return Nothing()
        gone = news.own_post_gone(body)
        if gone is not None:
            return await events.own_post_gone(self._house, gone)
        heard = asks.message_heard(body)
        return Nothing() if heard is None else await messages.heard(self._house, heard)

    async def nothing(self, ack: Any) -> None:
        await ack()

    async def error(self, error: Exception) -> BoltResponse:
        """What no listener answered: 200, since a 404 counts towards Slack switching events off for all."""
        if isinstance(error, BoltUnhandledRequestError):
            self._observe("unmatched", "ignored")
            return BoltResponse(status=200, body="")
        refusals.reference_of(error)
        return BoltResponse(status=500, body="")

    async def _answered(self, kind: str, ack: Any, body: Payload, do: Do) -> Any:
        """A deed runs to its commit even when whoever waits for it is gone."""
        found = clean(body)
        with bound_contextvars(kind=kind, event_id=str(found.get("event_id") or "")):
            answer = await asyncio.shield(self._enter(self._tried(kind, found, do)))
        return answer if isinstance(answer, BoltResponse) else await _ack(ack, answer)

    async def _tried(self, kind: str, body: Payload, do: Do) -> Answer | BoltResponse:
        try:
            answer = await do(body)
        except Refusal as refusal:
            self._observe(kind, "refused")
            return await refusals.refused(self._house, refusal, body, kind)
        except Repeated:
            self._observe(kind, "repeated")
            return BoltResponse(status=200, body="")
        except Unplaced:
            self._observe(kind, "unplaced")
            return BoltResponse(status=503, body="")
        except Malformed:
            self._observe(kind, "malformed")
            return BoltResponse(status=200, body="")
        except Exception as error:  # noqa: BLE001  # told with a reference, logged with its trace
            self._observe(kind, "broke")
            return await refusals.broke(self._house, refusals.reference_of(error), body, kind)
        self._observe(kind, type(answer).__name__.lower())
        return answer


async def _ack(ack: Any, answer: Answer) -> Any:
    match answer:
        case Nothing():
            return await ack()
        case Say():
            return await ack(text=answer.text, blocks=answer.blocks)
        case FormErrors():
            return await ack(response_action="errors", errors=answer.errors)
        case NextView():
            return await ack(response_action="update", view=answer.view)
        case ViewOnTop():
            return await ack(response_action="push", view=answer.view)
        case Finished():
            return await ack(response_action="clear")


def _own_echo(body: Payload) -> tuple[int, Standing] | None:
    """Our own post, come back, with the row it was posted for. Only our own app's metadata counts, and only
    from this workspace: rows of another installation are numbered by whoever runs it."""
    event, team = body.get("event") or {}, body.get("team_id")
    if event.get("app_id") != body.get("api_app_id") or event.get("team", team) != team or "channel" not in event:
        return None
    row = row_id_in(event)
    if row is None:
        return None
    return row, Standing(channel=ChannelId(str(event["channel"])), ts=Ts(str(event["ts"])))
