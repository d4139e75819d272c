"""A workspace that is nobody's district yet: the button, and the form."""

from zoneinfo import available_timezones

from bot.domain.ids import ChannelId, DistrictId, TeamId
from bot.domain.setting_up import Wish, flaws
from bot.services import setting_up
from bot.views import setting_up as views
from handlers.answers import Answer, FormErrors, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from storage.inbound import FormKey
from storage.owing import Spot


async def show(house: House, ask: ClickAsk) -> Answer:
    """The value names the workspace and, where there is one, a channel."""
    team, _, channel = ask.value.partition(":")
    spot = Spot(team=ask.team, channel=ask.channel, thread=ask.thread_ts) if ask.channel else None
    found = await setting_up.may_set_up(house.store, who=ask.who, team=TeamId(team), now=house.now(), spot=spot)
    form = views.form(found.name, team=team, channel=channel, districts=found.districts, is_own=str(ask.team) == team)
    await house.open_view(ask, form)
    return Nothing()


async def send(house: House, ask: FormAsk) -> Answer:
    """What is missing or misspelt is said in the form, with what was typed still there."""
    wish = _wish(ask)
    wrong = flaws(wish, available_timezones())
    if wrong:
        return FormErrors(errors=views.errors(wrong, has_select=views.DISTRICT in ask.values))
    await setting_up.set_up(
        house.store,
        who=ask.who,
        team=TeamId(ask.metadata["team"]),
        wish=wish,
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return Nothing()


def _wish(ask: FormAsk) -> Wish:
    chosen = ask.text_of(views.DISTRICT)
    return Wish(
        district=DistrictId(int(chosen)) if chosen else None,
        key=ask.text_of(views.KEY).strip(),
        name=" ".join(ask.text_of(views.NAME).split()),
        zone=ask.text_of(views.ZONE).strip(),
        channel=ChannelId(ask.text_of(views.CHANNEL).strip()),
        sure=ask.text_of(views.SURE) == views.YES,
    )
