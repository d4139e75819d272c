"""`oauth.v2.access`: a code, and the app's secret, for a token."""

from sandbox.deeds import apps
from sandbox.grants import Grant
from sandbox.model import ApiError, App, Installation, Json
from sandbox.state import Slack
from sandbox.web_api.call import Call


def access(call: Call) -> Json:
    """The app is installed by it: in a workspace, or in a whole organization."""
    app = _app(call)
    if call.arguments.text("grant_type"):
        raise ApiError("invalid_grant_type")
    code = call.arguments.text("code")
    if not code:
        raise ApiError("invalid_code")
    grant = call.slack.grants.exchange(code, app_id=app.app_id, redirect_uri=call.arguments.text("redirect_uri"))
    return _for_org(call.slack, app, grant) if grant.for_org else _for_workspace(call.slack, app, grant)


def _app(call: Call) -> App:
    client_id = call.arguments.text("client_id")
    app = next((it for it in call.slack.apps.values() if it.client_id == client_id), None)
    if app is None:
        raise ApiError("invalid_client_id")
    if call.arguments.text("client_secret") != app.client_secret:
        raise ApiError("bad_client_secret")
    return app


def _for_workspace(slack: Slack, app: App, grant: Grant) -> Json:
    workspace = slack.workspace(slack.user(grant.user).team)
    scopes = grant.scopes | _standing(slack, app, workspace.team_id)
    installation = apps.install(slack, app.app_id, workspace.team_id, scopes, installer=grant.user)
    enterprise = workspace.enterprise_id
    return {
        **_answer(installation, grant),
        "team": {"id": workspace.team_id, "name": workspace.name},
        "enterprise": {"id": enterprise, "name": enterprise} if enterprise else None,
        "is_enterprise_install": False,
    }


def _standing(slack: Slack, app: App, team_id: str) -> frozenset[str]:
    """Scopes add up over installing again, and end with the token."""
    for it in slack.installed_in(team_id):
        if it.app_id == app.app_id and not it.revoked:
            return it.scopes
    return frozenset()


def _for_org(slack: Slack, app: App, grant: Grant) -> Json:
    enterprise = slack.workspace(slack.user(grant.user).team).enterprise_id or ""
    installation = apps.install_for_org(slack, app.app_id, enterprise, grant.scopes, installer=grant.user)
    return {
        **_answer(installation, grant),
        "team": None,
        "enterprise": {"id": enterprise, "name": enterprise},
        "is_enterprise_install": True,
    }


def _answer(installation: Installation, grant: Grant) -> Json:
    return {
        "app_id": installation.app_id,
        "authed_user": {"id": grant.user},
        "scope": ",".join(sorted(installation.scopes)),
        "token_type": "bot",
        "access_token": installation.bot_token,
        "bot_user_id": installation.bot_user_id,
    }
