"""*Ask a contact*: by a button, a refused reply or a message's shortcut; and what whoever asked presses later."""

from bot.domain.drafts import seen
from bot.domain.ids import Channel, DistrictId, KeptId, QuestionId
from bot.services import filling, questions
from bot.services.questions import Asking, Wanted
from bot.views import forms
from bot.views import questions as drawn
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, FormAsk, ShortcutAsk
from handlers.house import House
from handlers.payloads import our_id
from handlers.pressing import done, given_in, once_of, shown, spot_of, where_in, where_of
from storage.inbound import FormKey


async def ask(house: House, click: ClickAsk) -> Answer:
    """The form; a reply that was not taken in stands in it."""
    kept = KeptId(click.id) if click.id else None
    begins = await questions.about_to_ask(
        house.store, who=click.who, now=house.now(), kept_id=kept, given=given_in(click), spot=spot_of(click)
    )
    form = _form(begins, kept=begins.kept, where=where_of(click))
    return await shown(house, click, form)


def _form(
    begins: Asking,
    *,
    typed: str = "",
    kept: KeptId | None = None,
    previous: QuestionId | None = None,
    where: Channel | None = None,
) -> dict[str, object]:
    return drawn.ask_form(
        begins.districts,
        begins.buildings,
        building=begins.building,
        typed=typed or begins.words,
        kept=kept,
        previous=previous,
        where=where,
    )


async def ask_again(house: House, click: ClickAsk) -> Answer:
    before = QuestionId(click.id)
    begins = await questions.to_ask_again(
        house.store, who=click.who, question=before, now=house.now(), spot=spot_of(click)
    )
    return await shown(house, click, _form(begins, previous=before))


async def from_message(house: House, use: ShortcutAsk) -> Answer:
    """The message's text becomes the question."""
    where = where_of(use)
    begins = await questions.about_message(house.store, who=use.who, now=house.now(), where=where)
    words = await filling.as_named(house.store, team=use.team, words=use.text)
    await house.open_view(use, _form(begins, typed=words, where=where))
    return Nothing()


async def sent(house: House, form: FormAsk) -> Answer:
    words = "".join(form.text_of(block) for block in drawn.blocks_of(form.values)).strip()
    if not seen(words):
        return FormErrors(errors=forms.too_few_words(1))
    wanted = Wanted(
        district=DistrictId(our_id(form.text_of(drawn.DISTRICT) or form.metadata.get("district", ""))),
        words=await filling.as_named(house.store, team=form.team, words=words),
        building=_building(form),
        kept=KeptId(our_id(form.metadata["kept"])) if form.metadata.get("kept") else None,
        previous=QuestionId(our_id(form.metadata["previous"])) if form.metadata.get("previous") else None,
    )
    once = FormKey(f"form:{form.view_id}")
    it = await questions.ask(
        house.store, who=form.who, wanted=wanted, once=once, now=house.now(), where=where_in(form)
    )
    house.nudge()
    return NextView(view=forms.reading("Sent", drawn.sent(it.readers, at_coach=it.at_coach)))


def _building(form: FormAsk) -> str:
    chosen = form.text_of(drawn.BUILDING)
    return "" if chosen == drawn.NO_BUILDING else chosen


async def hand_text(house: House, click: ClickAsk) -> Answer:
    """One click, and a reply that was not taken in is with those who can help; or the form, which asks with whom."""
    asks = await questions.hand_text(
        house.store,
        who=click.who,
        kept_id=KeptId(click.id),
        once=once_of(click),
        now=house.now(),
        spot=spot_of(click),
    )
    if asks is not None:
        return await shown(house, click, _form(asks, kept=asks.kept, where=where_of(click)))
    return done(house)


async def thank(house: House, click: ClickAsk) -> Answer:
    await questions.thank(
        house.store,
        who=click.who,
        question=QuestionId(click.id),
        once=once_of(click),
        now=house.now(),
        spot=spot_of(click),
    )
    return done(house)


async def withdraw(house: House, click: ClickAsk) -> Answer:
    question = QuestionId(click.id)
    await questions.withdraw(house.store, who=click.who, question=question, once=once_of(click), now=house.now())
    house.nudge()
    await house.show_view(click, forms.notice("Withdrawn", "Your question is withdrawn: nobody will answer it."))
    return Nothing()
