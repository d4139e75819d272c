"""The sample districts, for whoever asks something of their lists of contacts."""

import pytest

from storage.store import Store
from tests.services.list_keeping import Lists, settle


@pytest.fixture
async def lists(store: Store, database_url: str) -> Lists:
    """Mia is in the workspace, and on no list."""
    found = await settle(store, database_url)
    await found.is_met("mia")
    return found
