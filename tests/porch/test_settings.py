"""Settings: whatever is missing, malformed or contradictory is named at once, with where to find its value."""

import re
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot import settings as settings_of
from bot.settings import STRAY, Settings, Unusable
from tests.porch.processes import ROOT, bot, ended, started

KEY = Fernet.generate_key().decode()
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1-own", "SLACK_APP_TOKEN": "xapp-1-own", "LIAISON_TOKEN_KEY": KEY}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1-own", "SLACK_SIGNING_SECRET": "signs", "LIAISON_TOKEN_KEY": KEY}
ALIASES = {str(field.alias) for field in Settings.model_fields.values()}
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def problems(environment: dict[str, str]) -> list[str]:
    with pytest.raises(Unusable) as refused:
        settings_of.read(environment)
    return refused.value.problems


def names(told: list[str]) -> list[str]:
    return [sentence.split()[0] for sentence in told]


@pytest.mark.parametrize("sound", [SOCKET, HTTP], ids=["socket", "http"])
def test_one_way_in_is_enough(sound: dict[str, str]) -> None:
    found = settings_of.read(sound)
    assert found.uses_sockets == ("SLACK_APP_TOKEN" in sound)


OAUTH = {
    "LIAISON_CLIENT_ID": "12.34",
    "LIAISON_CLIENT_SECRET": "hidden",
    "LIAISON_PUBLIC_URL": "https://liaison.example.org/",
}


@pytest.mark.parametrize("sound", [SOCKET, HTTP], ids=["socket", "http"])
def test_with_all_that_oauth_needs_no_token_is_needed(sound: dict[str, str]) -> None:
    without = {name: value for name, value in sound.items() if name != "SLACK_BOT_TOKEN"}
    found = settings_of.read({**without, **OAUTH, "LIAISON_DESK_CHANNEL": "T0V/C0DESK"})
    assert (found.installs, found.desk, found.slack_bot_token) == (True, ("T0V", "C0DESK"), None)
    assert found.redirect_url == "https://liaison.example.org/slack/oauth_redirect"
    assert found.authorize_url == "https://slack.com/oauth/v2/authorize"
    assert names(problems(without)) == ["SLACK_BOT_TOKEN"]
    assert names(problems({**without, **OAUTH, "LIAISON_DESK_CHANNEL": "C0DESK"})) == ["LIAISON_DESK_CHANNEL"]
    for name in OAUTH:
        assert names(problems({**sound, **OAUTH, name: ""})) == [name]


def test_several_keys_are_taken_and_one_that_is_none_is_named() -> None:
    settings_of.read({**SOCKET, "LIAISON_TOKEN_KEY": f"{Fernet.generate_key().decode()}, {KEY}"})
    for wrong in (f"{KEY},other", ","):
        assert names(problems({**SOCKET, "LIAISON_TOKEN_KEY": wrong})) == ["LIAISON_TOKEN_KEY"]


def test_the_key_of_seals_is_another_than_that_of_tokens_and_the_first_of_several_seals() -> None:
    first, second = (Fernet.generate_key().decode() for _ in range(2))
    assert settings_of.read(SOCKET).seal_keys == {}
    found = settings_of.read({**SOCKET, "LIAISON_SEAL_KEY": f"{first}, {second}"})
    assert list(found.seal_keys.values()) == [urlsafe_b64decode(first), urlsafe_b64decode(second)]
    for wrong in ("other", f"{first}, {KEY}"):
        assert names(problems({**SOCKET, "LIAISON_SEAL_KEY": wrong})) == ["LIAISON_SEAL_KEY"]


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_with_both_ways_in_it_is_said_which(transport: str) -> None:
    both = {**SOCKET, **HTTP}
    assert names(problems(both)) == ["LIAISON_TRANSPORT"]
    assert settings_of.read({**both, "LIAISON_TRANSPORT": transport}).uses_sockets == (transport == "socket")


@pytest.mark.parametrize(
    ("sound", "transport", "missing"),
    [(SOCKET, "http", "SLACK_SIGNING_SECRET"), (HTTP, "socket", "SLACK_APP_TOKEN")],
)
def test_a_transport_that_lacks_what_it_needs_says_so(sound: dict[str, str], transport: str, missing: str) -> None:
    assert names(problems({**sound, "LIAISON_TRANSPORT": transport})) == [missing]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-a-persons-own"),
        ("SLACK_BOT_TOKEN", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-the-bots"),
        ("SLACK_API_URL", "slack.com"),
        ("SLACK_API_URL", "https://"),
        ("LIAISON_TRANSPORT", "carrier-pigeon"),
        ("LIAISON_TOKEN_KEY", "too-short"),
        ("LIAISON_DATABASE", "mysql://liaison:hidden@there/liaison"),
        ("LIAISON_DATABASE", "sqlite://"),
        ("LIAISON_DESK_CHANNEL", "#support-desk"),
        ("LIAISON_DESK_CHANNEL", "C0DESK/T0TEAM"),
        ("LIAISON_COMMAND", "case"),
        ("LIAISON_MODULES", ","),
        ("LIAISON_MODULES", "x" * 76),
        ("LIAISON_PORT", "65536"),
        ("LIAISON_PORT", "http"),
        ("LIAISON_LOG_FORMAT", "yaml"),
        ("LIAISON_LOG_LEVEL", "chatty"),
        ("LIAISON_TARGETS", "critical soon"),
        ("LIAISON_TARGET_WARN_AT", "100"),
        ("LIAISON_TARGET_LEAD_AFTER", "later"),
        ("LIAISON_FOLLOW_UP_DAYS", "9, 6, 3"),
        ("LIAISON_CLOSE_DAY", "9"),
        ("LIAISON_MORE_TIME_DAYS", "0"),
        ("LIAISON_MORE_TIME_IN_A_ROW", "-1"),
        ("LIAISON_REOPEN_DAYS", "0"),
        ("LIAISON_DISTRICT_HOURS", "17-8"),
        ("LIAISON_VENDOR_HOURS", "Mon-Fri 7-25"),
        ("LIAISON_VENDOR_ZONE", "Middle/Earth"),
        ("LIAISON_VENDOR_COUNTRY", "XX"),
        ("LIAISON_VENDOR_STATE", "Minnesota"),
        ("LIAISON_VENDOR_CLOSED", "24.12.2026"),
        ("LIAISON_SUBJECT_SHORTEST", "0"),
        ("LIAISON_SUBJECT_LONGEST", "4"),
        ("LIAISON_SUBJECT_LONGEST", "151"),
        ("LIAISON_REASON_SHORTEST", "0"),
        ("LIAISON_FILES_AT_ONCE", "11"),
        ("LIAISON_FILE_MB", "0"),
        ("LIAISON_FILE_MB", "9"),
        ("LIAISON_FORM_FILE_MB", "11"),
        ("LIAISON_KEPT_HOURS", "0"),
        ("LIAISON_MERGE_UNDO_HOURS", "-24"),
        ("LIAISON_HINT_MINUTES", "often"),
        ("LIAISON_ESCALATION_DAYS", "-1"),
        ("LIAISON_INACTIVITY_WARN_DAYS", "166, 150"),
        ("LIAISON_INACTIVITY_FLAG_DAY", "179"),
        ("LIAISON_INACTIVITY_OTHERS_FROM", "181"),
        ("LIAISON_INACTIVITY_AFTER_WARNING_HOURS", "0"),
        ("LIAISON_INACTIVITY_GRACE_DAYS", "0"),
    ],
)
def test_what_is_malformed_is_named_with_where_to_look_and_never_shown(name: str, value: str) -> None:
    told = problems({**SOCKET, name: value})
    assert names(told) == [name]
    problem, _, where = told[0].removeprefix(name).replace("; ", ": ").partition(": ")
    assert len(where) > 10
    assert value not in problem


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """Also what only all settings together show, while some of them cannot be read by themselves."""
    wrong = {
        "SLACK_CLIENT_ID": "12.34",
        "SLACK_BOT_TOKEN": "xoxp-hidden",
        "SLACK_APP_TOKEN": "xapp-hidden",
        "SLACK_SIGNING_SECRET": "hidden",
        "LIAISON_TOKEN_KEY": "hidden",
        "LIAISON_DATABASE": "mysql://hidden@there/liaison",
        "SLACK_API_URL": "hidden",
        "LIAISON_PORT": "hidden",
    }
    told = problems(wrong)
    assert set(names(told)) == set(wrong) - {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} | {"LIAISON_TRANSPORT"}
    assert "hidden" not in " ".join(told)


@pytest.mark.parametrize("name", STRAY)
def test_settings_that_would_change_the_librarys_mode_are_refused(name: str) -> None:
    assert names(problems({**SOCKET, name: "1234.5678"})) == [name]
    assert settings_of.read({**SOCKET, name: ""}).uses_sockets


async def test_a_given_environment_is_the_only_one_asked(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LIAISON_MODULES=Of the file\n")
    program = f"from bot import settings; found = settings.read({SOCKET}); print(found.command, found.modules)"
    process = await started(program, program=("-c",), settings={"LIAISON_COMMAND": "/own"}, folder=tmp_path)
    assert (await ended(process)).out.strip() == f"/case {settings_of.MODULES}"


def test_secrets_are_not_in_what_settings_show_of_themselves() -> None:
    secret = {
        **SOCKET,
        "SLACK_SIGNING_SECRET": "signs-all",
        "LIAISON_TRANSPORT": "socket",
        "LIAISON_DATABASE": "postgresql://liaison:pass-word@there/liaison",
    }
    shown = repr(settings_of.read(secret))
    assert [it for it in ("own", "signs-all", "pass-word", KEY) if it in shown] == []


@pytest.mark.parametrize(
    ("url", "is_slack"),
    [
        ("", True),
        ("https://slack.com/api", True),
        ("https://SLACK.com:443/api/", True),
        ("https://slack-gov.com/api/", True),
        ("https://eu.slack.com/api/", True),
        ("http://127.0.0.1:8123/api/", False),
        ("https://notslack.com/api/", False),
    ],
)
def test_slacks_own_address_is_known(url: str, is_slack: bool) -> None:  # noqa: FBT001  # a column of the table
    assert settings_of.read({**SOCKET, "SLACK_API_URL": url}).is_slack == is_slack


async def test_a_bare_process_is_told_all_it_needs_and_ends_with_two(tmp_path: Path) -> None:
    found = await bot("run", settings={}, folder=tmp_path)
    assert (found.code, found.is_plain) == (2, True)
    told = set(re.findall(r"^- (\w+) is missing.*: .{10,}$", found.err, re.MULTILINE))
    assert told == {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "LIAISON_TOKEN_KEY"}
    assert ".env.example" in found.err


OF_THE_DATABASE = {"SLACK_BOT_TOKEN", "LIAISON_DATABASE"}
OF_SLACK = {"LIAISON_TOKEN_KEY", "SLACK_CLIENT_SECRET"}


@pytest.mark.parametrize(
    ("command", "named"),
    [
        *((it, OF_THE_DATABASE | OF_SLACK) for it in ("run", "tick", "doctor", "case resync 1")),
        *((it, OF_THE_DATABASE) for it in ("migrate", "outbox list", "contacts list", "erase list")),
    ],
)
async def test_every_command_names_every_wrong_setting_and_shows_no_secret(
    tmp_path: Path, command: str, named: set[str]
) -> None:
    """What works on the database alone does not ask for what opens Slack."""
    wrong = {
        **SOCKET,
        "SLACK_BOT_TOKEN": "xoxp-hidden",
        "LIAISON_TOKEN_KEY": "hidden",
        "LIAISON_DATABASE": "mysql://liaison:hidden@there/liaison",
        "SLACK_CLIENT_SECRET": "hidden",
    }
    found = await bot(*command.split(), settings=wrong, folder=tmp_path)
    assert (found.code, found.is_plain, "hidden" in found.out + found.err) == (2, True, False)
    assert set(re.findall(r"^- (\w+) ", found.err, re.MULTILINE)) == named


async def test_a_file_of_settings_is_read_and_the_environment_outdoes_it(tmp_path: Path) -> None:
    lines = {**SOCKET, "LIAISON_DATABASE": f"sqlite:///{tmp_path}/of-the-file.db"}
    (tmp_path / ".env").write_text("\n".join(f"{name}={value}" for name, value in lines.items()))
    assert (await bot("migrate", settings={}, folder=tmp_path)).code == 0
    assert (tmp_path / "of-the-file.db").exists()
    outdone = {"LIAISON_DATABASE": f"sqlite:///{tmp_path}/of-the-process.db"}
    assert (await bot("migrate", settings=outdone, folder=tmp_path)).code == 0
    assert (tmp_path / "of-the-process.db").exists()


def _example() -> dict[str, str]:
    lines = [line.partition("=") for line in EXAMPLE.splitlines() if re.match(r"\w+=", line)]
    return {name: value for name, _, value in lines}


def test_the_example_holds_every_setting_and_no_other() -> None:
    assert set(_example()) == ALIASES


def test_the_example_explains_every_setting() -> None:
    unexplained = [part for part in EXAMPLE.strip().split("\n\n") if not re.match(r"# .{20,}", part)]
    assert unexplained == []


def test_what_the_example_sets_is_what_holds_without_it() -> None:
    """So that a copied file with the secrets filled in changes nothing else."""
    defaults = {str(field.alias): field.default for field in Settings.model_fields.values()}
    assert {name: str(defaults[name]) for name, value in _example().items() if value} == {
        name: value for name, value in _example().items() if value
    }
    secret = {str(it.alias) for it in Settings.model_fields.values() if SecretStr in _parts(it.annotation)}
    assert [name for name in secret if _example()[name]] == []


def _parts(annotation: object) -> set[object]:
    inner = {part for it in getattr(annotation, "__args__", ()) for part in _parts(it)}
    return {annotation, *inner}
