"""Joint sessions: what is asked of them, who was there when, and what the clock may do about one (POLICY 2)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.acts import Act
from bot.domain.ids import KeptId, SessionId
from bot.services import inviting
from bot.services.inviting import Wish
from tests.machine.acts import CONTACTS, Asked, Deed
from tests.machine.oracle import Oracle
from tests.machine.village import LINES, Village, slack_of

MINUTE = timedelta(minutes=1)
ALL = KeptId(2**31)
NOT_STAFF = ["guest", "nobody", "nan", "sol", "alex"]


async def _invite(it: Asked) -> object:
    """Mostly somebody of theirs, now or in half an hour, with a stand-in or without."""
    contacts = CONTACTS[it.target.district]
    staff = [user for district, _, user in LINES if district == it.target.district and user not in contacts]
    guests = [*staff * 5, *NOT_STAFF]
    it.here.chose = guests[it.pick % len(guests)]
    wish = Wish(
        guest=slack_of(it.here.chose),
        minutes=60,
        starts_at=it.here.now + 30 * MINUTE if it.pick % 7 == 0 else None,
        stand_in=it.one_of(contacts) if it.pick % 3 else None,
    )
    return await inviting.invite(it.store, it.case, wish)


async def _be_here(it: Asked) -> None:
    await inviting.be_here(it.store, it.case, SessionId(it.target.id))


async def _end(it: Asked) -> None:
    await inviting.end(it.store, it.case, SessionId(it.target.id))


async def _look(it: Asked) -> object:
    return await inviting.look_at_held(it.store, it.case, SessionId(it.target.id))


async def _let_in(it: Asked) -> None:
    await inviting.let_in(it.store, it.case, SessionId(it.target.id), last=ALL)


OF_SESSIONS: dict[str, Deed] = {
    "invite a guest": Deed(Act.INVITE_GUEST, _invite),
    "be here": Deed(Act.INVITE_GUEST, _be_here, on="session"),
    "end a session": Deed(Act.INVITE_GUEST, _end, on="session"),
    "look at what is held": Deed(Act.INVITE_GUEST, _look, on="session"),
    "let in": Deed(Act.INVITE_GUEST, _let_in, on="session"),
}


def was_invited_rightly(now: Oracle, user: str, district: str) -> None:
    """Raises AssertionError, as what follows. Staff of that district, who is no contact of it nor the vendor's."""
    vendor = now.has(user, "-", "agent", "lead", "support-administrator")
    assert now.staff(user, district), user
    assert not now.contact(user, district), user
    assert not vendor, user


def was_seen(here: Village, then: Oracle, now: Oracle, name: str, it: Asked) -> None:
    """Who did that was there: they invited for now, wrote in the case, or said so."""
    me = now.people[it.user].id
    match name:
        case "be here":
            seen = [it.target.id]
        case "invite a guest":
            seen = [id_ for id_, its in now.sessions.items() if id_ not in then.sessions and its["state"] == "open"]
        case "comment":
            mine = then.sessions_of(it.target.case)
            seen = [its["id"] for its in mine if me in (its["host_id"], its["stand_in_id"])]
        case _:
            return
    here.seen_at |= {(id_, me): here.now for id_ in seen}


def was_heard(here: Village, then: Oracle, now: Oracle, it: Asked, words: range, *, said: str) -> None:
    """By the guests who were in the case then. What is held is heard when it is let in."""
    case = it.target.case
    there = {user for user in now.people if then.hears(user, case) or now.hears(user, case)}
    for number in words:
        here.heard_by[number] = there | ({it.user} if said == "SessionPaused" else set())
        if said == "SessionPaused":
            here.held.setdefault(case, set()).add(number)


def was_let_in(here: Village, now: Oracle, case: int) -> None:
    there = {user for user in now.people if now.hears(user, case)}
    for number in here.held.pop(case, set()):
        here.heard_by[number] = here.heard_by[number] | there


def were_just(before: Oracle, after: Oracle) -> None:
    """What the clock did, or left undone, about each of them."""
    for id_, session in after.sessions.items():
        was = before.sessions[id_]
        if session["state"] != "ended":
            assert after.at < session["ends_at"], f"session {id_} goes on after its time"
        elif was["state"] != "ended":
            assert session["why"] in _reasons(after, was), (session["why"], was)
            carries = was["stand_in_id"] is not None and after.is_there(was, was["stand_in_id"])
            assert session["why"] != "right" or not carries, was
        if session["host_id"] != was["host_id"]:
            assert session["host_id"] == was["stand_in_id"], session
            assert not after.is_contact(was["host_id"], was["district"]), f"session {id_} was taken from its contact"
            assert after.is_contact(session["host_id"], was["district"]), session


def stand(now: Oracle) -> None:
    """A minute after the clock's last look nobody is in a session that should be over."""
    for session in now.sessions.values():
        if session["state"] == "open":
            assert not _reasons(now, session), (session, _reasons(now, session))


def _reasons(now: Oracle, session: Mapping[str, Any]) -> set[str]:
    """For which it ends."""
    district, found = session["district"], set()
    if now.at >= session["ends_at"]:
        found.add("time")
    if now.cases[session["case_number"]]["status"] == "closed":
        found.add("case")
    if not now.is_contact(session["host_id"], district):
        found.add("right")
    guest = next((user for user, it in now.people.items() if it.id == session["guest_id"]), "")
    vendor = now.has(guest, "-", "agent", "lead", "support-administrator")
    if not now.staff(guest, district) or now.contact(guest, district) or vendor:
        found.add("guest")
    return found
