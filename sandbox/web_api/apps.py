"""Tokens and connections: api.test, auth.*, apps.*, team.info, bots.info."""

from sandbox.deeds import apps
from sandbox.model import ApiError, Json
from sandbox.objects import team_object
from sandbox.web_api.call import Call


def api_test(call: Call) -> Json:
    error = call.arguments.text("error")
    if error:
        raise ApiError(error)
    return {"args": call.arguments.given}


def auth_test(call: Call) -> Json:
    bot = call.bot
    if bot.is_org:
        return {"enterprise_id": bot.team_id, "user_id": bot.bot_user_id, "is_enterprise_install": True}
    workspace = call.slack.workspace(bot.team_id)
    answer: Json = {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": call.slack.user(bot.bot_user_id).name,
        "team_id": bot.team_id,
        "user_id": bot.bot_user_id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }
    return answer | ({"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else {})


def auth_revoke(call: Call) -> Json:
    if call.arguments.flag("test"):
        return {"revoked": False}
    apps.revoke(call.slack, call.bot.app_id, call.bot.team_id)
    return {"revoked": True}


def apps_uninstall(call: Call) -> Json:
    app = call.slack.app(call.bot.app_id)
    if call.arguments.text("client_id") != app.client_id:
        raise ApiError("invalid_client_id")
    if call.arguments.text("client_secret") != app.client_secret:
        raise ApiError("bad_client_secret")
    apps.uninstall(call.slack, app.app_id, call.bot.team_id)
    return {}


def connections_open(call: Call) -> Json:
    """Where Socket Mode connects to; the ticket stands for the app, and is good for once."""
    if call.app is None:
        raise ApiError("not_allowed_token_type")
    if not call.app.socket_mode:
        raise ApiError("forbidden_for_app")
    ticket = call.slack.socket_tickets.give(call.app.app_id)
    return {"url": f"{call.url.replace('http', 'ws', 1)}/_socket/{ticket}"}


def team_info(call: Call) -> Json:
    asked = call.arguments.text("team") or call.bot.team_id
    if asked != call.bot.team_id and not call.slack.connects(call.bot.team_id, asked):
        raise ApiError("team_not_found")
    return {"team": team_object(call.slack.workspace(asked))}


def bots_info(call: Call) -> Json:
    asked = call.arguments.text("bot") or call.bot.bot_id
    for it in call.slack.installations:
        if it.bot_id == asked:
            return {
                "bot": {
                    "id": it.bot_id,
                    "deleted": it.uninstalled,
                    "name": call.slack.app(it.app_id).name,
                    "updated": 0,
                    "app_id": it.app_id,
                    "user_id": it.bot_user_id,
                    "icons": {},
                }
            }
    raise ApiError("bot_not_found")
