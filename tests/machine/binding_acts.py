"""Lines without a Slack user, and what Support enters for a district: what is asked of them, and what holds then."""

from bot.domain.acts import Act
from bot.domain.ids import PersonId, ProposalId
from bot.domain.list_requests import Kind, Words
from bot.domain.people import Role
from bot.services import list_requests, proposing
from bot.services.list_requests import Wish
from tests.machine.acts import Asked, Deed, Impossible
from tests.machine.oracle import Oracle
from tests.machine.village import LINES, slack_of


def _of(district: str, *roles: str) -> list[str]:
    return [user for where, role, user in LINES if where == district and role in roles]


async def _bind(it: Asked) -> None:
    """To somebody of theirs, or to who can be no contact."""
    chosen = [*_of(it.target.district, "staff", "administrator", "coach"), "alex"]
    wish = Wish(
        district=it.district,
        kind=Kind.BIND,
        person=PersonId(it.target.person),
        replacement=slack_of(chosen[it.pick % len(chosen)]),
    )
    await list_requests.ask(it.store, who=it.who, wish=wish, now=it.here.now, once=it.once)


async def _confirm(it: Asked) -> None:
    await proposing.confirm(
        it.store, who=it.who, proposal=ProposalId(it.target.id), now=it.here.now, once=it.once, spot=None
    )


async def _decline(it: Asked) -> None:
    await proposing.decline(
        it.store, who=it.who, proposal=ProposalId(it.target.id), now=it.here.now, once=it.once, spot=None
    )


async def _enter(it: Asked) -> None:
    """What somebody of the district is said to have asked for: a removal, or somebody who comes."""
    askers = _of(it.target.district, "support", "technical", "administrator", "staff")
    asker = it.here.ids.get(askers[it.pick % len(askers)])
    comes = _of(it.target.district, "staff")[0]
    lines = [
        row for row in it.now.rows if row.district == it.target.district and row.role in ("support", "technical")
    ]
    removes = it.pick % 2 == 0 and lines
    if asker is None:
        raise Impossible
    wish = Wish(
        district=it.district,
        kind=Kind.REMOVE if removes else Kind.ADD,
        person=PersonId(lines[it.pick % len(lines)].person) if removes else slack_of(comes),
        role=None if removes else Role.SUPPORT,
        licensed=True,
        words=Words(name=f"{comes} only{it.target.district}", email="new@x.example", reason=it.about_people),
        asker=asker,
    )
    await list_requests.ask(it.store, who=it.who, wish=wish, now=it.here.now, once=it.once)


OF_BINDING: dict[str, Deed] = {
    "bind a line": Deed(Act.BIND_LINE, _bind, on="unbound"),
    "confirm a proposal": Deed(Act.BIND_LINE, _confirm, on="proposal"),
    "decline a proposal": Deed(Act.BIND_LINE, _decline, on="proposal"),
    "enter a list change": Deed(Act.ENTER_LIST_CHANGE, _enter, on="district"),
}


def was_bound_rightly(then: Oracle, now: Oracle, name: str, it: Asked) -> None:
    """Raises AssertionError, as what follows. A line is bound by those deeds alone, and not by who gets it."""
    standing = {row.id: row for row in now.rows}
    for row in then.unbound:
        after = standing.get(row.id)
        is_bound = after is not None and after not in now.unbound
        assert not is_bound or name in ("bind a line", "confirm a proposal"), (name, after)
        assert not is_bound or after is None or not now.is_me(it.user, after.person), f"{it.user} bound themselves"


def was_entered_rightly(then: Oracle, now: Oracle) -> None:
    """For who could have asked themselves: a contact, or the district's administrator."""
    for number, request in now.requests.items():
        if number not in then.requests and request["entered_by"] is not None:
            district = request["district"]
            asker = next(user for user, it in then.people.items() if it.id == request["asked_by"])
            assert then.contact(asker, district) or then.has(asker, district, "administrator"), request
