"""Ours and its floor, in turn: a round of one, a round of the other, so that a noisy minute strikes both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.figures import Figure, Round, figure
from benchmarks.load import fire

ROUNDS = 5
WARM_UP_S = 0.5

Requests = Callable[[str], Iterator[bytes]]
"""Makes requests; the tag keeps their ids apart from those of other rounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What is measured against what. `goal`: the least share of the floor's rate."""

    measured: str
    floor: str
    requests: Requests
    goal: float


async def measure(pair: Pair, engine: str, *, ours: int, floor: int, in_flight: int) -> list[Figure]:
    """Two lines of a table, the floor's first. `ours`, `floor`: ports."""
    rounds: dict[int, list[Round]] = {floor: [], ours: []}
    for port in rounds:
        await fire(port, pair.requests(f"w{port}"), in_flight=in_flight, seconds=WARM_UP_S)
    for number in range(ROUNDS):
        for port, kept in rounds.items():
            requests = pair.requests(f"{in_flight}r{number}p{port}")
            kept.append(await fire(port, requests, in_flight=in_flight))
    base = figure(pair.floor, engine, in_flight, rounds[floor])
    found = figure(pair.measured, engine, in_flight, rounds[ours])
    ratio = found.per_second / base.per_second
    return [
        base,
        figure(pair.measured, engine, in_flight, rounds[ours], ratio=ratio, goal=f"{pair.goal} of the floor"),
    ]
