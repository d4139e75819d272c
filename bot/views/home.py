"""The app's Home: where things stand, for whoever opens it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.sheets import CaseRow, ContactSheet, DistrictSheet
from bot.views import lists, text, words
from bot.views.actions import Action
from bot.views.message import Block


def for_contact(
    district: DistrictSheet,
    contacts: Sequence[ContactSheet],
    rows: Sequence[CaseRow],
    *,
    now: datetime,
    reader_team: str,
) -> Block:
    """Opening it is signing in, and it says so."""
    listed = lists.case_lines(rows, at_desk=False) or [text.section("No cases yet. Open the first one above.")]
    return _home(
        [
            text.header(f"Cases of {district.name}"),
            *text.buttons([text.button("Open a case", Action.OPEN_CASE, "home", style="primary")]),
            *listed[:40],
            text.divider(),
            text.section("*Contacts of your district*"),
            *words.contact_blocks(contacts, now=now, reader_team=reader_team),
            text.context("Opening this page counts as signing in: your access is safe for another 180 days."),
        ]
    )


def for_agent(rows: Sequence[CaseRow]) -> Block:
    listed = lists.case_lines(rows, at_desk=True) or [text.section("No open cases. Well done.")]
    return _home([text.header("Open cases of all districts"), *listed[:90]])


def for_staff(
    district: DistrictSheet | None,
    contacts: Sequence[ContactSheet],
    *,
    now: datetime,
    reader_team: str,
    command: str,
) -> Block:
    """Whom to turn to, and how; of cases nothing."""
    if district is None:
        return _home([text.header("Who can help"), text.section(words.ASK_LOCALLY), text.context(words.WHY)])
    pointed = words.redirect(district, contacts, now=now, reader_team=reader_team)
    note = text.context(f"`{command} contacts` shows this list anywhere.")
    return _home([text.header(f"Who can help at {district.name}"), *pointed.blocks, note])


def _home(blocks: list[Block]) -> Block:
    return {"type": "home", "blocks": blocks[:100]}
