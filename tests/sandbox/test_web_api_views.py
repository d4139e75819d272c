"""views.*: triggers, the stack, hashes, and what stays of what was typed."""

from typing import Any

import pytest

from sandbox.deeds import accounts
from tests.sandbox.small_world import ANN, BEN, DAN, HERE, Running, refusal

Json = dict[str, Any]


def field(block_id: str, action_id: str = "value", **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": block_id},
        "element": {"type": "plain_text_input", "action_id": action_id, **element},
    }


def modal(*blocks: Json, **facts: Any) -> Json:
    words = {"type": "plain_text", "text": "Form"}
    return {"type": "modal", "title": words, "submit": words, "blocks": [*blocks], **facts}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": [*blocks]}


def trigger(running: Running, **facts: Any) -> str:
    return running.world.slack.triggers.issue(ANN, HERE, running.world.app.app_id, **facts)


async def test_a_modal_opens_for_who_acted_with_all_that_slack_says_of_it(running: Running) -> None:
    opened = await running.client.views_open(
        trigger_id=trigger(running),
        view=modal(field("subject", initial_value="Ink"), private_metadata="7", callback_id="form"),
    )
    view = opened["view"]
    top = running.world.slack.views.top(HERE, ANN)
    assert top is not None
    assert (view["id"], view["root_view_id"], view["hash"]) == (top.id, top.id, top.hash)
    assert (view["private_metadata"], view["callback_id"], view["app_id"]) == ("7", "form", "A0HELPER")
    assert view["state"]["values"]["subject"]["value"] == {"type": "plain_text_input", "value": "Ink"}


async def test_a_trigger_is_good_for_once_for_three_seconds_and_for_its_app(running: Running) -> None:
    used, late, good = trigger(running), trigger(running), trigger(running)
    foreign = running.world.slack.triggers.issue(ANN, HERE, "A0OTHER")
    open_ = {"view": modal()}
    assert await refusal(running.client, "views.open", trigger_id=used, **open_) == ""
    assert await refusal(running.client, "views.open", trigger_id=used, **open_) == "exchanged_trigger_id"
    assert await refusal(running.client, "views.open", trigger_id=foreign, **open_) == "invalid_trigger_id"
    running.world.wall.seconds = 2.9
    assert await refusal(running.client, "views.open", trigger_id=good, **open_) == ""
    running.world.wall.seconds = 3.1
    assert await refusal(running.client, "views.open", trigger_id=late, **open_) == "expired_trigger_id"


async def test_triggers_live_on_the_walls_clock_not_the_given_one(running: Running) -> None:
    trigger_id = trigger(running)
    await running.world.clock.turn_to(running.world.clock.now().replace(year=2027))
    assert await refusal(running.client, "views.open", trigger_id=trigger_id, view=modal()) == ""


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (modal(), ""),
        (modal(field("a")) | {"title": {"type": "plain_text", "text": "x" * 25}}, "invalid_arguments"),
        (modal(private_metadata="x" * 3001), "invalid_arguments"),
        ({"type": "home", "blocks": []}, "invalid_arguments"),
        ("no json", "invalid_arguments"),
    ],
)
async def test_a_view_is_as_strict_as_slacks(running: Running, view: Json, error: str) -> None:
    assert await refusal(running.client, "views.open", trigger_id=trigger(running), view=view) == error


async def test_three_modals_stand_on_each_other_and_no_fourth(running: Running) -> None:
    opened = await running.client.views_open(trigger_id=trigger(running), view=modal())
    below = opened["view"]["id"]
    for _ in range(2):
        inside = trigger(running, view_id=below)
        pushed = await running.client.views_push(trigger_id=inside, view=modal())
        assert (pushed["view"]["root_view_id"], pushed["view"]["previous_view_id"]) == (opened["view"]["id"], below)
        below = pushed["view"]["id"]
    inside = trigger(running, view_id=below)
    assert await refusal(running.client, "views.push", trigger_id=inside, view=modal()) == "push_limit_reached"


async def test_nothing_is_pushed_by_a_trigger_from_outside_the_modal(running: Running) -> None:
    await running.client.views_open(trigger_id=trigger(running), view=modal())
    said = await refusal(running.client, "views.push", trigger_id=trigger(running), view=modal())
    assert said == "not_found"


async def test_what_was_typed_stays_where_block_and_action_stay(running: Running) -> None:
    views = running.world.slack.views
    opened = await running.client.views_open(
        trigger_id=trigger(running), view=modal(field("kept"), field("renamed", "old"), field("gone"))
    )
    view = views.find(app_id="A0HELPER", view_id=opened["view"]["id"])
    for block_id, action_id in (("kept", "value"), ("renamed", "old"), ("gone", "value")):
        views.put(view, block_id, action_id, {"value": f"typed in {block_id}"})
    updated = await running.client.views_update(
        view_id=view.id,
        hash=opened["view"]["hash"],
        view=modal(field("kept", initial_value="new"), field("renamed", "other"), field("fresh", initial_value="x")),
    )
    values = updated["view"]["state"]["values"]
    assert values["kept"]["value"]["value"] == "typed in kept"
    assert values["renamed"]["other"]["value"] is None
    assert values["fresh"]["value"]["value"] == "x"
    assert "gone" not in values


async def test_a_stale_hash_is_a_conflict(running: Running) -> None:
    opened = await running.client.views_open(trigger_id=trigger(running), view=modal(external_id="mine"))
    stale = opened["view"]["hash"]
    updated = await running.client.views_update(external_id="mine", hash=stale, view=modal(external_id="mine"))
    assert updated["view"]["hash"] != stale
    view_id = opened["view"]["id"]
    said = await refusal(running.client, "views.update", view_id=view_id, hash=stale, view=modal())
    assert said == "hash_conflict"
    assert await refusal(running.client, "views.update", view_id="V0", view=modal()) == "not_found"


async def test_an_external_id_names_one_view(running: Running) -> None:
    await running.client.views_open(trigger_id=trigger(running), view=modal(external_id="mine"))
    other = running.world.slack.triggers.issue(BEN, HERE, "A0HELPER")
    said = await refusal(running.client, "views.open", trigger_id=other, view=modal(external_id="mine"))
    assert said == "duplicate_external_id"


async def test_a_home_is_published_per_person_and_shown_when_it_is_opened(running: Running) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Home"}}
    published = await running.client.views_publish(user_id=ANN, view=home(section))
    accounts.open_home(running.world.slack, ANN, "A0HELPER")
    (opened,) = running.world.events("app_home_opened")
    assert opened["view"]["id"] == published["view"]["id"]
    assert opened["view"]["blocks"][0]["text"]["text"] == "Home"
    again = await running.client.views_publish(user_id=ANN, view=home(), hash=published["view"]["hash"])
    assert (again["view"]["id"], again["view"]["blocks"]) == (published["view"]["id"], [])
    stale = published["view"]["hash"]
    said = await refusal(running.client, "views.publish", user_id=ANN, view=home(), hash=stale)
    assert said == "hash_conflict"


@pytest.mark.parametrize(("user", "error"), [(ANN, ""), (DAN, "user_not_found"), ("U0X", "user_not_found")])
async def test_a_home_belongs_to_somebody_of_the_workspace(running: Running, user: str, error: str) -> None:
    assert await refusal(running.client, "views.publish", user_id=user, view=home()) == error


async def test_closing_shows_the_modal_beneath(running: Running) -> None:
    views = running.world.slack.views
    opened = await running.client.views_open(trigger_id=trigger(running), view=modal())
    inside = trigger(running, view_id=opened["view"]["id"])
    await running.client.views_push(trigger_id=inside, view=modal())
    views.close(HERE, ANN)
    top = views.top(HERE, ANN)
    assert top is not None
    assert top.id == opened["view"]["id"]
    assert [it.id for it in views.clear(HERE, ANN)] == [top.id]
    assert views.top(HERE, ANN) is None
