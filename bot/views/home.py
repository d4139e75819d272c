"""The app's Home: where things stand, for whoever opens it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import DistrictId
from bot.domain.questions import Question
from bot.domain.sheets import ContactSheet, DistrictSheet
from bot.views import issues, list_home, lists, questions, redirect, report_form, text, words
from bot.views.actions import Action
from bot.views.message import Block

BLOCKS = 100
"""As many as Slack takes."""


def for_contact(
    reaches: Sequence[redirect.Reach],
    cases: Sequence[Block],
    *,
    now: datetime,
    reader_team: str,
    days: int,
    standing: Sequence[Block] = (),
    own: Sequence[Block] = (),
    keeps: Sequence[tuple[DistrictId, str]] = (),
    staff_at: Sequence[redirect.Reach] = (),
    given: DistrictId | None = None,
) -> Block:
    """The cases and the contacts of each of their districts. Opening it is signing in, and it says so.

    `cases`: their lists of them. `days`: of silence until a contact is flagged. `standing`: how they stand. `own`:
    what is drawn of themselves. `staff_at`: where they are no contact, and are pointed to those who are; `given`: the
    only one of these.
    """
    districts = [district for district, _ in reaches]
    above = [
        text.header(f"Cases of {lists.names_of(districts)}"),
        *text.buttons(
            [
                text.button("Open a case", Action.OPEN_CASE, "home", style="primary"),
                _search(),
                issues.on_home(),
                report_form.on_home(),
                _notifications(),
                _away(),
                _details(),
            ]
        ),
        *standing,
        *own,
        *cases,
        text.divider(),
        *list_home.kept(keeps),
    ]
    below = text.context(f"Opening this page counts as signing in: your access is safe for another {days} days.")
    reached = [block for district, its in reaches for block in _contacts(district, its, now, reader_team)]
    reached += _pointed(staff_at, given, now, reader_team)
    room = BLOCKS - len(above) - 1
    if len(reached) > room:
        reached = [*reached[: room - 1], text.context(redirect.NO_ROOM)]
    return _home([*above, *reached, below])


def _pointed(
    staff_at: Sequence[redirect.Reach], given: DistrictId | None, now: datetime, reader_team: str
) -> list[Block]:
    if not staff_at:
        return []
    pointed = redirect.to_contacts(staff_at, now=now, reader_team=reader_team, given=given, at_home=True)
    return [text.divider(), *pointed.blocks]


def _contacts(
    district: DistrictSheet, contacts: Sequence[ContactSheet], now: datetime, reader_team: str
) -> list[Block]:
    title = text.told("*Contacts of {name}*", name=district.name)
    return [*title.blocks, *redirect.contact_blocks(contacts, now=now, reader_team=reader_team)]


def for_agent(cases: Sequence[Block], *, more: Sequence[Block] = ()) -> Block:
    """`cases`: their lists of them. `more`: of a support administrator's own."""
    pressed = text.buttons([_search(), issues.on_home(), report_form.on_home(), _notifications()])
    return _home([text.header("Cases of all districts"), *pressed, *more, *cases])


def _search() -> Block:
    return text.button("Search…", Action.FILTER, 0, spoken_as="Search for cases: choose conditions")


def _notifications() -> Block:
    return text.button("Notifications…", Action.NOTIFICATIONS, "home")


def _details() -> Block:
    return text.button(
        "My details…", Action.MY_DETAILS, "home", spoken_as="My details, as the list of contacts has them"
    )


def _away() -> Block:
    return text.button("Away…", Action.AWAY, "home", spoken_as="Mark yourself as away, and name a deputy")


def for_support_administrator(*, command: str, more: Sequence[Block] = ()) -> Block:
    """What they do and where; they read no case, so none is here. `more`: what waits for them."""
    return _home(
        [
            text.header("Support administration"),
            *text.buttons([report_form.on_home()]),
            *more,
            text.section(
                "*What I write to you about*, in the Messages tab: contacts who lose their access, people who should "
                "not be in a case channel, workspaces that I can no longer reach, messages that nobody got."
            ),
            text.section(
                f"*Who a district's contacts are*: `{command} contacts` lists the districts, and "
                f"`{command} contacts` with a district's key shows its contacts."
            ),
            text.section(
                f"*Which versions a district's environments run*: `{command} environments` with its key shows them; "
                "*Change…* keeps them."
            ),
            text.section(
                "*The directory* of districts and people is read in where the bot runs: "
                "`python -m bot directory import`."
            ),
            text.section("*Erasing a text* from a case's record: *Redact this text*, in the menu of its message."),
            text.context("You read no cases here: agents work on them from the desk's channel."),
        ]
    )


def for_staff(
    reaches: Sequence[redirect.Reach],
    *,
    now: datetime,
    reader_team: str,
    command: str,
    asked: Sequence[tuple[Question, str | None]] = (),
    given: DistrictId | None = None,
    waits: Sequence[Block] = (),
    own: Sequence[Block] = (),
) -> Block:
    """Whom to turn to, and how; what became of their questions; of cases nothing. `given`: their only district.

    `waits`: an emergency of theirs; of a coach, questions that wait on them. `own`: what is theirs to look after, of
    whoever keeps a list: it is what they come for, and stands first.
    """
    if not reaches:
        who = [text.header("Who can help"), text.section(words.ASK_LOCALLY), text.context(redirect.WHY)]
        return _home([*who, *questions.progress(asked)])
    names = lists.names_of([district for district, _ in reaches])
    pointed = redirect.to_contacts(reaches, now=now, reader_team=reader_team, given=given, at_home=True)
    note = text.context(f"`{command} contacts` shows this list anywhere.")
    first = [*waits, *own, text.divider()] if own else [*waits]
    helped = [text.header(f"Who can help at {names}"), *pointed.blocks, *questions.progress(asked), note]
    return _home([*first, *helped])


def for_outsiders() -> Block:
    """Told no names, and nothing that they could do."""
    return _home([text.header("Who can help"), text.section(words.OUTSIDERS)])


def not_set_up() -> Block:
    """In a workspace that is nobody's district yet."""
    return _home([text.header("Not set up yet"), text.section(words.NOT_SET_UP)])


def with_above(view: Block, more: list[Block]) -> Block:
    """Something above all else; where the page is full, what is last but a footnote gives way to it."""
    blocks: list[Block] = view["blocks"]
    foot = [block for block in blocks[-1:] if block["type"] == "context"]
    rest = blocks[: len(blocks) - len(foot)]
    return {**view, "blocks": [*more, *rest[: BLOCKS - len(more) - len(foot)], *foot]}


def with_below(view: Block, more: list[Block]) -> Block:
    """Something beneath all the rest but a footnote; where the page is full, the rest gives way to it."""
    blocks: list[Block] = view["blocks"]
    foot = [block for block in blocks[-1:] if block["type"] == "context"]
    rest = blocks[: len(blocks) - len(foot)]
    return {**view, "blocks": [*rest[: BLOCKS - len(more) - len(foot)], *more, *foot]}


def _home(blocks: list[Block]) -> Block:
    return {"type": "home", "blocks": blocks[:BLOCKS]}
