"""Public holidays by country and state, from the library `holidays`.

It is asked year by year and never left to expand by itself: what it gives is frozen before anybody looks.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache


class Unknown(Exception):  # an answer about a place
    """No such country, or the country has no such state."""


@lru_cache(maxsize=512)
def public(country: str, state: str, year: int) -> frozenset[date]:
    """None where no country is named. Raises Unknown."""
    if not country:
        return frozenset()
    import holidays  # noqa: PLC0415  # loaded by the first who counts days

    try:
        found = holidays.country_holidays(country, subdiv=state or None, years=year, expand=False)
    except NotImplementedError:
        raise Unknown(f"{country} {state}".strip()) from None
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Days on which nobody works: public holidays, days of one's own, and breaks from a first to a last day."""

    country: str = ""
    state: str = ""
    days: frozenset[date] = frozenset()
    breaks: tuple[tuple[date, date], ...] = ()

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        if day in self.days or any(first <= day <= last for first, last in self.breaks):
            return True
        return day in _public_or_none(self.country, self.state, day.year)


def _public_or_none(country: str, state: str, year: int) -> frozenset[date]:
    """Of a state the library does not know, the country's; of a country it does not know, none."""
    for at in (state, ""):
        try:
            return public(country.upper(), at.upper(), year)
        except Unknown:
            continue
    return frozenset()


def is_known(country: str, state: str) -> bool:
    """Whether the holidays of this place are known."""
    try:
        public(country.upper(), state.upper(), 2026)
    except Unknown:
        return False
    return True
