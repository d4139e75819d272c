"""What those who are asked press below a question: *Answer*, *Pass on*, *Decline*. *Open a case* is in `opening`."""

from bot.domain.drafts import seen
from bot.domain.ids import PersonId, QuestionId
from bot.services import helping, waiting_questions
from bot.services.helping import Asked
from bot.views import forms
from bot.views import questions as drawn
from bot.views import waiting_questions as views
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import our_id
from handlers.pressing import shown, spot_of
from handlers.rows import rows_of
from storage.inbound import FormKey


async def _look(house: House, click: ClickAsk) -> Asked:
    question = QuestionId(click.id)
    return await helping.look(house.store, who=click.who, question=question, now=house.now(), spot=spot_of(click))


async def answer(house: House, click: ClickAsk) -> Answer:
    found = await _look(house, click)
    return await shown(house, click, drawn.answer_form(found.question, found.words, asker=found.asker))


async def decline(house: House, click: ClickAsk) -> Answer:
    question = QuestionId(click.id)
    found = await helping.look_to_decline(
        house.store, who=click.who, question=question, now=house.now(), spot=spot_of(click)
    )
    return await shown(house, click, drawn.decline_form(found.question, found.words, asker=found.asker))


async def pass_on(house: House, click: ClickAsk) -> Answer:
    found = await _look(house, click)
    form = drawn.pass_on_form(found.question, found.words, asker=found.asker, others=found.others)
    return await shown(house, click, form)


async def waiting(house: House, click: ClickAsk) -> Answer:
    """From the Home, or a page further. The value names the last question of the page before; 0: there is none."""
    after = QuestionId(our_id(click.value)) if click.value != "0" else None
    found = await waiting_questions.look(
        house.store, who=click.who, after=after, now=house.now(), spot=spot_of(click)
    )
    view = views.page(rows_of(found), count=found.count, after=found.after, first=after is None)
    await house.show_view(click, view)
    return Nothing()


def _once(form: FormAsk) -> FormKey:
    return FormKey(f"form:{form.view_id}")


async def answered(house: House, form: FormAsk) -> Answer:
    words = form.text_of(forms.WORDS).strip()
    if not seen(words):
        return FormErrors(errors=forms.too_few_words(1))
    question = QuestionId(form.id_of("question"))
    await helping.answer(house.store, who=form.who, question=question, words=words, once=_once(form), now=house.now())
    house.nudge()
    return NextView(view=forms.reading("Answer", drawn.done("answered")))


async def declined(house: House, form: FormAsk) -> Answer:
    words = form.text_of(forms.WORDS).strip()
    if not seen(words):
        return FormErrors(errors=forms.too_few_words(1))
    question = QuestionId(form.id_of("question"))
    goes_on = await helping.decline(
        house.store, who=form.who, question=question, words=words, once=_once(form), now=house.now()
    )
    house.nudge()
    return NextView(view=forms.reading("Decline", drawn.done("went-on" if goes_on else "declined")))


async def passed_on(house: House, form: FormAsk) -> Answer:
    to = await helping.pass_on(
        house.store,
        who=form.who,
        question=QuestionId(form.id_of("question")),
        to=PersonId(form.chosen_id(drawn.TO)),
        once=_once(form),
        now=house.now(),
    )
    house.nudge()
    return NextView(view=forms.reading("Pass on", drawn.passed_on(to)))
