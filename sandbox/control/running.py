"""The sandbox itself: its faults, its clock, its events, and its beginning once more."""

from datetime import timedelta

from sandbox.clock import HandClock
from sandbox.control import bodies, naming
from sandbox.control.deeds import outcome
from sandbox.control.desk import Control
from sandbox.control.refusals import Refused, unknown
from sandbox.faults import Fault
from sandbox.model import Installation, Json
from sandbox.web_api.methods import METHODS
from sandbox.wire.events import Misbehaviour
from sandbox.wire.sockets import drop_all


async def fault(control: Control, body: bodies.Fault) -> Json:
    """`api`: a fault of Web API calls. `events`: how events misbehave. `hold`, `drop`: an app's connections."""
    for it in (body.hold, body.release, body.drop):
        if it is not None:
            naming.app(control.slack, it)
    planted = None if body.api is None else _planted(control, body.api, body.team)
    if body.clear:
        control.clear_faults()
    if body.lift is not None:
        control.slack.faults.lift(body.lift.trouble, body.lift.method)
    if planted is not None:
        control.slack.faults.add(planted)
    if body.events is not None:
        control.events.misbehave(Misbehaviour(**body.events.model_dump()))
    if body.hold is not None:
        control.wire.hold(body.hold)
    if body.release is not None:
        control.wire.release(body.release)
    if body.drop is not None:
        await drop_all(control.wire, body.drop)
    return {}


def _planted(control: Control, api: bodies.ApiFault, team: str | None) -> Fault:
    if api.method != "*" and api.method not in METHODS:
        hint = 'docs/sandbox.md names the table of methods; "*" is any'
        raise Refused("unknown_method", hint, status=404)
    team = api.team or team
    if team is not None and team not in control.slack.workspaces:
        raise unknown("team_not_found")
    if api.channel is not None and api.channel not in control.slack.users:  # a bot may post to a person
        naming.place(control.slack, api.channel, team=None)
    return Fault(**{**api.model_dump(), "team": team})


async def clock(control: Control, body: bodies.Clock) -> Json:
    it = control.slack.clock
    if not isinstance(it, HandClock):
        if body.turn is not None or body.to is not None:
            raise Refused("wall_clock", "this sandbox runs on the wall's clock, which nobody turns")
        return {"now": it.now().isoformat()}
    if body.turn is not None:
        await it.turn(timedelta(seconds=body.turn))
    if body.to is not None:
        try:
            await it.turn_to(body.to)
        except ValueError:  # also when somebody else turned it beyond that instant meanwhile
            hint = f"time does not run backwards; it is {it.now().isoformat()}"
            raise Refused("time_is_past", hint) from None
    return {"now": it.now().isoformat()}


async def settle(control: Control, _: bodies.Body) -> Json:
    await control.events.settle()
    return {"given_up": len(control.events.given_up)}


async def redeliver(control: Control, body: bodies.Redeliver) -> Json:
    """An event of the log once more, by its number there, changed as `facts` say."""
    log = control.events.log
    if body.number >= len(log):
        raise unknown("event_not_found")
    told = log[body.number]
    return outcome(await control.events.redeliver(_hearer(control, told), {**told, **body.facts}))


def _hearer(control: Control, told: Json) -> Installation:
    return control.slack.installation(told["api_app_id"], told["team_id"])


async def reset(control: Control, _: bodies.Body) -> Json:
    """All workspaces, whichever is named."""
    await control.reset()
    return {}
