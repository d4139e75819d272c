"""The case form, drawn with somebody's words in each place where words can be."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.limits import DEFAULT
from bot.views import case_form, lines
from bot.views.message import Message
from tests.clockwork import NOON
from tests.views.drawing_incidents import many as many_incidents

NUMBER = CaseNumber(17)


def case_forms(said: str) -> list[dict[str, Any]]:
    """Each type, every field filled in, with all that can stand beside the fields."""
    many = [(DistrictId(number), said) for number in range(1, 120)]
    named = [case_form.Contact(id=PersonId(number), name=said) for number in range(1, 120)]
    fields = dict.fromkeys(("subject", "description", "steps", "expected", "actual", "impact", "task", "rest"), said)
    ticked = {"loss_confirmed": "yes", "incident": "1,4"}
    forms_of = [
        case_form.CaseForm(
            fields={**fields, **ticked, "type": kind, "module": said, "due": "2026-12-01"},
            facts={"form": "message:C0X:1.2", "previous": "17", "afresh": "1"},
            districts=several,
            modules=("Grades", "Other"),
            command="/case",
            limits=DEFAULT,
            contacts=contacts,
            similar=[(NUMBER, said)] * 3,
            saved_at=NOON,
            zone="America/Denver",
            resumed=True,
            asking=asking,
            unseen=True,
            along=[said] * 10,
            incidents=incidents,
        )
        for kind, _ in case_form.TYPES
        for several, contacts, asking, incidents in (
            (many, (), True, many_incidents(said)),
            (many[:1], named, False, many_incidents(said)[:1]),
        )
    ]
    plain = case_form.CaseForm(
        fields={},
        facts={},
        districts=many,
        modules=("Grades",),
        command="/case",
        limits=DEFAULT,
        saved_at=NOON,
        earlier=True,
    )
    return [case_form.case_form(form) for form in (*forms_of, plain)]


FORM_MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "case_form.opened_for": lambda _: [case_form.opened_for(NUMBER)],
    "lines.thread_ends": lambda _: [lines.thread_ends(NUMBER)],
    "lines.from_message": lambda said: [
        lines.from_message(NUMBER, link=link) for link in ("https://x.example/m", "", f"https://x.example/<{said}")
    ],
    "lines.became": lambda said: [
        lines.became(NUMBER, link=link) for link in ("https://x.example/m", f"https://x.example/<{said}")
    ],
}
