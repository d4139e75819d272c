"""What is typed wrongly at the command line is said in our words; no token is wanted for what needs none."""

import asyncio

import pytest
from typer.testing import CliRunner

from bot.app import WallClock
from bot.cli import app
from demo.town import environment, import_samples
from tests.porch.processes import Ended

WHY = ("--reason", "Has left the district")
REQUESTS = "python -m bot contacts requests"
OF_SLACK = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "LIAISON_TOKEN_KEY", "LIAISON_TRANSPORT")


async def _types(settings: dict[str, str], *words: str) -> Ended:
    told = await asyncio.to_thread(CliRunner().invoke, app, [*words], env=settings)
    return Ended(code=told.exit_code, out=told.stdout, err=told.stderr)


@pytest.fixture
async def alone(database_url: str) -> dict[str, str]:
    """The database, and nothing of Slack."""
    await import_samples(database_url, WallClock().now())
    there = environment("http://127.0.0.1:9/api/", database_url, transport="socket", port=0)
    return {**there, **dict.fromkeys(OF_SLACK, "")}


@pytest.mark.parametrize(
    "words",
    [
        ("contacts", "list"),
        ("contacts", "show", "Ana Torres"),
        ("contacts", "requests"),
        ("contacts", "silences"),
        ("contacts", "details", "Ben Okafor", "--phone", "555-0142", "--asked-by", "Ana Torres"),
        ("contacts", "remove", "Ben Okafor", *WHY, "--yes"),
        ("audit", "why"),
        ("audit", "rights"),
        ("audit", "emergencies"),
        ("audit", "export"),
        ("migrate",),
        ("directory", "import", "docs/samples/districts.csv", "docs/samples/people.csv"),
        ("emergencies",),
        ("outbox", "list"),
        ("retention", "list"),
        ("hold", "list"),
        ("erase", "list"),
        ("erase", "person", "Cody Marsh", "--trial"),
    ],
    ids=" ".join,
)
async def test_what_needs_the_database_alone_wants_no_token(alone: dict[str, str], words: tuple[str, ...]) -> None:
    told = await _types(alone, *words)
    assert told.code == 0, told


async def test_what_speaks_to_slack_wants_them_still(alone: dict[str, str]) -> None:
    told = await _types(alone, "case", "resync", "1")
    assert (told.code, "SLACK_BOT_TOKEN is missing" in told.err) == (2, True), told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("contacts", "approve", "abc"), f"abc is no request's number. {REQUESTS} lists them."),
        (("contacts", "decline", "0", *WHY), f"0 is no request's number. {REQUESTS} lists them."),
        (("contacts", "confirm", "1.5"), f"1.5 is no request's number. {REQUESTS} lists them."),
        (("contacts", "undo", "9" * 30), f"request's number. {REQUESTS} lists them."),
        (("contacts", "silences", "--stage", "far"), "far is none of near, flagged, deactivated."),
        (("contacts", "change-type", "Ben Okafor", "boss", "--asked-by", "x", *WHY), "boss is none of support,"),
        (("audit", "why", "--on", "yesterday"), "yesterday is no day. Please write it like 2026-11-27."),
        (("audit", "why", "--case", "x"), "x is no case's number, such as 17."),
        (("audit", "why", "--most", "many"), "many is no number of lines, such as 200."),
        (("audit", "rights", "--since", "2026-13-01"), "2026-13-01 is no day."),
        (("audit", "emergencies", "--since", "x"), "x is no day."),
        (("audit", "export", "--from", "x"), "x is no day."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
async def test_what_cannot_be_read_is_said_in_a_sentence(
    alone: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    told = await _types(alone, *words)
    assert (told.code, told.is_plain, said in told.err) == (2, True, True), told


async def test_who_of_the_district_asked_is_named_by_what_the_list_has(alone: dict[str, str]) -> None:
    details = ("contacts", "details", "Ben Okafor", "--phone", "555-0142", "--asked-by")
    told = await _types(alone, *details, "Pia Novak")
    assert (told.code, told.is_plain) == (1, True)
    for words in (
        "Pia Novak is no contact and no administrator of lakeside.",
        "(Ana Torres)",
        "(Dana Whitfield)",
        "Give an e-mail address, a Slack user (U…) or such a number.",
        "python -m bot contacts list lakeside",
    ):
        assert words in told.err, told
    assert "(Pia Novak)" not in told.err
    assert (await _types(alone, *details, "dana.whitfield@lakeside.example")).code == 0
