"""`erase person … --words` at the command line, beside a bot that runs: what they wrote goes (POLICY 10)."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.services import erasing
from demo import world
from demo.town import Town, environment
from storage.tables import audit, people, roster
from tests.porch.processes import Ended, bot
from tests.services.erasing_helpers import found_in
from tests.stories.test_questions import asks, got, presses
from tests.town_cases import at_lakeside, at_the_desk, open_case

SUBJECT, SAID, EDITED, FILE, ANSWER = "Zebulonia vanishes", "Quixotica", "Xylophonia", "Wolframite", "Obsidiana"
WORDS = ("Zebulonia", SAID, EDITED, FILE, ANSWER)
WHO = ("Ben Okafor", "U0BEN", "ben.okafor")
OTHERS = "It is the same here."


async def _ben_writes(here: Town) -> str:
    """A case of his, a comment with a file, and an answer to staff; Ana comments. Returns his card's ts."""
    card = await open_case(here, by="ben", subject=SUBJECT)
    ben = here.person("ben")
    said = await ben.says(f"It is {SAID}.", channel=world.LAKESIDE, thread=card, files=[(f"{FILE}.png", b"\x89PNG")])
    await here.quiet()
    await ben.edits(said, f"It is {EDITED}.", channel=world.LAKESIDE)
    await here.person("ana").says(OTHERS, channel=world.LAKESIDE, thread=card)
    await asks(here, building="None of these")
    await presses(here, "ben", "question.answer")
    assert not (await ben.submits(words=f"Try {ANSWER}.")).errors
    await ben.closes(everything=True)
    await here.quiet()
    return card


async def _is_no_contact_any_more(here: Town) -> int:
    """Returns his number."""
    async with here.bot.store.begin() as tx:
        ben = (await tx.execute(sa.select(people.c.id).where(people.c.user_id == "U0BEN"))).scalar_one()
        await tx.execute(roster.update().where(roster.c.person_id == ben).values(standing="removed", due_at=None))
    return int(ben)


async def _types(here: Town, folder: Path, *command: str) -> Ended:
    given = environment(here.sandbox.api_url, here.settings.database, transport="socket", port=0)
    return await bot("erase", "person", *command, settings=given, folder=folder)


async def _until_gone(here: Town) -> None:
    """From Slack too. The command has the wall's clock; the town's goes on from there."""
    ahead = datetime.fromtimestamp(time.time(), UTC) - here.clock.now()
    await here.clock.turn(max(ahead, timedelta(0)))
    for _ in range(5):
        await here.quiet()
        await here.clock.turn(timedelta(minutes=1))
        await erasing.go_on(here.bot.store, now=here.clock.now(), at=lambda _: None)


async def test_with_words_all_they_wrote_goes_and_what_others_wrote_stays(here: Town, tmp_path: Path) -> None:
    card = await _ben_writes(here)
    refused = await _types(here, tmp_path, "U0BEN", "--words", "--confirm", "1")
    assert (refused.code, "contact of lakeside" in refused.err) == (1, True), refused
    number = await _is_no_contact_any_more(here)
    assert set().union(*(await found_in(here.bot.store, *WORDS, *WHO)).values()) == {*WORDS, *WHO}
    assert await got(here, "sam", ANSWER)
    written_to = [seen.ts for seen in await here.person("ben").direct_messages()]
    done = await _types(here, tmp_path, "U0BEN", "--words", "--confirm", str(number))
    assert (done.code, done.is_plain, f"Person {number} was erased" in done.out) == (0, True, True), done
    await _until_gone(here)
    assert await found_in(here.bot.store, *WORDS, *WHO) == {}
    desk = await at_the_desk(here)
    assert (OTHERS in desk, "This text was redacted." in desk) == (True, True)
    opened = await here.card(here.person("alex"), world.DESK)
    for shown in (desk, opened.words, await _files_and_posts(here, world.DESK), await _ours(here, world.LAKESIDE)):
        assert not any(word in shown for word in WORDS), shown
    assert f"Erased person {number}" in opened.words
    assert not await got(here, "sam", ANSWER)
    await _only_what_he_typed_is_left(here, card)
    assert {seen.ts for seen in await here.person("ben").direct_messages()} <= {*written_to}, "nobody wrote to him"
    assert await _rules(here) == ["person-erasure-asked", "person-erased"]


async def _files_and_posts(here: Town, channel: str) -> str:
    """With the names of files that can be opened there still."""
    slack = here.sandbox.slack
    posts = [it for it in slack.channel(channel).messages.values() if it.bot_id]
    names = [slack.files[file].name for it in posts for file in it.files if not slack.files[file].deleted]
    return "\n".join([*names, *(f"{it.text}\n{it.blocks}" for it in posts)])


async def _ours(here: Town, channel: str) -> str:
    return "\n".join([await _files_and_posts(here, channel), (await here.card(here.person("ana"), channel)).words])


async def _only_what_he_typed_is_left(here: Town, card: str) -> None:
    """His message in Slack is his workspace's."""
    said = [seen for seen in await here.person("ana").sees(world.LAKESIDE) if EDITED in seen.words]
    assert [(seen.author, seen.thread_ts) for seen in said] == [("U0BEN", card)]
    assert EDITED in await at_lakeside(here)


async def _rules(here: Town) -> list[str]:
    query = sa.select(audit.c.rule).where(audit.c.act == "erasure").order_by(audit.c.id)
    async with here.bot.store.read() as tx:
        return [*(await tx.execute(query)).scalars()]
