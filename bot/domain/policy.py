"""Who may do what. The only place where a role or a contact's standing is compared (POLICY 2).

`decide` answers every question of this kind: may this person do this act, on this matter, at this
moment? Each act names the rules that allow it; one that holds is enough. When none holds, the refusal
says why in the terms that person can be told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.homes import acting_at, belongs, lines_here
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import CONTACT_ROLES, VENDOR_ROLES, Line, Membership, Person, Role, Standing, is_third_party
from bot.domain.refusals import (
    AdministratorsOnly,
    AuthorsOnly,
    ContactsOnly,
    LeadsOnly,
    NoDistrict,
    NotForSupport,
    NotFound,
    OwnersOnly,
    Refusal,
    SupportOnly,
    TechnicalContactsOnly,
    ThirdParty,
)
from bot.domain.sheets import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What an act is about. Facts that do not apply keep their defaults.

    `reporter_until_claimed`: the reporter of an accepted emergency that no contact has claimed.
    `guest_present`: the guest of a joint session that is open, its contact being present.
    """

    district: DistrictId | None = None
    asked: str = ""
    author: PersonId | None = None
    owner: PersonId | None = None
    reporter_until_claimed: PersonId | None = None
    guest_present: PersonId | None = None
    building: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One reason for which an act is allowed; its id stands in the audit log."""

    id: str
    holds: Callable[[Person, Matter], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The answer. `refusal` is None when the act is allowed."""

    rule: str
    refusal: Refusal | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal is None


def _may_act(line: Line) -> bool:
    return line.standing in (Standing.ACTIVE, Standing.FLAGGED)


def _has(person: Person, roles: frozenset[Role], district: DistrictId | None) -> bool:
    return person.membership is not Membership.GONE and any(
        line.role in roles and line.district == district and _may_act(line) for line in person.lines
    )


def _is_contact(person: Person, matter: Matter) -> bool:
    return matter.district is not None and _has(person, CONTACT_ROLES, matter.district)


def _is_technical(person: Person, matter: Matter) -> bool:
    return matter.district is not None and _has(person, frozenset({Role.TECHNICAL}), matter.district)


def _is_administrator(person: Person, matter: Matter) -> bool:
    return matter.district is not None and _has(person, frozenset({Role.ADMINISTRATOR}), matter.district)


def _is_coach(person: Person, matter: Matter) -> bool:
    """Of a building that is named: what is of none is nobody's first."""
    return (
        bool(matter.building)
        and any(
            line.role is Role.COACH
            and _may_act(line)
            and line.district == matter.district
            and line.building == matter.building
            for line in person.lines
        )
        and belongs(person)
    )


def _is_agent(person: Person, _: Matter) -> bool:
    return _has(person, frozenset({Role.AGENT, Role.LEAD}), None)


def _is_lead(person: Person, _: Matter) -> bool:
    return _has(person, frozenset({Role.LEAD}), None)


def _is_support_administrator(person: Person, _: Matter) -> bool:
    return _has(person, frozenset({Role.SUPPORT_ADMINISTRATOR}), None)


def _is_own_staff(person: Person, matter: Matter) -> bool:
    """What was proposed counts only where no line says where they belong (POLICY 1)."""
    if person.membership is Membership.GONE or not belongs(person) or matter.district is None:
        return False
    return matter.district in districts_of(person)


def _is_staff_still(person: Person, matter: Matter) -> bool:
    """Of where they asked for something: who is on no list is taken for its staff, as they were then.

    Not who was on its list as staff, and is no more.
    """
    return matter.district is not None and _is_own_staff(acting_at(person, matter.district), matter)


ADMINISTRATOR_ROLES = frozenset({Role.ADMINISTRATOR})
LEAD_ROLES = frozenset({Role.LEAD})
AGENT_ROLES = frozenset({Role.AGENT, Role.LEAD})
SUPPORT_ADMINISTRATOR_ROLES = frozenset({Role.SUPPORT_ADMINISTRATOR})

CONTACT = Rule(id="contact-of-the-district", holds=_is_contact)
TECHNICAL = Rule(id="technical-contact-of-the-district", holds=_is_technical)
ADMINISTRATOR = Rule(id="administrator-of-the-district", holds=_is_administrator)
COACH = Rule(id="coach-of-the-building", holds=_is_coach)
OWN_STAFF = Rule(id="staff-of-the-district", holds=_is_own_staff)
AGENT = Rule(id="support-agent", holds=_is_agent)
LEAD = Rule(id="support-lead", holds=_is_lead)
SUPPORT_ADMINISTRATOR = Rule(id="support-administrator", holds=_is_support_administrator)
AUTHOR = Rule(id="author", holds=lambda person, matter: person.id == matter.author)
OWNER = Rule(
    id="owner-of-the-case", holds=lambda person, matter: person.id == matter.owner and _is_agent(person, matter)
)
FIRST_OWNER = Rule(
    id="agent-who-becomes-owner", holds=lambda person, matter: matter.owner is None and _is_agent(person, matter)
)
REPORTER = Rule(
    id="reporter-of-an-unclaimed-emergency",
    holds=lambda person, matter: person.id == matter.reporter_until_claimed and _is_staff_still(person, matter),
)
GUEST = Rule(id="guest-of-a-joint-session", holds=lambda person, matter: person.id == matter.guest_present)

RULES: dict[Act, tuple[Rule, ...]] = {
    Act.SEE_CONTACTS: (OWN_STAFF, AGENT, SUPPORT_ADMINISTRATOR),
    Act.ASK_CONTACT: (OWN_STAFF,),
    Act.REPORT_EMERGENCY: (OWN_STAFF,),
    Act.ANSWER_QUESTION: (CONTACT, COACH),
    Act.OPEN_CASE: (CONTACT,),
    Act.OPEN_FOR_CONTACT: (AGENT,),
    Act.REQUEST_UPDATE: (TECHNICAL,),
    Act.VIEW_CASE: (CONTACT, AGENT),
    Act.LIST_CASES: (CONTACT, AGENT),
    Act.COMMENT: (CONTACT, AGENT, REPORTER, GUEST),
    Act.NOT_SOLVED: (CONTACT,),
    Act.MORE_TIME: (CONTACT,),
    Act.CLOSE: (CONTACT,),
    Act.REOPEN: (CONTACT,),
    Act.TAKE_OVER: (CONTACT,),
    Act.ESCALATE: (CONTACT,),
    Act.INVITE_GUEST: (CONTACT,),
    Act.CLAIM_EMERGENCY: (CONTACT,),
    Act.TAKE_CASE: (AGENT,),
    Act.WORK_CASE: (OWNER, FIRST_OWNER, LEAD),
    Act.ASSIGN_CASE: (LEAD,),
    Act.SET_AWAY: (CONTACT, AGENT),
    Act.WRITE_NOTE: (AGENT,),
    Act.REPLY_TO_DISTRICT: (AGENT,),
    Act.RESYNC_CASE: (AGENT,),
    Act.DECIDE_EMERGENCY: (AGENT,),
    Act.SEE_NOTIFICATIONS: (OWN_STAFF, AGENT, SUPPORT_ADMINISTRATOR),
    Act.SEE_ENVIRONMENTS: (CONTACT, AGENT, SUPPORT_ADMINISTRATOR),
    Act.PUBLISH: (LEAD,),
    **dict.fromkeys((Act.SEE_ISSUES, Act.FOLLOW_ISSUE), (CONTACT, AGENT)),
    Act.REDACT: (CONTACT, SUPPORT_ADMINISTRATOR, AUTHOR),
    Act.TAKE_BACK: (AUTHOR,),
    Act.MARK_STUDENT_DATA: (CONTACT, AGENT),
    Act.UNMARK_STUDENT_DATA: (CONTACT, AGENT),
    Act.PREVIEWS_OFF: (ADMINISTRATOR, CONTACT),
    Act.PREVIEWS_ON: (ADMINISTRATOR,),
    Act.SEE_LIST: (CONTACT, ADMINISTRATOR, SUPPORT_ADMINISTRATOR),
    Act.REQUEST_LIST_CHANGE: (CONTACT, ADMINISTRATOR),
    **dict.fromkeys((Act.ENTER_LIST_CHANGE, Act.APPROVE_LIST_CHANGE), (SUPPORT_ADMINISTRATOR,)),
    **dict.fromkeys((Act.CHANGE_SETTINGS, Act.OVERRIDE_REMOVAL), (SUPPORT_ADMINISTRATOR,)),
    Act.APPROVE_REMOVAL: (ADMINISTRATOR,),
    Act.UNDO_REMOVAL: (AUTHOR, ADMINISTRATOR, SUPPORT_ADMINISTRATOR),
    Act.WITHDRAW_REQUEST: (AUTHOR, ADMINISTRATOR),
    Act.BIND_LINE: (ADMINISTRATOR, SUPPORT_ADMINISTRATOR),
    Act.SEE_REPORTS: (CONTACT, ADMINISTRATOR, AGENT, SUPPORT_ADMINISTRATOR),
    Act.SEE_AUDIT: (ADMINISTRATOR, SUPPORT_ADMINISTRATOR),
    Act.ACCEPT_MIXED_CHANNEL: (ADMINISTRATOR,),
    **dict.fromkeys((Act.SEE_HOLDS, Act.SET_HOLD, Act.LIFT_HOLD), (SUPPORT_ADMINISTRATOR,)),
    **dict.fromkeys((Act.SEE_SILENT, Act.KEEP_CONTACT, Act.DEACTIVATE_CONTACT), (SUPPORT_ADMINISTRATOR,)),
    Act.KEEP_ACCESS: (CONTACT,),
    Act.MARK_TRAINING: (CONTACT,),
    Act.CONFIRM_LIST: (ADMINISTRATOR, SUPPORT_ADMINISTRATOR),
    Act.CHANGE_DETAILS: (CONTACT,),
    Act.CHOOSE_NOTIFICATIONS: (CONTACT, AGENT),
}

BY_NUMBER = frozenset({Act.VIEW_CASE, Act.REOPEN, Act.RESYNC_CASE})
"""What is asked for by typing a case's number."""

_SUPPORTS = frozenset({AGENT.id, LEAD.id, OWNER.id, FIRST_OWNER.id})
_KEEPERS = frozenset({ADMINISTRATOR.id, SUPPORT_ADMINISTRATOR.id, AUTHOR.id})
"""`author`: whose own line, or request, it is. Redacting has words of its own."""


def decide(person: Person, act: Act, matter: Matter, rules: Mapping[Act, tuple[Rule, ...]] = RULES) -> Ruling:
    """May this person do this act, on this matter, now? Names the rule either way (POLICY 2)."""
    for rule in rules[act]:
        if rule.holds(person, matter):
            return Ruling(rule=rule.id)
    refusal = _why_not(person, act, matter)
    return Ruling(rule=type(refusal).__name__, refusal=refusal)


def _why_not(person: Person, act: Act, matter: Matter) -> Refusal:
    if matter.asked and not _may_know_of(person, act, matter):
        return NotFound(asked=matter.asked)
    if not belongs(person) or person.membership is Membership.GONE:
        return ThirdParty()
    return _by_what_it_takes(person, act, matter)


def _may_know_of(person: Person, act: Act, matter: Matter) -> bool:
    """That there is such a case. Who reads none learns of none by its number, but sees those of a thread."""
    if works_for_vendor(person):
        return _is_agent(person, matter) or act not in BY_NUMBER
    return _is_own_staff(person, matter)


def _by_what_it_takes(person: Person, act: Act, matter: Matter) -> Refusal:
    takes = {rule.id for rule in RULES[act]}
    if act in (Act.REDACT, Act.TAKE_BACK):
        return AuthorsOnly()
    if takes <= _SUPPORTS:
        return _why_not_this_agent(takes) if _is_agent(person, Matter()) else SupportOnly()
    if takes <= _KEEPERS:
        return AdministratorsOnly()
    if works_for_vendor(person):
        return NotForSupport()
    own = districts_of(person)
    if not own:
        return NoDistrict()
    if act is Act.REQUEST_UPDATE and districts_of_contact(person):
        return TechnicalContactsOnly(district=matter.district if matter.district in own else own[0])
    given = None if act in BY_NUMBER else matter.district  # of which of theirs a number is they do not learn
    return ContactsOnly(districts=(given,) if given in own else own)


def why_nowhere(person: Person, act: Act) -> Refusal | None:
    """Why they may do this in none of the districts they belong to; None where they may in one."""
    somewhere = [decide(person, act, Matter(district=its)) for its in districts_of(person)]
    nowhere = decide(person, act, Matter())
    return None if any(ruling.allowed for ruling in somewhere) else nowhere.refusal


def _why_not_this_agent(takes: set[str]) -> Refusal:
    return OwnersOnly() if OWNER.id in takes else LeadsOnly()


def districts_of_contact(person: Person) -> tuple[DistrictId, ...]:
    """Where this person may act as a contact now, in the order of their lines."""
    found = [
        line.district
        for line in person.lines
        if line.district is not None and _is_contact(person, Matter(district=line.district))
    ]
    return tuple(dict.fromkeys(found))


def districts_of(person: Person) -> tuple[DistrictId, ...]:
    """Every district this person belongs to: by their lines, else by what was proposed."""
    found = [line.district for line in lines_here(person) if line.district is not None]
    return tuple(dict.fromkeys(found)) or ((person.home,) if person.home is not None else ())


def is_administrator_of(person: Person, district: DistrictId) -> bool:
    """For drawing and addressing; a deed asks `decide`."""
    return _is_administrator(person, Matter(district=district))


def is_administrator(person: Person) -> bool:
    """Of a district or of support. For drawing; a deed asks `decide`."""
    return _is_support_administrator(person, Matter()) or any(
        _is_administrator(person, Matter(district=district)) for district in districts_of(person)
    )


def administered_by(person: Person) -> tuple[DistrictId, ...]:
    """The districts whose list this person owns now. For drawing; a deed asks `decide`."""
    found = districts_of(person)
    return tuple(district for district in found if _is_administrator(person, Matter(district=district)))


def asked_at(person: Person) -> list[Matter]:
    """Where questions can be asked of them now: their districts as a contact, and their buildings as a coach."""
    matters = [Matter(district=district) for district in districts_of_contact(person)]
    lines = [Matter(district=line.district, building=line.building) for line in person.lines]
    return [*matters, *(matter for matter in dict.fromkeys(lines) if _is_coach(person, matter))]


def is_support_administrator(person: Person) -> bool:
    """For drawing; a deed asks `decide`."""
    return _is_support_administrator(person, Matter())


def districts_kept(person: Person) -> tuple[DistrictId, ...]:
    """Whose lists of contacts this person may see and ask to change. For drawing; a deed asks `decide`."""
    keepers = (_is_contact, _is_administrator)
    return tuple(it for it in districts_of(person) if any(rule(person, Matter(district=it)) for rule in keepers))


def contact_line(person: Person, district: DistrictId) -> Line | None:
    """The line that makes them a contact of that district, whether it gives the right now or not."""
    return next((it for it in person.lines if it.role in CONTACT_ROLES and it.district == district), None)


def gives_right(line: Line) -> bool:
    """As far as the line says; its person may be gone."""
    return _may_act(line)


def is_admitted(person: Person, district: DistrictId) -> bool:
    """A third party with an agreement on record there."""
    return is_third_party(person) and any(
        line.role is Role.STAFF and line.district == district and _may_act(line) for line in person.lines
    )


def works_for_vendor(person: Person) -> bool:
    return _has(person, VENDOR_ROLES, None)


def is_contact_of(person: Person, district: DistrictId) -> bool:
    """For drawing and addressing; a deed asks `decide`."""
    return _is_contact(person, Matter(district=district))


def is_technical_contact_of(person: Person, district: DistrictId) -> bool:
    """For a case that an agent opens in their name; a deed of their own asks `decide`."""
    return _is_technical(person, Matter(district=district))


def may_be_guest(person: Person, district: DistrictId) -> bool:
    """Whom a contact of that district may bring into a case: its staff, and nobody else (POLICY 2)."""
    matter = Matter(district=district)
    is_of_ours = _is_contact(person, matter) or works_for_vendor(person)
    return _is_own_staff(person, matter) and not is_of_ours


def is_staff_still(person: Person, district: DistrictId) -> bool:
    """Of the district where they reported or asked something, as they were then (POLICY 2)."""
    return _is_staff_still(person, Matter(district=district))


def seat_by(rule: str) -> Seat:
    """How words are marked that came in by this rule: REPORTER's answer for a contact who is not there yet."""
    return {REPORTER.id: Seat.REPORTER, GUEST.id: Seat.GUEST}.get(rule, Seat.SIDE)


def belongs_to_side(person: Person, district: DistrictId) -> bool:
    """Who a district's case channel is for: its contacts and the vendor's agents (POLICY 3)."""
    return is_contact_of(person, district) or is_agent(person)


def may_publish(person: Person) -> bool:
    """For drawing; a deed asks `decide`."""
    return _is_lead(person, Matter())


def may_read_issue(person: Person, *, published: bool) -> bool:
    """For addressing; a deed asks `decide`. What is not published is the vendor's own."""
    return _is_agent(person, Matter()) or (published and bool(districts_of_contact(person)))


def sees_every_district(person: Person) -> bool:
    """In reports: who works for all of them. For drawing and addressing; a deed asks `decide`."""
    return _is_agent(person, Matter()) or _is_support_administrator(person, Matter())


def is_agent(person: Person) -> bool:
    """For drawing and addressing; a deed asks `decide`."""
    return _is_agent(person, Matter())
