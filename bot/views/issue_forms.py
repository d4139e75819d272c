"""A lead's windows about an issue: its words, its next status, and a preview with who will be told (POLICY 8)."""

import json
from collections.abc import Sequence

from bot.domain.ids import IssueId
from bot.domain.issues import HAS_VERSION, Issue, Lacks, Words
from bot.domain.limits import Limits
from bot.views import fields, issues, text
from bot.views.actions import Action, Callback
from bot.views.message import Block

TITLE, MODULE, DESCRIPTION, WORKAROUND, STATUS, VERSION = (
    "title",
    "module",
    "description",
    "workaround",
    "status",
    "version",
)
DISTRICTS = 10
"""In the list of who will be told."""

PUBLIC = f"Contacts of every district read it once it is published: no names of districts. {fields.NO_NAMES}"
NEEDED = "Please describe it: contacts read nothing else of it."
SAME = "It has that status already. Please choose another, or name another version."
NO_VERSION = "Please name the version in which it is fixed."

Named = Sequence[tuple[str, Sequence[str], int]]
"""Of each district, '' the vendor's own: the first by name, and how many there are."""


def words_form(modules: Sequence[str], limits: Limits, issue: Issue | None = None) -> Block:
    """`issue`: one that is written anew, with what it says now."""
    words = issue.words if issue is not None else Words(title="")
    hint = f"{limits.subject_shortest} to {limits.subject_longest} characters. {PUBLIC}"
    named = modules if issue is None or issue.module in ("", *modules) else [*modules, issue.module]
    options = [(issues.ALL, "All modules"), *((name, name) for name in named)]
    chosen = (issue.module or issues.ALL) if issue is not None else ""
    is_read = issue is not None and issue.is_published
    blocks = [
        *([text.context("Contacts read the new words at once; nobody is told of them.")] if is_read else []),
        fields.line(TITLE, "What does not work?", words.title, hint=hint),
        fields.choice(MODULE, "Module", options, chosen=chosen),
        fields.lines(DESCRIPTION, "Description", typed=words.description, hint="What happens, when, and for whom."),
        fields.lines(WORKAROUND, "Workaround", typed=words.workaround, optional=True, hint="What helps meanwhile."),
    ]
    return text.modal(
        "New issue" if issue is None else f"Edit issue {issue.id}",
        Callback.ISSUE_WORDS,
        blocks,
        submit="Save",
        private_metadata=json.dumps(_about(issue)),
    )


def _about(issue: Issue | None, **more: str) -> dict[str, str]:
    return {} if issue is None else {"issue": str(issue.id), "mark": issue.mark, **more}


def status_form(issue: Issue) -> Block:
    options = [(status, name) for status, name in issues.STATUS.items()]
    hint = "For “Fixed in version”, and for “Released” where it is known."
    blocks = [
        text.section(f"*{issue.id}* · {text.inline(issue.words.title)}\nNow {issues.status_of(issue)}"),
        fields.choice(STATUS, "Next status", options, chosen=""),
        fields.line(VERSION, "Version", issue.fixed_in, optional=True, hint=hint),
    ]
    return text.modal(
        "Change status",
        Callback.ISSUE_STATUS,
        blocks,
        submit="Preview",
        private_metadata=json.dumps(_about(issue)),
    )


def change_preview(issue: Issue, *, mark: str, people: int, named: Named, cases: int) -> Block:
    """What the change means, before it is done. `issue`: as it will be; `cases`: open ones that are linked."""
    blocks = [
        *issues.shown(issue),
        text.divider(),
        *([text.section(_ends(issue, cases))] if issue.is_ended else []),
        *_audience(people, named, published=issue.is_published),
    ]
    facts = {"issue": str(issue.id), "mark": mark, "status": str(issue.status)}
    if issue.status in HAS_VERSION:
        facts["version"] = issue.fixed_in
    return text.modal(
        "Change status", Callback.ISSUE_CHANGE, blocks, submit="Change it", private_metadata=json.dumps(facts)
    )


def _ends(issue: Issue, cases: int) -> str:
    name = issues.STATUS[issue.status]
    if not cases:
        return f"*{name}* ends it. No open case is linked to it."
    many = "*One open case* is" if cases == 1 else f"*{cases} open cases* are"
    return f"*{name}* ends it. {many} linked to it: what waits for it goes back to its owner, and each owner is told."


def publish_preview(issue: Issue, *, mark: str, people: int, named: Named) -> Block:
    """As contacts will read it, and who is told."""
    blocks = [
        text.context("This is what contacts of every district will read:"),
        *issues.shown(issue),
        text.divider(),
        *_audience(people, named, published=True),
    ]
    return text.modal(
        "Publish issue",
        Callback.ISSUE_PUBLISH,
        blocks,
        submit="Publish",
        private_metadata=json.dumps({"issue": str(issue.id), "mark": mark}),
    )


def _audience(people: int, named: Named, *, published: bool) -> list[Block]:
    """Who will be told, by district."""
    but = "" if published else " It is not published: of contacts nobody is told."
    if not people:
        return [text.section(f"*Nobody is told*: nobody else follows it.{but}")]
    many = "One person follows it, and is" if people == 1 else f"{people} people follow it, and are"
    lines = [text.context(_of_district(*row)) for row in named[:DISTRICTS]]
    more = [text.context(f"and of {len(named) - DISTRICTS} more districts")] if len(named) > DISTRICTS else []
    return [text.section(f"*{many} told* by direct message.{but}"), *lines, *more]


def _of_district(name: str, first: Sequence[str], count: int) -> str:
    rest = f" and {count - len(first)} more" if count > len(first) else ""
    people = ", ".join(text.inline(it) for it in first)
    return f"*{text.inline(name) if name else 'Support'}*: {people}{rest}"


def wrong(lacks: Lacks) -> dict[str, str]:
    """At its field."""
    match lacks:
        case Lacks.DESCRIPTION:
            return {DESCRIPTION: NEEDED}
        case Lacks.VERSION:
            return {VERSION: NO_VERSION}
        case Lacks.CHANGE:
            return {STATUS: SAME}


def not_described(issue: IssueId) -> Block:
    """It cannot be published so."""
    said = "It has no description yet, and contacts would read nothing else of it. Please write one first."
    edit = text.button("Edit…", Action.EDIT_ISSUE, issue, spoken_as=f"Edit issue {issue}")
    return text.modal("Publish issue", Callback.READING, [text.section(said), *text.buttons([edit])], close="Close")
