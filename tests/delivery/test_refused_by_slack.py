"""What becomes of a row that Slack refuses: it waits, goes plainly, or is a dead letter that can be resent."""

import pytest
import sqlalchemy as sa

from demo import world
from sandbox.deeds import apps, channels, files
from sandbox.faults import Trouble
from storage import outbox, workspaces
from storage.tables import channels as channels_table
from tests.delivery.office import SECOND, SETTLED, Office, installed


async def _dead(here: Office) -> dict[str, str]:
    async with here.store.read() as tx:
        return {letter.kind: letter.error for letter in await outbox.dead_letters(tx)}


async def _resend(here: Office, key: str) -> int:
    number = await here.row_id(key)
    async with here.store.begin() as tx:
        return await outbox.resend(tx, [number], now=here.clock.now())


@pytest.mark.parametrize("how", [apps.revoke, apps.uninstall])
async def test_without_a_token_a_workspaces_queue_stops_and_goes_on_with_a_new_one(here: Office, how: object) -> None:
    courier = here.courier()
    how(here.sandbox.slack, world.APP, world.TEAM)  # type: ignore[operator]  # either deed
    for text in ("one", "two"):
        await here.owe(text)
    assert await courier.deliver_due() == {"token-gone": 1}
    await here.pass_seconds(SETTLED, courier)
    assert here.calls("chat.postMessage") == 1
    before = here.sandbox.slack.installations[0]
    apps.install(here.sandbox.slack, world.APP, world.TEAM, before.scopes, bot_token="xoxb-a-new-one")
    channels.join(here.sandbox.slack, world.LAKESIDE, "U0BOT")
    async with here.store.begin() as tx:
        await workspaces.remember(tx, installed(here.sandbox), at=here.clock.now())
    await here.pass_seconds(3, courier)
    assert here.posted()[-2:] == ["one", "two"]
    assert await _dead(here) == {}


async def _channel_error(here: Office) -> str:
    """What is noted at Lakeside's channel."""
    query = sa.select(channels_table.c.broken).where(channels_table.c.channel_id == world.LAKESIDE)
    async with here.store.read() as tx:
        return str((await tx.execute(query)).scalar_one_or_none() or "")


async def test_a_channel_that_is_archived_makes_a_dead_letter_that_can_be_resent_once_it_is_back(
    here: Office,
) -> None:
    channel = here.sandbox.slack.channel(world.LAKESIDE)
    channel.is_archived = True
    await here.owe("to the archive")
    await here.owe("elsewhere", channel=world.DESK)
    courier = here.courier()
    await here.pass_seconds(3, courier)
    assert await _dead(here) == {"line": "is_archived"}
    assert here.posted(world.DESK) == ["elsewhere"]
    channel.is_archived = False
    assert await _resend(here, "to the archive") == 1
    await here.pass_seconds(SETTLED, courier)
    assert here.posted() == ["to the archive"]
    assert await _dead(here) == {}


@pytest.mark.parametrize(
    ("error", "state", "dead"),
    [("user_not_found", "dead", {"tell": "user_not_found"}), ("user_disabled", "dropped", {})],
)
async def test_a_channel_that_is_gone_and_a_person_who_is_unknown_are_dead_letters_and_an_account_that_ended_is_none(
    here: Office, error: str, state: str, dead: dict[str, str]
) -> None:
    here.fault(Trouble.ERROR, channel="U0BEN", error=error)
    await here.owe("nowhere", channel="C0NOWHERE")
    await here.owe("next in its lane", channel="C0NOWHERE")
    await here.owe("nobody", channel="U0BEN", kind="tell")
    await here.pass_seconds(3, here.courier())
    states = await here.states()
    assert [states[key] for key in ("nowhere", "next in its lane", "nobody")] == ["dead", "dead", state]
    looked = [state for key, state in states.items() if key.startswith("check:")]
    assert set(looked) == {"sent"}
    assert await _dead(here) == {"line": "channel_not_found", **dead}


async def test_an_account_that_ended_before_it_was_asked_whether_a_try_arrived_makes_no_dead_letter_either(
    here: Office,
) -> None:
    here.fault(Trouble.DROP_BEFORE)
    await here.owe("perhaps", channel="U0BEN", kind="tell")
    courier = here.courier()
    await courier.deliver_due()
    here.fault(Trouble.ERROR, "conversations.open", error="user_disabled")
    await here.pass_seconds(SETTLED, courier)
    assert await here.states() == {"perhaps": "dropped"}
    assert await _dead(here) == {}


async def test_a_dead_letter_that_had_arrived_is_not_posted_again_when_it_is_resent(here: Office) -> None:
    here.fault(Trouble.DROP_AFTER)
    await here.owe("arrived")
    courier = here.courier()
    await courier.deliver_due()
    here.fault(Trouble.ERROR, "conversations.history", error="channel_not_found")
    await here.pass_seconds(SETTLED, courier)
    assert await here.states() == {"arrived": "dead"}
    assert await _resend(here, "arrived") == 1
    await here.pass_seconds(2 * SETTLED, courier)
    assert await here.states() == {"arrived": "sent"}
    assert here.posted() == ["arrived"]


async def test_blocks_that_slack_refuses_are_left_out_and_the_words_go_plainly(here: Office) -> None:
    await here.owe("drawn wrongly", block="no-such-block")
    await here.pass_seconds(1, here.courier())
    (message,) = here.messages()
    assert message.text == "drawn wrongly"
    assert await here.states() == {"drawn wrongly": "sent"}


async def test_an_update_that_fails_is_tried_again_ever_more_slowly(here: Office) -> None:
    await here.owe("card")
    courier = here.courier()
    await courier.deliver_due()
    card = here.messages()[0].ts
    here.composer.shown[card] = "drawn again"
    here.fault(Trouble.SERVER_ERROR, "chat.update", times=4)
    await here.owe("refresh", kind="refresh", thread=card)
    await here.pass_seconds(60, courier)
    assert here.posted() == ["drawn again"]
    at = [call.at for call in here.sandbox.slack.log if call.method == "chat.update"]
    assert len(at) == 5
    assert at[-1] - at[-2] > at[1] - at[0]
    assert at[-1] - at[-2] >= 8 * SECOND


async def test_a_row_that_cannot_be_composed_does_not_stop_the_others_and_is_a_dead_letter_in_the_end(
    here: Office,
) -> None:
    await here.owe("poisoned", poison="no such case", lane="a")
    await here.owe("behind it", lane="a")
    await here.owe("sound", lane="b", channel=world.DESK)
    courier = here.courier()
    await here.pass_seconds(1, courier)
    assert here.posted(world.DESK) == ["sound"]
    assert (await here.states())["poisoned"] == "sending"
    for _ in range(20):
        await here.clock.turn(61 * SECOND)
        await courier.deliver_due()
    assert await here.states() == {"poisoned": "dead", "behind it": "sent", "sound": "sent"}
    assert await _dead(here) == {"line": "KeyError"}


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [(b"5,3", "storage_limit_reached", "could not be carried over"), (b"", None, "is empty")],
)
async def test_a_file_that_slack_does_not_take_is_told_of_with_its_name(
    here: Office, content: bytes, error: str | None, told: str
) -> None:
    slack, courier = here.sandbox.slack, here.courier()
    theirs = files.upload(slack, "U0ANA", "marks.txt", content)
    files.share(slack, world.LAKESIDE, "U0ANA", [theirs.id])
    await here.owe("card", channel=world.DESK)
    await courier.deliver_due()
    if error:
        here.fault(Trouble.ERROR, "files.getUploadURLExternal", error=error, times=None)
    thread = here.messages(world.DESK)[0].ts
    await here.owe("carried", kind="file", channel=world.DESK, thread=thread, file=theirs.id)
    await here.pass_seconds(5, courier)
    assert (await here.states())["carried"] == "sent"
    line = here.posted(world.DESK)[1]
    assert "marks.txt" in line
    assert told in line
