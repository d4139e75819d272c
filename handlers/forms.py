"""Small forms that a district's people sent: what a contact says of a case, and what is redacted."""

from bot.domain.drafts import seen
from bot.domain.ids import CaseNumber, KeptId, PersonId
from bot.services import answering, keeping, redacting, standing_for, weighing
from bot.views import desk_forms, forms
from bot.views import redacting as redacted
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import FormAsk
from handlers.house import House
from handlers.pressing import filled
from storage.inbound import FormKey


async def not_solved(house: House, ask: FormAsk) -> Answer:
    wrong = _too_few(ask)
    if wrong:
        return wrong
    await answering.not_solved(
        house.store, who=ask.who, number=_number(ask), words=_words(ask), now=house.now(), once=_once(ask)
    )
    return _sent(house)


async def reopen(house: House, ask: FormAsk) -> Answer:
    wrong = _too_few(ask, least=house.limits.reason_shortest)
    if wrong:
        return wrong
    if "kept" in ask.metadata:
        kept = KeptId(ask.id_of("kept"))
        await keeping.reopen_with_reply(
            house.store, who=ask.who, kept_id=kept, words=_words(ask), now=house.now(), once=_once(ask)
        )
        return _sent(house)
    await answering.reopen(
        house.store, who=ask.who, number=_number(ask), reason=_words(ask), now=house.now(), once=_once(ask)
    )
    return _sent(house)


async def withdraw(house: House, ask: FormAsk) -> Answer:
    await answering.withdraw(house.store, who=ask.who, number=_number(ask), now=house.now(), once=_once(ask))
    return _sent(house)


async def redact(house: House, ask: FormAsk) -> Answer:
    """What is redacted is named by our own ids, which the shortcut put there."""
    target = redacting.target_of(ask.metadata.get("what", ""), ask.id_of("id"))
    original = await redacting.redact(house.store, who=ask.who, target=target, now=house.now(), once=_once(ask))
    house.nudge()
    return NextView(view=redacted.done(original=original))


async def hand_over(house: House, ask: FormAsk) -> Answer:
    await standing_for.hand_over(house.store, filled(house, ask), to=PersonId(ask.chosen_id(desk_forms.PERSON)))
    return _sent(house)


async def escalate(house: House, ask: FormAsk) -> Answer:
    wrong = _too_few(ask, least=house.limits.reason_shortest)
    if wrong:
        return wrong
    await weighing.escalate(house.store, filled(house, ask), reason=_words(ask))
    return _sent(house)


def _number(ask: FormAsk) -> CaseNumber:
    return CaseNumber(ask.id_of("case"))


def _words(ask: FormAsk) -> str:
    return ask.text_of(forms.WORDS).strip()


def _too_few(ask: FormAsk, *, least: int = 1) -> FormErrors | None:
    """None: enough is said. Else the form stays, with what was typed."""
    return FormErrors(errors=forms.too_few_words(least)) if len(seen(_words(ask))) < least else None


def _once(ask: FormAsk) -> FormKey:
    """A form is one deed: sent again after it was taken, it changes nothing."""
    return FormKey(f"form:{ask.view_id}")


def _sent(house: House) -> Answer:
    house.nudge()
    return Nothing()
