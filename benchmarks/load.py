"""The load: so many requests in flight over connections that stay open, for so long."""

import asyncio
import time
from collections.abc import Iterator

from benchmarks.figures import Round

SECONDS = 1.5


async def fire(port: int, requests: Iterator[bytes], *, in_flight: int, seconds: float = SECONDS) -> Round:
    """Raises AssertionError for an answer that is not 200: what is refused is not measured."""
    latencies: list[float] = []
    began = time.perf_counter()
    end = began + seconds
    await asyncio.gather(*(_connection(port, requests, end, latencies) for _ in range(in_flight)))
    return Round(per_second=len(latencies) / (time.perf_counter() - began), latencies_ms=latencies)


async def _connection(port: int, requests: Iterator[bytes], end: float, latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < end:
            request = next(requests)
            asked = time.perf_counter()
            writer.write(request)
            await _answered(reader)
            latencies.append((time.perf_counter() - asked) * 1000)
    finally:
        writer.close()
        await writer.wait_closed()


async def _answered(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    body = await reader.readexactly(length)
    assert status == b"200", (status, body[:200])
