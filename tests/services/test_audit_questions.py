"""What administrators may ask of the log, and what they find: their own district's lines, all of them, or none."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.record import Question
from bot.domain.refusals import AdministratorsOnly, ContactsOnly, NoDistrict, Refusal
from bot.services import audit_questions, directory, opening, viewing
from bot.services.audit_questions import Typed
from bot.views import audit as views
from demo import world
from demo.town import import_samples
from storage import audit as log
from storage.store import Store
from storage.tables import audit, districts, people, roster
from tests.clockwork import DAY, HOUR, NOON

WHY = Typed(question=Question.WHY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    store: Store
    ids: dict[str, PersonId]
    at: dict[str, DistrictId]

    async def looks(self, name: str, case: int = 17) -> None:
        """At a case that is not there: refused, where they belong."""
        with pytest.raises(Refusal):
            await viewing.view_case(
                self.store, who=_user(name), number=CaseNumber(case), asked=str(case), now=NOON + HOUR
            )

    async def lists(self, name: str) -> None:
        await viewing.list_cases(self.store, who=_user(name), now=NOON + HOUR)

    async def asks(self, name: str, typed: Typed = WHY, *, before: int | None = None) -> list[str]:
        """What they read: name, act and rule of each line."""
        found = await audit_questions.answer(self.store, who=_user(name), typed=typed, now=NOON + HOUR, before=before)
        return [
            f"{views.name(it.who)} {it.line.act} {it.line.rule}".strip()
            for it in found.entries
            if it.line.act != "import"
        ]


def _user(name: str) -> SlackUser:
    return SlackUser(team=TeamId(world.TEAM), user=UserId(f"U0{name.upper()}"))


@pytest.fixture
async def office(database_url: str, store: Store) -> Office:
    await import_samples(database_url, NOON)
    async with store.read() as tx:
        bound = (await tx.execute(sa.select(people.c.id, people.c.user_id))).all()
        keys = (await tx.execute(sa.select(districts.c.id, districts.c.key))).all()
    ids = {row.user_id.removeprefix("U0").lower(): PersonId(row.id) for row in bound if row.user_id}
    return Office(store=store, ids=ids, at={row.key: DistrictId(row.id) for row in keys})


async def test_a_districts_administrator_finds_its_lines_and_no_others(office: Office) -> None:
    for name in ("ana", "pia"):
        await office.lists(name)
    assert await office.asks("dana") == ["Ana Torres list-cases contact-of-the-district"]
    assert await office.asks("drew") == ["Pia Novak list-cases contact-of-the-district"]
    everything = await office.asks("kim")
    assert {"Ana Torres list-cases contact-of-the-district", "Pia Novak list-cases contact-of-the-district"} <= {
        *everything
    }


async def test_what_its_people_asked_for_where_no_district_was_is_found_by_their_own_administrator(
    office: Office,
) -> None:
    """There is no case 17, so the line is of no district."""
    for name in ("sam", "pia", "alex"):
        await office.looks(name)
    assert await office.asks("dana") == ["Sam Rivera view-case ContactsOnly"]
    assert await office.asks("drew") == ["Pia Novak view-case NotFound"]


async def test_what_somebody_of_two_districts_asks_at_both_is_found_by_each_administrator_once(
    office: Office,
) -> None:
    async with office.store.begin() as tx:
        for name in ("sam", "ana"):
            line = {"person_id": office.ids[name], "district_id": office.at["pine-ridge"], "since": NOON}
            role = "staff" if name == "sam" else "support"
            await tx.execute(roster.insert(), {**line, "role": role, "silent_since": NOON})
    with pytest.raises(ContactsOnly):
        await opening.may_open(office.store, who=_user("sam"), now=NOON)
    await viewing.my_contacts(office.store, who=_user("sam"), now=NOON)
    await office.lists("ana")
    for name in ("dana", "drew"):
        assert [line for line in await office.asks(name) if "see-audit" not in line] == [
            "Ana Torres list-cases contact-of-the-district",
            "Sam Rivera see-contacts staff-of-the-district",
            "Sam Rivera open-case ContactsOnly",
        ]


async def test_reading_the_log_is_in_the_log(office: Office) -> None:
    typed = Typed(question=Question.WHY, person=office.ids["ana"])
    assert await office.asks("dana", typed) == []
    assert await office.asks("dana", typed) == ["Dana Whitfield see-audit administrator-of-the-district"]


@pytest.mark.parametrize("name", ["ana", "sam", "cody", "alex", "lee", "drew"])
async def test_nobody_else_may_ask_about_lakeside_and_that_they_asked_is_on_record(office: Office, name: str) -> None:
    lakeside = Typed(question=Question.WHY, district=office.at["lakeside"])
    with pytest.raises(AdministratorsOnly):
        await office.asks(name, lakeside)
    with pytest.raises((AdministratorsOnly, NoDistrict)):
        await audit_questions.askable(office.store, who=_user("sam"), now=NOON)
    seen = [line for line in await office.asks("dana", lakeside) if line.endswith("AdministratorsOnly")]
    hidden = "Somebody of another district"
    assert len(seen) == 2
    assert any(line.startswith(hidden) for line in seen) == (name == "drew")


async def test_a_person_is_found_by_what_they_did_and_by_what_was_done_to_them(office: Office) -> None:
    await office.lists("ana")
    async with office.store.begin() as tx:
        await log.by_clock(
            tx, at=NOON, rule="inactivity-warned", district=office.at["lakeside"], about=office.ids["ana"]
        )
        await log.by_clock(tx, at=NOON, rule="inactivity-warned", district=office.at["lakeside"])
    typed = Typed(question=Question.WHY, person=office.ids["ana"])
    assert await office.asks("dana", typed) == [
        "clock inactivity-warned",
        "Ana Torres list-cases contact-of-the-district",
    ]


@pytest.mark.parametrize(("days", "found"), [(0, 1), (-1, 0), (1, 0)])
async def test_a_day_is_the_askers_own(office: Office, days: int, found: int) -> None:
    """Dana's zone is Lakeside's: half an hour before its midnight is that day still, and the next one in UTC."""
    late = NOON.replace(hour=5, minute=30) + DAY
    async with office.store.begin() as tx:
        await log.by_clock(tx, at=late, rule="date-came", district=office.at["lakeside"])
    day = NOON.date() + timedelta(days=days)
    typed = Typed(question=Question.WHY, day=day)
    assert len([line for line in await office.asks("dana", typed) if "date-came" in line]) == found


async def test_the_question_of_rights_leaves_out_what_gives_none(office: Office) -> None:
    await office.lists("ana")
    async with office.store.begin() as tx:
        for rule in ("inactivity-warned", "inactivity-deactivated"):
            await log.by_clock(tx, at=NOON, rule=rule, district=office.at["lakeside"], about=office.ids["ana"])
    assert await office.asks("dana", Typed(question=Question.RIGHTS)) == ["clock inactivity-deactivated"]
    everything = await audit_questions.answer(
        office.store, who=_user("dana"), typed=Typed(question=Question.RIGHTS), now=NOON
    )
    assert {it.line.rule for it in everything.entries if it.line.act == "import"} >= {"line-added"}


async def test_uses_of_the_emergency_exception_are_found_by_act_and_by_what_they_are_about(office: Office) -> None:
    lines = [
        {"act": "report-emergency", "rule": "staff-of-the-district", "ref": "emergency:1", "allowed": True},
        {"act": "decide-emergency", "rule": "support-agent", "ref": "", "allowed": True},
        {"act": "clock", "rule": "emergency-paged", "ref": "emergency:1", "allowed": True},
        {"act": "clock", "rule": "date-came", "ref": "request:1", "allowed": True},
    ]
    async with office.store.begin() as tx:
        for line in lines:
            await tx.execute(audit.insert(), {**line, "at": NOON, "district_id": office.at["lakeside"]})
    found = await office.asks("dana", Typed(question=Question.EMERGENCIES))
    assert [line.split()[-1] for line in found] == ["emergency-paged", "support-agent", "staff-of-the-district"]


async def test_pages_follow_each_other_without_a_gap(office: Office) -> None:
    async with office.store.begin() as tx:
        for number in range(40):
            await log.by_clock(
                tx,
                at=NOON,
                rule="date-came",
                district=office.at["lakeside"],
                about=office.ids["ana"],
                ref=f"x:{number}",
            )
    typed, before, read = Typed(question=Question.WHY, person=office.ids["ana"]), None, []
    while True:
        found = await audit_questions.answer(
            office.store, who=_user("dana"), typed=typed, now=NOON + HOUR, before=before
        )
        read += [it.line.ref for it in found.entries if it.line.ref]
        before = found.older
        if before is None:
            break
    assert read == [f"x:{number}" for number in reversed(range(40))]


async def test_who_is_erased_is_a_number(office: Office) -> None:
    await office.lists("ana")
    erased = people.update().where(people.c.id == office.ids["ana"]).values(name="", user_id=None, team_id=None)
    async with office.store.begin() as tx:
        await tx.execute(erased)
    assert f"Erased person {office.ids['ana']} list-cases contact-of-the-district" in await office.asks("dana")


LEE = "lakeside,administrator,Lee Park,lee@lakeside.example,T0LIAISON,U0LEEP,,,"
MAX = "pine-ridge,administrator,Max Doe,max@pineridge.example,T0LIAISON,U0MAX,,,"


async def _is_replaced(office: Office, former: str, by: str) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in world.SAMPLES.glob("*.csv")}
    lines = [it for it in texts["people"].splitlines() if former not in it]
    found = await directory.run_import(
        office.store,
        districts=texts["districts"],
        people="\n".join([*lines, by]),
        closures=None,
        now=NOON,
        apply=True,
        remove_missing=True,
    )
    assert [change.what for change in found.changes if f"remove administrator {former}" in change.what]


async def test_what_a_former_administrator_was_refused_is_found_by_the_next_one(office: Office) -> None:
    await office.looks("dana")
    assert "Dana Whitfield view-case ContactsOnly" in await office.asks("dana")
    await _is_replaced(office, "Dana Whitfield", LEE)
    assert "Dana Whitfield view-case ContactsOnly" in await office.asks("leep")


async def test_what_was_asked_where_no_district_was_is_of_where_whoever_asked_was_then(office: Office) -> None:
    """Sam was of Lakeside's staff, and of Pine Ridge's since, which he has left as well."""
    sam = {"person_id": office.ids["sam"]}
    refused = {"at": NOON, "act": "view-case", "rule": "ContactsOnly", "allowed": False, "ref": "", **sam}
    async with office.store.begin() as tx:
        await tx.execute(audit.insert().values(refused))
        await tx.execute(roster.update().where(roster.c.person_id == sam["person_id"]).values(standing="removed"))
        new = {"role": "staff", "district_id": office.at["pine-ridge"], "since": NOON + HOUR / 2, **sam}
        await tx.execute(roster.insert().values(new))
    await office.looks("sam")
    async with office.store.begin() as tx:
        await tx.execute(roster.update().where(roster.c.person_id == sam["person_id"]).values(standing="removed"))
    for name in ("dana", "drew"):
        assert [it for it in await office.asks(name) if "see-audit" not in it] == [
            "Sam Rivera view-case ContactsOnly"
        ]


async def test_the_name_of_another_districts_former_administrator_stays_hidden(office: Office) -> None:
    line = {"at": NOON, "act": "list-cases", "rule": "ContactsOnly", "allowed": False, "ref": ""}
    async with office.store.begin() as tx:
        await tx.execute(
            audit.insert().values(**line, person_id=office.ids["drew"], district_id=office.at["lakeside"])
        )
    for replaced in (False, True):
        if replaced:
            await _is_replaced(office, "Drew Castillo", MAX)
        found = await office.asks("dana")
        assert [it for it in found if it.endswith("list-cases ContactsOnly")]
        assert not any("Drew" in it for it in found)
