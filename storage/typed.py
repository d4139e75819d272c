"""What of a thread's messages is ours already: its comments, or at the desk its notes, by the message they were."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.domain.ids import SlackUser, TeamId, Ts, UserId
from bot.domain.sheets import Side
from storage import threads
from storage.store import Tx
from storage.tables import comments, notes, people
from storage.threads import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A message that was taken in. `stands`: neither deleted nor redacted."""

    ts: Ts
    who: SlackUser
    stands: bool


async def of_thread(tx: Tx, place: Place) -> tuple[Typed, ...]:
    """Everything known of the thread, the oldest first.

    Where its card was posted anew, some of it was said below the old one: nothing tells which, and so none of
    it counts as standing here.
    """
    in_one_thread = not await threads.began_again(tx, place)
    said = notes if place.side is Side.DESK else comments
    query = (
        sa.select(said.c.ts, said.c.deleted_at, said.c.redacted_at, people.c.team_id, people.c.user_id)
        .join(people, people.c.id == said.c.author_id)
        .where(
            said.c.case_number == place.case,
            said.c.team_id == place.team,
            said.c.channel_id == place.channel,
            said.c.ts > place.ts,
        )
        .order_by(said.c.ts)
    )
    return tuple(
        Typed(
            ts=Ts(row.ts),
            who=SlackUser(team=TeamId(row.team_id), user=UserId(row.user_id)),
            stands=in_one_thread and row.deleted_at is None and row.redacted_at is None,
        )
        for row in (await tx.execute(query)).all()
    )
