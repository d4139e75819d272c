"""Files of ours handed to one person by direct message: uploaded in three steps, as a carried one is (SLACK 8).

They are made in a thread, since drawing and packing take their time, and stand below one another in one message.
"""

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.carrying import Note, is_shared
from bot.delivery.outgoing import HandOut, Made, Post, direct
from bot.delivery.slack import SlackClients
from bot.domain.ids import ChannelId, Ts
from storage.outbox import Claimed, Standing

TRIES = 4
"""After so many without an answer its reader is told, who waits for it."""


class NotHanded(Exception):  # said to whoever asked for it; not a fault of ours
    """Slack does not take it."""

    def __init__(self, out: HandOut) -> None:
        super().__init__(out.person)
        self.out = out


def said(why: NotHanded) -> Post:
    return direct(why.out.person, why.out.refused)


async def hand(slack: SlackClients, row: Claimed, out: HandOut, *, note: Note) -> Standing:
    """Raises what the SDK raises. Earlier uploads that arrived are not sent again: the first tells of all."""
    client = await slack.of(row.team)
    channel = ChannelId(str((await client.conversations_open(users=out.person))["channel"]["id"]))
    earlier = str(row.facts.get("uploaded", ""))
    if earlier and await is_shared(client, earlier, channel):
        return Standing(channel=channel, ts=Ts(earlier))
    parcel = await asyncio.to_thread(out.made)
    uploaded = [await _upload(slack, client, file) for file in parcel.files]
    await note(row, uploaded=uploaded[0])
    await client.files_completeUploadExternal(
        files=[{"id": it, "title": file.name} for it, file in zip(uploaded, parcel.files, strict=True)],
        channel_id=channel,
        initial_comment=parcel.said,
    )
    return Standing(channel=channel, ts=Ts(uploaded[0]))


async def _upload(slack: SlackClients, client: AsyncWebClient, file: Made) -> str:
    place = await client.files_getUploadURLExternal(
        filename=file.name, length=len(file.content), alt_txt=file.shows or None
    )
    async with slack.session.post(str(place["upload_url"]), data=file.content) as answer:
        answer.raise_for_status()
    return str(place["file_id"])
