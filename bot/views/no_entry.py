"""How the bot says no to what is asked of an emergency or a joint session."""

from bot.domain.refusals import (
    EmergencyOpen,
    EmergencyOver,
    NoContactYet,
    NotAGuest,
    NotInSession,
    SessionOver,
    SessionPaused,
    SessionThere,
)

BECAME = {
    "asked": "still waits for Support to decide",
    "accepted": "was accepted already",
    "claimed": "has a contact who stands for it already",
    "declined": "was declined already",
    "withdrawn": "was taken back by who reported it",
    "undecided": "was closed, because nobody decided on it in time",
}


def of_an_emergency(refusal: EmergencyOver | EmergencyOpen | NoContactYet) -> str:
    match refusal:
        case EmergencyOver():
            faster = "" if refusal.state in ("undecided", "withdrawn") else ": somebody was faster"
            return (
                f"Emergency {refusal.emergency} {BECAME[refusal.state]}{faster}. Please look at the newest message "
                "about it."
            )
        case EmergencyOpen():
            return (
                "You reported an emergency already, and it is not over: Support knows of it. Please go on in the "
                "messages I sent you about it."
            )
        case NoContactYet():
            return (
                f"Case {refusal.number} is an emergency that no contact has claimed yet. Until one does, it is "
                "neither closed nor handed over. Please claim it, or ask a contact of the district to."
            )


def of_a_session(refusal: NotAGuest | SessionThere | SessionOver | SessionPaused | NotInSession) -> str:
    match refusal:
        case NotAGuest():
            return (
                f"A guest of case {refusal.number} is a staff member of its district who is no contact, and not of "
                "Support. If that is who you chose, please try again in a moment: I may not have met them yet."
            )
        case SessionThere():
            return (
                f"That person has a joint session in case {refusal.number} already, open or planned. Please end that "
                "one first."
            )
        case SessionOver():
            return (
                "That joint session is not open. Please invite them once more from the case's card, if it is needed."
            )
        case SessionPaused():
            return (
                f"No contact is there just now, so your words are held and not in case {refusal.number} yet. Please "
                "wait until one of them lets them in."
            )
        case NotInSession():
            return (
                "That is for the contact who began the joint session, and for the stand-in. Please write to them, or "
                "invite the person yourself."
            )
