"""What is asked about the list of contacts and who goes quiet; and by who has no right: questions, emergencies."""

from bot.domain.acts import Act
from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.confirming import seen
from bot.domain.emergencies import Report
from bot.domain.ids import EmergencyId, LineId, PersonId, QuestionId, RequestId
from bot.domain.list_requests import Kind, Words
from bot.domain.people import Role
from bot.domain.record import Question
from bot.domain.silences import Asked as OfSilence
from bot.domain.training import Training
from bot.services import (
    accepting,
    audit_questions,
    claiming,
    confirming,
    emergencies,
    helping,
    list_decisions,
    list_looks,
    list_requests,
    own_details,
    questions,
    silences,
    training,
)
from bot.services.audit_questions import Typed
from bot.services.list_requests import Wish
from bot.services.questions import Wanted
from storage import confirmations
from storage.inbound import FormKey
from tests.machine.acts import Asked, Deed
from tests.machine.village import LINES, slack_of


async def _ask_to_add(it: Asked) -> None:
    """Who may come onto several lists has one name on them all."""
    staff = [user for district, role, user in LINES if district == it.target.district and role == "staff"]
    user = [*staff, "guest", "nobody"][it.pick % (len(staff) + 2)]
    name = f"{user} only{it.target.district}" if user in staff else f"{user} somebody"
    wish = Wish(
        district=it.district,
        kind=[Kind.ADD, Kind.REACTIVATE][it.pick % 2],
        person=slack_of(user),
        role=[Role.SUPPORT, Role.TECHNICAL][it.pick % 2],
        licensed=True,
        words=Words(name=name, email="new@x.example", reason=it.about_people),
    )
    await list_requests.ask(it.store, who=it.who, wish=wish, now=it.here.now, once=it.once)


async def _ask_about(it: Asked, kind: Kind, *, replaced: bool = False) -> None:
    """About a line that is there."""
    staff = [user for district, role, user in LINES if district == it.target.district and role == "staff"]
    wish = Wish(
        district=it.district,
        kind=kind,
        person=PersonId(it.target.person),
        role=Role.TECHNICAL if kind is Kind.CHANGE_TYPE or replaced else None,
        licensed=replaced,
        replacement=slack_of(staff[0]) if replaced else None,
        words=Words(reason=it.about_people, phone="555", name="New" if replaced else "", email="n@x.example"),
    )
    await list_requests.ask(it.store, who=it.who, wish=wish, now=it.here.now, once=it.once)


async def _approve(it: Asked) -> None:
    await list_decisions.approve(
        it.store, who=it.who, request=RequestId(it.target.id), answer="LLA", now=it.here.now, once=it.once
    )


async def _decline(it: Asked) -> None:
    await list_decisions.decline(
        it.store, who=it.who, request=RequestId(it.target.id), answer=it.about_people, now=it.here.now, once=it.once
    )


async def _confirm(it: Asked) -> None:
    await list_decisions.confirm(
        it.store, who=it.who, request=RequestId(it.target.id), now=it.here.now, once=it.once, spot=None
    )


async def _undo(it: Asked) -> None:
    await list_decisions.undo(
        it.store, who=it.who, request=RequestId(it.target.id), now=it.here.now, once=it.once, spot=None
    )


async def _withdraw(it: Asked) -> None:
    await list_requests.withdraw(it.store, who=it.who, request=RequestId(it.target.id), now=it.here.now, once=it.once)


async def _keep(it: Asked) -> None:
    await silences.keep(
        it.store, who=it.who, line=LineId(it.target.id), reason=it.about_people, now=it.here.now, once=it.once
    )


async def _deactivate(it: Asked) -> None:
    await silences.deactivate_now(it.store, who=it.who, line=LineId(it.target.id), now=it.here.now, once=it.once)


async def _audit(it: Asked) -> object:
    typed = Typed(question=[*Question][it.pick % len(Question)], district=it.district)
    return await audit_questions.answer(it.store, who=it.who, typed=typed, now=it.here.now)


async def _mark(it: Asked) -> None:
    state = [Training.IN_PROGRESS, Training.DONE][it.pick % 2]
    await training.mark(
        it.store, who=it.who, district=it.district, as_=state, now=it.here.now, once=it.once, spot=None
    )


async def _is_right(it: Asked) -> None:
    """As it stands, or as it stood once."""
    async with it.store.read() as tx:
        stands = seen(await confirmations.listed(tx, it.district))
    saw = stands if it.pick % 4 else "another"
    await confirming.confirm(
        it.store, who=it.who, district=it.district, saw=saw, now=it.here.now, once=it.once, spot=None
    )


async def _phone(it: Asked) -> None:
    await own_details.change_phone(
        it.store, who=it.who, phone=f"555-{it.pick:04}", now=it.here.now, once=FormKey(it.once)
    )


async def _ask_contact(it: Asked) -> None:
    wanted = Wanted(district=it.district, words=it.about_people, building=["", "Hall"][it.pick % 2])
    await questions.ask(it.store, who=it.who, wanted=wanted, once=it.once, now=it.here.now)


async def _answer(it: Asked) -> None:
    await helping.answer(
        it.store,
        who=it.who,
        question=QuestionId(it.target.id),
        words=it.about_people,
        once=FormKey(it.once),
        now=it.here.now,
    )


async def _refuse_question(it: Asked) -> None:
    await helping.decline(
        it.store,
        who=it.who,
        question=QuestionId(it.target.id),
        words=it.about_people,
        once=FormKey(it.once),
        now=it.here.now,
    )


async def _report(it: Asked) -> None:
    said = Report(broken=it.about_people, affected="All", unreachable="Nobody answers", phone="555-0100")
    await emergencies.report(
        it.store, who=it.who, district=it.district, said=said, now=it.here.now, once=FormKey(it.once)
    )


async def _accept(it: Asked) -> None:
    draft = Draft(
        district=it.district,
        type=CaseType.QUESTION,
        module="Grades",
        subject="All is down",
        description="",
        urgency=Priority.CRITICAL,
    )
    await accepting.accept(
        it.store,
        who=it.who,
        emergency=EmergencyId(it.target.id),
        draft=draft,
        reason=it.about_people,
        now=it.here.now,
        once=FormKey(it.once),
    )


async def _refuse_emergency(it: Asked) -> None:
    await accepting.decline(
        it.store,
        who=it.who,
        emergency=EmergencyId(it.target.id),
        reason=it.about_people,
        now=it.here.now,
        once=FormKey(it.once),
    )


OF_PEOPLE: dict[str, Deed] = {
    "see the list": Deed(
        Act.SEE_LIST,
        lambda it: list_looks.open_list(it.store, who=it.who, district=it.district, now=it.here.now),
        on="district",
        repeats=False,
    ),
    "ask to add": Deed(Act.REQUEST_LIST_CHANGE, _ask_to_add, on="district"),
    "ask to remove": Deed(Act.REQUEST_LIST_CHANGE, lambda it: _ask_about(it, Kind.REMOVE), on="line"),
    "ask to replace": Deed(Act.REQUEST_LIST_CHANGE, lambda it: _ask_about(it, Kind.REMOVE, replaced=True), on="line"),
    "ask for another type": Deed(Act.REQUEST_LIST_CHANGE, lambda it: _ask_about(it, Kind.CHANGE_TYPE), on="line"),
    "ask for other details": Deed(Act.REQUEST_LIST_CHANGE, lambda it: _ask_about(it, Kind.UPDATE), on="line"),
    "ask to reactivate": Deed(Act.REQUEST_LIST_CHANGE, lambda it: _ask_about(it, Kind.REACTIVATE), on="line"),
    "approve": Deed(Act.APPROVE_LIST_CHANGE, _approve, on="request"),
    "decline": Deed(Act.APPROVE_LIST_CHANGE, _decline, on="request"),
    "confirm a removal": Deed(Act.APPROVE_LIST_CHANGE, _confirm, on="request"),
    "undo a removal": Deed(Act.UNDO_REMOVAL, _undo, on="request"),
    "withdraw a request": Deed(Act.WITHDRAW_REQUEST, _withdraw, on="request"),
    "see who is silent": Deed(
        Act.SEE_SILENT,
        lambda it: silences.look(it.store, who=it.who, asked=OfSilence(), now=it.here.now),
        on="district",
        repeats=False,
    ),
    "keep a contact": Deed(Act.KEEP_CONTACT, _keep, on="line"),
    "deactivate a contact": Deed(Act.DEACTIVATE_CONTACT, _deactivate, on="line"),
    "see the record": Deed(Act.SEE_AUDIT, _audit, on="district", repeats=False),
    "mark training": Deed(Act.MARK_TRAINING, _mark, on="district"),
    "confirm the list": Deed(Act.CONFIRM_LIST, _is_right, on="district"),
    "change the phone": Deed(Act.CHANGE_DETAILS, _phone, on="district"),
    "ask a contact": Deed(Act.ASK_CONTACT, _ask_contact, on="district"),
    "answer a question": Deed(Act.ANSWER_QUESTION, _answer, on="question"),
    "decline a question": Deed(Act.ANSWER_QUESTION, _refuse_question, on="question"),
    "report an emergency": Deed(Act.REPORT_EMERGENCY, _report, on="district"),
    "accept an emergency": Deed(Act.DECIDE_EMERGENCY, _accept, on="emergency"),
    "decline an emergency": Deed(Act.DECIDE_EMERGENCY, _refuse_emergency, on="emergency"),
    "claim an emergency": Deed(Act.CLAIM_EMERGENCY, lambda it: claiming.claim(it.store, it.case)),
}
