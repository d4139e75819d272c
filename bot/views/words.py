"""Every sentence with which the bot says no."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.cases import Move, Status
from bot.domain.ids import CaseNumber, KeptId
from bot.domain.meanwhile import Fact
from bot.domain.questions import State
from bot.domain.refusals import (
    AdministratorsOnly,
    AlreadyTheContact,
    AlreadyThere,
    AuthorsOnly,
    CannotMerge,
    CannotSetUp,
    CannotStandIn,
    CaseIsClosed,
    CaseIsDuplicate,
    ChangedMeanwhile,
    ContactsOnly,
    DateOutOfReach,
    EmergencyOpen,
    EmergencyOver,
    EscalatedToday,
    HoldChanged,
    ImpossibleMove,
    IncidentClosed,
    IssueChanged,
    IssueUnknown,
    LastContact,
    LeadsOnly,
    ListChanged,
    NobodyToAsk,
    NoContactYet,
    NoDistrict,
    NoMoreTime,
    NotAContact,
    NotAGuest,
    NotAvailable,
    NotForSupport,
    NotFound,
    NotInSession,
    NotKept,
    NotKnownYet,
    NotReadable,
    NotSetUp,
    NotSilent,
    NotYetUnanswered,
    NoWindow,
    OwnersOnly,
    QuestionSettled,
    Refusal,
    SessionOver,
    SessionPaused,
    SessionThere,
    SupportOnly,
    TechnicalContactsOnly,
    ThirdParty,
    TooLateToReopen,
    TooLateToUndo,
    UpdatedAsGroup,
)
from bot.views import asking, following, list_refusals, no_entry, not_sent, terms, text
from bot.views.actions import Action
from bot.views.message import Message
from bot.views.redirect import WHY, Reach, to_contacts

ASK_LOCALLY = (
    "I don't know which district you belong to yet. Please ask the person you usually turn to for help with "
    "the software: they can tell you who your district's authorized contacts are."
)

OUTSIDERS = f"{WHY} You are here as a guest, so please ask the person who invited you."

NOT_SET_UP = (
    "This workspace is not set up yet: Support has to say which district it is, and was told. Please try again "
    "later; for something urgent, turn to the person you usually ask about the software."
)
CANNOT_SET_UP = {
    "done": "This workspace is set up already, or the app is no longer there. Nothing is left to do; please look "
    "at the newest message about it.",
    "key": "There is a district with that key already. Please choose it from the list, or use another key.",
    "channel": "Other cases stand in that channel. Please choose a channel of this district's own.",
    "erased": "What is held of that district is being erased. Please fill it in below as a new one.",
}

MEANWHILE: dict[str, str] = {
    Fact.OWNER: "it has another owner",
    Fact.CONTACT: "another contact stands for it",
    Fact.PRIORITY: "it has another priority",
    Fact.INCIDENT: "it is linked to another incident",
    "wait": "it waits until another day",
    "held": "what is held reads otherwise",
    "readers": "everybody in its district's channel reads along",
}

QUESTION = {
    State.ANSWERED: "That question has been answered already: somebody was faster. Nothing more was sent; if "
    "something is missing in the answer, please write to whoever asked.",
    State.DECLINED: "That question has been declined already, so nothing more was sent. Please let them ask again.",
    State.CASE_OPENED: "A case was opened from that question already, so nothing more was sent. Please write in the "
    "thread of the case.",
    State.WITHDRAWN: "That question was withdrawn, so nothing was sent. Please leave it at that.",
    State.UNANSWERED: "Nobody answered that question in time, and whoever asked was told so. Please write to them, "
    "or let them ask again.",
    "went-on": "You have declined that question already, and the contacts are asked. If you can help after all, "
    "please answer it, or pass it on to whoever can.",
    "not-available": "Whoever was chosen cannot be asked any more: their role has changed, or they have left. Please "
    "choose somebody else.",
    "gone": "There is no such question, or none that you may see. Please look at the newest message about it.",
}

ELSEWHERE = (
    "This channel holds another district's cases. Please leave it; in your own district's channel, replies are read."
)


def refused(
    refusal: Refusal,
    *,
    reaches: Sequence[Reach] = (),
    now: datetime,
    reader_team: str,
    command: str = "/case",
    kept: KeptId | None = None,
) -> Message:
    """The words of a refusal. `reaches`: to whom its reader is pointed; `kept`: the reply it is about.

    A wrong number and another district's get the same.
    """
    if isinstance(refusal, ContactsOnly):
        given = refusal.districts[0] if len(refusal.districts) == 1 else None
        return to_contacts(reaches, now=now, reader_team=reader_team, given=given, kept=kept)
    if isinstance(refusal, NobodyToAsk):
        nobody = [(district, ()) for district, _ in reaches]  # but for whoever asks
        return to_contacts(nobody, now=now, reader_team=reader_team, given=refusal.district)
    if isinstance(refusal, QuestionSettled):
        return _plainly(QUESTION.get(refusal.status, QUESTION["gone"]))
    if isinstance(refusal, DateOutOfReach | NoMoreTime | NotYetUnanswered):
        return _plainly(_of_a_wait(refusal))
    if isinstance(refusal, UpdatedAsGroup | NotAContact | IncidentClosed):
        return _plainly(not_sent.of_a_form(refusal, command))
    if isinstance(refusal, IssueUnknown | IssueChanged):
        return _plainly(not_sent.of_an_issue(refusal, command))
    if isinstance(refusal, CannotStandIn | ListChanged):
        return _plainly(not_sent.of_contacts(refusal))
    if isinstance(refusal, list_refusals.OF_THE_LIST):
        return _plainly(list_refusals.why(refusal))
    if isinstance(refusal, EmergencyOver | EmergencyOpen | NoContactYet):
        return _plainly(no_entry.of_an_emergency(refusal))
    if isinstance(refusal, NotAGuest | SessionThere | SessionOver | SessionPaused | NotInSession):
        return _plainly(no_entry.of_a_session(refusal))
    if isinstance(refusal, TooLateToReopen):
        return _with_follow_up(refusal, _why(refusal, command))
    return _plainly(_why(refusal, command))


def _with_follow_up(refusal: TooLateToReopen, why: str) -> Message:
    """One click opens a new case that is linked to the old one (POLICY 5)."""
    return Message(text=why, blocks=[text.section(why), *text.buttons([following.new_case(refusal.number)])])


def _why(refusal: Refusal, command: str) -> str:
    match refusal:
        case NotKnownYet():
            return "I don't know you yet, so I'm looking you up. Please wait a moment: I'll send you a message."
        case NoDistrict():
            return f"{ASK_LOCALLY} {WHY}"
        case ThirdParty():
            return OUTSIDERS
        case NotFound():
            return f"I found no such case. `{command} list` shows the cases you can open."
        case TechnicalContactsOnly():
            return (
                "Version updates and database refreshes are asked for by an Authorized Technical Contact. "
                f"Please ask one of yours: `{command} contacts` shows who they are."
            )
        case NotForSupport():
            return (
                "That is for a district's own people. You work on cases from the desk's channel, if you are an "
                f"agent; `{command} help` shows what you can do here."
            )
        case SupportOnly():
            return (
                "That is done by the support team. Please let a contact of your district ask for it in the case's "
                f"thread; `{command} contacts` shows who they are."
            )
        case LeadsOnly():
            return "That is for a support lead to decide. Please ask one in the desk's channel."
        case OwnersOnly():
            return "The case has an owner. They, or a lead, can do that: please tell them by an internal note here."
        case AdministratorsOnly():
            return "That is decided by an administrator. Please ask yours to do it."
        case AuthorsOnly():
            return (
                "A text is redacted by its author, a contact of its district, or a support administrator. "
                "Please ask one of them to do it."
            )
        case NoWindow():
            return "Slack did not open the window in time. Nothing is lost; please try again in a moment."
        case NotReadable():
            return _not_readable(refusal, command)
        case _:
            return _why_not_with_the_case(refusal)


def _why_not_with_the_case(refusal: Refusal) -> str:
    """The case is not as it was thought to be; its card shows how it is."""
    match refusal:
        case AlreadyThere():
            return (
                f"Case {refusal.number} has an owner already: somebody was faster. "
                "Please look at its card: it shows who."
            )
        case ChangedMeanwhile():
            return (
                f"Case {refusal.number} has changed since you looked: {MEANWHILE[refusal.fact]} now, so "
                "nothing was done. Please look at its card: it shows how it is."
            )
        case ImpossibleMove(move=Move.REOPEN):
            status = terms.STATUS[Status(refusal.status)]
            return (
                f"Case {refusal.number} is open, with the status {status}: there is nothing to reopen. "
                "Please write in its thread."
            )
        case ImpossibleMove():
            status = terms.STATUS[Status(refusal.status)]
            return (
                f"Case {refusal.number} has moved on: it is {status} now. "
                "Please look at its card: it shows what can be done."
            )
        case AlreadyTheContact():
            return (
                f"Case {refusal.number} has that contact already: there is nothing to change. "
                "Please choose another one, if somebody else should stand for it."
            )
        case NotAvailable():
            return (
                f"Whoever was chosen cannot take case {refusal.number} any more: their role has changed, or they "
                "have left. Please choose somebody else."
            )
        case _:
            return _why_not_as_it_is(refusal)


def _why_not_as_it_is(refusal: Refusal) -> str:
    """What was asked does not fit the case, whoever asks."""
    match refusal:
        case NotKept():
            return (
                "That text is not here any more: it was decided on already, or waited too long. If it is in no case "
                "yet, please write it again where it belongs."
            )
        case EscalatedToday():
            return (
                f"Case {refusal.number} was escalated already, and a support lead knows of it. Please reply in its "
                f"thread, which is read at once, or escalate it again from {refusal.until:%-d %B %Y} on."
            )
        case CaseIsDuplicate():
            return (
                f"Case {refusal.number} was merged into case {refusal.main}, so your reply was not taken in here. "
                f"Please write it in the thread of case {refusal.main}."
            )
        case CannotMerge():
            return (
                f"Case {refusal.number} can only be merged into another case of the same district that is no "
                "duplicate itself. Please look at the number again."
            )
        case TooLateToUndo():
            return (
                f"Case {refusal.number} was merged more than {text.hours(refusal.hours)} ago, so it stays so. "
                "A contact of the district can reopen it: please ask one to."
            )
        case CaseIsClosed():
            return (
                f"Case {refusal.number} is closed. To go on, please reopen it; at Support, please ask a contact to."
            )
        case TooLateToReopen():
            return f"Case {refusal.number} could be reopened until {refusal.until:%-d %B %Y}. Please open a new one."
        case _:
            return _of_workspace(refusal)


def _of_workspace(refusal: Refusal) -> str:
    """Of what only administrators do."""
    match refusal:
        case NotSetUp():
            return NOT_SET_UP
        case HoldChanged():
            return "Somebody was faster: please open *Legal holds…* again; it shows how things are."
        case NotSilent():
            return (
                "There is nothing to do about that contact any more: they acted, or somebody was faster. "
                "Please open the list of contacts who go quiet again; it shows how things are."
            )
        case LastContact():
            return (
                "That is the last authorized contact of the district who may act: without them nobody there could "
                "open or work a case, so nothing was done. Please have another contact named first: *Remove…* on the "
                "list asks who comes in their place."
            )
        case CannotSetUp():
            return CANNOT_SET_UP.get(refusal.reason, CANNOT_SET_UP["done"])
        case _:
            raise LookupError(type(refusal).__name__)


def _of_a_wait(refusal: DateOutOfReach | NoMoreTime | NotYetUnanswered) -> str:
    match refusal:
        case DateOutOfReach():
            return f"Please pick a day after today, and not later than {refusal.until:%-d %B %Y}."
        case NoMoreTime():
            return (
                f"More time was asked for case {refusal.number} as often as it can be in a row. Please reply in its "
                "thread: every reply begins the count of days anew."
            )
        case NotYetUnanswered():
            return (
                "Only a Critical case is closed by hand for want of a response, and only after its last day. "
                f"Case {refusal.number} still waits for the district: please let it wait until the day on its card."
            )


def _not_readable(refusal: NotReadable, command: str) -> str:
    if refusal.field in asking.FIELDS:
        return asking.not_readable(refusal, command)
    if refusal.field == "reason":
        return (
            f"Please say in at least {refusal.least} characters what is missing, for example "
            f"`{command} reopen 17 grades still vanish`."
        )
    if refusal.field in not_sent.OF_AN_ISSUE:
        return not_sent.OF_AN_ISSUE[refusal.field]
    if refusal.field == "day":
        why = {"past": "That day is over. ", "far": "That is more than two years ahead. "}.get(refusal.reason, "")
        return f"{why}Please name the last day on which you are away, as in `{command} away 2026-12-01`."
    if refusal.field == "number":
        return f"Please say which case, for example `{command} view 17`. `{command} list` shows them."
    return f"Please look at {refusal.field} again."


def _plainly(sentence: str) -> Message:
    return Message(text=sentence, blocks=[text.section(sentence)])


def reply_not_taken(
    refusal: Refusal,
    *,
    number: CaseNumber,
    reaches: Sequence[Reach] = (),
    now: datetime,
    reader_team: str,
    command: str = "/case",
    kept: KeptId | None = None,
) -> Message:
    """Only the author sees it: their words went nowhere, and why."""
    if isinstance(refusal, NotFound):
        why = _plainly(ELSEWHERE)
    else:
        why = refused(refusal, reaches=reaches, now=now, reader_team=reader_team, command=command, kept=kept)
    if isinstance(refusal, CaseIsDuplicate):
        see = text.button(f"View case {refusal.main}", Action.VIEW_CASE, refusal.main)
        return Message(text=why.text, blocks=[*why.blocks, *text.buttons([see])])
    opening = f"Your reply in the thread of case {number} was not taken in: nobody at Support sees it."
    return Message(
        text=text.cut_drawn(f"{opening} {why.text}", text.TEXT_LONGEST), blocks=[text.section(opening), *why.blocks]
    )


def to_outsiders() -> Message:
    """In place of the help: nothing of it is for them."""
    return _plainly(OUTSIDERS)


def broke(reference: str) -> Message:
    """A fault of ours. What was typed in a form is still there, one step back."""
    return _plainly(
        f"Something broke on our side, and nothing was saved. Please try again; if it stays so, tell Support "
        f"the reference {reference}."
    )
