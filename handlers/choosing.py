"""The window in which somebody says how they want to be told, from wherever it is opened."""

from bot.domain.ids import SlackUser, TeamId
from bot.services import choosing
from bot.views import notify_forms
from handlers.answers import Answer, Nothing
from handlers.house import House
from storage.owing import Spot


async def open_choice(
    house: House, *, who: SlackUser, team: TeamId, trigger_id: str, spot: Spot | None = None, over: bool = False
) -> Answer:
    choice = await choosing.choice_of(house.store, who=who, now=house.now(), spot=spot)
    await house.open_view(team, trigger_id, notify_forms.notify_form(choice), over=over)
    return Nothing()
