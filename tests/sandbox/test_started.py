"""`python -m sandbox`, as a process of its own."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.test_worlds import DESCRIBED


async def test_it_says_where_it_listens_serves_a_world_and_stops_when_asked(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text(json.dumps(DESCRIBED), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--world", str(world), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    page = (await process.stdout.readline()).decode().split()[-1]
    await process.stdout.readline()
    url = (await process.stdout.readline()).decode().split()[-1]
    async with ClientSession() as session:
        client = AsyncWebClient(token="xoxb-mine", base_url=url, session=session, retry_handlers=[])
        assert (await client.auth_test())["user_id"] == "UBOT"
        async with session.get(page) as shown:
            assert (shown.status, shown.content_type) == (200, "text/html")
    process.send_signal(signal.SIGINT)
    assert b"stopped" in (await process.communicate())[0]
    assert process.returncode == 0
