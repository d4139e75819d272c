"""How a contact stands: what they are at each district, their training, and until when silence changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import inactivity, policy
from bot.domain.ids import DistrictId
from bot.domain.inactivity import Silence
from bot.domain.people import Person, Role
from bot.domain.training import Training
from bot.services.deeds import Deed
from storage import calendars, contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStanding:
    """`at`: of each district its name, type and training. `active_at`: before what they do now.

    `flags_at`: when they are flagged if they do nothing from now on. `zone`: theirs.
    """

    at: list[tuple[str, Role, Training]]
    active_at: datetime | None
    flags_at: datetime
    zone: str


async def of(this: Deed, person: Person, learned: Sequence[tuple[DistrictId, str, Training]]) -> OwnStanding:
    """`learned`: each district of theirs, its name, and their training there."""
    lines = [(policy.contact_line(person, district), name, state) for district, name, state in learned]
    limits = (await calendars.rules(this.tx)).inactivity
    return OwnStanding(
        at=[(name, line.role, state) for line, name, state in lines if line is not None],
        active_at=await contacts.last_active(this.tx, person.id),
        flags_at=inactivity.flags_at(Silence(since=this.at, zone=person.zone), this.now, limits),
        zone=person.zone,
    )
