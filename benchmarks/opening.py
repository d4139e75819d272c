"""(b) A form submitted: from the request to the answer, the case committed and durable in between."""

from benchmarks import payloads
from benchmarks.figures import Figure, report
from benchmarks.pairs import Pair, measure
from benchmarks.processes import Bench, floor

OPENED = Pair(
    measured="form submitted, the case durable",
    floor="bare Bolt and the same statements, bare driver",
    requests=payloads.forms_sent,
    goal=0.6,
)


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        for in_flight in (1, 8, 32):
            url, _ = await bench.settled(engine)
            other, _ = await bench.settled(engine)
            async with bench.ours(url) as ours, floor(other) as bare:
                figures += await measure(OPENED, engine, ours=ours.port, floor=bare, in_flight=in_flight)
    report("opening", "(b) A case opened; goals: 600 a second, p99 under 150 ms at 32 in flight", figures)
