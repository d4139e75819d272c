"""The field's own words for what the domain names (POLICY 3)."""

from bot.domain.cases import (
    Ask,
    Case,
    CaseType,
    CloseReason,
    Frequency,
    Priority,
    Scope,
    Status,
    Turn,
    whose_turn,
)
from bot.domain.notifications import Kind as NotificationKind
from bot.domain.people import Role
from bot.domain.targets import Kind

STATUS = {
    Status.NEW: "New",
    Status.ASSIGNED: "Assigned",
    Status.ASSIST: "Assist Request",
    Status.SCHEDULED: "Scheduled",
    Status.DEVELOPMENT: "Assigned to Development",
    Status.PENDING_INPUT: "Pending Customer Input",
    Status.PENDING_VERIFICATION: "Pending Customer Verification",
    Status.CLOSED: "Closed",
}
TURN = {Turn.SUPPORT: "Support's turn", Turn.DISTRICT: "your district's turn", Turn.NOBODY: "done"}
DESK_TURN = {Turn.SUPPORT: "our turn", Turn.DISTRICT: "the district's turn", Turn.NOBODY: "done"}
PRIORITY = {
    Priority.CRITICAL: "Critical",
    Priority.HIGH: "High",
    Priority.MEDIUM: "Medium",
    Priority.LOW: "Low",
}
CASE_TYPE = {
    CaseType.QUESTION: "Question",
    CaseType.APPLICATION_ISSUE: "Application Issue",
    CaseType.SERVICE_REQUEST: "Service Request",
    CaseType.TECHNICAL: "Technical / Hosting",
    CaseType.UPDATE_OR_REFRESH: "Update or Refresh Request",
    CaseType.ENHANCEMENT: "Enhancement Request",
}
FREQUENCY = {Frequency.CONSISTENT: "Every time", Frequency.INTERMITTENT: "Now and then"}
SCOPE = {
    Scope.PERSON: "One person",
    Scope.SEVERAL: "Several people, or a school",
    Scope.DISTRICT: "The whole district",
}
ASK = {Ask.VERSION_UPDATE: "Version update", Ask.DATABASE_REFRESH: "Database refresh"}
CLOSED = {
    CloseReason.RESOLVED: "Resolved",
    CloseReason.NO_RESPONSE: "No response",
    CloseReason.WITHDRAWN: "Withdrawn",
    CloseReason.DUPLICATE: "Duplicate",
    CloseReason.REFERRED: "Referred",
}
NOTIFICATION = {NotificationKind.INCIDENT: "Incident", NotificationKind.MAINTENANCE: "Maintenance"}
TARGET = {Kind.FIRST_RESPONSE: "First response", Kind.UPDATE: "Next update"}
ROLE = {
    Role.STAFF: "Staff",
    Role.COACH: "Building coach",
    Role.SUPPORT: "Authorized Support Contact",
    Role.TECHNICAL: "Authorized Technical Contact",
    Role.ADMINISTRATOR: "District administrator",
    Role.AGENT: "Support agent",
    Role.LEAD: "Support lead",
    Role.SUPPORT_ADMINISTRATOR: "Support administrator",
}


def status_of(case: Case) -> str:
    """`Closed (Resolved)`, or the status alone."""
    if case.close_reason is not None:
        return f"{STATUS[case.status]} ({CLOSED[case.close_reason]})"
    return STATUS[case.status]


def turn_for_district(case: Case) -> str:
    return TURN[whose_turn(case.status)]


def turn_for_desk(case: Case) -> str:
    return DESK_TURN[whose_turn(case.status)]
