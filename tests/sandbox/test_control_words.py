"""The words of the control API's calls: whatever is sent, the answer is JSON, and a no says what to do."""

from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from sandbox.control.routes import DEEDS, LOOKS
from tests.sandbox.block_samples import Json
from tests.sandbox.two_workspaces import PNG, Desk, refusal_of

PLACE: Json = {"user": "U0ANN", "channel": "C0OPEN"}
SOUND: dict[str, Json] = {
    "message": {**PLACE, "text": "Hello"},
    "edit-message": {**PLACE, "ts": "1.000000", "text": "Hello"},
    "delete-message": {**PLACE, "ts": "1.000000"},
    "reaction": {**PLACE, "ts": "1.000000", "name": "eyes"},
    "command": {**PLACE, "command": "/say"},
    "interact": {"user": "U0ANN", "action": "more", "view": True},
    "submit": {"user": "U0ANN"},
    "suggest": {"user": "U0ANN", "action": "more", "view": True},
    "fill": {"user": "U0ANN", "values": {}},
    "close-view": {"user": "U0ANN"},
    "shortcut": {"user": "U0ANN", "callback_id": "ask"},
    "open-home": {"user": "U0ANN"},
    "upload": {"user": "U0ANN", "name": "a.png", "content": PNG},
    "join": PLACE,
    "leave": PLACE,
    "user-change": {"user": "U0ANN", "facts": {"title": "Head"}},
    "authorize": {"user": "U0ANN", "url": "https://slack.test/oauth/v2/authorize?client_id=1.2"},
    "uninstall": {"app": "A0HELPER", "team": "T0HERE"},
    "fault": {"clear": True},
    "clock": {},
    "settle": {},
    "redeliver": {"number": 0},
    "reset": {},
}
"""Of each call a body whose words are in order, whether or not it can be done."""

NEEDED = [
    (call, name)
    for call, body in SOUND.items()
    for name in body
    if name not in {"view", "clear"}  # one of several
]
WORDS_ARE_WRONG = (400, "invalid_arguments")


def test_every_call_is_tried_here() -> None:
    assert set(SOUND) == set(DEEDS)


@pytest.mark.parametrize("call", DEEDS)
async def test_a_field_that_means_nothing_is_refused_and_named(desk: Desk, call: str) -> None:
    status, answer = await desk.post(call, **SOUND[call])
    assert (status, answer.get("error")) != WORDS_ARE_WRONG
    status, answer = await desk.post(call, **SOUND[call], nonsense=1)
    assert refusal_of(status, answer) == WORDS_ARE_WRONG
    assert "`nonsense` means nothing here" in answer["hint"]


@pytest.mark.parametrize(("call", "name"), NEEDED)
async def test_a_field_that_is_missing_or_of_another_type_is_refused_and_named(
    desk: Desk, call: str, name: str
) -> None:
    body = {**SOUND[call]}
    status, answer = await desk.post(call, **{**body, name: [1]})
    assert refusal_of(status, answer) == WORDS_ARE_WRONG
    assert f"`{name}`" in answer["hint"]
    del body[name]
    status, answer = await desk.post(call, **body)
    assert refusal_of(status, answer) == WORDS_ARE_WRONG
    assert name in answer["hint"]


@pytest.mark.parametrize("call", DEEDS)
async def test_a_workspace_may_be_named_that_is_there(desk: Desk, call: str) -> None:
    status, answer = await desk.post(call, **{**SOUND[call], "team": "T0HERE"})
    assert status in {200, 404, 409}
    assert answer.get("error") not in {"team_not_found", "user_not_found", "channel_not_found"}
    assert await desk.no(call, **{**SOUND[call], "team": "T0NOWHERE"}) == (404, "team_not_found")
    if "user" in SOUND[call]:
        assert await desk.no(call, **{**SOUND[call], "team": "T0THERE"}) == (404, "user_not_found")


BODIES = [
    (b"{}", 200, ""),
    (b"", 200, ""),
    (b"{", 400, "invalid_json"),
    (b"[]", 400, "invalid_json"),
    (b"null", 400, "invalid_json"),
    (b"\xff\xfe{", 400, "invalid_json"),
    (b'{"team": NaN}', 400, "invalid_json"),
    (b'{"team": "\\ud800"}', 400, "invalid_json"),
    (b"[" * 100_000, 400, "invalid_json"),
    (b'{"team": ' + b"9" * 5_000 + b"}", 400, "invalid_json"),
]


@pytest.mark.parametrize(("raw", "status", "error"), BODIES)
async def test_a_body_is_one_json_object_whatever_its_content_type(
    desk: Desk, raw: bytes, status: int, error: str
) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        url = f"{desk.sandbox.url}/_control/settle"
        async with desk.session.post(url, data=raw, headers={"Content-Type": kind}) as answer:
            assert (answer.status, (await answer.json()).get("error", "")) == (status, error)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "state", (200, "")),
        ("GET", "state/", (200, "")),
        ("POST", "state", (405, "wrong_method")),
        ("GET", "message", (405, "wrong_method")),
        ("DELETE", "message", (405, "wrong_method")),
        ("POST", "nonsense", (404, "unknown_call")),
        ("GET", "", (404, "unknown_call")),
        ("GET", "messages", (404, "unknown_call")),
        ("GET", "view/U0ANN/more", (404, "unknown_call")),
        ("GET", "state?user=U0ANN", (400, "invalid_arguments")),
        ("POST", "settle?team=T0HERE", (400, "invalid_arguments")),
        ("GET", "messages/C0OPEN?as=U0ANN", (200, "")),
        ("GET", "messages/C0OPEN", (400, "invalid_arguments")),
        ("GET", "messages/C0OPEN?as=", (400, "invalid_arguments")),
    ],
)
async def test_a_call_is_found_by_its_path_and_method(
    desk: Desk, method: str, path: str, expected: tuple[int, str]
) -> None:
    async with desk.session.request(method, f"{desk.sandbox.url}/_control/{path}") as answer:
        assert (answer.status, (await answer.json()).get("error", "")) == expected


async def test_an_unknown_call_is_told_of_all_that_there_are(desk: Desk) -> None:
    _, answer = await desk.get("nonsense")
    assert [it for it in (*DEEDS, *LOOKS) if it not in answer["hint"]] == []


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.sampled_from(["U0ANN", "U0DAN", "C0OPEN", "C0FAR", "T0HERE", "1.000000", "/open", "more", "A0HELPER", PNG]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["subject", "trouble", "copies", "name"]), st.integers(), max_size=2),
)
FIELDS = sorted({name for deed in DEEDS.values() for name in deed.takes.model_fields} - {"turn", "to"})


@st.composite
def odd_calls(draw: st.DrawFn) -> tuple[str, Json]:
    call = draw(st.sampled_from(sorted(DEEDS)))
    odd: dict[str, Any] = draw(st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=3))
    return call, {**SOUND[call], **odd}


async def test_no_body_however_odd_breaks_the_sandbox(desk: Desk) -> None:
    """Three hundred calls, the same each time, in one world that they leave as they leave it."""
    tried: list[tuple[str, Json]] = []

    @seed(20261124)
    @settings(max_examples=300, deadline=None, database=None, phases=[Phase.generate])
    @given(odd_calls())
    def gather(odd: tuple[str, Json]) -> None:
        tried.append(odd)

    gather()
    for call, body in tried:
        status, answer = await desk.post(call, **body)
        if status == 200:
            assert answer["ok"] is True
        else:
            assert 400 <= status < 500, (call, body, answer)
            refusal_of(status, answer)
