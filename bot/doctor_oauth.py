"""What `doctor` looks at where the app is installed by OAuth: its settings, its keys, and where it is."""

from collections.abc import Callable

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery.slack import SlackClients
from bot.domain.ids import TeamId
from bot.keyring import WrongKeys, shut_to
from bot.running import first_line
from bot.settings import Settings
from bot.settings_problems import WHERE
from storage import migrations, workspaces
from storage.engines import opened
from storage.store import faults

Say = Callable[[str], None]
NO_CODE = "doctor"
"""No code of Slack's: what Slack says of it tells whether it knows the app and its secret."""

WRONG = {"invalid_client_id": "LIAISON_CLIENT_ID", "bad_client_secret": "LIAISON_CLIENT_SECRET"}


async def examine_installing(settings: Settings, clients: SlackClients, say: Say) -> bool:
    """True when all is well, and where OAuth is not used."""
    if not settings.installs:
        return True
    say(f"OAuth: {settings.redirect_url} has to stand in the app's settings, OAuth & Permissions: Redirect URLs")
    secret = settings.client_secret.get_secret_value() if settings.client_secret else ""
    told = {"client_id": settings.client_id, "client_secret": secret, "code": NO_CODE}
    try:
        await clients.with_token("", timeout_s=10).api_call("oauth.v2.access", data=told)
    except SlackApiError as refused:
        name = WRONG.get(str(refused.response["error"]))
        if name is not None:
            say(f"OAuth: {refused.response['error']}. Is {name} the right one? It is from {WHERE[name]}")
            return False
    except (OSError, aiohttp.ClientError, TimeoutError) as problem:
        say(f"OAuth: Slack not reached: {first_line(problem)}")
        return False
    say("OAuth: Slack knows the app and its secret")
    return True


async def examine_installations(settings: Settings, say: Say) -> bool:
    """Where the app is, and whether the keys open its tokens. The database itself was looked at before."""
    try:
        async with opened(settings.database) as store:
            if await migrations.current(store) != migrations.HEAD:
                return False
            async with store.read() as tx:
                found = await workspaces.standing(tx)
                nobodys = [team for team, _, _ in found if await workspaces.is_nobodys(tx, team)]
            shut = await shut_to(store, settings.fernet)
    except faults():
        return False
    for team, name, status in found:
        waits = ", not set up yet: nobody's district" if team in nobodys else ""
        say(f"workspace: {name or team} ({team}) {status}{waits}")
    if not found and settings.installs:
        say(f"workspace: none yet. Open {settings.public_url.rstrip('/')}/slack/install in a browser")
    if shut:
        say(f"keys: {WrongKeys(shut)}")
    return not shut


async def desks_token(settings: Settings) -> str | None:
    """The token of SLACK_BOT_TOKEN; without one, that of the desk's workspace. None: it is not installed there."""
    if settings.slack_bot_token is not None:
        return settings.slack_bot_token.get_secret_value()
    try:
        async with opened(settings.database) as store:
            found = await workspaces.get(store.glances, TeamId(settings.desk[0]))
            if found is None or await shut_to(store, settings.fernet):
                return None
            return settings.fernet.decrypt(found.token_sealed).decode()
    except faults():
        return None
