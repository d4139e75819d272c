"""Who is in no line of a file, however many lines it has."""

import pytest

from bot.domain.ids import DistrictId, LineId
from bot.domain.people import Role
from storage import importing
from storage.store import Store
from tests.clockwork import NOON
from tests.services.silent import Contact, settle


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.STAFF])
async def test_who_is_missing_in_a_file_of_forty_thousand_lines_is_found(store: Store, role: Role) -> None:
    """More than a statement of PostgreSQL's takes parameters."""
    first, last = await settle(store, [Contact(district=1, since=NOON, role=role) for _ in range(2)])
    file = {first, *(LineId(line) for line in range(last + 1, 40_000))}
    async with store.read() as tx:
        contacts = await importing.missing(tx, DistrictId(1), file)
        others = await importing.others(tx, DistrictId(1), [Role.STAFF], file)
    assert [*(it.line for it in contacts), *(it.line for it in others)] == [last]
