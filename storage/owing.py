"""What is owed, spelled once: to a case's threads, to one person, to somebody who just acted.

Ids alone, no words: they are read when the row is delivered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, Channel, ChannelId, CommentId, PersonId, SlackUser, TeamId, Thread, Ts
from storage.case_files import OPENING
from storage.outbox import Kind, Owed, Standing
from storage.threads import Place

HINT_LIVES_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a person acted, so that an answer which only they see can be put there."""

    team: TeamId
    channel: ChannelId
    thread: Ts | None = None

    @property
    def place(self) -> Channel:
        return Channel(team=self.team, id=self.channel)


def cards(places: Iterable[Place], *, now: datetime) -> list[Owed]:
    """The card that opens each of these threads."""
    return [_owed(place, Kind.CARD, card_key(place), now) for place in places]


def card_key(place: Place) -> str:
    return f"case:{place.case}:card:{place.id}"


def card_again(place: Place, *, now: datetime) -> Owed:
    """In place of one that is gone. In a lane of its own: what waits in the thread's waits for it."""
    (first,) = cards([place], now=now)
    return replace(first, key=f"{first.key}:after:{place.ts}", lane=f"card-again:{place.id}")


def looked_at(place: Place, *, why: str, now: datetime) -> Owed:
    """The card drawn again, should it stand. `why` makes each occasion one row."""
    return _owed(place, Kind.REFRESH, f"case:{place.case}:{why}:{place.id}", now)


def refreshed(case: Case, places: Iterable[Place], *, now: datetime) -> list[Owed]:
    """Each card drawn again, as the case stands when it is delivered."""
    return [_owed(place, Kind.REFRESH, f"case:{case.number}:v{case.version}:{place.id}", now) for place in places]


def copies(
    comment: CommentId, places: Iterable[Place], *, now: datetime, typed_in: Place | None = None
) -> list[Owed]:
    """The comment in every thread but the one it was typed in."""
    return [
        _owed(place, Kind.COMMENT, f"comment:{comment}:{place.id}", now, comment=comment)
        for place in places
        if typed_in is None or place.id != typed_in.id
    ]


NAMING = "naming"
"""The fact of a post drawn again that says: it must go, even where what is left of it may not be said."""


def changed(
    comment: CommentId, places: Iterable[Place], *, key: str, now: datetime, **facts: int | str
) -> list[Owed]:
    """Copies drawn again: the comment was edited, deleted or redacted. `key` names which change."""
    return [
        _owed(place, Kind.CHANGED, f"comment:{comment}:{place.id}:{key}", now, comment=comment, **facts)
        for place in places
    ]


def files(ids: Iterable[int], places: Iterable[Place], *, now: datetime, typed_in: Place | None = None) -> list[Owed]:
    """Each file carried to every thread but its own."""
    return [
        _owed(place, Kind.FILE, f"file:{file}:{place.id}", now, file=file)
        for file in ids
        for place in places
        if typed_in is None or place.id != typed_in.id
    ]


def earlier_key(case: CaseNumber) -> str:
    """That a case was made of a message is known by this row."""
    return f"case:{case}:earlier"


def earlier(case: CaseNumber, message: Thread, *, now: datetime) -> Owed:
    """What stands below a message that became a case, to be read and carried over."""
    return Owed(
        key=earlier_key(case),
        kind=Kind.EARLIER,
        lane=f"earlier:{case}",
        team=message.team,
        due_at=now,
        facts={"case": case, "channel": message.channel, "ts": message.ts},
    )


def earlier_page(row: Owed, *, cursor: str) -> Owed:
    """The next page of the same."""
    page = int(row.facts.get("page", 0)) + 1
    first = row.key.partition("+")[0]
    return replace(row, key=f"{first}+{page}", facts={**row.facts, "cursor": cursor, "page": page})


def became(row: Owed, *, link: str) -> Owed:
    """A sentence below the message, where it stands in the district's own channel."""
    return replace(row, key=f"{row.key}:became", facts={**row.facts, "link": link})


def earlier_lines(case: Case, places: Iterable[Place], *, link: str, now: datetime) -> list[Owed]:
    """In every thread: from which message the case came, or that it could not be read."""
    return [
        _owed(place, Kind.LINE, f"case:{case.number}:earlier:{place.id}", now, what="from-message", link=link)
        for place in places
    ]


def opening_files(ids: Iterable[int], place: Place, *, now: datetime) -> list[Owed]:
    """Each file that a case was opened with, carried to one of its threads."""
    named = [f"{OPENING}{file}" for file in ids]
    return [_owed(place, Kind.FILE, f"file:{name}:{place.id}", now, file=name) for name in named]


def lines(
    case: Case, places: Iterable[Place], *, what: str, by: PersonId, now: datetime, key: str = "", **facts: int | str
) -> list[Owed]:
    """A sentence in every thread: who did what to the case. `facts`: ids of ours that it names beside.

    `key`: the occasion, where the case itself did not change by it.
    """
    once = key or f"v{case.version}"
    return [
        _owed(
            place,
            Kind.LINE,
            f"case:{place.case}:{once}:{what}:{place.id}",
            now,
            what=what,
            by=by,
            **facts,
        )
        for place in places
    ]


def by_clock(places: Iterable[Place], *, what: str, key: str, now: datetime, rings: bool = False) -> list[Owed]:
    """A sentence of the clock's in each of these threads. `key` names the occasion; `rings`: for the case's owner."""
    facts: dict[str, int | str] = {"what": what, "about": key, **({"rings": "yes"} if rings else {})}
    return [
        _owed(place, Kind.BY_CLOCK, f"case:{place.case}:{what}:{key}:{place.id}", now, **facts) for place in places
    ]


def follow_ups(places: Iterable[Place], *, key: str, number: int, now: datetime) -> list[Owed]:
    """A follow-up in each of these threads, under the key that `clocks.follow_up_key` gave."""
    return [
        _owed(place, Kind.BY_CLOCK, f"{key}{place.id}", now, what="follow-up", number=number, about=key)
        for place in places
    ]


def redrawn(places: Iterable[Place], *, why: str, now: datetime) -> list[Owed]:
    """Cards drawn again though the case did not change. `why` makes each occasion one redrawing."""
    return [_owed(place, Kind.REFRESH, f"case:{place.case}:redrawn:{why}:{place.id}", now) for place in places]


def _owed(place: Place, kind: Kind, key: str, now: datetime, **facts: int | str) -> Owed:
    if place.channel is not None:  # in whose queue it waits; where it goes is read again when it goes
        facts["channel"] = place.channel
    return Owed(
        key=key,
        kind=kind,
        lane=place.lane,
        team=place.team,
        due_at=now,
        facts={"case": place.case, "thread": place.id, **facts},
    )


def hint(who: SlackUser, spot: Spot, *, what: str, now: datetime, facts: dict[str, int | str] | None = None) -> Owed:
    """What only this person sees, there and now: first in line, tried once, gone after a minute."""
    place = f"{spot.channel}:{spot.thread or ''}:{who.user}"
    return Owed(
        key=f"hint:{place}:{what}:{now.isoformat()}",
        kind=Kind.HINT,
        lane=f"hint:{place}",
        team=spot.team,
        due_at=now,
        expires_at=now + HINT_LIVES_FOR,
        urgent=True,
        facts={
            "what": what,
            "team": who.team,
            "user": who.user,
            "channel": spot.channel,
            **({"thread_ts": spot.thread} if spot.thread else {}),
            **(facts or {}),
        },
    )


def tell(
    person: PersonId,
    team: TeamId,
    *,
    key: str,
    what: str,
    now: datetime,
    facts: dict[str, int | str] | None = None,
) -> Owed:
    """A direct message to somebody we know."""
    return Owed(
        key=key,
        kind=Kind.TELL,
        lane=f"person:{person}",
        team=team,
        due_at=now,
        facts={"person": person, "what": what, **(facts or {})},
    )


def write_to(
    who: SlackUser,
    *,
    what: str,
    key: str,
    now: datetime,
    via: TeamId | None = None,
    facts: dict[str, int | str] | None = None,
) -> Owed:
    """A direct message to somebody who may be nobody we know. `via`: our workspace where they were seen."""
    return Owed(
        key=key,
        kind=Kind.TELL,
        lane=f"user:{who.team}:{who.user}",
        team=via or who.team,
        due_at=now,
        facts={"what": what, "team": who.team, "user": who.user, **(facts or {})},
    )


def reply_not_taken(
    who: SlackUser, case: CaseNumber, *, what: str, now: datetime, via: TeamId, facts: dict[str, int | str]
) -> Owed:
    """What only they see in the thread can be lost: once of each case they have it by direct message."""
    key = f"reply-not-taken:{case}:{who.team}:{who.user}"
    return write_to(who, what=what, key=key, now=now, via=via, facts={**facts, "case": case})


def seal(channel: Channel, *, day: str, now: datetime) -> Owed:
    """The newest seal over the audit log, in the desk's channel: once a day."""
    return Owed(
        key=f"seal:{day}",
        kind=Kind.TELL,
        lane=f"seal:{channel.team}",
        team=channel.team,
        due_at=now,
        facts={"what": "seal", "channel": channel.id},
    )


def resync_key(case: CaseNumber, occasion: str) -> str:
    """How the keys of one reading begin."""
    return f"resync:{case}:{occasion}:"


def resync(place: Place, *, occasion: str, now: datetime, by: PersonId | None, **counts: int | str) -> Owed:
    """A thread read again. Whoever asked is told once the last thread of the case was; nobody asked: `by` None."""
    return Owed(
        key=f"{resync_key(place.case, occasion)}{place.id}",
        kind=Kind.RESYNC,
        lane=f"resync:{place.case}",
        team=place.team,
        due_at=now,
        facts={"case": place.case, "thread": place.id, "occasion": occasion, "by": by or 0, **counts},
    )


def removed(where: Standing, team: TeamId, *, why: str, now: datetime) -> Owed:
    """A post or an upload of ours taken away again. `why` makes each occasion one row."""
    facts: dict[str, int | str] = {"file": where.ts} if where.is_file else {"channel": where.channel, "ts": where.ts}
    return Owed(
        key=f"remove:{why}:{team}:{where.channel}:{where.ts}",
        kind=Kind.REMOVE,
        lane=f"remove:{where.ts}",
        team=team,
        due_at=now,
        facts=facts,
    )


def nightly_look(who: SlackUser, *, now: datetime) -> Owed:
    """Whether what Slack told of them is all there is; after people who wait, and given up by the next night."""
    return replace(
        look_up(who, now=now),
        key=f"nightly-look:{who.team}:{who.user}:{now.date()}",
        urgent=False,
        expires_at=now + timedelta(hours=20),
    )


def look_up(
    who: SlackUser,
    *,
    now: datetime,
    via: TeamId | None = None,
    then: str = "",
    facts: dict[str, int | str] | None = None,
) -> Owed:
    """Ask Slack who this is, so that they are known the next time. Once a day is enough.

    `via`: the workspace of ours where they were seen, for somebody of another one.
    `then`: what is owed to them once they are known: "redirect" points them to their contacts, "reply" says why
    their reply is not taken in; `facts`: where, and of what.
    """
    return Owed(
        key=f"look-up:{who.team}:{who.user}:{now.date()}:{then}",
        kind=Kind.LOOK_UP,
        lane=f"look-up:{who.team}:{who.user}",
        team=via or who.team,
        due_at=now,
        urgent=True,
        facts={**(facts or {}), "user": who.user, "team": who.team, "then": then},
    )


def check(channel: Channel, *, now: datetime, why: str) -> Owed:
    """A look at who is in a channel. `why` makes each occasion one look."""
    return Owed(
        key=f"check:{channel.team}:{channel.id}:{why}",
        kind=Kind.CHECK_CHANNEL,
        lane=f"check:{channel.team}:{channel.id}",
        team=channel.team,
        due_at=now,
        urgent=True,
        facts={"channel": channel.id},
    )


def opening(place: Place, *, part: int, now: datetime) -> Owed:
    """A part of the words a case was opened with, below its card."""
    return _owed(place, Kind.OPENING, f"case:{place.case}:opening:{place.id}:{part}", now, part=part)


def opening_redacted(
    places: Iterable[Place], *, now: datetime, why: str = "redacted", **facts: int | str
) -> list[Owed]:
    """The words below each card, drawn again: they, or some of them, are no longer there."""
    return [
        _owed(place, Kind.CHANGED, f"case:{place.case}:opening:{place.id}:{why}", now, what="opening", **facts)
        for place in places
    ]


def opening_key(thread_id: int | str, case: int | str, part: int) -> str:
    """The key of a part of the words below a card."""
    first = f"case:{case}:opening:{thread_id}:0"
    return first if part == 0 else f"{first}+{part}"


def next_part(row: Owed, *, part: int) -> Owed:
    """What follows a post that was too long for one message."""
    first = row.key.rsplit("+", 1)[0]
    return replace(row, key=f"{first}+{part}", facts={**row.facts, "part": part})
