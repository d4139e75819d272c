"""users.info, users.list, users.lookupByEmail."""

from sandbox.model import ApiError, Json, User
from sandbox.objects import USERS_READ_EMAIL, user_object
from sandbox.web_api.call import Call
from sandbox.web_api.paging import page


def _shown(call: Call, user: User) -> Json:
    """Strangers expose no address, and nobody's is shown without the scope."""
    own = user.team == call.bot.team_id
    return user_object(user, with_email=own and USERS_READ_EMAIL in call.bot.scopes)


def info(call: Call) -> Json:
    user = call.visible(call.arguments.required("user", error="user_not_found"))
    return {"user": _shown(call, user)}


def list_(call: Call) -> Json:
    everybody = [it for it in call.slack.users.values() if it.team == call.bot.team_id]
    people, more = page(everybody, call.arguments, default=200)
    return {"members": [_shown(call, it) for it in people], "cache_ts": call.slack.seconds(), **more}


def lookup_by_email(call: Call) -> Json:
    """Deactivated people, bots and strangers are not found by their address."""
    email = call.arguments.required("email", error="users_not_found").casefold()
    for it in call.slack.users.values():
        if it.team == call.bot.team_id and not it.deleted and (it.email or "").casefold() == email:
            return {"user": _shown(call, it)}
    raise ApiError("users_not_found")
