"""Forms that the desk sent: a reply, a question, a resolution, another status, owner or priority, a call."""

from dataclasses import replace

from bot.domain.cases import Move, Priority
from bot.domain.drafts import says_why, seen
from bot.domain.ids import CaseNumber, IssueId, KeptId, PersonId
from bot.domain.refusals import NotReadable
from bot.services import keeping, merging, owning, steering, weighing, working
from bot.services.deeds import CaseAsk
from bot.views import desk_forms, forms
from handlers import form_files
from handlers.answers import Answer, Finished, FormErrors, NextView, ViewOnTop
from handlers.asks import FormAsk
from handlers.house import House
from handlers.payloads import Malformed, day, one_of, our_id
from handlers.pressing import done, filled, missing, status_view


async def preview_reply(house: House, ask: FormAsk) -> Answer:
    """Who will read it, before it is sent. Changed and looked at again, it is another preview: no key is kept."""
    words = _long_words(ask)
    if not seen(words):
        return FormErrors(errors=forms.too_few_words(1))
    files = await form_files.taken(house, ask, forms.FILES)
    if isinstance(files, FormErrors):
        return files
    about = CaseAsk(who=ask.who, number=CaseNumber(ask.id_of("case")), now=house.now())
    preview = await keeping.preview_reply(house.store, about, words=words, files=files)
    view = desk_forms.reply_preview(
        preview.number,
        preview.id,
        preview.words,
        files=[file.name for file in preview.files],
        district=preview.district,
        readers=preview.readers,
        in_channel=preview.in_channel,
        mixed=preview.mixed,
    )
    return ViewOnTop(view=view)


async def send_reply(house: House, ask: FormAsk) -> Answer:
    saw_mixed = ask.metadata.get("read_by", desk_forms.MIXED) == desk_forms.MIXED
    kept_id = KeptId(ask.id_of("kept"))
    await keeping.send_reply(house.store, filled(house, ask), kept_id=kept_id, saw_mixed=saw_mixed)
    house.nudge()
    return Finished()


async def ask_input(house: House, ask: FormAsk) -> Answer:
    if not seen(_words(ask)):
        return FormErrors(errors=forms.too_few_words(1))
    await working.ask_for_input(house.store, filled(house, ask), words=_words(ask))
    return done(house)


async def resolve(house: House, ask: FormAsk) -> Answer:
    if not seen(_words(ask)):
        return FormErrors(errors=forms.too_few_words(1))
    await working.post_resolution(house.store, filled(house, ask), words=_words(ask))
    return done(house)


async def status(house: House, ask: FormAsk) -> Answer:
    """What the chosen status demands is checked at its field."""
    about, move = filled(house, ask), one_of(Move, ask.text_of(desk_forms.STATUS))
    if desk_forms.ASKS.get(move, desk_forms.STATUS) not in ask.values:  # sent before it was drawn for this status
        found = await steering.steerable(house.store, replace(about, once=None))
        return NextView(view=status_view(house, found, move))
    match move:
        case Move.RESUME:
            await steering.resume(house.store, about)
        case Move.ASSIST:
            await steering.ask_for_assistance(house.store, about)
        case Move.RETURN:
            await owning.give_back(house.store, about)
        case Move.SCHEDULE:
            return await _schedule(house, ask, about)
        case Move.DEVELOP:
            return await _develop(house, ask, about)
        case Move.MERGE:
            return await _merge(house, ask, about)
        case Move.REFER:
            return await _refer(house, ask, about)
        case _:
            raise Malformed(move)
    return done(house)


async def _schedule(house: House, ask: FormAsk, about: CaseAsk) -> Answer:
    try:
        await steering.schedule(house.store, about, on=day(ask.text_of(desk_forms.DATE)))
    except NotReadable as refusal:
        return missing(desk_forms.DATE, desk_forms.WRONG_DAY[refusal.reason])
    return done(house)


async def _develop(house: House, ask: FormAsk, about: CaseAsk) -> Answer:
    known, title = ask.text_of(desk_forms.ISSUE), ask.text_of(desk_forms.TITLE)
    if known == desk_forms.NEW_ISSUE and not seen(title):
        return missing(desk_forms.TITLE, "Please give the new issue a title, or choose one above.")
    issue = None if known == desk_forms.NEW_ISSUE else IssueId(our_id(known))
    try:
        await steering.to_development(house.store, about, issue=issue, title=title)
    except NotReadable:
        return missing(
            desk_forms.ISSUE,
            "Nothing more is done about that issue. Please choose another, or name a new one.",
        )
    return done(house)


async def _merge(house: House, ask: FormAsk, about: CaseAsk) -> Answer:
    typed = ask.text_of(desk_forms.MAIN).strip().removeprefix("#")[:18]
    if not typed.isdecimal() or not typed.isascii() or int(typed) in (0, about.number):
        return missing(desk_forms.MAIN, "Please type the number of another case, for example 12.")
    await merging.merge(house.store, about, into=CaseNumber(int(typed)))
    return done(house)


async def _refer(house: House, ask: FormAsk, about: CaseAsk) -> Answer:
    if not says_why(_words(ask), house.limits):
        return FormErrors(errors=forms.too_few_words(house.limits.reason_shortest))
    await merging.refer(house.store, about, to=ask.text_of(desk_forms.REFERRED), reason=_words(ask))
    return done(house)


async def owner(house: House, ask: FormAsk) -> Answer:
    await owning.give(house.store, filled(house, ask), to=PersonId(ask.chosen_id(desk_forms.PERSON)))
    return done(house)


async def priority(house: House, ask: FormAsk) -> Answer:
    if not says_why(_words(ask), house.limits):
        return FormErrors(errors=forms.too_few_words(house.limits.reason_shortest))
    level = one_of(Priority, ask.text_of(desk_forms.LEVEL))
    await weighing.assess(house.store, filled(house, ask), priority=level, reason=_words(ask))
    return done(house)


async def call(house: House, ask: FormAsk) -> Answer:
    if not seen(_words(ask)):
        return FormErrors(errors=forms.too_few_words(1))
    contact = PersonId(ask.chosen_id(desk_forms.PERSON))
    await weighing.log_call(house.store, filled(house, ask), contact=contact, words=_words(ask))
    return done(house)


def _words(ask: FormAsk) -> str:
    return ask.text_of(forms.WORDS).strip()


def _long_words(ask: FormAsk) -> str:
    """What began as a long note stands in several fields, each going on where the last one ends."""
    blocks = [block for block in ask.values if block.partition("-")[0] == forms.WORDS]
    in_order = sorted(blocks, key=lambda block: int(block.partition("-")[2] or 1))
    return "".join(ask.text_of(block) for block in in_order).strip()
