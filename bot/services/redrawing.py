"""Messages that ask somebody to decide are drawn again once that is done: nobody presses for nothing."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.ids import PersonId
from storage import copies, owing
from storage.copies import REDRAWN
from storage.outbox import Owed
from storage.store import Tx


async def redrawn(tx: Tx, keys: Iterable[str], *, why: str, now: datetime) -> list[Owed]:
    """Of the messages owed under these keys, those there are. `why` makes each occasion one redrawing."""
    return [
        owing.tell(
            PersonId(int(facts["person"])),
            team,
            key=f"{key}:{REDRAWN}:{why}",
            what=REDRAWN,
            now=now,
            facts={**_without_whom(facts), "of": key, "as": facts["what"]},
        )
        for key, team, facts in await copies.of(tx, keys)
    ]


def _without_whom(facts: dict[str, int | str]) -> dict[str, int | str]:
    return {name: value for name, value in facts.items() if name not in ("person", "what")}
