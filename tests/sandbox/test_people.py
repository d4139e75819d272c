"""People from Python: what each says, presses, fills and sees, over the control API."""

import pytest

from sandbox.people import CouldNot, People
from tests.sandbox.answering_app import form
from tests.sandbox.block_samples import FILE_INPUT, actions, asked, button, modal, option, plain, select, text_input
from tests.sandbox.two_workspaces import Desk


@pytest.fixture
def people(desk: Desk) -> People:
    return People(url=desk.sandbox.url, session=desk.session, names={"U0ANN": "Ann", "U0BEN": "Ben"})


async def test_what_one_says_the_other_sees_in_its_thread_with_its_files(people: People) -> None:
    ann, ben = people.of("U0ANN"), people.of("U0BEN")
    parent = await ann.says("Hello <@U0BEN>", channel="C0OPEN")
    await ben.says("Here", channel="C0OPEN", thread=parent, files=[("scan.png", b"png")])
    first, second = await ann.sees("C0OPEN")
    assert (first.author, first.words, first.thread, first.ephemeral) == ("U0ANN", "Hello @Ben", parent, False)
    assert (second.author, second.text, second.files, second.thread) == ("U0BEN", "Here", ("scan.png",), parent)
    await ann.edits(parent, "Hello all", channel="C0OPEN")
    assert (await ben.sees("C0OPEN"))[0].text == "Hello all"
    await ann.deletes(parent, channel="C0OPEN")
    assert (await ben.sees("C0OPEN"))[0].subtype == "tombstone"


async def test_what_cannot_be_done_is_raised_with_its_name_and_what_to_do(people: People) -> None:
    with pytest.raises(CouldNot, match=r"not_in_channel: .*join"):
        await people.of("U0ANN").says("x", channel="C0QUIET")
    await people.of("U0ANN").joins("C0QUIET")
    await people.of("U0ANN").says("x", channel="C0QUIET")
    await people.of("U0ANN").leaves("C0QUIET")
    with pytest.raises(CouldNot, match="channel_not_found"):
        await people.of("U0BEN").sees("C0SECRET")


async def test_buttons_are_seen_and_pressed_in_a_message_a_window_and_at_home(desk: Desk, people: People) -> None:
    ann = people.of("U0ANN")
    await ann.types("/buttons", channel="C0OPEN")
    (shown,) = await ann.sees("C0OPEN")
    assert shown.buttons == ("take",)
    assert (await ann.clicks("take", channel="C0OPEN", on=shown.ts)).acked
    await ann.types("/open", channel="C0OPEN")
    assert (await ann.clicks_in_window("more")).acked
    await ann.opens_home()
    assert "Words" in await ann.opens_home()
    assert (await ann.clicks_at_home("at-home")).acked
    pressed = [it["actions"][0]["action_id"] for it in desk.app.interactions()]
    assert pressed == ["take", "more", "at-home"]
    assert await people.of("U0BEN").direct_messages() == []


async def test_a_form_is_read_filled_sent_and_closed(desk: Desk, people: People) -> None:
    ann = people.of("U0ANN")
    assert (await ann.window(), await ann.reads_window(), await ann.typed()) == (None, "", {})
    desk.app.opens = modal(asked(text_input(max_length=5), block_id="subject"), asked(select(), block_id="kind"))
    assert (await ann.uses_shortcut("ask")).acked
    assert "Subject" in await ann.reads_window()
    long = await ann.submits(subject="Too long", kind="One")
    assert long.errors == {"subject": "Must be less than 6 characters."}
    assert await ann.typed() == {"subject": "Too long", "kind": "0"}
    assert (await ann.submits(subject="Short", kind="0")).errors == {}
    await ann.uses_shortcut("ask")
    await ann.closes()
    assert await ann.window() is None


async def test_a_file_given_into_a_form_is_the_apps_to_read_and_no_others(desk: Desk, people: People) -> None:
    client = desk.app.clients["T0HERE"]
    desk.app.opens = modal(asked(FILE_INPUT, block_id="files"))
    mine, kept, bens = [
        (await people.do("upload", user=user, name="a.png", content="cG5n"))["file"]
        for user in ("U0ANN", "U0ANN", "U0BEN")
    ]
    ann = people.of("U0ANN")
    await ann.types("/open", channel="C0OPEN")
    with pytest.raises(CouldNot, match="file_not_found"):
        await ann.submits(files=[bens])
    await ann.submits(files=[mine])
    assert (await client.files_info(file=mine))["file"]["name"] == "a.png"
    with pytest.raises(Exception, match="file_not_found"):
        await client.files_info(file=kept)


async def test_an_option_is_pressed_by_its_value(desk: Desk, people: People) -> None:
    ann = people.of("U0ANN")
    desk.app.opens = modal(actions(select(), button(action_id="other")))
    await ann.types("/open", channel="C0OPEN")
    await ann.clicks_in_window("pick", "0")
    assert desk.app.interactions()[-1]["actions"][0]["selected_option"]["value"] == "0"
    with pytest.raises(CouldNot, match="no_such_option"):
        await ann.clicks_in_window("pick", "9")
    with pytest.raises(CouldNot, match="no_such_field"):
        await ann.submits(none="x")


async def test_only_its_reader_has_a_hint_and_the_bots_direct_message(desk: Desk, people: People) -> None:
    ann, ben = people.of("U0ANN"), people.of("U0BEN")
    client = desk.app.clients["T0HERE"]
    await client.chat_postEphemeral(channel="C0OPEN", user="U0ANN", text="For Ann")
    await client.chat_postMessage(channel="U0ANN", text="Only you")
    assert ([it.text for it in await ann.hints("C0OPEN")], await ben.hints("C0OPEN")) == (["For Ann"], [])
    assert [it.text for it in await ann.direct_messages()] == ["Only you"]
    assert await ben.direct_messages() == []
    with pytest.raises(CouldNot, match="channel_not_found"):
        await ben.sees(await ann.direct_channel())


async def test_three_windows_lie_on_each_other_and_no_fourth(desk: Desk, people: People) -> None:
    ann = people.of("U0ANN")
    await ann.types("/open", channel="C0OPEN")
    for _ in range(2):
        await ann.clicks_in_window("more")
    top = await ann.window()
    assert (await ann.clicks_in_window("more")).acked is False
    assert (await ann.window(), desk.sandbox.slack.log[-1].error) == (top, "push_limit_reached")
    for _ in range(3):
        await ann.closes()
    assert await ann.window() is None


async def test_a_form_is_filled_without_being_sent_and_an_option_is_sought_and_chosen(
    desk: Desk, people: People
) -> None:
    ann = people.of("U0ANN")
    outer = {"type": "external_select", "action_id": "outer"}
    desk.app.opens = modal(asked(block_id="subject"), asked(outer, block_id="module"))
    await ann.types("/open", channel="C0OPEN")
    await ann.fills(subject="Ink")
    assert (await ann.typed(), desk.app.interactions()) == ({"subject": "Ink", "module": ""}, [])
    with pytest.raises(CouldNot, match="no_such_field"):
        await ann.fills(none="Ink")
    desk.app.offers = {"options": [option("grades")]}
    assert await ann.suggests("outer", "gra") == [option("grades")]
    desk.app.offers = {"option_groups": [{"label": plain(), "options": [option("1"), option("2")]}] * 2}
    assert [it["value"] for it in await ann.suggests("outer", "1")] == ["1", "2", "1", "2"]
    assert (await ann.submits(module=option("grades"))).errors == {}
    assert desk.app.interactions()[-1]["view"]["state"]["values"]["subject"]["words"]["value"] == "Ink"


async def test_all_windows_are_closed_at_once(desk: Desk, people: People) -> None:
    ann = people.of("U0ANN")
    for everything in (False, True):
        desk.app.opens = form()
        await ann.types("/open", channel="C0OPEN")
        await ann.clicks_in_window("more")
        await ann.closes(everything=everything)
        assert (await ann.window() is None) is everything


async def test_a_reply_goes_to_the_channel_too_with_its_files(people: People) -> None:
    ann, ben = people.of("U0ANN"), people.of("U0BEN")
    parent = await ann.says("Why?", channel="C0OPEN")
    for broadcast in (False, True):
        files = [("scan.png", b"png")]
        await ben.says("Because", channel="C0OPEN", thread=parent, files=files, broadcast=broadcast)
    _, kept, sent = await ann.sees("C0OPEN")
    assert [(it.subtype, it.files) for it in (kept, sent)] == [
        ("file_share", ("scan.png",)),
        ("thread_broadcast", ("scan.png",)),
    ]
