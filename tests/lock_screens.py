"""What a lock screen or a preview could show of what the bot sent: texts, first blocks, names of files (SLACK 7)."""

import json
from typing import Any

from demo import world
from demo.town import Town
from tests.told import asks, chose, passes
from tests.town_cases import desk_card, reply_to_district

SECRET = "Zebulonia"
"""In everything that anybody writes."""

SENT = frozenset({"chat.postMessage", "chat.update", "chat.postEphemeral"})


def shown(here: Town, *, since: int = 0) -> list[str]:
    """Of every call from that one on: what could be seen without opening Slack."""
    calls = [call for call in here.sandbox.slack.log[since:] if call.ok]
    texts = [str(call.arguments.get("text", "")) for call in calls if call.method in SENT]
    firsts = [json.dumps(blocks[0]) for call in calls if call.method in SENT and (blocks := _blocks(call.arguments))]
    uploads = [json.dumps(dict(call.arguments)) for call in calls if call.method.startswith("files.")]
    return [*texts, *firsts, *uploads]


def _blocks(arguments: Any) -> list[Any]:
    found = arguments.get("blocks") or []
    return list(json.loads(found) if isinstance(found, str) else found)


def secret(here: Town, *, since: int = 0) -> list[str]:
    return [it for it in shown(here, since=since) if SECRET in it]


def calls(here: Town) -> int:
    return len(here.sandbox.slack.log)


async def everything_is_said(here: Town, card: str) -> None:
    """In a case that stands: comments, files, a reply, a question, a digest, follow-ups, a resolution."""
    ana, alex = here.person("ana"), here.person("alex")
    await chose(here, "ben", "digest")
    files = [(f"{SECRET}.png", b"\x89PNG"), (f"{SECRET}.exe", b"MZ")]
    ts = await ana.says(f"It is {SECRET}.", channel=world.LAKESIDE, thread=card, files=files)
    await here.quiet()
    await ana.edits(ts, f"It was {SECRET}.", channel=world.LAKESIDE)
    await alex.clicks("case.take", channel=world.DESK, on=await desk_card(here))
    await here.quiet()
    await reply_to_district(here, f"Which {SECRET}?")
    await asks(here, f"Where is {SECRET}?")
    await passes(here, "2026-12-03T18:00:00")
    await ana.says(f"{SECRET} is in room 4.", channel=world.LAKESIDE, thread=card)
    await here.quiet()
    await alex.clicks("case.resolve", channel=world.DESK, on=await desk_card(here))
    assert not (await alex.submits(words=f"{SECRET} was moved.")).errors
    await passes(here, "2026-12-04T18:00:00")
