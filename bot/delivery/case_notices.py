"""What one person is told of a case by direct message, and the buttons shown to whoever asked in its thread."""

from datetime import datetime

from bot.delivery import news_posts
from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, CommentId, DistrictId, NoteId, PersonId, SlackUser, TeamId, UserId
from bot.domain.issues import IssueStatus
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.sheets import CaseRow
from bot.domain.telling import News
from bot.views import case_buttons, case_notices, offers, redacting, resyncing, text
from bot.views.message import Message
from storage import absences, cases, comments, issues, notes, people, sheets
from storage.outbox import Claimed
from storage.store import Tx


async def notice(tx: Tx, row: Claimed, reader: Person) -> Message | None:
    """None: the reason does not hold any more, or the reader may not see the case any more."""
    what = str(row.facts["what"])
    if what == "cases-offered":
        return await _offered(tx, row, reader)
    if what == "case-resynced":
        return resyncing.done(CaseNumber(int(row.facts["case"])), row.facts)
    if what == "text-redacted":
        return await _redacted(tx, row)
    if what not in case_notices.NOTICES:
        raise LookupError(what)
    case = await cases.get(tx, CaseNumber(int(row.facts["case"])))
    comment = CommentId(int(row.facts["comment"])) if "comment" in row.facts else None
    if case is None or not await news_posts.holds(tx, News(what), reader.id, case, comment=comment):
        return None
    by = PersonId(int(row.facts["by"]))
    names = await people.sheets(tx, (by,))
    sheet = await sheets.of_case(tx, case)
    stands_in = case.contact is not None and await absences.stood_in(tx, reader.id, case.contact, case.district)
    return case_notices.notice(
        what,
        sheet=sheet,
        by=names[by],
        reader_team=row.team,
        deputy_of=sheet.contact if stands_in else None,
        issue=await _ended(tx, case) if what == News.RELEASED else None,
    )


async def _ended(tx: Tx, case: Case) -> IssueStatus | None:
    found = await issues.get(tx, case.issue) if case.issue is not None else None
    return found.status if found is not None and found.is_ended else None


async def _redacted(tx: Tx, row: Claimed) -> Message | None:
    """None where they have deleted their message already."""
    what, _, text = str(row.facts["text"]).partition(":")
    if what == "comment" and (await comments.get(tx, CommentId(int(text)))).deleted_at is not None:
        return None
    if what == "note" and (await notes.get(tx, NoteId(int(text)))).deleted_at is not None:
        return None
    by = PersonId(int(row.facts["by"]))
    return redacting.yours(CaseNumber(int(row.facts["case"])), by=(await people.sheets(tx, (by,)))[by])


async def _offered(tx: Tx, row: Claimed, reader: Person) -> Message | None:
    gone, district = PersonId(int(row.facts["gone"])), DistrictId(int(row.facts["district"]))
    name = text.called((await people.sheets(tx, (gone,)))[gone])
    rows = await _still_theirs(tx, gone, district, reader)
    return case_notices.offered(name, rows, at_desk=not district) if rows else None


async def _still_theirs(tx: Tx, gone: PersonId, district: DistrictId, reader: Person) -> list[CaseRow]:
    most = case_notices.OFFERED + 1
    if district:
        return await cases.open_of_contact(tx, gone, district, most=most) if _may_see(reader, district) else []
    return await cases.open_of_owner(tx, gone, most=most) if policy.is_agent(reader) else []


def _may_see(reader: Person, district: DistrictId) -> bool:
    return policy.decide(reader, Act.LIST_CASES, Matter(district=district)).allowed


async def actions(tx: Tx, row: Claimed, *, now: datetime) -> Message:
    """By who asks: an agent works on it, a contact stands for it."""
    case = await cases.get(tx, CaseNumber(int(row.facts["case"])))
    who = SlackUser(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
    person = await people.by_slack(tx, who)
    if case is None or person is None:
        raise LookupError(row.facts["case"])
    sheet = await sheets.of_case(tx, case)
    if policy.is_agent(person):
        pressed = [*case_buttons.for_desk(sheet, now), *case_buttons.beside(case.number)]
        return offers.case_actions(case.number, pressed)
    return offers.case_actions(case.number, case_buttons.for_district(sheet, now))
