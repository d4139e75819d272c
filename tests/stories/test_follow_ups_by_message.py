"""Follow-ups to contacts who are not in their district's channel: nobody's case closes unheard of (POLICY 4)."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.people import Seen
from storage.tables import cases
from tests.stories.test_pending import until, waiting_case


async def _written_to(here: Town, name: str) -> list[Seen]:
    told = await here.person(name).direct_messages()
    return [seen for seen in told if "waits for your answer to Support's question" in seen.words]


async def test_contacts_who_are_not_in_their_channel_are_written_to_before_it_closes(here: Town) -> None:
    await waiting_case(here)
    for name in ("ana", "ben", "tess"):
        await here.person(name).leaves(world.LAKESIDE)
    await here.quiet()
    for day, told in (("2026-11-30", (1, 0)), ("2026-12-03", (2, 1)), ("2026-12-08", (3, 2))):
        await until(here, f"{day}T08:00")
        assert (len(await _written_to(here, "ana")), len(await _written_to(here, "tess"))) == told
    last = (await _written_to(here, "tess"))[-1]
    assert "it closes on" in last.words
    assert "a reply here reaches nobody" in last.words
    await here.person("tess").clicks("case.more-time", channel=await here.person("tess").direct_channel(), on=last.ts)
    assert not (await here.person("tess").submits(date="2026-12-10")).errors


async def test_where_words_may_not_go_to_the_channel_the_first_goes_to_the_cases_contact_alone(here: Town) -> None:
    await waiting_case(here)
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    for day, told in (("2026-11-30", [1, 0, 0]), ("2026-12-03", [2, 1, 1])):
        await until(here, f"{day}T08:00")
        assert [len(await _written_to(here, name)) for name in ("ana", "ben", "tess")] == told
    assert (await _written_to(here, "ana"))[0].thread_ts is not None
    assert "waits for your answer" not in str(await here.person("sam").sees(world.LAKESIDE))


async def test_a_case_of_which_nobody_can_be_told_does_not_close(here: Town) -> None:
    await waiting_case(here)
    for name in ("ana", "ben", "tess"):
        await here.person(name).leaves(world.LAKESIDE)
    await here.quiet()
    for reader in ("U0ANA", "U0BEN", "U0TESS", "U0CODY"):  # their direct messages alone
        fault = {
            "trouble": "error",
            "error": "no_permission",
            "method": "chat.postMessage",
            "channel": reader,
            "times": None,
        }
        await here.people.do("fault", api=fault)
    for moment in ("11-30T08:00", "12-03T08:00", "12-08T08:00", "12-09T17:00", "12-10T17:00"):
        await until(here, f"2026-{moment}")
    async with here.bot.store.read() as tx:
        assert (await tx.execute(sa.select(cases.c.status))).scalar_one() == "pending-customer-input"
