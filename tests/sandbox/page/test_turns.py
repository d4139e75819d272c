"""What the clock did, as it is told: to each person what they may read, and no more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import control, page
from sandbox.clock import HandClock
from sandbox.model import Json
from sandbox.page import CouldNotPlay, Guide, GuideStep, Told, turns
from sandbox.page.turns import MOST_KEPT, first_words
from sandbox.server import Sandbox
from tests.sandbox.answering_app import answering
from tests.sandbox.page.conftest import Line, Paged
from tests.sandbox.two_workspaces import TWO_WORKSPACES, Desk

SECONDS = 1_732_400_000  # 2024-11-23 17:13:20 in New York
DUE = f"Due <!date^{SECONDS}^{{date_short}} at {{time}}|then>, <@U0ANN>"


@dataclass(slots=True)
class Small:
    """A demonstration whose app says the same on every turn of the clock: `says`, with where."""

    clock: HandClock
    client: AsyncWebClient | None = None
    says: list[dict[str, Any]] = field(default_factory=list)

    @property
    def guide(self) -> Guide:
        step = GuideStep(title="Long ago", tells=(), ways=(), look=())
        return Guide(title="Small", intro=(), groups=(), steps=(step, step))

    def next_business_morning(self, now: datetime, person: str) -> datetime:
        raise NotImplementedError

    async def turn_to(self, instant: datetime, passed: Callable[[datetime], None]) -> Told:
        assert self.client
        await self.clock.turn_to(instant)
        for it in self.says:
            post = self.client.chat_postEphemeral if "user" in it else self.client.chat_postMessage
            await post(**it)
        passed(instant)
        return Told(counts=[("warning given", 1)])

    async def play(self, step: int) -> None:
        if step:
            raise CouldNotPlay("no")
        await self.turn_to(self.clock.now() + timedelta(days=200), lambda _: None)

    async def start_over(self) -> None:
        """Nothing is forgotten but what the page itself keeps."""


@dataclass(frozen=True, slots=True)
class Shown:
    paged: Paged
    small: Small

    async def turns(self, **how: Any) -> None:
        status, answer = await self.paged.ask("turn", **{"as": "U0BEN", "by": "day", **how})
        assert status == 200, answer


@pytest.fixture
async def shown(clock: HandClock) -> AsyncIterator[Shown]:
    small = Small(clock)
    running = Sandbox.running(clock=clock, world=TWO_WORKSPACES, parts=(control.part, page.part(small)))
    async with running as sandbox, ClientSession() as session, answering(sandbox.api_url) as app:
        small.client = app.clients["T0HERE"]
        yield Shown(Paged(desk=Desk(sandbox=sandbox, session=session, app=app, clock=clock)), small)


async def told(line: Line, number: int = 1) -> list[Json]:
    parts = await line.until(lambda it: len(it.get("turns") or []) >= number)
    found: list[Json] = parts["turns"]
    return found


async def test_each_person_is_told_of_their_own_places_and_of_the_rest_how_much_it_is(shown: Shown) -> None:
    shown.small.says = [
        {"channel": "C0OPEN", "text": "For all"},
        {"channel": "C0SECRET", "text": "Between us"},
        {"channel": "U0ANN", "text": "Ann alone"},
        {"channel": "C0OPEN", "user": "U0BEN", "text": "Ben alone"},
    ]
    await shown.turns()
    for person, said, elsewhere in (
        ("U0ANN", ["For all", "Between us", "Ann alone"], 1),
        ("U0BEN", ["For all", "Ben alone"], 2),
        ("U0GUEST", [], 4),
    ):
        async with shown.paged.window(person) as line:
            (turn,) = await told(line)
            assert ([it["text"] for it in turn["said"]], turn["elsewhere"]) == (said, elsewhere), person
            assert turn["counts"] == [{"label": "warning given", "number": 1}]
            others = {"For all", "Between us", "Ann alone", "Ben alone"} - {*said}
            assert not any(it in str(line.parts) for it in others)


async def test_who_is_nobody_yet_is_told_of_no_message(shown: Shown) -> None:
    shown.small.says = [{"channel": "C0OPEN", "text": "For all"}]
    await shown.turns()
    async with shown.paged.window("") as line:
        await line.until(lambda it: "me" in it)
        await asyncio.sleep(0.1)
        assert "For all" not in str(line.parts)


async def test_dates_are_drawn_in_the_readers_zone_and_what_was_taken_back_is_gone(shown: Shown) -> None:
    shown.small.says = [{"channel": "C0OPEN", "text": DUE}, {"channel": "C0OPEN", "text": "Taken back"}]
    await shown.turns()
    slack = shown.paged.desk.sandbox.slack
    back = next(it.ts for it in slack.channels["C0OPEN"].messages.values() if it.text == "Taken back")
    assert shown.small.client
    await shown.small.client.chat_delete(channel="C0OPEN", ts=back)
    async with shown.paged.window("U0BEN") as line:
        (turn,) = await told(line)
        assert [it["text"] for it in turn["said"]] == ["Due Nov 23, 2024 at 5:13 PM, <@U0ANN>"]
        assert turn["elsewhere"] == 0


async def test_a_message_comes_with_its_dates_drawn_also_to_be_copied(shown: Shown) -> None:
    assert shown.small.client
    await shown.small.client.chat_postMessage(channel="C0OPEN", text=DUE)
    async with shown.paged.window("U0BEN", "C0OPEN") as line:
        (message,) = (await line.place("C0OPEN"))["messages"]
        assert message["text"] == "Due Nov 23, 2024 at 5:13 PM, <@U0ANN>"


async def test_turns_are_kept_the_newest_first_until_one_starts_over(shown: Shown) -> None:
    for _ in range(MOST_KEPT + 2):
        await shown.turns()
    async with shown.paged.window("U0BEN") as line:
        ends = [it["to"] for it in await told(line)]
        assert ends == sorted(ends, reverse=True)
        assert len(ends) == MOST_KEPT
        await shown.paged.ask("start-over")
        await line.until(lambda it: it["turns"] == [])


async def test_a_step_of_the_story_that_turns_the_clock_is_told_of_as_well(shown: Shown) -> None:
    shown.small.says = [{"channel": "C0OPEN", "text": "So long"}]
    await shown.paged.ask("play", step=1)
    await shown.paged.ask("play", step=0)
    async with shown.paged.window("U0BEN") as line:
        (turn,) = await told(line)
        assert (turn["step"], [it["text"] for it in turn["said"]]) == (0, ["So long"])


async def test_no_more_is_told_than_one_can_read(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_TOLD", 4)
    shown.small.says = [{"channel": "C0OPEN", "text": f"No. {number}"} for number in range(3)]
    await shown.turns()
    await shown.turns()
    async with shown.paged.window("U0BEN") as line:
        newer, older = await told(line, 2)
        assert (len(newer["said"]), newer["more"]) == (3, 0)
        assert ([it["text"] for it in older["said"]], older["more"]) == (["No. 2"], 2)


def test_first_words_break_nothing_in_two() -> None:
    assert first_words("short") == "short"
    assert first_words("See <@U0ANN> there", 8) == "See…"
    assert first_words("Tom &amp; Ann", 7) == "Tom…"
    assert first_words("1 < 2 > 1, and more", 11) == "1 < 2 > 1,…"
