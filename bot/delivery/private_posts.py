"""What one person is told: hints where they just acted, and direct messages."""

from datetime import datetime

from bot.delivery import (
    case_notices,
    contact_posts,
    notice_posts,
    question_posts,
    redacted_posts,
    seal_posts,
    workspace_posts,
)
from bot.delivery.outgoing import Ephemeral, NotYet, Outgoing, Overtaken, Withheld, direct
from bot.domain import policy, refusals
from bot.domain.acts import Act
from bot.domain.days import first_daytime
from bot.domain.ids import CaseNumber, KeptId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import Membership
from bot.domain.refusals import ContactsOnly, NoDistrict, NotSetUp, Refusal
from bot.domain.sheets import ContactSheet, DistrictSheet
from bot.views import offers, questions, resyncing, words
from bot.views import sessions as session_views
from bot.views.message import Message
from storage import calendars, districts, owing, owing_redacted, people, workspaces
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
            return await refused(tx, refusals.again(row.facts), row.team, now=now, command=command)
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
            return words.access_kept((await calendars.rules(tx)).limits.inactivity_flag_day)
        case "list-confirmed":
            return await contact_posts.list_confirmed(tx, row)
        case "training-marked":
            return await contact_posts.marked(tx, row)
        case what:
            raise LookupError(what)


async def refused(tx: Tx, refusal: Refusal, team: TeamId, *, now: datetime, command: str) -> Message:
    """A refusal's sentence, with the contacts to whom its reader is pointed."""
    district, reach = await _reach(tx, refusal)
    return words.refused(refusal, contacts=reach, district=district, now=now, reader_team=team, command=command)


async def _reply_not_taken(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Message:
    refusal = refusals.again(row.facts)
    district, reach = await _reach(tx, refusal)
    return words.reply_not_taken(
        refusal,
        number=CaseNumber(int(row.facts["case"])),
        contacts=reach,
        district=district,
        now=now,
        reader_team=row.team,
        command=command,
        kept=KeptId(int(row.facts["asks"])) if "asks" in row.facts else None,
    )


async def _reach(tx: Tx, refusal: Refusal) -> tuple[DistrictSheet | None, list[ContactSheet]]:
    if not isinstance(refusal, ContactsOnly):
        return None, []
    district = await districts.get(tx, refusal.district)
    return district.sheet, await people.contacts_of(tx, refusal.district)


async def tell(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """A direct message. Its reader is asked for again: they may have gone, or may not be told any more."""
    what = str(row.facts["what"])
    if what == "reply-not-taken":
        drawn = await _reply_not_taken(tx, row, now=now, command=command)
        return direct(str(row.facts["user"]), drawn)
    if what == "not-read-here":
        return direct(str(row.facts["user"]), offers.not_read(command=command))
    if what == "redirect":
        return await _redirect(tx, row, now=now, command=command)
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
    if what == "welcome":
        told = await contact_posts.welcome(tx, row, command=command)
    else:
        told = await notice_posts.notice(tx, row, reader, now)
    if told is None:
        return Overtaken(reason="the reason does not hold any more")
    if what == "inactivity-warning" and (morning := first_daytime(now, reader.zone)) > now:
        return NotYet(reason="it is night where they are", until=morning)  # it was to go out by day, and could not
    return direct(reader.slack.user, told)


async def _redirect(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """Somebody unknown was looked up: now they can be pointed to their contacts."""
    who = SlackUser(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
    person = await people.by_slack(tx, who)
    if person is None:
        return Withheld(reason="nobody to tell")
    ruling = policy.decide(person, Act.OPEN_CASE, policy.Matter(district=policy.home_of(person)))
    if ruling.refusal is None:
        return Overtaken(reason="a contact needs no pointing")
    why = ruling.refusal
    if isinstance(why, NoDistrict) and await workspaces.is_nobodys(tx, who.team):
        why = NotSetUp()
    return direct(who.user, await refused(tx, why, row.team, now=now, command=command))


def after_look_up(row: Claimed, now: datetime) -> list[Owed]:
    """Whoever asked before they were known is pointed to their contacts now."""
    if row.facts.get("then") != "redirect":
        return []
    user, home = str(row.facts["user"]), str(row.facts["team"])
    who = SlackUser(team=TeamId(home), user=UserId(user))
    return [owing.write_to(who, what="redirect", key=f"{row.key}:redirect", now=now, via=row.team)]
