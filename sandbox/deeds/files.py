"""Files are uploaded, shared and deleted."""

import mimetypes
from collections.abc import Sequence

from sandbox.deeds.messages import say
from sandbox.model import ApiError, File, Message
from sandbox.state import Slack


def promise(slack: Slack, *, user_id: str, team_id: str, name: str, size: int, app_id: str | None = None) -> File:
    """A file whose bytes are still to come."""
    file = File(
        id=slack.new_id("F"),
        team=team_id,
        user=user_id,
        name=name,
        title=name,
        size=size,
        mimetype=mimetypes.guess_type(name)[0] or "text/plain",
        created=slack.seconds(),
        app_id=app_id,
    )
    slack.files[file.id] = file
    return file


def upload(slack: Slack, user_id: str, name: str, content: bytes, *, app_id: str | None = None) -> File:
    """A person uploads a file, without sharing it yet. `app_id`: into a form of this app, which may read it."""
    team_id = slack.user(user_id).team
    file = promise(slack, user_id=user_id, team_id=team_id, name=name, size=len(content), app_id=app_id)
    file.content = content
    slack.changes.note()
    return file


def share(
    slack: Slack, channel_id: str, user_id: str, files: Sequence[str], *, text: str = "", thread_ts: str | None = None
) -> Message:
    """A person shares files, with or without words."""
    for file_id in files:
        if file_id not in slack.files:
            raise ApiError("file_not_found")
    return say(slack, channel_id, user_id, text, thread_ts=thread_ts, files=files)


def delete(slack: Slack, file_id: str, user_id: str) -> None:
    file = slack.files.get(file_id)
    if file is None or file.deleted:
        raise ApiError("file_not_found")
    if file.user != user_id:
        raise ApiError("cant_delete_file")
    file.deleted, file.content = True, None
    at = f"{slack.now().timestamp():.6f}"
    slack.emit(file.team, {"type": "file_deleted", "file_id": file_id, "event_ts": at})
