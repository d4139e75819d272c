"""Every way in, on one page. One Bolt listener per kind of payload; what happens next is in these tables.

A listener's work is committed before Slack gets its answer (`process_before_response`, DESIGN invariant 3).
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from structlog.contextvars import bound_contextvars

from bot.delivery.reconciling import row_id_in
from bot.domain.ids import ChannelId, Ts
from bot.domain.refusals import Refusal
from bot.services.deeds import Repeated
from bot.services.hearing import Unplaced
from bot.views.actions import Action, Callback
from handlers import (
    asks,
    buttons,
    case_form,
    commands,
    desk,
    desk_forms,
    events,
    finding,
    forms,
    home,
    incidents,
    messages,
    news,
    notifying,
    refusals,
    setting_up,
    shortcuts,
    standing,
    waiting,
)
from handlers import opening as opening_forms
from handlers.answers import Answer, Finished, FormErrors, NextView, Nothing, Say, ViewOnTop
from handlers.asks import ClickAsk, FormAsk, ShortcutAsk
from handlers.house import House
from handlers.payloads import Malformed, Payload, clean
from storage.outbox import Standing

Do = Callable[[Payload], Awaitable[Answer]]

BUTTONS: dict[str, Callable[[House, ClickAsk], Awaitable[Answer]]] = {
    Action.MORE: desk.nothing_chosen,
    Action.TAKE: desk.take,
    Action.ASK_INPUT: desk.ask_input,
    Action.RESOLVE: desk.resolve,
    Action.REPLY_TO_DISTRICT: desk.reply_to_district,
    Action.STATUS: desk.change_status,
    Action.STATUS_CHOSEN: desk.status_chosen,
    Action.OWNER: desk.change_owner,
    Action.PRIORITY: desk.assess_priority,
    Action.CALL: desk.log_call,
    Action.LINK: incidents.link,
    Action.UNMERGE: desk.undo_merge,
    Action.RESYNC: desk.resync,
    Action.TAKE_OVER: standing.take_over,
    Action.HAND_OVER: standing.hand_over,
    Action.ESCALATE: standing.escalate,
    Action.REOPEN_WITH: standing.reopen_with_reply,
    Action.NEW_WITH: opening_forms.new_with_reply,
    Action.THANKS: standing.just_thanks,
    Action.SOLVED: buttons.solved,
    Action.NOT_SOLVED: buttons.not_solved,
    Action.REOPEN: buttons.reopen,
    Action.WITHDRAW: buttons.withdraw,
    Action.OPEN_CASE: buttons.open_case,
    Action.VIEW_CASE: buttons.view_case,
    Action.FOLLOW_UP: opening_forms.follow_up,
    Action.FORM_TYPE: case_form.changed,
    Action.FORM_MODULE: case_form.changed,
    Action.FORM_SAVE: case_form.changed,
    Action.FORM_SUBJECT: case_form.subject_entered,
    Action.FORM_AFRESH: case_form.afresh,
    Action.OLDER: buttons.older,
    Action.FIND_OLDER: finding.older,
    Action.FILTER: finding.filter_form,
    Action.SAVE_SEARCH: finding.save,
    Action.RUN_SEARCH: finding.run,
    Action.DELETE_SEARCH: finding.delete,
    Action.OPEN_AS_SUBJECT: finding.open_as_subject,
    Action.KEEP_ACCESS: buttons.keep_access,
    Action.ACCEPT_MIXED: buttons.accept_mixed,
    Action.MORE_TIME: waiting.more_time,
    Action.CLOSE_UNANSWERED: waiting.close_unanswered,
    Action.NOTIFICATIONS: notifying.choose,
    Action.SET_UP: setting_up.show,
    Action.CLOSE_INCIDENT: incidents.close,
}
FORMS: dict[str, Callable[[House, FormAsk], Awaitable[Answer]]] = {
    Callback.OPEN_CASE: case_form.send,
    Callback.REPLY: desk_forms.preview_reply,
    Callback.SEND_REPLY: desk_forms.send_reply,
    Callback.ASK_INPUT: desk_forms.ask_input,
    Callback.RESOLVE: desk_forms.resolve,
    Callback.STATUS: desk_forms.status,
    Callback.OWNER: desk_forms.owner,
    Callback.PRIORITY: desk_forms.priority,
    Callback.CALL: desk_forms.call,
    Callback.HAND_OVER: forms.hand_over,
    Callback.ESCALATE: forms.escalate,
    Callback.NOT_SOLVED: forms.not_solved,
    Callback.REOPEN: forms.reopen,
    Callback.WITHDRAW: forms.withdraw,
    Callback.REDACT: forms.redact,
    Callback.MORE_TIME: waiting.more_time_sent,
    Callback.FILTER: finding.filtered,
    Callback.SAVE_SEARCH: finding.named,
    Callback.NOTIFICATIONS: notifying.save,
    Callback.SET_UP: setting_up.send,
    Callback.OPEN_INCIDENT: incidents.opened,
    Callback.CLOSE_INCIDENT: incidents.closed,
    Callback.LINK: incidents.linked,
}
SHORTCUTS: dict[str, Callable[[House, ShortcutAsk], Awaitable[Answer]]] = {
    Callback.SHORTCUT_OPEN: shortcuts.open_case,
    Callback.SHORTCUT_ACTIONS: shortcuts.case_actions,
    Callback.SHORTCUT_REPLY: shortcuts.reply_to_district,
    Callback.SHORTCUT_FROM_MESSAGE: opening_forms.from_message,
    Callback.SHORTCUT_REDACT: shortcuts.redact,
}
CHANNELS = frozenset(
    {
        "member_joined_channel",
        "member_left_channel",
        "channel_archive",
        "channel_unarchive",
        "channel_deleted",
        "channel_left",
        "channel_shared",
        "channel_unshared",
        "group_archive",
        "group_unarchive",
        "group_deleted",
        "group_left",
    }
)
"""After each of these a channel of ours is looked at again."""

EVENTS = CHANNELS | {
    "message",
    "app_home_opened",
    "channel_id_changed",
    "user_change",
    "app_uninstalled",
    "tokens_revoked",
}
"""The manifest subscribes to these, and a test holds the two together."""

ANYTHING = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, house: House, *, observe: Callable[[str, str], None]) -> "Door":
    """Plugs the house into Bolt. `observe` is told (kind, answer) of every request."""
    door = Door(house, observe)
    app.command(ANYTHING)(door.command)
    app.action(ANYTHING)(door.click)
    app.view_submission(ANYTHING)(door.form)
    app.view_closed(ANYTHING)(door.nothing)
    app.shortcut(ANYTHING)(door.shortcut)
    app.options(ANYTHING)(door.nothing)
    app.event("message")(door.event)
    app.event(ANYTHING)(door.event)
    app.error(door.error)
    return door


class Door:
    """One method per kind of payload; each reads the payload, finds its listener, and answers last."""

    def __init__(self, house: House, observe: Callable[[str, str], None]) -> None:
        self._house = house
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
        listener = BUTTONS.get(ask.action.partition("#")[0])
        return Nothing() if listener is None else await listener(self._house, ask)

    async def form(self, ack: Any, body: Payload) -> Any:
        return await self._answered("form", ack, body, self._form)

    async def _form(self, body: Payload) -> Answer:
        ask = asks.form_ask(body)
        listener = FORMS.get(ask.callback)
        return Nothing() if listener is None else await listener(self._house, ask)

    async def shortcut(self, ack: Any, body: Payload) -> Any:
        return await self._answered("shortcut", ack, body, self._shortcut)

    async def _shortcut(self, body: Payload) -> Answer:
        ask = asks.shortcut_ask(body)
        listener = SHORTCUTS.get(ask.callback)
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
            case "app_uninstalled" | "tokens_revoked":
                return await events.uninstalled(self._house, news.uninstalled(body))
            case kind if kind in CHANNELS:
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
