"""What an import changes of the lists is told to those who keep them, as any change of them is (POLICY 6).

Each reader of a district's list is told once of a run, whatever it changed there; who came by that very run has
nothing to compare it with. What is on several lists is told at each, and no message names another district.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain import policy
from bot.domain.ids import DistrictId, PersonId
from bot.domain.people import CONTACT_ROLES
from storage import owing, people
from storage.outbox import Owed
from storage.store import Tx

NAMED = 10
"""In one message, of each kind; of the others how many there are."""


class News(StrEnum):
    """Of somebody on a list."""

    CHANGED = "changed"
    CAME = "came"


@dataclass(slots=True)
class Heard:
    """What there is to be told, by district."""

    of: dict[DistrictId, dict[PersonId, News]] = field(default_factory=dict)

    def changed(self, district: DistrictId, person: PersonId) -> None:
        """Also where somebody came before, in the same run: then that is the news."""
        self.of.setdefault(district, {}).setdefault(person, News.CHANGED)

    def came(self, district: DistrictId, person: PersonId) -> None:
        self.of.setdefault(district, {})[person] = News.CAME


async def rows(tx: Tx, heard: Heard, *, now: datetime) -> list[Owed]:
    """When everything is done: who was removed by the same run is told of that alone."""
    roles = CONTACT_ROLES | policy.ADMINISTRATOR_ROLES
    return [
        owing.tell(
            reader,
            team,
            key=f"import-changed:{district}:{now.isoformat()}:{reader}",
            what="import-changed",
            now=now,
            facts=_facts(district, found),
        )
        for district, found in sorted(heard.of.items())
        for reader, team, since in await people.holding(tx, roles, district=district)
        if since is None or since < now
    ]


def _facts(district: DistrictId, found: Mapping[PersonId, News]) -> dict[str, int | str]:
    """Ids alone: names are read when it is delivered."""
    facts: dict[str, int | str] = {"district": district}
    for news in News:
        whose = [str(person) for person, its in found.items() if its is news]
        facts[news] = ",".join(whose[:NAMED])
        facts[f"{news}_beside"] = len(whose[NAMED:])
    return facts
