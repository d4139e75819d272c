"""Who may do what, written down a second time: from POLICY's sentences, over rows read with plain SQL.

It shares nothing with `bot.domain.policy` but the names of the acts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.domain.acts import Act
from tests.machine.oracle import Oracle


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an act is about: a district, and a case of it where there is one."""

    district: str
    case: int = 0
    id: int = 0
    """Of a line, a request, a question or an emergency."""
    person: int = 0
    """Of a line: whose."""


Right = Callable[[Oracle, str, Target], bool]


def _contact(it: Oracle, user: str, target: Target) -> bool:
    return it.contact(user, target.district)


def _agent(it: Oracle, user: str, _: Target) -> bool:
    return it.agent(user)


def _contact_or_agent(it: Oracle, user: str, target: Target) -> bool:
    return it.contact(user, target.district) or it.agent(user)


def _lead(it: Oracle, user: str, _: Target) -> bool:
    return it.has(user, "-", "lead")


def _support_administrator(it: Oracle, user: str, _: Target) -> bool:
    return it.has(user, "-", "support-administrator")


def _administrator(it: Oracle, user: str, target: Target) -> bool:
    return it.has(user, target.district, "administrator")


def _any_contact_or_agent(it: Oracle, user: str, _: Target) -> bool:
    return it.agent(user) or any(it.contact(user, district) for district in it.districts_of(user))


def _any_contact(it: Oracle, user: str, _: Target) -> bool:
    return any(it.contact(user, district) for district in it.districts_of(user))


def _who_works(it: Oracle, user: str, target: Target) -> bool:
    """Its owner, a lead, or of a case without an owner any agent."""
    owner = it.cases[target.case]["owner_id"]
    mine = owner is None or (user in it.people and it.people[user].id == owner)
    return _lead(it, user, target) or (it.agent(user) and mine)


def _gives(it: Oracle, user: str, target: Target) -> bool:
    """What is nobody's yet a lead alone."""
    is_new = it.cases[target.case]["status"] == "new"
    return _lead(it, user, target) if is_new else _who_works(it, user, target)


def _sees_contacts(it: Oracle, user: str, _: Target) -> bool:
    member = user in it.people and it.people[user].membership != "gone"
    vendor = it.has(user, "-", "agent", "lead", "support-administrator")
    return vendor or (member and bool(it.districts_of(user)))


def _author(it: Oracle, user: str, target: Target) -> bool:
    """The words a case was opened with are its reporter's."""
    reporter = it.cases[target.case]["reporter_id"]
    its_author = user in it.people and it.people[user].id == reporter and it.people[user].membership != "gone"
    return its_author or it.contact(user, target.district) or _support_administrator(it, user, target)


def _keeps(it: Oracle, user: str, target: Target) -> bool:
    return it.contact(user, target.district) or _administrator(it, user, target)


def _keeps_or_support(it: Oracle, user: str, target: Target) -> bool:
    return _keeps(it, user, target) or _support_administrator(it, user, target)


def _administers(it: Oracle, user: str, target: Target) -> bool:
    return _administrator(it, user, target) or _support_administrator(it, user, target)


def _sees_reports(it: Oracle, user: str, target: Target) -> bool:
    return _administers(it, user, target) or _contact_or_agent(it, user, target)


def _decides(it: Oracle, user: str, target: Target) -> bool:
    """Whom the request waits for."""
    if it.requests[target.id]["waits_for"] == "district":
        return _administrator(it, user, target)
    return _support_administrator(it, user, target)


def _undoes(it: Oracle, user: str, target: Target) -> bool:
    return it.is_me(user, it.requests[target.id]["person_id"]) or _administers(it, user, target)


def _withdraws(it: Oracle, user: str, target: Target) -> bool:
    return it.is_me(user, it.requests[target.id]["asked_by"]) or _administrator(it, user, target)


def _staff(it: Oracle, user: str, target: Target) -> bool:
    return it.staff(user, target.district)


def _answers(it: Oracle, user: str, target: Target) -> bool:
    in_building = it.questions[target.id]["building"] == "Hall" and it.has(user, target.district, "coach")
    return it.contact(user, target.district) or in_building


def _comments(it: Oracle, user: str, target: Target) -> bool:
    """And the reporter of an emergency that nobody has claimed, and who is in a joint session."""
    case = it.cases[target.case]
    reports = case["contact_id"] is None and it.is_me(user, case["reporter_id"])
    return reports or _contact_or_agent(it, user, target) or it.is_guest(user, target.case)


def _wrote(said: dict[int, dict[str, Any]], it: Oracle, user: str, target: Target) -> bool:
    """Their own words are theirs, whatever else they may by now."""
    return it.is_me(user, said[target.id]["author_id"])


def _in_session(it: Oracle, user: str, target: Target) -> bool:
    """Its contact, and who stands in for them."""
    session = it.sessions[target.id]
    mine = it.is_me(user, session["host_id"]) or it.is_me(user, session["stand_in_id"])
    return mine and it.contact(user, target.district)


RIGHTS: dict[Act, Right] = {
    Act.SEE_LIST: _keeps_or_support,
    Act.REQUEST_LIST_CHANGE: _keeps,
    Act.APPROVE_LIST_CHANGE: _decides,
    Act.APPROVE_REMOVAL: _administrator,
    Act.OVERRIDE_REMOVAL: _support_administrator,
    Act.BIND_LINE: _administers,
    Act.SEE_HOLDS: _support_administrator,
    Act.SET_HOLD: _support_administrator,
    Act.LIFT_HOLD: _support_administrator,
    Act.ENTER_LIST_CHANGE: _support_administrator,
    Act.UNDO_REMOVAL: _undoes,
    Act.WITHDRAW_REQUEST: _withdraws,
    Act.SEE_SILENT: _support_administrator,
    Act.KEEP_CONTACT: _support_administrator,
    Act.DEACTIVATE_CONTACT: _support_administrator,
    Act.SEE_AUDIT: _administers,
    Act.SEE_REPORTS: _sees_reports,
    Act.MARK_TRAINING: _contact,
    Act.CONFIRM_LIST: _administers,
    Act.CHANGE_DETAILS: _any_contact,
    Act.ASK_CONTACT: _staff,
    Act.ANSWER_QUESTION: _answers,
    Act.REPORT_EMERGENCY: _staff,
    Act.DECIDE_EMERGENCY: _agent,
    Act.CLAIM_EMERGENCY: _contact,
    Act.SEE_CONTACTS: _sees_contacts,
    Act.OPEN_CASE: _contact,
    Act.OPEN_FOR_CONTACT: _agent,
    Act.REQUEST_UPDATE: lambda it, user, target: it.has(user, target.district, "technical"),
    Act.VIEW_CASE: _contact_or_agent,
    Act.LIST_CASES: _any_contact_or_agent,
    Act.COMMENT: _comments,
    Act.NOT_SOLVED: _contact,
    Act.MORE_TIME: _contact,
    Act.CLOSE: _contact,
    Act.REOPEN: _contact,
    Act.TAKE_OVER: _contact,
    Act.ESCALATE: _contact,
    Act.INVITE_GUEST: _contact,
    Act.TAKE_BACK: _comments,
    Act.TAKE_CASE: _agent,
    Act.WORK_CASE: _who_works,
    Act.ASSIGN_CASE: _lead,
    Act.SET_AWAY: _any_contact_or_agent,
    Act.WRITE_NOTE: _agent,
    Act.REPLY_TO_DISTRICT: _agent,
    Act.RESYNC_CASE: _agent,
    Act.SEE_NOTIFICATIONS: _sees_contacts,
    Act.SEE_ENVIRONMENTS: lambda it, user, target: (
        _any_contact_or_agent(it, user, target) or _support_administrator(it, user, target)
    ),
    Act.PUBLISH: _lead,
    Act.SEE_ISSUES: _any_contact_or_agent,
    Act.FOLLOW_ISSUE: _any_contact_or_agent,
    Act.REDACT: _author,
    Act.MARK_STUDENT_DATA: _contact_or_agent,
    Act.UNMARK_STUDENT_DATA: _contact_or_agent,
    Act.PREVIEWS_OFF: _keeps,
    Act.PREVIEWS_ON: _administrator,
    Act.ACCEPT_MIXED_CHANNEL: _administrator,
    Act.CHANGE_SETTINGS: _support_administrator,
    Act.KEEP_ACCESS: _any_contact,
    Act.CHOOSE_NOTIFICATIONS: _any_contact_or_agent,
}

NARROWER: dict[str, Right] = {
    "mark as away": _agent,
    "give a case": _gives,
    "take a comment back": lambda it, user, target: (
        _wrote(it.comments, it, user, target) or _comments(it, user, target)
    ),
    "take a note back": lambda it, user, target: _wrote(it.notes, it, user, target) or _agent(it, user, target),
    "ask to remove": _keeps_or_support,
    "confirm a removal": _support_administrator,
    "be here": _in_session,
    "end a session": _in_session,
}
"""Of a deed that is one way among others of doing an act."""


def overrides(it: Oracle, user: str, district: str) -> bool:
    """Support removes by an override; who keeps the list as well asks as they do."""
    keeps = it.contact(user, district) or it.has(user, district, "administrator")
    return it.has(user, "-", "support-administrator") and not keeps


def act_of(name: str, act: Act, it: Oracle, user: str, target: Target) -> Act:
    """Which act it is then, on the record: what is asked of a list depends on who asks, and whom it waits for."""
    if name == "ask to remove" and overrides(it, user, target.district):
        return Act.OVERRIDE_REMOVAL
    if name == "take a comment back" and not _wrote(it.comments, it, user, target):
        return Act.COMMENT
    if name == "take a note back" and not _wrote(it.notes, it, user, target):
        return Act.WRITE_NOTE
    if name == "give a case":
        return act if it.cases[target.case]["status"] == "new" else Act.WORK_CASE
    if act is Act.APPROVE_LIST_CHANGE and name in ("approve", "decline"):
        waits = it.requests[target.id]["waits_for"]
        return Act.APPROVE_REMOVAL if waits == "district" else act
    return act


def right_to(name: str, act: Act) -> Right:
    return NARROWER.get(name, RIGHTS[act])
