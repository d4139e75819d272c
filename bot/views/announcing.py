"""A lead's windows about incidents and maintenance: opened with a preview, updated, moved, closed (POLICY 8)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.drafts import Problem
from bot.domain.limits import Limits
from bot.domain.notifications import AHEAD, FURTHEST, LONGEST, Kind, Notification, TimesProblem
from bot.views import fields, forms, notifications, terms, text
from bot.views.actions import Callback
from bot.views.message import Block

TITLE, MODULES, DISTRICTS, STARTS, ENDS = "title", "modules", "districts", "starts", "ends"
PUBLIC = f"Everybody whom it concerns reads it: no names of districts, and none of people. {fields.NO_NAMES}"
SOON = "within a minute or two"
NAMED = 10
"""Districts, in the list of who will be told."""

Named = Sequence[tuple[str, int]]


def open_form(
    kind: Kind, modules: Sequence[str], districts: Sequence[tuple[str, str]], limits: Limits, *, now: datetime
) -> Block:
    """`districts`: key and name; more than a menu takes are named by their keys."""
    what = "What does not work?" if kind is Kind.INCIDENT else "What is done?"
    hint = f"{limits.subject_shortest} to {limits.subject_longest} characters. {PUBLIC}"
    blocks = [
        text.context(_means(kind)),
        fields.field(
            TITLE, what, {**fields.words("typed", "", multiline=False), "max_length": fields.SHORT}, hint=hint
        ),
        *(_times(now + timedelta(days=15), now + timedelta(days=15, hours=4)) if kind is Kind.MAINTENANCE else []),
        *_modules(modules),
        _districts(districts),
    ]
    title = "New incident" if kind is Kind.INCIDENT else "New maintenance"
    facts = json.dumps({"kind": str(kind)})
    return text.modal(title, Callback.ANNOUNCE, blocks, submit="Preview", private_metadata=facts)


def _means(kind: Kind) -> str:
    if kind is Kind.INCIDENT:
        return "It stands on the Home and in the form of every new case of its modules until it is closed."
    return (
        f"Contacts are told {AHEAD.days} days before it begins, or at once where that is past; it stands on the Home "
        "and in the form from then on, until it is over."
    )


def _modules(modules: Sequence[str]) -> list[Block]:
    if not modules:
        return []
    menu = fields.several("chosen", [(name, name) for name in modules])
    return [fields.field(MODULES, "Modules", menu, optional=True, hint="None chosen: all of them.")]


def _districts(districts: Sequence[tuple[str, str]]) -> Block:
    every = "None chosen: all of them."
    if len(districts) > fields.OPTIONS:
        hint = f"Their keys, with commas between. {every}"
        typed = fields.words("typed", "", multiline=True)
        return fields.field(DISTRICTS, "Districts", typed, optional=True, hint=hint)
    menu = fields.several("chosen", [(key, name) for key, name in districts])
    return fields.field(DISTRICTS, "Districts", menu, optional=True, hint=every)


def _times(starts_at: datetime, ends_at: datetime) -> list[Block]:
    hint = "In your own time; everybody reads it in theirs."
    return [
        fields.field(STARTS, "Begins", fields.moment("chosen", starts_at), hint=hint),
        fields.field(ENDS, "Ends", fields.moment("chosen", ends_at)),
    ]


def wrong_title(problem: Problem, limits: Limits) -> dict[str, str]:
    """At its field."""
    match problem:
        case Problem.TOO_SHORT:
            return {TITLE: f"Please use at least {limits.subject_shortest} characters."}
        case Problem.TOO_LONG:
            return {TITLE: f"Please use at most {limits.subject_longest} characters."}
        case _:
            return {TITLE: "Please fill this in."}


def wrong_times(problem: TimesProblem) -> dict[str, str]:
    """At the field that has to change."""
    match problem:
        case TimesProblem.PAST:
            return {ENDS: "That is over already."}
        case TimesProblem.ENDS_FIRST:
            return {ENDS: "It has to end after it begins."}
        case TimesProblem.FAR:
            return {STARTS: f"That is more than {FURTHEST.days} days ahead."}
        case TimesProblem.LONG:
            return {ENDS: f"That is more than {LONGEST.days} days after it begins."}


def no_time() -> dict[str, str]:
    return {STARTS: "Please choose when it begins, and when it ends."}


def wrong_districts(unknown: Sequence[str]) -> dict[str, str]:
    return {DISTRICTS: f"I know no district by the key {', '.join(text.cut(key, 40) for key in unknown[:5])}."}


def too_many() -> dict[str, str]:
    return {DISTRICTS: "Those are too many to name one by one. Please choose fewer, or none for all of them."}


def preview(it: Notification, *, people: int, districts: int, named: Named, facts: str, now: datetime) -> Block:
    """As everybody will read it, and who is told. `it`: as it will be; `facts`: the window's metadata."""
    blocks = [
        text.context("This is what everybody whom it concerns will read:"),
        text.section(f"{notifications.SIGN[it.kind]} *{terms.NOTIFICATION[it.kind]}* · {text.inline(it.title)}"),
        text.context(notifications.facts(it)),
        text.divider(),
        *_audience(it, people, districts, named, now),
    ]
    title, submit = ("New incident", "Open it") if it.is_incident else ("New maintenance", "Announce it")
    return text.modal(title, Callback.ANNOUNCE_IT, blocks, submit=submit, private_metadata=facts)


def _audience(it: Notification, people: int, districts: int, named: Named, now: datetime) -> list[Block]:
    if not people:
        return [text.section("*Nobody is told*: no contact of these districts can be written to.")]
    when = SOON if it.told_from <= now else f"at {text.moment(it.told_from)}"
    whom = "*One contact is told*" if people == 1 else f"*{people} contacts are told*"
    of = "one district" if districts == 1 else f"{districts} districts"
    lines = ", ".join(f"{text.inline(name)} ({count})" for name, count in named[:NAMED])
    more = f" and {districts - len(named[:NAMED])} more" if districts > len(named[:NAMED]) else ""
    return [text.section(f"{whom} by direct message, of {of}, {when}."), text.context(f"{lines}{more}")]


def update_form(it: Notification, *, people: int) -> Block:
    whom = "Nobody's open case is linked to it, so nobody is written to."
    if people:
        count = (
            "The contact whose open case is linked is"
            if people == 1
            else f"The {people} contacts of linked cases are"
        )
        whom = f"{count} written to."
    blocks = [
        text.section(notifications.named(it)),
        fields.lines(forms.WORDS, "What is new?", hint=f"{PUBLIC} {whom}"),
    ]
    return text.modal("Post update", Callback.UPDATE_NOTIFICATION, blocks, submit="Post", private_metadata=_of(it))


def _of(it: Notification) -> str:
    return json.dumps({"notification": str(it.id)})


def move_form(it: Notification, *, now: datetime) -> Block:
    starts, ends = it.starts_at or now, it.ends_at or now
    whom = "Who was told of it is told of that." if it.stands(now) else "Nobody was told of it yet."
    blocks = [text.section(notifications.named(it)), *_times(starts, ends), text.context(whom)]
    return text.modal("Change times", Callback.MOVE_MAINTENANCE, blocks, submit="Change", private_metadata=_of(it))


def close_form(it: Notification, *, moves: int, told: int, now: datetime) -> Block:
    """Says what it will do before it is done."""
    if it.is_incident:
        label, hint = "Resolution", f"Every linked case has it in its thread. {PUBLIC}"
        means = f"{_moved(moves)} {_new(told)}".strip()
    else:
        label, hint = "Why?", PUBLIC
        means = "Every contact whom it concerns is told." if it.stands(now) else "Nobody was told of it yet."
    blocks = [
        text.section(notifications.named(it)),
        text.section(means),
        fields.lines(forms.WORDS, label, hint=hint),
    ]
    title, submit = ("Close incident", "Close it") if it.is_incident else ("End maintenance", "End it")
    return text.modal(title, Callback.CLOSE_NOTIFICATION, blocks, submit=submit, private_metadata=_of(it))


def _moved(moves: int) -> str:
    if moves == 0:
        return "No case that Support works on is linked to it."
    return f"*Closing it moves {_cases(moves)}* to Pending Customer Verification."


def _cases(count: int) -> str:
    return "1 open case" if count == 1 else f"{count} open cases"


def _new(told: int) -> str:
    if told == 0:
        return ""
    return f"{told} more, still New, {'is' if told == 1 else 'are'} told alone."


def closed(it: Notification, *, moves: int, told: int) -> Block:
    said = f"{notifications.called(it)} is closed."
    if it.is_incident:
        said = f"{said} {SOON.capitalize()}: {_cases(moves)} moved. {_new(told)}".strip()
    return forms.notice(notifications.called(it), said)
