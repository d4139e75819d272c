"""The house itself: its rooms are small, and nothing that belongs together was forgotten."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from statistics import median, quantiles

import pytest
import yaml

import handlers
from bot import __version__
from bot.domain import refusal_facts
from bot.domain.ids import (
    CaseNumber,
    DistrictId,
    EmergencyId,
    IssueId,
    NotificationId,
    PersonId,
    RequestId,
    SessionId,
)
from bot.domain.refusals import NotReadable, Refusal
from bot.settings import Settings
from bot.views import words
from bot.views.actions import Action, Callback
from sandbox.web_api.methods import METHODS
from tests.clockwork import NOON

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "handlers", "storage", "sandbox", "demo", "tests", "benchmarks")
LONGEST_FUNCTION, LONGEST_MODULE = 50, 400


def modules() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if "versions" not in path.parts]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_function_is_longer_than_a_screen() -> None:
    long = [name for path in modules() for name, lines in functions(path) if lines > LONGEST_FUNCTION]
    assert long == []


@pytest.mark.parametrize("folder", ["bot", "handlers", "storage", "sandbox"])
def test_functions_are_as_short_as_in_the_codebases_one_enjoys(folder: str) -> None:
    lengths = [
        lines for path in modules() if path.relative_to(ROOT).parts[0] == folder for _, lines in functions(path)
    ]
    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[-1] <= 28


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


SAMPLES: dict[str, object] = {
    "district": DistrictId(1),
    "districts": (DistrictId(1), DistrictId(2)),
    "number": CaseNumber(17),
    "owner": PersonId(2),
    "asked": "17",
    "main": CaseNumber(12),
    "incident": NotificationId(3),
    "issue": IssueId(5),
    "request": RequestId(9),
    "emergency": EmergencyId(2),
    "session": SessionId(9),
    "state": "accepted",
    "move": "take",
    "status": "closed",
    "until": NOON,
    "field": "reason",
    "fact": "owner",
    "hours": 24,
    "reason": "too-short",
    "least": 10,
}


def refusal(kind: type[Refusal]) -> Refusal:
    return kind(**{name: SAMPLES[name] for name in kind.__annotations__})


@pytest.mark.parametrize("kind", Refusal.__subclasses__())
def test_every_refusal_has_its_words_and_can_be_kept_as_facts(kind: type[Refusal]) -> None:
    message = words.refused(refusal(kind), now=NOON, reader_team="T0LIAISON")
    assert len(message.text) > 20
    assert message.blocks
    assert refusal_facts.again(refusal_facts.told(refusal(kind))) == refusal(kind)


WHAT_TO_DO = re.compile(r"\bplease\b|`/case", re.IGNORECASE)
"""Something is asked of the reader, or a command is named."""


@pytest.mark.parametrize("kind", Refusal.__subclasses__())
def test_every_refusal_says_what_to_do_next(kind: type[Refusal]) -> None:
    """By a button, a command, or what they are asked to do: without contacts, and where a reply was not taken."""
    said = words.refused(refusal(kind), now=NOON, reader_team="T0LIAISON")
    below = words.reply_not_taken(refusal(kind), number=CaseNumber(17), now=NOON, reader_team="T0LIAISON")
    for message in (said, below):
        assert WHAT_TO_DO.search(message.text) or any(block["type"] == "actions" for block in message.blocks)


@pytest.mark.parametrize("field", ["reason", "day", "number", "the form"])
def test_whatever_could_not_be_read_is_asked_for_again(field: str) -> None:
    said = words.refused(NotReadable(field=field, reason="missing"), now=NOON, reader_team="T0LIAISON")
    assert WHAT_TO_DO.search(said.text)


def test_every_button_that_can_be_drawn_has_a_listener_and_the_reverse() -> None:
    assert set(handlers.BUTTONS) == set(Action)


def test_every_form_and_shortcut_has_a_listener_and_the_reverse() -> None:
    to_read_only = {Callback.READING}
    assert set(handlers.FORMS) | set(handlers.SHORTCUTS) == set(Callback) - to_read_only


def test_every_action_is_drawn_somewhere() -> None:
    drawn = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "views").glob("*.py"))
    assert [action for action in Action if f"Action.{action.name}" not in drawn] == []
    sources = drawn + (ROOT / "manifest.yaml").read_text(encoding="utf-8")
    assert [it for it in Callback if f"Callback.{it.name}" not in sources and it.value not in sources] == []


def manifest() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    return found


def test_the_manifest_subscribes_to_what_is_heard_and_offers_what_is_served() -> None:
    found = manifest()
    events = found["settings"]["event_subscriptions"]["bot_events"]  # type: ignore[index]  # YAML's shape
    assert {event.partition(".")[0] for event in events} == set(handlers.EVENTS)
    shortcuts = {it["callback_id"] for it in found["features"]["shortcuts"]}  # type: ignore[attr-defined]  # likewise
    assert shortcuts == set(handlers.SHORTCUTS)


def test_the_manifest_asks_for_the_scopes_that_the_methods_called_need_and_says_why() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    scopes = set(manifest()["oauth_config"]["scopes"]["bot"])  # type: ignore[index]  # YAML's shape
    called = {name.replace("_", ".", 1) for name in re.findall(r"\b(?:client|source)\.([a-z]+_[a-zA-Z_]+)\(", source)}
    assert {"chat.postMessage", "conversations.members", "users.info"} <= called
    for name in called & set(METHODS):
        needed = METHODS[name].scope
        assert needed is None or any(fnmatch(scope, needed) for scope in scopes), name
    for line in (ROOT / "manifest.yaml").read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("- ") and ":" in line and line.strip()[2:].split(" ")[0] in scopes:
            assert " # " in line, f"no reason: {line}"


def test_env_example_explains_the_settings_there_are() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert explained == {str(field.alias) for field in Settings.model_fields.values()}


MAY_HOLD_CASES = {
    "deeds.py",
    "pending_round.py",
    "targets_round.py",
    "dates_round.py",
    "incident_round.py",
    "issue_round.py",
    "session_round.py",
    "retention.py",
}
"""The deed, and the rounds of the clock, which are nobody's deed."""


def test_a_service_gets_at_a_case_only_through_the_deed_that_asks_the_policy() -> None:
    culprits = []
    for path in (ROOT / "bot" / "services").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name not in MAY_HOLD_CASES and re.search(r"\bcases\.(locked|get)\(", text):
            culprits.append(path.name)
    assert culprits == []


def test_roles_are_compared_in_the_policy_alone() -> None:
    compared = re.compile(r"\.role (?:is|==|!=|in|not in) |Role\.[A-Z_]+ (?:is|==|in) ")
    culprits: list[str] = []
    for folder in ("bot/services", "bot/delivery", "bot/views", "handlers"):
        paths = (ROOT / folder).rglob("*.py")
        culprits += [path.name for path in paths if compared.search(path.read_text(encoding="utf-8"))]
    assert culprits == []


def test_nothing_of_the_machine_it_was_made_on_is_in_the_tree() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--index-url" not in lock
    assert "https://" not in lock


def test_the_version_that_the_program_says_is_the_packages() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
