"""What was about one person alone is a stub once they are erased; from the rest their name goes (POLICY 10)."""

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from tests.emergency_cases import claims, direct, is_accepted
from tests.stories.test_contacts_who_go_quiet import _opens_list, _value
from tests.stories.test_erasing_names import _erased, each_mode
from tests.town_cases import open_case

BEN, STUB = "Ben Okafor", "What stood here named somebody who was erased."
CLAIMED = "stands for case 1 from now on"
REASON = "He is on parental leave until March."


async def _one_says(here: Town, reader: str, said: str) -> str:
    """The time of the newest message that does."""
    return [seen.ts for seen in await here.person(reader).direct_messages() if said in seen.words][-1]


async def _reads_at(here: Town, reader: str, ts: str) -> tuple[str, tuple[str, ...]]:
    (seen,) = [seen for seen in await here.person(reader).direct_messages() if seen.ts == ts]
    return seen.words, seen.buttons


@each_mode
async def test_the_last_line_of_a_reporters_thread_names_an_erased_claimer_no_more(
    here: Town, *, with_words: bool
) -> None:
    await is_accepted(here)
    await claims(here, "ben")
    assert f"{BEN} {CLAIMED}" in await direct(here, "sam")
    called = await _erased(here, "U0BEN", with_words=with_words)
    said = await direct(here, "sam")
    assert BEN not in said
    assert f"{called} {CLAIMED}" in said


@each_mode
async def test_that_a_contacts_account_has_ended_is_a_stub(here: Town, *, with_words: bool) -> None:
    accounts.deactivate(here.sandbox.slack, "U0BEN")
    await here.quiet()
    readers = ("ana", "tess", "dana", "kim")
    told = {
        name: await _one_says(here, name, f"{BEN}, an authorized contact of Lakeside Unified") for name in readers
    }
    await _erased(here, "U0BEN", with_words=with_words)
    for name, ts in told.items():
        assert await _reads_at(here, name, ts) == (STUB, ()), name


@each_mode
async def test_that_a_quiet_contact_was_kept_is_a_stub_and_the_reason_goes_with_it(
    here: Town, *, with_words: bool
) -> None:
    await here.pass_days(180)
    await here.pass_days(1.1)
    kim = here.person("kim")
    await _opens_list(here)
    await kim.clicks_in_window(await _value(here, "silences.keep", "Ben"))
    assert not (await kim.submits(words=REASON)).errors
    await kim.closes(everything=True)
    await here.quiet()
    told = {name: await _one_says(here, name, REASON) for name in ("ana", "dana")}
    await _erased(here, "U0BEN", with_words=with_words)
    for name, ts in told.items():
        assert await _reads_at(here, name, ts) == (STUB, ()), name


@each_mode
async def test_that_somebody_of_another_district_wrote_is_a_stub(here: Town, *, with_words: bool) -> None:
    card, pia = await open_case(here), here.person("pia")
    here.sandbox.slack.channels[world.LAKESIDE].members.append("U0PIA")
    await pia.says("I have that, too.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    told = {name: await _one_says(here, name, "belongs to another district") for name in ("dana", "kim")}
    await _erased(here, "U0PIA", with_words=with_words)
    for name, ts in told.items():
        assert await _reads_at(here, name, ts) == (STUB, ()), name
