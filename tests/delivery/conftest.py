"""Each test of the carrying has an office of its own, on either engine."""

from collections.abc import AsyncIterator

import pytest

from storage.store import Store
from tests.delivery.office import Office, office


@pytest.fixture
async def here(store: Store) -> AsyncIterator[Office]:
    async with office(store) as found:
        yield found
