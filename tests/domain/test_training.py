"""Training: what a file may say of it, how it is written in settings, and when somebody is reminded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.training import Course, Training, after_import, course, course_or_none, courses, wait_until
from tests.clockwork import NOON

states = st.sampled_from(Training)
FURTHEST = [Training.NOT_ASKED, Training.NEEDED, Training.IN_PROGRESS, Training.DONE]


@given(states, states)
def test_what_a_contact_marked_is_never_taken_back_by_a_file(now: Training, written: Training) -> None:
    after = after_import(now, is_marked=True, written=written)
    assert FURTHEST.index(after) == max(FURTHEST.index(now), FURTHEST.index(written))


@given(states, states)
def test_what_a_file_said_a_later_one_corrects(now: Training, written: Training) -> None:
    assert after_import(now, is_marked=False, written=written) is written


def test_a_training_is_written_by_its_name_and_a_link_if_there_is_one() -> None:
    assert course("Introduction to Support") == Course(name="Introduction to Support")
    assert course(" Intro  https://x.example/a?b=c ") == Course(name="Intro", link="https://x.example/a?b=c")
    assert course_or_none(" - ") is None
    assert [it.name for it in courses("One", "Two", every=30).all] == ["One", "Two"]
    assert [it.name for it in courses("One", "-", every=30).all] == ["One"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "https://x.example",
        "A https://x.example B",
        "A http://x.example",
        "A https://x.example/|b",
        "A https://x.example/>",
    ],
)
def test_what_is_no_name_of_a_training_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="training"):
        course(written)


def test_a_reminder_waits_for_their_day() -> None:
    assert wait_until(NOON, "America/Chicago") is None
    night = NOON.replace(hour=8)
    morning = wait_until(night, "America/Chicago")
    assert morning is not None
    assert morning.hour == 15
