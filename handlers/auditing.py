"""*Who did what…* on an administrator's Home: the form, the answer in its place, and the pages after it."""

from bot.domain.ids import DistrictId, PersonId, SlackUser, UserId
from bot.domain.record import Question
from bot.services import audit_questions
from bot.services.audit_questions import Answered, Askable, Typed
from bot.views import audit as drawn
from bot.views import fields, forms, reports
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import day, one_of, our_id
from handlers.pressing import once_of, shown, spot_of


async def ask(house: House, ask: ClickAsk) -> Answer:
    found = await audit_questions.askable(house.store, who=ask.who, now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, _form(house, found))


def _form(house: House, found: Askable) -> dict[str, object]:
    today = found.today.isoformat()
    return drawn.form(found.districts, of_all=found.of_all, command=house.command, today=today)


async def asked(house: House, ask: FormAsk) -> Answer:
    """What was chosen is kept in the window as ids, for the pages after this one."""
    chosen = {drawn.QUESTION: ask.text_of(drawn.QUESTION), drawn.DAY: ask.text_of(drawn.DAY)}
    if user := ask.text_of(drawn.PERSON):
        person = await audit_questions.person_at(house.store, SlackUser(team=ask.team, user=UserId(user)))
        if person is None:
            return FormErrors(errors=drawn.nobody_known())
        chosen[drawn.PERSON] = str(person)
    if key := ask.text_of(drawn.DISTRICT).strip():
        district = await audit_questions.district_meant(house.store, who=ask.who, typed=key)
        if isinstance(district, list):
            return FormErrors(errors={drawn.DISTRICT: fields.which_district(district, command=house.command)})
        chosen[drawn.DISTRICT] = str(district)
    typed = _typed(chosen)
    found = await audit_questions.answer(house.store, who=ask.who, typed=typed, now=house.now())
    return NextView(view=_view(found, typed, chosen))


async def older(house: House, ask: ClickAsk) -> Answer:
    typed = _typed(ask.metadata)
    found = await audit_questions.answer(
        house.store, who=ask.who, typed=typed, now=house.now(), before=ask.id, spot=spot_of(ask)
    )
    await house.show_view(ask, _view(found, typed, ask.metadata))
    return Nothing()


async def send_csv(house: House, ask: ClickAsk) -> Answer:
    """What the window answers, whole, as a file to whoever pressed."""
    typed = _typed(ask.metadata)
    await audit_questions.send_csv(
        house.store, who=ask.who, typed=typed, now=house.now(), once=once_of(ask), spot=spot_of(ask)
    )
    house.nudge()
    return await shown(house, ask, forms.reading("Who did what", reports.on_its_way()))


def _typed(chosen: dict[str, str]) -> Typed:
    """Raises Malformed."""
    person, on, district = (chosen.get(name) for name in (drawn.PERSON, drawn.DAY, drawn.DISTRICT))
    return Typed(
        question=one_of(Question, chosen.get(drawn.QUESTION, "")),
        person=PersonId(our_id(person)) if person else None,
        day=day(on) if on else None,
        district=DistrictId(our_id(district)) if district else None,
    )


def _view(found: Answered, typed: Typed, chosen: dict[str, str]) -> dict[str, object]:
    return drawn.answer(found.entries, question=typed.question, older=found.older, asked=chosen)
