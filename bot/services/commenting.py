"""Saving words that came from a form: the comment, and the case as it then stands, owed to all threads."""

from bot.domain.cases import Case
from bot.domain.sheets import CommentKind
from bot.services.deeds import Deed
from storage import cases, comments, owing, threads


async def write_comment(this: Deed, case: Case, *, kind: CommentKind, words: str) -> None:
    """`case` is the case after the move that goes with these words."""
    await cases.save(this.tx, case)
    comment = await comments.add(this.tx, case.number, author=this.by, kind=kind, at=this.now)
    await comments.add_version(this.tx, comment, edited_ts="", words=words)
    places = await threads.of_case(this.tx, case.number)
    this.owe(*owing.copies(comment, places, now=this.now))
    this.owe(*owing.refreshed(case, places, now=this.now))
