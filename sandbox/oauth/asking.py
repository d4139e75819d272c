"""What an app asks for at `/oauth/v2/authorize`, checked as Slack does, and what becomes of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sandbox.model import ApiError, App, User
from sandbox.state import Slack

_SCOPE = re.compile(r"[a-z_.]+(:[a-z_.]+)*")
_LOOPBACK = {"127.0.0.1", "localhost"}


class NotAskable(Exception):
    """The address is wrong: Slack says so on a page of its own, and sends nobody back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`redirect_uri` None: not given; the browser goes back to the first that the app's settings name."""

    app: App
    scopes: tuple[str, ...]
    redirect_uri: str | None
    back_to: str
    state: str | None
    team: str | None


def asked(slack: Slack, query: Mapping[str, str]) -> Asked:
    """Raises NotAskable."""
    app = next((it for it in slack.apps.values() if it.client_id == query.get("client_id")), None)
    if app is None:
        raise NotAskable("Invalid client_id parameter")
    redirect_uri = query.get("redirect_uri") or None
    return Asked(
        app=app,
        scopes=_scopes(query),
        redirect_uri=redirect_uri,
        back_to=_back_to(app, redirect_uri),
        state=query.get("state"),
        team=query.get("team") or None,
    )


def _scopes(query: Mapping[str, str]) -> tuple[str, ...]:
    if query.get("user_scope"):
        raise NotAskable("User tokens are not to be had here: leave user_scope out")
    scopes = tuple(filter(None, re.split(r"[,\s]+", query.get("scope", ""))))
    if not scopes:
        raise NotAskable("No scopes requested")
    wrong = [it for it in scopes if not _SCOPE.fullmatch(it)]
    if wrong:
        raise NotAskable(f"Invalid permissions requested: {', '.join(wrong)}")
    return scopes


def _back_to(app: App, redirect_uri: str | None) -> str:
    """One of the app's own, or below one of them; over HTTPS, but on this machine."""
    if redirect_uri is None:
        if not app.redirect_urls:
            raise NotAskable("The app's settings name no redirect URL")
        return app.redirect_urls[0]
    if not any(_is_below(redirect_uri, own) for own in app.redirect_urls):
        raise NotAskable(f"redirect_uri did not match any configured URIs. Passed URI: {redirect_uri}")
    there = urlsplit(redirect_uri)
    if there.scheme != "https" and there.hostname not in _LOOPBACK:
        raise NotAskable("redirect_uri has to begin with https")
    return redirect_uri


def _is_below(uri: str, own: str) -> bool:
    given, known = urlsplit(uri), urlsplit(own)
    if (given.scheme, given.netloc) != (known.scheme, known.netloc) or ".." in given.path:
        return False
    return given.path == known.path or given.path.startswith(f"{known.path.rstrip('/')}/")


def may_allow(user: User) -> bool:
    """Whoever could install an app: members, in no workspace as guests."""
    return not (user.is_bot or user.deleted or user.is_restricted or user.is_ultra_restricted)


def decided(slack: Slack, wish: Asked, user_id: str, *, allow: bool, for_org: bool = False) -> str:
    """Where the browser goes with it. Raises ApiError where this person cannot decide that."""
    user = slack.user(user_id)
    if not may_allow(user) or wish.team not in {None, user.team}:
        raise ApiError("restricted_action")
    if not allow:
        return _address(wish, error="access_denied")
    if for_org and not may_allow_for_org(slack, wish.app, user):
        raise ApiError("org_install_not_allowed")
    code = slack.grants.give(
        app_id=wish.app.app_id, user=user_id, scopes=wish.scopes, redirect_uri=wish.redirect_uri, for_org=for_org
    )
    return _address(wish, code=code)


def may_allow_for_org(slack: Slack, app: App, user: User) -> bool:
    return app.org_deploy and user.is_admin and slack.workspace(user.team).enterprise_id is not None


def _address(wish: Asked, **answer: str) -> str:
    parts = urlsplit(wish.back_to)
    query = [*parse_qsl(parts.query), *answer.items()]
    if wish.state is not None:
        query.append(("state", wish.state))
    return urlunsplit(parts._replace(query=urlencode(query)))
