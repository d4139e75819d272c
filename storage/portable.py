"""SQL that the two engines spell alike, but SQLAlchemy does not."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.dml import Insert


class InsertIgnore(Insert):
    """`INSERT … ON CONFLICT DO NOTHING`. The row count is 0 for a row that was there."""

    inherit_cache = True


@compiles(InsertIgnore)
def _insert_ignore(insert: InsertIgnore, compiler: Any, **kw: Any) -> str:
    return f"{compiler.visit_insert(insert, **kw)} ON CONFLICT DO NOTHING"


def insert_ignore(table: sa.Table) -> InsertIgnore:
    return InsertIgnore(table).inline()
