"""What stands in the audit log besides people's deeds: the acts of nobody, and what each of them did (POLICY 10).

A deed's line has the policy's act and rule, or the name of the refusal. The others have one of these.
"""

from enum import StrEnum


class Unasked(StrEnum):
    """An act that no person asked for in Slack."""

    CLOCK = "clock"
    IMPORT = "import"
    ACCOUNT = "account"
    DELIVER = "deliver"


class ByClock(StrEnum):
    """What a date did, when it came. Those of cases are the round's name and what its look did."""

    WARNED = "inactivity-warned"
    FLAGGED = "inactivity-flagged"
    DEACTIVATED = "inactivity-deactivated"
    PROTECTED = "inactivity-protected"
    UNDONE = "inactivity-undone"
    FOLLOWED_UP = "pending-follow-up"
    OWNER_TOLD = "pending-owner-told"
    CLOSED = "pending-close"
    TARGET_NEAR = "target-near"
    TARGET_MISSED = "target-missed"
    TARGET_LEAD = "target-lead"
    DATE_CAME = "date-came"
    INCIDENT_MOVED = "incident-moved"
    INCIDENT_TOLD = "incident-told"


NO_EFFECT = frozenset({"wait", "rest", "gone", ""})
"""What a look of a round may do that changes nothing and tells nobody, and leaves no line."""


def of_look(clock: str, did: str) -> tuple[str, str] | None:
    """Rule and ref of what a round's look did. Which of several follow-ups it was stands apart: `follow-up:2`."""
    if did in NO_EFFECT:
        return None
    what, _, which = did.rpartition("-")
    return (f"{clock}-{what}", f"{what}:{which}") if which.isdigit() else (f"{clock}-{did}", "")


class ByImport(StrEnum):
    """What a line of a file did to the directory."""

    DISTRICT_ADDED = "district-added"
    DISTRICT_CHANGED = "district-changed"
    PERSON_CHANGED = "person-changed"
    LINE_ADDED = "line-added"
    LINE_CHANGED = "line-changed"
    CLOSURE_PUT = "closure-put"


class ByAccount(StrEnum):
    """What a Slack account became. Of contacts and the vendor's people, whose rights depend on it."""

    GONE = "account-gone"
    MEMBER = "account-member"
    GUEST = "account-guest"
    EXTERNAL = "account-external"


COMMAND_LINE = "command-line"
"""The rule by which whoever looks after the bot may do a person's deed."""

WITHHELD = "withheld"
"""The rule of a message that its reader may not see any more."""
