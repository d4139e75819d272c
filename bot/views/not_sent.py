"""How the bot says no to a form: for a case, about an incident, or about who stands in for a contact."""

from bot.domain.issues import Lacks
from bot.domain.refusals import (
    CannotStandIn,
    IncidentClosed,
    IssueChanged,
    IssueUnknown,
    ListChanged,
    NotAContact,
    UpdatedAsGroup,
)


def of_a_form(refusal: UpdatedAsGroup | NotAContact | IncidentClosed, command: str) -> str:
    """Of a form for a case, or about an incident."""
    match refusal:
        case IncidentClosed():
            return (
                f"Incident {refusal.incident} is not open, or affects another module. `{command} incidents` "
                "lists those that are open."
            )
        case UpdatedAsGroup():
            return (
                "Your district is updated together with others, so there is no version update to ask for; Support "
                "tells you the date in time. Please ask for a database refresh where that is what you need."
            )
        case NotAContact():
            return (
                "That person is no authorized contact of this district now, so no case can be opened for them. "
                f"`{command} contacts` with the district's key shows who is."
            )
        case _:
            raise LookupError(type(refusal).__name__)


OF_AN_ISSUE: dict[str, str] = {
    Lacks.DESCRIPTION: "Please describe the issue first: contacts read nothing else of it.",
    Lacks.VERSION: "Please name the version in which the issue is fixed.",
    Lacks.CHANGE: "The issue has that status already.",
}
"""What it lacks."""


def of_an_issue(refusal: IssueUnknown | IssueChanged, command: str) -> str:
    match refusal:
        case IssueUnknown():
            return f"I found no such issue. `{command} issues` shows those you can open."
        case IssueChanged():
            return (
                f"Issue {refusal.issue} was changed meanwhile, so nothing was done. Please look at it again: "
                f"`{command} issue {refusal.issue}`."
            )


def of_contacts(refusal: CannotStandIn | ListChanged) -> str:
    match refusal:
        case CannotStandIn():
            return (
                "Whoever was to stand in for you is away too, or no authorized contact of that district now. Please "
                "choose somebody else, or nobody."
            )
        case ListChanged():
            return (
                "The list has changed since that message, so nothing was confirmed. Please look at the list as it is "
                "now: I send it to you again."
            )
