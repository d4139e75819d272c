"""Targets for the desk (POLICY 3): a first response, then updates, in the vendor's business time.

The first thing the desk sends to the district is the first response; from then on the latest such begins
the wait for the next update. While it is the district's turn no target runs.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.business import Amount, Calendar, Pause, deadline
from bot.domain.cases import Priority
from bot.domain.rules import Rules


class Kind(StrEnum):
    FIRST_RESPONSE = "first-response"
    UPDATE = "update"


class Stage(StrEnum):
    """How far a target was told of. Each is told once."""

    NOTHING = ""
    NEAR = "near"
    MISSED = "missed"
    LEAD = "lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target of a case. `paused_at`: since when it is the district's turn; `pauses`: when it was."""

    kind: Kind
    priority: Priority
    began_at: datetime
    paused_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    told: Stage = Stage.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing to do before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Somebody is to know how it stands: `told.NEAR` the owner, `MISSED` the desk, `LEAD` the leads."""

    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Paused, or everybody was told."""


Verdict = Wait | Tell | Rest


def due_at(target: Target, calendar: Calendar, rules: Rules) -> datetime:
    """When it will be missed."""
    return deadline(calendar, target.began_at, _amount(target, rules), target.pauses)


def near_at(target: Target, calendar: Calendar, rules: Rules) -> datetime:
    """When it is about to be: after three quarters of its business time, by default."""
    whole = calendar.between(target.began_at, _amount(target, rules).after(target.began_at, calendar))
    return deadline(calendar, target.began_at, Amount(hours=whole * rules.warn_at), target.pauses)


def verdict(target: Target, calendar: Calendar, rules: Rules, now: datetime) -> Verdict:
    """What is to be told now; only within business hours, and after downtime the latest alone."""
    if target.paused_at is not None:
        return Rest()
    order = list(Stage)
    ahead = {
        stage: at for stage, at in _instants(target, calendar, rules) if order.index(stage) > order.index(target.told)
    }
    due = [stage for stage, at in ahead.items() if at <= now]
    if not due:
        return Wait(until=min(ahead.values())) if ahead else Rest()
    if not calendar.is_open(now):
        return Wait(until=calendar.opens(now))
    return Tell(stage=Stage.MISSED if Stage.MISSED in due else due[-1])


def next_look(ruled: Verdict, now: datetime) -> datetime | None:
    """When a round is to look; None: not before the case changes."""
    match ruled:
        case Wait():
            return ruled.until
        case Rest():
            return None
        case Tell():
            return now


def _instants(target: Target, calendar: Calendar, rules: Rules) -> list[tuple[Stage, datetime]]:
    missed = due_at(target, calendar, rules)
    return [
        (Stage.NEAR, near_at(target, calendar, rules)),
        (Stage.MISSED, missed),
        (Stage.LEAD, rules.lead_after.after(missed, calendar)),
    ]


def _amount(target: Target, rules: Rules) -> Amount:
    goal = rules.goals[target.priority]
    return goal.first_response if target.kind is Kind.FIRST_RESPONSE else goal.update
