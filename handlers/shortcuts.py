"""Shortcuts: on a message's menu, and the global one."""

from bot.domain.ids import CaseNumber, Thread
from bot.services import keeping, redacting, viewing
from bot.services.deeds import CaseAsk
from bot.views import forms, lists
from handlers.answers import Answer, Nothing
from handlers.asks import ShortcutAsk
from handlers.house import House
from handlers.opening import open_form


async def open_case(house: House, ask: ShortcutAsk) -> Answer:
    """The global shortcut: the same form as the command's."""
    return await open_form(house, ask)


async def redact(house: House, ask: ShortcutAsk) -> Answer:
    """Asks before anything is erased; the policy is asked when the form is sent."""
    if ask.channel is None or ask.ts is None:
        return Nothing()
    message = Thread(team=ask.team, channel=ask.channel, ts=ask.ts)
    found = await redacting.find(house.store, message)
    form = forms.redact_form(found.what, found.id) if found else forms.nothing_to_redact()
    await house.open_view(ask, form)
    return Nothing()


NOT_HERE = "This message is not in a case's thread. A case's card is, and what hangs below it."


async def case_actions(house: House, ask: ShortcutAsk) -> Answer:
    """From any message of a case's thread: the case, and what can be done with it."""
    number = await _number(house, ask)
    if number is None:
        view = forms.notice("Case", NOT_HERE)
    else:
        found = await viewing.view_case(house.store, who=ask.who, number=number, asked=str(number), now=house.now())
        drawn = lists.case_view(
            found.sheet, found.comments, as_agent=found.as_agent, now=house.now(), reader_team=ask.team
        )
        view = forms.reading(f"Case {number}", drawn)
    await house.open_view(ask, view)
    return Nothing()


async def reply_to_district(house: House, ask: ShortcutAsk) -> Answer:
    """An internal note, or anything else said in the desk's thread, becomes the beginning of a reply."""
    number = await _number(house, ask)
    if number is None:
        view = forms.notice("Reply to district", NOT_HERE)
    else:
        about = CaseAsk(who=ask.who, number=number, now=house.now())
        await keeping.may_reply(house.store, about)
        view = forms.reply_form(number, house.limits, ask.text)
    await house.open_view(ask, view)
    return Nothing()


async def _number(house: House, ask: ShortcutAsk) -> CaseNumber | None:
    if ask.channel is None or ask.thread_ts is None:
        return None
    return await viewing.number_at(house.store, Thread(team=ask.team, channel=ask.channel, ts=ask.thread_ts))
