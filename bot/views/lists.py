"""What `/case` answers: lists, one case, contacts, help."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.domain.ids import CaseNumber, DistrictId, TeamId
from bot.domain.sheets import CaseRow, CaseSheet, CommentSheet, ContactSheet, DistrictSheet
from bot.views import cards, comments, redirect, terms, text
from bot.views.actions import Action
from bot.views.fitting import as_many, together
from bot.views.message import Block, Message

Older = tuple[datetime, CaseNumber]
KEYS = 10
"""Of districts, in one block."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
__all__ = ["Message", "case_list", "case_view", "contacts", "districts", "help_text", "reopened"]


def case_list(
    rows: Sequence[CaseRow],
    *,
    districts: Sequence[DistrictSheet],
    older: Older | None,
    command: str,
) -> Message:
    """A page, the last modified first; for agents, of no district in particular. Empty: what to do."""
    title, name = ("Cases of {name}", names_of(districts)) if districts else ("Open cases of all districts", "")
    if not rows:
        empty = f"none yet. `{command}` opens one." if districts else "none. Well done."
        return text.told(f"{title}: {empty}", name=name)
    head = text.told(f"*{title}*", name=name)
    return Message(
        text=spoken(f"{head.text}.", rows, districts, words=False),
        aloud=spoken(f"{head.text}.", rows, districts, words=True),
        blocks=[*head.blocks, *case_lines(rows, districts), *_older(older)],
    )


def names_of(districts: Sequence[DistrictSheet]) -> str:
    return text.sentence(district.name for district in districts)


def case_lines(rows: Sequence[CaseRow], districts: Sequence[DistrictSheet]) -> list[Block]:
    """Where they are not all of one district, each says whose it is."""
    return [_row(row, place, districts) for place, row in enumerate(rows)]


def _row(row: CaseRow, place: int, districts: Sequence[DistrictSheet]) -> Block:
    number = row.case.number
    see = text.button("View", f"{Action.VIEW_CASE}#{place}", number, spoken_as=f"View case {number}")
    return text.section(line(row, districts), accessory=see)


def line(row: CaseRow, districts: Sequence[DistrictSheet]) -> str:
    """As `case_lines` draws it, in mrkdwn."""
    case = row.case
    title = text.inline(row.subject) if row.subject is not None else f"_{cards.no_subject(row.case)}_"
    whose = f"{text.inline(row.district)} · " if len(districts) != 1 else ""
    facts = f"{_stands(row, districts)} · {terms.PRIORITY[case.priority]} · {text.moment(case.modified_at)}"
    return f"*{case.number}* · {title}\n{whose}{facts}"


def spoken(head: str, rows: Sequence[CaseRow], districts: Sequence[DistrictSheet], *, words: bool) -> str:
    """The same for a message's text, behind its `head`. `words`: with the subjects that may stand there."""
    return text.aloud(head, "; ".join(_spoken(row, districts, words=words) for row in rows))


def _spoken(row: CaseRow, districts: Sequence[DistrictSheet], *, words: bool) -> str:
    whose = f"{text.one_line(row.district)}, " if len(districts) != 1 else ""
    shown = f"{row.subject}, " if words and row.previews and row.subject else ""
    title = shown if row.subject is not None else f"{cards.no_subject(row.case)}, "
    return f"Case {row.case.number}, {title}{whose}{_stands(row, districts)}"


def _stands(row: CaseRow, districts: Sequence[DistrictSheet]) -> str:
    turn = terms.turn_for_district(row.case) if districts else terms.turn_for_desk(row.case)
    return f"{terms.status_of(row.case)}, {turn}"


def _older(older: Older | None) -> list[Block]:
    if older is None:
        return []
    at, number = older
    value = f"{(at - _EPOCH) // timedelta(microseconds=1)}:{number}"
    return text.buttons([text.button("Older cases", Action.OLDER, value)])


def case_view(
    sheet: CaseSheet,
    said: Sequence[CommentSheet],
    *,
    as_agent: bool,
    now: datetime,
    reader_team: TeamId,
) -> Message:
    """The card, what it was opened with, and the newest comments; the thread has the rest."""
    draw = cards.desk_card if as_agent else cards.district_card
    card = draw(sheet, words=True, now=now, reader_team=reader_team)
    opening = [message.blocks for message in cards.opening_words(sheet)]
    newest = [
        comments.for_desk(comment, number=sheet.case.number, reader_team=reader_team)[0].blocks for comment in said
    ]
    blocks = [*card.blocks, *_fitting(opening, newest, beside=card.blocks)]
    return Message(text=card.text, blocks=blocks, aloud=card.aloud if sheet.previews else "")


def _fitting(opening: list[list[Block]], newest: list[list[Block]], *, beside: list[Block]) -> list[Block]:
    """What fits one message: the beginning of what it was opened with, and the newest comments."""
    first = as_many(opening, beside=beside)
    last = as_many([*reversed(newest)], beside=[*beside, *together(first)])
    rest = [text.context("The rest stands in the case's thread.")] if len(first) < len(opening) else []
    earlier = [text.context("Earlier comments stand in the case's thread.")] if len(last) < len(newest) else []
    return [*together(first), *rest, *earlier, *together(reversed(last))]


def contacts(
    reaches: Sequence[tuple[DistrictSheet, Sequence[ContactSheet]]],
    *,
    now: datetime,
    reader_team: TeamId,
    offered: bool = False,
    given: DistrictId | None = None,
) -> Message:
    """Who are my contacts? With type, phone and local time. `offered`: to ask them, for who is none of them.

    `given`: which district that is then, where it is no choice.
    """
    drawn = [_reach(district, found, now, reader_team) for district, found in reaches]
    lines = [[block] for message in drawn for block in message.blocks]
    shown = as_many(lines, beside=[])
    more = [text.context("There are more; the app's Home has them.")] if len(shown) < len(lines) else []
    return Message(
        text=text.cut_drawn(" ".join(message.text for message in drawn), text.TEXT_LONGEST),
        blocks=[*together(shown), *more, *(redirect.offers(given=given) if offered else [])],
    )


def districts(known: Sequence[tuple[str, str]], *, asked: str, command: str, word: str = "contacts") -> Message:
    """Key and name of each district. `asked`: a key that none of them has; `word`: behind which one is named."""
    wrong = text.told("I know no district “{key}”.", key=asked)
    said = f"Whose {word}? `{command} {word}` with one of these keys shows them."
    shown = as_many([[text.section(part)] for part in _keys(known)], beside=[])
    more = len(known) - KEYS * len(shown)
    head = [*wrong.blocks, text.section(said)] if asked else [text.section(said)]
    rest = [text.context(f"and {more} more, by the keys in the file of districts")] if more > 0 else []
    keys = text.spoken("; ".join(f"{text.one_line(key)}, {text.one_line(name)}" for key, name in known))
    return Message(
        text=text.cut_drawn(f"{said} {keys}", text.TEXT_LONGEST),
        aloud=text.cut_drawn(f"{wrong.text} {said} {keys}", text.TEXT_LONGEST) if asked else "",
        blocks=[*head, *together(shown), *rest],
    )


def _keys(known: Sequence[tuple[str, str]]) -> list[str]:
    """Ten lines each."""
    lines = [f"*{text.inline(key)}* · {text.inline(name)}" for key, name in known]
    return ["\n".join(lines[first : first + KEYS]) for first in range(0, len(lines), KEYS)]


def _reach(district: DistrictSheet, found: Sequence[ContactSheet], now: datetime, reader_team: TeamId) -> Message:
    if not found:
        return redirect.nobody(district)
    title = text.told("*Authorized contacts of {name}*", name=district.name)
    names = text.escape(text.sentence(text.one_line(contact.person.name) for contact in found))
    return Message(
        text=text.cut_drawn(f"{title.text}: {names}.", text.TEXT_LONGEST),
        blocks=[
            *title.blocks,
            *redirect.contact_blocks(found, now=now, reader_team=reader_team),
        ],
    )


_REPORTS = "`{command} reports` – how many cases, how old, how fast: pictures and numbers"


def help_text(
    *,
    command: str,
    is_contact: bool,
    is_agent: bool,
    is_administrator: bool,
    at_vendor: bool,
    is_lead: bool = False,
) -> Message:
    """Only what the asker may do."""
    lines = [
        f"`{command} contacts` – who your district's authorized contacts are",
        f"`{command} incidents` – what does not work just now, and maintenance that is planned",
    ]
    if at_vendor:
        lines = [
            f"`{command} contacts` – the districts' keys; `{command} contacts` with a key – who its contacts are",
            f"`{command} environments` with a key – which versions that district's environments run",
        ]
    if is_contact:
        lines = [
            f"`{command}` – open a case; `{command} Grades vanish on save` fills in the subject",
            f"`{command} list` – your district's cases; `{command} list open`, `closed` or `mine`",
            f"`{command} find grades status:open` – cases by words, names, status and more; quote a phrase",
            f"`{command} searches` – the searches you saved",
            f"`{command} view 17` – one case",
            f"`{command} reopen 17 what is missing` – reopen a closed case; its card says until when",
            f"`{command} issues` – known defects, and how far their mending is; `{command} issue 5` – one of them",
            f"`{command} environments` – which versions your environments run, and their maintenance windows",
            f"`{command} reports` – how many, how old, how fast: pictures and numbers of your district's cases",
            f"`{command} notify` – how I tell you of cases: mention, direct message or daily digest; quiet hours",
            f"`{command} away` – mark yourself as away and name a deputy; `{command} back` ends it",
            f"`{command} manage` – your district's list of contacts: add, change or remove somebody",
            *lines,
            "Reply in a case's thread: Support reads it there.",
            "In a case's thread, `@Liaison` or *Case actions* in a message's menu shows what can be done.",
            "*Open a case from this*, in a message's menu, makes the message a case.",
        ]
    elif is_agent:
        lines = _for_agents(command, lines, is_lead=is_lead)
    else:
        asks = "*Ask a contact*, below their names and in a message's menu – your question goes to them"
        urgent = f"`{command} emergency` – for what cannot wait, when no contact can be reached"
        lines += [*([] if at_vendor else [f"{asks}; my Home shows how it stands", urgent]), redirect.WHY]
    if is_administrator and not is_contact:
        lines += [] if is_agent else [_REPORTS.format(command=command)]
        lines.append(f"`{command} manage` – the list of contacts you keep: who is on it, requests, what waits")
    said = "\n".join(lines)
    return Message(text=said, blocks=[text.section(said)])


def _for_agents(command: str, first: list[str], *, is_lead: bool) -> list[str]:
    return [
        f"`{command} list` – open cases of all districts; `{command} list mine` or `unassigned`",
        f"`{command} find grades district:lakeside` – cases by words, notes, names, status and more",
        f"`{command} searches` – the searches you saved",
        f"`{command} view 17` – one case",
        f"`{command} for` with a district's key – open a case for a contact who phoned",
        *first,
        f"`{command} away 2026-12-01` – mark yourself as away to the end of that day; `{command} back` ends it",
        f"`{command} notify` – how I tell you of cases: mention, direct message or daily digest; quiet hours",
        f"`{command} resync 17` – read the case's threads again, if something seems to be missing",
        f"`{command} issues` – confirmed defects of the product; `{command} issue 5` – one, and its cases",
        f"`{command} incidents` – what is out of order now, and maintenance that is planned, with its cases",
        _REPORTS.format(command=command),
        *(_for_leads(command) if is_lead else []),
        "In the desk's threads a reply is an internal note; *Reply to district* on the card reaches them.",
        "In a case's thread, `@Liaison` or *Case actions* in a message's menu shows what can be done.",
    ]


def _for_leads(command: str) -> list[str]:
    return [
        f"`{command} incident` – open an incident; it stands in the form of every new case of its modules",
        f"`{command} maintenance` – announce maintenance; contacts are told two weeks ahead",
        f"`{command} issues` – *New issue…*; in an issue *Change status…*, *Edit…* and *Publish…*",
        f"`{command} released 5` – issue 5 is released: what that means is shown first",
    ]


def away(until: date, *, command: str) -> Message:
    day = f"{until.day} {until:%B %Y}"
    said = f"You are marked as away to the end of {day}. `{command} back` ends that."
    return Message(text=said, blocks=[text.section(said)])


def back() -> Message:
    said = "Welcome back: you are marked as away no longer."
    return Message(text=said, blocks=[text.section(said)])


def reopened(number: CaseNumber) -> Message:
    said = f"Case {number} is open again; Support sees what you wrote."
    return Message(text=said, blocks=[text.section(said)])
