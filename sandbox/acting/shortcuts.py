"""Shortcuts, and the app's home."""

from sandbox.acting.stage import Stage, frame, response_url, visible
from sandbox.deeds import accounts
from sandbox.filling import Impossible
from sandbox.objects import message_object
from sandbox.wire.carrier import Delivery, Outcome


async def shortcut(
    stage: Stage, user_id: str, callback_id: str, *, channel_id: str | None = None, ts: str | None = None
) -> Outcome:
    """The global one; with a message, the one on its menu."""
    user = stage.user(user_id)
    kind = "message" if ts else "global"
    if (callback_id, kind) not in {(it.callback_id, it.kind) for it in stage.app(user).shortcuts}:
        raise Impossible(
            "no_such_shortcut", f"no {kind} shortcut is called {callback_id}; GET /_control/state lists them"
        )
    by = stage.installation(user)
    payload = frame(stage, user, "message_action" if ts else "shortcut", by=by) | {
        "callback_id": callback_id,
        "action_ts": f"{stage.slack.seconds()}.000000",
    }
    if ts and channel_id:
        channel = visible(stage, user, channel_id)
        message = stage.slack.message(channel, ts)
        payload |= {
            "channel": {"id": channel.id, "name": channel.name},
            "message": message_object(stage.slack, message, with_metadata=False),
            "message_ts": ts,
            "response_url": response_url(stage, user, channel, message, by=by),
        }
    return await stage.wire.carry(stage.app(user), Delivery(kind="interactive", payload=payload))


def open_home(stage: Stage, user_id: str) -> None:
    """The home tab of the app; what the app draws there comes a moment later."""
    user = stage.user(user_id)
    accounts.open_home(stage.slack, user.id, stage.app(user).app_id)
