"""What people allowed an app: each grant stands behind a code that serves once, for ten minutes."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.model import ApiError

CODE_LIVES = timedelta(minutes=10)


@dataclass(slots=True, kw_only=True)
class Grant:
    """`redirect_uri` None: none was given when it was asked for. `for_org`: for the whole organization."""

    app_id: str
    user: str
    scopes: frozenset[str]
    redirect_uri: str | None
    for_org: bool
    expires: datetime
    used: bool = False


class Grants:
    """On the given clock. Nobody can guess a code."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, Grant] = {}

    def give(self, *, app_id: str, user: str, scopes: Iterable[str], redirect_uri: str | None, for_org: bool) -> str:
        code = secrets.token_hex(16)
        self._given[code] = Grant(
            app_id=app_id,
            user=user,
            scopes=frozenset(scopes),
            redirect_uri=redirect_uri,
            for_org=for_org,
            expires=self._clock.now() + CODE_LIVES,
        )
        return code

    def exchange(self, code: str, *, app_id: str, redirect_uri: str | None) -> Grant:
        """Raises ApiError. A wrong address does not use the code up."""
        grant = self._given.get(code)
        if grant is None or grant.app_id != app_id or self._clock.now() > grant.expires:
            raise ApiError("invalid_code")
        if grant.used:
            raise ApiError("code_already_used")
        if grant.redirect_uri != redirect_uri:
            raise ApiError("bad_redirect_uri")
        grant.used = True
        return grant
