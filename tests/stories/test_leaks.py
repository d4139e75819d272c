"""The leak test: of thousands of canaries in the desk's own words and files none is found on the district's side.

The same search finds every one that was sent by *Reply to district*, and one that leaked.
"""

import asyncio
import base64
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
import structlog

from bot.domain.ids import CaseNumber, ChannelId, PersonId, SlackUser, TeamId, Thread, Ts, UserId
from bot.domain.sheets import CommentKind
from bot.observing import set_up_logging
from bot.services import hearing
from bot.services.hearing import Heard
from demo import world
from demo.town import Town
from handlers.payloads import instant_of
from sandbox.deeds import files, messages
from storage import comments, outbox, owing, threads
from storage.tables import case_words, note_versions, notes
from storage.tables import outbox as outbox_table
from tests.leaks import (
    Cage,
    answers_to,
    found_by_districts,
    found_by_the_operator,
    found_in_logs,
    found_in_rows,
    windows_of,
)
from tests.told import chose
from tests.town_cases import at_lakeside, chooses, desk_card, open_case

pytestmark = pytest.mark.takes_minutes

BY_EVENTS, BY_SERVICE, IN_BULK, FILES_EACH = 100, 150, 2_800, 3
ALEX = SlackUser(team=TeamId(world.TEAM), user=UserId("U0ALEX"))


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[str]]]:
    """Every line of the log, as whoever runs the bot reads it, however much they ask for."""
    set_up_logging(json=True, level="debug")
    caplog.set_level(logging.INFO)

    def lines() -> list[str]:
        said = capsys.readouterr()
        return [said.out, said.err, *(record.getMessage() for record in caplog.records)]

    yield lines
    set_up_logging(json=False, level="warning")


async def _plant_by_events(here: Town, cage: Cage, card: str) -> None:
    """Alex writes notes with files at the desk, and edits each: nothing is handed to the bot but Slack's events."""
    slack = here.sandbox.slack
    for _ in range(BY_EVENTS):
        put = [
            files.upload(slack, "U0ALEX", f"{cage.new('filename')}.txt", cage.new("filebody").encode()).id
            for _ in range(FILES_EACH)
        ]
        said = messages.say(slack, world.DESK, "U0ALEX", cage.new("note"), thread_ts=card, files=put)
        messages.edit(slack, world.DESK, said.ts, "U0ALEX", cage.new("edit"))
        await here.people.settle()


async def _plant_by_service(here: Town, cage: Cage, card: str) -> None:
    desk = Thread(team=ALEX.team, channel=ChannelId(world.DESK), ts=Ts(card))
    for number in range(BY_SERVICE):
        ts = Ts(f"{float(card) + 1.8 + number / 1000:.6f}")  # no message of Slack's: those begin at a whole second
        for edited in ("", ts):
            heard = Heard(
                who=ALEX,
                message=Thread(team=desk.team, channel=desk.channel, ts=ts),
                thread_ts=desk.ts,
                words=cage.new("heard"),
                at=here.clock.now(),
                said_at=instant_of(ts),
                edited_ts=edited,
            )
            await hearing.hear(here.bot.store, heard, now=here.clock.now())


async def _plant_in_bulk(here: Town, cage: Cage) -> None:
    """Rows as they would stand after years."""
    async with here.bot.store.begin() as tx:
        alex = (await tx.execute(sa.select(notes.c.author_id).limit(1))).scalar_one()
        rows = [
            {"case_number": 1, "author_id": alex, "team_id": world.TEAM, "channel_id": world.DESK}
            | {"ts": f"1.{number:06}", "at": here.clock.now()}
            for number in range(IN_BULK)
        ]
        await tx.execute(notes.insert(), rows)
        ids = (await tx.execute(sa.select(notes.c.id).where(notes.c.ts.startswith("1.")))).scalars().all()
        versions = [
            {"note_id": note, "edited_ts": edited, "words": cage.new("bulk")} for note in ids for edited in ("", "2")
        ]
        await tx.execute(note_versions.insert(), versions)


ASKED = ("list", "list closed", "view 1", "contacts", "help", "view 99", "searches", "notify", "find grades")


async def _everybody_looks(here: Town) -> None:
    """What a district's people can ask for is asked for."""
    for name in ("ana", "ben", "tess", "dana", "sam", "pia"):
        person = here.person(name)
        for words in (*ASKED, "find canary-words", "find canary-edit", "New subject"):
            await person.types("/case", words, channel=world.TOWN)
        await person.opens_home()
    ana = here.person("ana")
    card = (await here.card(ana, world.LAKESIDE)).ts
    await ana.uses_shortcut("shortcut.case-actions", channel=world.LAKESIDE, on=card)
    for action in ("case.hand-over", "case.escalate", "case.withdraw"):
        await chooses(ana, action, channel=world.LAKESIDE, on=card)
    await ana.says("<@U0BOT>", channel=world.LAKESIDE, thread=card)
    await here.person("sam").says("Me too?", channel=world.LAKESIDE, thread=card)
    await here.quiet()


async def _finds(here: Town, name: str, words: str) -> bool:
    """Whether the case is found by that; and once more by the form of conditions."""
    person = here.person(name)
    await person.types("/case", f"find {words}", channel=world.TOWN)
    hint = (await person.hints(world.TOWN))[-1]
    await person.clicks("find.filter", channel=world.TOWN, on=hint.ts)
    assert not (await person.submits(status=["Open"])).errors
    told = [hint.words, await person.reads_window()]
    await person.closes(everything=True)
    found = ["Grades vanish on save" in words for words in told]
    assert found[0] == found[1], told
    return found[0]


async def _send(here: Town, cage: Cage) -> None:
    """By *Reply to district*: words and files. One reply begins as a note, whose words go because they are sent."""
    alex, card = here.person("alex"), await desk_card(here)
    for _ in range(3):
        name, body = f"{cage.new('filename')}.txt", cage.new("filebody").encode()
        sent = {"user": "U0ALEX", "name": name, "content": base64.b64encode(body).decode()}
        file = (await here.people.do("upload", **sent))["file"]
        await alex.clicks("case.reply-to-district", channel=world.DESK, on=card)
        assert not (await alex.submits(words=cage.new("words"), files=[file])).errors
        assert not (await alex.submits()).errors
    note = await alex.says(cage.new("words"), channel=world.DESK, thread=card)
    await here.quiet()
    await alex.uses_shortcut("shortcut.reply-to-district", channel=world.DESK, on=note)
    assert not (await alex.submits()).errors
    assert not (await alex.submits()).errors
    await here.quiet()


async def _landed(here: Town) -> None:
    """The clock does not go on while a page is still taken in: its lease is a minute of this clock."""
    under_way = sa.select(sa.func.count()).where(outbox_table.c.state == "sending")
    for _ in range(600):
        async with here.bot.store.read() as tx:
            if (await tx.execute(under_way)).scalar_one() == 0:
                return
        await asyncio.sleep(0.05)
    raise AssertionError("a page is taken in for ever")


async def _live_a_little(here: Town) -> None:
    """Everything that writes to the district's side happens once."""
    alex, ben, card = here.person("alex"), here.person("ben"), await desk_card(here)
    await alex.clicks("case.take", channel=world.DESK, on=card)
    await here.quiet()
    await alex.clicks("case.ask-input", channel=world.DESK, on=card)
    await alex.submits(words="Which browser?")
    await here.quiet()
    district = (await here.card(ben, world.LAKESIDE)).ts
    await ben.says("Firefox.", channel=world.LAKESIDE, thread=district)
    await here.quiet()
    await chooses(ben, "case.escalate", channel=world.LAKESIDE, on=district)
    await ben.submits(words="All of the school is affected.")
    await here.quiet()
    await here.person("sam").joins(world.LAKESIDE)  # from now on words go by direct message
    await here.quiet()
    await here.person("gita").types("/case", "resync 1", channel=world.TOWN)
    for _ in range(BY_EVENTS // 15 + 5):  # a page a minute
        await here.clock.turn(timedelta(minutes=1))
        await here.bot.courier.deliver_due()
        await _landed(here)
    await here.pass_days(1)
    told = (await here.person("gita").direct_messages())[-1].words
    assert f"{BY_SERVICE} deletions" in told  # those that Slack itself never had


async def _assert_found(here: Town, sent: set[str], lines: Sequence[str]) -> None:
    found = await found_by_districts(here)
    assert set[str]().union(*found.values()) == sent
    for user in ("U0ANA", "U0BEN", "U0TESS"):
        assert found[user] == sent, user
    for user in ("U0PIA", "U0DANA"):
        assert found[user] == set(), user
    assert await found_in_rows(here) == {"outbox": set(), "audit": set()}
    assert await found_by_the_operator(here) == set()
    assert found_in_logs(lines) == set()


async def test_of_thousands_of_canaries_at_the_desk_none_is_found_at_the_district(
    here: Town, logged: Callable[[], list[str]]
) -> None:
    inside = Cage()
    await open_case(here)
    await chose(here, "ana", "digest")
    card = await desk_card(here)
    await _plant_by_events(here, inside, card)
    await _plant_by_service(here, inside, card)
    await _plant_in_bulk(here, inside)
    assert len(inside.planted) > 6_000
    both = Cage(planted=set(inside.planted))
    await _send(here, both)
    sent = both.planted - inside.planted
    assert len(sent) == 3 * 3 + 1
    await _live_a_little(here)
    await _everybody_looks(here)
    assert "News of one case" in str(await here.person("ana").direct_messages())
    assert [await _finds(here, name, "canary-words") for name in ("ana", "alex", "pia")] == [True, True, False]
    assert [await _finds(here, name, "canary-edit") for name in ("ana", "alex", "pia")] == [False, True, False]
    assert len(windows_of(here)["U0ANA"]) > len(ASKED)
    assert len(answers_to(here)["U0ANA"]) > len(ASKED)
    lines = logged()
    assert "delivered" in lines[0]
    await _assert_found(here, sent, lines)


async def _cross(here: Town, words: str) -> None:
    """A fault as it might be: a note's words written as a comment."""
    case, now = CaseNumber(1), here.clock.now()
    async with here.bot.store.begin() as tx:
        places = await threads.of_case(tx, case)
        comment = await comments.add(tx, case, author=PersonId(1), kind=CommentKind.REPLY, at=now)
        await comments.add_version(tx, comment, edited_ts="", words=words)
        await outbox.owe(tx, owing.copies(comment, places, now=now), now=now)
    await here.quiet()


async def _show_for_a_moment(here: Town, name: str, words: str) -> None:
    """A window that is drawn with the words, drawn anew without them, and closed."""
    client, person = here.bot.slack.with_token(world.BOT_TOKEN), here.person(name)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Case"}}
    leaky, clean = (
        {**view, "blocks": [{"type": "section", "text": {"type": "plain_text", "text": said}}]}
        for said in (words, "Nothing")
    )
    trigger = here.sandbox.slack.triggers.issue(person.id, world.TEAM, world.APP)
    opened = await client.views_open(trigger_id=trigger, view=clean)
    for drawn in (leaky, clean):
        await client.views_update(view_id=opened["view"]["id"], view=drawn)
    await person.closes()


async def _answer(here: Town, name: str, words: str) -> None:
    """A command that is answered with the words, where they are seen by nobody afterwards."""
    async with here.bot.store.begin() as tx:
        await tx.execute(case_words.update().values(subject=words))
    await here.person(name).types("/case", "list", channel=world.TOWN)
    async with here.bot.store.begin() as tx:
        await tx.execute(case_words.update().values(subject="Grades vanish on save"))
    here.sandbox.slack.channel(world.TOWN).ephemerals.clear()


async def test_the_search_finds_a_note_that_crossed_whatever_way_it_took(
    here: Town, logged: Callable[[], list[str]]
) -> None:
    await open_case(here)
    cage = Cage()
    crossed, owed, told, named, shown = (cage.new(kind) for kind in ("note", "row", "log", "file", "home"))
    opened, answered = cage.new("window"), cage.new("answer")
    await _show_for_a_moment(here, "pia", opened)
    await _answer(here, "ben", answered)
    await _cross(here, crossed)
    assert crossed in await at_lakeside(here)
    slack = here.sandbox.slack
    file = files.upload(slack, "U0BOT", f"{named}.txt", b"x")
    file.shares.append((world.LAKESIDE, "1.0"))
    home = {"type": "home", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": shown}}]}
    await here.bot.slack.with_token(world.BOT_TOKEN).views_publish(user_id="U0PIA", view=home)
    now = here.clock.now()
    async with here.bot.store.begin() as tx:
        leaky = owing.tell(PersonId(1), TeamId(world.TEAM), key=owed, what="none", now=now)
        await outbox.owe(tx, [leaky], now=now)
    structlog.get_logger().info("note", words=told)
    found = await found_by_districts(here)
    assert found["U0ANA"] == {crossed, named}
    assert found["U0BEN"] == {crossed, named, answered}
    assert found["U0PIA"] == {shown, opened}
    assert (await found_in_rows(here))["outbox"] == {owed}
    assert found_in_logs(logged()) == {told}
