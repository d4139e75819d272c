"""The tokens of workspaces, sealed in the database and opened for a minute at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken, MultiFernet
from slack_bolt.authorization import AuthorizeResult

from bot.delivery.clock import Clock
from bot.domain.ids import TeamId
from storage import workspaces
from storage.store import Store, Tx
from storage.workspaces import Workspace

TOKEN_KEPT = timedelta(minutes=1)


class WrongKeys(Exception):
    """Tokens are kept that none of the keys opens. `teams`: whose."""

    def __init__(self, teams: list[TeamId]) -> None:
        super().__init__(
            f"LIAISON_TOKEN_KEY does not open the tokens of {', '.join(teams)}. Put the key that sealed them behind "
            "the first, after a comma. If it is lost: python -m bot rotate-keys --give-up, and have the app "
            "installed there again"
        )
        self.teams = teams


class Keyring:
    """Tokens of workspaces: one sealed row each, opened and kept for a minute; another process may change it."""

    def __init__(self, store: Store, fernet: MultiFernet, clock: Clock) -> None:
        self._store = store
        self._fernet = fernet
        self._clock = clock
        self._known: dict[str, tuple[Workspace, str]] = {}
        self._read_at: dict[str, datetime] = {}

    def seal(self, token: str) -> bytes:
        return self._fernet.encrypt(token.encode())

    def forget(self, team: str) -> None:
        self._known.pop(team, None)

    async def must_open_all(self) -> None:
        """Raises WrongKeys: what is owed to a workspace must not end because its token stays shut."""
        shut = await shut_to(self._store, self._fernet)
        if shut:
            raise WrongKeys(shut)

    async def opened(self, team: str) -> tuple[Workspace, str] | None:
        """The installation and its token; None for a workspace that has none."""
        now = self._clock.now()
        if team in self._known and now - self._read_at[team] < TOKEN_KEPT:
            return self._known[team]
        found = await workspaces.get(self._store.glances, TeamId(team))
        if found is None:
            self.forget(team)
            return None
        self._read_at[team] = now
        self._known[team] = opened_now = found, self._unsealed(found)
        return opened_now

    def _unsealed(self, found: Workspace) -> str:
        return self._fernet.decrypt(found.token_sealed).decode()

    async def is_current(self, tx: Tx, team: TeamId, token: str) -> bool:
        """Whether this is the token of the row as it is now. What was kept is read again in any case."""
        self.forget(team)
        found = await workspaces.get(tx, team)
        return found is None or self._unsealed(found) == token

    async def token(self, team: TeamId) -> str:
        found = await self.opened(team)
        if found is None:
            raise LookupError(team)
        return found[1]

    async def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """Bolt's question, answered from one row: no `auth.test` per request (SLACK 14.3)."""
        found = await self.opened(team_id or "")
        if found is None:
            return None
        workspace, token = found
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=workspace.team,
            bot_user_id=workspace.bot_user_id,
            bot_id=workspace.bot_id,
            bot_token=token,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """How many tokens are sealed with the first key now; whose none of the keys opens."""

    resealed: int
    shut: list[TeamId]


async def rotate(
    store: Store, fernet: MultiFernet, *, give_up: bool, begin: Callable[[int], None], step: Callable[[], None]
) -> Rotated:
    """Seals every token anew, each in a transaction of its own: it may be ended and run again.

    `begin` is told how many there are, `step` after each. `give_up`: what no key opens counts as not installed.
    """
    async with store.read() as tx:
        kept = await workspaces.sealed(tx)
    begin(len(kept))
    resealed, shut = 0, []
    for team, before in kept.items():
        try:
            after = fernet.rotate(before)
        except InvalidToken:
            shut.append(team)
            if give_up:
                async with store.begin() as tx:
                    await workspaces.given_up(tx, team)
        else:
            async with store.begin() as tx:
                resealed += await workspaces.resealed(tx, team, before=before, after=after)
        step()
    return Rotated(resealed=resealed, shut=shut)


async def shut_to(store: Store, fernet: MultiFernet) -> list[TeamId]:
    """The workspaces whose tokens none of the keys opens."""
    async with store.read() as tx:
        kept = await workspaces.sealed(tx)
    return [team for team, token in kept.items() if not _opens(fernet, token)]


def _opens(fernet: MultiFernet, token: bytes) -> bool:
    try:
        fernet.decrypt(token)
    except InvalidToken:
        return False
    return True
