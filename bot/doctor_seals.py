"""What `doctor` looks at of the audit log's seals: whether there are any, and whether their key is at hand."""

from collections.abc import Callable

from bot.settings import Settings
from storage import seals
from storage.engines import opened


async def examine_seals(settings: Settings, say: Callable[[str], None], *, ready: bool) -> bool:
    """Without a key nothing is sealed: said, but no fault. `ready`: the database can be read."""
    if not settings.seal_keys:
        say("seals: off, so a change made in the database itself shows nowhere. LIAISON_SEAL_KEY turns them on:")
        say("  python -m bot key makes one; keep it apart from the database")
        return True
    if not ready:
        return True
    async with opened(settings.database) as store, store.read() as tx:
        newest = await seals.last(tx)
    if newest is not None and newest.key not in settings.seal_keys:
        say(f"seals: LIAISON_SEAL_KEY does not hold the key of seal {newest.number}. Put it behind the first")
        return False
    say(f"seals: on, the newest is {newest.number}" if newest else "seals: on; the first is made within minutes")
    return True
