"""The environments of a district: which version each runs, and when it may be worked on."""

import json
from collections.abc import Sequence

from bot.domain.environments import VERSION_LONGEST, WINDOW_LONGEST, Environment, Kept
from bot.domain.ids import DistrictId
from bot.views import fields, forms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

VERSION, WINDOW = "version", "window"
SHOWN = 10
"""Districts in one answer."""


def block_of(environment: Environment, what: str) -> str:
    """The name of its field."""
    return f"{environment.lower()}-{what}"


def line(kept: Kept) -> str:
    version = text.inline(kept.version) if kept.version else "version not known"
    window = f" · maintenance window {text.inline(kept.window)}" if kept.window else ""
    return f"*{kept.environment}*: {version}{window}"


def listing(
    rows: Sequence[tuple[DistrictId, str, Sequence[Kept]]], *, command: str, may_change: bool = False
) -> Message:
    """An answer to whoever asked."""
    blocks: list[Block] = []
    for place, (district, name, known) in enumerate(rows[:SHOWN]):
        change = text.button(
            "Change…", f"{Action.CHANGE_ENVIRONMENTS}#{place}", district, spoken_as=f"Change environments of {name}"
        )
        title = f"*Environments of {text.inline(name)}*"
        blocks.append(text.section(title, accessory=change) if may_change else text.section(title))
        nothing = "Nothing is known of them yet."
        blocks.append(text.section("\n".join(line(it) for it in known) or nothing))
    names = text.sentence(text.one_line(name) for _, name, _ in rows[:SHOWN])
    note = [] if may_change else [text.context(f"An update or a refresh is asked for by `{command}`.")]
    return Message(text=text.spoken(f"Environments of {names}."), blocks=[*blocks, *note])


def in_form(known: Sequence[Kept]) -> list[Block]:
    """In the form of an update or a refresh, where something is known."""
    lines = [line(it) for it in known]
    return [text.context("\n".join(lines))] if lines else []


def change_form(district: DistrictId, name: str, known: Sequence[Kept]) -> Block:
    stands = {it.environment: it for it in known}
    hint = "Such as: Saturdays 22:00–02:00. In the district's own time."
    blocks = [text.section(f"*{text.inline(name)}*"), text.context("Its contacts see this. Empty: not known.")]
    for environment in Environment:
        kept = stands.get(environment, Kept(environment=environment))
        version = {**_line(kept.version), "max_length": VERSION_LONGEST}
        window = {**_line(kept.window), "max_length": WINDOW_LONGEST}
        label = f"{environment}: maintenance window"
        blocks += [
            fields.field(block_of(environment, VERSION), f"{environment}: version", version, optional=True),
            fields.field(block_of(environment, WINDOW), label, window, optional=True, hint=hint),
        ]
    return text.modal(
        "Environments",
        Callback.ENVIRONMENTS,
        blocks,
        submit="Save",
        private_metadata=json.dumps({"district": str(district)}),
    )


def _line(typed: str) -> Block:
    return fields.words("typed", typed, multiline=False)


def saved(name: str) -> Block:
    said = text.told(
        "Saved. Contacts of {name} see it when they ask, and in the form of an update or a refresh.", name=name
    )
    return forms.reading("Environments", said)
