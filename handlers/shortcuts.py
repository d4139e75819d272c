"""Shortcuts: on a message's menu, and the global one."""

from bot.domain.ids import Thread
from bot.services import redacting
from bot.views import forms
from handlers.answers import Answer, Nothing
from handlers.asks import ShortcutAsk
from handlers.house import House
from handlers.opening import open_form


async def open_case(house: House, ask: ShortcutAsk) -> Answer:
    """The global shortcut: the same form as the command's."""
    return await open_form(house, ask, spot=ask.spot)


async def redact(house: House, ask: ShortcutAsk) -> Answer:
    """Asks before anything is erased; the policy is asked when the form is sent."""
    if ask.channel is None or ask.ts is None:
        return Nothing()
    message = Thread(team=ask.team, channel=ask.channel, ts=ask.ts)
    found = await redacting.find(house.store, message)
    form = forms.redact_form(found.what, found.id) if found else forms.nothing_to_redact()
    await house.open_view(ask.team, ask.trigger_id, form)
    return Nothing()
