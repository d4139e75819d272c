"""Whose workspace it is: what is told of one that is nobody's yet, and the form in which it is said."""

import json
from collections.abc import Mapping, Sequence

from bot.domain.ids import DistrictId
from bot.domain.setting_up import Flaw
from bot.views import fields, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

DISTRICT, NAME, KEY, ZONE, CHANNEL, SURE = "district", "name", "key", "zone", "channel", "sure"
YES = "yes"
INVITE = "Somebody in that channel types `/invite @Liaison` first, or afterwards: I have to be in it."

WRONG = {
    Flaw.NEITHER: "Please choose a district here, or fill in a new one below.",
    Flaw.BOTH: "Please choose one here or fill in a new one, not both.",
    Flaw.NAME: "Please fill this in.",
    Flaw.KEY: "Please use small letters, digits and hyphens, such as pine-ridge.",
    Flaw.ZONE: "Please use a zone such as America/Chicago.",
    Flaw.SURE: "Please confirm it: people of this workspace are taken to be of this district.",
    Flaw.CHANNEL: "Please use the channel's ID: C or G, then letters and digits.",
}


def to_set_up(name: str, *, team: str, channel: str) -> Message:
    """To a support administrator. `channel`: one that I was just invited into; '' for none."""
    why = f" I was invited into its channel `{channel}`." if channel else ""
    said = text.told(
        f"Liaison is installed in the workspace {{name}}, which is no district's yet.{why} Until it is set up, "
        "people there are told so, and nothing else happens.",
        name=name,
    )
    pressed = text.button(
        "Set up this workspace",
        Action.SET_UP,
        f"{team}:{channel}",
        style="primary",
        spoken_as=f"Set up this workspace: {name}",
    )
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([pressed])])


def installed_here() -> Message:
    said = (
        "Thank you for installing Liaison. Support was told, and says which district this workspace is; I write to "
        "you then. Meanwhile, make a private channel for the district's cases and type `/invite @Liaison` in it."
    )
    return Message(text=said, blocks=[text.section(said)])


def installed_too_late() -> Message:
    said = (
        "Thank you for installing Liaison again. It had been uninstalled here for so long that what was held of your "
        "district is erased: contacts, cases, names. That was due, and cannot be undone; what people typed in Slack "
        "is where it was. Once the erasing is over, Support is asked which district this workspace is, and I write "
        "to you when it is set up anew."
    )
    return Message(text=said, blocks=[text.section(said)])


def set_up_here(district: str) -> Message:
    return text.told(
        "This workspace is set up for {name} now. Its authorized contacts can open cases with the slash command; "
        "everyone else is pointed to them.",
        name=district,
    )


def set_up(name: str, *, district: str, channel: str) -> Message:
    """To whoever set it up."""
    where = (
        f"Its cases stand in the channel `{channel}` once I am in it: somebody there types `/invite @Liaison`. "
        "Until then they go by direct message."
        if channel
        else "It has no case channel, so its cases go to each contact by direct message."
    )
    return text.told(f"The workspace {{name}} is set up for {{district}}. {where}", name=name, district=district)


def form(name: str, *, team: str, channel: str, districts: Sequence[tuple[DistrictId, str]], is_own: bool) -> Block:
    """`is_own`: who fills it in is in that workspace, where Slack can show its channels."""
    options = [_option(str(key), its) for key, its in districts]
    which = [_select(options)] if options else []
    said = text.told("Which district is the workspace {name}? Choose one, or fill in a new one.", name=name)
    return text.modal(
        "Set up a workspace",
        Callback.SET_UP,
        [
            *said.blocks,
            *which,
            fields.field(
                NAME,
                "New district: name",
                _typed(""),
                optional=True,
                hint="As people know it, such as Pine Ridge Schools.",
            ),
            fields.field(
                KEY,
                "New district: key",
                _typed(""),
                optional=True,
                hint="Its short name in lists, such as pine-ridge.",
            ),
            fields.field(ZONE, "New district: time zone", _typed(""), optional=True, hint="Such as America/Chicago."),
            fields.field(
                CHANNEL, "Case channel", _channel(channel, is_own=is_own), optional=True, hint=_hint(is_own=is_own)
            ),
            fields.field(SURE, "Please confirm", _sure()),
        ],
        submit="Set up",
        private_metadata=json.dumps({"team": team}),
    )


def errors(wrong: Mapping[str, Flaw], *, has_select: bool) -> dict[str, str]:
    """By block id. Where there is no district to choose, the first field says it."""
    return {NAME if field == DISTRICT and not has_select else field: WRONG[flaw] for field, flaw in wrong.items()}


def _hint(*, is_own: bool) -> str:
    where = "" if is_own else "Its ID: in that workspace, the channel's details, at the very bottom. "
    return f"{where}Private, for the contacts and agents. {INVITE.replace('`', '')}"


def _typed(initial: str) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": "typed", "max_length": 120}
    return {**element, "initial_value": initial} if initial else element


def _channel(channel: str, *, is_own: bool) -> Block:
    if not is_own:
        return _typed(channel)
    element: Block = {
        "type": "conversations_select",
        "action_id": "chosen",
        "filter": {"include": ["private", "public"], "exclude_bot_users": True},
    }
    return {**element, "initial_conversation": channel} if channel else element


def _option(value: str, label: str) -> Block:
    return {"text": text.label(label, 75), "value": value}


def _select(options: Sequence[Block]) -> Block:
    """In groups, each named after its first and last, where one list does not hold them all."""
    groups = [options[start : start + fields.OPTIONS] for start in range(0, len(options), fields.OPTIONS)]
    listed: Block = {"options": [*options]} if len(groups) == 1 else {"option_groups": [_group(it) for it in groups]}
    menu: Block = {"type": "static_select", "action_id": "chosen", **listed}
    return fields.field(DISTRICT, "District", menu, optional=True)


def _group(options: Sequence[Block]) -> Block:
    first, last = (text.cut(options[at]["text"]["text"], 30) for at in (0, -1))
    return {"label": text.label(f"{first} to {last}", 75), "options": [*options]}


def _sure() -> Block:
    return fields.box("chosen", "Everybody of this workspace belongs to this district.", ticked=False)
