"""What contacts are told of themselves, and administrators of their list: asked again when it is delivered."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser, TeamId, UserId
from bot.domain.people import Person, Standing
from bot.domain.policy import Matter
from bot.domain.training import TO_DO
from bot.views import confirming, imports, inactivity, text
from bot.views import training as views
from bot.views.imports import Named
from bot.views.message import Message
from storage import calendars, confirmations, districts, importing, list_lines, people, training
from storage.outbox import Claimed
from storage.store import Tx


async def welcome(tx: Tx, row: Claimed, *, command: str) -> Message | None:
    """None: they are no contact any more, or were made one anew, of which another row tells."""
    found = await training.of_line(tx, LineId(int(row.facts["line"])))
    if found is None or (found.since.isoformat() if found.since else "") != row.facts["since"]:
        return None
    by = PersonId(int(row.facts["by"])) if "by" in row.facts else None
    return views.welcome(
        district=(await districts.get(tx, found.district)).sheet,
        district_id=found.district,
        role=found.role,
        by=(await people.sheets(tx, [by])).get(by) if by is not None else None,
        training=found.training,
        courses=(await calendars.rules(tx)).courses.all,
        command=command,
        reader_team=row.team,
    )


async def reminder(tx: Tx, row: Claimed, _: Person, __: datetime) -> Message | None:
    """None: it is done, or they are no contact any more."""
    found = await training.of_line(tx, LineId(int(row.facts["line"])))
    if found is None or found.training not in TO_DO:
        return None
    courses = (await calendars.rules(tx)).courses
    return views.reminder(
        district=(await districts.get(tx, found.district)).sheet,
        district_id=found.district,
        training=found.training,
        courses=courses.all,
        days=courses.every,
    )


async def marked(tx: Tx, row: Claimed) -> Message:
    """To whoever pressed, as it stands."""
    user = SlackUser(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
    who = await people.by_slack(tx, user)
    district = DistrictId(int(row.facts["district"]))
    found = await training.at(tx, who.id, district) if who is not None else None
    if found is None:
        raise LookupError(district)
    name = (await districts.get(tx, district)).name
    return views.marked(found.training, found.marked_at, district=name, zone=found.zone)


async def import_removed(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None: they are a contact again by now."""
    gone = await importing.removed(tx, LineId(int(row.facts["line"])))
    if gone is None:
        return None
    name, whose = (await districts.get(tx, gone.district)).name, (await people.sheets(tx, [gone.person]))[gone.person]
    return imports.removed(text.called(whose), district=name, own=gone.person == reader.id)


async def import_changed(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None: they keep that list no more, or nobody whom it is about is on it still."""
    district = DistrictId(int(row.facts["district"]))
    if district not in policy.districts_kept(reader):
        return None
    lines = await list_lines.of_district(tx, district)
    names = {it.person.id: it.person.name for it in lines if it.standing is not Standing.REMOVED}
    changed, came = (_whose(row, news, names, reader.id) for news in ("changed", "came"))
    if not (changed.names or changed.beside or came.names or came.beside):
        return None
    return imports.changed((await districts.get(tx, district)).name, said_of=changed, came=came)


def _whose(row: Claimed, news: str, names: Mapping[PersonId, str], reader: PersonId) -> Named:
    ids = [PersonId(int(one)) for one in str(row.facts[news]).split(",") if one]
    there = [names[one] for one in ids if one != reader and names.get(one)]
    return Named(
        names=[*(["you"] if reader in ids and reader in names else []), *there],
        beside=int(row.facts[f"{news}_beside"]),
    )


async def confirm_list(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None: it was answered, or its reader does not keep that list any more. `asked` is in those of the clock."""
    district = DistrictId(int(row.facts["district"]))
    if not policy.decide(reader, Act.CONFIRM_LIST, Matter(district=district)).allowed:
        return None
    found = await confirmations.get(tx, district)
    asked_at = found.question.asked_at if found is not None else None
    if "asked" in row.facts and (asked_at is None or asked_at.isoformat() != row.facts["asked"]):
        return None
    rhythm = (await calendars.rules(tx)).rhythm
    lines, name = await confirmations.listed(tx, district), (await districts.get(tx, district)).name
    return confirming.asked(lines, district=name, district_id=district, months=rhythm.every)


async def list_unconfirmed(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None: it was confirmed after all."""
    district, asked_at = DistrictId(int(row.facts["district"])), datetime.fromisoformat(str(row.facts["asked"]))
    found = await confirmations.get(tx, district)
    if found is None or (found.confirmed_at is not None and found.confirmed_at >= asked_at):
        return None
    keepers = await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=district)
    name = (await districts.get(tx, district)).name
    return confirming.unconfirmed(asked_at, district=name, has_administrator=bool(keepers), zone=reader.zone)


async def list_confirmed(tx: Tx, row: Claimed) -> Message:
    """To whoever pressed, as it stands."""
    district = DistrictId(int(row.facts["district"]))
    found, where = await confirmations.get(tx, district), await districts.get(tx, district)
    if found is None or found.confirmed_at is None:
        raise LookupError(district)
    return confirming.confirmed(found.confirmed_at, found.due_at, district=where.name, zone=where.zone)


async def access_kept(tx: Tx, row: Claimed) -> Message:
    """To whoever pressed: where it stays, and that it has ended where they were warned."""
    stays = await _stays(tx, row)
    if not stays:
        return inactivity.access_over()
    ended = await districts.some(tx, (DistrictId(int(row.facts["ended"])),)) if "ended" in row.facts else []
    return inactivity.access_kept(
        [district.name for district in await districts.some(tx, stays)],
        ended=ended[0].name if ended else "",
        days=(await calendars.rules(tx)).inactivity.flag_on,
    )


async def _stays(tx: Tx, row: Claimed) -> tuple[DistrictId, ...]:
    """Where it did when they pressed; of a press that an earlier version took, where it does now."""
    if "stays" in row.facts:
        return tuple(DistrictId(int(its)) for its in str(row.facts["stays"]).split(","))
    user = SlackUser(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
    who = await people.by_slack(tx, user)
    if who is None:
        raise LookupError(user)
    return policy.districts_of_contact(who)
