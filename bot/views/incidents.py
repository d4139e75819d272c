"""Incidents: opened in a window, listed for agents, closed in another; and how they stand in the case form.

What an incident is, is said in words beside any colour (POLICY 8).
"""

import json
from collections.abc import Sequence

from bot.domain.cases import Case
from bot.domain.drafts import Problem
from bot.domain.ids import NotificationId
from bot.domain.limits import Limits
from bot.domain.meanwhile import Fact
from bot.domain.notifications import Incident
from bot.views import fields, forms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

MODULE, TITLE, MINE = "module", "title", "incident"
ALL = "all"
"""In the menu of modules: every one."""

SHOWN, LISTED = 5, 20
"""The newest, in a case form and in a list."""

PUBLIC = f"Contacts of every district read it: no names of districts, and none of people. {fields.NO_NAMES}"
SOON = "That takes a minute or two."


def open_form(modules: Sequence[str], limits: Limits) -> Block:
    options = [(ALL, "All modules"), *((name, name) for name in modules)]
    typed = {**fields.words("typed", "", multiline=False), "max_length": fields.SHORT}
    hint = f"{limits.subject_shortest} to {limits.subject_longest} characters. {PUBLIC}"
    blocks = [
        text.section("It stands in the form of every new case of the module until it is closed."),
        fields.choice(MODULE, "Module", options),
        fields.field(TITLE, "What does not work?", typed, hint=hint),
    ]
    return text.modal("Open an incident", Callback.OPEN_INCIDENT, blocks, submit="Open")


def wrong_title(problem: Problem, limits: Limits) -> dict[str, str]:
    """At its field."""
    match problem:
        case Problem.TOO_SHORT:
            return {TITLE: f"Please use at least {limits.subject_shortest} characters."}
        case Problem.TOO_LONG:
            return {TITLE: f"Please use at most {limits.subject_longest} characters."}
        case _:
            return {TITLE: "Please fill this in."}


def opened(incident: NotificationId, *, command: str) -> Message:
    return _plainly(f"Incident {incident} is open. `{command} incidents` shows its cases, and closes it.")


def listing(rows: Sequence[tuple[Incident, int]], *, may_close: bool, command: str) -> Message:
    """`rows`: with how many open cases are linked. Who may not close one has no buttons."""
    if not rows:
        return _plainly(f"No incident is open. A support lead opens one by `{command} incident`.")
    quiet = "; ".join(f"incident {it.id}, {_cases(count)}" for it, count in rows)
    spoken = "; ".join(f"incident {it.id}, {text.one_line(it.title)}, {_cases(count)}" for it, count in rows)
    shown = [_row(it, count, place, may_close=may_close) for place, (it, count) in enumerate(rows[:LISTED])]
    more = len(rows) - len(shown)
    rest = [text.context(f"and {more} more, which are older")] if more else []
    blocks = [text.section("*Open incidents*"), *shown, *rest]
    return Message(
        text=text.spoken(f"Open incidents: {quiet}."), blocks=blocks, aloud=text.spoken(f"Open incidents: {spoken}.")
    )


def _row(incident: Incident, count: int, place: int, *, may_close: bool) -> Block:
    close = text.button(
        "Close…", f"{Action.CLOSE_INCIDENT}#{place}", incident.id, spoken_as=f"Close incident {incident.id}"
    )
    said = f"{_named(incident)}\n{_facts(incident)} · {_cases(count)}"
    return text.section(said, accessory=close) if may_close else text.section(said)


def _named(incident: Incident) -> str:
    return f"*Incident {incident.id}* · {text.inline(incident.title)}"


def _facts(incident: Incident) -> str:
    module = text.inline(incident.module) if incident.module else "All modules"
    return f"{module} · open since {text.moment(incident.opened_at)}"


def _cases(count: int) -> str:
    return "1 open case" if count == 1 else f"{count} open cases"


def close_form(incident: Incident, *, moves: int, told: int) -> Block:
    """Says what it will do before it is done."""
    blocks = [
        text.section(_named(incident)),
        text.section(f"{_moved(moves)} {_new(told)}".strip()),
        fields.lines(forms.WORDS, "Resolution", hint=f"Every linked case has it in its thread. {PUBLIC}"),
    ]
    return text.modal(
        "Close incident",
        Callback.CLOSE_INCIDENT,
        blocks,
        submit="Close it",
        private_metadata=json.dumps({"incident": str(incident.id)}),
    )


def _moved(moves: int) -> str:
    if moves == 0:
        return "No case that Support works on is linked to it."
    return f"*Closing it moves {_cases(moves)}* to Pending Customer Verification."


def _new(told: int) -> str:
    if told == 0:
        return ""
    return f"{told} more, still New, {'is' if told == 1 else 'are'} told alone."


def closed(incident: Incident, *, moves: int, told: int) -> Message:
    said = f"Incident {incident.id} is closed. Within a minute or two: {_cases(moves)} moved. {_new(told)}"
    return _plainly(said.strip())


def in_form(incidents: Sequence[Incident], chosen: str, action: str) -> list[Block]:
    """At the top of the case form: what is known already, and a tick for it. `chosen`: what is ticked, by value."""
    shown = incidents[:SHOWN]
    if not shown:
        return []
    known = [text.section(f":large_orange_circle: {_named(it)}\n{_facts(it)}") for it in shown]
    options = [(str(it.id), f"Incident {it.id}: {text.one_line(it.title)}") for it in shown]
    ids = "-".join(value for value, _ in options)  # other options are another field: Slack keeps no tick that is gone
    box = fields.boxes(f"{action}-{ids}", options, chosen.split(","))
    hint = "The case is sent all the same, and hears when the incident is over. There is no need to phone."
    more = [text.context(f"and {len(incidents) - SHOWN} older ones")] if len(incidents) > SHOWN else []
    return [
        *known,
        *more,
        fields.field(MINE, "This is my problem too", box, optional=True, hint=hint),
        text.divider(),
    ]


def link_form(case: Case, known: Sequence[Incident]) -> Block:
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
    return {MINE: "A case is linked to one incident. Please leave the tick that fits best."}


def on_card(incident: Incident) -> str:
    state = "open" if incident.is_open else "closed"
    return f"Incident {incident.id} ({state}) · {text.inline(incident.title)}"


def _plainly(sentence: str) -> Message:
    return Message(text=sentence, blocks=[text.section(sentence)])
