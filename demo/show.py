"""The demonstration behind the page: the story's steps, a clock that is turned for both sides, a new beginning."""

import contextlib
import csv
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo import world
from demo.guide import GUIDE
from demo.stage import Stage, Untold, card_of
from demo.story import STEPS
from demo.town import Town
from demo.transcript import Transcript
from sandbox.page import CouldNotPlay, Guide, Told
from sandbox.people import CouldNot

MORNING = time(9)
SATURDAY = 5
STEPS_OF = {timedelta(days=15): timedelta(hours=1), timedelta(days=60): timedelta(hours=3)}
FAR_STEP = timedelta(hours=6)
"""On a long way the clock stops less often: still within each person's daytime, which is eight hours long."""

OPENING, POINTING, QUIET = 0, 1, 4
"""Steps, counted from 0."""

CONTACTS = ("ana", "ben", "tess")
WHY = "Something was done by hand before that the story does not know of. Start over, and play from step 1."
LABELS = {
    "warn": ("warning given", "warnings given"),
    "flag": ("contact flagged for deactivation", "contacts flagged for deactivation"),
    "deactivate": ("contact deactivated", "contacts deactivated"),
    "failed": ("contact could not be looked at", "contacts could not be looked at"),
}


class Show:
    """`empty`: empties the bot's database. `stands` is told of the town, once it does."""

    def __init__(self, empty: Callable[[], Awaitable[None]]) -> None:
        self._empty = empty
        self._stage: Stage | None = None

    @property
    def guide(self) -> Guide:
        return GUIDE

    def stands(self, town: Town) -> None:
        self._stage = Stage(here=town, transcript=Transcript(None))

    @property
    def _here(self) -> Town:
        return self._on_stage.here

    @property
    def _on_stage(self) -> Stage:
        if self._stage is None:
            raise RuntimeError("the town does not stand yet")
        return self._stage

    def next_business_morning(self, now: datetime, person: str) -> datetime:
        """Nine o'clock where they are, on the next weekday that is in no break of their district."""
        zone = ZoneInfo(self._here.sandbox.slack.user(person).tz)
        day = now.astimezone(zone).date()
        if now.astimezone(zone).time() >= MORNING:
            day += timedelta(days=1)
        while day.weekday() >= SATURDAY or _on_break(day, person):
            day += timedelta(days=1)
        return datetime.combine(day, MORNING, zone).astimezone(UTC)

    async def turn_to(self, instant: datetime, passed: Callable[[datetime], None]) -> Told:
        """As if the bot had been there all the time: its minute's work is done again and again on the way."""
        here, done = self._here, Counter[str]()
        async with here.busy:
            step = _step(instant - here.clock.now())
            while here.clock.now() < instant:
                await here.clock.turn_to(min(here.clock.now() + step, instant))
                done += await here.bot.tick()
                if await here.due_soon() is not None:
                    await here.quiet()
                passed(here.clock.now())
        return Told(
            counts=[
                (more if done[name] > 1 else one, done[name]) for name, (one, more) in LABELS.items() if done[name]
            ]
        )

    async def play(self, step: int) -> None:
        """Raises CouldNotPlay."""
        stage, (title, do) = self._on_stage, STEPS[step]
        async with self._here.busy:
            try:
                await self._prepare(stage, step)
                await do(stage)
            except (Untold, CouldNot, LookupError) as problem:
                await self._tidy()
                raise CouldNotPlay(f"“{title}” did not come out as told. {WHY} ({problem})") from problem

    async def _prepare(self, stage: Stage, step: int) -> None:
        """What the step begins with, whoever brought it about."""
        if step == OPENING:
            if await self._found_the_case(stage):
                raise CouldNotPlay("A case is open already: look at it, or start over to see it opened.")
        elif step == QUIET:
            for name in CONTACTS:
                await stage.person(name).opens_home()  # the silence that is told of begins now
        elif step > POINTING and not await self._found_the_case(stage):
            await STEPS[OPENING][1](stage)

    async def _found_the_case(self, stage: Stage) -> bool:
        """Also the one that somebody opened by hand."""
        try:
            stage.card = (await card_of(stage, "ana", world.LAKESIDE)).ts
            stage.desk_card = (await card_of(stage, "alex", world.DESK)).ts
        except Untold:
            return False
        return True

    async def _tidy(self) -> None:
        """No window of the story is left before anybody."""
        for _, person in [*self._here.sandbox.slack.views.stacks]:
            with contextlib.suppress(CouldNot):
                await self._here.people.do("close-view", user=person, all=True)

    async def start_over(self) -> None:
        here = self._here
        await here.begin_again(self._empty)
        self.stands(here)


def _step(way: timedelta) -> timedelta:
    return next((step for within, step in STEPS_OF.items() if way < within), FAR_STEP)


def _on_break(day: date, person: str) -> bool:
    of = {row["slack_user_id"]: row["district"] for row in world.people()}
    with (world.SAMPLES / "closures.csv").open(encoding="utf-8") as file:
        breaks = [row for row in csv.DictReader(file) if row["district"] == of.get(person)]
    return any(date.fromisoformat(it["from"]) <= day <= date.fromisoformat(it["to"]) for it in breaks)
