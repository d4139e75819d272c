"""What every table is made of: ids that are ours, instants that are aware UTC, text that is never null."""

import sqlalchemy as sa

from storage.types import UtcInstant

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite numbers its rows only where the type is exactly INTEGER."""


def own_id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, BigId, sa.Identity(), primary_key=True)


def to(column: str, target: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(column, BigId, sa.ForeignKey(target), nullable=optional)


def instant(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcInstant, nullable=optional)


def text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)
