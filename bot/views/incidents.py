"""Incidents and maintenance where cases are: at the top of the form, in the window that links one, on the card."""

from collections.abc import Sequence

from bot.domain.cases import Case
from bot.domain.meanwhile import Fact
from bot.domain.notifications import Notification
from bot.views import fields, forms, notifications, text
from bot.views.actions import Callback
from bot.views.message import Block

MINE = "incident"
SHOWN = 5
"""The newest, in a case form."""


def in_form(incidents: Sequence[Notification], chosen: str, action: str) -> list[Block]:
    """At the top of the case form: what is known already, and a tick for it. `chosen`: what is ticked, by value."""
    shown = incidents[:SHOWN]
    if not shown:
        return []
    known = [text.section(f"{notifications.named(it)}\n{notifications.facts(it)}") for it in shown]
    options = [(str(it.id), f"{notifications.called(it)}: {text.one_line(it.title)}") for it in shown]
    ids = "-".join(value for value, _ in options)  # other options are another field: Slack keeps no tick that is gone
    box = fields.boxes(f"{action}-{ids}", options, chosen.split(","))
    hint = "The case is sent all the same, and hears when an incident is over. There is no need to phone."
    more = [text.context(f"and {len(incidents) - SHOWN} older ones")] if len(incidents) > SHOWN else []
    return [
        *known,
        *more,
        fields.field(MINE, "This is my problem too", box, optional=True, hint=hint),
        text.divider(),
    ]


def link_form(case: Case, known: Sequence[Notification]) -> Block:
    """`known`: those that affect the case's module."""
    if not known:
        return forms.notice("Link to an incident", f"No open incident affects the module of case {case.number}.")
    options = [(str(it.id), f"{it.id} · {text.one_line(it.title)}") for it in known]
    hint = "When it is closed, its text becomes the resolution of this case."
    return text.modal(
        "Link to an incident",
        Callback.LINK,
        [
            text.context(f"Case {case.number}"),
            fields.field(MINE, "Incident", fields.menu("chosen", options, ""), hint=hint),
        ],
        submit="Link",
        private_metadata=fields.about(case, Fact.INCIDENT),
    )


def one_at_most() -> dict[str, str]:
    """At the ticks."""
    return {MINE: "A case is linked to one of them. Please leave the tick that fits best."}


def on_card(incident: Notification) -> str:
    state = "open" if incident.is_open else "closed"
    return f"{notifications.called(incident)} ({state}) · {text.inline(incident.title)}"
