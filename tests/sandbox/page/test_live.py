"""What a window is told: of its person's places alone, as things change, and only what changed."""

import asyncio
from typing import Any

from sandbox.model import Json
from tests.sandbox.page.conftest import Paged


def texts(messages: list[Json]) -> list[str]:
    return [it["text"] for it in messages]


async def test_a_window_shows_what_is_said_while_it_is_open(paged: Paged) -> None:
    async with paged.window("U0BEN", "C0OPEN") as line:
        assert (await line.place("C0OPEN"))["messages"] == []
        await paged.desk.done("message", channel="C0OPEN", user="U0ANN", text="Hello")
        parts = await line.until(lambda it: bool(it["place"]["messages"]))
        assert texts(parts["place"]["messages"]) == ["Hello"]


async def test_each_window_is_told_of_its_own_persons_places(paged: Paged) -> None:
    async with paged.window("U0ANN") as anns, paged.window("U0BEN") as bens:
        seen = [{it["id"] for it in (await line.until(lambda it: "places" in it))["places"]} for line in (anns, bens)]
    assert seen == [{"C0OPEN", "C0SECRET", "C0SHARED", "C0QUIET"}, {"C0OPEN", "C0QUIET", "C0SHARED"}]


async def test_a_private_channel_is_not_shown_to_whoever_looks_from_outside(paged: Paged) -> None:
    await paged.desk.done("message", channel="C0SECRET", user="U0ANN", text="Between us")
    async with paged.window("U0ANN", "C0SECRET") as line:
        assert texts((await line.place("C0SECRET"))["messages"]) == ["Between us"]
    async with paged.window("U0BEN", "C0SECRET") as line:
        parts = await line.until(lambda it: "place" in it and "window" in it)
        await asyncio.sleep(0.1)
        assert parts["place"] is None


async def test_only_its_reader_is_shown_an_ephemeral_which_is_marked(paged: Paged) -> None:
    paged.desk.app.says = {"text": "For you alone"}
    await paged.desk.done("command", channel="C0OPEN", user="U0ANN", command="/say")
    async with paged.window("U0ANN", "C0OPEN") as anns, paged.window("U0BEN", "C0OPEN") as bens:
        shown = (await anns.place("C0OPEN"))["messages"]
        assert [(it["text"], it["ephemeral"]) for it in shown] == [("For you alone", True)]
        assert (await bens.place("C0OPEN"))["messages"] == []


async def test_a_thread_comes_with_its_parent_and_the_channel_without_its_replies(paged: Paged) -> None:
    ts = (await paged.desk.done("message", channel="C0OPEN", user="U0ANN", text="Why?"))["ts"]
    await paged.desk.done("message", channel="C0OPEN", user="U0BEN", text="Because", thread_ts=ts)
    async with paged.window("U0ANN") as line:
        await line.looks("C0OPEN", ts)
        parts = await line.until(lambda it: it.get("thread") is not None)
        assert parts["thread"]["parent"]["text"] == "Why?"
        assert texts(parts["thread"]["replies"]) == ["Because"]
        assert [(it["text"], it["reply_count"]) for it in parts["place"]["messages"]] == [("Why?", 1)]


async def test_long_channels_come_in_pieces_the_newest_first_to_be_seen(paged: Paged) -> None:
    for number in range(5):
        await paged.desk.done("message", channel="C0OPEN", user="U0ANN", text=f"No. {number}")
    async with paged.window("U0BEN") as line:
        await line.looks("C0OPEN", most=2)
        shown = await line.place("C0OPEN")
        assert (texts(shown["messages"]), shown["earlier"]) == (["No. 3", "No. 4"], 3)
        await line.looks("C0OPEN", most=10)
        parts = await line.until(lambda it: it["place"]["earlier"] == 0)
        assert len(parts["place"]["messages"]) == 5
        second = parts["place"]["messages"][1]["ts"]
        await line.looks("C0OPEN", most=1)
        await line.until(lambda it: it["place"]["earlier"] == 4)
        await line.looks("C0OPEN", most=1, sought=second)
        await line.until(lambda it: second in [one["ts"] for one in it["place"]["messages"]])


async def test_what_is_new_is_counted_until_it_is_read(paged: Paged) -> None:
    await paged.desk.done("message", channel="C0OPEN", user="U0ANN", text="Look")
    ts = (await paged.desk.done("message", channel="C0OPEN", user="U0ANN", text="<@U0BEN> look"))["ts"]
    async with paged.window("U0BEN") as line:
        await line.until(lambda it: news(it, "C0OPEN") == (2, 1))
        await line.tells(read={"place": "C0OPEN", "thread": "", "ts": ts})
        await line.until(lambda it: news(it, "C0OPEN") == (0, 0))
    async with paged.window("U0ANN") as line:
        await line.until(lambda it: news(it, "C0OPEN") == (0, 0))


def news(parts: Json, channel: str) -> Any:
    found = [it for it in parts.get("places", []) if it["id"] == channel]
    return (found[0]["unread"], found[0]["mentions"]) if found else None


async def test_a_thread_is_news_to_whoever_takes_part_in_it(paged: Paged) -> None:
    ts = (await paged.desk.done("message", channel="C0SHARED", user="U0ANN", text="Why?"))["ts"]
    async with paged.window("U0ANN") as anns, paged.window("U0DAN") as dans:
        await dans.until(lambda it: news(it, "C0SHARED") == (1, 0))
        await dans.tells(read={"place": "C0SHARED", "thread": "", "ts": ts})
        await paged.desk.done("message", channel="C0SHARED", user="U0DAN", text="Because", thread_ts=ts)
        await anns.until(lambda it: news(it, "C0SHARED") == (1, 0))
        await dans.until(lambda it: news(it, "C0SHARED") == (0, 0))


async def test_a_form_stands_before_its_person_and_nobody_else(paged: Paged) -> None:
    async with paged.window("U0ANN") as anns, paged.window("U0BEN") as bens:
        await bens.until(lambda it: "window" in it)
        await paged.desk.done("command", channel="C0OPEN", user="U0ANN", command="/open")
        parts = await anns.until(lambda it: it.get("window") is not None)
        assert parts["window"]["depth"] == 1
        assert parts["window"]["title"]["rich"]
        await paged.desk.done("close-view", user="U0ANN")
        await anns.until(lambda it: it["window"] is None)
        assert bens.parts["window"] is None


async def test_the_home_is_shown_where_one_looks_at_it(paged: Paged) -> None:
    async with paged.window("U0ANN", "home") as line:
        await paged.desk.done("open-home", user="U0ANN")
        parts = await line.until(lambda it: it.get("home") is not None)
        assert parts["home"]["type"] == "home"


async def test_only_what_changed_is_sent_again(paged: Paged) -> None:
    async with paged.window("U0BEN", "C0OPEN") as line:
        await line.place("C0OPEN")
        line.parts.clear()
        await paged.desk.done("message", channel="C0SECRET", user="U0ANN", text="Elsewhere")
        await paged.desk.done("message", channel="C0OPEN", user="U0ANN", text="Here")
        await line.until(lambda it: bool((it.get("place") or {}).get("messages")))
        assert not {"people", "app", "workspaces"} & set(line.parts)


async def test_somebody_unknown_is_told_so_and_whatever_else_is_sent_breaks_nothing(paged: Paged) -> None:
    async with paged.window("U0NOBODY") as line:
        assert (await line.until(lambda it: "me" in it))["me"] is None
    async with paged.window("U0BEN") as line:
        for nonsense in (
            "",
            "[]",
            "{",
            '{"look": 1}',
            '{"look": {"place": 1}}',
            "[" * 9_999,
        ):
            await line.stream.send_str(nonsense)
        await line.looks("C0OPEN", most=-5)
        assert (await line.place("C0OPEN"))["messages"] == []


async def test_who_has_a_window_open_is_seen_by_the_others(paged: Paged) -> None:
    def here(parts: Json) -> set[str]:
        return {it["id"] for it in parts.get("people", []) if it["here"]}

    async with paged.window("U0BEN") as line:
        async with paged.window("U0ANN"):
            await line.until(lambda it: here(it) == {"U0ANN", "U0BEN"})
        await line.until(lambda it: here(it) == {"U0BEN"})


async def test_the_windows_are_told_when_the_sandbox_ends(paged: Paged) -> None:
    async with paged.window("U0BEN") as line:
        await line.until(lambda it: "me" in it)
        await paged.desk.sandbox.app.shutdown()
        async for _ in line.stream:
            pass  # whatever was still on its way
        assert line.stream.close_code == 1001
