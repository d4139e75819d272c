"""What people do, one function a call."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbox import acting, oauth
from sandbox.acting import Press
from sandbox.control import bodies, naming
from sandbox.control.desk import Control
from sandbox.control.refusals import Refused, unknown
from sandbox.deeds import accounts, apps, channels, files, messages, reactions
from sandbox.model import Json
from sandbox.wire.carrier import Outcome


def outcome(came: Outcome | None, **more: Any) -> Json:
    return {**(came.shown() if came else {}), **more}


async def message(control: Control, body: bodies.Message) -> Json:
    slack, user = control.slack, body.user
    channel = naming.acting_place(slack, body.channel, user, team=body.team)
    messages.lasting_thread(channel, body.thread_ts)
    given = [naming.own_file(slack, it, user).id if isinstance(it, str) else it for it in body.files]
    shared = [it if isinstance(it, str) else files.upload(slack, user, it.name, it.raw).id for it in given]
    said = messages.say(
        slack, channel.id, user, body.text, thread_ts=body.thread_ts, broadcast=body.broadcast, files=shared
    )
    await control.events.settle()
    return {"ts": said.ts}


async def edit_message(control: Control, body: bodies.EditMessage) -> Json:
    channel = naming.acting_place(control.slack, body.channel, body.user, team=body.team)
    messages.edit(control.slack, channel.id, body.ts, body.user, body.text)
    await control.events.settle()
    return {}


async def delete_message(control: Control, body: bodies.OnMessage) -> Json:
    channel = naming.acting_place(control.slack, body.channel, body.user, team=body.team)
    messages.delete(control.slack, channel.id, body.ts, body.user)
    await control.events.settle()
    return {}


async def reaction(control: Control, body: bodies.Reaction) -> Json:
    channel = naming.acting_place(control.slack, body.channel, body.user, team=body.team)
    do = reactions.take_back if body.remove else reactions.react
    do(control.slack, channel.id, body.ts, body.user, body.name)
    await control.events.settle()
    return {}


async def command(control: Control, body: bodies.Command) -> Json:
    channel = naming.acting_place(control.slack, body.channel, body.user, team=body.team)
    return outcome(await acting.command(control.stage, body.user, channel.id, name=body.command, text=body.text))


async def interact(control: Control, body: bodies.Interact) -> Json:
    press = Press(action=body.action, block=body.block, value=body.value, values=body.values)
    place = _place(control, body)
    if place is not None:
        return outcome(await acting.click(control.stage, body.user, place, press))
    return outcome(await acting.click_in_view(control.stage, body.user, press, at_home=body.home))


async def suggest(control: Control, body: bodies.Suggest) -> Json:
    """What the app offers in an external select."""
    press = Press(action=body.action, block=body.block, value=body.text)
    place = _place(control, body)
    came, offered = await acting.suggest(control.stage, body.user, place, press, at_home=body.home)
    return outcome(came, **offered)


def _place(control: Control, body: bodies.InPlace) -> tuple[str, str] | None:
    """The message's channel and ts; None: the window on top, or the home."""
    user = naming.active(control.slack, body.user)
    if body.channel is not None and body.messageTs is not None:
        return naming.seen_place(control.slack, body.channel, user, team=body.team).id, body.messageTs
    if isinstance(body.view, str):
        _on_top(control, user.id, body.view)
    return None


def _on_top(control: Control, user_id: str, view_id: str) -> None:
    """A person presses only what lies on top."""
    top = control.slack.views.seen_by(user_id)
    if top is None or view_id not in {it.id for it in control.slack.views.below(top)}:
        raise unknown("view_not_found")
    if top.id != view_id:
        raise Refused("view_not_on_top", f"{top.id} lies above it; close that first, with close-view")


async def submit(control: Control, body: bodies.Submit) -> Json:
    naming.active(control.slack, body.user)
    came, errors = await acting.submit(control.stage, body.user, body.values)
    return outcome(came, errors=errors)


async def fill(control: Control, body: bodies.Fill) -> Json:
    naming.active(control.slack, body.user)
    acting.fill(control.stage, body.user, body.values)
    return {}


async def close_view(control: Control, body: bodies.CloseView) -> Json:
    naming.active(control.slack, body.user)
    return outcome(await acting.close(control.stage, body.user, all_of_them=body.all))


async def shortcut(control: Control, body: bodies.Shortcut) -> Json:
    user = naming.active(control.slack, body.user)
    if body.channel is not None:
        naming.seen_place(control.slack, body.channel, user, team=body.team)
    return outcome(
        await acting.shortcut(control.stage, user.id, body.callback_id, channel_id=body.channel, ts=body.messageTs)
    )


async def open_home(control: Control, body: bodies.ByUser) -> Json:
    naming.active(control.slack, body.user)
    acting.open_home(control.stage, body.user)
    await control.events.settle()
    return {}


async def upload(control: Control, body: bodies.Upload) -> Json:
    naming.active(control.slack, body.user)
    return {"file": files.upload(control.slack, body.user, body.name, body.raw).id}


async def join(control: Control, body: bodies.InChannel) -> Json:
    """Also into a private channel, as if somebody had let them in."""
    naming.active(control.slack, body.user)
    channels.join(control.slack, naming.place(control.slack, body.channel, team=body.team).id, body.user)
    await control.events.settle()
    return {}


async def leave(control: Control, body: bodies.InChannel) -> Json:
    channels.leave(control.slack, naming.place(control.slack, body.channel, team=body.team).id, body.user)
    await control.events.settle()
    return {}


async def user_change(control: Control, body: bodies.UserChange) -> Json:
    accounts.change(control.slack, body.user, **body.facts.changed())
    await control.events.settle()
    return {}


async def authorize(control: Control, body: bodies.Authorize) -> Json:
    """Answers where the app has the browser come back to, with a code or with Slack's no."""
    naming.active(control.slack, body.user)
    try:
        wish = oauth.asked(control.slack, dict(parse_qsl(urlsplit(body.url).query)))
    except oauth.NotAskable as why:
        raise Refused("not_askable", str(why)) from None
    return {"location": oauth.decided(control.slack, wish, body.user, allow=body.allow, for_org=body.org)}


async def uninstall(control: Control, body: bodies.Uninstall) -> Json:
    apps.uninstall(control.slack, naming.app(control.slack, body.app), body.team)
    await control.events.settle()
    return {}
