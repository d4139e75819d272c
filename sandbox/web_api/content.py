"""Bytes of files: they come to the upload url, and go out to whoever may read them."""

from aiohttp import web

from sandbox.model import File
from sandbox.state import Slack
from sandbox.web_api.call import Arguments, Call
from sandbox.web_api.files import can_read

_LOGIN = "<!DOCTYPE html><html><head><title>Slack | Login</title></head><body>Sign in</body></html>"


async def take_upload(slack: Slack, arrived: web.Request) -> web.Response:
    """Raw bytes, or a form with one file. A ticket is good for once."""
    file_id = slack.upload_tickets.take(arrived.match_info["ticket"])
    if file_id is None:
        return web.Response(status=404, text="not found")
    file, content = slack.files[file_id], await _content(arrived)
    if len(content) != file.size:
        return web.Response(status=400, text="length mismatch")
    file.content = content
    slack.changes.note()
    return web.Response(text=f"OK - {len(content)}")


async def _content(arrived: web.Request) -> bytes:
    if not arrived.content_type.startswith("multipart/"):
        return await arrived.read()
    for value in (await arrived.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


def give(slack: Slack, arrived: web.Request) -> web.Response:
    """With a token that may not read it, 200 and a page to sign in on, as Slack does."""
    _team, _, file_id = arrived.match_info["file"].partition("-")
    file = slack.files.get(file_id)
    token = arrived.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if file is None or not _may_read(slack, token, file):
        return web.Response(text=_LOGIN, content_type="text/html")
    if file.content is None:
        return web.Response(status=404, text="file not found")
    return web.Response(body=file.content, content_type=file.mimetype)


def _may_read(slack: Slack, token: str, file: File) -> bool:
    installation = slack.by_bot_token(token)
    if installation is None or installation.revoked or "files:read" not in installation.scopes:
        return False
    return can_read(Call(slack=slack, arguments=Arguments({}), url=slack.base_url, installation=installation), file)
