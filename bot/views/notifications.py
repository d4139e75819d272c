"""Incidents and maintenance as they are read: at the top of the Home, in a list, one with its updates (POLICY 8).

What each is, is said in words beside any colour. Times are drawn by Slack in each reader's own zone.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import CaseNumber
from bot.domain.notifications import Kind, Notification
from bot.views import forms, terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

SIGN = {Kind.INCIDENT: ":large_orange_circle:", Kind.MAINTENANCE: ":large_green_circle:"}
ON_HOME, LISTED = 3, 20
"""The newest; how many more there are is said."""

UPDATE_LONGEST = 400
"""Of each in a window; those of one that is looked at."""


def called(it: Notification) -> str:
    return f"{terms.NOTIFICATION[it.kind]} {it.id}"


def named(it: Notification) -> str:
    return f"{SIGN[it.kind]} *{called(it)}* · {text.inline(it.title)}"


def facts(it: Notification) -> str:
    """What it affects, and since when, or when."""
    modules = text.sentence(text.inline(name) for name in it.affected.modules) or "All modules"
    return f"{modules} · {_when(it)}"


def _when(it: Notification) -> str:
    if it.closed_at is not None:
        return f"over since {text.moment(it.closed_at)}"
    if it.starts_at is None or it.ends_at is None:
        return f"open since {text.moment(it.opened_at)}"
    return f"{text.moment(it.starts_at)} until {text.moment(it.ends_at)}"


def on_home(standing: Sequence[Notification]) -> list[Block]:
    """At the top of everybody's, where there are any."""
    if not standing:
        return []
    shown = [_row(it, place) for place, it in enumerate(standing[:ON_HOME])]
    more = len(standing) - ON_HOME
    rest = [text.button(f"{more} more…", Action.NOTIFIED, "home", spoken_as=f"{more} more incidents and maintenance")]
    return [*shown, *(text.buttons(rest) if more > 0 else []), text.divider()]


def _row(it: Notification, place: int, *, cases: str = "") -> Block:
    see = text.button("View", f"{Action.NOTIFICATION}#{place}", it.id, spoken_as=f"View {called(it)}")
    return text.section(f"{named(it)}\n{facts(it)}{cases}", accessory=see)


def listing(rows: Sequence[tuple[Notification, int | None]], *, may_publish: bool, at_desk: bool) -> Block:
    """A window. `rows`: with how many open cases are linked, where support looks."""
    drawn = [
        _row(it, place, cases="" if count is None else f" · {_cases(count)}")
        for place, (it, count) in enumerate(rows[:LISTED])
    ]
    more = [text.context(f"and {len(rows) - LISTED} more, which are older")] if len(rows) > LISTED else []
    blocks = [*_begin(may_publish=may_publish), *(drawn or [_none(at_desk=at_desk)]), *more]
    title = "Incidents, maintenance"
    return forms.reading(title, Message(text=title, blocks=blocks))


def _begin(*, may_publish: bool) -> list[Block]:
    if not may_publish:
        return []
    incident = text.button("New incident…", f"{Action.ANNOUNCE}#{Kind.INCIDENT}", Kind.INCIDENT)
    maintenance = text.button("New maintenance…", f"{Action.ANNOUNCE}#{Kind.MAINTENANCE}", Kind.MAINTENANCE)
    return text.buttons([incident, maintenance])


def _none(*, at_desk: bool) -> Block:
    nothing = "No incident is open, and no maintenance is planned."
    return text.section(f"{nothing} A support lead begins one here." if at_desk else nothing)


def _cases(count: int) -> str:
    return "1 open case" if count == 1 else f"{count} open cases"


def page(
    it: Notification,
    updates: Sequence[tuple[datetime, str]],
    *,
    count: int | None,
    cases: Sequence[CaseNumber],
    districts: Sequence[str],
    may_publish: bool,
    said: str = "",
) -> Block:
    """A window. `count`: of open cases, for support; `cases`: the reader's own; `said`: what was just done."""
    closing = [text.section("*How it ended*"), _said(it.closing, text.PLAIN_LONGEST)] if it.closing else []
    blocks = [
        *([text.section(f":white_check_mark: {said}")] if said else []),
        text.section(f"{named(it)}\n{facts(it)}"),
        *_concerns(districts, len(it.affected.districts)),
        *closing,
        *_updates(updates),
        *_linked(it, cases, count),
        *(_for_leads(it) if may_publish and it.is_open else []),
    ]
    return forms.reading(called(it), Message(text=called(it), blocks=blocks))


def _concerns(districts: Sequence[str], count: int) -> list[Block]:
    """For support: whom, where that is not everybody."""
    if not districts:
        return []
    more = f" and {count - len(districts)} more" if count > len(districts) else ""
    names = ", ".join(text.inline(name) for name in districts)
    return [text.context(f"Concerns {names}{more}")]


def _updates(updates: Sequence[tuple[datetime, str]]) -> list[Block]:
    """The newest first."""
    drawn = [[text.context(text.moment(at)), _said(words, UPDATE_LONGEST)] for at, words in updates]
    return [block for blocks in drawn for block in blocks]


def _said(words: str, longest: int) -> Block:
    return {"type": "section", "text": text.plain(words, longest)}


def _linked(it: Notification, cases: Sequence[CaseNumber], count: int | None) -> list[Block]:
    if count is not None:
        return [text.context(f"{_cases(count)} linked" if count else "No open case is linked.")]
    numbers = text.sentence(str(number) for number in cases)
    if cases:
        its = f"Case {numbers} is linked to it" if len(cases) == 1 else f"Cases {numbers} are linked to it"
        return [text.context(f"{its}. There is no need to phone.")]
    if not it.is_open:
        return []
    return [text.context("Is it your district's problem too? A contact's case form has it at its top, with a tick.")]


def _for_leads(it: Notification) -> list[Block]:
    spoken = called(it)
    update = text.button("Post update…", Action.UPDATE_NOTIFICATION, it.id, spoken_as=f"Post update on {spoken}")
    if it.is_incident:
        end = text.button("Close incident…", Action.CLOSE_NOTIFICATION, it.id, spoken_as=f"Close {spoken}")
        return [text.divider(), *text.buttons([update, end])]
    move = text.button("Change times…", Action.MOVE_MAINTENANCE, it.id, spoken_as=f"Change times of {spoken}")
    end = text.button("End it…", Action.CLOSE_NOTIFICATION, it.id, spoken_as=f"End it: {spoken}")
    return [text.divider(), *text.buttons([update, move, end])]


TOLD = {
    "opened": {
        Kind.INCIDENT: "Something does not work, and Support is at work on it",
        Kind.MAINTENANCE: "Maintenance is planned",
    },
    "updated": {Kind.INCIDENT: "There is news of an incident", Kind.MAINTENANCE: "There is news of maintenance"},
    "moved": {Kind.MAINTENANCE: "Maintenance was moved to another time"},
    "called-off": {Kind.MAINTENANCE: "Maintenance was called off, or is over earlier"},
}
"""By what there is to tell."""


def told(it: Notification, about: str, *, words: str, cases: Sequence[CaseNumber]) -> Message:
    """To a contact whom it concerns. `words`: of the update, or why it was called off."""
    head = f"{TOLD[about][it.kind]}: {called(it)}"
    said = [_said(words, UPDATE_LONGEST)] if words else []
    see = text.button("View", Action.NOTIFICATION, it.id, spoken_as=f"View {called(it)}")
    tick = "You can send a case about it all the same, with *This is my problem too*; there is no need to phone."
    mine = f"Linked: {text.sentence(str(number) for number in cases)}." if cases else tick
    hint = [text.context(mine)] if it.is_incident else []
    return Message(
        text=text.spoken(f"{head}."),
        aloud=text.aloud(text.escape(f"{head}:"), text.one_line(it.title)),
        blocks=[
            text.section(f"*{head}*"),
            text.section(f"{named(it)}\n{facts(it)}"),
            *said,
            *hint,
            *text.buttons([see]),
        ],
    )
