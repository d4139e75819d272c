"""The emergency exception: reported by who has no contact at hand, decided at the desk, claimed by a contact."""

from dataclasses import replace

from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.drafts import seen, subject_problem
from bot.domain.emergencies import Move, Report
from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, PersonId
from bot.domain.phones import can_be_called
from bot.services import accepting, claiming, emergencies
from bot.views import announcing, emergencies_sent, forms
from bot.views import emergencies as drawn
from bot.views.case_form import case_form
from bot.views.message import Message
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.opening import EMERGENCY, begun
from handlers.payloads import our_id
from handlers.pressing import done, filled, given_in, looked, once_of, pressed, shown, spot_of, where_in, where_of
from storage.inbound import FormKey

FIELDS = (
    emergencies_sent.BROKEN,
    emergencies_sent.AFFECTED,
    emergencies_sent.UNREACHABLE,
    emergencies_sent.PHONE,
)


async def report(house: House, ask: ClickAsk) -> Answer:
    own = await emergencies.may_report(
        house.store, who=ask.who, now=house.now(), spot=spot_of(ask), given=given_in(ask)
    )
    return await shown(house, ask, emergencies_sent.report_form(own, phone=house.phone, where=where_of(ask)))


async def report_command(house: House, ask: CommandAsk, _: str) -> Answer:
    """`/case emergency`."""
    where = where_of(ask)
    own = await emergencies.may_report(house.store, who=ask.who, now=house.now(), spot=None, where=where)
    await house.open_view(ask, emergencies_sent.report_form(own, phone=house.phone, where=where))
    return Nothing()


async def reported(house: House, ask: FormAsk) -> Answer:
    wrong = [name for name in FIELDS if not seen(ask.text_of(name))]
    if wrong:
        return FormErrors(errors=emergencies_sent.missing(wrong))
    if not can_be_called(ask.text_of(emergencies_sent.PHONE)):
        return FormErrors(errors=emergencies_sent.no_number())
    district = ask.text_of(emergencies_sent.DISTRICT) or ask.metadata.get("district", "")
    said = Report(**{name: ask.text_of(name).strip() for name in FIELDS})
    sent = await emergencies.report(
        house.store,
        who=ask.who,
        district=DistrictId(our_id(district)),
        said=said,
        now=house.now(),
        once=_once(ask),
        where=where_in(ask),
    )
    house.nudge()
    return NextView(view=forms.reading("Sent", emergencies_sent.sent(sent.reached, phone=sent.phone)))


def _once(ask: FormAsk) -> FormKey:
    return FormKey(f"form:{ask.view_id}")


async def withdraw(house: House, ask: ClickAsk) -> Answer:
    await emergencies.withdraw(
        house.store,
        who=ask.who,
        emergency=EmergencyId(ask.id),
        now=house.now(),
        once=once_of(ask),
        spot=spot_of(ask),
    )
    return await _done(house, ask, drawn.withdrawn())


async def _done(house: House, ask: ClickAsk, said: Message) -> Answer:
    """Said in a window: on the Home nothing can be posted."""
    house.nudge()
    return Nothing() if ask.channel is not None else await shown(house, ask, forms.reading("Emergency", said))


async def accept(house: House, ask: ClickAsk) -> Answer:
    sheet = await accepting.to_decide(
        house.store,
        who=ask.who,
        emergency=EmergencyId(ask.id),
        move=Move.ACCEPT,
        now=house.now(),
        spot=spot_of(ask),
    )
    return await shown(house, ask, drawn.accept_form(sheet, house.modules, house.limits))


async def accepted(house: House, ask: FormAsk) -> Answer:
    """Qualified by an agent: a case without a contact."""
    subject = ask.text_of(drawn.SUBJECT).strip()
    problem = subject_problem(subject, house.limits)
    wrong = {drawn.SUBJECT: announcing.wrong_title(problem, house.limits)[announcing.TITLE]} if problem else {}
    if len(seen(ask.text_of(forms.WORDS))) < house.limits.reason_shortest:
        wrong |= forms.too_few_words(house.limits.reason_shortest)
    if wrong:
        return FormErrors(errors=wrong)
    draft = Draft(
        district=DistrictId(0),  # the report's
        type=ask.choice(CaseType, drawn.TYPE) or CaseType.QUESTION,
        module=ask.text_of(drawn.MODULE),
        subject=subject,
        description="",
        urgency=ask.choice(Priority, drawn.PRIORITY) or Priority.CRITICAL,
    )
    number = await accepting.accept(
        house.store,
        who=ask.who,
        emergency=EmergencyId(ask.id_of("emergency")),
        draft=draft,
        reason=ask.text_of(forms.WORDS).strip(),
        now=house.now(),
        once=_once(ask),
    )
    house.nudge()
    return NextView(view=forms.reading("Emergency", drawn.accepted(number)))


async def decline(house: House, ask: ClickAsk) -> Answer:
    sheet = await accepting.to_decide(
        house.store,
        who=ask.who,
        emergency=EmergencyId(ask.id),
        move=Move.DECLINE,
        now=house.now(),
        spot=spot_of(ask),
    )
    return await shown(house, ask, drawn.decline_form(sheet, house.limits))


async def declined(house: House, ask: FormAsk) -> Answer:
    if len(seen(ask.text_of(forms.WORDS))) < house.limits.reason_shortest:
        return FormErrors(errors=forms.too_few_words(house.limits.reason_shortest))
    await accepting.decline(
        house.store,
        who=ask.who,
        emergency=EmergencyId(ask.id_of("emergency")),
        reason=ask.text_of(forms.WORDS).strip(),
        now=house.now(),
        once=_once(ask),
    )
    house.nudge()
    return NextView(view=forms.reading("Emergency", drawn.declined()))


async def claim(house: House, ask: ClickAsk) -> Answer:
    await claiming.claim(house.store, pressed(house, ask))
    return await _done(house, ask, drawn.claimed(CaseNumber(ask.id)))


async def take(house: House, ask: ClickAsk) -> Answer:
    """A contact's: a case of their own from it, or, once it has one, that case."""
    found, words, reporter = await claiming.to_take(
        house.store, who=ask.who, emergency=EmergencyId(ask.id), now=house.now(), spot=spot_of(ask)
    )
    if found.case is not None:
        await claiming.claim(house.store, replace(pressed(house, ask), number=found.case))
        return await _done(house, ask, drawn.claimed(found.case))
    facts = {
        "form": f"{EMERGENCY}{found.id}",
        "district": str(found.district),
        "author": reporter.user,
        "author_team": reporter.team,
    }
    said = words.report
    fields = {
        "description": said.broken,
        "impact": said.affected,
        "urgency": Priority.CRITICAL.value,
    }
    return await shown(house, ask, case_form(await begun(house, ask, facts, fields)))


async def offer(house: House, ask: ClickAsk) -> Answer:
    case, contacts = await accepting.who_could_claim(house.store, looked(house, ask))
    return await shown(house, ask, drawn.offer_form(case.number, contacts))


async def offered(house: House, ask: FormAsk) -> Answer:
    await accepting.offer(house.store, filled(house, ask), to=PersonId(ask.chosen_id("person")))
    return done(house)
