"""The demonstration's controls: its clock, its steps, its beginning once more. Without one there are none."""

import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.deeds import channels
from sandbox.model import Json, User
from sandbox.page import shown
from sandbox.page.desk import Busy, Page
from sandbox.page.guide import CouldNotPlay, Demonstration

BROKEN = "The demonstration broke off. Start over; if that fails too, end it and start it again."
log = logging.getLogger(__name__)

FARTHEST = timedelta(days=800)
BY = {"day": timedelta(days=1), "week": timedelta(days=7)}

Do = Callable[[Page, Json], Awaitable[Json]]


class No(Exception):
    """What the page is told, and by which status."""

    def __init__(self, error: str, hint: str, *, status: int = 409) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, "hint": hint}
        self.status = status


def routes(page: Page) -> list[web.AbstractRouteDef]:
    asked = {"direct": direct, "turn": turn, "play": play, "start-over": start_over}
    return [web.post(f"/_page/{name}", _door(page, do)) for name, do in asked.items()]


def _door(page: Page, do: Do) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def door(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **await do(page, await _given(request))})
        except Busy:
            no = No("busy", "The demonstration is at something already. It says when it is done.")
        except CouldNotPlay as problem:
            no = No("could_not_play", str(problem))
        except No as found:
            no = found
        except Exception:  # whatever broke in a demonstration, whoever pressed the button is told
            reference = uuid4().hex[:8]
            log.exception("The page's control broke, reference %s", reference)
            no = No("broken", f"{BROKEN} (reference {reference})", status=500)
        return web.json_response(no.answer, status=no.status)

    return door


async def _given(request: web.Request) -> Json:
    try:
        found: Any = json.loads(await request.read() or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise No("invalid_json", "send one JSON object", status=400)
    return found


async def direct(page: Page, given: Json) -> Json:
    """The direct message with the app, opened where there was none."""
    user, slack = _person(page, given), page.control.slack
    found = shown.app_of(page.eyes(user))
    if found is None:
        raise No("no_app", "No app is installed in this workspace.")
    bot = slack.installation(found.app_id, user.team).bot_user_id
    return {"channel": channels.direct(slack, user.team, [bot, user.id]).id}


async def turn(page: Page, given: Json) -> Json:
    """By "day", "week" or "morning" (the next business one), or to an instant of the person's own wall clock."""
    demonstration, now = _demonstration(page), page.control.slack.now()
    instant = _instant(page, demonstration, given, now)
    if instant <= now:
        raise No("time_is_past", "Time does not run backwards. Choose a later moment.")
    if instant - now > FARTHEST:
        raise No("too_far", f"That is more than {FARTHEST.days} days ahead. Go there in smaller steps.")
    await page.turn_to(instant)
    return {"now": page.control.slack.now().isoformat()}


def _instant(page: Page, demonstration: Demonstration, given: Json, now: datetime) -> datetime:
    match given:
        case {"by": "day" | "week" as by}:
            return now + BY[by]
        case {"by": "morning"}:
            return demonstration.next_business_morning(now, _person(page, given).id)
        case {"to": str(to)}:
            return _on_the_wall(to, _person(page, given).tz)
        case _:
            raise No("invalid_arguments", "`by` is day, week or morning; or `to` is a date and a time", status=400)


def _on_the_wall(to: str, zone: str) -> datetime:
    try:
        found = datetime.fromisoformat(to)
    except ValueError:
        raise No("invalid_arguments", "That is no date and time.", status=400) from None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


async def play(page: Page, given: Json) -> Json:
    step = given.get("step")
    if type(step) is not int or not 0 <= step < len(_demonstration(page).guide.steps):
        raise No("invalid_arguments", "There is no such step.", status=400)
    await page.play(step)
    return {}


async def start_over(page: Page, _: Json) -> Json:
    _demonstration(page)
    await page.start_over()
    return {}


def _demonstration(page: Page) -> Demonstration:
    if page.demonstration is None:
        hint = "This sandbox stands alone: it has no story, and nobody turns its clock."
        raise No("no_demonstration", hint, status=404)
    return page.demonstration


def _person(page: Page, given: Json) -> User:
    user = shown.user(page.control.slack, str(given.get("as")))
    if user is None:
        raise No("user_not_found", "Say who looks, by `as`.", status=404)
    return user
