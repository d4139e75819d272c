"""The redirect, which is the product's face: to a person's own district's contacts (POLICY 2)."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.people import Standing
from bot.domain.sheets import ContactSheet, DistrictSheet
from bot.views import terms, text
from bot.views.message import Block, Message

WHY = "To protect student privacy, only a district's authorized contacts may submit and work cases."
WHO_APPOINTS = "Your district appoints them: please ask its administrator for the software."


def to_contacts(
    district: DistrictSheet | None,
    contacts: Sequence[ContactSheet],
    *,
    now: datetime,
    reader_team: str,
) -> Message:
    """To the person's own district's contacts: by mention, with type, phone and what time it is there."""
    name = district.name if district else "Your district"
    if not contacts:
        return text.told(f"{{name}} has no authorized contact at the moment. {WHO_APPOINTS} {WHY}", name=name)
    opening = text.told(
        f"Please turn to one of {{name}}{text.possessive(name)} authorized contacts: "
        "they can help, or open a case for you.",
        name=name,
    )
    spoken = "; ".join(_spoken_contact(contact, now) for contact in contacts)
    return Message(
        text=text.cut_drawn(f"{opening.text} {text.escape(spoken)}. {WHY}", text.TEXT_LONGEST),
        blocks=[
            *opening.blocks,
            *contact_blocks(contacts, now=now, reader_team=reader_team),
            text.context(WHY),
        ],
    )


def contact_blocks(contacts: Sequence[ContactSheet], *, now: datetime, reader_team: str) -> list[Block]:
    """One line each; a long list ends with how many more there are."""
    shown = contacts[:20]
    lines = [text.section(_contact(contact, now, reader_team)) for contact in shown]
    more = len(contacts) - len(shown)
    return [*lines, text.context(f"and {more} more")] if more else lines


def _contact(contact: ContactSheet, now: datetime, reader_team: str) -> str:
    who = text.name_of(contact.person, reader_team=reader_team)
    phone = f" · {text.inline(contact.phone)}" if contact.phone else ""
    there = f" · it is {text.clock(now, contact.zone)} there"
    flagged = " · about to be deactivated" if contact.standing is Standing.FLAGGED else ""
    return f"*{who}*\n{terms.ROLE[contact.role]}{phone}{there}{flagged}"


def _spoken_contact(contact: ContactSheet, now: datetime) -> str:
    phone = f", phone {contact.phone}" if contact.phone else ""
    return f"{contact.person.name}, {terms.ROLE[contact.role]}{phone}, {text.clock(now, contact.zone)} there"
