"""Apps are made, installed, revoked and uninstalled."""

import itertools
from collections.abc import Iterable
from typing import Any

from sandbox.deeds import accounts
from sandbox.model import ApiError, App, Installation, Json
from sandbox.state import Slack


def make(slack: Slack, name: str, *, app_id: str | None = None, **settings: Any) -> App:
    """`settings`: any other field of App; secrets are made up where none are given."""
    app_id = app_id or slack.new_id("A")
    made_up = {
        "app_token": f"xapp-1-{app_id}-sandbox",
        "signing_secret": f"signing-secret-of-{app_id}",
        "client_id": f"{app_id}.client",
        "client_secret": f"client-secret-of-{app_id}",
    }
    slack.apps[app_id] = app = App(app_id=app_id, name=name, **(made_up | settings))
    slack.changes.note()
    return app


def install(
    slack: Slack,
    app_id: str,
    team_id: str,
    scopes: Iterable[str],
    *,
    bot_token: str | None = None,
    bot_user_id: str | None = None,
    installer: str = "",
) -> Installation:
    """The app comes into a workspace, or comes again with a new token and the same bot user."""
    app, workspace = slack.app(app_id), slack.workspace(team_id)
    before = _last(slack, app_id, team_id)
    bot_user_id = before.bot_user_id if before else bot_user_id or slack.new_id("U")
    if before is None:
        accounts.add(
            slack,
            team_id,
            app.name.lower(),
            user_id=bot_user_id,
            quietly=True,
            real_name=app.name,
            is_bot=True,
            api_app_id=app_id,
        )
    else:
        slack.installations.remove(before)
        accounts.change(slack, bot_user_id, deleted=False)
    installation = Installation(
        app_id=app_id,
        team_id=team_id,
        bot_token=bot_token or f"xoxb-{workspace.team_id}-{slack.new_id('')}",
        bot_user_id=bot_user_id,
        bot_id=before.bot_id if before else slack.new_id("B"),
        scopes=frozenset(scopes),
        installer=installer,
    )
    slack.installations.append(installation)
    return installation


def install_for_org(
    slack: Slack, app_id: str, enterprise_id: str, scopes: Iterable[str], *, installer: str
) -> Installation:
    """The app comes into a whole organization: one token for whatever workspaces are granted to it later."""
    before = _last(slack, app_id, enterprise_id)
    if before is not None:
        slack.installations.remove(before)
    installation = Installation(
        app_id=app_id,
        team_id=enterprise_id,
        bot_token=f"xoxb-{enterprise_id}-{slack.new_id('')}",
        bot_user_id=before.bot_user_id if before else slack.new_id("U"),
        bot_id=before.bot_id if before else slack.new_id("B"),
        scopes=frozenset(scopes),
        installer=installer,
        is_org=True,
    )
    slack.installations.append(installation)
    return installation


def _last(slack: Slack, app_id: str, team_id: str) -> Installation | None:
    return next((it for it in slack.installations if (it.app_id, it.team_id) == (app_id, team_id)), None)


def revoke(slack: Slack, app_id: str, team_id: str) -> None:
    """The token no longer works; the app is still told of events."""
    installation = slack.installation(app_id, team_id)
    if installation.revoked:
        raise ApiError("token_revoked")
    installation.revoked = True
    if not installation.is_org:
        slack.tell(installation, _tokens_revoked(slack, installation))


def uninstall(slack: Slack, app_id: str, team_id: str) -> None:
    """The app goes: told by two events, and never again of anything."""
    installation = slack.installation(app_id, team_id)
    installation.revoked = True
    slack.tell(installation, _tokens_revoked(slack, installation))
    slack.tell(installation, {"type": "app_uninstalled", "event_ts": _at(slack)})
    installation.uninstalled = True
    for channel in slack.channels.values():
        if installation.bot_user_id in channel.members and not channel.is_direct:
            channel.members.remove(installation.bot_user_id)
    accounts.change(slack, installation.bot_user_id, deleted=True)


def _tokens_revoked(slack: Slack, installation: Installation) -> Json:
    return {
        "type": "tokens_revoked",
        "tokens": {"oauth": [], "bot": [installation.bot_user_id]},
        "event_ts": _at(slack),
    }


_number = itertools.count()


def _at(slack: Slack) -> str:
    return f"{slack.now().timestamp():.0f}.{next(_number) % 1_000_000:06d}"
