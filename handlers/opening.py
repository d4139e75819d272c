"""The form that opens a case, from wherever it is asked for."""

from bot.services import opening
from bot.views import forms
from handlers.answers import Answer, Nothing
from handlers.asks import ClickAsk, CommandAsk, ShortcutAsk
from handlers.house import House
from storage.owing import Spot


async def open_form(
    house: House,
    ask: CommandAsk | ClickAsk | ShortcutAsk,
    *,
    subject: str = "",
    previous: str = "",
    spot: Spot | None = None,
) -> Answer:
    """Who may, then the form. `spot`: where a refusal is told when the answer cannot carry it."""
    districts = await opening.may_open(house.store, who=ask.who, now=house.now(), spot=spot)
    form = forms.case_form(
        districts=[(district.id, district.name) for district in districts],
        subject=subject,
        previous=previous,
        modules=house.modules,
        command=house.command,
    )
    await house.open_view(ask.team, ask.trigger_id, form)
    return Nothing()
