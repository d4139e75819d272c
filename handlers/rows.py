"""What services found, as views draw it."""

from bot.services.waiting_questions import Page
from bot.views.waiting_questions import Row


def rows_of(page: Page) -> list[Row]:
    return [(it.question, it.words, it.asker, it.district, it.may_open) for it in page.rows]
