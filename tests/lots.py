"""Which tests are run, and which of them are measured, where not everything is.

Everything, measured, takes longer than anybody waits for before they go on (decision 22). With a lot, every test is
run, but what would be told on both engines, or over both transports, is told in one way: the next number's way is
another. Storage and delivery are always tried on both: the engines differ there.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

import pytest

WAYS = {"sqlite", "postgresql", "socket", "http"}
HERE = Path(__file__).parent
ON_BOTH = {HERE / "storage", HERE / "delivery", HERE / "crash"}


def left_out(items: Iterable[pytest.Item], lot: int) -> set[pytest.Item]:
    """All but one of those that tell the same in several ways."""
    told = defaultdict[str, list[pytest.Item]](list)
    for item in sorted(items, key=lambda item: item.nodeid):  # they come in an order of chance
        if ON_BOTH.isdisjoint(item.path.parents):
            told[_what(item)].append(item)
    waiting = {item for item in items if _waits_its_turn(item, lot)}
    drawn = {ways[(_number(what) + lot) % len(ways)] for what, ways in told.items()}
    return waiting | ({item for ways in told.values() for item in ways} - drawn)


def _waits_its_turn(item: pytest.Item, lot: int) -> bool:
    """One of so many is run with each lot: what is as it was years ago."""
    turns = item.get_closest_marker("by_turns")
    return turns is not None and (_number(item.nodeid) + lot) % int(turns.args[0]) != 0


def is_measured(item: pytest.Item) -> bool:
    """Measuring doubles the time a test takes.

    Of what runs the same lines a thousand times, nothing is measured: properties, and what takes minutes. Of what is
    told in several ways, one: on PostgreSQL storage alone; a step that is told every way over Socket Mode.
    """
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    if is_property or item.get_closest_marker("takes_minutes") is not None:
        return False
    ways = _ways(item)
    if item.get_closest_marker("every_way") is not None and {"sqlite", "http"} <= ways:
        return False
    return "postgresql" not in ways or HERE / "storage" in item.path.parents


def _what(item: pytest.Item) -> str:
    """A test's id but for the way it is told in."""
    name, _, how = item.nodeid.partition("[")
    return "-".join([name, *(part for part in how.rstrip("]").split("-") if part not in WAYS)])


def _ways(item: pytest.Item) -> set[str]:
    return WAYS & set(item.nodeid.partition("[")[2].rstrip("]").split("-"))


def _number(what: str) -> int:
    return crc32(what.encode())
