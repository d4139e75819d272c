"""Steps 5 and 6: a contact goes quiet, and the bot is away."""

from datetime import timedelta

from demo import world
from demo.stage import Stage, expect, last, told_by_dm
from sandbox.people import Seen

WARNING_DAYS = (150.1, 166.1, 173.1, 179.1)


async def go_quiet(stage: Stage) -> None:
    here, tess = stage.here, stage.person("tess")
    began, before = here.clock.now(), len(await _warnings(stage))
    await here.pass_days(100)
    stage.does("ana", "opens the app's Home, which counts as signing in, and so does Ben; Tess does nothing")
    for name in ("ana", "ben"):
        await stage.person(name).opens_home()
    for count, day in enumerate(WARNING_DAYS, start=1):
        stage.transcript.did("The clock", f"stands at day {day:.0f} of Tess's silence")
        await here.pass_days(day - (here.clock.now() - began) / timedelta(days=1))
        await here.bot.tick()  # and once more: it tells nobody anything new
        await here.quiet()
        warnings = await _warnings(stage)
        expect(that=len(warnings) == before + count, told=f"Tess was warned {count} times")
        stage.reads("tess", warnings[-1], alone=True)
    stage.transcript.did("The clock", "stands at day 181")
    await here.pass_days(2)
    flagged = last(await _saying(stage, "has been flagged"), "she is flagged")
    stage.reads("tess", flagged, alone=True)
    for name in ("dana", "kim"):
        expect(that="flagged for deactivation" in await told_by_dm(stage, name), told=f"{name} is told")
    stage.does("tess", "presses Keep my access")
    await tess.clicks("contact.keep-access", channel=await tess.direct_channel(), on=flagged.ts)
    await here.quiet()
    await here.pass_days(20)
    expect(that=len(await _warnings(stage)) == before + len(WARNING_DAYS), told="no warning comes after that")
    expect(that="has been deactivated" not in await told_by_dm(stage, "dana"), told="and nobody was deactivated")


async def _warnings(stage: Stage) -> list[Seen]:
    return await _saying(stage, "You have not been active")


async def _saying(stage: Stage, words: str) -> list[Seen]:
    return [seen for seen in await stage.person("tess").direct_messages() if words in seen.words]


async def be_away(stage: Stage) -> None:
    """The process itself is killed in the tests; here its line to Slack is cut."""
    here, ana = stage.here, stage.person("ana")
    stage.transcript.did("The bot", "cannot be reached for a while; Ana writes; Slack drops the line after a post")
    await here.people.do("fault", hold=world.APP)
    await ana.says("Is anybody there?", channel=world.LAKESIDE, thread=stage.card)
    await here.people.do("fault", release=world.APP)
    await here.people.do("fault", api={"trouble": "drop_after", "method": "chat.postMessage"})
    await here.clock.turn(timedelta(minutes=1, seconds=5))
    await here.quiet()
    said = (await stage.desk()).count("Is anybody there?")
    expect(that=said == 1, told="her words stand at the desk, once")
    stage.reads("alex", "Is anybody there?")
