"""What else people ask for: to be stood in for while they are away, and their own words back; and what holds then."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.days import local_day
from bot.domain.ids import ChannelId, TeamId, Thread, Ts
from bot.services import away, hearing
from bot.services.away import Plan
from bot.services.hearing import Gone
from storage.inbound import FormKey
from tests.machine.acts import CONTACTS, Asked, Deed, Impossible
from tests.machine.oracle import Oracle
from tests.machine.village import ZONES

DAY = timedelta(days=1)


async def _go_away(it: Asked) -> None:
    """With a deputy at each district, who may be themselves, or no contact."""
    named = {it.here.districts[key]: it.one_of([*users, "nil"]) for key, users in CONTACTS.items()}
    until = local_day(it.here.now, "UTC") + DAY * (1 + it.pick % 20)
    plan = Plan(until=until, deputies=named if it.pick % 4 else {})
    await away.go_away(it.store, who=it.who, plan=plan, now=it.here.now, once=FormKey(it.once))


async def _come_back(it: Asked) -> None:
    await away.come_back(it.store, who=it.who, now=it.here.now)


_PLACE = sa.text("select ts from threads where case_number = :case and channel_id = :channel and ts is not null")


async def _take_back(it: Asked, found: dict[int, dict[str, Any]]) -> None:
    """Slack tells once of a message that it was deleted."""
    said = found[it.target.id]
    if it.here.taken_back.setdefault(said["ts"], it.once) != it.once:
        raise Impossible
    facts = {"case": it.target.case, "channel": said["channel_id"]}
    async with it.store.read() as tx:
        card = (await tx.execute(_PLACE, facts)).scalars().first()
    if card is None:
        raise Impossible
    message = Thread(team=TeamId(said["team_id"]), channel=ChannelId(said["channel_id"]), ts=Ts(said["ts"]))
    gone = Gone(who=it.who, message=message, thread_ts=Ts(card), at=it.here.now, said_at=it.here.now)
    await hearing.forget(it.store, gone, now=it.here.now)


OF_ABSENCE: dict[str, Deed] = {
    "go away": Deed(Act.SET_AWAY, _go_away, on="district"),
    "come back": Deed(Act.SET_AWAY, _come_back, on="district", repeats=False),
    "take a comment back": Deed(Act.TAKE_BACK, lambda it: _take_back(it, it.now.comments), on="comment"),
    "take a note back": Deed(Act.TAKE_BACK, lambda it: _take_back(it, it.now.notes), on="note"),
}


def stand_in_rightly(now: Oracle) -> None:
    """Raises AssertionError. After the clock's look nobody stands in who may not, or is away themselves."""
    for absence in now.absences.values():
        assert local_day(now.at, "UTC") <= absence["until"] + DAY, f"away for too long: {absence}"
        deputy = absence["deputy_id"]
        if deputy is not None:
            assert now.is_contact(deputy, absence["district"]), f"stands in without a right: {absence}"
            assert deputy != absence["person_id"], absence
            assert not _is_away(now, deputy), f"away themselves: {absence}"


def _is_away(now: Oracle, person: int) -> bool:
    found = next(it for it in now.people.values() if it.id == person)
    return found.away_until is not None and local_day(now.at, found.zone) <= found.away_until


def is_gone(now: Oracle, name: str, it: Asked) -> None:
    """Raises AssertionError: what its author took back is a stub."""
    kept = {"take a comment back": now.comments, "take a note back": now.notes}.get(name)
    assert kept is None or it.target.id not in kept, (name, it.target)


def went_away_rightly(now: Oracle, it: Asked) -> None:
    """Raises AssertionError. Away everywhere, from now on; whoever stands in is able to."""
    me = now.people[it.user]
    for district in ZONES:
        own = [its for its in now.absences.values() if (its["person_id"], its["district"]) == (me.id, district)]
        assert len(own) == now.contact(it.user, district), own
    stand_in_rightly(now)
