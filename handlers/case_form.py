"""The case form at work: its fields that are heard, its buttons, and its sending."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain import files
from bot.domain.cases import Ask, CaseType, Draft, Frequency, Priority, Scope
from bot.domain.drafts import Problem, due_problem, problems
from bot.domain.ids import (
    CaseNumber,
    ChannelId,
    DistrictId,
    NotificationId,
    PersonId,
    SlackUser,
    TeamId,
    Thread,
    Ts,
    UserId,
)
from bot.services import filling, opening
from bot.services.opening import Along, Receipt
from bot.views import case_form as drawn
from bot.views import forms, incidents, student_data
from bot.views.case_form import CaseForm, case_form
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.opening import (
    FROM_MESSAGE,
    NEW,
    attached,
    drawn_from,
    emergency_in,
    new_form,
    question_in,
    reply_in,
    whose,
)
from handlers.payloads import day, one_of, our_id
from storage.comments import File
from storage.inbound import FormKey

NOT_TYPED = frozenset({drawn.FILES})
"""Slack keeps files in their field, and nobody can put them back there."""


async def changed(house: House, ask: ClickAsk) -> Answer:
    """Another type or module, or *Save draft*: kept, and drawn anew with when it was saved."""
    return await _redrawn(house, ask, look=ask.metadata.get("shown") == "yes")


async def subject_entered(house: House, ask: ClickAsk) -> Answer:
    """Enter: kept, and cases like it are shown."""
    return await _redrawn(house, ask, look=True)


async def _redrawn(house: House, ask: ClickAsk, *, look: bool) -> Answer:
    await _keep(house, ask)
    form = await _stands(house, ask)
    if look:
        form = replace(form, similar=await _similar(house, ask, form.facts))
    await house.show_view(ask, case_form(form))
    return Nothing()


async def _stands(house: House, ask: ClickAsk | FormAsk) -> CaseForm:
    """The form as it was kept just now."""
    form, of = _form(ask), whose(ask.metadata)
    sheet = await filling.sheet(house.store, who=ask.who, form=form, whose=of, now=house.now())
    return drawn_from(house, sheet, ask.metadata, fields={**sheet.fields, **_typed(ask)}, resumed=True)


async def _keep(house: House, ask: ClickAsk | FormAsk) -> None:
    await filling.keep(
        house.store,
        who=ask.who,
        form=_form(ask),
        fields=_typed(ask),
        district=_district(ask),
        now=house.now(),
    )


def _form(ask: ClickAsk | FormAsk) -> str:
    """Which of the person's forms it is."""
    return ask.metadata.get("form") or NEW


def _typed(ask: ClickAsk | FormAsk) -> dict[str, str]:
    return {block: value for block, value in ask.values.items() if block not in NOT_TYPED}


def _district(ask: ClickAsk | FormAsk) -> DistrictId | None:
    """What was chosen, or the only one there is to choose."""
    found = ask.values.get(drawn.DISTRICT) or ask.metadata.get("district")
    return DistrictId(our_id(found)) if found else None


async def _similar(house: House, ask: ClickAsk | FormAsk, facts: Mapping[str, str]) -> list[tuple[CaseNumber, str]]:
    """Cases of the form's district alone; not the one that is followed."""
    district = _district(ask)
    if district is None:
        return []
    found = await filling.similar_cases(
        house.store,
        who=ask.who,
        district=district,
        subject=ask.values.get("subject", ""),
        module=ask.values.get("module", ""),
        now=house.now(),
    )
    return [it for it in found if str(it[0]) != facts.get("previous")]


async def afresh(house: House, ask: ClickAsk) -> Answer:
    """Empty again: other action ids, since Slack keeps what stands under the same."""
    await filling.forget(house.store, who=ask.who, form=_form(ask))
    times = our_id(ask.metadata.get("afresh", "0")) + 1
    same = ("district", "for", "previous")
    kept: dict[str, str] = {name: ask.metadata[name] for name in same if name in ask.metadata}
    form = _form(ask) if ask.metadata.get("for") or ask.metadata.get("previous") else new_form()
    facts = {**kept, "form": form, "afresh": str(times)}
    sheet = await filling.sheet(house.store, who=ask.who, form=form, whose=whose(facts), now=house.now())
    await house.show_view(ask, case_form(drawn_from(house, sheet, facts, fields={})))
    return Nothing()


async def send(house: House, ask: FormAsk) -> Answer:
    """A case, or the form again: with what is wrong, or with cases that may be the same. Nothing typed is lost."""
    await filling.must_be_new(house.store, _once(ask))
    if ask.text_of(drawn.TYPE) == drawn.CONTACTS:
        await _keep(house, ask)
        return FormErrors(errors=drawn.no_case_yet())
    if await _has_gone(house, ask):
        return FormErrors(errors=drawn.gone())
    draft = _draft(ask)
    wrong = {
        **drawn.errors(_problems(house, draft), house.limits),
        **_wrong_files(house, ask),
        **_wrong_ticks(ask),
    }
    if wrong:
        return await _not_yet(house, ask, wrong)
    typed, its = _typed(ask), _district(ask)
    async with filling.never_lost(
        house.store, who=ask.who, form=_form(ask), fields=typed, now=house.now(), district=its
    ):
        if ask.metadata.get("shown") != "yes":
            found = await _similar(house, ask, ask.metadata)
            if found:
                await _keep(house, ask)
                form = replace(await _stands(house, ask), similar=found, asking=True)
                return NextView(view=case_form(form))
        return await _taken(house, ask, draft)


def _problems(house: House, draft: Draft) -> dict[str, Problem]:
    due = due_problem(draft.due, house.now())
    return {**problems(draft, house.limits), **({"due": due} if due else {})}


async def _not_yet(house: House, ask: FormAsk, wrong: dict[str, str]) -> Answer:
    """A field can only be pointed at where it is drawn: one that the type asks for may not be there yet."""
    await _keep(house, ask)
    if wrong.keys() <= ask.values.keys():
        return FormErrors(errors=wrong)
    return NextView(view=case_form(replace(await _stands(house, ask), unseen=True)))


async def _taken(house: House, ask: FormAsk, draft: Draft) -> Answer:
    receipt = await _opened(house, ask, draft)
    house.nudge()
    if ask.metadata.get("for") == "contact":
        return NextView(view=forms.reading("Sent", drawn.opened_for(receipt.number)))
    too_late = bool(_ticked(ask))
    if receipt.priority is Priority.CRITICAL and receipt.linked is None:
        return NextView(view=forms.critical_prompt(receipt.number, house.phone, too_late=too_late))
    return NextView(view=forms.sent(receipt.number, linked=receipt.linked, too_late=too_late))


def _once(ask: FormAsk) -> FormKey:
    return FormKey(f"form:{ask.view_id}")


async def _opened(house: House, ask: FormAsk, draft: Draft) -> Receipt:
    once, now = _once(ask), house.now()
    if ask.metadata.get("for") == "contact":
        contact = PersonId(our_id(ask.text_of(drawn.CONTACT) or "0"))
        along = Along(team=ask.team, form=_form(ask), files=_files(ask))
        return await opening.open_for_contact(
            house.store, who=ask.who, contact=contact, draft=draft, once=once, now=now, along=along
        )
    draft, along = await _with_what_it_brings(house, ask, draft)
    return await opening.open_case(house.store, who=ask.who, draft=draft, once=once, now=now, along=along)


async def _with_what_it_brings(house: House, ask: FormAsk, draft: Draft) -> tuple[Draft, Along]:
    """What a message brought and no field holds: its files, and what was too long for the field."""
    sheet = await filling.sheet(house.store, who=ask.who, form=_form(ask), whose=None, now=house.now())
    brought = tuple(
        File(id=key, name=name, mimetype=mimetype, size=size, permalink=link)
        for key, name, mimetype, size, link in attached(sheet.fields)
    )
    along = Along(team=ask.team, form=_form(ask), files=(*brought, *_files(ask)))
    if _form(ask).startswith(FROM_MESSAGE):
        along = _of_message(ask, along)
    form = _form(ask)
    along = replace(along, reply=reply_in(form), question=question_in(form), emergency=emergency_in(form))
    if along.emergency is not None:
        along = replace(along, author=_author(ask))
    return replace(draft, description=draft.description + sheet.fields.get("rest", "")), along


def _of_message(ask: FormAsk, along: Along) -> Along:
    """And where the message stands, and who wrote it."""
    _, channel, ts = _form(ask).split(":")
    return replace(along, message=Thread(team=ask.team, channel=ChannelId(channel), ts=Ts(ts)), author=_author(ask))


def _author(ask: FormAsk) -> SlackUser | None:
    """Of a message, or of a report: the case's reporter."""
    if "author" not in ask.metadata:
        return None
    return SlackUser(team=TeamId(ask.metadata["author_team"]), user=UserId(ask.metadata["author"]))


async def _has_gone(house: House, ask: FormAsk) -> bool:
    """Whether what the form promised to take along is kept no longer."""
    if ask.metadata.get("brings") != "yes":
        return False
    form, now = _form(ask), house.now()
    return (await filling.sheet(house.store, who=ask.who, form=form, whose=None, now=now)).kept is None


def _files(ask: FormAsk) -> tuple[File, ...]:
    return tuple(
        File(id=file.id, name=file.name, mimetype=file.mimetype, size=file.size, permalink=file.permalink)
        for file in ask.files
    )


def _wrong_files(house: House, ask: FormAsk) -> dict[str, str]:
    """As far as Slack told what they are; the rest is looked at when it is carried over."""
    for file in ask.files:
        why = files.why_not(file.name, file.size, largest=house.limits.form_file_bytes)
        if why is not None:
            return drawn.refused_file(file.name, why, house.limits)
    return {}


def _ticked(ask: FormAsk) -> list[NotificationId]:
    return [NotificationId(our_id(found)) for found in ask.text_of(incidents.MINE).split(",") if found]


def _wrong_ticks(ask: FormAsk) -> dict[str, str]:
    return incidents.one_at_most() if len(_ticked(ask)) > 1 else {}


def _draft(ask: FormAsk) -> Draft:
    """The fields that stand in the form, by the names of Draft; of a hidden one nothing is sent."""
    words = {name: ask.text_of(name) for name in ("module", "subject", "description", "steps", "expected", "actual")}
    previous, due = ask.metadata.get("previous"), ask.text_of("due")
    return Draft(
        district=_district(ask) or DistrictId(0),
        type=one_of(CaseType, ask.text_of(drawn.TYPE)),
        urgency=ask.choice(Priority, drawn.URGENCY) or Priority.MEDIUM,
        **words,
        impact=ask.text_of("impact"),
        environment=ask.text_of("environment"),
        task=ask.text_of("task"),
        scope=ask.choice(Scope, "scope"),
        frequency=ask.choice(Frequency, "frequency"),
        ask=ask.choice(Ask, "ask"),
        due=day(due) if due else None,
        loss_confirmed=ask.text_of("loss_confirmed") == "yes",
        has_student_data=ask.text_of(student_data.FIELD) == "yes",
        previous=CaseNumber(our_id(previous)) if previous else None,
        incident=next(iter(_ticked(ask)), None),
    )
