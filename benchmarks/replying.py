"""(c) What is said in channels: in a case's thread, in another thread, in none."""

from benchmarks import payloads
from benchmarks.figures import Figure, report
from benchmarks.pairs import Pair, measure
from benchmarks.processes import Bench, floor
from benchmarks.town import Spoken

IN_FLIGHT = 8


def _pairs(threads: list[Spoken]) -> tuple[Pair, Pair]:
    reply = Pair(
        measured="a reply in a case's thread, durable",
        floor="bare Bolt and the same statements, bare driver",
        requests=lambda tag: payloads.replies(tag, threads),
        goal=0.6,
    )
    elsewhere = Pair(
        measured="a reply in a thread that is no case",
        floor="bare Bolt and one indexed SELECT",
        requests=lambda tag: payloads.replies_elsewhere(tag, threads),
        goal=0.6,
    )
    return reply, elsewhere


async def run(bench: Bench) -> None:
    figures: list[Figure] = []
    for engine in ("sqlite", "postgresql"):
        url, threads = await bench.settled(engine)
        other, _ = await bench.settled(engine)
        reply, elsewhere = _pairs(threads)
        top_level = Pair(
            measured="a message in no thread",
            floor="bare Bolt, only acked",
            requests=lambda tag, there=threads: payloads.top_level(tag, there),  # type: ignore[misc]  # bound now
            goal=0.5,
        )
        async with bench.ours(url) as ours, floor(other) as bare, floor("-") as acks:
            for pair, port in ((elsewhere, bare), (top_level, acks), (reply, bare)):
                figures += await measure(pair, engine, ours=ours.port, floor=port, in_flight=IN_FLIGHT)
    report("replying", "(c) A message in a channel, from Slack's event to its answer", figures)
