"""What is fetched to be looked at: files that people uploaded, and the gallery of blocks."""

import json
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.model import Json
from sandbox.open_views import identified, with_ids
from sandbox.page import drawing, safety, shown
from sandbox.page.desk import Page
from sandbox.page.drawing import Reader

GALLERY = Path(__file__).with_name("gallery.json")


def routes(page: Page) -> list[web.AbstractRouteDef]:
    async def file(request: web.Request) -> web.Response:
        return _file(page, request.match_info["file"], request.query.get("as", ""))

    async def gallery(request: web.Request) -> web.Response:
        user = shown.user(page.control.slack, request.query.get("as", ""))
        reader = Reader(zone=ZoneInfo(user.tz) if user else UTC, now=page.control.slack.now())
        return web.json_response({"ok": True, "examples": [*_examples(reader)]}, headers=safety.HEADERS)

    return [web.get("/_page/file/{file}", file), web.get("/_page/gallery", gallery)]


def _file(page: Page, file_id: str, reader: str) -> web.Response:
    """What a browser draws without running it is drawn; all else is saved."""
    user, file = shown.user(page.control.slack, reader), page.control.slack.files.get(file_id)
    if user is None or file is None or file.content is None or not shown.may_open(page.eyes(user), file):
        return web.Response(status=404, text="There is no such file, or not for this person.")
    picture = file.mimetype in shown.PICTURES
    headers = {
        **safety.HEADERS,
        "Content-Security-Policy": safety.INERT,
        "Content-Disposition": "inline" if picture else "attachment",
    }
    kind = file.mimetype if picture else "application/octet-stream"
    return web.Response(body=file.content, content_type=kind, headers=headers)


def _examples(reader: Reader) -> list[Json]:
    """Every kind of block and element, read for whoever looks."""
    examples: list[Json] = json.loads(GALLERY.read_text(encoding="utf-8"))
    return [_read(it, reader) for it in examples]


def _read(example: Json, reader: Reader) -> Json:
    """With the ids that Slack gives, and every text read."""
    if "view" in example:
        return {**example, "view": drawing.view(with_ids(example["view"]), reader)}
    return {**example, "blocks": drawing.blocks([*identified(example["blocks"])], reader)}
