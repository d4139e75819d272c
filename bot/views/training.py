"""What a new contact is told of their duties, and every contact of the training they are to take."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.people import Role
from bot.domain.sheets import DistrictSheet, PersonSheet
from bot.domain.training import TO_DO, Course, Training
from bot.views import terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

STATES = {
    Training.NOT_ASKED: "not asked",
    Training.NEEDED: "needed",
    Training.IN_PROGRESS: "in progress",
    Training.DONE: "done",
}
DUTIES = (
    "Troubleshoot with your end users before anything goes to Support.",
    "Look into the knowledge base and the release notes: the answer may be there.",
    "See what training your end users need.",
    "Qualify the issue: what is wrong, for whom, and how to see it.",
    "In an emergency, phone Support as well.",
    "Answer on open cases: a case that nobody answers on is closed.",
    "Never share your login, and never send others to Support alone: come along, or bring them in.",
)
ACTIONS = (
    (Action.TRAINING_IN_PROGRESS, "Mark training as in progress"),
    (Action.TRAINING_DONE, "Mark training as done"),
)


def welcome(
    *,
    district: DistrictSheet,
    district_id: int,
    role: Role,
    by: PersonSheet | None,
    training: Training,
    courses: Sequence[Course],
    command: str,
    reader_team: str,
) -> Message:
    """`by`: who made them a contact; None: the vendor, by its directory. `courses`: needed, and recommended."""
    kind = terms.ROLE[role]
    who = "Support" if by is None else "{by}"
    sentence = f"{who} made you an {kind} of {{district}}. Welcome!"
    said = sentence.format(by=text.plain_name(by), district=text.one_line(district.name))
    drawn = sentence.format(by=text.name_of(by, reader_team=reader_team), district=text.inline(district.name))
    duties = "\n".join(f"• {duty}" for duty in DUTIES)
    how = f"`{command}` anywhere opens a case; `{command} help` shows all that you can do."
    case = text.button("Open a case", Action.OPEN_CASE, "welcome", style="primary")
    return Message(
        text=text.spoken(f"{said} {' '.join(DUTIES)}"),
        blocks=[
            text.section(drawn),
            text.section(f"*What is asked of you*\n{duties}"),
            text.section(_to_take(courses, training)),
            text.section(how),
            *text.buttons([case, *_buttons(district_id, training)]),
        ],
    )


def _to_take(courses: Sequence[Course], training: Training) -> str:
    needed, *recommended = map(_course, courses)
    state = "" if training is Training.NOT_ASKED else f" Yours: {STATES[training]}."
    also = f" {text.sentence(recommended)} is highly recommended." if recommended else ""
    return f"*Training*\nPlease complete {needed}.{state}{also}"


def _course(course: Course) -> str:
    name = f"_{text.inline(course.name)}_"
    return f"<{course.link}|{text.inline(course.name)}>" if course.link else name


def _buttons(district: int, training: Training, *, place: int | None = None) -> list[Block]:
    """What it can be marked as. `place`: where a view has them for several districts."""
    if training is Training.DONE:
        return []
    suffix = "" if place is None else f"#{place}"
    shown = ACTIONS[1:] if training is Training.IN_PROGRESS else ACTIONS
    return [text.button(label, f"{action}{suffix}", district) for action, label in shown]


def reminder(
    *, district: DistrictSheet, district_id: int, training: Training, courses: Sequence[Course], days: int
) -> Message:
    """Until it is done; nothing is kept from them because of it."""
    said = text.told(
        "Your training *{course}*, as a contact of {district}, is not done yet.",
        course=courses[0].name,
        district=district.name,
    )
    more = f"I ask again in {days} days, until it is done; you can work on cases all the same."
    pressed = _buttons(district_id, training)
    blocks = [*said.blocks, text.section(_to_take(courses, training)), text.context(more), *text.buttons(pressed)]
    return Message(text=said.text, blocks=blocks)


def on_home(standing: Sequence[tuple[int, str, Training]], course: Course) -> list[Block]:
    """Of each district where it is to be done: its id, its name, and where they stand."""
    found: list[Block] = []
    for place, (district, name, training) in enumerate(standing):
        if training in TO_DO:
            said = f"*Training at {text.inline(name)}*: {_course(course)} – {STATES[training]}"
            found += [text.section(said), *text.buttons(_buttons(district, training, place=place))]
    return found[:SHOWN]


SHOWN = 6
"""Blocks on the Home: of three districts."""


def marked(training: Training, at: datetime | None, *, district: str, zone: str) -> Message:
    """`at`: when they said so."""
    day = f", since {text.day(at, zone)}" if at is not None and training is Training.DONE else ""
    return text.told(
        f"Thank you. Your training at {{district}} is noted as *{STATES[training]}*{day}.", district=district
    )
