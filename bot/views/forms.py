"""Windows: the small forms of a case, and what stands in them after they were sent. `case_form` is apart."""

import json

from bot.domain.ids import CaseNumber, Channel, KeptId
from bot.domain.limits import Limits
from bot.domain.notifications import Notification
from bot.views import fields, form_files, terms, text
from bot.views.actions import Callback
from bot.views.message import Block, Message

WORDS, FILES = "words", "files"
NO_NAMES = fields.NO_NAMES


def too_few_words(least: int) -> dict[str, str]:
    """By block: the one field of a form that asks for words."""
    return {WORDS: "Please fill this in." if least == 1 else f"Please write at least {least} characters."}


def reply_form(number: CaseNumber, limits: Limits, typed: str = "") -> Block:
    """`typed`: of an internal note that is to become a reply, however long it is."""
    first, *more = text.pieces(typed, fields.LONGEST) or [""]
    continued = [
        fields.lines(f"{WORDS}-{place}", "Reply (continued)", optional=True, typed=piece)
        for place, piece in enumerate(more, 2)
    ]
    return text.modal(
        "Reply to district",
        Callback.REPLY,
        [
            text.context(f"Case {number}"),
            fields.lines(WORDS, "Reply", hint=f"Before it is sent you see who will read it. {NO_NAMES}", typed=first),
            *continued,
            form_files.field(FILES, "Files", limits),
        ],
        submit="Preview",
        private_metadata=json.dumps({"case": str(number)}),
    )


def question_form(number: CaseNumber) -> Block:
    who = f"The district sees it, and it becomes their turn. {NO_NAMES}"
    return _words_form("Ask for input", Callback.ASK_INPUT, number, "Question", who)


def resolution_form(number: CaseNumber) -> Block:
    who = f"The district sees it, and says whether it solves the case. {NO_NAMES}"
    return _words_form("Post resolution", Callback.RESOLVE, number, "Resolution", who)


def not_solved_form(number: CaseNumber) -> Block:
    return _words_form("Not solved", Callback.NOT_SOLVED, number, "What is left?", NO_NAMES)


def reopen_form(number: CaseNumber, limits: Limits, typed: str = "", *, kept: KeptId | None = None) -> Block:
    """`kept`: the reply that it begins with, whose files go along."""
    hint = f"At least {limits.reason_shortest} characters. {NO_NAMES}"
    return _words_form("Reopen", Callback.REOPEN, number, "What is missing?", hint, typed=typed, kept=kept)


def escalate_form(number: CaseNumber, limits: Limits) -> Block:
    hint = (
        f"At least {limits.reason_shortest} characters. A support lead is told at once; the priority stays as it is. "
        f"{NO_NAMES}"
    )
    return _words_form("Escalate", Callback.ESCALATE, number, "Why can it not wait?", hint)


def _words_form(
    title: str,
    callback: Callback,
    number: CaseNumber,
    label: str,
    hint: str,
    *,
    typed: str = "",
    kept: KeptId | None = None,
) -> Block:
    facts = {"case": str(number), **({} if kept is None else {"kept": str(kept)})}
    return text.modal(
        title,
        callback,
        [text.context(f"Case {number}"), fields.lines(WORDS, label, hint=hint, typed=typed)],
        submit="Send",
        private_metadata=json.dumps(facts),
    )


def withdraw_form(number: CaseNumber) -> Block:
    """Asks once more before the case is closed."""
    said = f"Case {number} will be closed as withdrawn. It can be reopened; its card will say until when."
    return text.modal(
        "Withdraw case",
        Callback.WITHDRAW,
        [text.section(said)],
        submit="Withdraw",
        private_metadata=json.dumps({"case": str(number)}),
    )


def redact_form(what: str, target: int) -> Block:
    """What cannot be undone is said before it is done."""
    said = (
        "This text, all its versions and its copies on both sides will be erased. This cannot be undone. "
        "If you typed it yourself, please delete your own message in Slack as well: I may not."
    )
    return text.modal(
        "Redact",
        Callback.REDACT,
        [text.section(said)],
        submit="Erase",
        private_metadata=json.dumps({"what": what, "id": str(target)}),
    )


def nothing_to_redact() -> Block:
    return notice("Redact", "This message is not part of a case's record, so there is nothing to redact.")


def where(channel: Channel | None) -> dict[str, str]:
    """The channel where a form was asked for, to go along with it."""
    return {"where": f"{channel.team}:{channel.id}"} if channel is not None else {}


def notice(title: str, sentence: str) -> Block:
    """A window with one sentence of ours."""
    return reading(title, Message(text=sentence, blocks=[text.section(sentence)]))


def reading(title: str, message: Message) -> Block:
    """A window to read, with nothing to send."""
    return text.modal(title, Callback.READING, message.blocks[:100], close="Close")


def sent(number: CaseNumber, *, linked: Notification | None = None, too_late: bool = False) -> Block:
    """`linked`: to what the case is. `too_late`: the one that was ticked had been closed meanwhile."""
    more = TOO_LATE if too_late else ""
    if linked is not None:
        what = terms.NOTIFICATION[linked.kind].lower()
        more = f" It is linked to {what} {linked.id}: Support is at work on it, and there is no need to phone."
    where = "Your district's contacts find it in its thread."
    said = f":white_check_mark: Case {number} is with Support. {where}{more}"
    return reading("Sent", Message(text=said, blocks=[text.section(said)]))


TOO_LATE = " The incident you ticked is over by now, so Support looks at your case by itself."


def critical_prompt(number: CaseNumber, phone: str, *, too_late: bool = False) -> Block:
    """A critical case is phoned in as well (POLICY 3). `too_late`: as in `sent`."""
    call = f"Please call Support now: *{text.inline(phone)}*" if phone else "Please call Support now as well"
    said = f"Case {number} is with Support. {call}, and name the case's number.{TOO_LATE if too_late else ''}"
    return reading("Please call", Message(text=said, blocks=[text.section(said)]))
