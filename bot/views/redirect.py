"""The redirect, which is the product's face: to a person's own district's contacts (POLICY 2)."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.days import local_day
from bot.domain.ids import DistrictId, KeptId
from bot.domain.people import Standing
from bot.domain.sheets import ContactSheet, DistrictSheet
from bot.views import fitting, terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

WHY = "To protect student privacy, only a district's authorized contacts may submit and work cases."
WHO_APPOINTS = "Your district appoints them: please ask its administrator for the software."
NOBODY = "has no authorized contact at the moment."
NO_OTHER = "has no authorized contact but you at the moment."
TO_ONE_OF_SEVERAL = (
    "Please turn to an authorized contact of the district that it is about: they can help, or open a case for you."
)
MORE = "There are more; the app's Home has them."
NO_ROOM = "There are more contacts than this page has room for."
SHOWN = 20
"""Of the contacts whom a message names; of several districts, so many together."""
HOME_ROOM = {"most": 80, "longest": 40_000}
"""Of blocks and letters, below what else is there: of a Home Slack says only how many blocks it takes."""

Reach = tuple[DistrictSheet, Sequence[ContactSheet]]


def to_contacts(
    reaches: Sequence[Reach],
    *,
    now: datetime,
    reader_team: str,
    given: DistrictId | None = None,
    kept: KeptId | None = None,
    at_home: bool = False,
) -> Message:
    """By mention, with type, phone and what time it is there; and what its reader can do at once.

    `reaches`: one district, which is `given` then, or each of theirs. `kept`: a reply that was not taken in, which
    one click hands to them. `at_home`: where there is more room than in a message.
    """
    anybody = any(contacts for _, contacts in reaches)
    pressed = offers(anybody=anybody, given=given, kept=kept, several=len(reaches) > 1)
    if len(reaches) > 1:
        return _to_one_of_several(reaches, pressed, now=now, reader_team=reader_team, at_home=at_home)
    district, contacts = reaches[0] if reaches else (None, [])
    if not contacts:
        return _nobody(district, pressed)
    opening = text.told(
        f"Please turn to one of {{name}}{text.possessive(_name(district))} authorized contacts: "
        "they can help, or open a case for you.",
        name=_name(district),
    )
    return Message(
        text=text.cut_drawn(f"{opening.text} {_spoken(contacts, now)}. {WHY}", text.TEXT_LONGEST),
        blocks=[
            *opening.blocks,
            *contact_blocks(contacts, now=now, reader_team=reader_team),
            *pressed,
            text.context(WHY),
        ],
    )


def nobody(district: DistrictSheet) -> Message:
    """Of a district that has none, and who appoints them."""
    return _nobody(district, [])


def elsewhere(district: DistrictSheet) -> Message:
    """To who reported or asked something there, and is its staff no more: they are told none of its people."""
    said = text.told(
        "You are no longer staff of {name}. The app's Home shows whom you can turn to now.", name=district.name
    )
    return Message(text=said.text, blocks=[*said.blocks, *offers(anybody=False)])


def _nobody(district: DistrictSheet | None, pressed: list[Block]) -> Message:
    said = text.told(f"{{name}} {NOBODY} {WHO_APPOINTS} {WHY}", name=_name(district))
    return Message(text=said.text, blocks=[*said.blocks, *pressed])


def _name(district: DistrictSheet | None) -> str:
    return district.name if district else "Your district"


def _to_one_of_several(
    reaches: Sequence[Reach], pressed: list[Block], *, now: datetime, reader_team: str, at_home: bool
) -> Message:
    """Each under the name of its district; which of them is asked for once, by what is pressed below (POLICY 1)."""
    spoken = [_spoken_at(district, contacts, now) for district, contacts in reaches]
    beside = [text.section(TO_ONE_OF_SEVERAL), *pressed, text.context(WHY)]
    groups = [
        [block]
        for district, contacts in reaches
        for block in _at(district, contacts, now=now, reader_team=reader_team, most=max(3, SHOWN // len(reaches)))
    ]
    room = HOME_ROOM if at_home else {}
    shown = fitting.as_many(groups, beside=beside, **room)
    more = [text.context(NO_ROOM if at_home else MORE)] if len(shown) < len(groups) else []
    return Message(
        text=text.cut_drawn(f"{TO_ONE_OF_SEVERAL} {' '.join(spoken)} {WHY}", text.TEXT_LONGEST),
        blocks=[beside[0], *fitting.together(shown), *more, *beside[1:]],
    )


def _at(
    district: DistrictSheet, contacts: Sequence[ContactSheet], *, now: datetime, reader_team: str, most: int
) -> list[Block]:
    if not contacts:
        return text.told(f"*{{name}}* {NOBODY} {WHO_APPOINTS}", name=district.name).blocks
    title = text.told("*Authorized contacts of {name}*", name=district.name)
    return [*title.blocks, *contact_blocks(contacts, now=now, reader_team=reader_team, most=most)]


def _spoken_at(district: DistrictSheet, contacts: Sequence[ContactSheet], now: datetime) -> str:
    if not contacts:
        return text.told(f"{{name}} {NOBODY} {WHO_APPOINTS}", name=district.name).text
    return f"{text.told('{name}', name=district.name).text}: {_spoken(contacts, now)}."


def _spoken(contacts: Sequence[ContactSheet], now: datetime) -> str:
    return text.escape("; ".join(_spoken_contact(contact, now) for contact in _in_order(contacts, now)))


def offers(
    *,
    anybody: bool = True,
    given: DistrictId | None = None,
    kept: KeptId | None = None,
    several: bool = False,
) -> list[Block]:
    """What whoever is pointed to their contacts can do at once. `anybody`: whether there is somebody to ask.

    `given`: the district that it is about, which is not asked for then. `several`: one of them has to be chosen, so
    that no click alone hands the text on.
    """
    about = f":{given}" if given is not None else ""
    hands = kept is not None and not several
    ask = text.button("Ask a contact", Action.ASK_CONTACT, f"{kept or 0}{about}", style=None if hands else "primary")
    hand = text.button("Hand this text to a contact", Action.HAND_TEXT, kept or 0, style="primary")
    asking = [hand, ask] if hands else [ask]
    emergency = text.button("This is an emergency", Action.REPORT_EMERGENCY, f"redirect{about}")
    return text.buttons([*(asking if anybody else []), emergency])


def contact_blocks(
    contacts: Sequence[ContactSheet], *, now: datetime, reader_team: str, most: int = SHOWN
) -> list[Block]:
    """One line each, who is there before who is away; a long list ends with how many more there are."""
    shown = _in_order(contacts, now)[:most]
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
        text.one_line(contact.person.name),
        terms.ROLE[contact.role],
        f"phone {text.one_line(contact.phone)}" if contact.phone else "",
        f"{text.clock(now, contact.zone)} there",
        _away(contact, now),
    ]
    return ", ".join(filter(None, facts))
