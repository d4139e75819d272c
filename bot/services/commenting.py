"""Saving words that came from a form: the comment, and the case as it then stands, owed to all threads."""

from bot.domain.cases import Case
from bot.domain.ids import PersonId
from bot.domain.sheets import CommentKind
from bot.services.changing import change
from bot.services.deeds import Deed
from storage import comments, owing
from storage.comments import File


async def write_comment(
    this: Deed,
    case: Case,
    *,
    kind: CommentKind,
    words: str,
    with_whom: PersonId | None = None,
    files: tuple[File, ...] = (),
) -> None:
    """`case` is the case after the move that goes with these words. `with_whom`: of a call."""
    places = await change(this, case)
    comment = await comments.add(this.tx, case.number, author=this.by, kind=kind, at=this.now, with_whom=with_whom)
    await comments.add_version(this.tx, comment, edited_ts="", words=words)
    kept = await comments.add_files(this.tx, comment, team=this.who.team, files=files)
    this.owe(*owing.copies(comment, places, now=this.now), *owing.files(kept, places, now=this.now))
