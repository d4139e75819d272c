"""Stories are told on both engines and over both transports.

Those of the numbered steps (`every_way`) on each engine over each transport; the rest on SQLite over Socket Mode
and on PostgreSQL over HTTP, so that each engine and each transport has them once.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from demo.town import Town, town
from tests.conftest import ENGINES, database


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """With the sample people in it: where everybody is there already, nobody has to be imported."""
    yield from database(request, tmp_path, samples=True)


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def here(database_url: str, transport: str) -> AsyncIterator[Town]:
    async with town(database_url, transport=transport, filled=True) as found:
        yield found


HERE = Path(__file__).parent
PAIRS = {("sqlite", "socket"), ("postgresql", "http")}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if _is_left_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _is_left_out(item: pytest.Item) -> bool:
    if item.path.parent != HERE or item.get_closest_marker("every_way"):
        return False
    facts = getattr(item, "callspec", None)
    if facts is None or not {"database_url", "transport"} <= facts.params.keys():
        return False
    return (facts.params["database_url"], facts.params["transport"]) not in PAIRS
