"""Every way the rules say no. A refusal carries facts; its sentence is in `views.words`.

- ContactsOnly: an end user, who is pointed to the contacts of `districts`: the one it is about, or each of theirs
- TechnicalContactsOnly: a support contact asks what takes a technical contact
- NotKnownYet: somebody we never saw, who is looked up and then told by direct message
- NoDistrict: nobody knows where this person belongs
- ThirdParty: a guest or stranger without a line, who is told no names
- NotFound: no such case here; another district's case gets the same words
- NotForSupport: the vendor's people ask for what a district's people do
- SupportOnly: what only the vendor's people do
- LeadsOnly: an agent asks for what takes a lead
- OwnersOnly: an agent who neither owns the case nor leads
- AdministratorsOnly: what only those who keep the list, or the settings, do
- AuthorsOnly: redacting what somebody else wrote
- ImpossibleMove: the case is not where this move starts
- AlreadyThere: somebody was faster
- ChangedMeanwhile: what a button or form was drawn from is different now: somebody was faster
- AlreadyTheContact: the case has them as its contact
- NotAvailable: who was chosen cannot take it: no agent, or no contact of the district, any more
- EscalatedToday: one escalation a business day per case; `until`: when the next one may be
- NotSilent: a contact who was quiet acted meanwhile, or somebody was faster
- LastContact: without this contact nobody of the district could act
- NotKept: words that waited for a decision were kept for a day, which is over
- CaseIsDuplicate: a reply to a duplicate; it goes on in another case
- CannotMerge: the other case is of another district, the same one, or a duplicate itself
- TooLateToUndo: a merge can be undone for some hours, which are over
- CaseIsClosed: a reply to a closed case changes nothing
- TooLateToReopen: the sixty days are over
- DateOutOfReach: more time is asked for to a day that is past, or too far ahead
- NoMoreTime: more time was asked for as often as it can be in a row
- NotYetUnanswered: the clock has not come to where the desk may close a case without a response
- UpdatedAsGroup: a version update for a district that is updated together with others
- NotAContact: the person a case is opened for is no contact of that district, or no longer one
- CannotStandIn: who was named as deputy is no contact of that district, or away themself
- ListChanged: the list that was to be confirmed is another one by now
- NotYourself: nobody gets a right by their own word
- RequestOver: a request that was decided, withdrawn or asked too long ago; `state`: which of these
- AlreadyAsked: the same is asked for already, and waits
- CannotBeListed: the person is not what the request takes them for; `reason`: in what
- IssueUnknown: there is no such issue, or it is not published
- IssueChanged: an issue is not as it was when the window was drawn: somebody was faster
- IncidentClosed: there is no such incident, or it is closed
- EmergencyOver: a report was accepted, declined or taken back already
- EmergencyOpen: they reported an emergency that is not over
- NoContactYet: an emergency that no contact has claimed is neither closed nor handed over
- NotAGuest: who was chosen is no staff member of that district, or a contact of it
- SessionThere: that person is in a joint session of that case, or will be
- SessionOver: a joint session has ended, or not begun
- SessionPaused: its guest wrote while no contact was there: the words are held
- NotInSession: a joint session is its contact's and the stand-in's
- NobodyToAsk: a question, and nobody of the district who could be asked
- QuestionSettled: a question that was answered, declined or withdrawn meanwhile, or that there is not;
  or that a coach has declined already
- NoWindow: Slack did not open a window in time
- NotReadable: a number, a word or a field that is not what was asked for
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import (
    CaseNumber,
    DistrictId,
    EmergencyId,
    IssueId,
    NotificationId,
    PersonId,
    RequestId,
    SessionId,
)


class Refusal(Exception):
    """An answer, not a fault."""


@dataclass(kw_only=True)
class ContactsOnly(Refusal):
    districts: tuple[DistrictId, ...]


@dataclass(kw_only=True)
class TechnicalContactsOnly(Refusal):
    district: DistrictId


@dataclass(kw_only=True)
class NotKnownYet(Refusal):
    pass


@dataclass(kw_only=True)
class NoDistrict(Refusal):
    pass


@dataclass(kw_only=True)
class NotSetUp(Refusal):
    pass


@dataclass(kw_only=True)
class CannotSetUp(Refusal):
    reason: str


@dataclass(kw_only=True)
class ThirdParty(Refusal):
    pass


@dataclass(kw_only=True)
class NotFound(Refusal):
    asked: str


@dataclass(kw_only=True)
class SupportOnly(Refusal):
    pass


@dataclass(kw_only=True)
class NotForSupport(Refusal):
    pass


@dataclass(kw_only=True)
class LeadsOnly(Refusal):
    pass


@dataclass(kw_only=True)
class OwnersOnly(Refusal):
    pass


@dataclass(kw_only=True)
class AdministratorsOnly(Refusal):
    pass


@dataclass(kw_only=True)
class AuthorsOnly(Refusal):
    pass


@dataclass(kw_only=True)
class ImpossibleMove(Refusal):
    number: CaseNumber
    move: str
    status: str


@dataclass(kw_only=True)
class AlreadyThere(Refusal):
    number: CaseNumber
    owner: PersonId


@dataclass(kw_only=True)
class ChangedMeanwhile(Refusal):
    number: CaseNumber
    fact: str


@dataclass(kw_only=True)
class AlreadyTheContact(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class NotAvailable(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class EscalatedToday(Refusal):
    number: CaseNumber
    until: datetime


@dataclass(kw_only=True)
class NotKept(Refusal):
    pass


@dataclass(kw_only=True)
class CaseIsDuplicate(Refusal):
    number: CaseNumber
    main: CaseNumber


@dataclass(kw_only=True)
class CannotMerge(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class TooLateToUndo(Refusal):
    number: CaseNumber
    hours: int


@dataclass(kw_only=True)
class CaseIsClosed(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class TooLateToReopen(Refusal):
    number: CaseNumber
    until: datetime


@dataclass(kw_only=True)
class DateOutOfReach(Refusal):
    number: CaseNumber
    until: datetime


@dataclass(kw_only=True)
class NoMoreTime(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class NotYetUnanswered(Refusal):
    number: CaseNumber
    until: datetime


@dataclass(kw_only=True)
class UpdatedAsGroup(Refusal):
    district: DistrictId


@dataclass(kw_only=True)
class NotAContact(Refusal):
    district: DistrictId


@dataclass(kw_only=True)
class CannotStandIn(Refusal):
    district: DistrictId


@dataclass(kw_only=True)
class ListChanged(Refusal):
    district: DistrictId


@dataclass(kw_only=True)
class IncidentClosed(Refusal):
    incident: NotificationId


@dataclass(kw_only=True)
class IssueUnknown(Refusal):
    issue: IssueId


@dataclass(kw_only=True)
class IssueChanged(Refusal):
    issue: IssueId


@dataclass(kw_only=True)
class EmergencyOver(Refusal):
    emergency: EmergencyId
    state: str


@dataclass(kw_only=True)
class EmergencyOpen(Refusal):
    emergency: EmergencyId


@dataclass(kw_only=True)
class NoContactYet(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class NotAGuest(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class SessionThere(Refusal):
    number: CaseNumber


@dataclass(kw_only=True)
class SessionOver(Refusal):
    session: SessionId
    state: str


@dataclass(kw_only=True)
class SessionPaused(Refusal):
    number: CaseNumber
    session: SessionId


@dataclass(kw_only=True)
class NotInSession(Refusal):
    session: SessionId


@dataclass(kw_only=True)
class NobodyToAsk(Refusal):
    district: DistrictId


@dataclass(kw_only=True)
class NotSilent(Refusal):
    pass


@dataclass(kw_only=True)
class LastContact(Refusal):
    district: DistrictId


@dataclass(kw_only=True)
class NotYourself(Refusal):
    pass


@dataclass(kw_only=True)
class RequestOver(Refusal):
    request: RequestId
    state: str


@dataclass(kw_only=True)
class AlreadyAsked(Refusal):
    request: RequestId


@dataclass(kw_only=True)
class ProposalOver(Refusal):
    state: str


@dataclass(kw_only=True)
class CannotBeListed(Refusal):
    reason: str


@dataclass(kw_only=True)
class QuestionSettled(Refusal):
    status: str


@dataclass(kw_only=True)
class HoldChanged(Refusal):
    """A legal hold stands already, or none does any more."""


@dataclass(kw_only=True)
class NoWindow(Refusal):
    pass


@dataclass(kw_only=True)
class NotReadable(Refusal):
    field: str
    reason: str
    least: int = 1


def points_to(refusal: Refusal) -> tuple[DistrictId, ...]:
    """The districts whose contacts its reader is told of, or that there are none."""
    match refusal:
        case ContactsOnly():
            return refusal.districts
        case NobodyToAsk():
            return (refusal.district,)
        case _:
            return ()
