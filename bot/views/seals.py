"""Seals over the audit log: one as it is posted, and what a look at all of them found."""

from collections.abc import Mapping

from bot.domain.seals import POSTED_DIGITS, Checking, Finding, Seal, Wrong
from bot.views import text
from bot.views.message import Message


def posted(seal: Seal) -> Message:
    """It is found again in the text, whoever copies it."""
    said = f"Seal {seal.number} over the audit log, of {text.moment(seal.at)}: `{seal.digest[:POSTED_DIGITS]}`"
    why = "Once a day, so that nobody can take the end of the log away unseen. `python -m bot audit verify` takes it."
    return Message(text=said, blocks=[text.section(said), text.context(why)])


def gone(number: int) -> Message:
    """To the support administrators."""
    said = (
        f"Seal {number} over the audit log was there a few minutes ago, and now it is gone or another one. Somebody "
        "changed the database. Please have whoever runs Liaison look at once: `python -m bot audit verify` says what "
        "else was changed."
    )
    return Message(text=said, blocks=[text.section(said)])


def finding(it: Finding, names: Mapping[int, str]) -> str:
    """For the command line: whose lines, which ones, and what is wrong with them."""
    whose = "lines of no district" if it.district is None else f"lines of {names.get(it.district, it.district)}"
    where = f"{whose} from {it.first} to {it.last} (seal {it.seal})"
    match it.wrong:
        case Wrong.CHANGED:
            return f"{where}: at least one was changed"
        case Wrong.MISSING:
            return f"{where}: {it.lines} taken away"
        case Wrong.ADDED:
            return f"{where}: {it.lines} put in"
        case Wrong.FORGED:
            return f"{where}: the seal was changed, or made without the key"
        case Wrong.UNKNOWN_KEY:
            return f"{where}: sealed with a key that LIAISON_SEAL_KEY does not hold; put it behind the first"
        case Wrong.SEALS_GONE:
            return f"seals {it.seal} to {it.lines}: taken away"
        case Wrong.CUT_OFF:
            return f"seal {it.seal}: it was posted, and is gone or another; the log's end was cut off there or before"


def verified(checking: Checking, *, waiting: int) -> str:
    """The last sentence, whatever was found."""
    wrong = len(checking.findings)
    said = "Nothing is wrong." if not wrong else "1 finding." if wrong == 1 else f"{wrong} findings."
    looked = f"{_many(checking.lines, 'line')} under {_many(checking.seals, 'seal')} looked at"
    rest = f"; {_many(waiting, 'line')} not sealed yet" if waiting else ""
    newest = (
        f" The newest is seal {checking.last.number}, {checking.last.digest[:POSTED_DIGITS]}."
        if checking.last
        else ""
    )
    return f"{said} {looked}{rest}.{newest}"


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"
