"""What a view leaves out: words where they may not stand, cases for those who may see none."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.domain.cases import Status
from bot.domain.home_lists import OF_CONTACT
from bot.domain.ids import CaseNumber, DistrictId, TeamId
from bot.domain.refusals import CaseIsClosed, ContactsOnly, NotFound
from bot.domain.sheets import CaseRow, CaseSheet, CommentKind, CommentSheet
from bot.domain.telling import News
from bot.views import cards, comments, digests, home, home_cases, lines, lists, redirect, words
from bot.views.digests import Entry
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.drawing import ELSEWHERE, HERE, case, case_sheet, comment, contacts, district, person, row
from tests.views.drawing_homes import pages
from tests.views.refused import NUMBER

SECRET = "Jane"


def everything_in(*drawn: Message | dict[str, Any]) -> str:
    return json.dumps([[it.text, it.blocks] if isinstance(it, Message) else it for it in drawn])


def secret_case(status: Status = Status.NEW) -> CaseSheet:
    """All its words, and its district's name, are secret."""
    return case_sheet(SECRET, status)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("draw", [cards.district_card, cards.desk_card])
def test_a_card_without_words_has_number_and_status_alone(draw: Any, status: Status) -> None:
    sheet = secret_case(status)
    shown, hidden = (draw(sheet, words=told, now=NOON, reader_team=ELSEWHERE) for told in (True, False))
    assert SECRET in everything_in(shown)
    assert SECRET not in everything_in(hidden)
    assert "Case 17" in hidden.text
    assert "<@" not in everything_in(hidden)
    assert "action_id" not in everything_in(hidden)


def test_a_card_whose_words_were_redacted_shows_neither_them_nor_what_it_was_opened_with() -> None:
    known = replace(case_sheet("Word"), description=SECRET, subject=SECRET)
    gone = replace(known, subject=None)
    for sheet, count in ((known, 1), (gone, 0)):
        drawn = [cards.district_card(sheet, words=True, now=NOON, reader_team=HERE), *cards.opening_words(sheet)]
        assert (SECRET in everything_in(*drawn)) == bool(count)
    listed = lists.case_list([row("Word", subject=None)], districts=[], older=None, command="/case")
    assert "Redacted" in listed.text


@pytest.mark.parametrize("kind", CommentKind)
def test_without_previews_a_comments_text_names_its_author_alone(kind: CommentKind) -> None:
    sheet = replace(comment(SECRET, kind), author=person("Ana"))
    drawn = comments.for_district(sheet, number=NUMBER, reader_team=HERE)[0]
    assert SECRET in drawn.spoken(previews=True)
    assert SECRET not in drawn.spoken(previews=False)
    assert "Ana" in drawn.spoken(previews=False)
    assert SECRET in everything_in(drawn)
    assert SECRET not in json.dumps(drawn.blocks[0])


GONE = [
    replace(comment(SECRET), author=person("Ana"), deleted=True),
    replace(comment(SECRET), author=person("Ana"), redacted=True),
]


@pytest.mark.parametrize("sheet", GONE, ids=["deleted", "redacted"])
def test_what_was_taken_back_is_a_stub_on_both_sides_even_if_its_words_were_handed_in(sheet: CommentSheet) -> None:
    drawn = [
        *comments.for_district(sheet, number=NUMBER, reader_team=HERE),
        *comments.for_desk(sheet, number=NUMBER, reader_team=HERE),
    ]
    assert SECRET not in everything_in(*drawn)
    assert "action_id" not in everything_in(*drawn)
    assert len(drawn) == 2


@pytest.mark.parametrize("reader_team", [HERE, ELSEWHERE])
@pytest.mark.parametrize("draw", [cards.district_card, cards.desk_card])
def test_a_mention_is_drawn_for_readers_of_the_persons_own_workspace_alone(draw: Any, reader_team: str) -> None:
    sheet = replace(case_sheet("Word"), contact=person("Ana Torres"))
    drawn = draw(sheet, words=True, now=NOON, reader_team=reader_team)
    assert ("<@U0P1>" in everything_in(drawn)) == (reader_team == HERE)
    assert "Ana Torres" in drawn.text


@pytest.mark.parametrize("reader_team", [HERE, ELSEWHERE])
def test_a_comments_copy_mentions_whom_it_is_for_in_their_own_workspace_and_names_them_elsewhere(
    reader_team: TeamId,
) -> None:
    sheet = replace(comment("x" * 9_000), author=person("Alex Kim", number=2, at_vendor=True))
    to = [person("Ana Torres")]
    for drawn in (
        comments.for_district(sheet, number=NUMBER, reader_team=reader_team, to=to),
        comments.for_desk(sheet, number=NUMBER, reader_team=reader_team, to=to),
    ):
        assert len(drawn) > 1
        assert everything_in(*drawn).count("<@U0P1>") == (reader_team == HERE)
        assert everything_in(*drawn).count("for Ana Torres") == (reader_team == ELSEWHERE)


def test_who_acted_is_named_and_not_mentioned() -> None:
    ana, to = person("Ana Torres"), person("Ben Okafor", number=2)
    sheet = replace(comment("Word"), author=ana, with_whom=to)
    drawn = [lines.line(what, sheet=case_sheet("Word"), by=ana, to=to, other=NUMBER) for what in lines.LINES]
    drawn += comments.for_district(sheet, number=NUMBER, reader_team=HERE)
    assert "<@" not in everything_in(*drawn)
    assert all("Ana Torres" in message.text for message in drawn)


def test_a_digest_has_no_words_of_anybodys_and_says_whose_turn_it_is() -> None:
    entries = [Entry(case=replace(case(SECRET), module=SECRET), district="Lakeside", news=((News.QUESTION, 2),))]
    for at_desk, turn in ((True, "our turn"), (False, "Support's turn")):
        drawn = digests.digest(entries, at_desk=at_desk)
        assert SECRET not in everything_in(drawn)
        assert "2 questions wait for an answer" in drawn.text
        assert turn in everything_in(drawn)


def test_of_many_cases_a_digest_shows_a_dozen_and_counts_the_rest() -> None:
    entries = [
        Entry(case=replace(case("Word"), number=CaseNumber(number)), district="Lakeside", news=((News.COMMENT, 1),))
        for number in range(1, 25)
    ]
    drawn = digests.digest(entries, at_desk=True)
    assert "News of 24 cases" in drawn.text
    assert "and 12 more" in drawn.text
    assert everything_in(drawn).count('"case.view#') == 12


def test_every_kind_of_news_has_its_words_in_a_digest() -> None:
    assert set(digests.LINES) == set(News)


def test_staff_see_their_contacts_and_of_cases_nothing() -> None:
    reach = (district("Lakeside"), contacts("Ana"))
    seen = home.for_staff([reach], now=NOON, reader_team=ELSEWHERE, command="/case")
    assert "Ana" in everything_in(seen)
    assert not _cases_in(seen)
    for page in pages("Word", OF_CONTACT):
        cases = home_cases.for_contact(page, [district("Lakeside")], now=NOON)
        assert _cases_in(home.for_contact([reach], cases, now=NOON, reader_team=HERE, days=180))


def _cases_in(view: dict[str, Any]) -> bool:
    return "case.view" in everything_in(view) or "case.open" in everything_in(view)


def test_a_wrong_number_and_another_districts_case_get_the_same_words() -> None:
    drawn = [words.refused(NotFound(asked=asked), now=NOON, reader_team=HERE) for asked in ("17", "999999", SECRET)]
    assert drawn[0] == drawn[1] == drawn[2]


def test_a_reply_from_another_district_is_told_no_names_of_this_one() -> None:
    ours = [(district(SECRET), contacts(SECRET))]
    told = partial(words.reply_not_taken, number=NUMBER, now=NOON, reader_team=HERE, reaches=ours)
    foreign, closed = told(NotFound(asked="17")), told(CaseIsClosed(number=NUMBER))
    own = told(ContactsOnly(districts=(DistrictId(1),)))
    assert SECRET not in everything_in(foreign, closed)
    assert SECRET in everything_in(own)


HELP = [
    ({"is_contact": True, "is_agent": False}, "/case reopen", "all districts"),
    ({"is_contact": False, "is_agent": True}, "all districts", "/case reopen"),
    ({"is_contact": False, "is_agent": True}, "/case incidents", "/case maintenance"),
    ({"is_contact": False, "is_agent": True, "is_lead": True}, "/case maintenance", "/case reopen"),
    ({"is_contact": True, "is_agent": False}, "/case incidents", "/case incident`"),
    ({"is_contact": False, "is_agent": False}, "/case contacts", "/case list"),
]


@pytest.mark.parametrize(
    ("who", "told", "untold"),
    HELP,
    ids=[
        "a contact",
        "an agent",
        "an agent of incidents",
        "a lead",
        "a contact of incidents",
        "staff",
    ],
)
def test_help_names_what_the_asker_may_do_and_nothing_else(who: dict[str, bool], told: str, untold: str) -> None:
    said = lists.help_text(command="/case", is_administrator=False, at_vendor=who["is_agent"], **who).text
    assert told in said
    assert untold not in said


def _times_named(cases: Sequence[CaseRow], *, of: str | None) -> int:
    its = [district(of)] if of else []
    return json.dumps(lists.case_list(cases, districts=its, older=None, command="/case").blocks).count(SECRET)


def test_a_districts_list_names_it_once_and_a_list_for_agents_names_each_cases() -> None:
    theirs = [replace(row("Word", subject="Word"), district=SECRET)] * 3
    assert _times_named(theirs, of=SECRET) == 1
    assert _times_named(theirs, of=None) == 3


def test_a_long_case_shows_its_beginning_and_its_newest_comments_and_says_what_is_missing() -> None:
    sheet = replace(case_sheet("Word"), description="a" * 3_000, steps="b" * 3_000, expected="c" * 3_000)
    said = [replace(comment(f"comment {number}."), files=()) for number in range(60)]
    short = lists.case_view(case_sheet("Word"), said[:2], as_agent=False, now=NOON, reader_team=HERE)
    long = lists.case_view(sheet, said, as_agent=False, now=NOON, reader_team=HERE)
    assert "stand" not in everything_in(short)
    shown = everything_in(long)
    assert "a" * 2_000 in shown
    assert "c" * 2_000 not in shown
    assert "The rest stands in the case's thread." in shown
    assert "Earlier comments stand in the case's thread." in shown
    assert "comment 59." in shown
    assert "comment 0." not in shown


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Lakeside Unified", "Lakeside Unified's authorized"),
        ("Pine Ridge Schools", "Pine Ridge Schools' authorized"),
        ("PINE RIDGE SCHOOLS ", "PINE RIDGE SCHOOLS' authorized"),
        ("", "'s authorized"),
    ],
)
def test_a_name_that_ends_in_s_takes_only_an_apostrophe(name: str, owner: str) -> None:
    drawn = redirect.to_contacts([(district(name), contacts("Ana"))], now=NOON, reader_team=HERE)
    assert f"one of {owner} contacts:" in drawn.text
    assert f"one of {owner} contacts:" in json.dumps(drawn.blocks[0])
