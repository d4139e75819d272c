"""Issues, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.ids import CaseNumber, IssueId
from bot.domain.issues import HAS_VERSION, Issue, IssueStatus, Words
from bot.domain.limits import DEFAULT
from bot.views import issue_forms, issues
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.naming import name

CASES = [CaseNumber(number) for number in range(1, 21)]


def issue(
    said: str, status: IssueStatus = IssueStatus.CONFIRMED, *, number: int = 5, published: bool = True
) -> Issue:
    return Issue(
        id=IssueId(number),
        words=Words(title=said, description=said, workaround=said if number % 2 else ""),
        module="Grades" if number % 2 else "",
        status=status,
        fixed_in=name(said)[:150] if status in HAS_VERSION else "",
        created_at=NOON,
        changed_at=NOON,
        published_at=NOON if published else None,
    )


def every(said: str) -> list[Issue]:
    """Of each status; published, and not."""
    return [
        issue(said, status, number=number, published=bool(number % 3)) for number, status in enumerate(IssueStatus, 1)
    ]


def _listings(said: str) -> list[dict[str, Any]]:
    known = [(it, bool(it.id % 2)) for it in [*every(said), *every(said)][:10]]
    return [
        issues.listing(
            rows,
            module="Grades" if rows else "",
            modules=["Grades", *(f"Module {number}" for number in range(110))],
            first=not rows,
            after=(True, IssueId(3)) if rows else None,
            may_publish=at_desk,
            at_desk=at_desk,
        )
        for rows in (known, known[:1], [])
        for at_desk in (True, False)
    ]


def _pages(said: str) -> list[dict[str, Any]]:
    steps = [(it.status, it.fixed_in, "yesterday") for it in every(said)]
    return [
        issues.page(
            it,
            steps=steps,
            cases=cases,
            count=len(cases) * 2,
            follows=at_desk,
            may_publish=at_desk,
            at_desk=at_desk,
            said="Saved." if at_desk else "",
        )
        for it in every(said)
        for cases, at_desk in ((CASES, True), ([], False), (CASES, False))
    ]


def _told(said: str) -> list[Message]:
    return [
        issues.told(it, is_new=is_new, cases=cases)
        for it in every(said)
        for is_new in (True, False)
        for cases in (CASES[:10], CASES[:1], [])
    ]


def _audiences(said: str) -> list[tuple[int, issue_forms.Named]]:
    whole = [(name(said), [name(said)] * 5, 9)] * 60
    return [(500, whole), (1, [("", [name(said)], 1)]), (0, [])]


def _change_previews(said: str) -> list[dict[str, Any]]:
    return [
        issue_forms.change_preview(it, mark="0-a", people=people, named=named, cases=cases)
        for it in every(said)
        for (people, named), cases in zip(_audiences(said), (0, 1, 7), strict=True)
    ]


def _home(_: str) -> list[dict[str, Any]]:
    return [{"type": "home", "blocks": [{"type": "actions", "elements": [issues.on_home()]}]}]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {"issues.told": _told}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "issues.listing": _listings,
    "issues.page": _pages,
    "issue_forms.words_form": lambda said: [
        issue_forms.words_form(modules, DEFAULT, it)
        for modules in (["Grades"] * 200, ["Grades"], [])
        for it in (None, *every(said)[:3])
    ],
    "issue_forms.status_form": lambda said: [issue_forms.status_form(it) for it in every(said)],
    "issue_forms.change_preview": _change_previews,
    "issue_forms.publish_preview": lambda said: [
        issue_forms.publish_preview(it, mark="0-a", people=people, named=named)
        for it, (people, named) in zip(every(said), _audiences(said), strict=False)
    ],
    "issue_forms.not_described": lambda _: [issue_forms.not_described(IssueId(5))],
}
HOMES: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {"issues.on_home": _home}
