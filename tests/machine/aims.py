"""Of what a deed may come about: three times in four it is asked of that, and of anything else there is otherwise."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.machine.oracle import Oracle

DAY = timedelta(days=1)
It = Mapping[str, Any]
Aim = Callable[[Oracle, It], bool]


def _status(*which: str) -> Aim:
    return lambda _, case: case["status"] in which


def _state(*which: str) -> Aim:
    return lambda _, it: it["state"] in which


def _standing(*which: str) -> Aim:
    return lambda _, row: row["standing"] in which


def _was_just_removed(now: Oracle, request: It) -> bool:
    """And has a day to undo it in."""
    done = request["state"] in ("applied", "confirmed")
    return request["kind"] == "remove" and done and request["asked_at"] > now.at - DAY


_PENDING = ("pending-customer-input", "pending-customer-verification")
_ACTS = _standing("active", "flagged")
AIMS: dict[str, Aim] = {
    **dict.fromkeys(("take a case", "give a case"), _status("new")),
    **dict.fromkeys(("more time", "solved"), _status(*_PENDING)),
    "not solved": _status("pending-customer-verification"),
    "close unanswered": lambda _, case: case["status"] in _PENDING and case["priority"] == "critical",
    "reopen": lambda _, case: case["status"] == "closed" and case["duplicate_of"] is None,
    "undo a merge": lambda _, case: case["duplicate_of"] is not None,
    "resume": _status("scheduled", "assist-request", "assigned-to-development"),
    "claim an emergency": lambda _, case: case["contact_id"] is None,
    "link": lambda _, case: case["status"] != "closed",
    **dict.fromkeys(("approve", "decline", "withdraw a request"), _state("asked")),
    "confirm a removal": lambda _, it: it["waits_for"] == "confirmation",
    "undo a removal": _was_just_removed,
    **dict.fromkeys(("answer a question", "decline a question"), _state("asked")),
    **dict.fromkeys(("accept an emergency", "decline an emergency"), _state("asked")),
    **dict.fromkeys(("be here", "end a session", "let in", "look at what is held"), _state("open")),
    **dict.fromkeys(("confirm a proposal", "decline a proposal"), _state("asked")),
    **dict.fromkeys(("deactivate a contact", "keep a contact"), _standing("flagged")),
    "ask to reactivate": _standing("deactivated"),
    **dict.fromkeys(("ask to remove", "ask to replace", "ask for another type"), _ACTS),
}


def aimed(name: str, now: Oracle, found: Sequence[It], pick: int) -> Sequence[It]:
    """Those to choose from."""
    aim = AIMS.get(name)
    fit = [it for it in found if aim(now, it)] if aim is not None and pick % 4 else []
    return fit or found
