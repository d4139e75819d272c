"""What one person is told: hints where they just acted, and direct messages."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.delivery import (
    case_notices,
    contact_posts,
    notice_posts,
    question_posts,
    redacted_posts,
    redrawing,
    seal_posts,
    workspace_posts,
)
from bot.delivery.outgoing import Ephemeral, NotYet, Outgoing, Overtaken, Post, Update, Withheld, direct
from bot.domain import policy, refusal_facts, refusals
from bot.domain.acts import Act
from bot.domain.days import first_daytime
from bot.domain.ids import CaseNumber, Channel, ChannelId, DistrictId, KeptId, PersonId, SlackUser, TeamId, Ts, UserId
from bot.domain.people import Membership, Person
from bot.domain.refusals import ContactsOnly, NoDistrict, NotFound, NotSetUp, Refusal
from bot.views import offers, questions, redacting, resyncing, words
from bot.views import sessions as session_views
from bot.views.message import Message
from bot.views.redirect import Reach
from storage import calendars, cases, districts, outbox, owing, owing_redacted, people, threads, workspaces
from storage.belonging import at_home
from storage.copies import REDRAWN
from storage.erasing_messages import ABOUT_THEM, UNNAMED
from storage.erasing_names import OF
from storage.erasing_posts import STUB
from storage.erasing_reached import LATER, NOT_TAKEN, REDIRECT
from storage.outbox import Claimed, Owed
from storage.store import Tx


async def hint(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """Shown to one person alone, in the place where they acted."""
    facts = row.facts
    drawn = await _hinted(tx, row, now=now, command=command)
    return Ephemeral(
        channel=str(facts["channel"]),
        user=str(facts["user"]),
        thread_ts=str(facts["thread_ts"]) if "thread_ts" in facts else None,
        said=drawn,
    )


async def _hinted(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Message:
    match row.facts["what"]:
        case "refused":
            return await refused(tx, refusal_facts.again(row.facts), row.team, now=now, command=command)
        case "reply-not-taken" if "kept" in row.facts:
            kept, number = KeptId(int(row.facts["kept"])), CaseNumber(int(row.facts["case"]))
            lasts = (await calendars.rules(tx)).limits.kept_hours
            return offers.reply_to_closed(number, kept, by_agent="agent" in row.facts, kept_hours=lasts)
        case "reply-not-taken":
            return await _reply_not_taken(tx, row, now=now, command=command)
        case "reply-taken":
            return offers.taken(CaseNumber(int(row.facts["case"])))
        case "resyncing":
            return resyncing.begun(CaseNumber(int(row.facts["case"])))
        case "thanked":
            return offers.thanked(CaseNumber(int(row.facts["case"])))
        case "case-actions":
            return await case_notices.actions(tx, row, now=now)
        case "solved-or-not":
            return offers.solved_or_not(CaseNumber(int(row.facts["case"])))
        case "session-held":
            return session_views.held(int(row.facts["case"]))
        case "question-handed":
            return questions.handed(int(row.facts["readers"]), at_coach=bool(row.facts["coach"]))
        case "question-thanked":
            return questions.thanked()
        case "access-kept":
            return await contact_posts.access_kept(tx, row)
        case "list-confirmed":
            return await contact_posts.list_confirmed(tx, row)
        case "training-marked":
            return await contact_posts.marked(tx, row)
        case what:
            raise LookupError(what)


async def refused(tx: Tx, refusal: Refusal, team: TeamId, *, now: datetime, command: str) -> Message:
    """A refusal's sentence, with the contacts to whom its reader is pointed."""
    reaches = await _reaches(tx, refusal)
    return words.refused(refusal, reaches=reaches, now=now, reader_team=team, command=command)


async def _reply_looked_up(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """Of somebody who was unknown when they wrote it: why it is not taken in, now that they are known."""
    who = SlackUser(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
    place, person = await threads.get(tx, int(row.facts["thread"])), await people.by_slack(tx, who)
    case = await cases.get(tx, place.case) if place is not None else None
    if place is None or case is None or person is None or not person.name:
        return Withheld(reason="nobody to tell")
    where = Channel(team=place.team, id=place.channel) if place.channel is not None else None
    refusal = _why_not_taken(await at_home(tx, person, where), Act(str(row.facts["act"])), case.district)
    if refusal is None:
        return Overtaken(reason="their replies are taken in now")
    facts = {name: value for name, value in row.facts.items() if name != "asks" or isinstance(refusal, ContactsOnly)}
    known = replace(row, facts={**facts, **refusal_facts.told(refusal)})
    return direct(who.user, await _reply_not_taken(tx, known, now=now, command=command))


def _why_not_taken(person: Person, act: Act, district: DistrictId) -> Refusal | None:
    """Of another district's case they are told nothing but whom to turn to in their own."""
    refusal = policy.decide(person, act, policy.Matter(district=district)).refusal
    if refusal is None or district in policy.districts_of(person):
        return refusal
    return policy.why_nowhere(person, act) or NotFound(asked="")


async def _reply_not_taken(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Message:
    refusal = refusal_facts.again(row.facts)
    return words.reply_not_taken(
        refusal,
        number=CaseNumber(int(row.facts["case"])),
        reaches=await _reaches(tx, refusal),
        now=now,
        reader_team=row.team,
        command=command,
        kept=KeptId(int(row.facts["asks"])) if "asks" in row.facts else None,
    )


async def _reaches(tx: Tx, refusal: Refusal) -> list[Reach]:
    its = await districts.in_order(tx, refusals.points_to(refusal))
    return [(it.sheet, await people.contacts_of(tx, it.id)) for it in its]


async def tell(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """A direct message. Its reader is asked for again: they may have gone, or may not be told any more."""
    what = str(row.facts["what"])
    if what in TO_USER:
        return await TO_USER[what](tx, row, now=now, command=command)
    if what == UNNAMED and "user" in row.facts:
        return await _user_unnamed(tx, row, now=now, command=command)
    if what == "not-read-here":
        return direct(str(row.facts["user"]), offers.not_read(command=command))
    if what == "seal":
        return await seal_posts.newest(tx, row)
    if what in workspace_posts.TO_INSTALLER:
        return await workspace_posts.to_installer(tx, row)
    reader = await people.by_id(tx, PersonId(int(row.facts["person"])))
    if what == owing_redacted.COPY:
        return await redacted_posts.copy(tx, row, reader, now)
    if reader is None or reader.membership is Membership.GONE:
        return Withheld(reason="nobody to tell")
    if what == question_posts.REDRAWN:
        return await question_posts.redrawn(tx, row, reader, now)
    if what == REDRAWN:
        return await redrawing.again(tx, row, reader, now)
    if what == STUB:
        where, at = ChannelId(str(row.facts["channel"])), Ts(str(row.facts["ts"]))
        return Update(channel=where, ts=at, said=redacting.unnamed(None))
    if what == UNNAMED:
        return await _unnamed(tx, row, reader, now=now, command=command)
    told = await _notice(tx, row, reader, now=now, command=command)
    if told is None:
        return Overtaken(reason="the reason does not hold any more")
    if what == "inactivity-warning" and (morning := first_daytime(now, reader.zone)) > now:
        return NotYet(reason="it is night where they are", until=morning)  # it was to go out by day, and could not
    return direct(reader.slack.user, told)


async def _notice(tx: Tx, row: Claimed, reader: Person, *, now: datetime, command: str) -> Message | None:
    if row.facts["what"] == "welcome":
        return await contact_posts.welcome(tx, row, command=command)
    return await notice_posts.notice(tx, row, reader, now)


async def _unnamed(tx: Tx, row: Claimed, reader: Person, *, now: datetime, command: str) -> Outgoing:
    """It named somebody who was erased: as it is told now, if it still would be, and is not about them alone."""
    stands = await outbox.standing(tx, str(row.facts[OF]))
    if stands is None:
        return Overtaken(reason="it was never sent")
    told = await _again(tx, row, reader, now, command)
    is_redacted = await outbox.state_of(tx, f"{row.facts[OF]}:{owing_redacted.REDACTED}") is not None
    said = redacting.without_words(told) if is_redacted else redacting.unnamed(told)
    return Update(channel=stands.channel, ts=stands.ts, said=said)


async def _user_unnamed(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """It listed contacts, of whom one was erased: those there are now, if it still would be told."""
    stands = await outbox.standing(tx, str(row.facts[OF]))
    if stands is None:
        return Overtaken(reason="it was never sent")
    what = str(row.facts["as"])
    told = await TO_USER[what](tx, replace(row, facts={**row.facts, "what": what}), now=now, command=command)
    said = redacting.unnamed(told.said if isinstance(told, Post) else None)
    return Update(channel=stands.channel, ts=stands.ts, said=said)


async def _again(tx: Tx, row: Claimed, reader: Person, now: datetime, command: str) -> Message | None:
    first = replace(row, facts={**row.facts, "what": row.facts["as"]})
    if ABOUT_THEM in row.facts:
        return None
    if row.facts["as"] in redrawing.DRAWN:  # what was decided since, and by whom, stands there as well
        return await redrawing.DRAWN[str(row.facts["as"])](tx, first, reader, now)
    return await _notice(tx, first, reader, now=now, command=command)


async def _redirect(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """Somebody unknown was looked up: now they can be pointed to their contacts."""
    who = SlackUser(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
    person = await people.by_slack(tx, who)
    if person is None:
        return Withheld(reason="nobody to tell")
    asked_in = row.facts.get("channel")
    where = Channel(team=row.team, id=ChannelId(str(asked_in))) if asked_in else None
    person = await at_home(tx, person, where)
    why = policy.why_nowhere(person, Act.OPEN_CASE)
    if why is None:
        return Overtaken(reason="a contact needs no pointing")
    if isinstance(why, NoDistrict) and await workspaces.is_nobodys(tx, who.team):
        why = NotSetUp()
    return direct(who.user, await refused(tx, why, row.team, now=now, command=command))


async def _why_not(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    return direct(str(row.facts["user"]), await _reply_not_taken(tx, row, now=now, command=command))


class ToUser(Protocol):
    """How what is told to a Slack user is drawn."""

    def __call__(self, tx: Tx, row: Claimed, *, now: datetime, command: str) -> Awaitable[Outgoing]: ...


TO_USER: dict[str, ToUser] = {NOT_TAKEN: _why_not, LATER: _reply_looked_up, REDIRECT: _redirect}
"""What points somebody to their contacts, known to us or not."""


def after_look_up(row: Claimed, now: datetime) -> list[Owed]:
    """Whoever asked, or replied in a case's thread, before they were known is pointed to their contacts now."""
    user, home = str(row.facts["user"]), str(row.facts["team"])
    who = SlackUser(team=TeamId(home), user=UserId(user))
    match row.facts.get("then"):
        case "redirect":
            facts = {name: row.facts[name] for name in ("channel",) if name in row.facts}
            key = f"{row.key}:redirect"
            return [owing.write_to(who, what="redirect", key=key, now=now, via=row.team, facts=facts)]
        case "reply":
            facts = {name: row.facts[name] for name in ("thread", "act", "asks") if name in row.facts}
            case = CaseNumber(int(row.facts["case"]))
            return [owing.reply_not_taken(who, case, what="reply-looked-up", now=now, via=row.team, facts=facts)]
        case _:
            return []
