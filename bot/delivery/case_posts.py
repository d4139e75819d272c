"""What stands in a case's threads: cards, the words it was opened with, comments, lines, files."""

from datetime import datetime

from bot.delivery import clock_posts, news_posts, session_posts
from bot.delivery.outgoing import CarryFile, NotYet, Outgoing, Overtaken, Post, Update, Withheld
from bot.domain.ids import CaseNumber, ChannelId, CommentId, PersonId, TeamId
from bot.domain.sheets import CaseSheet, CommentSheet, Seat, Side
from bot.views import cards, comments, let_in, lines
from bot.views.message import Message
from storage import calendars, case_files, cases, outbox, owing, people, places, sheets, threads
from storage import comments as said
from storage.comments import File
from storage.outbox import Claimed, Kind, Owed, State
from storage.store import Tx
from storage.threads import Place

NO_WORDS_HERE = Withheld(reason="words may not go to this channel now")
LAST_LINES = {"emergency-claimed": let_in.claimed, "emergency-status": let_in.status}
NOT_STANDING = NotYet(reason="the card does not stand yet")
NEVER_OPENED = Overtaken(reason=threads.NEVER_OPENED)


async def card(tx: Tx, row: Claimed, now: datetime) -> Outgoing:
    """Opens the thread. In a DM its channel is the reader, who must still be one."""
    place = await place_of(tx, row)
    drawn = await _drawn(tx, place, now, rings=True)
    if place.reader is None:
        return Post(channel=str(place.channel), thread_ts=None, said=drawn)
    reader = await people.by_id(tx, place.reader)
    if reader is None or not await places.words_may_go(tx, place):
        return Withheld(reason="the reader may not see this case any more")
    return Post(channel=reader.slack.user, thread_ts=None, said=drawn, is_direct=True)


async def refresh(tx: Tx, row: Claimed, now: datetime) -> Outgoing:
    place = await place_of(tx, row)
    if place.ts is None or place.channel is None:
        return Overtaken(reason="the card will be drawn as the case then stands")
    drawn = await _drawn(tx, place, now)
    return Update(channel=place.channel, ts=place.ts, said=drawn)


async def _drawn(tx: Tx, place: Place, now: datetime, *, rings: bool = False) -> Message:
    """Drawn again, it rings for nobody. Posted, it would for who opened the case: `rings`, it has names instead."""
    case = await cases.get(tx, place.case)
    if case is None:
        raise LookupError(place.case)
    sheet = await sheets.for_card(tx, case, now=now)
    words = await places.words_may_go(tx, place)
    if place.seat is not Seat.SIDE:
        left = await places.has_left(tx, place)
        return let_in.left(case.number) if left else let_in.card(sheet, place.seat, words=words)
    draw = cards.district_card if place.side is Side.DISTRICT else cards.desk_card
    return draw(sheet, words=words, now=now, reader_team="" if rings else place.team)


async def opening(tx: Tx, row: Claimed) -> Outgoing:
    """The words of the form, below the card: at once where it is short, in parts where it is long."""
    place = await place_of(tx, row)
    return await _part_of(tx, row, place, await _opening_parts(tx, place))


async def _opening_parts(tx: Tx, place: Place) -> list[Message]:
    case = await cases.get(tx, place.case)
    return [] if case is None else cards.opening_words(await sheets.of_case(tx, case))


async def comment(tx: Tx, row: Claimed) -> Outgoing:
    place = await place_of(tx, row)
    sheet = await sheets.of_comment(tx, CommentId(int(row.facts["comment"])))
    if sheet.deleted or sheet.redacted:
        return Overtaken(reason="deleted before it was carried over")
    return await _part_of(tx, row, place, await _parts(tx, place, sheet))


async def _parts(tx: Tx, place: Place, sheet: CommentSheet) -> list[Message]:
    case = await cases.get(tx, place.case)
    to = [] if case is None else await news_posts.addressed(tx, place, sheet.id, case)
    if place.side is Side.DESK:
        return comments.for_desk(sheet, number=place.case, reader_team=place.team, to=to)
    if place.seat is not Seat.SIDE:
        return comments.for_desk(sheet, number=place.case, reader_team=place.team)  # with nothing to press
    return comments.for_district(sheet, number=place.case, reader_team=place.team, to=to)


async def changed(tx: Tx, row: Claimed) -> Outgoing:
    """The copy drawn again. Parts that a shorter text no longer fills become its stub."""
    place = await place_of(tx, row)
    copy = await outbox.standing(tx, _copy_key(row, _part(row)))
    if copy is None:
        return Overtaken(reason="no copy stands here")
    parts = await _parts_now(tx, row, place)
    drawn = parts[_part(row)] if _part(row) < len(parts) else lines.no_longer_here(place.case)
    if parts and not await _is_stub(tx, row) and not await places.words_may_go(tx, place):
        if owing.NAMING not in row.facts:
            return NO_WORDS_HERE
        drawn = lines.named_somebody(place.case)
    return Update(channel=copy.channel, ts=copy.ts, said=drawn)


async def _parts_now(tx: Tx, row: Claimed, place: Place) -> list[Message]:
    """What is left to say: a stub is the words of nobody and may stand anywhere."""
    if "comment" not in row.facts:
        return await _opening_parts(tx, place)
    sheet = await sheets.of_comment(tx, CommentId(int(row.facts["comment"])))
    return await _parts(tx, place, sheet)


async def _is_stub(tx: Tx, row: Claimed) -> bool:
    """Deleted or redacted: it goes wherever the words stand, whoever reads there."""
    if "comment" not in row.facts:
        return False
    found = await said.get(tx, CommentId(int(row.facts["comment"])))
    return found.deleted_at is not None or found.redacted_at is not None


async def line(tx: Tx, row: Claimed) -> Outgoing:
    place = await place_of(tx, row)
    if place.ts is None or place.channel is None:
        return await _without_thread(tx, place, State.DROPPED)
    case = await cases.get(tx, place.case)
    if case is None:
        raise LookupError(place.case)
    unsaid = await _unsaid(tx, row, place)
    if unsaid is not None:
        return unsaid
    if "link" in row.facts:
        drawn = lines.from_message(case.number, link=str(row.facts["link"]))
        return Post(channel=place.channel, thread_ts=place.ts, said=drawn)
    drawn = await named_line(tx, row, await sheets.of_case(tx, case))
    return Post(channel=place.channel, thread_ts=place.ts, said=drawn)


async def named_line(tx: Tx, row: Claimed, sheet: CaseSheet) -> Message:
    by, to = PersonId(int(row.facts["by"])), PersonId(int(row.facts.get("to", 0)))
    names = await people.sheets(tx, (by, to))
    other = row.facts.get("other")
    return lines.line(
        str(row.facts["what"]),
        sheet=sheet,
        by=names[by],
        to=names.get(to),
        other=CaseNumber(int(other)) if other else None,
    )


async def by_clock(tx: Tx, row: Claimed, now: datetime) -> Outgoing:
    """A sentence of the clock's. Where the card was a dead letter there is no thread to say it in."""
    place = await place_of(tx, row)
    if row.facts["what"] in LAST_LINES and await places.has_left(tx, place):
        return Overtaken(reason="they are no longer staff of its district")
    if place.ts is None or place.channel is None:
        return await _without_thread(tx, place, State.DEAD, State.DROPPED)
    if row.facts["what"] == "thread-ends" and await places.words_may_go(tx, place):
        return Overtaken(reason="they may read it again")
    if "session" in row.facts:
        return await _sessions_line(tx, row, place, now)
    last = await _last_line(tx, str(row.facts["what"]), place)
    if last is not None:
        return Post(channel=place.channel, thread_ts=place.ts, said=last)
    return await _clocks_line(tx, row, place, now)


async def _without_thread(tx: Tx, place: Place, *never: State) -> Outgoing:
    """It waits for the card; not where that has ended in one of these ways: there is no thread then.

    Nor where its reader might not read it by then.
    """
    ended = await threads.card_state(tx, place) in (*never, State.WITHHELD)
    return NEVER_OPENED if ended else NOT_STANDING


async def _sessions_line(tx: Tx, row: Claimed, place: Place, now: datetime) -> Outgoing:
    """Its guest is told how it goes on, also while nothing else is said to them."""
    unsaid = None if place.seat is Seat.GUEST else await _unsaid(tx, row, place)
    if unsaid is not None:
        return unsaid
    drawn = await session_posts.line(tx, row, place, now)
    if drawn is None:
        return Overtaken(reason="the reason does not hold any more")
    return Post(channel=str(place.channel), thread_ts=place.ts, said=drawn)


async def _last_line(tx: Tx, what: str, place: Place) -> Message | None:
    """To who may not read the case any more: that it is so, and what they are told of it all the same."""
    if what == "thread-ends":
        return lines.thread_ends(place.case)
    if what not in LAST_LINES:
        return None
    case = await cases.get(tx, place.case)
    if case is None:
        raise LookupError(place.case)
    if what == "emergency-claimed" and place.reader == case.contact:
        return let_in.claimed_yourself(await sheets.of_case(tx, case))
    return LAST_LINES[what](await sheets.of_case(tx, case))


async def _clocks_line(tx: Tx, row: Claimed, place: Place, now: datetime) -> Outgoing:
    unsaid = await _unsaid(tx, row, place)
    if unsaid is not None:
        return unsaid
    drawn = await clock_posts.line(tx, row, place, now)
    if drawn is None:
        return Overtaken(reason="the reason does not hold any more")
    return Post(channel=str(place.channel), thread_ts=place.ts, said=drawn)


async def file(tx: Tx, row: Claimed) -> Outgoing:
    place = await place_of(tx, row)
    found = await _file_of(tx, row)
    if found is None:
        return Overtaken(reason="redacted before it was carried over")
    team, file = found
    if place.ts is None or place.channel is None:
        return await _without_thread(tx, place, State.DROPPED)
    unsaid = await _unsaid(tx, row, place)
    if unsaid is not None:
        return unsaid
    return CarryFile(
        case=place.case,
        team=team,
        file_id=file.id,
        name=file.name,
        mimetype=file.mimetype,
        size=file.size,
        permalink="" if await _is_the_desks_own(tx, str(row.facts["file"]), place) else file.permalink,
        channel=place.channel,
        thread_ts=place.ts,
        limits=(await calendars.rules(tx)).limits,
        number=await _number_of(tx, str(row.facts["file"])),
    )


async def _is_the_desks_own(tx: Tx, named: str, place: Place) -> bool:
    """Put into a form at the desk, where alone it can be opened: a link to it is of no use to the district."""
    if place.side is Side.DESK or named.startswith(case_files.OPENING):
        return False
    found = await said.file(tx, int(named))
    return found is not None and (await said.get(tx, found.comment)).typed_at is None


async def redacted_meanwhile(tx: Tx, row: Claimed, now: datetime) -> list[Owed]:
    """A file that was redacted while it was carried over is taken away again."""
    if await _file_of(tx, row) is not None:
        return []
    copies = await outbox.carried(tx, row.facts["file"])
    return [owing.removed(where, team, why="late", now=now) for team, where in copies]


async def _file_of(tx: Tx, row: Claimed) -> tuple[TeamId, File] | None:
    """Of a comment, or one that the case was opened with; None once it was redacted."""
    named = str(row.facts["file"])
    if named.startswith(case_files.OPENING):
        return await case_files.get(tx, int(named.removeprefix(case_files.OPENING)))
    found = await said.file(tx, int(named))
    return (found.team, found.file) if found else None


async def _number_of(tx: Tx, named: str) -> int:
    """Which of its message's files it is."""
    found = None if named.startswith(case_files.OPENING) else await said.file(tx, int(named))
    if found is None:
        return 1
    return 1 + [its.id for its in await said.files_of(tx, found.comment)].index(found.id)


async def after_card(tx: Tx, row: Claimed, now: datetime) -> list[Owed]:
    """Below the card: the opening words, and in a thread opened late what was said since its reader came."""
    place = await place_of(tx, row)
    if place.seat is not Seat.SIDE or not await places.words_may_go(tx, place):
        return []  # who was let in has what is said from now on
    files = await case_files.of_case(tx, place.case)
    owed = [owing.opening(place, part=0, now=now), *owing.opening_files(files, place, now=now)]
    if place.reader is None:
        return owed
    since = await people.contact_since(tx, place.reader, place.case)
    for earlier in await said.of_case(tx, place.case, since=since):
        if earlier.typed_at is None or earlier.typed_at.channel != place.channel:
            owed += owing.copies(earlier.id, [place], now=now)
    return owed


async def next_parts(tx: Tx, row: Claimed) -> list[Owed]:
    """The part that follows in a text too long for one message."""
    place = await place_of(tx, row)
    part = _part(row) + 1
    if row.kind is Kind.OPENING:
        more = part < len(await _opening_parts(tx, place))
    elif row.kind is Kind.COMMENT:
        sheet = await sheets.of_comment(tx, CommentId(int(row.facts["comment"])))
        more = part < len(await _parts(tx, place, sheet))
    else:
        more = await outbox.standing(tx, _copy_key(row, part)) is not None
    return [owing.next_part(row.owed, part=part)] if more else []


async def _part_of(tx: Tx, row: Claimed, place: Place, parts: list[Message]) -> Outgoing:
    if _part(row) >= len(parts):
        return Overtaken(reason="there is nothing more to say")
    if place.ts is None or place.channel is None:
        return await _without_thread(tx, place, State.DROPPED)
    unsaid = await _unsaid(tx, row, place)
    if unsaid is not None:
        return unsaid
    drawn = parts[_part(row)]
    return Post(channel=ChannelId(place.channel), thread_ts=place.ts, said=drawn)


async def _unsaid(tx: Tx, row: Claimed, place: Place) -> Outgoing | None:
    """Why this is not said here now; None: it is. A DM does not repeat what its reader has in the channel."""
    if not await places.words_may_go(tx, place):
        return NO_WORDS_HERE
    repeats = place.reader is not None and place.seat is Seat.SIDE
    channel = await places.speaking_channel(tx, place) if repeats else None
    if channel is None:
        return None
    same = f"{row.key.partition('+')[0].rpartition(':')[0]}:{channel.id}"
    if await outbox.state_of(tx, same) in (State.WITHHELD, State.DEAD):
        return None
    return Overtaken(reason="it stands in the channel")


def _part(row: Claimed) -> int:
    return int(row.facts.get("part", 0))


def _copy_key(row: Claimed, part: int) -> str:
    if "comment" not in row.facts:
        return owing.opening_key(row.facts["thread"], row.facts["case"], part)
    first = f"comment:{row.facts['comment']}:{row.facts['thread']}"
    return first if part == 0 else f"{first}+{part}"


async def place_of(tx: Tx, row: Claimed) -> Place:
    place = await threads.get(tx, int(row.facts["thread"]))
    if place is None:
        raise LookupError(row.facts["thread"])
    return place
