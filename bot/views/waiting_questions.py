"""Questions that wait on somebody: on their Home, and in a window of pages."""

from collections.abc import Sequence

from bot.domain.ids import QuestionId
from bot.domain.questions import Question
from bot.domain.sheets import PersonSheet
from bot.views import forms, questions, text
from bot.views.actions import Action
from bot.views.message import Block, Message

Row = tuple[Question, str | None, PersonSheet, str, bool]
"""The question, its words (None: erased), who asks, at which district, and whether its reader can open a case."""

TITLE = "Questions for you"
EMPTY = (
    "No question waits for you. What staff ask your district's contacts, or a coach, stands here until it is settled."
)
LONGEST = 280
"""Of a question's words in a line: *Answer* shows all of them."""


def on_home(rows: Sequence[Row], *, count: int) -> list[Block]:
    """The oldest of them; where there are more, the way to all."""
    if not rows:
        return [text.section(f"*{TITLE}*"), text.context(EMPTY), text.divider()]
    every = text.button(f"All {count} questions…", Action.QUESTIONS_WAITING, 0)
    more = text.buttons([every]) if count > len(rows) else []
    return [text.section(f"*{TITLE}* ({count})"), *_lines(rows), *more, text.divider()]


def page(rows: Sequence[Row], *, count: int, after: QuestionId | None, first: bool) -> Block:
    """A window. `after`: where the next page begins; `first`: this is the first."""
    turned = [] if first else [text.button("First page", f"{Action.QUESTIONS_WAITING}#first", 0)]
    turned += [text.button("Next page", f"{Action.QUESTIONS_WAITING}#next", after)] if after else []
    head = text.context(f"{count} in all, the oldest first. Whoever settles one settles it for everybody.")
    listed = [head, *_lines(rows)] if rows else [text.section(EMPTY if first else "These were all.")]
    return forms.reading(TITLE, Message(text=TITLE, blocks=[*listed, *text.buttons(turned)]))


def _lines(rows: Sequence[Row]) -> list[Block]:
    return [block for row in rows for block in _line(*row)]


def _line(question: Question, words: str | None, asker: PersonSheet, district: str, may_open: bool) -> list[Block]:  # noqa: FBT001  # a row
    said = text.inline(text.cut(words, LONGEST)) if words else questions.ERASED
    where = f"{text.inline(district)}{f', {text.inline(question.building)}' if question.building else ''}"
    about = f"{text.inline(asker.name)} of {where} · {text.moment(question.asked_at)}"
    return [
        text.section(f"{said}\n{about}"),
        *text.buttons(questions.answers(question, may_open=may_open, listed=True)),
    ]
