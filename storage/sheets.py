"""Sheets: facts gathered for a card, a thread or a list, with the names that go with them."""

from dataclasses import replace
from datetime import datetime

from bot.domain.cases import PENDING, SUPPORTS_TURN, Case
from bot.domain.emergencies import Emergency, Reached
from bot.domain.ids import CaseNumber, CommentId, DistrictId, PersonId
from bot.domain.proposals import Proposal
from bot.domain.reopening import reopen_until
from bot.domain.sessions import Session
from bot.domain.sheets import CaseSheet, CommentSheet, EmergencySheet, FileSheet, ProposalSheet, SessionSheet
from storage import (
    calendars,
    cases,
    clocks,
    comments,
    districts,
    emergencies,
    issues,
    notifications,
    people,
    people_facts,
    proposals,
)
from storage.comments import Comment
from storage.store import Tx


async def for_card(tx: Tx, case: Case, *, now: datetime) -> CaseSheet:
    """As `of_case`, and whether its owner is away now."""
    sheet = await of_case(tx, case)
    if case.owner is None:
        return sheet
    away = await people_facts.away(tx, (case.owner,), now=now)
    return replace(sheet, owner_away_until=away.get(case.owner))


async def of_case(tx: Tx, case: Case) -> CaseSheet:
    """A case as its cards show it."""
    district = await districts.get(tx, case.district)
    names = await people.sheets(tx, (case.contact, case.reporter, case.owner))
    words = await cases.words(tx, case.number)
    issue = await issues.get(tx, case.issue) if case.issue else None
    rules, ticking = await calendars.rules(tx), await clocks.of_case(tx, case.number)
    pending = ticking.pending if case.status in PENDING else None
    merged_at = case.closed_at if case.duplicate_of is not None else None
    target = ticking.target if case.status in SUPPORTS_TURN else None
    return CaseSheet(
        case=case,
        district=district.sheet,
        subject=None if words.redacted_at else words.subject,
        contact=names.get(case.contact) if case.contact else None,
        reporter=names[case.reporter],
        owner=names.get(case.owner) if case.owner else None,
        issue_title=issue.words.title if issue else "",
        issue_is_published=issue is not None and issue.is_published,
        incident=await notifications.get(tx, case.incident) if case.incident else None,
        reopen_until=reopen_until(case.closed_at, district.zone, days=rules.reopen_days) if case.closed_at else None,
        undo_until=merged_at + rules.limits.merge_undone_within if merged_at else None,
        closes_at=pending.closes_at if pending else None,
        waits_from=pending.day_zero if pending else None,
        target=target.target.kind if target else None,
        misses_at=target.misses_at if target else None,
        description=words.description,
        steps=words.steps,
        expected=words.expected,
        actual=words.actual,
        impact=words.impact,
        environment=words.environment,
        task=words.task,
        building=words.building,
        scope=words.scope,
        frequency=words.frequency,
        ask=words.ask,
        due=words.due,
        loss_confirmed=words.loss_confirmed,
        followed_by=await cases.following(tx, case.number),
        callback=await emergencies.phone_of(tx, case.number),
    )


async def of_emergency(tx: Tx, emergency: Emergency) -> EmergencySheet:
    """A report as whoever decides reads it."""
    names = await people.sheets(tx, (emergency.person, emergency.decided_by, emergency.claimed_by))
    words = await emergencies.words(tx, emergency.id)
    return EmergencySheet(
        emergency=emergency,
        district=(await districts.get(tx, emergency.district)).sheet,
        person=names[emergency.person],
        said=words.report,
        reason=words.reason,
        by=names.get(emergency.decided_by) if emergency.decided_by else None,
        claimer=names.get(emergency.claimed_by) if emergency.claimed_by else None,
    )


async def reached(tx: Tx, district: DistrictId, *, by: PersonId) -> Reached:
    """Whom a report of theirs reaches at that district."""
    contacts = {contact.person.id for contact in await people.contacts_of(tx, district)}
    name = (await districts.get(tx, district)).name
    return Reached(district=district, name=name, others=bool(contacts - {by}), is_contact=by in contacts)


async def of_proposal(tx: Tx, proposal: Proposal) -> ProposalSheet:
    """Also once the line is the member's."""
    names = await people.sheets(tx, (proposal.line_of, proposal.member, proposal.decided_by))
    role, email = await proposals.as_listed(tx, proposal)
    return ProposalSheet(
        proposal=proposal,
        district=(await districts.get(tx, proposal.district)).sheet,
        line=names[proposal.line_of],
        role=role,
        email=email,
        member=names[proposal.member],
        by=names.get(proposal.decided_by) if proposal.decided_by else None,
    )


async def of_session(tx: Tx, session: Session) -> SessionSheet:
    names = await people.sheets(tx, (session.host, session.guest))
    return SessionSheet(session=session, host=names[session.host], guest=names[session.guest])


async def of_comment(tx: Tx, comment: CommentId) -> CommentSheet:
    """A comment as it stands now: its latest words, or none where it was deleted or redacted."""
    return await _sheet(tx, await comments.get(tx, comment))


async def comments_of(tx: Tx, case: CaseNumber, *, newest: int) -> list[CommentSheet]:
    """The newest comments of a case, in the order they were said."""
    kept = (await comments.of_case(tx, case))[-newest:]
    return [await _sheet(tx, comment) for comment in kept]


async def _sheet(tx: Tx, comment: Comment) -> CommentSheet:
    gone = comment.deleted_at is not None or comment.redacted_at is not None
    latest = None if gone else await comments.latest_words(tx, comment.id)
    names = await people.sheets(tx, (comment.author, comment.with_whom))
    kept = [] if gone else await comments.files_of(tx, comment.id)
    return CommentSheet(
        id=comment.id,
        kind=comment.kind,
        author=names[comment.author],
        at=comment.at,
        words=latest[0] if latest else None,
        edited=bool(latest and latest[1]),
        deleted=comment.deleted_at is not None,
        redacted=comment.redacted_at is not None,
        erased=gone and await cases.is_erased(tx, comment.case, since=comment.redacted_at),
        with_whom=names.get(comment.with_whom) if comment.with_whom is not None else None,
        seat=comment.seat,
        files=tuple(
            FileSheet(name=item.file.name, size=item.file.size, permalink=item.file.permalink) for item in kept
        ),
    )
