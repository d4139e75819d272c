"""files.*: the three steps of an upload, files.info and files.delete."""

from typing import Any

from sandbox.deeds import files, messages
from sandbox.model import ApiError, Channel, File, Json
from sandbox.objects import file_object
from sandbox.web_api.call import Call
from sandbox.web_api.chat import check_may_write


def get_upload_url(call: Call) -> Json:
    name = call.arguments.required("filename")
    size = call.arguments.number("length", default=0)
    if size <= 0:
        raise ApiError("invalid_arguments")
    bot = call.bot
    file = files.promise(
        call.slack, user_id=bot.bot_user_id, team_id=bot.team_id, name=name, size=size, app_id=bot.app_id
    )
    file.alt = call.arguments.text("alt_txt") or ""
    ticket = call.slack.upload_tickets.give(file.id)
    return {"upload_url": f"{call.url}/_upload/{ticket}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Shares the files, if a channel is named. As in Slack, the answer does not say where they stand."""
    wanted = call.arguments.parsed("files", error="invalid_arguments")
    uploaded = [_uploaded(call, it) for it in _listed(wanted)]
    shown = [file_object(call.slack, it) for it in uploaded]
    for channel in _destinations(call):
        messages.post(
            call.slack,
            call.bot,
            channel,
            text=call.arguments.text("initial_comment") or "",
            thread_ts=call.arguments.text("thread_ts"),
            files=[it.id for it in uploaded],
        )
    return {"files": shown}


def _listed(wanted: Any) -> list[Json]:
    if not isinstance(wanted, list) or not wanted or not all(isinstance(it, dict) for it in wanted):
        raise ApiError("invalid_arguments")
    return wanted


def _uploaded(call: Call, wanted: Json) -> File:
    file = call.slack.files.get(str(wanted.get("id")))
    if file is None or file.app_id != call.bot.app_id or file.content is None:
        raise ApiError("file_not_found")
    file.title = str(wanted.get("title") or file.name)
    return file


def _destinations(call: Call) -> list[Channel]:
    named = call.arguments.text("channel_id") or call.arguments.text("channels") or ""
    found: list[Channel] = []
    for channel_id in filter(None, named.split(",")):
        channel = call.slack.channels.get(channel_id)
        if channel is None or not call.can_see(channel):
            raise ApiError("channel_not_found")
        check_may_write(call, channel)
        messages.lasting_thread(channel, call.arguments.text("thread_ts"))
        found.append(channel)
    return found


def info(call: Call) -> Json:
    file = call.slack.files.get(call.arguments.required("file", error="file_not_found"))
    if file is None or not can_read(call, file):
        raise ApiError("file_not_found")
    if file.deleted:
        raise ApiError("file_deleted")
    return {"file": file_object(call.slack, file, with_shares=True), "comments": []}


def delete(call: Call) -> Json:
    """A bot deletes what it uploaded itself."""
    file = call.slack.files.get(call.arguments.required("file", error="file_not_found"))
    if file is None or not can_read(call, file):
        raise ApiError("file_not_found")
    if file.deleted:
        raise ApiError("file_deleted")
    if file.user != call.bot.bot_user_id:
        raise ApiError("cant_delete_file")
    files.delete(call.slack, file.id, call.bot.bot_user_id)
    return {}


def can_read(call: Call, file: File) -> bool:
    """Files given to the app itself, and those that stand in a channel it is in."""
    if file.app_id == call.bot.app_id:
        return True
    return any(call.is_member(call.slack.channels[it]) for it, _ts in file.shares)
