"""Somebody who writes beside an erasing: whatever is deleted of a district's closures is there again at once."""

import sqlalchemy as sa

from storage.store import Store

COLUMNS = "district_id, first_day, last_day, name"
AGAIN = f"insert into closures ({COLUMNS}) values (old.district_id, old.first_day, old.last_day, old.name)"  # noqa: S608  # ours
BEGINS = {
    "sqlite": [f"create trigger writes_beside after delete on closures begin {AGAIN}; end"],
    "postgresql": [
        f"create function writes_beside() returns trigger language plpgsql as $$ begin {AGAIN}; return null; end $$",
        "create trigger writes_beside after delete on closures for each row execute function writes_beside()",
    ],
}
ENDS = {
    "sqlite": ["drop trigger writes_beside"],
    "postgresql": ["drop trigger writes_beside on closures", "drop function writes_beside()"],
}


async def begins(store: Store) -> None:
    await _says(store, BEGINS[store.dialect])


async def ends(store: Store) -> None:
    await _says(store, ENDS[store.dialect])


async def _says(store: Store, statements: list[str]) -> None:
    async with store.begin() as tx:
        for statement in statements:
            await tx.execute(sa.text(statement))
