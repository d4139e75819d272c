"""What is said of erasures and legal holds where the bot runs."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.erasures import LEFT, Counts, Erasure, Kind, State

WHAT = {
    "cases": "cases (their facts stay)",
    "open-cases": "open cases, closed as withdrawn",
    "case_words": "cases with the words they were opened with",
    "comments": "comments",
    "comment_versions": "texts of comments, each version",
    "notes": "internal notes",
    "note_versions": "texts of internal notes, each version",
    "case_files": "files of cases",
    "comment_files": "files of comments",
    "files": "files",
    "question_words": "texts of questions and answers",
    "questions": "questions",
    "emergencies": "reports of emergencies",
    "openings": "cases with the words they were opened with",
    "emergency_words": "reports of emergencies",
    "list_request_words": "requests about the list of contacts",
    "reasons": "reasons (of requests about the list, of decisions, of legal holds)",
    "roster": "lines of the list",
    "rights": "rights that ended",
    "people": "people",
    "closures": "holidays and breaks",
    "channels": "channels",
    "threads": "threads in Slack",
    "named": "messages drawn again without a name",
    "copies": "messages removed from Slack",
    "copies-left": "messages left in Slack, where the app is no longer installed or could not remove them",
    "workspaces": "workspaces",
}
"""What a count is of, for whoever reads it; what is not here is a detail of how it is kept."""

ONE = {"people": "person", "holidays and breaks": "holiday or break"}
PLURAL = re.compile(r"^((?:open |internal )?\w+?)s\b")
"""Where one of a kind is called otherwise; and what ends its name where there are several."""

WROTE = ("cases", "comments", "notes", "question_words", "emergency_words", "reasons")
"""Of a person: cases that they opened, what they said in cases, and what they said beside."""

STATES = {
    State.WAITING: "waits for its date",
    State.RUNNING: "under way",
    State.DONE: "done",
    State.CANCELLED: "called off: the app is there again",
}


def counted(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(str(counts[name]), said) for name, said in WHAT.items() if counts.get(name)]


def of_person(counts: Counts, *, with_words: bool) -> tuple[Counts, Counts]:
    """What goes of a person, and what stays: what they wrote, unless it is to go as well."""
    wrote = {} if with_words else {name: many for name, many in counts.items() if name in WROTE}
    return {name: many for name, many in counts.items() if name not in wrote}, wrote


def summary(counts: Counts) -> str:
    """In one cell."""
    found = [(name, WHAT[name].partition(" (")[0]) for name in WHAT if counts.get(name)]
    return ", ".join(_many(counts[name], said) for name, said in found) or "nothing yet"


def _many(count: int, said: str) -> str:
    if count != 1:
        return f"{count} {said}"
    return f"1 {ONE[said] if said in ONE else PLURAL.sub(lambda found: found[1], said)}"


def what(erasure: Erasure, district: str) -> str:
    """What it is of, by our own ids: names are what goes."""
    match erasure.kind:
        case Kind.RETENTION:
            return f"words of old cases of {district}"
        case Kind.DISTRICT:
            return f"district {district}"
        case Kind.PERSON:
            return f"person {erasure.person}{', with their words' if erasure.with_words else ''}"
        case Kind.UNINSTALLED:
            return f"district {district}, uninstalled" if district else f"workspace {erasure.team or ''}, uninstalled"


def state(erasure: Erasure, *, held: bool) -> str:
    if held:
        return "stopped by a legal hold"
    if erasure.trouble:
        return f"stopped: {trouble(erasure)}; tried again {when(erasure.due_at)}"
    if erasure.state is State.WAITING:
        return f"{STATES[State.WAITING]}, {when(erasure.due_at)}"
    return f"{STATES[erasure.state]}{f', {when(erasure.finished_at)}' if erasure.finished_at else ''}"


def trouble(erasure: Erasure) -> str:
    """Why it does not come further."""
    if not erasure.trouble.startswith(LEFT):
        return f"a fault ({erasure.trouble}), of which the log says more"
    table = erasure.trouble.removeprefix(LEFT)
    return f"after several rounds there are still {WHAT.get(table, f'lines of {table}').partition(' (')[0]}"


WHAT_TO_DO = (
    "What is stopped is tried again each hour. Where something is still there, something writes it while it is "
    "erased: another bot of an older version, an import, a script. End that, and it comes to its end by itself, or "
    "at once by the same command given again."
)


FILES = (
    "Before the next import, take them out of your files: nothing is kept by which somebody who was erased could be "
    "known again, so a file that still names them brings them back, and makes them the contact it says."
)


def when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def first(  # each is one sentence
    *,
    held: Sequence[str],
    contact_of: Sequence[str],
    owner_of: Sequence[int],
    emergency_of: Sequence[int],
    in_session_of: Sequence[int],
    last_support_administrator: bool,
    is_command_line: bool,
) -> list[str]:
    """What has to be done before this person can be erased, a sentence each."""
    said = [f"A legal hold stands for {key}. Have it lifted first: python -m bot hold list" for key in held]
    said += [
        f"They are a contact of {key}. Have them removed from its list first: /case manage" for key in contact_of
    ]
    if owner_of:
        said.append(f"They own {_cases(owner_of)}. Assign somebody else first, from the case's menu at the desk.")
    if emergency_of:
        said.append("They reported an emergency that is not over. Have it declined, withdrawn or claimed first.")
    if in_session_of:
        said.append(f"They are in a joint session of {_cases(in_session_of)}. Have it ended first.")
    if last_support_administrator:
        said.append("They are the last support administrator. Name another first: python -m bot directory import")
    if is_command_line:
        said.append("That is the account by which this command line acts: it is nobody's data, and it stays.")
    return said


def _cases(numbers: Sequence[int]) -> str:
    return ", ".join(f"case {number}" for number in numbers)
