"""Where somebody without a roster line belongs, for the redirect alone (POLICY 1). None of it gives a right.

In this order: the only district of their workspace; the district in whose case channel they act; the district whose
domain their confirmed e-mail address has.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.ids import DistrictId
from bot.domain.people import Membership, Person

_APART = re.compile(r"[\s,;]+")


def acting_at(person: Person, district: DistrictId) -> Person:
    """As they are in a district's own case channel. A guest's or a stranger's place there says nothing."""
    if person.lines or person.membership is not Membership.MEMBER:
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
