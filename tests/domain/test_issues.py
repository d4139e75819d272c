"""How far the mending of a defect is: each status from each, and what is said with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import IssueId
from bot.domain.issues import ENDED, Issue, IssueStatus, Lacks, Words
from tests.clockwork import DAY, HOUR, NOON

CONFIRMED, FIXED, RELEASED = IssueStatus.CONFIRMED, IssueStatus.FIXED, IssueStatus.RELEASED
NEW = Issue(
    id=IssueId(5),
    words=Words(title="Marks vanish"),
    module="Grades",
    status=CONFIRMED,
    created_at=NOON,
    changed_at=NOON,
)
STATUSES, VERSIONS = st.sampled_from(IssueStatus), st.sampled_from(["", "2437", "2437.1"])


@pytest.mark.parametrize(
    ("before", "after", "version", "lacks"),
    [
        (("confirmed", ""), "in-development", "", None),
        (("confirmed", ""), "confirmed", "", Lacks.CHANGE),
        (("confirmed", ""), "confirmed", "2437", Lacks.CHANGE),
        (("in-testing", ""), "fixed-in-version", "", Lacks.VERSION),
        (("in-testing", ""), "fixed-in-version", "2437", None),
        (("fixed-in-version", "2437"), "fixed-in-version", "2437", Lacks.CHANGE),
        (("fixed-in-version", "2437"), "fixed-in-version", "2438", None),
        (("fixed-in-version", "2437"), "released", "", None),
        (("released", "2437"), "released", "2437", Lacks.CHANGE),
        (("released", "2437"), "in-development", "2437", None),
        (("will-not-fix", ""), "confirmed", "", None),
    ],
)
def test_what_a_status_needs(before: tuple[str, str], after: str, version: str, lacks: Lacks | None) -> None:
    issue = Issue(
        id=NEW.id,
        words=NEW.words,
        module=NEW.module,
        status=IssueStatus(before[0]),
        fixed_in=before[1],
        created_at=NOON,
        changed_at=NOON,
    )
    assert issue.lacks(IssueStatus(after), version) is lacks


def test_three_of_them_end_it() -> None:
    assert {status.value for status in ENDED} == {"released", "works-as-designed", "will-not-fix"}


@given(changes=st.lists(st.tuples(STATUSES, VERSIONS), max_size=8))
def test_each_change_is_one_revision_more_and_a_version_stands_only_where_it_is_mended(
    changes: list[tuple[IssueStatus, str]],
) -> None:
    issue, made = NEW, 0
    for place, (status, version) in enumerate(changes, 1):
        if issue.lacks(status, version) is None:
            before, made = issue, made + 1
            issue = issue.changed(status, version, at=NOON + place * HOUR)
            assert (issue.status, issue.changed_at) == (status, NOON + place * HOUR)
            assert issue.mark != before.mark
        assert issue.fixed_in in ("", version) or issue.lacks(status, version) is not None
        assert bool(issue.fixed_in) <= (issue.status in (FIXED, RELEASED))
        assert issue.status is not FIXED or issue.fixed_in
    assert issue.revision == made


def test_publishing_and_withdrawing_are_changes_too_and_leave_the_status() -> None:
    published = NEW.published(at=NOON + DAY)
    assert (published.is_published, published.revision, published.status) == (True, 1, CONFIRMED)
    hidden = published.withdrawn(at=NOON + 2 * DAY)
    assert (hidden.is_published, hidden.revision, hidden.words) == (False, 2, NEW.words)


@given(one=st.text(), other=st.text())
def test_the_mark_tells_words_apart_wherever_they_are_divided(one: str, other: str) -> None:
    def mark(title: str, description: str) -> str:
        words = Words(title=title, description=description)
        return Issue(id=NEW.id, words=words, module="", status=CONFIRMED, created_at=NOON, changed_at=NOON).mark

    assert (mark(one, other) == mark(one + other, "")) == (other == "")
