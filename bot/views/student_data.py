"""The mark *contains student data* on a case: in the form, on its card, and its button (POLICY 10)."""

from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block

FIELD = "has_student_data"
"""Of the case form, by its block id: a name of Draft."""

LABEL = "Does it contain student data?"
TICK = "Yes: it has something of a student in it"
HINT = (
    "A student number, a grade, anything about one student. Then nothing of its words shows in notifications, on "
    "lock screens or in previews."
)
ON_CARD = ":lock: *Contains student data*: notifications of this case show none of its words"


def button(number: int, *, marked: bool) -> Block:
    """To set the mark, or to take it away, which is asked once more."""
    if not marked:
        return text.button(
            "Mark: student data",
            Action.MARK_STUDENT_DATA,
            number,
            spoken_as=f"Mark: student data, case {number}",
        )
    said = (
        f"Notifications, lock screens and previews will show words of case {number} again, unless your district has "
        "switched them off. The mark can be set again at any time."
    )
    return text.button(
        "Take mark away…",
        Action.UNMARK_STUDENT_DATA,
        number,
        spoken_as=f"Take mark away: student data, case {number}",
        confirm=text.confirmation("Take the mark away?", said, "Take it away"),
    )
