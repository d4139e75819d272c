"""The database's shape, step by step. Alembic set up in code; loaded only when something has to be done.

After a change of `tables.py` a revision is written by hand into `versions`, numbered on from the last, and `HEAD`
names it. A test holds that all revisions together end in `tables.py`, on both engines.
"""

import asyncio
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage.store import Store

HEAD = "0035"
VERSIONS = Path(__file__).parent / "versions"


class NotMigrated(Exception):
    """The database has another shape than this program. `python -m bot migrate` mends it."""


async def current(store: Store) -> str | None:
    """The revision of a database; None for an empty one."""
    try:
        row = (await store.glances.execute(sa.text("SELECT version_num FROM alembic_version"))).first()
    except (sa.exc.ProgrammingError, sa.exc.OperationalError):  # no such table, in PostgreSQL's words and in SQLite's
        return None
    return None if row is None else str(row[0])


async def must_be_current(store: Store) -> None:
    """One look, without loading Alembic. Raises NotMigrated."""
    found = await current(store)
    if found != HEAD:
        raise NotMigrated(f"the database is at {found or 'nothing'}, this program needs {HEAD}")


def upgrade(url: str, to: str = "head") -> None:
    """Brings a database to a revision. Runs before anything else is started, outside a running loop."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = sa.create_engine(address.set(drivername="sqlite"))
        with engine.begin() as connection:
            _run(connection, to)
        engine.dispose()
        return
    from storage.postgres import driven  # noqa: PLC0415  # only the driver in use is loaded

    asyncio.run(_upgrade_postgres(driven(url), to))


async def _upgrade_postgres(address: sa.URL, to: str) -> None:
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(_run, to)
    await engine.dispose()


def _run(connection: sa.Connection, to: str) -> None:
    from alembic import command  # noqa: PLC0415  # a fifth of a second at start

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def configuration() -> Any:
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("version_locations", str(VERSIONS))
    config.set_main_option("path_separator", "os")
    return config
