"""Canaries, and where a person of a district could come upon one: a search that is the same for all of them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot import running
from demo import world
from demo.town import Town
from sandbox import control
from sandbox.model import File
from sandbox.objects import message_object
from sandbox.people import CouldNot, Person
from storage.tables import audit, outbox

CANARY = re.compile(r"canary-[a-z]+-\d+-end")
DISTRICTS = ("lakeside", "pine-ridge")


@dataclass(slots=True)
class Cage:
    """Every canary that was let out, by what it was put in."""

    planted: set[str] = field(default_factory=set)

    def new(self, kind: str) -> str:
        """A word that stands nowhere else."""
        canary = f"canary-{kind}-{len(self.planted)}-end"
        self.planted.add(canary)
        return canary


def canaries_in(text: str) -> set[str]:
    return set(CANARY.findall(text))


async def found_by_districts(here: Town) -> dict[str, set[str]]:
    """By person of a district: every canary in anything they can fetch or were ever shown, old and new."""
    users = [row["slack_user_id"] for row in world.people() if row["district"] in DISTRICTS]
    windows, answers = windows_of(here), answers_to(here)
    found = {}
    for user in users:
        fetched = [text async for text in _fetched(here, user)]
        found[user] = canaries_in("\n".join([*fetched, *windows[user], *answers[user]]))
    return found


def windows_of(here: Town) -> defaultdict[str, list[str]]:
    """By person: every window and Home as it was drawn for them, those too that are closed by now."""
    shown: defaultdict[str, list[str]] = defaultdict(list)
    whose: dict[str, str] = {}
    for call in here.sandbox.slack.log:
        if call.ok and call.method.startswith("views."):
            sent, view = call.arguments, call.answer["view"]["id"]
            to = sent.get("user_id") or str(sent.get("trigger_id", "")).rpartition(".")[2].upper()
            whose[view] = to or whose[view]
            shown[whose[view]].append(json.dumps(sent))
    return shown


def answers_to(here: Town) -> defaultdict[str, list[str]]:
    """By person: what answered each command, click and form of theirs at once."""
    answers: defaultdict[str, list[str]] = defaultdict(list)
    for carried in here.sandbox.app[control.CONTROL].wire.log:
        sent, outcome = carried.delivery.payload, carried.outcome
        if outcome is not None and "event" not in sent:
            answers[sent.get("user_id") or sent["user"]["id"]].append(json.dumps(outcome.body))
    return answers


async def _fetched(here: Town, user: str) -> Any:
    """Channels, direct messages, what only they see, the window on top, the Home, files with what is in them."""
    person, slack = here.people.of(user), here.sandbox.slack
    for channel in slack.channels.values():
        try:
            yield json.dumps(await here.people.look(f"messages/{channel.id}", **{"as": user}))
        except CouldNot:
            continue
        for message in channel.messages.values():
            yield json.dumps(message_object(slack, message, with_metadata=True))
    for path in (f"home/{user}", f"view/{user}", f"dms/{user}"):
        yield json.dumps(await here.people.look(path))
    for file in _files_of(here, person):
        yield f"{file.name} {file.title} {(file.content or b'').decode(errors='replace')}"


def _files_of(here: Town, person: Person) -> Iterator[File]:
    slack = here.sandbox.slack
    for file in slack.files.values():
        channels = [slack.channels[channel] for channel, _ in file.shares]
        if file.user == person.id or any(not it.is_private or person.id in it.members for it in channels):
            yield file


async def found_in_rows(here: Town) -> dict[str, set[str]]:
    """In what is owed and was owed, to anybody, and in the audit log."""
    found = {}
    for table in (outbox, audit):
        async with here.bot.store.read() as tx:
            rows = (await tx.execute(sa.select(table))).all()
        found[table.name] = canaries_in("\n".join(repr(tuple(row)) for row in rows))
    return found


async def found_by_the_operator(here: Town) -> set[str]:
    """In what the command line lists and the bot measures."""
    told = [repr(letter) for letter in await running.dead_letters(here.settings.database)]
    await running.tick(here.settings, at=here.clock.now(), dry_run=True, say=lambda *said: told.append(repr(said)))
    for path in ("metrics", "readyz", "healthz"):
        async with here.people.session.get(f"http://127.0.0.1:{here.bot.port}/{path}") as answer:
            told.append(await answer.text())
    return canaries_in("\n".join(told))


def found_in_logs(lines: Iterable[Any]) -> set[str]:
    return canaries_in("\n".join(repr(line) for line in lines))
