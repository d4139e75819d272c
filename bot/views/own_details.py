"""What the list has of a contact, shown to them; their phone number they change themselves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.list_requests import phone_seen
from bot.domain.people import Role, Standing
from bot.domain.phones import LONGEST
from bot.domain.training import Training
from bot.views import fields, forms, terms, text
from bot.views.actions import Callback
from bot.views.message import Block, Message
from bot.views.training import STATES

PHONE = "phone"
ANYWAY = "Nothing was saved yet. *Save* puts what stands below in its place."
SHOWN = 20
"""Of districts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """At one district, as `storage.own_lines` has it."""

    district: str
    role: Role
    standing: Standing
    since: datetime | None
    active_at: datetime | None
    training: Training
    trained_at: datetime | None


def details_form(
    *, name: str, email: str, phone: str, zone: str, rows: Sequence[Row], typed: str | None = None
) -> Block:
    """To look at, but for the phone number. `typed`: theirs, where the list's changed while the form stood open."""
    number = phone if typed is None else typed
    box = {**fields.words("typed", number, multiline=False), "max_length": LONGEST}
    hint = "Your district's people and Support call it. It is changed at once, and they are told that it was."
    blocks = [
        text.fields([("Name", text.inline(name)), ("Work e-mail", text.inline(email))]),
        *(text.section(_row(row, zone)) for row in rows[:SHOWN]),
        *([] if typed is None else [text.section(_changed(phone))]),
        fields.field(PHONE, "Phone", box, optional=True, hint=hint),
        text.context("If anything else is wrong, another contact or your district's administrator has it changed."),
    ]
    seen = json.dumps({"saw": phone_seen(phone)})
    return text.modal("My details", Callback.MY_DETAILS, blocks, submit="Save", private_metadata=seen)


def _changed(phone: str) -> str:
    """Somebody was faster."""
    by_now = f"it has {text.inline(phone)} now" if phone else "it has no number of yours now"
    return f":warning: Somebody changed your number on the list while this was open: {by_now}. {ANYWAY}"


def _row(row: Row, zone: str) -> str:
    flagged = ", flagged for deactivation" if row.standing is Standing.FLAGGED else ""
    facts = [
        f"since {text.day(row.since, zone)}" if row.since else "",
        f"last active on {text.day(row.active_at, zone)}" if row.active_at else "",
        _training(row, zone),
    ]
    return f"*{text.inline(row.district)}*\n{terms.ROLE[row.role]}{flagged}\n{' · '.join(filter(None, facts))}"


def _training(row: Row, zone: str) -> str:
    if row.training is Training.NOT_ASKED:
        return ""
    is_dated = row.trained_at is not None and row.training is Training.DONE
    when = f" on {text.day(row.trained_at, zone)}" if is_dated and row.trained_at else ""
    return f"training {STATES[row.training]}{when}"


def no_phone() -> dict[str, str]:
    """At the field."""
    return {PHONE: "Please write a phone number, such as 555-0101 or +1 555 0101 ext. 12, or leave this empty."}


def saved(phone: str) -> Block:
    said = text.told("Saved: {phone} is your number from now on.", phone=phone)
    if not phone:
        gone = "Saved: the list has no number of yours any more."
        said = Message(text=gone, blocks=[text.section(gone)])
    return forms.reading("My details", said)
