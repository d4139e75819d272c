"""Direct messages that nobody asked for, by what they tell: drawn from the record as it stands now.

None: there is no reason to tell it any more.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import chain

from bot.delivery import (
    absence_posts,
    case_notices,
    clock_posts,
    contact_posts,
    emergency_posts,
    erasure_posts,
    issue_posts,
    list_posts,
    news_posts,
    notification_posts,
    proposal_posts,
    question_posts,
    session_posts,
    workspace_posts,
)
from bot.domain import policy
from bot.domain.ids import CaseNumber, Channel, ChannelId, DistrictId, PersonId, TeamId
from bot.domain.people import Membership, Person
from bot.views import inactivity, notices, previews, seals, text
from bot.views.message import Message
from storage import calendars, cases, contacts, districts, outbox, owing, people, places, silences, workspaces
from storage.outbox import Claimed, Owed
from storage.places import Company
from storage.store import Tx

DEAD_LETTERS = "dead-letters"
UNUSABLE = "workspace-unusable"
TROUBLES = frozenset({DEAD_LETTERS, UNUSABLE})

Notice = Callable[[Tx, Claimed, Person, datetime], Awaitable[Message | None]]


async def notice(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    """For somebody who is there. What no entry names is news of a case."""
    what = str(row.facts["what"])
    if what in NOTICES:
        return await NOTICES[what](tx, row, reader, now)
    if what.startswith("emergency-"):
        return await emergency_posts.notice(tx, row, reader, now)
    if what in erasure_posts.TOLD:
        return await erasure_posts.TOLD[what](tx, row, reader, now)
    if what.startswith("session-"):
        return await session_posts.notice(tx, row, reader, now)
    if what in question_posts.NOTICES:
        return await question_posts.NOTICES[what](tx, row, reader, now)
    if what.startswith("workspace-"):
        return await workspace_posts.notice(tx, row)
    if what in clock_posts.TOLD:
        return await clock_posts.notice(tx, row, reader, now)
    return await case_notices.notice(tx, row, reader)


async def _outsiders(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
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


async def _outsider(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    district = await districts.get(tx, DistrictId(int(row.facts["district"])))
    person = await people.by_id(tx, PersonId(int(row.facts["person_reported"])))
    if person is None:
        return None
    return notices.outsider_wrote(
        channel=Channel(team=row.team, id=ChannelId(str(row.facts["channel"]))),
        district=district.sheet,
        who=person.slack,
    )


async def _opened_for_you(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """Nothing to tell whoever is its contact no longer, nor of a case that is closed already."""
    case = await cases.get(tx, CaseNumber(int(row.facts["case"])))
    if case is None or not case.is_open or not policy.is_contact_of(reader, case.district):
        return None
    by = PersonId(int(row.facts["by"]))
    who = (await people.sheets(tx, (by,)))[by]
    return notices.opened_for_you(case.number, by=who, reader_team=row.team)


async def _trouble(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """Nothing to tell any more where it was mended meanwhile."""
    if row.facts["what"] == UNUSABLE:
        about = TeamId(str(row.facts["about"]))
        return None if await workspaces.get(tx, about) else notices.workspace_unusable(about)
    dead = await outbox.dead_count(tx)
    return notices.dead_letters(dead) if dead else None


async def _no_contact(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    district = DistrictId(int(row.facts["district"]))
    if await people.contacts_of(tx, district):
        return None
    return notices.no_contact((await districts.get(tx, district)).sheet)


async def _contact_gone(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """Nothing to tell any more where the account came back meanwhile."""
    person = await people.by_id(tx, PersonId(int(row.facts["person_gone"])))
    if person is None or person.membership is not Membership.GONE:
        return None
    district = await districts.get(tx, DistrictId(int(row.facts["district"])))
    return notices.contact_gone(person.name, district=district.sheet)


async def _seal_gone(_: Tx, row: Claimed, __: Person, ___: datetime) -> Message | None:
    return seals.gone(int(row.facts["seal"]))


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


async def _inactivity(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Message | None:
    found = await contacts.notice(tx, row.facts, now=now)
    if found is None:
        return None
    return inactivity.told(
        found.what,
        now=now,
        day=found.day,
        limits=found.limits,
        district=found.district,
        district_id=found.district_id,
        names=[text.called(person) for person in found.named],
        zone=reader.zone,
    )


async def _kept(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None where the reason was erased, or they are no contact any more."""
    found = await silences.reason(tx, int(row.facts["kept"]))
    if found is None:
        return None
    name, reason, by = found
    district = await districts.get(tx, DistrictId(int(row.facts["district"])))
    return inactivity.kept(
        name if int(row.facts["whose"]) != reader.id else "",
        district=district.name,
        by=(await people.sheets(tx, (by,)))[by],
        reason=reason,
        days=(await calendars.rules(tx)).inactivity.flag_on,
    )


async def _back(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None where they are no contact any more."""
    found, its = await people.by_id(tx, PersonId(int(row.facts["back"]))), DistrictId(int(row.facts["district"]))
    if found is None or not policy.is_contact_of(found, its):
        return None
    district = await districts.get(tx, its)
    return inactivity.back(found.name if found.id != reader.id else "", district=district.name)


async def _previews(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """None where it was switched back meanwhile."""
    district, by = await districts.get(tx, DistrictId(int(row.facts["district"]))), PersonId(int(row.facts["by"]))
    shown = row.facts["shown"] == "yes"
    if district.previews is not shown:
        return None
    return previews.switched(by=(await people.sheets(tx, (by,)))[by], district=district.name, shown=shown)


async def _digest(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    return await news_posts.digest(tx, row, reader)


NOTICES: dict[str, Notice] = {
    "inactivity-warning": _inactivity,
    "inactivity-flagged": _inactivity,
    "inactivity-ended": _inactivity,
    "inactivity-near": _inactivity,
    "inactivity-others-flagged": _inactivity,
    "inactivity-deactivated": _inactivity,
    "inactivity-last": _inactivity,
    "inactivity-kept": _kept,
    "inactivity-undone": _back,
    "outsiders-in-channel": _outsiders,
    "outsider-in-channel": _outsider,
    "no-contact": _no_contact,
    "contact-gone": _contact_gone,
    "opened-for-you": _opened_for_you,
    "seal-gone": _seal_gone,
    "previews-switched": _previews,
    DEAD_LETTERS: _trouble,
    UNUSABLE: _trouble,
    "digest": _digest,
    "training": contact_posts.reminder,
    "confirm-list": contact_posts.confirm_list,
    "list-unconfirmed": contact_posts.list_unconfirmed,
    "import-removed": contact_posts.import_removed,
    "import-changed": contact_posts.import_changed,
    "binding-asked": proposal_posts.asked,
    **dict.fromkeys(absence_posts.TOLD, absence_posts.notice),
    **list_posts.TOLD,
    **issue_posts.TOLD,
    **notification_posts.TOLD,
}
