"""Saving words that came from a form: the comment, and the case as it then stands, owed to all threads."""

from bot.domain.cases import Case
from bot.domain.drafts import says_why
from bot.domain.ids import PersonId, Thread
from bot.domain.refusals import NotReadable
from bot.domain.sheets import CommentKind
from bot.services.changing import change
from bot.services.clocking import Said
from bot.services.deeds import Deed
from bot.services.telling_of import of_comment
from storage import calendars, comments, owing
from storage.comments import File

SAID = {
    CommentKind.REPLY: Said.BY_DESK,
    CommentKind.QUESTION: Said.BY_DESK,
    CommentKind.RESOLUTION: Said.BY_DESK,
    CommentKind.CALL: Said.BY_DESK,
    CommentKind.NOT_SOLVED: Said.BY_CONTACT,
    CommentKind.REOPENING: Said.BY_CONTACT,
    CommentKind.ESCALATION: Said.BY_CONTACT,
    CommentKind.ASSESSMENT: Said.NOTHING,
    CommentKind.REFERRAL: Said.NOTHING,
    CommentKind.INCIDENT: Said.NOTHING,
}
"""Who speaks through which form, as the clocks count it."""


async def write_comment(
    this: Deed,
    case: Case,
    *,
    kind: CommentKind,
    words: str,
    with_whom: PersonId | None = None,
    files: tuple[File, ...] = (),
    typed_at: Thread | None = None,
) -> None:
    """`case` is the case after the move that goes with these words. `with_whom`: of a call.

    `typed_at`: the message that they are, where it is one; what becomes of it becomes of the comment.
    """
    places = await change(this, case, said=SAID[kind] if typed_at is None else Said.BY_CONTACT)
    comment = await comments.add(
        this.tx, case.number, author=this.by, kind=kind, at=this.now, typed_at=typed_at, with_whom=with_whom
    )
    await comments.add_version(this.tx, comment, edited_ts="", words=words)
    kept = await comments.add_files(this.tx, comment, team=this.reached, files=files)
    this.owe(*owing.copies(comment, places, now=this.now), *owing.files(kept, places, now=this.now))
    this.owe(*await of_comment(this, case, comment, places, kind=kind, with_whom=with_whom))


async def must_say_why(this: Deed, reason: str) -> None:
    """Raises NotReadable for a reason of too few characters."""
    limits = (await calendars.rules(this.tx)).limits
    if not says_why(reason, limits):
        raise NotReadable(field="reason", reason="too-short", least=limits.reason_shortest)
