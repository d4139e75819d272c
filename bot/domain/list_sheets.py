"""What a district's list and a request about it show: facts gathered for reading, with the names in them."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.ids import DistrictId, RequestId
from bot.domain.list_requests import Request, Short, Words
from bot.domain.people import Role, Standing
from bot.domain.sheets import DistrictSheet, PersonSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One line as those see it who keep the list. `last_active`: where the silence begins; None where there is none.

    `may_act`: a contact, as far as the line says. `third_party`: none, but admitted by an agreement on record.
    """

    person: PersonSheet
    role: Role
    standing: Standing
    may_act: bool
    email: str
    phone: str
    training: str
    zone: str
    last_active: datetime | None
    gone: bool
    third_party: bool
    away_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSheet:
    """A request, and everybody in it by name. `contacts`: how many the district has now; `most`: as recommended."""

    request: Request
    district: DistrictSheet
    person: PersonSheet
    asked_by: PersonSheet
    words: Words
    comes: PersonSheet | None = None
    decided_by: PersonSheet | None = None
    entered_by: PersonSheet | None = None
    contacts: int = 0
    most: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """A district's whole list, for whoever may see it, and what they may do with it.

    `zone`: the reader's. `asks`: may ask for changes. `binds`: may bind a line to a Slack user. `overrides`: removes
    without asking. `administers`: owns it. `withdraws`: which of the requests they may take back.
    """

    id: DistrictId
    district: DistrictSheet
    lines: list[ListLine]
    requests: list[RequestSheet]
    zone: str = "UTC"
    keeps_words_for: int = 3
    """Years after the closing of a case."""

    short: tuple[Short, ...] = ()
    asks: bool = False
    binds: bool = False
    overrides: bool = False
    administers: bool = False
    withdraws: frozenset[RequestId] = frozenset()
