"""`/case find`, `/case list open`, `/case searches`, and the buttons and forms below what they find."""

from bot.domain import searches
from bot.domain.drafts import seen
from bot.domain.ids import SearchId
from bot.domain.searches import Condition, Tongue
from bot.services import finding
from bot.services.finding import Page, Typed
from bot.views import finding as views
from bot.views import forms
from bot.views.message import Message
from handlers.answers import Answer, FormErrors, NextView, Nothing, say
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.opening import open_form
from handlers.pressing import page_before
from storage.owing import Spot

TITLE = "Cases"


async def find(house: House, ask: CommandAsk, rest: str) -> Answer:
    """A subject may begin with 'find' as well: below what was found, it can be opened as one."""
    return await _found(house, ask, Typed(words=rest, subject=ask.text.strip() if rest else ""))


async def list_filtered(house: House, ask: CommandAsk, rest: str) -> Answer:
    return await _found(house, ask, Typed(words=rest, filters=True))


async def _found(house: House, ask: CommandAsk, typed: Typed) -> Answer:
    page = await finding.find(house.store, who=ask.who, typed=typed, modules=house.modules, now=house.now())
    return say(_drawn(page, as_subject=bool(typed.subject)))


async def saved(house: House, ask: CommandAsk, _: str) -> Answer:
    kept = await finding.saved(house.store, who=ask.who, now=house.now())
    return say(views.saved_searches(kept, command=house.command))


async def older(house: House, ask: ClickAsk) -> Answer:
    """The value: the search, microseconds and number."""
    return await _again(house, ask, _search(ask), page_before(ask.value.partition(":")[2]))


async def run(house: House, ask: ClickAsk) -> Answer:
    return await _again(house, ask, _search(ask), None)


async def _again(house: House, ask: ClickAsk, search: SearchId, before: finding.Older | None) -> Answer:
    page = await finding.find_again(
        house.store,
        who=ask.who,
        search=search,
        modules=house.modules,
        now=house.now(),
        before=before,
        spot=_spot(ask),
    )
    await house.show_view(ask, forms.reading(TITLE, _drawn(page, as_subject=False)))
    return Nothing()


async def filter_form(house: House, ask: ClickAsk) -> Answer:
    """0: nothing was asked yet."""
    kept = await finding.kept(house.store, who=ask.who, search=_search(ask) or None, now=house.now(), spot=_spot(ask))
    as_agent = await finding.may_look_as_agent(house.store, ask.who)
    search = searches.parse(kept.typed, Tongue(modules=house.modules, for_agent=as_agent))
    await house.show_view(ask, views.filter_form(search, modules=house.modules, as_agent=as_agent))
    return Nothing()


async def filtered(house: House, ask: FormAsk) -> Answer:
    """What was chosen, as it would be typed."""
    typed = Typed(words=" ".join(_conditions(ask)))
    page = await finding.find(house.store, who=ask.who, typed=typed, modules=house.modules, now=house.now())
    return NextView(view=forms.reading(TITLE, _drawn(page, as_subject=False)))


def _conditions(ask: FormAsk) -> list[str]:
    named = [(name, ask.text_of(name).replace('"', " ").strip()) for name in Condition]
    chosen = [f'{name}:"{value}"' for name, value in named if value]
    return [ask.text_of(views.WHOSE), *chosen, ask.text_of(views.TEXT)]  # a quote left open ends with its field


async def save(house: House, ask: ClickAsk) -> Answer:
    kept = await finding.kept(house.store, who=ask.who, search=_search(ask), now=house.now(), spot=_spot(ask))
    await house.open_view(ask, views.name_form(kept))
    return Nothing()


async def named(house: House, ask: FormAsk) -> Answer:
    name = " ".join(ask.text_of(views.NAME).split())
    if not seen(name):
        return FormErrors(errors=views.name_missing())
    search = SearchId(ask.id_of("search"))
    await finding.save(house.store, who=ask.who, search=search, name=name, now=house.now())
    return NextView(view=forms.reading("Saved", views.kept(name, command=house.command)))


async def delete(house: House, ask: ClickAsk) -> Answer:
    """Confirmed on the button."""
    left = await finding.delete(house.store, who=ask.who, search=_search(ask), now=house.now(), spot=_spot(ask))
    await house.show_view(ask, forms.reading("Your searches", views.saved_searches(left, command=house.command)))
    return Nothing()


async def forget(house: House, ask: ClickAsk) -> Answer:
    """Confirmed on the button."""
    left = await finding.forget(house.store, who=ask.who, now=house.now(), spot=_spot(ask))
    await house.show_view(ask, forms.reading("Your searches", views.saved_searches(left, command=house.command)))
    return Nothing()


async def open_as_subject(house: House, ask: ClickAsk) -> Answer:
    subject = await finding.subject_of(house.store, ask.who, _search(ask))
    return await open_form(house, ask, subject=subject, spot=_spot(ask))


def _drawn(page: Page, *, as_subject: bool) -> Message:
    return views.results(
        search=page.search,
        key=page.id,
        rows=page.rows,
        count=page.count,
        districts=page.districts,
        older=page.older,
        as_subject=as_subject and page.may_open,
    )


def _search(ask: ClickAsk) -> SearchId:
    return SearchId(ask.id)


def _spot(ask: ClickAsk) -> Spot | None:
    return Spot(team=ask.team, channel=ask.channel, thread=ask.thread_ts) if ask.channel else None
