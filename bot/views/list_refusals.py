"""Why a change of a district's list of contacts cannot be asked for, or decided, like that (POLICY 6)."""

from bot.domain.list_requests import State
from bot.domain.proposals import State as Proposed
from bot.domain.refusals import AlreadyAsked, CannotBeListed, NotYourself, ProposalOver, RequestOver

OF_THE_LIST = (AlreadyAsked, CannotBeListed, NotYourself, ProposalOver, RequestOver)
Refused = AlreadyAsked | CannotBeListed | NotYourself | ProposalOver | RequestOver

OVER = {
    State.APPLIED: "was decided already. Please look at the list: it shows how it is.",
    State.CONFIRMED: "was confirmed already. Please look at the list: somebody was faster.",
    State.DECLINED: "was declined already. Please ask again if it is still needed.",
    State.WITHDRAWN: "was withdrawn. Please ask again if it is still needed.",
    State.LAPSED: "has waited too long and is over. Please ask again if it is still needed.",
    State.UNDONE: "was undone already. Please look at the list: it shows how it is.",
    State.ASKED: "waits for a decision. Please decide that first.",
    "undo-over": "can be undone no longer. Please ask for the person to be made a contact again, from the list.",
}
GONE = "is not there. Please look at the list: it shows what waits."

PROPOSED: dict[str, str] = {
    Proposed.CONFIRMED: "That was confirmed already: the line has its Slack user. Please look at the list.",
    Proposed.DECLINED: "Somebody said already that it is not them. If it is, please bind the line from the list.",
    Proposed.UNCLEAR: "Several members have that address. Please ask who it is, and bind the line from the list.",
    Proposed.LAPSED: "They have that address no longer. If it is them, please bind the line from the list.",
}

CANNOT = {
    "gone": "That person's Slack account is not active, so they cannot be a contact. Please choose somebody else.",
    "vendor": "That person works at Support, and cannot be a contact of a district. Please choose somebody else.",
    "contact-already": "That person is a contact of this district already. Please look at the list.",
    "reactivate": "That person was a contact of this district before. Please look for them on the list and choose "
    "*Make a contact again…* there.",
    "agreement": "That person is a guest, or of another workspace. Please ask for *Third-party access…* first: "
    "Support records the agreement, and then they can be added.",
    "not-known": "Slack has not told me yet who that is. Please try again in a minute.",
    "no-contact": "That person is not on this district's list any more. Please look at the list.",
    "changed": "What the list says of them has changed since you looked, so nothing was done. Please open the list "
    "again: it shows how it is.",
    "same-details": "The list says that of them already, so nothing was changed, and nobody was told. Please change "
    "what is wrong, or leave it as it is.",
    "same-type": "They are of that type already. Please choose the other one.",
    "no-type": "A contact is a support contact or a technical contact. Please choose one of them.",
    "erased": "That person was erased, and cannot be a contact again. Please add whoever it is now as somebody new.",
    "not-bound": "That line has no Slack user yet. Please ask an administrator to bind it first.",
    "bound": "That line has a Slack user already, or is not on the list any more. Please look at the list.",
    "no-asker": "Whoever is named as asking is no contact and no administrator of this district now, so they cannot "
    "ask for it. Please name one who is.",
    "no-third-party": "That person is a member of the workspace, or on the list already, and needs no agreement. "
    "Please add them as a contact, if that is what you want.",
}


def why(refusal: Refused) -> str:
    match refusal:
        case NotYourself():
            return "Nobody is made a contact by their own word. Please let another contact or an administrator do it."
        case AlreadyAsked():
            return (
                f"That is asked for already, by request {refusal.request}, and waits. Please wait for the decision."
            )
        case RequestOver():
            return f"Request {refusal.request} {OVER.get(refusal.state, GONE)}"
        case ProposalOver():
            return PROPOSED.get(refusal.state, PROPOSED[Proposed.LAPSED])
        case CannotBeListed():
            return CANNOT.get(refusal.reason, CANNOT["no-contact"])
