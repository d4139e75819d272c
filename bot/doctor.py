"""What `doctor` looks at: database, Slack, the app's scopes and the channels; and what to do about what is wrong."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import sending
from bot.delivery.outcomes import Fate, failure_of
from bot.delivery.slack import SlackClients
from bot.doctor_oauth import desks_token, examine_installations, examine_installing
from bot.doctor_seals import examine_seals
from bot.domain.ids import Channel, ChannelId, SlackUser, TeamId, UserId
from bot.running import first_line
from bot.settings import Settings
from bot.settings_problems import WHERE
from storage import districts, migrations
from storage.districts import District
from storage.engines import opened
from storage.store import faults

Say = Callable[[str], None]
MOST_NAMES = 10
MOST_WAITS = 30
"""Times that Slack may ask to wait: a look at a thousand channels."""

ADVICE = {
    "channel_not_found": "not found: there is no such channel, or it is private and the bot is not in it",
    "is_archived": "archived: unarchive it, or name another",
    "public": "public: everybody in the workspace can read along. Make it private in its settings",
    "bot-absent": "without the bot: type /invite and the bot's name there",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Itself:
    """The bot as Slack knows it: its client, its user, and its scopes, none where Slack does not say."""

    client: AsyncWebClient
    me: SlackUser
    scopes: frozenset[str]


async def examine(settings: Settings, *, scopes: Iterable[str], say: Say) -> bool:
    """True when all is well. What is not is said with what to do. `scopes`: those of the manifest."""
    found = await _examine_database(settings.database, say)
    clients = SlackClients(settings.slack_api_url, _no_tokens)
    try:
        bot = await _examine_slack(settings, clients, say)
        well = [found is not None, bot is not None, bool(settings.desk_channel)]
        well.append(await examine_seals(settings, say, ready=found is not None))
        well.append(await examine_installing(settings, clients, say))
        well.append(found is None or await examine_installations(settings, say))
        if not settings.desk_channel:
            say("desk channel: not set, so cases reach no desk. Set LIAISON_DESK_CHANNEL")
        if bot is not None:
            well.append(_examine_scopes(bot, frozenset(scopes), say))
            well.append(await _examine_desk(bot, settings.desk[1], say))
            well.append(await _examine_case_channels(bot, found or [], say))
    finally:
        await clients.close()
    return all(well)


async def _examine_database(database: str, say: Say) -> list[District] | None:
    """The districts that have a channel; None where they cannot be read."""
    try:
        async with opened(database) as store:
            if await migrations.current(store) != migrations.HEAD:
                say("database: not migrated. Run: python -m bot migrate")
                return None
            async with store.read() as tx:
                found = await districts.with_channels(tx)
    except faults() as problem:
        say(f"database: {first_line(problem)}. Is LIAISON_DATABASE its address, and does it run?")
        return None
    say("database: ready")
    return found


async def _examine_slack(settings: Settings, clients: SlackClients, say: Say) -> Itself | None:
    token = "SLACK_BOT_TOKEN"  # noqa: S105  # its name
    opened_token = await desks_token(settings)
    if opened_token is None:
        say("Slack: not installed in the desk's workspace (LIAISON_DESK_CHANNEL), so nothing is looked at there")
        return None
    client = clients.with_token(opened_token, timeout_s=10)
    try:
        answer = await client.auth_test()
        if settings.uses_sockets and settings.slack_app_token is not None:
            token = "SLACK_APP_TOKEN"  # noqa: S105  # its name
            await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refused:
        say(f"Slack: {refused.response['error']}. Is {token} the right one? It is from {WHERE[token]}")
        return None
    except OSError as problem:
        say(f"Slack: not reached at {settings.slack_api_url}: {first_line(problem)}")
        return None
    say(f"Slack: connected to {answer['team']}")
    listed = str(answer.headers.get("x-oauth-scopes") or "")
    return Itself(
        client=client,
        me=SlackUser(team=TeamId(str(answer["team_id"])), user=UserId(str(answer["user_id"]))),
        scopes=frozenset(filter(None, (scope.strip() for scope in listed.split(",")))),
    )


async def _no_tokens(team: str) -> str:
    raise LookupError(team)


def _examine_scopes(bot: Itself, wanted: frozenset[str], say: Say) -> bool:
    if not bot.scopes:
        return True
    missing = sorted(wanted - bot.scopes)
    if missing:
        say(f"scopes: {', '.join(missing)} missing. Put the manifest's (python -m bot manifest) into the app's")
        say("  settings, and install the app again")
        return False
    say("scopes: as in the manifest")
    return True


async def _examine_desk(bot: Itself, channel: str, say: Say) -> bool:
    if not channel:
        return False
    problem = await _problem(bot, Channel(team=bot.me.team, id=ChannelId(channel)), say)
    if problem:
        say(f"desk channel: {channel} (LIAISON_DESK_CHANNEL) is {ADVICE.get(problem, f'refused: {problem}')}")
        return False
    say("desk channel: private, and the bot is in it")
    return True


async def _examine_case_channels(bot: Itself, listed: list[District], say: Say) -> bool:
    ours = [it for it in listed if it.channel is not None and it.channel.team == bot.me.team]
    if len(ours) < len(listed):
        say(f"case channels: {len(listed) - len(ours)} of other workspaces, not looked at")
    wrong: dict[str, list[str]] = {}
    for district in ours:
        problem = await _problem(bot, district.channel, say) if district.channel else ""
        if problem:
            named = f"{district.name} ({district.channel.id if district.channel else ''})"
            wrong.setdefault(problem, []).append(named)
    for problem, names in wrong.items():
        say(f"case channels: {len(names)} of {len(ours)} {ADVICE.get(problem, f'refused: {problem}')}:")
        _say_some(names, say)
    if ours and not wrong:
        say(f"case channels: {len(ours)} looked at, each private and with the bot in it")
    return not wrong


def _say_some(names: list[str], say: Say) -> None:
    for name in names[:MOST_NAMES]:
        say(f"  {name}")
    if len(names) > MOST_NAMES:
        say(f"  and {len(names) - MOST_NAMES} more")


async def _problem(bot: Itself, channel: Channel, say: Say) -> str:
    """Why cases cannot stand in this channel; '' where they can. Waits where Slack asks to."""
    for _ in range(MOST_WAITS):
        try:
            found = await sending.channel_facts(bot.client, channel)
        except Exception as error:  # noqa: BLE001  # sorted by name; a bug of ours is raised again
            failure = failure_of(error)
            if failure.fate is not Fate.WAIT:
                return failure.name
            say(f"Slack: asks to wait for {failure.retry_after:.0f} s")
            await asyncio.sleep(failure.retry_after or 1)
            continue
        if found.broken:
            return found.broken
        if not found.is_private:
            return "public"
        return "" if bot.me in found.members else "bot-absent"
    return "ratelimited"
