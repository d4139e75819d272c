"""What is told of workspaces: installed and nobody's yet, or set up."""

from bot.delivery.outgoing import Outgoing, Overtaken, direct
from bot.domain.ids import DistrictId, TeamId
from bot.views import setting_up as views
from bot.views.message import Message
from storage import districts, setting_up, workspaces
from storage.outbox import Claimed
from storage.store import Tx

TO_INSTALLER = frozenset({"installed-here", "installed-too-late", "set-up-here"})


async def to_installer(tx: Tx, row: Claimed) -> Outgoing:
    """Whoever installed the app, who may be nobody we know."""
    user = str(row.facts["user"])
    if row.facts["what"] == "installed-here":
        if not await workspaces.is_nobodys(tx, row.team):
            return Overtaken(reason="set up meanwhile")
        return direct(user, views.installed_here())
    if row.facts["what"] == "installed-too-late":
        return direct(user, views.installed_too_late())
    found = await districts.of_team(tx, row.team)
    return direct(user, views.set_up_here(found.name)) if found else Overtaken(reason="nobody's again")


async def notice(tx: Tx, row: Claimed) -> Message | None:
    """To a support administrator; None where it was set up meanwhile, or the app is gone."""
    team, channel = TeamId(str(row.facts["about"])), str(row.facts.get("channel", ""))
    name = await setting_up.name_of(tx, team)
    if row.facts["what"] == "workspace-set-up":
        district = await districts.get(tx, DistrictId(int(row.facts["district"])))
        return views.set_up(name, district=district.name, channel=channel)
    if not await workspaces.is_nobodys(tx, team):
        return None
    return views.to_set_up(name, team=team, channel=channel)
