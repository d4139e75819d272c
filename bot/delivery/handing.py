"""A file of ours handed to one person by direct message: uploaded in three steps, as a carried one is (SLACK 8)."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.carrying import Note, is_shared
from bot.delivery.outgoing import HandOut, Post, direct
from bot.delivery.slack import SlackClients
from bot.domain.ids import ChannelId, Ts
from storage.outbox import Claimed, Standing

TRIES = 4
"""After so many without an answer its reader is told, who waits for it."""


class NotHanded(Exception):  # said to whoever asked for it; not a fault of ours
    """Slack does not take it."""

    def __init__(self, out: HandOut) -> None:
        super().__init__(out.name)
        self.out = out


def said(why: NotHanded) -> Post:
    return direct(why.out.person, why.out.refused)


async def hand(slack: SlackClients, row: Claimed, out: HandOut, *, note: Note) -> Standing:
    """Raises what the SDK raises. An earlier upload that arrived is not sent again."""
    client = await slack.of(row.team)
    channel = ChannelId(str((await client.conversations_open(users=out.person))["channel"]["id"]))
    earlier = str(row.facts.get("uploaded", ""))
    if earlier and await is_shared(client, earlier, channel):
        return Standing(channel=channel, ts=Ts(earlier))
    uploaded = await _upload(slack, client, out)
    await note(row, uploaded=uploaded)
    await client.files_completeUploadExternal(
        files=[{"id": uploaded, "title": out.name}], channel_id=channel, initial_comment=out.said
    )
    return Standing(channel=channel, ts=Ts(uploaded))


async def _upload(slack: SlackClients, client: AsyncWebClient, out: HandOut) -> str:
    place = await client.files_getUploadURLExternal(filename=out.name, length=len(out.content))
    async with slack.session.post(str(place["upload_url"]), data=out.content) as answer:
        answer.raise_for_status()
    return str(place["file_id"])
