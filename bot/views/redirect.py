"""The redirect, which is the product's face: to a person's own district's contacts (POLICY 2)."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.days import local_day
from bot.domain.ids import KeptId
from bot.domain.people import Standing
from bot.domain.sheets import ContactSheet, DistrictSheet
from bot.views import terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

WHY = "To protect student privacy, only a district's authorized contacts may submit and work cases."
WHO_APPOINTS = "Your district appoints them: please ask its administrator for the software."
SHOWN = 20


def to_contacts(
    district: DistrictSheet | None,
    contacts: Sequence[ContactSheet],
    *,
    now: datetime,
    reader_team: str,
    offered: bool = True,
    kept: KeptId | None = None,
) -> Message:
    """By mention, with type, phone and what time it is there; and what its reader can do at once.

    `offered`: whether the buttons are drawn. `kept`: a reply that was not taken in, which one click hands to them.
    """
    name = district.name if district else "Your district"
    pressed = offers(anybody=bool(contacts), kept=kept) if offered else []
    if not contacts:
        said = text.told(f"{{name}} has no authorized contact at the moment. {WHO_APPOINTS} {WHY}", name=name)
        return Message(text=said.text, blocks=[*said.blocks, *pressed])
    opening = text.told(
        f"Please turn to one of {{name}}{text.possessive(name)} authorized contacts: "
        "they can help, or open a case for you.",
        name=name,
    )
    spoken = "; ".join(_spoken_contact(contact, now) for contact in _in_order(contacts, now))
    return Message(
        text=text.cut_drawn(f"{opening.text} {text.escape(spoken)}. {WHY}", text.TEXT_LONGEST),
        blocks=[
            *opening.blocks,
            *contact_blocks(contacts, now=now, reader_team=reader_team),
            *pressed,
            text.context(WHY),
        ],
    )


def offers(*, anybody: bool = True, kept: KeptId | None = None) -> list[Block]:
    """What whoever is pointed to their contacts can do at once. `anybody`: whether there is somebody to ask."""
    ask = text.button("Ask a contact", Action.ASK_CONTACT, kept or 0, style=None if kept else "primary")
    hand = text.button("Hand this text to a contact", Action.HAND_TEXT, kept or 0, style="primary")
    asking = [hand, ask] if kept else [ask]
    emergency = text.button("This is an emergency", Action.REPORT_EMERGENCY, "redirect")
    return text.buttons([*(asking if anybody else []), emergency])


def contact_blocks(contacts: Sequence[ContactSheet], *, now: datetime, reader_team: str) -> list[Block]:
    """One line each, who is there before who is away; a long list ends with how many more there are."""
    shown = _in_order(contacts, now)[:SHOWN]
    lines = [text.section(_contact(contact, now, reader_team)) for contact in shown]
    more = len(contacts) - len(shown)
    return [*lines, text.context(f"and {more} more")] if more else lines


def _in_order(contacts: Sequence[ContactSheet], now: datetime) -> list[ContactSheet]:
    return sorted(contacts, key=lambda contact: _is_away(contact, now))


def _is_away(contact: ContactSheet, now: datetime) -> bool:
    return contact.away_until is not None and local_day(now, contact.zone) <= contact.away_until


def _away(contact: ContactSheet, now: datetime) -> str:
    if contact.away_until is None or not _is_away(contact, now):
        return ""
    return f"away to the end of {text.short_date(contact.away_until)}"


def _contact(contact: ContactSheet, now: datetime, reader_team: str) -> str:
    who = text.name_of(contact.person, reader_team=reader_team)
    facts = [
        terms.ROLE[contact.role],
        text.inline(contact.phone),
        f"it is {text.clock(now, contact.zone)} there",
        _away(contact, now),
        "about to be deactivated" if contact.standing is Standing.FLAGGED else "",
    ]
    return f"*{who}*\n{' · '.join(filter(None, facts))}"


def _spoken_contact(contact: ContactSheet, now: datetime) -> str:
    facts = [
        contact.person.name,
        terms.ROLE[contact.role],
        f"phone {contact.phone}" if contact.phone else "",
        f"{text.clock(now, contact.zone)} there",
        _away(contact, now),
    ]
    return ", ".join(filter(None, facts))
