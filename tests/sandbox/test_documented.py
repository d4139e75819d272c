"""docs/sandbox.md, run: each command against a sandbox started as it says, each answer as it stands there."""

import asyncio
import json
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from sandbox.__main__ import SAMPLE
from sandbox.control.bodies import EventFault, Facts
from sandbox.control.routes import DEEDS, LOOKS
from sandbox.faults import Trouble
from tests.sandbox.answering_app import answering

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8300"
BETWEEN = "=== next ==="


def fenced(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def commands() -> list[tuple[str, str]]:
    """Each command of the page, with the answer that stands below it."""
    found: list[tuple[str, str]] = []
    for line in "".join(fenced("console")).splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), ""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def looks_like(said: str, documented: str) -> bool:
    """`…` stands for anything; an answer that ends in it goes on."""
    pattern = ".*".join(re.escape(it) for it in documented.split("…"))
    return re.fullmatch(pattern, said.strip(), flags=re.DOTALL) is not None


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[str]:
    """The page's own command, with the page's own world, on a free port."""
    (command,) = fenced("shell")
    (folder / "world.json").write_text(fenced("json")[0], encoding="utf-8")
    words = [sys.executable if it == "python" else it for it in command.replace("8300", "0").split()]
    process = await asyncio.create_subprocess_exec(
        *words, cwd=folder, env={"PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().split()[-1].removesuffix("/_control")
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()


async def run(script: str) -> list[str]:
    shell = await asyncio.create_subprocess_exec(
        "bash", "-s", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(shell.communicate(script.encode()), timeout=60)
    return out.decode().split(BETWEEN)[:-1]


async def test_each_command_of_the_page_answers_what_stands_below_it(tmp_path: Path) -> None:
    listed = commands()
    async with started(tmp_path) as url, answering(f"{url}/api/", "xapp-1", {"T0LAKE": "xoxb-1"}):
        script = "\n".join(f"{command}\necho '{BETWEEN}'" for command, _ in listed)
        answers = await run(script.replace(ADDRESS, url))
    assert len(answers) == len(listed) > 40
    wrong = [
        (command, documented, said)
        for (command, documented), said in zip(listed, answers, strict=True)
        if not looks_like(said, documented)
    ]
    assert wrong == []


def test_an_answer_is_held_against_its_words_not_only_its_beginning() -> None:
    assert looks_like('{"ok": true, "ts": "1.0"}\n', '{"ok": true, "ts": "…"}')
    assert not looks_like('{"ok": true, "ts": "1.0", "more": 1}', '{"ok": true, "ts": "…", "less": 1}')
    assert not looks_like('{"ok": true, "ts": "1.0"}', '{"ok": true}')
    assert not looks_like('{"ok": true}', "")


def test_every_call_has_an_example() -> None:
    tried = " ".join(command for command, _ in commands())
    calls = [*DEEDS, *(it.partition("/")[0] for it in LOOKS)]
    assert [it for it in calls if not re.search(rf"/_control/{it}\b(?!-)", tried)] == []


def test_every_call_stands_in_the_tables_with_all_it_takes() -> None:
    rows = _rows()
    for call, deed in DEEDS.items():
        fields = set(deed.takes.model_fields) - {"team"}
        assert {it for it in fields if not re.search(rf"`{it}\??`", rows[call])} == set(), call
    assert set(LOOKS) <= set(rows)


def _rows() -> dict[str, str]:
    """Lines of the tables, by each name in their first column."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    return {name: line for line in lines for name in re.findall(r"`([^`]+)`", line.split("|")[1])}


def test_every_fault_and_every_fact_of_a_person_is_named() -> None:
    named = [*Trouble, *EventFault.model_fields, *Facts.model_fields]
    assert [it for it in named if f"`{it}`" not in PAGE] == []


def test_the_world_without_a_description_is_the_one_that_is_shown() -> None:
    assert json.loads(fenced("json")[0]) == json.loads(SAMPLE.read_text(encoding="utf-8"))


async def test_the_pages_python_runs_as_it_stands() -> None:
    """The second piece goes on within the first, as it does on the page."""
    opening, fault = fenced("python")
    inside = "".join(
        f"    {line}\n" for line in [*fault.splitlines(), "found.append((await client.auth_test(), sandbox))"]
    )
    source = "".join(f"    {line}\n" for line in (opening + inside).splitlines())
    found: list[Any] = []
    async with ClientSession() as session:
        scope: dict[str, Any] = {"described": json.loads(fenced("json")[0]), "session": session, "found": found}
        exec(f"async def run():\n{source}", scope)  # noqa: S102 - the page's own lines
        await scope["run"]()
    ((answer, sandbox),) = found
    assert (answer["user_id"], sandbox.slack.faults.of_api[0].trouble) == ("U0BOT", Trouble.DROP_AFTER)
