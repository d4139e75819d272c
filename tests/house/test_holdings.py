"""The map of what is held: nothing is held that it does not name, and each of its ways can be gone."""

from collections import Counter

import pytest
import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId
from storage import holdings
from storage.holdings import BY_TABLE, HOLDINGS, Held, Kind, page, ways
from storage.store import Store
from storage.tables import districts, metadata, people

WITHOUT_A_FOREIGN_KEY = {
    "id=roster.person_id",  # from a person to where they are named: the key goes the other way
    "id=cases.contact_id",
    "id=cases.reporter_id",
    "id=questions.asker_id",
    "id=emergencies.person_id",
    "id=sessions.guest_id",
    "id=list_requests.person_id",
    "team_id+channel_id=channels.team_id+channel_id",  # who is in a channel, as Slack says, which may be none of ours
    "member_team_id+user_id=people.team_id+user_id",
    "team_id+user_id=people.team_id+user_id",  # somebody whom we may not know
    "facts.district=districts.id",  # ids in what is owed
    "facts.case=cases.number",
    "facts.comment=comments.id",
    "facts.question=questions.id",
    "facts.emergency=emergencies.id",
    "facts.session=sessions.id",
    "facts.request=list_requests.id",
    "facts.proposal=proposals.id",
    "facts.line=roster.id",
    "facts.person=people.id",
    "facts.team+facts.user=people.team_id+user_id",
}
"""Every other step is a foreign key's."""

BY_NAME = pytest.mark.parametrize("held", HOLDINGS, ids=lambda held: held.table)


def test_the_map_names_every_table_once() -> None:
    assert Counter(held.table for held in HOLDINGS) == Counter(metadata.tables.keys())


@BY_NAME
def test_the_map_says_once_what_each_column_is(held: Held) -> None:
    assert Counter(name for name, _ in holdings.kinds(held)) == Counter(metadata.tables[held.table].c.keys())


@BY_NAME
def test_a_column_with_a_foreign_key_is_a_key_and_one_that_holds_time_is_a_fact(held: Held) -> None:
    for column, kind in ((metadata.tables[held.table].c[name], kind) for name, kind in holdings.kinds(held)):
        if column.foreign_keys:
            assert kind is Kind.KEY, column
        if not isinstance(column.type, sa.Text | sa.LargeBinary | sa.JSON | sa.BigInteger | sa.Integer):
            assert kind is Kind.FACT, column


@BY_NAME
def test_every_way_ends_at_a_district_or_a_person(held: Held) -> None:
    for written, end in ((held.districts, districts), (held.people, people)):
        for way in written:
            table = metadata.tables[held.table]
            for step in ways.steps(table, way):
                assert {name.partition(".")[0] for name in step.here} <= set(table.c.keys())
                assert set(step.there) <= set(step.table.c.keys())
                assert len(step.here) == len(step.there)
                table = step.table
            assert table is end, way


def test_a_step_that_no_foreign_key_holds_is_listed_above() -> None:
    written = {
        step
        for held in HOLDINGS
        for way in (*held.districts, *held.people)
        for step in way.split(" > ")
        if "=" in step
    }
    assert written == WITHOUT_A_FOREIGN_KEY


@BY_NAME
def test_what_is_nobodys_says_why_and_what_is_somebodys_has_a_way(held: Held) -> None:
    assert bool(held.nobodys) is not bool(held.districts or held.people)
    assert len(held.purpose) > 20


def test_a_district_reaches_whatever_has_a_way_to_a_case_or_a_list() -> None:
    """A table with a foreign key to something that is a district's is a district's too, or a person's own."""
    for held in HOLDINGS:
        targets = {key.column.table.name for key in metadata.tables[held.table].foreign_keys} - {
            "people",
            "districts",
        }
        if any(BY_TABLE[name].districts for name in targets):
            assert held.districts, held.table


def test_the_audit_log_and_its_seals_hold_nothing_but_ids_and_facts() -> None:
    for name in ("audit", "seals"):
        assert {kind for _, kind in holdings.kinds(BY_TABLE[name])} == {Kind.KEY, Kind.FACT}


def test_whoever_asks_what_we_hold_reads_the_map_as_it_is() -> None:
    """`python -m storage.holdings.page` brings the page up to date."""
    written = page.PAGE.read_text(encoding="utf-8")
    assert page.with_table(written) == written


async def test_every_way_can_be_asked_on_either_engine(store: Store) -> None:
    async with store.read() as tx:
        for held in HOLDINGS:
            for query in (
                holdings.rows_of_district(held, DistrictId(1)),
                holdings.rows_of_person(held, PersonId(1)),
            ):
                assert (await tx.execute(query)).all() == []
