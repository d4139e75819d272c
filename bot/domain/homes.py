"""Where somebody belongs: by their lines; without one for the redirect alone (POLICY 1). None of it gives a right.

Without a line, in this order: the only district of their workspace; the district in whose case channel they act; the
district whose domain their confirmed e-mail address has; the district of the only case channel that they are in.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.ids import DistrictId
from bot.domain.people import Line, Membership, Person, Standing, is_third_party

_APART = re.compile(r"[\s,;]+")


def lines_here(person: Person) -> tuple[Line, ...]:
    """Those that say where somebody belongs: one that was removed only of a member of whom nothing else is known.

    Not where they are staff no more: a contact who was removed is staff still, but as the list says.
    """
    standing = tuple(line for line in person.lines if line.standing is not Standing.REMOVED)
    if standing or person.home is not None or is_third_party(person):
        return standing
    return tuple(line for line in person.lines if line.district not in person.left)


def belongs(person: Person) -> bool:
    """Guests and external people without a line are third parties: told no names and no phones (POLICY 1)."""
    return bool(lines_here(person)) or person.membership is Membership.MEMBER


def acting_at(person: Person, district: DistrictId) -> Person:
    """As they are in a district's own case channel. A guest's or a stranger's place there says nothing.

    Nor does that of who is its staff no more, as its list says.
    """
    if person.lines or person.membership is not Membership.MEMBER or district in person.left:
        return person
    return replace(person, home=district)


def domain_of(email: str) -> str:
    """What follows the @; '' of what is no address."""
    name, _, domain = email.strip().lower().rpartition("@")
    return domain.rstrip(".") if name else ""


def district_of(domain: str, known: Iterable[tuple[DistrictId, str]]) -> DistrictId | None:
    """The district of this domain, or of one above it. None where two would have it, or none has.

    `known`: districts with their domains as the directory writes them, several by commas.
    """
    found = [(its, district) for district, written in known for its in _domains(written) if _is_in(domain, its)]
    closest = max((len(its) for its, _ in found), default=0)
    districts = {district for its, district in found if len(its) == closest}
    return districts.pop() if len(districts) == 1 else None


def _domains(written: str) -> list[str]:
    """One without a dot would hold half the world."""
    return [it.strip(".@") for it in _APART.split(written.lower()) if "." in it.strip(".@")]


def _is_in(domain: str, its: str) -> bool:
    return domain == its or domain.endswith(f".{its}")
