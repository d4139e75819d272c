"""Who is told in place of an absent contact, wherever that is asked, and who is not."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.delivery import news_posts
from bot.domain.cases import Case, CaseType, Draft, Priority, Status
from bot.domain.ids import DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.refusals import CannotStandIn, ContactsOnly, NotReadable
from bot.domain.telling import News
from bot.services import away, rounds, standing_for
from bot.services.away import Plan
from bot.services.deeds import CaseAsk
from bot.services.telling_of import who_stands_for
from demo import world
from demo.town import import_samples
from storage import absences as kept
from storage import cases
from storage.inbound import FormKey
from storage.store import Store
from storage.tables import absences, audit, outbox, people, roster
from tests.clockwork import DAY, HOUR, NOON

LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)
UNTIL = date(2026, 12, 1)
DRAFT = Draft(
    district=LAKESIDE, type=CaseType.QUESTION, module="Grades", subject="Grades vanish", description="They do."
)


async def person(store: Store, user: str) -> PersonId:
    async with store.read() as tx:
        return PersonId((await tx.execute(sa.select(people.c.id).where(people.c.user_id == user))).scalar_one())


def who(user: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(user))


async def goes(
    store: Store, user: str, deputies: dict[DistrictId, str | None], *, until: date = UNTIL, now: datetime = NOON
) -> None:
    chosen = {district: await person(store, name) if name else None for district, name in deputies.items()}
    plan = Plan(until=until, deputies=chosen)
    await away.go_away(store, who=who(user), plan=plan, now=now, once=FormKey(f"form:{user}:{now.isoformat()}"))


async def told(store: Store, case: Case, *, now: datetime = NOON) -> list[PersonId]:
    async with store.read() as tx:
        return await who_stands_for(tx, case, now=now)


@pytest.fixture
async def case(store: Store, database_url: str) -> Case:
    """Ana's."""
    await import_samples(database_url, NOON)
    ana = await person(store, "U0ANA")
    async with store.begin() as tx:
        return await cases.add(tx, DRAFT, contact=ana, reporter=ana, building="", priority=Priority.MEDIUM, at=NOON)


async def test_to_the_end_of_the_last_day_where_they_live_and_not_a_moment_longer(store: Store, case: Case) -> None:
    ana, ben = await person(store, "U0ANA"), await person(store, "U0BEN")
    assert await told(store, case) == [ana]
    await goes(store, "U0ANA", {LAKESIDE: "U0BEN"})
    midnight = datetime(2026, 12, 2, 6, tzinfo=UTC)
    assert await told(store, case) == [ben]
    assert await told(store, case, now=midnight - HOUR) == [ben]
    assert await told(store, case, now=midnight) == [ana]


async def test_a_case_that_is_handed_to_them_is_told_to_their_deputy_alone(store: Store, case: Case) -> None:
    ana, ben = await person(store, "U0ANA"), await person(store, "U0BEN")
    await goes(store, "U0ANA", {LAKESIDE: "U0BEN"})
    ask = CaseAsk(who=who("U0TESS"), number=case.number, now=NOON)
    await standing_for.take_over(store, ask)
    await standing_for.hand_over(store, CaseAsk(who=who("U0TESS"), number=case.number, now=NOON + HOUR), to=ana)
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(outbox.c.facts).where(outbox.c.kind == "tell"))).all()
        handed = [row.facts["person"] for row in rows if row.facts["what"] == "case-handed"]
        after = await cases.get(tx, case.number)
    assert handed == [ben]
    assert after is not None
    assert after.contact == ana


async def test_what_was_owed_to_a_deputy_still_reaches_them_when_the_contact_is_back(
    store: Store, case: Case
) -> None:
    ana, ben, tess = [await person(store, user) for user in ("U0ANA", "U0BEN", "U0TESS")]
    await goes(store, "U0ANA", {LAKESIDE: "U0BEN"})
    await away.come_back(store, who=who("U0ANA"), now=NOON + HOUR)
    assert await told(store, case, now=NOON + HOUR) == [ana]
    async with store.read() as tx:
        assert await news_posts.holds(tx, News.COMMENT, ben, case)
        assert not await news_posts.holds(tx, News.COMMENT, tess, case)
        assert case.status is Status.NEW
    await away.forget_old(store, now=NOON + 30 * DAY)
    async with store.read() as tx:
        assert await kept.stood_in(tx, ben, ana, LAKESIDE)
    await away.forget_old(store, now=NOON + 31 * DAY)
    async with store.read() as tx:
        assert not await kept.stood_in(tx, ben, ana, LAKESIDE)
        assert not await news_posts.holds(tx, News.COMMENT, ben, case)


async def test_each_district_has_a_deputy_of_its_own_and_none_of_another(store: Store, case: Case) -> None:
    ana, pia = await person(store, "U0ANA"), await person(store, "U0PIA")
    async with store.begin() as tx:
        line = {"person_id": ana, "district_id": PINE_RIDGE, "role": "support", "since": NOON, "silent_since": NOON}
        await tx.execute(roster.insert(), line)
    await goes(store, "U0ANA", {LAKESIDE: None, PINE_RIDGE: "U0PIA"})
    assert await told(store, case) == [ana]
    async with store.read() as tx:
        assert await kept.told_for(tx, ana, PINE_RIDGE, now=NOON) == pia
    with pytest.raises(CannotStandIn):
        await goes(store, "U0ANA", {LAKESIDE: "U0PIA", PINE_RIDGE: None}, now=NOON + HOUR)
    async with store.read() as tx:
        assert await kept.told_for(tx, ana, PINE_RIDGE, now=NOON) == pia


@pytest.mark.parametrize("deputy", ["U0ANA", "U0PIA", "U0SAM", "U0DANA", "U0ALEX"])
async def test_nobody_stands_in_who_is_not_another_contact_of_the_district(
    store: Store, case: Case, deputy: str
) -> None:
    with pytest.raises(CannotStandIn):
        await goes(store, "U0ANA", {LAKESIDE: deputy})
    assert await told(store, case) == [await person(store, "U0ANA")]
    async with store.read() as tx:
        assert (await tx.execute(sa.select(absences))).all() == []
    await goes(store, "U0ANA", {LAKESIDE: "U0TESS"}, now=NOON + HOUR)


async def test_a_day_that_is_over_and_whoever_is_no_contact_are_refused_and_each_leaves_a_line(
    store: Store, case: Case
) -> None:
    assert case.contact == await person(store, "U0ANA")
    with pytest.raises(NotReadable):
        await goes(store, "U0ANA", {LAKESIDE: None}, until=date(2026, 11, 23))
    for user in ("U0SAM", "U0DANA"):
        with pytest.raises(ContactsOnly):
            await goes(store, user, {LAKESIDE: "U0BEN"})
    await goes(store, "U0ANA", {LAKESIDE: "U0BEN"}, now=NOON + HOUR)
    async with store.read() as tx:
        lines = (await tx.execute(sa.select(audit).where(audit.c.act == "set-away").order_by(audit.c.id))).all()
    assert [(line.allowed, line.rule) for line in lines] == [
        (False, "NotReadable"),
        (False, "ContactsOnly"),
        (False, "ContactsOnly"),
        (True, "contact-of-the-district"),
    ]
    assert [line.about_id for line in lines] == [None, None, None, await person(store, "U0BEN")]


async def test_two_who_name_each_other_leave_both_to_themselves(store: Store, case: Case) -> None:
    """Each form was checked before the other was sent."""
    ana, ben = await person(store, "U0ANA"), await person(store, "U0BEN")
    await goes(store, "U0ANA", {LAKESIDE: "U0BEN"})
    with pytest.raises(CannotStandIn):
        await goes(store, "U0BEN", {LAKESIDE: "U0ANA"}, now=NOON + HOUR)
    await goes(store, "U0BEN", {LAKESIDE: None}, now=NOON + 2 * HOUR)
    async with store.begin() as tx:
        await tx.execute(absences.update().where(absences.c.person_id == ben).values(deputy_id=ana))
    assert await told(store, case) == [ana]
    done = await rounds.run(store, now=NOON + 3 * HOUR, at=lambda _: None)
    assert done["absence-deputy-lost"] == 2
    again = await rounds.run(store, now=NOON + 3 * HOUR, at=lambda _: None)
    assert {name for name in again if name.startswith("absence")} == set()


async def test_a_contact_who_may_not_act_any_more_has_no_deputy(store: Store, case: Case) -> None:
    ana, ben, tess = [await person(store, user) for user in ("U0ANA", "U0BEN", "U0TESS")]
    await goes(store, "U0ANA", {LAKESIDE: "U0BEN"})
    async with store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == ana).values(standing="deactivated"))
    assert sorted(await told(store, case)) == sorted([ben, tess])


async def test_who_moved_to_another_zone_is_away_by_their_new_days(store: Store, case: Case) -> None:
    ana, ben = await person(store, "U0ANA"), await person(store, "U0BEN")
    await goes(store, "U0ANA", {LAKESIDE: "U0BEN"})
    async with store.begin() as tx:
        await tx.execute(people.update().where(people.c.id == ana).values(zone="Pacific/Honolulu"))
    later = datetime(2026, 12, 2, 7, tzinfo=UTC)
    assert await told(store, case, now=later) == [ben]
    assert (await rounds.run(store, now=later, at=lambda _: None))["absence-goes-on"] == 1
    assert (await rounds.run(store, now=later, at=lambda _: None))["absence-goes-on"] == 0
    assert (await rounds.run(store, now=later + 3 * HOUR, at=lambda _: None))["absence-over"] == 1
