"""The machine, on both engines: how often each act, refusal and verdict of the clock occurred is printed."""

import shutil
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.machine import machine_for

EXAMPLES, STEPS = 30, 30


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes a migrated database each time it is called."""
    numbers = count()
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        return lambda: str(server.fresh())
    template: Path = request.getfixturevalue("sqlite_template")

    def copied() -> str:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    return copied


@pytest.mark.timeout(900)
@pytest.mark.takes_minutes
def test_whatever_people_and_the_clock_do_the_policy_holds(fresh: Callable[[], str]) -> None:
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
    run_state_machine_as_test(machine_for(fresh, counts), settings=how)
    for name, times in sorted(counts.items()):
        print(f"{times:6} {name}")  # noqa: T201  # it is what the run is for
