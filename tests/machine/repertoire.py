"""Everything that can be asked for, and everything that a long run has to have come to."""

from bot.domain.refusals import Refusal
from tests.machine.acts import DEEDS as ON_CASES
from tests.machine.away_acts import OF_ABSENCE
from tests.machine.binding_acts import OF_BINDING
from tests.machine.issue_acts import OF_ISSUES
from tests.machine.joint import OF_SESSIONS
from tests.machine.list_acts import OF_PEOPLE
from tests.machine.outside import OF_HOLDS
from tests.machine.report_acts import OF_REPORTS
from tests.machine.rights import RIGHTS

DEEDS = {**ON_CASES, **OF_PEOPLE, **OF_SESSIONS, **OF_ABSENCE, **OF_BINDING, **OF_HOLDS, **OF_ISSUES, **OF_REPORTS}

NEVER_SAID = {
    "NotSetUp": "nobody acts from the workspace that is nobody's",
    "UpdatedAsGroup": "no district here is",
    "NotKept": "a reply is sent as soon as it was looked at",
    "ChangedMeanwhile": "no deed here says what its button was drawn from",
    "NoWindow": "there is no Slack here",
    "NotReadable": "nobody types a number here",
}
"""Refusals that the machine cannot come to, and why."""

BY_CLOCK = (
    *("warn", "flag", "deactivate", "protect", "wait"),
    *("pending-follow-up-1", "pending-follow-up-2", "pending-follow-up-3"),
    *("pending-close", "pending-owner-told", "pending-unclaimed"),
    *("target-near", "target-missed", "target-lead", "date-came", "incident-moved", "incident-told"),
    *("notification-for-each", "notification-announced", "notification-over"),
    *("issue-moved", "issue-told", "issue-announced"),
    *("emergency-paged", "emergency-reminded", "emergency-left-to-leads", "emergency-give-up"),
    *("question-ask-others", "question-remind", "question-give-up"),
    *("session-begin", "session-pause", "session-end"),
    *("requests-lapsed", "digests", "kept-words-erased", "old-news-erased", "erasure-done"),
)
"""What the clock may do at a look, or find that it has to wait with."""

EXPECTED = (
    *(f"act {act}" for act in RIGHTS),
    *(f"deed {name}" for name in DEEDS),
    *(f"refusal {it.__name__}" for it in Refusal.__subclasses__() if it.__name__ not in NEVER_SAID),
    *(f"clock {verdict}" for verdict in BY_CLOCK),
)
