"""Incidents: `/case incident` opens one, `/case incidents` lists them, *Close…* closes one."""

from bot.domain.drafts import seen, subject_problem
from bot.domain.ids import NotificationId
from bot.domain.notifications import ALL_MODULES
from bot.services import incidents
from bot.views import forms
from bot.views import incidents as drawn
from handlers.answers import Answer, FormErrors, NextView, Nothing, say
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.pressing import done, filled, looked, shown, spot_of
from storage.inbound import FormKey


async def open_one(house: House, ask: CommandAsk, _: str) -> Answer:
    """A lead's window."""
    await incidents.may_open(house.store, who=ask.who, now=house.now())
    await house.open_view(ask, drawn.open_form(house.modules, house.limits))
    return Nothing()


async def opened(house: House, ask: FormAsk) -> Answer:
    title, module = ask.text_of(drawn.TITLE), ask.text_of(drawn.MODULE)
    problem = subject_problem(title, house.limits)
    if problem is not None:
        return FormErrors(errors=drawn.wrong_title(problem, house.limits))
    affected = module if module in house.modules else ALL_MODULES
    once = FormKey(f"form:{ask.view_id}")
    incident = await incidents.open_incident(
        house.store, who=ask.who, title=title, module=affected, now=house.now(), once=once
    )
    return NextView(view=forms.reading("Incident", drawn.opened(incident, command=house.command)))


async def list_open(house: House, ask: CommandAsk, _: str) -> Answer:
    listed = await incidents.list_open(house.store, who=ask.who, now=house.now())
    rows = [(incident, linked.new + linked.others) for incident, linked in listed.rows]
    message = drawn.listing(rows, may_close=listed.may_close, command=house.command)
    return say(message)


async def close(house: House, ask: ClickAsk) -> Answer:
    """The window that asks for the resolution, and says how many cases it moves."""
    found = await incidents.about_to_close(
        house.store, who=ask.who, incident=NotificationId(ask.id), now=house.now(), spot=spot_of(ask)
    )
    return await shown(house, ask, drawn.close_form(found.incident, moves=found.linked.others, told=found.linked.new))


async def closed(house: House, ask: FormAsk) -> Answer:
    words = ask.text_of(forms.WORDS).strip()
    if not seen(words):
        return FormErrors(errors=forms.too_few_words(1))
    ended = await incidents.close_incident(
        house.store,
        who=ask.who,
        incident=NotificationId(ask.id_of("incident")),
        words=words,
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    said = drawn.closed(ended.incident, moves=ended.linked.others, told=ended.linked.new)
    return NextView(view=forms.reading("Incident", said))


async def link(house: House, ask: ClickAsk) -> Answer:
    case, known = await incidents.linkable(house.store, looked(house, ask))
    return await shown(house, ask, drawn.link_form(case, known))


async def linked(house: House, ask: FormAsk) -> Answer:
    to = NotificationId(ask.chosen_id(drawn.MINE))
    await incidents.link(house.store, filled(house, ask), to=to)
    return done(house)
