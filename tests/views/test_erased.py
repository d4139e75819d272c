"""Who was erased is called that wherever they were named, and nothing is offered to be done about them."""

import json
from dataclasses import replace

from bot.domain.ids import PersonId
from bot.domain.list_sheets import ListSheet
from bot.domain.people import Standing
from bot.domain.questions import State
from bot.domain.sheets import DistrictSheet, PersonSheet
from bot.views import erasing, list_windows, questions
from tests.views import drawing_listing, drawing_questions

BEN = PersonSheet(id=PersonId(2), name="", slack=None)
MO = PersonSheet(id=PersonId(3), name="Mo Diaz", slack=None)


def _listed(*persons: PersonSheet) -> str:
    """With every right: what stands in the window."""
    lines = [
        replace(
            drawing_listing.line("Mo", 1),
            person=person,
            standing=Standing.REMOVED,
            may_act=False,
            gone=False,
            third_party=False,
        )
        for person in persons
    ]
    sheet = ListSheet(
        id=drawing_listing.LAKESIDE,
        district=DistrictSheet(name="Lakeside Unified", zone="UTC"),
        lines=lines,
        requests=[],
        asks=True,
        binds=True,
    )
    return json.dumps(list_windows.listing(sheet))


def test_a_line_says_so_and_offers_nothing_where_another_without_a_slack_user_offers_all() -> None:
    erased, unbound = _listed(BEN), _listed(MO)
    assert ("*Erased person 2*" in erased, "has not named" in erased) == (True, False)
    for words in ("no Slack user yet", "Bind to a Slack user", "Make a contact again"):
        assert (words in erased, words in unbound) == (False, True), words


def test_a_question_says_whose_it_was() -> None:
    asked = drawing_questions.question("Main Street", State.WITHDRAWN)
    over = questions.over(asked, None, asker=BEN, by=None)
    assert over.text == "Question of Erased person 2: it was withdrawn."
    passed = questions.asked(
        "question-passed",
        asked,
        None,
        asker=MO,
        by=BEN,
        district="Lakeside Unified",
        may_open=True,
        reader_team="T0",
    )
    assert "Erased person 2" in passed.text
    assert "Erased person 2" in questions.thanks(BEN).text


def test_one_of_a_kind_is_counted_as_one() -> None:
    one = erasing.summary({"reasons": 1, "people": 1, "open-cases": 1, "closures": 1})
    assert one == "1 open case, closed as withdrawn, 1 reason, 1 person, 1 holiday or break"
    several = erasing.summary({"reasons": 2, "people": 0, "open-cases": 3})
    assert several == "3 open cases, closed as withdrawn, 2 reasons"
