"""The machine, on both engines: how often each act, refusal and verdict of the clock occurred is printed."""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.domain.acts import Act
from tests.conftest import Postgres
from tests.machine.machine import machine_for
from tests.machine.rights import RIGHTS

EXAMPLES = int(os.environ.get("LIAISON_MACHINE", "10"))  # noqa: TID251  # `make machine` says four hundred
STEPS, MANY = 35, 100


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes a migrated database each time it is called."""
    numbers = count()
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        before: list[str] = []

        def another() -> str:
            """The one before is over by then."""
            while before:
                server.drop(before.pop())
            before.append(server.fresh())
            return before[0]

        return another
    template: Path = request.getfixturevalue("sqlite_template")

    def copied() -> str:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    return copied


@pytest.mark.timeout(7200)
@pytest.mark.takes_minutes
def test_whatever_people_and_the_clock_do_the_policy_holds(fresh: Callable[[], str]) -> None:
    """What has to hold stands in the machine, after each of its steps. In a long run everything comes about."""
    counts: Counter[str] = Counter()
    how = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    try:
        run_state_machine_as_test(machine_for(fresh, counts), settings=how)
    finally:
        for name, times in sorted(counts.items()):
            print(f"{times:6} {name}")  # noqa: T201  # it is what the run is for
    never = sorted(name for name, times in counts.items() if not times)
    if EXAMPLES >= MANY and never:  # which is no rule that does not hold
        pytest.fail(f"never came about: {', '.join(never)}")


def test_every_act_has_a_right_written_a_second_time() -> None:
    assert set(RIGHTS) == set(Act)
