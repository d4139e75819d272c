"""Several things at once: the day's digest, and what waited for the end of quiet hours. By case, without words.

What was said stands in the case: it may be redacted there, and no copy of it in a message would go along.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cases import Case
from bot.domain.telling import News
from bot.views import terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

SHOWN = 12
"""Cases in one message; how many more there are is said."""

NEWS_LONGEST = 300
"""Of what is new in one case."""

LINES = {
    News.QUESTION: ("a question waits for an answer", "{count} questions wait for an answer"),
    News.RESOLUTION: ("a resolution waits for your word", "{count} resolutions wait for your word"),
    News.COMMENT: ("a comment", "{count} comments"),
    News.GIVEN: ("it is yours now", "it is yours now"),
    News.HANDED: ("you stand for it now", "you stand for it now"),
    News.ESCALATED: ("it was escalated", "it was escalated {count} times"),
    News.RELEASED: ("the issue behind it is settled", "the issue behind it is settled"),
    News.TARGET_NEAR: ("a target is about to be missed", "targets are about to be missed"),
    News.TARGET_MISSED: ("a target was missed", "targets were missed"),
    News.TARGET_LEAD: ("a target was missed a while ago", "targets were missed a while ago"),
    News.UNANSWERED: ("it is Critical and unanswered", "it is Critical and unanswered"),
    News.FOLLOW_UP_LOST: ("a follow-up was not delivered", "{count} follow-ups were not delivered"),
    News.DATE_CAME: ("it was scheduled for today", "it was scheduled for today"),
    News.FOLLOW_UP: ("it waits for an answer", "it waits for an answer"),
    News.CLOSING: ("it is about to be closed", "it is about to be closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is new in one case: kinds of news, and how often each."""

    case: Case
    district: str
    news: tuple[tuple[News, int], ...]


def digest(entries: Sequence[Entry], *, at_desk: bool) -> Message:
    """Each case with its button."""
    count = len(entries)
    head = "News of one case" if count == 1 else f"News of {count} cases"
    shown, more = entries[:SHOWN], count - SHOWN
    spoken = "; ".join(f"case {entry.case.number}: {_news(entry)}" for entry in shown)
    rest = f"and {more} more; my Home has them" if more > 0 else ""
    blocks = [text.section(f"*{head}*"), *(_entry(entry, place, at_desk) for place, entry in enumerate(shown))]
    said = f"{head}. {spoken}" + (f", and {more} more." if more > 0 else ".")
    return Message(text=text.spoken(said), blocks=[*blocks, text.context(rest)] if rest else blocks)


def _entry(entry: Entry, place: int, at_desk: bool) -> Block:  # noqa: FBT001  # read on the line above
    case = entry.case
    turn = terms.turn_for_desk(case) if at_desk else terms.turn_for_district(case)
    see = text.button(
        f"View case {case.number}", f"{Action.VIEW_CASE}#{place}", case.number, spoken_as=f"View case {case.number}"
    )
    facts = f"{terms.status_of(case)}, {turn} · {terms.PRIORITY[case.priority]} · {text.inline(entry.district)}"
    return text.section(f"*Case {case.number}* · {_news(entry)}\n{facts}", accessory=see)


def _news(entry: Entry) -> str:
    said = (LINES[news][0 if count == 1 else 1].format(count=count) for news, count in entry.news)
    return text.cut(text.sentence(said), NEWS_LONGEST)
