"""A message became a case: what stood below it by then becomes part of the record, and both places say so.

Slack lets nobody else's message be redrawn, so the message cannot become the case's card: the card is posted as
usual, and the two are linked. What contacts and Support said below the message is carried over as comments, with
their authors and times, fifteen at a time (SLACK 4.2); what others said stays where it is (POLICY 2).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outcomes import Fate, failure_of
from bot.delivery.outgoing import NotYet, Outgoing, Overtaken, Post, ReadBelow
from bot.domain import policy
from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, ChannelId, SlackUser, TeamId, Thread, Ts, UserId
from bot.domain.people import Person
from bot.domain.sheets import CommentKind, Seat, Side
from bot.domain.wording import as_read
from bot.views import lines
from storage import cases, comments, naming, outbox, owing, people, threads
from storage.comments import File
from storage.outbox import Claimed, Owed
from storage.store import Tx
from storage.threads import Place

PAGE = 15
_PEOPLES = frozenset({None, "file_share", "thread_broadcast", "me_message"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of what stands below the message. `link` leads to it, `card_link` to the card beside it; '' where not."""

    messages: tuple[dict[str, Any], ...] = ()
    cursor: str = ""
    link: str = ""
    card_link: str = ""


async def compose(tx: Tx, row: Claimed) -> Outgoing:
    """The reading, once the cards stand, below which it is carried; or the sentence below the message."""
    channel, ts = ChannelId(str(row.facts["channel"])), Ts(str(row.facts["ts"]))
    number = CaseNumber(int(row.facts["case"]))
    if "link" in row.facts:
        drawn = lines.became(number, link=str(row.facts["link"]))
        return Post(channel=channel, thread_ts=ts, said=drawn)
    places = await threads.of_case(tx, number)
    if not places:
        return Overtaken(reason="the case stands nowhere")
    if any(place.ts is None for place in places if place.reader is None):
        return NotYet(reason="the card does not stand yet")
    beside = [it.ts for it in places if it.side is Side.DISTRICT and it.channel == channel and it.reader is None]
    return ReadBelow(channel=channel, ts=ts, cursor=str(row.facts.get("cursor", "")), card=next(iter(beside), None))


async def read(client: AsyncWebClient, out: ReadBelow) -> Page | None:
    """A page of it. None where the bot may not look. Raises what the SDK raises for the rest."""
    try:
        answer = await client.conversations_replies(
            channel=out.channel, ts=out.ts, limit=PAGE, cursor=out.cursor or None
        )
        link = await _link(client, out.channel, out.ts)
        card_link = await _link(client, out.channel, out.card) if out.card else ""
    except SlackApiError as error:
        if failure_of(error).fate in {Fate.PLACE_GONE, Fate.OUR_BUG}:
            return None
        raise
    cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
    return Page(messages=tuple(answer.get("messages") or ()), cursor=cursor, link=link, card_link=card_link)


async def _link(client: AsyncWebClient, channel: ChannelId, ts: Ts) -> str:
    return str((await client.chat_getPermalink(channel=channel, message_ts=ts)).get("permalink") or "")


async def take_over(tx: Tx, row: Claimed, page: Page | None, *, now: datetime) -> None:
    """Writes what was read into the record, and owes what follows."""
    case = await cases.get(tx, CaseNumber(int(row.facts["case"])))
    if case is None:
        return
    places = [it for it in await threads.of_case(tx, case.number) if it.seat is Seat.SIDE]
    owed = owing.earlier_lines(case, places, link=page.link if page else "", now=now) if _is_first(row) else []
    for message in page.messages if page else ():
        owed += await _taken(tx, row, case, places, message, now=now)
    if page and _is_first(row) and page.card_link:
        owed.append(owing.became(row.owed, link=page.card_link))
    if page and page.cursor:
        owed.append(owing.earlier_page(row.owed, cursor=page.cursor))
    if owed:
        await outbox.owe(tx, owed, now=now)


def _is_first(row: Claimed) -> bool:
    return not row.facts.get("cursor")


async def _taken(
    tx: Tx, row: Claimed, case: Case, places: list[Place], message: dict[str, Any], *, now: datetime
) -> list[Owed]:
    """A reply by a contact of the district or an agent, if it is in no case's record yet."""
    said = Thread(team=row.team, channel=ChannelId(str(row.facts["channel"])), ts=Ts(str(message.get("ts"))))
    author = None if said.ts == row.facts["ts"] else await _author(tx, row.team, message)
    if author is None or not policy.belongs_to_side(author, case.district) or await comments.at(tx, said):
        return []
    at = datetime.fromtimestamp(float(said.ts), UTC)
    comment = await comments.add(tx, case.number, author=author.id, kind=CommentKind.REPLY, at=at, typed_at=said)
    words = await naming.named(tx, row.team, as_read(str(message.get("text") or "")))
    await comments.add_version(tx, comment, edited_ts="", words=words)
    kept = await comments.add_files(tx, comment, team=row.team, files=_files(message))
    return [*owing.copies(comment, places, now=now), *owing.files(kept, places, now=now)]


async def _author(tx: Tx, team: TeamId, message: dict[str, Any]) -> Person | None:
    """A person we know; no bot, and nobody who speaks in another's name."""
    machine = message.get("bot_id") or message.get("app_id") or message.get("subtype") not in _PEOPLES
    if machine or not message.get("user"):
        return None
    home = message.get("user_team") or message.get("team") or team
    return await people.by_slack(tx, SlackUser(team=TeamId(str(home)), user=UserId(str(message["user"]))))


def _files(message: dict[str, Any]) -> tuple[File, ...]:
    return tuple(
        File(
            id=str(file["id"]),
            name=str(file.get("name") or "file"),
            mimetype=str(file.get("mimetype") or ""),
            size=int(file.get("size") or 0),
            permalink=str(file.get("permalink") or ""),
        )
        for file in message.get("files") or ()
        if file.get("id")
    )
