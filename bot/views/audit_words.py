"""What stands in the audit log, in plain words: every act, every rule that allows, every refusal, every effect.

The log keeps what earlier versions wrote, so a word that is here once stays. A test holds that none is missing.
"""

from bot.views import terms

ACTS: dict[str, str] = {
    "see-contacts": "look up who the contacts are",
    "ask-contact": "ask a contact",
    "report-emergency": "report an emergency",
    "answer-question": "answer a question, or pass it on",
    "open-case": "open a case",
    "open-for-contact": "open a case for a contact",
    "request-update": "ask for an update or a refresh",
    "view-case": "look at a case",
    "list-cases": "look at a list of cases",
    "comment": "write in a case",
    "not-solved": "say that a case is not solved",
    "more-time": "ask for more time",
    "close": "close a case",
    "reopen": "reopen a case",
    "take-over": "take a case over, or hand it over",
    "escalate": "escalate a case",
    "invite-guest": "bring somebody into a case",
    "claim-emergency": "claim an emergency",
    "take-case": "take a case",
    "work-case": "work on a case",
    "assign-case": "assign a case",
    "set-away": "say how long they are away",
    "write-note": "write an internal note",
    "reply-to-district": "reply to the district",
    "resync-case": "have a case's threads read again",
    "decide-emergency": "accept or decline an emergency",
    "see-environments": "look at the environments of a district",
    "see-notifications": "look at incidents and maintenance",
    "list-incidents": "look at the open incidents",
    "publish": "publish an incident, maintenance or an issue",
    "see-issues": "look at the issues",
    "follow-issue": "follow an issue, or end that",
    "redact": "redact a text",
    "take-back": "delete a message of their own",
    "mark-student-data": "mark a case as containing student data",
    "unmark-student-data": "take that mark from a case",
    "previews-off": "switch words in notifications off for a district",
    "previews-on": "switch words in notifications on for a district",
    "see-list": "look at the list of contacts",
    "request-list-change": "ask for a change of the list",
    "enter-list-change": "enter a change of the list that the district asked for",
    "approve-list-change": "decide about a change of the list",
    "approve-removal": "decide about a removal from the list",
    "override-removal": "have the last contact removed",
    "undo-removal": "undo a removal from the list",
    "withdraw-request": "withdraw a request about the list",
    "bind-line": "bind a line of the list to a Slack account",
    "change-details": "change their own details",
    "confirm-list": "confirm the list",
    "mark-training": "say how far their training is",
    "deactivate-contact": "deactivate a silent contact",
    "keep-contact": "keep a silent contact",
    "see-silent": "look at the contacts who are silent",
    "see-reports": "look at reports",
    "see-audit": "ask who did what",
    "accept-mixed-channel": "accept a mixed channel",
    "change-settings": "change settings, or set up a workspace",
    "see-holds": "look at the legal holds",
    "set-hold": "set a legal hold",
    "lift-hold": "lift a legal hold",
    "keep-access": "keep their access",
    "choose-notifications": "choose how they are told",
    "clock": "a date came",
    "import": "a file was read in",
    "account": "a Slack account changed",
    "deliver": "a message was due",
    "command": "a command was run where the bot runs",
    "erasure": "something was to be erased",
}

ALLOWED_BY: dict[str, str] = {
    "contact-of-the-district": "as a contact of the district",
    "technical-contact-of-the-district": "as a technical contact of the district",
    "administrator-of-the-district": "as an administrator of the district",
    "coach-of-the-building": "as a coach of the building",
    "staff-of-the-district": "as staff of the district",
    "support-agent": "as a support agent",
    "support-lead": "as a support lead",
    "support-administrator": "as a support administrator",
    "author": "as its author",
    "owner-of-the-case": "as the owner of the case",
    "agent-who-becomes-owner": "as the agent who became its owner",
    "reporter-of-an-unclaimed-emergency": "as the reporter of an emergency that no contact has claimed",
    "guest-of-a-joint-session": "as the guest of a joint session",
    "command-line": "at the command line, where the bot runs",
}

EFFECTS: dict[str, str] = {
    "district-export-begun": "an export of the district's data was begun",
    "district-exported": "the district's data was exported",
    "inactivity-warned": "silent for long: warned",
    "inactivity-flagged": "silent for too long: flagged for deactivation",
    "inactivity-deactivated": "silent after the flag: deactivated",
    "inactivity-protected": "silent, and kept as the district's last contact",
    "inactivity-undone": "deactivation undone by an act from before it",
    "pending-follow-up": "no response: the district was asked again",
    "pending-owner-told": "no response: its owner was told",
    "pending-close": "no response: closed",
    "target-near": "a target is about to be missed: the owner was told",
    "target-missed": "a target was missed: the desk was told",
    "target-lead": "a target was missed for long: the leads were told",
    "date-came": "its day came: back with its owner",
    "incident-moved": "its incident was closed: a resolution is proposed",
    "incident-told": "its incident was closed: told",
    "issue-moved": "its issue came to an end: back with its owner",
    "issue-told": "its issue came to an end: its owner was told",
    "emergency-paged": "nobody decided: the desk was called again",
    "emergency-left-to-leads": "called often enough: left to the support leads",
    "emergency-give-up": "nobody decided to the end: its reporter was told",
    "emergency-reminded": "nobody claimed it: the contacts were asked again",
    "session-begin": "its time came: the joint session began",
    "session-pause": "no contact was there: the joint session rested",
    "session-carry-on": "its contact lost the right: the stand-in carried on",
    "session-end": "the joint session ended",
    "question-ask-others": "unanswered: the other contacts were asked",
    "question-remind": "unanswered: the contacts were asked again",
    "question-give-up": "unanswered to the end",
    "question-drop": "its asker is gone: ended",
    "request-lapsed": "undecided for too long: lapsed",
    "absence-over": "an absence is over",
    "deputy-lost": "an absence has no deputy any more",
    "training-reminded": "reminded of the training",
    "list-asked": "the administrator was asked to confirm the list",
    "list-reminded": "the administrator was asked again to confirm the list",
    "list-unanswered": "the list was not confirmed: support was told",
    "district-added": "the district was added",
    "district-changed": "the district was changed",
    "person-changed": "name, e-mail address or phone changed",
    "line-added": "put on the list",
    "line-changed": "type, building or training changed",
    "line-removed": "taken off the list",
    "line-bound": "bound to a Slack account",
    "closure-put": "days on which the district is closed",
    "account-gone": "the account is deactivated",
    "account-member": "the account is a member's",
    "account-guest": "the account is a guest's",
    "account-external": "the account is of another workspace",
    "account-at-home": "known by the workspace that is their own",
    "words-erased": "over for years: its words were erased",
    "district-erasure-asked": "a district is to be erased",
    "person-erasure-asked": "a person is to be erased",
    "uninstalled-scheduled": "the app was uninstalled: to be erased at its date",
    "uninstalled-cancelled": "the app is there again: nothing is erased",
    "retention-erased": "the words of old cases were erased",
    "district-erased": "the district was erased",
    "person-erased": "the person was erased",
    "uninstalled-erased": "uninstalled: it was erased",
    "binding-asked": "the account has the e-mail address of a line without one: administrators were asked",
    "binding-unclear": "several accounts have the e-mail address of a line without one: nothing was proposed",
    "binding-lapsed": "the account has the e-mail address of that line no longer",
    "details-changed": "what the list says of them was changed",
    "withheld": "its reader may not see it any more",
}

REFUSED: dict[str, str] = {
    "ListChanged": "the list had changed meanwhile",
    "ContactsOnly": "only contacts of the district may",
    "TechnicalContactsOnly": "only technical contacts may",
    "NotKnownYet": "nobody known yet",
    "NoDistrict": "of no district that is known",
    "NotSetUp": "the workspace is not set up",
    "CannotSetUp": "the workspace cannot be set up so",
    "ThirdParty": "a guest or a stranger without a line on a list",
    "NotFound": "no such case here",
    "SupportOnly": "only support agents may",
    "NotForSupport": "only a district's own people may",
    "LeadsOnly": "only support leads may",
    "OwnersOnly": "only the case's owner or a support lead may",
    "AdministratorsOnly": "only administrators may",
    "AuthorsOnly": "only its author, a contact of the district or a support administrator may",
    "ImpossibleMove": "the case was not where that begins",
    "AlreadyThere": "somebody was faster",
    "ChangedMeanwhile": "it had changed meanwhile",
    "AlreadyTheContact": "they were the case's contact already",
    "NotAvailable": "who was chosen could not take it",
    "EscalatedToday": "it had been escalated that day already",
    "NotKept": "the words were not kept any more",
    "CaseIsDuplicate": "the case goes on in another one",
    "CannotMerge": "the two cases cannot be merged",
    "TooLateToUndo": "too late to undo it",
    "CaseIsClosed": "the case was closed",
    "TooLateToReopen": "too late to reopen it",
    "DateOutOfReach": "the day was past or too far ahead",
    "NoMoreTime": "more time was asked for too often in a row",
    "NotYetUnanswered": "too early to close it without a response",
    "UpdatedAsGroup": "the district is updated together with others",
    "NotAContact": "who was named was no contact of that district",
    "IncidentClosed": "there was no such open incident",
    "IssueUnknown": "there was no such issue, or it was not published",
    "IssueChanged": "the issue had changed meanwhile",
    "NoWindow": "Slack opened no window in time",
    "NotReadable": "something in it could not be read",
    "NobodyToAsk": "there was nobody to ask",
    "QuestionSettled": "the question was settled already",
    "EmergencyOver": "the emergency was decided already",
    "EmergencyOpen": "they have reported an emergency that is not over",
    "NoContactYet": "no contact has claimed the emergency yet",
    "NotAGuest": "who was chosen was no staff of the district, or a contact of it",
    "SessionThere": "they were in a joint session of the case already",
    "SessionOver": "the joint session was not open",
    "SessionPaused": "no contact was there: the words were held",
    "NotInSession": "the joint session was another contact's",
    "HoldChanged": "the legal hold had been set or lifted meanwhile",
    "LastContact": "a district's last contact stays",
    "NotSilent": "they had acted, or somebody was faster",
    "NotYourself": "nobody gets a right by their own word",
    "RequestOver": "the request was over already",
    "ProposalOver": "the proposal was decided already, or is unclear",
    "AlreadyAsked": "the same was asked for already",
    "CannotBeListed": "the person is not what the request took them for",
    "CannotStandIn": "who was named as deputy cannot stand in",
}

REQUESTS: dict[str, str] = {
    "add": "add a contact",
    "remove": "remove somebody",
    "change-type": "change a type",
    "update": "update details",
    "reactivate": "make a contact again",
    "third-party": "third-party access",
    "bind": "bind a line",
}
"""What a request about the list asks for."""

BECAME: dict[str, str] = {
    "asked": "asked for, and waits",
    "applied": "done",
    "confirmed": "confirmed",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "lapsed": "waited too long",
    "undone": "undone",
}
"""What became of it by that deed."""

NOBODY: dict[str, str] = {
    "clock": "The clock",
    "import": "An import",
    "account": "Slack",
    "deliver": "Delivery",
    "command": "The command line",
    "erasure": "An erasure",
}
"""Who acted where no person did."""


_ROLES = {role.value: name.lower() for role, name in terms.ROLE.items()}


def act(name: str) -> str:
    """An act of a version that is no more stands as it was written."""
    return ACTS.get(name, name)


def ref(written: str) -> str:
    """`request:17:add:asked`: request 17, add a contact: asked for, and waits. Of anything else its words."""
    parts = written.split(":")
    match parts:
        case ["request", number, kind, state]:
            return f"request {number}, {REQUESTS.get(kind, kind)}: {BECAME.get(state, state)}"
        case ["role", role]:
            return f"as {_ROLES.get(role, role)}"
        case ["entry", _]:
            return ""  # who stood there before is whom the line is about
        case _:
            return " ".join(parts)


def rule(name: str, *, allowed: bool) -> str:
    """Why it was done, or was not."""
    if name in EFFECTS:
        return EFFECTS[name]
    if allowed:
        return f"allowed {ALLOWED_BY.get(name, f'by {name}')}"
    return f"refused: {REFUSED.get(name, name)}"
