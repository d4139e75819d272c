"""A district in its own workspace and the desk in the vendor's work the same as both in one (POLICY 3)."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import world
from demo.town import Town, town
from sandbox.deeds import channels
from sandbox.people import Person, Seen
from tests.stories.four_workspaces import DESK, LAKE, LAKE_CASES, VENDOR, four

SUBJECT = "Grades vanish on save"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where Ana and Alex meet: a district's channel, a desk's, and a channel for commands."""

    here: Town
    cases: str
    desk: str
    hall: str

    @property
    def ana(self) -> Person:
        return self.here.person("ana")

    @property
    def alex(self) -> Person:
        return self.here.person("alex")

    async def card(self, who: Person, channel: str, *, number: int = 1) -> Seen:
        return await self.here.card(who, channel, number=number)

    async def presses(self, who: Person, action: str, channel: str, **filled: str) -> None:
        """A button of the card, and the form behind it, where there is one."""
        card = await self.card(who, channel)
        await who.clicks(action, channel=channel, on=card.ts)
        if filled:
            assert not (await who.submits(**filled)).errors
        await self.here.quiet()

    async def chooses(self, who: Person, action: str, channel: str, **filled: str) -> None:
        """An option of the card's menu, and the form behind it."""
        card = await self.card(who, channel)
        options = [it for block in card.blocks for element in block.get("elements", ()) for it in _options(element)]
        value = next(it for it in options if it.startswith(f"{action} 1"))
        await who.clicks("case.more", channel=channel, on=card.ts, value=value)
        assert not (await who.submits(**filled)).errors
        await self.here.quiet()


def _options(element: dict[str, object]) -> list[str]:
    return [str(it["value"]) for it in element.get("options", ())]  # type: ignore[attr-defined]  # Slack's own shape


async def _opens(stage: Stage, subject: str) -> None:
    await stage.ana.types("/case", subject, channel=stage.hall)
    assert not (await stage.ana.submits(module="Grades", description="They are gone after a reload.")).errors
    await stage.ana.closes(everything=True)
    await stage.here.quiet()


async def _a_case_from_its_opening_to_its_end(stage: Stage) -> None:
    ana, alex = stage.ana, stage.alex
    await _opens(stage, SUBJECT)
    district, desk = (await stage.card(ana, stage.cases)).ts, (await stage.card(alex, stage.desk)).ts
    await stage.presses(alex, "case.take", stage.desk)
    await alex.says("Looks like the cache. <!here>", channel=stage.desk, thread=desk)
    await stage.presses(alex, "case.ask-input", stage.desk, words="Which browser, <@U0ANA>?")
    said = await ana.says("Firefox *and* `Chrome`.", channel=stage.cases, thread=district, files=[("a.txt", b"5,3")])
    gone = await ana.says("Never mind.", channel=stage.cases, thread=district)
    await stage.here.quiet()
    await ana.edits(said, "Firefox *alone* :eyes: قوسين.", channel=stage.cases)
    await ana.deletes(gone, channel=stage.cases)
    await stage.here.quiet()
    await stage.chooses(ana, "case.escalate", stage.cases, words="Report cards go out on Friday.")
    await stage.chooses(alex, "case.priority", stage.desk, level="high", words="It affects the whole school.")
    await stage.presses(alex, "case.resolve", stage.desk, words="Please reload once.")
    await stage.presses(ana, "case.not-solved", stage.cases, words="Still so in period three.")
    await stage.presses(alex, "case.resolve", stage.desk, words="It is mended now. " + "And so on. " * 250)
    await ana.says("Thanks.", channel=stage.cases, thread=district)
    await stage.here.quiet()
    await stage.presses(ana, "case.solved", stage.cases)
    await stage.presses(ana, "case.reopen", stage.cases, words="It is back on Fridays.")
    await stage.presses(alex, "case.reply-to-district", stage.desk, words="We look into it.")
    await alex.submits()  # the preview
    await stage.here.quiet()
    await _opens(stage, "Attendance is gone as well")
    await stage.presses(alex, "case.resolve", stage.desk, words="Once more.")
    await stage.chooses(ana, "case.withdraw", stage.cases)


async def _told(who: Person, channel: str) -> list[str]:
    """Each message and file there, cards apart, without what tells workspaces apart."""
    return [
        "\n".join([_plain(seen.words), *seen.files])
        for seen in await who.sees(channel)
        if seen.thread_ts not in (None, seen.ts) and not seen.ephemeral
    ]


def _plain(words: str) -> str:
    """Here somebody is mentioned, and there named, with where they belong."""
    for user, name in (("U0ANA", "Ana Torres"), ("U0ALEX", "Alex Kim")):
        words = re.sub(rf"@?(?:{user}|{name})(?: \([^)]*\))?", name, words)
    return words


async def _channels(stage: Stage) -> tuple[list[str], list[str]]:
    await _a_case_from_its_opening_to_its_end(stage)
    return await _told(stage.ana, stage.cases), await _told(stage.alex, stage.desk)


@pytest.fixture
def another_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """A second fresh database, on the same engine."""
    if database_url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "another.db")
        return f"sqlite:///{tmp_path / 'another.db'}"
    return str(request.getfixturevalue("postgres").fresh())


async def test_the_same_case_reads_the_same_in_one_workspace_and_in_two(
    database_url: str, another_url: str, transport: str
) -> None:
    async with town(database_url, transport=transport, filled=True) as here:
        one = await _channels(Stage(here=here, cases=world.LAKESIDE, desk=world.DESK, hall=world.TOWN))
    async with four(another_url, transport=transport) as (there, browser):
        for team, name, channel in ((VENDOR, "alex", DESK), (LAKE, "sam", LAKE_CASES)):
            await browser.installs(there.person(name))
            bot = there.sandbox.slack.installation(world.APP, team).bot_user_id
            channels.join(there.sandbox.slack, channel, bot)
            await there.quiet()
        two = await _channels(Stage(here=there, cases=LAKE_CASES, desk=DESK, hall="C0ALLLAKE"))
    at_district, at_desk = ("\n".join(side) for side in two)
    assert "Looks like the cache" in at_desk
    assert "Looks like the cache" not in at_district
    for words in ("Firefox", "Report cards", "reload once", "period three", "on Fridays"):
        assert words in at_district, words
        assert words in at_desk, words
    assert two == one
