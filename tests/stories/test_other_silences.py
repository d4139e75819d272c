"""A vendor with other numbers of silence than the policy's: they hold, also for who is silent already (POLICY 7)."""

from bot.app import Bot
from demo.town import Town, town
from tests.stories.test_silence import _standing, _warnings

OTHERS = {
    "LIAISON_INACTIVITY_WARN_DAYS": "20, 25",
    "LIAISON_INACTIVITY_FLAG_DAY": "30",
    "LIAISON_INACTIVITY_OTHERS_FROM": "25",
    "LIAISON_INACTIVITY_AFTER_WARNING_HOURS": "48",
    "LIAISON_INACTIVITY_GRACE_DAYS": "3",
}


async def _told(here: Town, name: str) -> str:
    return "\n".join(seen.words for seen in await here.person(name).direct_messages())


async def test_the_numbers_are_those_of_the_settings_and_so_are_the_words(database_url: str, transport: str) -> None:
    async with town(database_url, transport=transport, filled=True, more=OTHERS) as here:
        await here.pass_days(20)
        (first,) = await _warnings(here, "ana")
        assert "On Thursday, 24 December 2026, in 10 days" in first.words
        assert "will soon be flagged" not in await _told(here, "dana")
        await here.pass_days(5)
        assert "will soon be flagged for deactivation, after 30 days" in await _told(here, "dana")
        await here.pass_days(5)
        assert "after 30 days without activity. You can still act" in await _told(here, "ana")
        assert "on Sunday, 27 December 2026, in 3 days" in await _told(here, "ana")
        assert "flagged for deactivation, after 30 days without activity, and will be deactivated in 3 days" in (
            await _told(here, "dana")
        )
        ben = here.person("ben")
        assert "safe for another 30 days" in await ben.opens_home()
        tess = here.person("tess")
        asked = [seen for seen in await tess.direct_messages() if "contact.keep-access" in str(seen.buttons)][-1]
        await tess.clicks("contact.keep-access", channel=await tess.direct_channel(), on=asked.ts)
        await here.quiet()
        assert "the 30 days start again today" in (await tess.hints(await tess.direct_channel()))[-1].words
        await here.pass_days(3.1)
        assert [await _standing(here, name) for name in ("ana", "ben", "tess")] == ["deactivated", "active", "active"]
        assert "after 30 days without activity, and notice" in await _told(here, "ana")


async def test_other_numbers_hold_from_the_start_on_for_who_is_silent_already(
    database_url: str, transport: str
) -> None:
    """By the policy's, nothing was due for months."""
    async with town(database_url, transport=transport, filled=True) as here:
        await here.pass_days(40)
        assert await _warnings(here, "ana") == []
        await here.bots.aclose()
        numbers = {"inactivity_warn_days": "20, 25", "inactivity_flag_day": 30, "inactivity_others_from": 25}
        here.settings = here.settings.model_copy(update=numbers)
        here.bot = await here.bots.enter_async_context(
            Bot.running(here.settings, clock=here.clock, hooks=here.bot.hooks)
        )
        await here.bot.tick()
        await here.quiet()
        (only,) = await _warnings(here, "ana")
        assert "On Monday, 4 January 2027, in 1 day" in only.words
        await here.pass_days(1.1)
        assert await _standing(here, "ana") == "flagged"
