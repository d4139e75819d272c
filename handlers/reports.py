"""`/case reports`: which report, of which district and when; the numbers at once, the files by direct message."""

from bot.domain import report_numbers
from bot.domain.ids import DistrictId
from bot.domain.periods import Period, days_of
from bot.domain.report_numbers import Material
from bot.domain.reports import OF_A_PERIOD, Report
from bot.services import reports
from bot.services.reports import Typed
from bot.views import fields, report_words
from bot.views import report_form as drawn
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.payloads import day, one_of
from handlers.pressing import shown
from storage.inbound import FormKey


async def by_command(house: House, ask: CommandAsk, _: str) -> Answer:
    found = await reports.askable(house.store, who=ask.who, now=house.now())
    await house.open_view(ask, drawn.form(found.districts, of_all=found.of_all, command=house.command))
    return Nothing()


async def by_click(house: House, ask: ClickAsk) -> Answer:
    """From the Home."""
    found = await reports.askable(house.store, who=ask.who, now=house.now())
    return await shown(house, ask, drawn.form(found.districts, of_all=found.of_all, command=house.command))


async def asked(house: House, ask: FormAsk) -> Answer:
    """A period that is not of the report's kind is not looked at."""
    report, period = one_of(Report, ask.text_of(drawn.REPORT)), one_of(Period, ask.text_of(drawn.PERIOD))
    first, last = (day(picked) if (picked := ask.text_of(it)) else None for it in (drawn.FIRST, drawn.LAST))
    now = house.now()
    if report in OF_A_PERIOD and days_of(period, now.date(), first=first, last=last) is None:
        return FormErrors(errors=drawn.wrong_days())
    district: DistrictId | None = None
    typed = ask.text_of(drawn.DISTRICT).strip()
    if typed not in ("", drawn.ALL):
        found = await reports.district_meant(house.store, who=ask.who, typed=typed)
        if isinstance(found, list):
            return FormErrors(errors={drawn.DISTRICT: fields.which_district(found, command=house.command)})
        district = found
    material = await reports.ask(
        house.store,
        who=ask.who,
        typed=Typed(report=report, period=period, district=district, first=first, last=last),
        now=now,
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return NextView(view=drawn.on_its_way(_shown(material)))


def _shown(material: Material | None) -> list[dict[str, object]]:
    """Nothing where there is much to count."""
    if material is None:
        return []
    return report_words.message(report_words.shown(report_numbers.numbers(material), material)).blocks
