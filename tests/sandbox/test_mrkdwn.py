"""Slack's markup read as a person reads it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.dates import DATE_TOKENS, draw_date
from sandbox.mrkdwn import Reader, words_of

NAMES = {"U1": "Ana Ruiz", "C1": "lakeside-cases", "S1": "desk"}
NOON = datetime(2024, 11, 24, 12, tzinfo=UTC)
SECONDS = 1_732_400_000  # 2024-11-23 22:13:20 UTC
DETROIT = Reader(name_of=NAMES.get, zone=ZoneInfo("America/Detroit"), now=NOON)
TOKYO = Reader(name_of=NAMES.get, zone=ZoneInfo("Asia/Tokyo"), now=NOON)


@pytest.mark.parametrize(
    ("mrkdwn", "read"),
    [
        ("<@U1> took it", "@Ana Ruiz took it"),
        ("<@U2|ben> took it", "@ben took it"),
        ("<@U2> took it", "@U2 took it"),
        ("in <#C1> and <#C2|general>", "in #lakeside-cases and #general"),
        ("<!here> <!subteam^S1> <!subteam^S2|@leads>", "@here @desk @leads"),
        ("<https://example.org/a_b_c|the *page*>", "the *page*"),
        ("<https://example.org/?a=1&amp;b=2>", "https://example.org/?a=1&b=2"),
        ("<mailto:help@example.org>", "help@example.org"),
        ("*Priority:* _high_ ~low~ `code`", "Priority: high low code"),
        ("*_both_* and *<@U1>*", "both and @Ana Ruiz"),
        ("```fenced```", "fenced"),
        ("2 * 3 * 4, snake_case_name, a*b*c", "2 * 3 * 4, snake_case_name, a*b*c"),
        ("&lt;@U1&gt; &amp;lt; AT&amp;T", "<@U1> &lt; AT&T"),
        ("a \ue000 b <@U1>", "a  b @Ana Ruiz"),
    ],
)
def test_marks_and_escapes_go_and_ids_become_names(mrkdwn: str, read: str) -> None:
    assert words_of(mrkdwn, DETROIT) == read


def test_a_name_is_not_read_as_markup() -> None:
    reader = Reader(name_of={"U1": "*Ana* &lt;b&gt; <!here>"}.get, zone=UTC, now=NOON)
    assert words_of("*<@U1>*", reader) == "@*Ana* &lt;b&gt; <!here>"


@given(st.text(st.characters(exclude_categories=["Cs", "Co"], exclude_characters="*_~`")))
def test_whatever_is_escaped_is_read_as_it_was_written(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert words_of(escaped, DETROIT) == text


def test_a_date_is_drawn_in_the_readers_zone() -> None:
    token = f"until <!date^{SECONDS}^{{date_num}} at {{time}}|soon>"
    assert words_of(token, DETROIT) == "until 2024-11-23 at 5:13 PM"
    assert words_of(token, TOKYO) == "until 2024-11-24 at 7:13 AM"


@pytest.mark.parametrize(
    "token",
    [
        "<!date^soon^{date}|later>",
        "<!date^1^{dat}|later>",
        "<!date^1|later>",
        f"<!date^{10**18}^{{date}}|later>",
    ],
)
def test_a_date_that_cannot_be_drawn_shows_its_fallback(token: str) -> None:
    assert words_of(token, DETROIT) == "later"


@pytest.mark.parametrize(
    ("template", "drawn"),
    [
        ("{date_num}", "2024-11-23"),
        ("{date_slash}", "11/23/2024"),
        ("{date}", "November 23rd"),
        ("{date_short}", "Nov 23, 2024"),
        ("{date_long}", "Saturday, November 23rd, 2024"),
        ("{date_long_full}", "November 23, 2024"),
        ("{date_pretty}", "yesterday"),
        ("{date_short_pretty} at {time}", "yesterday at 10:13 PM"),
        ("{date_long_pretty}", "yesterday"),
        ("{day_divider_pretty}", "yesterday"),
        ("{time}", "10:13 PM"),
        ("{time_secs}", "10:13:20 PM"),
        ("{ago}", "13 hours ago"),
    ],
)
def test_each_token_has_its_form(template: str, drawn: str) -> None:
    assert draw_date(SECONDS, template, zone=UTC, now=NOON) == drawn


def test_no_token_is_left_without_an_example() -> None:
    drawn = {token: draw_date(SECONDS, f"{{{token}}}", zone=UTC, now=NOON) for token in DATE_TOKENS}
    assert None not in drawn.values()
    assert draw_date(SECONDS, "{dat}", zone=UTC, now=NOON) is None


@pytest.mark.parametrize(
    ("now", "pretty", "ago"),
    [
        (datetime(2024, 11, 23, 22, 13, 20, tzinfo=UTC), "today", "just now"),
        (datetime(2024, 11, 22, tzinfo=UTC), "tomorrow", "in 1 day"),
        (datetime(2024, 11, 26, tzinfo=UTC), "November 23rd", "2 days ago"),
        (datetime(2026, 11, 26, tzinfo=UTC), "November 23rd, 2024", "2 years ago"),
    ],
)
def test_a_near_day_is_named_and_a_far_one_has_its_year(now: datetime, pretty: str, ago: str) -> None:
    assert draw_date(SECONDS, "{date_pretty}", zone=UTC, now=now) == pretty
    assert draw_date(SECONDS, "{ago}", zone=UTC, now=now) == ago
