"""Saving words that came from a form: the comment, and the case as it then stands, owed to all threads."""

from bot.domain.cases import Case
from bot.domain.sheets import CommentKind
from bot.services.changing import change
from bot.services.clocking import Said
from bot.services.deeds import Deed
from storage import comments, owing

TO_DISTRICT = frozenset({CommentKind.REPLY, CommentKind.QUESTION, CommentKind.RESOLUTION, CommentKind.CALL})
"""What the desk sends through a form; a contact's forms have kinds of their own."""


async def write_comment(this: Deed, case: Case, *, kind: CommentKind, words: str) -> None:
    """`case` is the case after the move that goes with these words."""
    said = Said.BY_DESK if kind in TO_DISTRICT else Said.BY_CONTACT
    places = await change(this, case, said=said)
    comment = await comments.add(this.tx, case.number, author=this.by, kind=kind, at=this.now)
    await comments.add_version(this.tx, comment, edited_ts="", words=words)
    this.owe(*owing.copies(comment, places, now=this.now))
