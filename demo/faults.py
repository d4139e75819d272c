"""Ten faults that can be planted in the story, to see that it notices."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from demo import world
from demo.town import Town
from sandbox.deeds import channels
from sandbox.server import Sandbox


def _nothing(_: Sandbox) -> None:
    """The world stays as it is."""


async def _no_deed(_: Town) -> None:
    """Nothing happens on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`before` changes the world before the bot starts; `do` breaks something as step `during` begins."""

    before: Callable[[Sandbox], None] = _nothing
    during: int = 0
    do: Callable[[Town], Awaitable[None]] = _no_deed


def _failing(method: str, error: str = "channel_not_found") -> Callable[[Town], Awaitable[None]]:
    async def do(here: Town) -> None:
        fault = {"trouble": "error", "method": method, "error": error, "times": None}
        await here.people.do("fault", api=fault)

    return do


async def _hold(here: Town) -> None:
    await here.people.do("fault", hold=world.APP)


def _unsubscribed(sandbox: Sandbox) -> None:
    app = sandbox.slack.apps[world.APP]
    app.events = app.events - {"message.groups"}


def _without_scope(sandbox: Sandbox) -> None:
    installation = sandbox.slack.installations[0]
    installation.scopes = installation.scopes - {"chat:write"}


def _outsider_at_the_desk(sandbox: Sandbox) -> None:
    channels.join(sandbox.slack, world.DESK, "U0SAM")


def _no_desk(sandbox: Sandbox) -> None:
    channels.leave(sandbox.slack, world.DESK, "U0BOT")


def _renamed_command(sandbox: Sandbox) -> None:
    app = sandbox.slack.apps[world.APP]
    app.commands = tuple(replace(command, command="/another") for command in app.commands)


FAULTS: dict[str, Fault] = {
    "bot-down": Fault(during=1, do=_hold),
    "no-form": Fault(during=1, do=_failing("views.open", "expired_trigger_id")),
    "no-posts": Fault(during=1, do=_failing("chat.postMessage")),
    "no-hints": Fault(during=3, do=_failing("chat.postEphemeral", "user_not_in_channel")),
    "stale-cards": Fault(during=4, do=_failing("chat.update", "cant_update_message")),
    "no-message-events": Fault(before=_unsubscribed),
    "no-scope": Fault(before=_without_scope),
    "outsider-at-the-desk": Fault(before=_outsider_at_the_desk),
    "bot-not-at-the-desk": Fault(before=_no_desk),
    "another-command": Fault(before=_renamed_command),
}
