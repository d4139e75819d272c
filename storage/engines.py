"""Opens a store on the engine that its address names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.store import Observe, Store, unobserved


async def connect(url: str, *, observe: Observe = unobserved, patience: float = 1.0) -> Store:
    """Opens a store: `sqlite:///file.db`, or `postgresql://…`. Migrations are somebody else's.

    `patience`: how many times longer than in earnest a deed that somebody waits for may wait for others on
    PostgreSQL. On SQLite it waits for its turn.
    """
    if url.startswith("sqlite"):
        from storage.sqlite import SqliteStore  # noqa: PLC0415  # only the driver in use is loaded

        return await SqliteStore.connect(url, observe)
    if not url.startswith("postgres"):
        raise ValueError("a database's address begins with sqlite or postgresql")
    from storage.postgres import PostgresStore  # noqa: PLC0415  # likewise

    return PostgresStore.connect(url, observe, patience)


@asynccontextmanager
async def opened(url: str, *, observe: Observe = unobserved, patience: float = 1.0) -> AsyncIterator[Store]:
    """A store for the length of a block."""
    store = await connect(url, observe=observe, patience=patience)
    try:
        yield store
    finally:
        await store.close()
