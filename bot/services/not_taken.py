"""Replies that were not taken in, as whoever wrote them hands them on: all of one case together (POLICY 2)."""

from dataclasses import dataclass

from bot.domain.ids import KeptId
from bot.services.deeds import Deed
from storage import kept, kept_files, sessions
from storage.kept import Kept
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """`newest`: up to which they are. `words`: of all, the oldest first, with a line for each of their files."""

    newest: Kept
    words: str


async def texts(this: Deed, kept_id: KeptId) -> Texts | None:
    """What they wrote into that case since, too, of which they were told nothing more. None: it is not kept."""
    mine = await kept.get(this.tx, kept_id, person=this.by, now=this.now)
    if mine is None:
        return None
    found = await _with(this, mine)
    words = [await _words(this.tx, text) for text in found]
    return Texts(newest=found[-1], words="\n\n".join(filter(None, words)))


async def _with(this: Deed, mine: Kept) -> list[Kept]:
    """But for what waits for a contact to let it in."""
    session = await sessions.of_guest(this.tx, mine.case, mine.person)
    held = session.ends_at if session is not None else None
    found = await kept.of_person(this.tx, mine.case, person=mine.person, now=this.now, but_until=held)
    return [*found] if mine in found else [mine]


async def _words(tx: Tx, text: Kept) -> str:
    """A file stays where it is: who may open it there can."""
    files = [f"{file.name}: {file.permalink}" for file in await kept_files.of(tx, text.id)]
    return "\n".join(filter(None, (text.words, *files)))


async def handed(this: Deed, kept_id: KeptId) -> None:
    """They are kept no longer, up to that one: what was written since the form was opened is not in it."""
    mine = await kept.get(this.tx, kept_id, person=this.by, now=this.now)
    if mine is None:
        return
    for text in await _with(this, mine):
        if text.id <= mine.id:
            await kept.forget(this.tx, text.id, person=this.by)
