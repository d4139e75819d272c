"""Signed requests that Slack never sends: ids that are none. Nothing changes, and nothing of ours breaks."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.views.actions import Action, Callback
from demo import world
from demo.town import Town, town
from tests.porch.looking import rows
from tests.porch.test_guard import FORM, posted
from tests.town_cases import open_case

VALUES = ("", "x", "-1", "²", "9" * 20, "1:owner", "1:nothing:2", "x:y:z", f"1:{'9' * 18}:2")
STATES: tuple[dict[str, str], ...] = ({}, {"case": ""}, {"case": "9" * 20}, {"case": "1", "was": "nothing:2"})


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url, transport="http") as found:
        yield found


def _by(user: str) -> dict[str, Any]:
    return {"team": {"id": world.TEAM}, "user": {"id": user, "team_id": world.TEAM}, "trigger_id": "1.2.made-up"}


def _click(action: str, value: str) -> dict[str, Any]:
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1795543200.0"}
    return {"type": "block_actions", **_by("U0ANA"), "channel": {"id": world.LAKESIDE}, "actions": [pressed]}


def _form(callback: str, metadata: dict[str, str]) -> dict[str, Any]:
    view = {"type": "modal", "id": "V1", "callback_id": callback, "state": {"values": {}}, "blocks": []}
    return {"type": "view_submission", **_by("U0ANA"), "view": {**view, "private_metadata": json.dumps(metadata)}}


async def _broken(here: Town, payload: dict[str, Any]) -> str:
    """What the answer says, where it is that something broke."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    status, said = await posted(here, body, kind=FORM)
    assert status in {200, 404}  # 404: a shortcut's name, which no form has
    return said if "Something broke" in said else ""


async def test_no_button_and_no_form_breaks_on_what_is_no_id(here: Town, capfd: pytest.CaptureFixture[str]) -> None:
    await open_case(here)
    before = await rows(here.bot.store)
    capfd.readouterr()
    for payload in (
        *(_click(action, value) for action in Action for value in VALUES),
        *(_form(callback, metadata) for callback in Callback for metadata in STATES),
    ):
        assert not await _broken(here, payload), payload
        logged = capfd.readouterr()
        assert "listener-broke" not in logged.out + logged.err, payload
    assert (await rows(here.bot.store))["cases"] == before["cases"]
