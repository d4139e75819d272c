"""Whether notifications of a district show people's words: switched for the whole district (POLICY 10).

Off by whoever keeps its list, since it takes nothing from anybody; on again by its administrator alone, who answers
for who reads the words of its cases (POLICY 1, as for a mixed channel).
"""

from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, SlackUser
from bot.domain.people import CONTACT_ROLES
from bot.domain.policy import Matter
from bot.services.deeds import Deed, deed
from bot.services.list_deeds import hold
from storage import districts, owing, people
from storage.store import Store


async def switch(
    store: Store, *, who: SlackUser, district: DistrictId, shown: bool, now: datetime, once: str
) -> None:
    """Told to the district's contacts and administrator. What is so already stays so. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        await hold(this, district)
        this.may(Act.PREVIEWS_ON if shown else Act.PREVIEWS_OFF, Matter(district=district))
        if (await districts.get(this.tx, district)).previews is shown:
            return
        await districts.show_previews(this.tx, district, shown=shown)
        await _tell(this, district, shown="yes" if shown else "no")


async def _tell(this: Deed, district: DistrictId, *, shown: str) -> None:
    readers = await people.holding(this.tx, CONTACT_ROLES | policy.ADMINISTRATOR_ROLES, district=district)
    facts: dict[str, int | str] = {"district": district, "by": this.by, "shown": shown}
    for person, team in {person: team for person, team, _ in readers if person != this.by}.items():
        key = f"previews:{district}:{this.now.isoformat()}:{person}"
        this.owe(owing.tell(person, team, key=key, what="previews-switched", now=this.now, facts=facts))
