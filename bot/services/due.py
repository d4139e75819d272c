"""Everything that the clock does, one thing after another. Each finds by itself what is due, and does it once."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from bot.services import (
    accounts,
    away,
    channels,
    confirming,
    digests,
    erasing,
    inactivity,
    list_round,
    retention,
    rounds,
    tidying,
    unreached,
)
from storage.store import Store


async def do_all(store: Store, *, now: datetime, at: Callable[[str], None]) -> Counter[str]:
    """What is due now. Says how often what was done. `at` is called at the point "sweeping"."""
    done = await inactivity.sweep(store, now=now, at=at)
    done += await rounds.run(store, now=now, at=at)
    done += await digests.send_due(store, now=now)
    await unreached.catch_up(store)
    done["requests-lapsed"] = await list_round.lapse_old(store, now=now)
    done += await tidying.erase_old(store, now=now)
    done += await erasing.go_on(store, now=now, at=at)
    return done


async def do_nightly(store: Store, *, now: datetime, night: str) -> Counter[str]:
    """Once a night. `night` names it."""
    done: Counter[str] = Counter()
    done["people-looked-up"] = await accounts.look_again(store, now=now)
    await confirming.begin_missing(store, now=now)
    await away.forget_old(store, now=now)
    await erasing.tell_of_held(store, now=now)
    done["given-up"] = await unreached.give_up(store, now=now)
    done["retention-begun"] = await retention.begin(store, now=now)
    done["channels-checked"] = await channels.check_every_channel(store, now=now, why=night)
    return done
