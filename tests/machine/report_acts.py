"""What is asked for about many cases at once: reports."""

from bot.domain.acts import Act
from bot.domain.periods import Period
from bot.domain.reports import Report
from bot.services import reports
from bot.services.reports import Typed
from storage.inbound import FormKey
from tests.machine.acts import Asked, Deed


async def _report(it: Asked) -> object:
    typed = Typed(
        report=[*Report][it.pick % len(Report)],
        period=[Period.DAYS_30, Period.SCHOOL_YEAR][it.pick % 2],
        district=it.district,
    )
    return await reports.ask(it.store, who=it.who, typed=typed, now=it.here.now, once=FormKey(it.once))


OF_REPORTS: dict[str, Deed] = {"ask for a report": Deed(Act.SEE_REPORTS, _report, on="district", repeats=False)}
