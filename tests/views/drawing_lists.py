"""Lists of cases, contacts and districts, and the help, drawn with somebody's words in each place for them."""

from collections.abc import Callable, Sequence

from bot.views import lists
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.drawing import TALKATIVE, TEAMS, contacts, district, rows
from tests.views.naming import name
from tests.views.refused import NUMBER


def _lists(said: str) -> list[Message]:
    return [
        lists.case_list(some, districts=[district(said)] * count, older=older, command="/case")
        for some in (rows(said, 15), [])
        for count in (0, 1, 3)
        for older in ((NOON, NUMBER), None)
    ]


def _contacts(said: str) -> list[Message]:
    reaches = [(district(said), contacts(said, count)) for count in (TALKATIVE, 2, 0, TALKATIVE)]
    return [lists.contacts(some, now=NOON, reader_team=team) for some in (reaches, reaches[1:2]) for team in TEAMS]


def _districts(said: str) -> list[Message]:
    return [
        lists.districts([(name(said), name(said))] * count, asked=asked, command="/case")
        for count, asked in ((300, said), (10, ""), (10, said), (1, ""), (0, said), (0, ""))
    ]


def _help() -> list[Message]:
    return [
        lists.help_text(
            command="/case",
            is_contact=contact,
            is_agent=agent,
            is_administrator=administrator,
            at_vendor=agent,
            is_lead=agent,
        )
        for contact in (True, False)
        for agent in (True, False)
        for administrator in (True, False)
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "lists.case_list": _lists,
    "lists.contacts": _contacts,
    "lists.districts": _districts,
    "lists.help_text": lambda _: _help(),
    "lists.reopened": lambda _: [lists.reopened(NUMBER)],
}
