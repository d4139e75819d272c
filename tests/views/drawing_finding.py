"""What `/case find` shows, with somebody's words in each place where words can be."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.cases import Status
from bot.domain.ids import SearchId
from bot.domain.searches import Kept, Search
from bot.views import finding
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.drawing import district, rows
from tests.views.refused import NUMBER


def results(said: str) -> list[Message]:
    return [
        finding.results(
            search=Search(words=(said,) if asked else (), phrases=(said,) * asked),
            key=SearchId(1),
            rows=some,
            count=count,
            districts=[district(said)] * many,
            older=(NOON, NUMBER) if some else None,
            as_subject=asked > 0,
        )
        for some, count in ((rows(said, 15), 17), (rows(said, 15), None), ([], 0))
        for many in (0, 1, 3)
        for asked in (0, 1, 20)
    ]


def kept(said: str, count: int) -> list[Kept]:
    return [Kept(id=SearchId(number), name=said, typed=said) for number in range(count)]


def filters(said: str) -> list[dict[str, Any]]:
    asked = Search(words=(said,), contact=said, modules=frozenset({"Grades"}), statuses=frozenset(Status), mine=True)
    return [
        finding.filter_form(search, modules=("Grades", "Other"), as_agent=agent)
        for search in (asked, replace(asked, unassigned=True, mine=False, since=NOON.date()), Search())
        for agent in (True, False)
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "finding.results": results,
    "finding.kept": lambda said: [finding.kept(said, command="/case")],
    "finding.saved_searches": lambda said: [
        finding.saved_searches(kept(said, count), command="/case") for count in (20, 1, 0)
    ],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "finding.filter_form": filters,
    "finding.name_form": lambda said: [finding.name_form(it) for it in kept(said, 1)],
}
