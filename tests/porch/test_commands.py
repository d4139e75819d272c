"""The command line: what it does, what it says, and how it says that it could not."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from demo import world
from demo.town import Town, environment, free_port, town
from sandbox.deeds import channels
from storage import migrations, outbox
from storage.engines import opened
from storage.tables import districts
from storage.tables import outbox as outbox_table
from tests.porch.conftest import Place
from tests.porch.looking import rows
from tests.porch.processes import ROOT, bot

SAMPLES = [str(world.SAMPLES / f"{name}.csv") for name in ("districts", "people", "closures")]
NOWHERE = "http://127.0.0.1:9/api/"
COMMANDS = ("run", "migrate", "key", "manifest", "tick", "doctor", "directory", "outbox", "emergencies")


def settings(database: str) -> dict[str, str]:
    return environment(NOWHERE, database, transport="socket", port=0)


def slacks_own(found: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if name != "SLACK_API_URL"}


async def test_help_names_every_command_and_an_unknown_one_points_to_it(tmp_path: Path) -> None:
    helped = await bot("--help", settings={}, folder=tmp_path)
    assert (helped.code, [it for it in COMMANDS if it not in helped.out]) == (0, [])
    unknown = await bot("frobnicate", settings={}, folder=tmp_path)
    assert (unknown.code, "frobnicate" in unknown.err, "--help" in unknown.err) == (2, True, True)
    assert "Traceback" not in unknown.err


async def test_a_new_key_is_one_that_can_be_used(tmp_path: Path) -> None:
    made = await bot("key", settings={}, folder=tmp_path)
    database = f"sqlite:///{tmp_path}/new.db"
    used = {**settings(database), "LIAISON_TOKEN_KEY": made.out.strip()}
    assert (await bot("migrate", settings=used, folder=tmp_path)).code == 0


async def test_migrate_brings_an_empty_database_to_its_shape_and_leaves_a_full_one_alone(place: Place) -> None:
    before = await rows(place.store)
    again = await bot("migrate", settings=place.settings, folder=ROOT / "tests")
    assert (again.code, migrations.HEAD in again.out) == (0, True)
    assert await rows(place.store) == before


@pytest.mark.parametrize("command", ["run", "tick", "tick --dry-run", "outbox list", "outbox resend 1"])
async def test_an_empty_database_is_told_with_the_command_that_mends_it(
    tmp_path: Path, place: Place, command: str
) -> None:
    empty = {**place.settings, "LIAISON_DATABASE": f"sqlite:///{tmp_path}/new.db"}
    refused = await bot(*command.split(), settings=empty, folder=tmp_path)
    assert (refused.code, refused.is_plain, "python -m bot migrate" in refused.err) == (1, True, True)
    assert (await bot("migrate", settings=empty, folder=tmp_path)).code == 0
    assert "migrate" not in (await bot("outbox", "list", settings=empty, folder=tmp_path)).err


@pytest.mark.parametrize("address", ["sqlite:////nowhere/at/all.db", "postgresql://liaison:hidden@127.0.0.1:9/x"])
@pytest.mark.parametrize("command", ["run", "migrate", "tick", "outbox list"])
async def test_a_database_out_of_reach_is_told_in_a_sentence(tmp_path: Path, address: str, command: str) -> None:
    refused = await bot(*command.split(), settings=settings(address), folder=tmp_path)
    assert (refused.code, refused.is_plain) == (1, True)
    assert refused.err.strip().endswith("Run: python -m bot doctor")
    assert "hidden" not in refused.err


async def test_a_server_that_knows_no_such_database_says_so(tmp_path: Path, place: Place) -> None:
    url = sa.make_url(place.settings["LIAISON_DATABASE"])
    if url.get_backend_name() == "sqlite":
        (tmp_path / "no.db").write_text("This is a letter, and no database. " * 50)
        wrong = f"sqlite:///{tmp_path}/no.db"
    else:
        wrong = url.set(database="nowhere").render_as_string(hide_password=False)
    refused = await bot("tick", settings={**place.settings, "LIAISON_DATABASE": wrong}, folder=tmp_path)
    assert (refused.code, refused.is_plain, "doctor" in refused.err) == (1, True, True)


@pytest.mark.parametrize("command", ["run", "tick"])
async def test_slack_out_of_reach_is_told_in_a_sentence(tmp_path: Path, place: Place, command: str) -> None:
    refused = await bot(command, settings={**place.settings, "SLACK_API_URL": NOWHERE}, folder=tmp_path)
    assert (refused.code, refused.is_plain, "127.0.0.1:9" in refused.err) == (1, True, True)


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_token_that_slack_does_not_know_ends_the_run_and_doctor_says_which(
    tmp_path: Path, place: Place, name: str
) -> None:
    sound = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (sound.code, "database: ready" in sound.out) == (0, True)
    wrong = {**place.settings, name: f"{place.settings[name][:5]}another"}
    refused = await bot("run", settings=wrong, folder=tmp_path)
    assert (refused.code, "Slack says: invalid_auth" in refused.err, "Traceback" in refused.err) == (1, True, False)
    told = await bot("doctor", settings=wrong, folder=tmp_path)
    assert (told.code, f"Is {name} the right one?" in told.out) == (1, True)


async def test_doctor_tells_everything_that_is_wrong(tmp_path: Path) -> None:
    wrong = {**settings("postgresql://liaison@127.0.0.1:9/x"), "LIAISON_DESK_CHANNEL": ""}
    told = await bot("doctor", settings=wrong, folder=tmp_path)
    assert (told.code, told.is_plain) == (1, True)
    assert re.findall(r"^(database|Slack|desk channel): ", told.out, re.MULTILINE) == [
        "database",
        "Slack",
        "desk channel",
    ]


def _archived(place: Place) -> str:
    channels.archive(place.sandbox.slack, world.DESK, "U0ALEX")
    return world.DESK


def _left(place: Place) -> str:
    channels.leave(place.sandbox.slack, world.DESK, "U0BOT")
    return world.DESK


def _public(place: Place) -> str:
    channels.join(place.sandbox.slack, world.TOWN, "U0BOT")
    return world.TOWN


def _no_channel(_: Place) -> str:
    return "C0NOWHERE"


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [(_no_channel, "is not found"), (_left, "is not found"), (_archived, "is archived"), (_public, "is public")],
)
async def test_doctor_says_what_is_wrong_with_the_desks_channel(
    tmp_path: Path, place: Place, spoilt: Callable[[Place], str], said: str
) -> None:
    well = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (well.code, "desk channel: private, and the bot is in it" in well.out) == (0, True)
    desk = spoilt(place)
    told = await bot("doctor", settings={**place.settings, "LIAISON_DESK_CHANNEL": desk}, folder=tmp_path)
    assert (told.code, told.is_plain) == (1, True)
    assert f"desk channel: {desk} (LIAISON_DESK_CHANNEL) {said}" in told.out


async def test_doctor_names_the_districts_whose_channel_cannot_be_used_and_not_all_of_many(
    tmp_path: Path, place: Place
) -> None:
    well = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (well.code, "each private and with the bot in it" in well.out) == (0, True)
    slack = place.sandbox.slack
    channels.archive(slack, world.PINE_RIDGE, "U0ALEX")
    channels.create(slack, world.TEAM, "everybody", channel_id="C0EVERYBODY")
    async with place.store.begin() as tx:
        for key, channel in [("Eastfield", "C0EVERYBODY"), *((f"Far {number:02}", "C0GONE") for number in range(12))]:
            named = {"key": key.lower(), "name": key, "team_id": world.TEAM, "case_channel_id": channel}
            await tx.execute(districts.insert(), named)
    told = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (told.code, told.is_plain) == (1, True)
    assert re.findall(
        r"^case channels: (\d+) of 15 (\w+)|^  (Pine|Eastfield|and 2 more)", told.out, re.MULTILINE
    ) == [
        ("1", "public", ""),
        ("", "", "Eastfield"),
        ("12", "not", ""),
        ("", "", "and 2 more"),
        ("1", "archived", ""),
        ("", "", "Pine"),
    ]
    assert "Lakeside" not in told.out


async def test_doctor_names_the_scopes_that_the_app_has_not(tmp_path: Path, place: Place) -> None:
    well = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (well.code, "scopes: as in the manifest" in well.out) == (0, True)
    installation = place.sandbox.slack.installation(world.APP, world.TEAM)
    installation.scopes -= {"files:write", "files:read"}
    told = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (told.code, "scopes: files:read, files:write missing" in told.out) == (1, True)


async def test_doctor_waits_where_slack_asks_it_to(tmp_path: Path, place: Place) -> None:
    limited = {"trouble": "rate_limited", "method": "conversations.info", "retry_after": 1}
    await place.people.do("fault", api=limited)
    told = await bot("doctor", settings=place.settings, folder=tmp_path)
    assert (told.code, "asks to wait for 1 s" in told.out) == (0, True)


def in_their_daytime(day: datetime) -> datetime:
    """Half past twelve or one in Chicago: warnings go out between nine and five."""
    return day.replace(hour=18, minute=30)


async def test_a_trial_tick_says_what_would_be_due_and_changes_nothing(tmp_path: Path, place: Place) -> None:
    then = in_their_daytime(place.sandbox.slack.now() + timedelta(days=151)).isoformat()
    before = await rows(place.store)
    tried = await bot("tick", "--at", then, "--dry-run", settings=slacks_own(place.settings), folder=tmp_path)
    assert (tried.code, tried.err, "warn" in tried.out) == (0, "", True)
    assert await rows(place.store) == before
    today = await bot("tick", "--dry-run", settings=slacks_own(place.settings), folder=tmp_path)
    assert "warn" not in today.out


async def test_a_tick_at_another_time_is_for_the_sandbox_alone(tmp_path: Path, place: Place) -> None:
    then = in_their_daytime(place.sandbox.slack.now() + timedelta(days=151)).isoformat()
    before = await rows(place.store)
    refused = await bot("tick", "--at", then, settings=slacks_own(place.settings), folder=tmp_path)
    assert (refused.code, refused.is_plain, "--dry-run" in refused.err) == (2, True, True)
    assert await rows(place.store) == before
    done = await bot("tick", "--at", then, settings=place.settings, folder=tmp_path)
    assert (done.code, "warn" in done.out) == (0, True)
    assert (await rows(place.store))["outbox"] > before["outbox"]


async def test_a_tick_does_what_is_due_and_the_next_has_nothing_to_do(tmp_path: Path, place: Place) -> None:
    first = await bot("tick", settings=place.settings, folder=tmp_path)
    assert (first.code, "Looked at" in first.out, "Delivered" in first.out) == (0, True, True)
    assert "sent" in first.out
    async with place.store.read() as tx:
        sent = (await tx.execute(sa.select(sa.func.count()).where(outbox_table.c.state == "sent"))).scalar_one()
    assert sent > 0


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01", "12:00"])
async def test_an_instant_that_is_none_is_told_with_an_example(tmp_path: Path, place: Place, typed: str) -> None:
    refused = await bot("tick", "--at", typed, settings=place.settings, folder=tmp_path)
    assert (refused.code, refused.is_plain, "2026-11-24T12:00+00:00" in refused.err) == (2, True, True)


async def test_an_import_is_tried_then_done_and_then_nothing_is_left_to_do(tmp_path: Path, database_url: str) -> None:
    given = settings(database_url)
    async with opened(database_url) as store:
        before = await rows(store)
        tried = await bot("directory", "import", *SAMPLES, settings=given, folder=tmp_path)
        assert (tried.code, "--apply does it" in tried.out, await rows(store)) == (0, True, before)
        done = await bot("directory", "import", *SAMPLES, "--apply", settings=given, folder=tmp_path)
        assert (done.code, "changes done" in done.out) == (0, True)
        assert tried.out.splitlines()[:-1] == done.out.splitlines()[:-1]
        after = await rows(store)
        assert after["people"] > before["people"]
        again = await bot("directory", "import", *SAMPLES, "--apply", settings=given, folder=tmp_path)
        assert (again.code, again.out.strip(), await rows(store)) == (0, "No change.", after)


async def test_what_is_wrong_in_a_file_is_told_line_by_line_and_nothing_is_done(
    tmp_path: Path, database_url: str
) -> None:
    people = await asyncio.to_thread(Path(SAMPLES[1]).read_text, encoding="utf-8")
    people = people.replace(",support,", ",boss,")
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    async with opened(database_url) as store:
        before = await rows(store)
        wrong = [SAMPLES[0], str(tmp_path / "people.csv"), "--apply"]
        refused = await bot("directory", "import", *wrong, settings=settings(database_url), folder=tmp_path)
        assert (refused.code, refused.is_plain, "nothing was done" in refused.err) == (1, True, True)
        assert re.search(r"people(\.csv)?:\d+: ", refused.err)
        assert await rows(store) == before


@pytest.mark.parametrize(("content", "code"), [(None, 2), (b"\xff\xfe\x00district", 1)], ids=["missing", "no-text"])
async def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, code: int) -> None:
    database = f"sqlite:///{tmp_path}/new.db"
    assert (await bot("migrate", settings=settings(database), folder=tmp_path)).code == 0
    if content is not None:
        (tmp_path / "people.csv").write_bytes(content)
    refused = await bot("directory", "import", SAMPLES[0], "people.csv", settings=settings(database), folder=tmp_path)
    assert (refused.code, "people.csv" in refused.err, "Traceback" in refused.err) == (code, True, False)


async def test_a_dead_letter_is_listed_with_its_reason_and_sent_again(tmp_path: Path, database_url: str) -> None:
    async with town(database_url) as here:
        given = environment(here.sandbox.api_url, database_url, transport="socket", port=free_port())
        none = await bot("outbox", "list", settings=given, folder=tmp_path)
        assert (none.code, "nothing" in none.out) == (0, True)
        bad = {"trouble": "error", "method": "chat.postMessage", "channel": world.DESK, "error": "msg_too_long"}
        await here.people.do("fault", api={**bad, "times": 2})  # also the plainer message that is tried then
        await here.person("ana").types("/case", "Grades vanish", channel=world.TOWN)
        await here.person("ana").submits(module="Grades", description="Gone.")
        await here.quiet()
        with pytest.raises(LookupError):
            await here.card(here.person("alex"), world.DESK)
        listed = await bot("outbox", "list", settings=given, folder=tmp_path)
        assert ("msg_too_long" in listed.out, "Grades" in listed.out) == (True, False)
        async with here.bot.store.read() as tx:
            dead = [letter.id for letter in await outbox.dead_letters(tx)]
        again = await bot("outbox", "resend", *map(str, dead), settings=given, folder=tmp_path)
        assert (again.code, again.out.strip()) == (0, f"{len(dead)} will be tried again.")
        await _catch_up(here)
        await here.quiet()
        assert "Case 1" in (await here.card(here.person("alex"), world.DESK)).words
        gone = await bot("outbox", "resend", str(dead[0]), settings=given, folder=tmp_path)
        assert (gone.code, gone.is_plain, "outbox list" in gone.err) == (1, True, True)


async def _catch_up(here: Town) -> None:
    """The command was typed on the wall's clock."""
    async with here.bot.store.read() as tx:
        due = await outbox.next_due(tx)
    if due is not None and due > here.clock.now():
        await here.clock.turn_to(due)


async def test_the_manifest_over_http_is_the_repositorys(tmp_path: Path) -> None:
    ours = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    printed = await bot("manifest", "--address", "https://liaison.example.org/", settings={}, folder=tmp_path)
    assert printed.code == 0
    assert yaml.safe_load(printed.out) == {
        **ours,
        "settings": {**ours["settings"], "socket_mode_enabled": False},
    }


async def test_the_manifest_for_socket_mode_has_no_addresses(tmp_path: Path) -> None:
    printed = await bot("manifest", settings={"LIAISON_COMMAND": "/help-desk"}, folder=tmp_path)
    found = yaml.safe_load(printed.out)
    assert (printed.code, "request_url" in printed.out) == (0, False)
    assert found["settings"]["socket_mode_enabled"]
    assert found["features"]["slash_commands"][0]["command"] == "/help-desk"


LIMITS = {
    ("display_information", "name"): 35,
    ("display_information", "description"): 140,
    ("features", "bot_user", "display_name"): 80,
}


def test_the_manifest_keeps_slacks_limits() -> None:
    """`/reference/app-manifest`, and the schema at slackapi/manifest-schema (SLACK 11.1)."""
    ours = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    for path, most in LIMITS.items():
        found = ours
        for name in path:
            found = found[name]
        assert 0 < len(str(found)) <= most, path
    shortcuts = ours["features"]["shortcuts"]
    assert [it for it in shortcuts if len(it["name"]) > 24 or len(it["description"]) > 150] == []
    assert len(shortcuts) <= 10
    assert {it["type"] for it in shortcuts} <= {"global", "message"}
    assert [it for it in ours["features"]["slash_commands"] if len(it["description"]) > 2000] == []
    assert len(ours["settings"]["event_subscriptions"]["bot_events"]) <= 100
