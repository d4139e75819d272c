"""What one person is told: hints where they just acted, and direct messages."""

from datetime import datetime
from itertools import chain

from bot.delivery import case_notices, clock_posts, news_posts, workspace_posts
from bot.delivery.outgoing import Ephemeral, Outgoing, Overtaken, Withheld, direct
from bot.domain import policy, refusals
from bot.domain.ids import CaseNumber, Channel, ChannelId, DistrictId, KeptId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import Membership, Person
from bot.domain.refusals import ContactsOnly, NoDistrict, NotSetUp, Refusal
from bot.domain.sheets import ContactSheet, DistrictSheet
from bot.views import notices, offers, resyncing, words
from bot.views.message import Message
from storage import calendars, cases, contacts, districts, outbox, owing, people, places, workspaces
from storage.outbox import Claimed, Owed
from storage.places import Company
from storage.store import Tx

DEAD_LETTERS = "dead-letters"
UNUSABLE = "workspace-unusable"
TROUBLES = frozenset({DEAD_LETTERS, UNUSABLE})


async def hint(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """Shown to one person alone, in the place where they acted."""
    facts = row.facts
    drawn = await _hinted(tx, row, now=now, command=command)
    return Ephemeral(
        channel=str(facts["channel"]),
        user=str(facts["user"]),
        thread_ts=str(facts["thread_ts"]) if "thread_ts" in facts else None,
        text=drawn.text,
        blocks=drawn.blocks,
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
        case "access-kept":
            return words.access_kept()
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
    if what in workspace_posts.TO_INSTALLER:
        return await workspace_posts.to_installer(tx, row)
    reader = await people.by_id(tx, PersonId(int(row.facts["person"])))
    if reader is None or reader.membership is Membership.GONE:
        return Withheld(reason="nobody to tell")
    told = await _notice(tx, row, reader, now)
    if told is None:
        return Overtaken(reason="the reason does not hold any more")
    return direct(reader.slack.user, told)


async def _redirect(tx: Tx, row: Claimed, *, now: datetime, command: str) -> Outgoing:
    """Somebody unknown was looked up: now they can be pointed to their contacts."""
    who = SlackUser(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
    person = await people.by_slack(tx, who)
    if person is None:
        return Withheld(reason="nobody to tell")
    ruling = policy.decide(person, policy.Act.OPEN_CASE, policy.Matter(district=policy.home_of(person)))
    if ruling.refusal is None:
        return Overtaken(reason="a contact needs no pointing")
    why = ruling.refusal
    if isinstance(why, NoDistrict) and await workspaces.is_nobodys(tx, who.team):
        why = NotSetUp()
    return direct(who.user, await refused(tx, why, row.team, now=now, command=command))


async def _notice(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    what = str(row.facts["what"])
    if what.startswith("inactivity-"):
        notice = await contacts.notice(tx, row.facts, now=now)
        return None if notice is None else _inactivity(notice, reader.zone, now)
    if what in clock_posts.TOLD:
        return await clock_posts.notice(tx, row, reader, now)
    if what == "outsiders-in-channel":
        return await _outsiders(tx, row, reader)
    if what == "outsider-in-channel":
        return await _outsider(tx, row)
    if what == "no-contact":
        return await _no_contact(tx, row)
    if what == "contact-gone":
        return await _contact_gone(tx, row)
    if what == "opened-for-you":
        return await _opened_for_you(tx, row, reader)
    if what in TROUBLES:
        return await _trouble(tx, row)
    if what == "digest":
        return await news_posts.digest(tx, row, reader)
    if what.startswith("workspace-"):
        return await workspace_posts.notice(tx, row)
    return await case_notices.notice(tx, row, reader)


async def _outsiders(tx: Tx, row: Claimed, reader: Person) -> Message | None:
    channel = Channel(team=row.team, id=ChannelId(str(row.facts["channel"])))
    found = await places.company(tx, channel)
    if found is None or (found.clean and not found.foreigners):
        return None
    district = await districts.get(tx, found.district) if found.district is not None else None
    return notices.outsiders_in_channel(
        channel=channel,
        district=district.sheet if district else None,
        private=found.private,
        accepted=found.accepted,
        strangers=found.strangers,
        foreigners=[person.slack for person in found.foreigners],
        may_accept=found.district is not None and policy.is_administrator_of(reader, found.district),
    )


async def _outsider(tx: Tx, row: Claimed) -> Message | None:
    district = await districts.get(tx, DistrictId(int(row.facts["district"])))
    person = await people.by_id(tx, PersonId(int(row.facts["person_reported"])))
    if person is None:
        return None
    return notices.outsider_wrote(
        channel=Channel(team=row.team, id=ChannelId(str(row.facts["channel"]))),
        district=district.sheet,
        who=person.slack,
    )


async def _opened_for_you(tx: Tx, row: Claimed, reader: Person) -> Message | None:
    """Nothing to tell whoever is its contact no longer, nor of a case that is closed already."""
    case = await cases.get(tx, CaseNumber(int(row.facts["case"])))
    if case is None or not case.is_open or not policy.is_contact_of(reader, case.district):
        return None
    by = PersonId(int(row.facts["by"]))
    who = (await people.sheets(tx, (by,)))[by]
    return notices.opened_for_you(case.number, by=who, reader_team=row.team)


async def _trouble(tx: Tx, row: Claimed) -> Message | None:
    """Nothing to tell any more where it was mended meanwhile."""
    if row.facts["what"] == UNUSABLE:
        about = TeamId(str(row.facts["about"]))
        return None if await workspaces.get(tx, about) else notices.workspace_unusable(about)
    dead = await outbox.dead_count(tx)
    return notices.dead_letters(dead) if dead else None


async def _no_contact(tx: Tx, row: Claimed) -> Message | None:
    district = DistrictId(int(row.facts["district"]))
    if await people.contacts_of(tx, district):
        return None
    return notices.no_contact((await districts.get(tx, district)).sheet)


async def _contact_gone(tx: Tx, row: Claimed) -> Message | None:
    """Nothing to tell any more where the account came back meanwhile."""
    person = await people.by_id(tx, PersonId(int(row.facts["person_gone"])))
    if person is None or person.membership is not Membership.GONE:
        return None
    district = await districts.get(tx, DistrictId(int(row.facts["district"])))
    return notices.contact_gone(person.name, district=district.sheet)


async def reports(tx: Tx, channel: Channel, found: Company, now: datetime) -> list[Owed]:
    """Who must leave is told to those who can see to it: once a day for the same company."""
    if not found.checked or (not found.foreigners and (found.clean or found.accepted)):
        return []
    readers = await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)
    if found.district is not None:
        readers += await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=found.district)
    strangers = {user.user for user in chain(found.strangers, (who.slack for who in found.foreigners))}
    company = ",".join(sorted(strangers))
    return [
        owing.tell(
            person,
            team,
            key=f"outsiders:{channel.team}:{channel.id}:{company}:{now.date()}:{person}",
            what="outsiders-in-channel",
            now=now,
            facts={"channel": channel.id},
        )
        for person, team, _ in readers
    ]


def after_look_up(row: Claimed, now: datetime) -> list[Owed]:
    """Whoever asked before they were known is pointed to their contacts now."""
    if row.facts.get("then") != "redirect":
        return []
    user, home = str(row.facts["user"]), str(row.facts["team"])
    who = SlackUser(team=TeamId(home), user=UserId(user))
    return [owing.write_to(who, what="redirect", key=f"{row.key}:redirect", now=now, via=row.team)]


def _inactivity(notice: contacts.Notice, zone: str, now: datetime) -> Message:
    return notices.inactivity(
        notice.what,
        now=now,
        flag_at=notice.flag_at,
        district=notice.district,
        names=notice.names,
        zone=zone,
    )
