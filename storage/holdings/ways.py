"""Ways as conditions: `comment_id > case_number > district_id` becomes subqueries, the same for both engines."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.tables import metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From columns of one table to columns of the next. `by_key`: a foreign key holds it."""

    here: tuple[str, ...]
    table: sa.Table
    there: tuple[str, ...]
    by_key: bool


def steps(table: sa.Table, way: str) -> list[Step]:
    """Raises KeyError or ValueError for a way that is none."""
    found: list[Step] = []
    for written in way.split(" > ") if way else ():
        found.append(_step(table, written))
        table = found[-1].table
    return found


def _step(table: sa.Table, written: str) -> Step:
    here, is_named, named = written.partition("=")
    if not is_named:
        (key,) = table.c[here].foreign_keys
        return Step(here=(here,), table=key.column.table, there=(key.column.name,), by_key=True)
    to, _, there = named.partition(".")
    return Step(here=tuple(here.split("+")), table=metadata.tables[to], there=tuple(there.split("+")), by_key=False)


def leads_to(
    table: sa.Table, ways: Sequence[str], target: sa.Table, row: int, *, each: bool
) -> sa.ColumnElement[bool]:
    """Whether any of these ways ends at that row of the target, whose key is its `id`.

    `each`: gone along from every row that is looked at, which suits one page of many; else all that the target
    reaches is gathered first, which suits all of them.
    """
    return sa.or_(sa.false(), *(_along(table, steps(table, way), target, row, each) for way in ways))


def _along(table: sa.Table, left: Sequence[Step], target: sa.Table, row: int, each: bool) -> sa.ColumnElement[bool]:  # noqa: FBT001  # handed on
    if not left:
        return target.c.id == row
    step, *others = left
    if not others and step.by_key:
        return table.c[step.here[0]] == row
    as_text = any("." in name for name in step.here)
    here = [_here(table, name) for name in step.here]
    there = [_there(step.table.c[name], as_text=as_text) for name in step.there]
    beyond = _along(step.table, others, target, row, each)
    if each:
        same = [one == other for one, other in zip(here, there, strict=True)]
        return sa.exists().where(*same, beyond).correlate_except(step.table)
    found = sa.select(*there).where(beyond).correlate(None)
    return sa.tuple_(*here).in_(found) if len(here) > 1 else here[0].in_(found)


def _here(table: sa.Table, name: str) -> sa.ColumnElement[object]:
    """A column, or `facts.case`: what a column of JSON has under that name, as text, whatever it is."""
    column, is_within, within = name.partition(".")
    if not is_within:
        return table.c[column]
    return sa.cast(table.c[column][within].as_string(), sa.Text)


def _there(column: sa.Column[object], *, as_text: bool) -> sa.ColumnElement[object]:
    return sa.cast(column, sa.Text) if as_text else column
