"""A small world to test the sandbox in: two workspaces, a few people, three channels, one app."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import HandClock
from sandbox.deeds import accounts, apps, channels
from sandbox.model import App, Channel, Installation, Json, Workspace
from sandbox.rates import Limits
from sandbox.server import Sandbox
from sandbox.state import Slack

HERE, THERE = "T0HERE", "T0THERE"
ANN, BEN, CAT, DAN, EVE = "U0ANN", "U0BEN", "U0CAT", "U0DAN", "U0EVE"

_SCOPES = """
    app_mentions:read channels:history channels:join channels:read chat:write commands files:read files:write
    groups:history groups:read im:history im:read im:write mpim:history mpim:read mpim:write reactions:read
    reactions:write team:read users:read users:read.email
"""
_EVENTS = """
    app_home_opened app_mention app_uninstalled channel_archive channel_id_changed channel_left channel_shared
    channel_unshared group_left member_joined_channel member_left_channel message.channels message.groups
    message.im message.mpim reaction_added team_join tokens_revoked user_change
"""
SCOPES = frozenset(_SCOPES.split())
EVENTS = frozenset(_EVENTS.split())


@dataclass(slots=True)
class Wall:
    """Seconds on the wall, which a test moves."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(slots=True, kw_only=True)
class World:
    """`heard`: what the app's installations were told, in order."""

    slack: Slack
    clock: HandClock
    wall: Wall
    app: App
    bot: Installation
    general: Channel
    secret: Channel
    elsewhere: Channel
    heard: list[tuple[str, Json]] = field(default_factory=list)

    def take(self, installation: Installation, event: Json) -> None:
        self.heard.append((installation.team_id, event))

    def events(self, kind: str) -> list[Json]:
        return [event for _team, event in self.heard if event["type"] == kind]


def small_world(clock: HandClock) -> World:
    """Ann and Ben are in #general with the bot; #secret has Ann alone, #elsewhere is without the bot."""
    wall = Wall()
    slack = Slack(clock=clock, wall=wall, limits=Limits())
    for team, name in ((HERE, "Here"), (THERE, "There")):
        slack.workspaces[team] = Workspace(team_id=team, name=name, domain=name.lower())
    _people(slack)
    app = apps.make(slack, "Helper", app_id="A0HELPER", events=EVENTS)
    bot = apps.install(slack, app.app_id, HERE, SCOPES, bot_token="xoxb-here", bot_user_id="U0BOT")
    world = World(
        slack=slack,
        clock=clock,
        wall=wall,
        app=app,
        bot=bot,
        general=channels.create(slack, HERE, "general", members=[ANN, BEN, "U0BOT"], channel_id="C0GENERAL"),
        secret=channels.create(slack, HERE, "secret", members=[ANN], is_private=True, channel_id="C0SECRET"),
        elsewhere=channels.create(slack, HERE, "elsewhere", members=[BEN], channel_id="C0ELSEWHERE"),
    )
    slack.sink = world.take
    return world


def _people(slack: Slack) -> None:
    accounts.add(slack, HERE, "ann", user_id=ANN, email="ann@here.example")
    accounts.add(slack, HERE, "ben", user_id=BEN, email="ben@here.example", tz="America/Denver")
    accounts.add(slack, HERE, "cat", user_id=CAT, email="cat@here.example", deleted=True)
    accounts.add(slack, THERE, "dan", user_id=DAN, email="dan@there.example")
    accounts.add(slack, HERE, "eve", user_id=EVE, is_bot=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A world that is served; `client` speaks to it with the bot's token, `connect` with another."""

    world: World
    sandbox: Sandbox
    session: ClientSession
    client: AsyncWebClient
    connect: Callable[[str | None], AsyncWebClient]


async def refusal(client: AsyncWebClient, method: str, **arguments: object) -> str:
    """The name of the error with which Slack refuses the call; '' when it does not."""
    try:
        await client.api_call(method, json=arguments)
    except SlackApiError as no:
        return str(no.response["error"])
    return ""
