"""(a) `/case help` and a refusal: how soon a person has their answer."""

from benchmarks import payloads
from benchmarks.figures import Figure, report
from benchmarks.pairs import Pair, measure
from benchmarks.processes import Bench, floor

HELP = Pair(
    measured="/case help, answered by role",
    floor="bare Bolt, only acked",
    requests=lambda _: payloads.help_asked(),
    goal=0.5,
)
REFUSED = Pair(
    measured="/case refused, its audit line durable",
    floor="bare Bolt and that one INSERT",
    requests=lambda _: payloads.refused(),
    goal=0.6,
)
IN_FLIGHT = 8


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        url, _ = await bench.settled(engine)
        other, _ = await bench.settled(engine)
        async with bench.ours(url) as ours, floor("-") as acks, floor(other) as writes:
            figures += await measure(HELP, engine, ours=ours.port, floor=acks, in_flight=IN_FLIGHT)
            figures += await measure(REFUSED, engine, ours=ours.port, floor=writes, in_flight=IN_FLIGHT)
    report("acknowledging", "(a) A command, from Slack's request to its answer", figures)
