"""One call to Slack for one row. Posts carry the row's id, blocks and text together, and unfurl nothing."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outcomes import Fate, failure_of
from bot.delivery.outgoing import (
    CarryFile,
    CheckChannel,
    Delete,
    DeleteFile,
    Ephemeral,
    Found,
    HandOut,
    LookUp,
    Post,
    ReadBelow,
    ReadThread,
    Sendable,
    Update,
)
from bot.delivery.pacing import POST
from bot.delivery.reconciling import metadata
from bot.domain import homes
from bot.domain.days import known_zone
from bot.domain.ids import Channel, ChannelId, SlackUser, TeamId, Ts, UserId
from bot.domain.people import Membership
from storage.outbox import Claimed, Kind, Standing

METHODS: dict[type, str] = {
    Post: POST,
    Update: "chat.update",
    Delete: "chat.delete",
    DeleteFile: "files.delete",
    Ephemeral: "chat.postEphemeral",
    CheckChannel: "conversations.info",
    LookUp: "users.info",
    ReadBelow: "conversations.replies",
    ReadThread: "conversations.replies",
    CarryFile: "files.completeUploadExternal",
    HandOut: "files.completeUploadExternal",
}


IN_A_CHANNEL = frozenset({Kind.CARD, Kind.OPENING, Kind.COMMENT, Kind.LINE, Kind.BY_CLOCK, Kind.PAGE})
IN_A_QUEUE = {Kind.LOOK_UP: METHODS[LookUp], Kind.CHECK_CHANNEL: METHODS[CheckChannel]}


def method_of(out: Sendable) -> str:
    """The method whose pace a call keeps."""
    return METHODS[type(out)]


def queue_of(row: Claimed) -> tuple[str, str | None] | None:
    """Method and channel in whose queue the row stands, where that is known before it is read."""
    if row.kind in IN_A_QUEUE:
        return IN_A_QUEUE[row.kind], None
    channel = row.facts.get("channel")
    return (POST, str(channel)) if channel and row.kind in IN_A_CHANNEL else None


def history_of(out: Post) -> str:
    """The method by which an earlier try is looked for."""
    return "conversations.history" if out.thread_ts is None else "conversations.replies"


async def channel_of(client: AsyncWebClient, out: Post) -> str:
    """The channel's id; for a direct message the one that Slack opened."""
    if not out.is_direct:
        return out.channel
    return str((await client.conversations_open(users=out.channel))["channel"]["id"])


async def post(client: AsyncWebClient, row: Claimed, out: Post, *, plain: bool = False) -> Standing:
    """A new message. `plain`: without blocks, where Slack refused them."""
    answer = await client.chat_postMessage(
        channel=out.channel,
        thread_ts=out.thread_ts,
        text=out.text,
        blocks=None if plain else out.blocks,
        metadata=metadata(row),
        unfurl_links=False,
        unfurl_media=False,
    )
    return Standing(channel=ChannelId(str(answer["channel"])), ts=Ts(str(answer["ts"])))


async def update(client: AsyncWebClient, out: Update, *, plain: bool = False) -> Standing:
    """A message of ours drawn again; text alone would drop its blocks."""
    await client.chat_update(channel=out.channel, ts=out.ts, text=out.text, blocks=[] if plain else out.blocks)
    return Standing(channel=out.channel, ts=out.ts)


async def delete(client: AsyncWebClient, out: Delete | DeleteFile) -> None:
    """Taken away. That it is not there any more is what was wanted."""
    try:
        match out:
            case Delete():
                await client.chat_delete(channel=out.channel, ts=out.ts)
            case DeleteFile():
                await client.files_delete(file=out.file)
    except SlackApiError as error:
        if error.response.get("error") not in ("message_not_found", "file_not_found", "file_deleted"):
            raise


async def whisper(client: AsyncWebClient, out: Ephemeral) -> None:
    """Seen by one person, if they are there."""
    await client.chat_postEphemeral(
        channel=out.channel, user=out.user, thread_ts=out.thread_ts, text=out.text, blocks=out.blocks
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """What a look at a channel found. `broken`: why nothing can be posted there; '' where it can."""

    is_private: bool = False
    members: tuple[SlackUser, ...] = ()
    broken: str = ""


async def channel_facts(client: AsyncWebClient, channel: Channel) -> ChannelFacts:
    """Whether it is private, and everybody in it, page by page."""
    try:
        info: dict[str, Any] = (await client.conversations_info(channel=channel.id))["channel"]
    except SlackApiError as error:
        failure = failure_of(error)
        if failure.fate is not Fate.PLACE_GONE:
            raise
        return ChannelFacts(broken=failure.name)
    if info.get("is_archived"):
        return ChannelFacts(broken="is_archived")
    return ChannelFacts(is_private=bool(info.get("is_private")), members=await _members(client, channel))


async def _members(client: AsyncWebClient, channel: Channel) -> tuple[SlackUser, ...]:
    members: list[SlackUser] = []
    cursor: str | None = None
    while cursor != "":
        page = await client.conversations_members(channel=channel.id, limit=200, cursor=cursor)
        members += [SlackUser(team=channel.team, user=UserId(user)) for user in page["members"]]
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
    return tuple(members)


async def person_facts(client: AsyncWebClient, who: SlackUser, *, seen_from: TeamId) -> Found:
    """Name, zone ('' for none that is known here), and how they belong to the workspace that asks."""
    user: dict[str, Any] = (await client.users_info(user=who.user))["user"]
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or who.user
    confirmed = str(profile.get("email") or "") if user.get("is_email_confirmed") else ""
    return Found(
        name=str(name),
        zone=known_zone(str(user.get("tz") or "")),
        membership=_membership(user, seen_from),
        home=_home(user, seen_from),
        domain=homes.domain_of(confirmed),
        address=confirmed.strip(),
        enterprise=str((user.get("enterprise_user") or {}).get("enterprise_id") or ""),
    )


def _home(user: dict[str, Any], team: TeamId) -> TeamId:
    """Their own workspace. On Enterprise Grid somebody belongs to several, and this may be one of them."""
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    return team if team in teams else TeamId(str(user.get("team_id") or team))


def _membership(user: dict[str, Any], team: TeamId) -> Membership:
    if user.get("deleted"):
        return Membership.GONE
    if user.get("is_stranger") or _home(user, team) != team:
        return Membership.EXTERNAL
    if user.get("is_bot") or user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Membership.GUEST
    return Membership.MEMBER
