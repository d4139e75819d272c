"""A contact who is away: the form, what stands on their Home, and what they and their deputy are told."""

from collections.abc import Sequence
from datetime import date

from bot.domain.ids import DistrictId, PersonId
from bot.domain.sheets import PersonSheet
from bot.views import fields, forms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

UNTIL, DEPUTY = "until", "deputy-"
NOBODY = "0"
NAMED = 10
"""Of deputies, one for each district of theirs."""

WHAT = (
    "Your district's people see that you are away. You may name another contact as deputy: what I would tell you of "
    "cases, questions and emergencies I tell them until then. The cases stay yours, and warnings about your own "
    "access come to you."
)

At = tuple[DistrictId, str, Sequence[PersonSheet], PersonId | None]
"""A district by id and name, who could stand in there, and who was chosen."""


def away_form(at: Sequence[At], *, until: date | None) -> Block:
    """`until`: what stands there to begin with."""
    day = fields.picked_date("chosen", until.isoformat() if until else "")
    asked = fields.field(UNTIL, "Away to the end of", day, hint="The last day on which you are away.")
    several = len(at) > 1
    blocks = [text.section(WHAT), asked, *(_deputy(it, several=several) for it in at)]
    return text.modal("Away", Callback.AWAY, blocks, submit="Save")


def _deputy(at: At, *, several: bool) -> Block:
    district, name, able, chosen = at
    options = [(NOBODY, "Nobody"), *((str(person.id), text.one_line(person.name)) for person in able)]
    label = f"Deputy at {text.one_line(name)}" if several else "Deputy"
    return fields.choice(f"{DEPUTY}{district}", label, options, chosen=str(chosen or NOBODY))


def saved(until: date, names: Sequence[tuple[str, str]], *, command: str) -> Block:
    """`names`: of each district with a deputy, its own and theirs."""
    said = f"You are marked as away to the end of {text.short_date(until)}. `{command} back` ends that."
    return forms.reading("Away", Message(text=said, blocks=[text.section(said), *_deputies(names)]))


def _deputies(names: Sequence[tuple[str, str]]) -> list[Block]:
    lines = [
        f"{text.inline(person)} stands in for you at {text.inline(district)}." for district, person in names[:NAMED]
    ]
    return [text.section("\n".join(lines))] if lines else []


def on_home(until: date | None, names: Sequence[tuple[str, str]]) -> list[Block]:
    """Where they are away: to which day, who stands in, and the way back."""
    if until is None:
        return []
    said = f":palm_tree: You are away to the end of {text.short_date(until)}."
    back = text.button("I'm back", Action.BACK, "home", style="primary")
    return [text.section(said, accessory=back), *_deputies(names)]


def in_place_of(names: Sequence[str], message: Message) -> Message:
    """What a deputy is sent, and for whom. `names`: of contacts who are away; nobody: the message as it is."""
    if not names:
        return message
    some = [*names[:NAMED], *(["others"] if len(names) > NAMED else [])]
    are = "is" if len(names) == 1 else "are"
    spoken, drawn = (_and([show(name) for name in some]) for show in (text.one_line, text.inline))
    line = f"For {{}}, who {are} away: you stand in."
    told = text.escape(line.format(spoken))
    return Message(
        text=text.cut_drawn(f"{told} {message.text}", text.TEXT_LONGEST),
        blocks=[message.blocks[0], text.context(line.format(drawn)), *message.blocks[1:]],
        aloud=text.cut_drawn(f"{told} {message.aloud}", text.TEXT_LONGEST) if message.aloud else "",
    )


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def standing_in(name: str, *, district: str, until: date) -> Message:
    said = (
        f"{{name}} is away to the end of {text.short_date(until)} and named you as deputy: until then I tell you "
        "what I would tell them of cases at {district}. The cases stay theirs, and you can work on each as ever."
    )
    return text.told(said, name=name, district=district)


def standing_in_over(name: str, *, district: str) -> Message:
    return text.told(
        "You no longer stand in for {name}: news of their cases at {district} goes to others again.",
        name=name,
        district=district,
    )


def deputy_lost(name: str, *, district: str) -> Message:
    """To whoever is away still."""
    said = text.told(
        "{name} cannot stand in for you at {district} any more, so I tell you of your cases again. You may name "
        "somebody else.",
        name=name,
        district=district,
    )
    other = text.button("Name somebody else…", Action.AWAY, "told", spoken_as="Name somebody else as your deputy")
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([other])])


def away_over(name: str, *, district: str) -> Message:
    return text.told(
        "Your time away is over: {name}, who stood in for you at {district}, was told, and news of your cases comes "
        "to you again.",
        name=name,
        district=district,
    )


def back() -> Message:
    said = "Welcome back: you are marked as away no longer, and whoever stood in for you was told."
    return Message(text=said, blocks=[text.section(said)])
