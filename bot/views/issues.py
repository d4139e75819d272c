"""Issues as they are read: a page of them, one with its steps, and the message to who follows one (POLICY 8)."""

from collections.abc import Sequence

from bot.domain.ids import CaseNumber, IssueId
from bot.domain.issues import ENDED, Issue, IssueStatus
from bot.views import fields, forms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

STATUS = {
    IssueStatus.CONFIRMED: "Confirmed",
    IssueStatus.IN_DEVELOPMENT: "In Development",
    IssueStatus.IN_TESTING: "In Testing",
    IssueStatus.FIXED: "Fixed in version",
    IssueStatus.RELEASED: "Released",
    IssueStatus.AS_DESIGNED: "Works as designed",
    IssueStatus.WILL_NOT_FIX: "Will not fix",
}
SIGN = {
    IssueStatus.RELEASED: ":white_check_mark:",
    IssueStatus.AS_DESIGNED: ":heavy_minus_sign:",
    IssueStatus.WILL_NOT_FIX: ":no_entry_sign:",
}
UNDER_WAY = ":hammer_and_wrench:"
ALL = "all"
"""In the menu of modules: every one."""

TOLD_LONGEST = 1000
"""Of a workaround in a message; the window has all of it."""


def on_home() -> Block:
    return text.button(
        "Issues…", Action.ISSUES, value("", None), spoken_as="Issues: confirmed defects of the product"
    )


def value(module: str, after: tuple[bool, IssueId] | None) -> str:
    """As a button or an option carries it: where the page before ended, and the module behind that."""
    linked, last = after or (True, IssueId(0))
    return f"{int(linked)}:{last}:{module or ALL}"


def status_of(issue: Issue) -> str:
    """With its version, where that is known."""
    return _status(issue.status, issue.fixed_in)


def _status(status: IssueStatus, fixed_in: str) -> str:
    if not fixed_in:
        return STATUS[status]
    name = STATUS[status] if status is IssueStatus.FIXED else f"{STATUS[status]} in version"
    return f"{name} {text.inline(fixed_in)}"


def listing(
    rows: Sequence[tuple[Issue, bool]],
    *,
    module: str,
    modules: Sequence[str],
    first: bool,
    after: tuple[bool, IssueId] | None,
    may_publish: bool,
    at_desk: bool,
) -> Block:
    """A window. `rows`: with whether a case of theirs is linked. `first`: it is the first page."""
    turned = [] if first else [text.button("First page", f"{Action.ISSUES}#first", value(module, None))]
    turned += [text.button("Next page", f"{Action.ISSUES}#next", value(module, after))] if after else []
    write = [text.button("New issue…", Action.NEW_ISSUE, "new")] if may_publish else []
    blocks = [
        *_choice(module, modules),
        *text.buttons(write),
        *(
            [_row(issue, place, linked=linked) for place, (issue, linked) in enumerate(rows)]
            or [_none(at_desk=at_desk)]
        ),
        *text.buttons(turned),
    ]
    return forms.reading("Issues", Message(text="Issues", blocks=blocks))


def _choice(module: str, modules: Sequence[str]) -> list[Block]:
    named = modules if not module or module in modules else [*modules, module]
    if len(named) <= 1 and not module:
        return []
    options = [(value("", None), "All modules"), *((value(name, None), name) for name in named)]
    menu = fields.menu(f"{Action.ISSUES}#module", options, value(module, None))
    return [text.section("Confirmed defects of", accessory=menu)]


def _none(*, at_desk: bool) -> Block:
    if at_desk:
        return text.section("No issue is known. One begins with a case that is *Assigned to Development*.")
    return text.section("No issue is published. Where something does not work, please open a case.")


def _row(issue: Issue, place: int, *, linked: bool) -> Block:
    see = text.button("View", f"{Action.ISSUE}#{place}", issue.id, spoken_as=f"View issue {issue.id}")
    return text.section(f"{_named(issue)}\n{_facts(issue, linked=linked)}", accessory=see)


def _named(issue: Issue) -> str:
    return f"*{issue.id}* · {text.inline(issue.words.title)}"


def _facts(issue: Issue, *, linked: bool = False) -> str:
    sign = SIGN.get(issue.status, UNDER_WAY)
    found = [f"{sign} {status_of(issue)}", text.inline(issue.module) or "All modules"]
    found += ["linked to a case of yours"] if linked else []
    found += [] if issue.is_published else [":lock: not published"]
    return " · ".join(found)


def page(
    issue: Issue,
    *,
    steps: Sequence[tuple[IssueStatus, str, str]],
    cases: Sequence[CaseNumber],
    count: int,
    follows: bool,
    may_publish: bool,
    at_desk: bool,
    said: str = "",
) -> Block:
    """A window. `steps`: status, version, and when, drawn. `said`: what was just done."""
    blocks = [
        *([text.section(f":white_check_mark: {said}")] if said else []),
        *shown(issue),
        *_cases(cases, count, at_desk=at_desk),
        *_steps(steps),
        *text.buttons([_follow(issue, follows=follows)]),
        text.context(_follows_what(follows=follows)),
        *(_for_leads(issue) if may_publish else []),
    ]
    return forms.reading(f"Issue {issue.id}", Message(text=f"Issue {issue.id}", blocks=blocks))


def shown(issue: Issue) -> list[Block]:
    """As everybody reads it who may."""
    words = issue.words
    around = [text.section("*Workaround*"), _said(words.workaround)] if words.workaround else []
    about = [_said(words.description)] if words.description else []
    return [text.section(f"{_named(issue)}\n{_facts(issue)}"), *about, *around]


def _said(words: str) -> Block:
    return {"type": "section", "text": text.plain(words, text.PLAIN_LONGEST)}


def _cases(cases: Sequence[CaseNumber], count: int, *, at_desk: bool) -> list[Block]:
    if not count:
        return []
    whose = "Linked cases" if at_desk else "Your district's cases"
    more = f" and {count - len(cases)} older" if count > len(cases) else ""
    numbers = ", ".join(str(number) for number in cases)
    return [text.section(f"*{whose}*: {numbers}{more}")]


def _steps(steps: Sequence[tuple[IssueStatus, str, str]]) -> list[Block]:
    lines = [f"{at} · {_status(status, version)}" for status, version, at in steps]
    return [text.context("\n".join(lines))]


def _follow(issue: Issue, *, follows: bool) -> Block:
    if follows:
        return text.button("Stop following", Action.UNFOLLOW_ISSUE, issue.id, spoken_as=f"Stop following {issue.id}")
    return text.button("Follow", Action.FOLLOW_ISSUE, issue.id, spoken_as=f"Follow issue {issue.id}")


def _follows_what(*, follows: bool) -> str:
    if follows:
        return "You follow this issue: I write to you when its status changes."
    return "Who follows an issue is told when its status changes."


def _for_leads(issue: Issue) -> list[Block]:
    spoken = f"issue {issue.id}"
    status = text.button("Change status…", Action.CHANGE_ISSUE, issue.id, spoken_as=f"Change status of {spoken}")
    edit = text.button("Edit…", Action.EDIT_ISSUE, issue.id, spoken_as=f"Edit {spoken}")
    if not issue.is_published:
        publish = text.button("Publish…", Action.PUBLISH_ISSUE, issue.id, spoken_as=f"Publish {spoken}")
        note = "Support alone sees it until it is published."
        return [text.divider(), *text.buttons([status, edit, publish]), text.context(note)]
    sure = text.confirmation(
        "Publish it no longer?",
        "Contacts do not see it any more. Nobody is told; what was told stays where it was.",
        "Withdraw it",
    )
    back = text.button(
        "Withdraw", Action.WITHDRAW_ISSUE, issue.id, style="danger", spoken_as=f"Withdraw {spoken}", confirm=sure
    )
    return [text.divider(), *text.buttons([status, edit, back]), text.context("Contacts of every district read it.")]


def told(issue: Issue, *, is_new: bool, cases: Sequence[CaseNumber]) -> Message:
    """To who follows it. `is_new`: it was just published. `cases`: of the reader's districts, linked to it."""
    what = "is published" if is_new else f"is now {STATUS[issue.status]}"
    around = issue.words.workaround if issue.status not in ENDED else ""
    way = [text.context("*Workaround*"), _said(text.cut(around, TOLD_LONGEST))] if around else []
    linked = [text.context(_linked(cases))] if cases else []
    why = text.context("You are told because you follow it. *View* shows how to stop that.")
    see = text.button("View", Action.ISSUE, issue.id, spoken_as=f"View issue {issue.id}")
    said = f"Issue {issue.id} {what}"
    return Message(
        text=text.spoken(f"{said}."),
        aloud=text.aloud(text.escape(f"{said}:"), text.one_line(issue.words.title)),
        blocks=[
            text.section(f"*{said}*"),
            text.section(f"{_named(issue)}\n{_facts(issue)}"),
            *way,
            *linked,
            *text.buttons([see]),
            why,
        ],
    )


def _linked(cases: Sequence[CaseNumber]) -> str:
    numbers = text.sentence(str(number) for number in cases)
    return f"Your case {numbers} is linked to it." if len(cases) == 1 else f"Your cases {numbers} are linked to it."
