"""Whom a message names is known of every kind there is, and each way of naming is one that an erasing finds.

A new kind of message stands in no table below, and fails here: say how it names people. A new way of naming somebody
needs its part in `storage.erasing_messages`, `erasing_reached`, `erasing_names` or `erasing_posts` (POLICY 10).
"""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.delivery import (
    case_posts,
    clock_posts,
    emergency_posts,
    erasure_posts,
    notice_posts,
    private_posts,
    question_posts,
    workspace_posts,
)
from bot.domain.ids import PersonId
from bot.views import case_notices, lines, sessions
from storage import erasing_messages, erasing_names, erasing_posts, erasing_reached, owing_emergencies, owing_redacted
from storage.copies import REDRAWN

ROOT = Path(__file__).parents[2]
NOBODY = ""
"""Nobody but its reader, or whoever wrote what it holds in their own words."""

AGAIN = "as the message that it draws again, which is looked at itself"

TOLD = {
    "away-over": "fact other",
    "binding-asked": "record proposal",
    "case-comment": "fact by, deputy",
    "case-escalated": "fact by, deputy",
    "case-given": "fact by, deputy",
    "case-handed": "fact by, deputy",
    "case-question": "fact by, deputy",
    "case-resolution": "fact by, deputy",
    "case-resynced": NOBODY,
    "cases-offered": "fact gone",
    "confirm-list": "list",
    "contact-gone": "fact person_gone",
    "critical-unanswered": NOBODY,
    "date-came": NOBODY,
    "dead-letters": NOBODY,
    "deputy-lost": "fact other",
    "digest": NOBODY,
    "emergency-asked": "report, decided, deputy",
    "emergency-claim": "record emergency, decided, deputy",
    "emergency-declined": "contacts",
    "emergency-left": "report, decided",
    "emergency-nobody": "record emergency",
    "emergency-offered": "record emergency, decided, fact in_place_of",
    "emergency-often": "record emergency",
    "emergency-page": "report, decided",
    "emergency-sent": "decided",
    "emergency-taken": "record emergency",
    "emergency-unclaimed": "record emergency",
    "emergency-undecided": "contacts",
    "emergency-waiting": "report, decided",
    "emergency-withdrawn": NOBODY,
    "erasure-called-off": NOBODY,
    "erasure-scheduled": NOBODY,
    "erasure-stopped": NOBODY,
    "erasure-too-late": NOBODY,
    "erasure-waits": NOBODY,
    "follow-up": NOBODY,
    "follow-up-lost": NOBODY,
    "import-changed": "fact changed, fact came",
    "import-removed": "record line",
    "inactivity-deactivated": "round",
    "inactivity-ended": NOBODY,
    "inactivity-flagged": NOBODY,
    "inactivity-kept": "fact whose, record kept",
    "inactivity-last": "record last",
    "inactivity-near": "list",
    "inactivity-others-flagged": "round",
    "inactivity-undone": "fact back",
    "inactivity-warning": NOBODY,
    "installed-here": NOBODY,
    "installed-too-late": NOBODY,
    "issue-changed": NOBODY,
    "issue-released": "fact by, deputy",
    "list-asked": "record request",
    "list-changed": "record request",
    "list-details": "fact whose, fact by",
    "list-entered": "record request",
    "list-short": NOBODY,
    "list-unconfirmed": NOBODY,
    "list-yours": "record request",
    "no-contact": NOBODY,
    "notification": NOBODY,
    "not-read-here": NOBODY,
    "opened-for-you": "fact by",
    "outsider-in-channel": "Slack's id in its key, fact person_reported",
    "outsiders-in-channel": "Slack's id in its key",
    "previews-switched": "fact by",
    "question-answered": "fact by",
    "question-asked": "question, deputy",
    "question-case-closed": NOBODY,
    "question-case-opened": "fact by",
    "question-declined": "fact by",
    "question-passed": "question, deputy",
    "question-passed-on": "fact by, fact to",
    "question-reminder": "question, deputy",
    "question-thanks": "record question",
    "question-unanswered": "contacts",
    "question-went-on": "fact by",
    "question-withdrawn": "fact by",
    "redirect": "contacts",
    "reply-looked-up": "contacts",
    "reply-not-taken": "contacts",
    "seal": NOBODY,
    "seal-gone": NOBODY,
    "session-cancelled": "record session",
    "session-join": "record session",
    "session-paused": "record session",
    "session-planned": "record session",
    "session-stand-in": "record session",
    "session-yours": "record session",
    "set-up-here": NOBODY,
    "standing-in": "fact other",
    "standing-in-over": "fact other",
    "target-lead": NOBODY,
    "target-missed": NOBODY,
    "target-near": NOBODY,
    "text-redacted": "fact by",
    "training": NOBODY,
    "welcome": "fact by",
    "workspace-set-up": NOBODY,
    "workspace-to-set-up": NOBODY,
    "workspace-unusable": NOBODY,
    "copy-redacted": AGAIN,
    "named-somebody": AGAIN,
    "question-redrawn": AGAIN,
    "redrawn": AGAIN,
    "unnamed": AGAIN,
}
"""Direct messages: all that this product owes as such, and whom each names."""

LINES = {
    "by whom, and to whom": {*lines.LINES},
    "its session": {*sessions.LINES},
    "who claimed it": {"emergency-claimed"},
    "contacts of its district": {"follow-up"},
    "who owns it": clock_posts.TOLD - {"follow-up"},
    "nobody": {"closed", "emergency-status", "from-message", "thread-ends", "thread-goes-on"},
}
"""In threads."""

ALONE = {
    *("refused", "reply-taken", "resyncing", "thanked", "case-actions", "solved-or-not", "session-held"),
    *("question-handed", "question-thanked", "list-confirmed", "training-marked", "access-kept"),
}
"""Shown to one person where they act, until they look away: it stands nowhere."""

NO_MESSAGE = {"comment", "note", "opening", "keeping", "waiting", "case", "question", "request", "emergency"}
"""What else is called by that name in the code."""

WAYS = erasing_messages.ways(PersonId(1))
FACTS = (*erasing_messages.NAMED_BY, *erasing_messages.ABOUT)


def _by_record(fact: str, what: str) -> bool:
    return any(way.fact == fact and way.is_told(what) for way in WAYS)


FOUND: dict[str, Callable[[str], bool]] = {
    "deputy": {*erasing_reached.TO_A_DEPUTY, *erasing_reached.OF_A_CASE, *erasing_messages.OTHERWISE}.__contains__,
    "contacts": {
        *erasing_reached.TO_A_USER,
        *erasing_messages.REFUSED,
        *erasing_messages.UNANSWERED,
    }.__contains__,
    "question": {*erasing_messages.OTHERWISE}.__contains__,
    "report": {*owing_emergencies.WORDED}.__contains__,
    "decided": {*owing_emergencies.ASKED, *owing_emergencies.TO_CLAIM, owing_emergencies.SENT}.__contains__,
    "list": lambda what: what in erasing_messages.OF_A_LIST and _by_record("district", what),
    "round": {*erasing_messages.OF_A_ROUND}.__contains__,
    "Slack's id in its key": lambda what: "{who.user}" in _owing(what) or "{company}" in _owing(what),
}
"""By way of naming, whether an erasing finds a kind by it."""


def _owing(what: str) -> str:
    """The sources in which it is owed."""
    return "".join(source for source in _sources() if f'what="{what}"' in source)


def _sources() -> list[str]:
    folders = ("bot", "handlers", "storage")
    return [path.read_text(encoding="utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py")]


def _finds(way: str, what: str) -> bool:
    kind, _, name = way.partition(" ")
    match kind:
        case "fact":
            return name in FACTS
        case "record":
            return _by_record(name, what)
        case _:
            return FOUND[way](what)


def _all_told() -> set[str]:
    """By the tables of those who draw them."""
    return {
        *notice_posts.NOTICES,
        *emergency_posts.HOLDS,
        *erasure_posts.TOLD,
        *sessions.NOTICES,
        *question_posts.NOTICES,
        *case_notices.NOTICES,
        *clock_posts.TOLD,
        *workspace_posts.TO_INSTALLER,
        *private_posts.TO_USER,
        owing_redacted.COPY,
        question_posts.REDRAWN,
        REDRAWN,
        erasing_messages.UNNAMED,
        erasing_posts.STUB,
    }


def _named_in_code() -> set[str]:
    """Every `what="…"` that is a name."""
    found = {
        word.value.value
        for source in _sources()
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg == "what" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
    }
    return {what for what in found if re.fullmatch(r"[a-z-]+", what)}


def test_of_every_direct_message_it_is_said_whom_it_names() -> None:
    assert _all_told() - TOLD.keys() == set()


def test_of_whatever_else_the_code_owes_as_well() -> None:
    known = TOLD.keys() | set().union(*LINES.values()) | ALONE | NO_MESSAGE
    assert _named_in_code() - known == set()


def test_nothing_is_said_of_messages_that_are_no_more() -> None:
    words = {
        node.value
        for source in _sources()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert (TOLD.keys() | ALONE) - words == set()


@pytest.mark.parametrize("what", sorted(what for what, how in TOLD.items() if how not in (NOBODY, AGAIN)))
def test_an_erasing_finds_whom_it_names(what: str) -> None:
    assert [way for way in TOLD[what].split(", ") if not _finds(way, what)] == []


def test_lines_in_threads_name_people_in_ways_that_are_looked_for() -> None:
    """By their rows, or for the clock's by what `erasing_names` asks for: all that is left is the case's owner."""
    assert LINES["who claimed it"] == {erasing_names.CLAIMED}
    assert LINES["contacts of its district"] == {erasing_names.FOLLOW_UP}
    assert case_posts.LAST_LINES.keys() <= LINES["who claimed it"] | LINES["nobody"]
    for one in LINES["by whom, and to whom"]:
        assert "{by}" in lines.LINES[one] or "{to}" in lines.LINES[one]
