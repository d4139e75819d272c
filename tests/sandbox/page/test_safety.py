"""A sandbox with a page answers this machine's tools and its own page, and no other site that is open beside it."""

import base64

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from sandbox.page import safety
from tests.sandbox.page.conftest import Paged

EVERYWHERE = ["/", "/_page/live", "/_control/state", "/_page/static/page.js", "/api/api.test"]


@pytest.mark.parametrize("path", EVERYWHERE)
async def test_it_answers_to_no_other_name_than_this_machines(paged: Paged, path: str) -> None:
    """A name of somebody else's can be made to lead here (DNS rebinding)."""
    no = ("evil.example", "127.0.0.1.evil.example:80", "[bad", "evil@127.0.0.1", "127.0.0.1@evil.example", "1:1:1")
    for host, answered in (*((it, False) for it in no), ("localhost:9", True), ("127.0.0.1", True)):
        async with paged.desk.session.get(paged.url + path, headers={"Host": host}) as answer:
            assert (answer.status != 403) == answered, host


@pytest.mark.parametrize(
    ("headers", "answered"),
    [
        ({}, True),
        ({"Origin": "SAME"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://127.0.0.1:1"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
    ],
)
async def test_another_sites_page_can_do_nothing(paged: Paged, headers: dict[str, str], answered: bool) -> None:  # noqa: FBT001  # a column of the table
    sent = {name: value.replace("SAME", paged.url) for name, value in headers.items()}
    given = {"channel": "C0OPEN", "user": "U0ANN", "text": "Hi"}
    async with paged.desk.session.post(f"{paged.url}/_control/message", json=given, headers=sent) as answer:
        assert (answer.status == 200) == answered
    assert bool(await paged.desk.texts("C0OPEN", "U0ANN")) == answered


async def test_another_sites_page_gets_no_live_line(paged: Paged) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await paged.desk.session.ws_connect(f"{paged.url}/_page/live?as=U0ANN", origin="https://evil.example")
    assert refused.value.status == 403
    async with paged.desk.session.ws_connect(f"{paged.url}/_page/live?as=U0ANN", origin=paged.url) as stream:
        assert not stream.closed


async def test_a_link_from_elsewhere_leads_to_the_page(paged: Paged) -> None:
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    framed = {**visit, "Sec-Fetch-Dest": "iframe"}
    posting = "/api/chat.postMessage?token=xoxb-here&channel=C0OPEN&text=Hi"
    for path, headers, status in (
        ("/", visit, 200),
        ("/", framed, 403),
        (posting, visit, 403),
        (posting, framed, 403),
    ):
        async with paged.desk.session.get(paged.url + path, headers=headers) as answer:
            assert answer.status == status, (path, headers)
    assert await paged.desk.texts("C0OPEN", "U0ANN") == []


PATHS = ["/", "/as/U0ANN", "/as/U0ANN/C0OPEN", "/gallery", "/traffic", "/_page/static/page.js", "/nowhere", "/a/b/c"]


@pytest.mark.parametrize("path", PATHS)
async def test_everything_of_the_page_comes_with_the_policy(paged: Paged, path: str) -> None:
    async with paged.desk.session.get(paged.url + path) as answer:
        assert answer.status == 200
        assert {name: answer.headers.get(name) for name in safety.HEADERS} == safety.HEADERS


@pytest.mark.parametrize("path", ["/_page/static/nothing", "/_control/nothing", "/_control/state", "/_nothing"])
async def test_so_does_every_answer_beside_it(paged: Paged, path: str) -> None:
    async with paged.desk.session.get(paged.url + path) as answer:
        assert answer.headers["Content-Security-Policy"] == safety.POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_allows_nothing_from_elsewhere_and_no_words_to_run() -> None:
    rules = dict(rule.split(" ", 1) for rule in safety.POLICY.split("; "))
    assert rules.pop("default-src") == "'none'"
    allowed = {word for rule in rules.values() for word in rule.split()}
    assert allowed == {"'self'", "'none'", "blob:", "'script'"}


async def test_no_file_outside_the_pages_own_is_given_out(paged: Paged) -> None:
    for name in ("..%2froutes.py", "%2e%2e%2froutes.py", "nothing.js", "..%2f..%2fserver.py"):
        async with paged.desk.session.get(f"{paged.url}/_page/static/{name}") as answer:
            assert answer.status in {403, 404}, name


HTML = b"<script>alert(1)</script>"
PICTURE = base64.b64encode(b"\x89PNG").decode()


async def uploaded(paged: Paged, name: str, content: bytes, *, channel: str) -> str:
    given = [{"name": name, "content": base64.b64encode(content).decode()}]
    await paged.desk.done("message", channel=channel, user="U0ANN", files=given)
    return [*paged.desk.sandbox.slack.files][-1]


@pytest.mark.parametrize(
    ("name", "kind", "how"),
    [
        ("page.html", "application/octet-stream", "attachment"),
        ("drawing.svg", "application/octet-stream", "attachment"),
        ("paper.pdf", "application/octet-stream", "attachment"),
        ("screen.png", "image/png", "inline"),
    ],
)
async def test_a_file_is_saved_unless_it_is_a_picture_that_runs_nothing(
    paged: Paged, name: str, kind: str, how: str
) -> None:
    file = await uploaded(paged, name, HTML, channel="C0OPEN")
    async with paged.desk.session.get(f"{paged.url}/_page/file/{file}?as=U0BEN") as answer:
        assert (answer.status, answer.content_type, answer.headers["Content-Disposition"]) == (200, kind, how)
        assert answer.headers["Content-Security-Policy"] == safety.INERT
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert await answer.read() == HTML


async def test_a_file_is_there_for_whoever_sees_where_it_was_shared(paged: Paged) -> None:
    file = await uploaded(paged, "plan.txt", b"plan", channel="C0SECRET")
    assert await statuses(paged.desk.session, paged.url, file) == {"U0ANN": 200, "U0BEN": 404, "U0DAN": 404, "": 404}
    await paged.desk.done("join", channel="C0SECRET", user="U0BEN")
    assert (await statuses(paged.desk.session, paged.url, file))["U0BEN"] == 200


async def test_a_deleted_messages_file_is_its_uploaders_alone(paged: Paged) -> None:
    file = await uploaded(paged, "plan.txt", b"plan", channel="C0OPEN")
    (said,) = (await paged.desk.seen("messages/C0OPEN?as=U0ANN"))["messages"]
    assert (await statuses(paged.desk.session, paged.url, file))["U0BEN"] == 200
    await paged.desk.done("delete-message", channel="C0OPEN", user="U0ANN", ts=said["ts"])
    assert await statuses(paged.desk.session, paged.url, file) == {"U0ANN": 200, "U0BEN": 404, "U0DAN": 404, "": 404}


async def statuses(session: ClientSession, url: str, file: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for person in ("U0ANN", "U0BEN", "U0DAN", ""):
        async with session.get(f"{url}/_page/file/{file}?as={person}") as answer:
            found[person] = answer.status
    return found


async def test_a_sandbox_alone_has_no_clock_to_turn_and_no_story(paged: Paged) -> None:
    for path, given in (("turn", {"by": "day"}), ("play", {"step": 0}), ("start-over", {})):
        status, answer = await paged.ask(path, **{"as": "U0ANN", **given})
        assert (status, answer["error"]) == (404, "no_demonstration"), path
    async with paged.window("U0ANN") as line:
        assert (await line.until(lambda it: "demonstration" in it))["demonstration"] is None


async def test_to_the_page_a_refusal_is_an_answer_and_to_tools_a_status(paged: Paged) -> None:
    given = {"channel": "C0QUIET", "user": "U0ANN", "text": "Hi"}
    for headers, status in (({}, 409), ({"X-Sandbox-Page": "1"}, 200)):
        async with paged.desk.session.post(f"{paged.url}/_control/message", json=given, headers=headers) as answer:
            assert answer.status == status
            assert (await answer.json())["error"] == "not_in_channel"


async def test_the_direct_message_with_the_app_is_opened_once(paged: Paged) -> None:
    first, again = [await paged.ask("direct", **{"as": "U0ANN"}) for _ in range(2)]
    assert first == again
    assert first[0] == 200
    status, answer = await paged.ask("direct", **{"as": "U0NOBODY"})
    assert (status, answer["error"]) == (404, "user_not_found")
