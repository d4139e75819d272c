"""Stories are told on both engines and over both transports."""

from collections.abc import AsyncIterator

import pytest

from demo.town import Town, town


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def here(database_url: str, transport: str) -> AsyncIterator[Town]:
    async with town(database_url, transport=transport) as found:
        yield found
