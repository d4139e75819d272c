"""SQL that the two engines spell alike, but SQLAlchemy does not."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import SyntaxExtension


class _DoNothing(SyntaxExtension, sa.ClauseElement):
    _traverse_internals: list[Any] = []  # noqa: RUF012  # SQLAlchemy's own spelling: nothing to compare, so it is cached

    def apply_to_insert(self, insert: sa.Insert) -> None:
        insert.apply_syntax_extension_point(self.append_replacing_same_type, "post_values")


@compiles(_DoNothing)
def _do_nothing(_: _DoNothing, __: Any, **___: Any) -> str:
    return "ON CONFLICT DO NOTHING"


def insert_ignore(table: sa.Table) -> sa.Insert:
    """`INSERT … ON CONFLICT DO NOTHING`. For a row that was there: row count 0, and RETURNING gives no row."""
    return sa.insert(table).ext(_DoNothing()).inline()
