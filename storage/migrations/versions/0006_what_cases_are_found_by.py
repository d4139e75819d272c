"""What cases are found by, filled from the words there are; searches that people saved."""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.folding import line
from storage.tables.base import BigId
from storage.types import UtcInstant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 500
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for side in ("district", "desk"):
        _texts(side)
    for what, of in (("district", "number"), ("desk", "number"), ("people", "person_id")):
        _words(what, of)
        op.create_index(f"ix_{what}_words_word", f"{what}_words", ["word", of])
    _searches()
    op.create_index("ix_cases_modified_at", "cases", ["modified_at", "number"])
    for person in ("contact_id", "reporter_id", "owner_id"):
        op.create_index(f"ix_cases_{person}", "cases", [person])
    _fill(op.get_bind())


def _texts(side: str) -> None:
    op.create_table(
        f"{side}_texts",
        sa.Column("number", BigId, autoincrement=False, nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["number"], ["cases.number"], name=f"fk_{side}_texts_number"),
        sa.PrimaryKeyConstraint("number", "piece", name=f"pk_{side}_texts"),
    )


def _words(what: str, of: str) -> None:
    points_at = "people.id" if of == "person_id" else "cases.number"
    op.create_table(
        f"{what}_words",
        sa.Column(of, BigId, autoincrement=False, nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.ForeignKeyConstraint([of], [points_at], name=f"fk_{what}_words_{of}"),
        sa.PrimaryKeyConstraint(of, "word", name=f"pk_{what}_words"),
        sqlite_with_rowid=False,
    )


def _searches() -> None:
    op.create_table(
        "searches",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("typed", sa.Text(), server_default="", nullable=False),
        sa.Column("as_typed", sa.Text(), server_default="", nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_searches_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
    )
    op.create_index("ix_searches_person_id", "searches", ["person_id"])


FIELD = "\x1f"
OPENINGS = """
    SELECT w.number AS id, w.number, 'opening' AS piece,
           w.subject || '{field}' || w.description || '{field}' || w.steps || '{field}' || w.expected || '{field}'
           || w.actual || '{field}' || w.impact || '{field}' || w.environment AS words
    FROM case_words w
    WHERE w.redacted_at IS NULL AND w.number > :after ORDER BY w.number LIMIT :most
"""
SAID = """
    SELECT s.id, s.case_number AS number, '{one}:' || s.id AS piece, v.words
    FROM {one}s s JOIN {one}_versions v ON v.{one}_id = s.id
    WHERE s.deleted_at IS NULL AND s.redacted_at IS NULL AND s.id > :after
      AND v.edited_ts = (SELECT max(l.edited_ts) FROM {one}_versions l WHERE l.{one}_id = s.id)
    ORDER BY s.id LIMIT :most
"""
PEOPLE = "SELECT id, name FROM people WHERE id > :after ORDER BY id LIMIT :most"
KEEP_TEXT = "INSERT INTO {side}_texts (number, piece, words) VALUES (:number, :piece, :words)"
KEEP_WORD = "INSERT INTO {side}_words (number, word) VALUES (:number, :word) ON CONFLICT DO NOTHING"
KEEP_NAME = "INSERT INTO people_words (person_id, word) VALUES (:person, :word)"


def _fill(connection: sa.Connection) -> None:
    sources = (
        (OPENINGS.format(field=FIELD), "district"),
        (SAID.format(one="comment"), "district"),
        (SAID.format(one="note"), "desk"),
    )
    for query, side in sources:
        for rows in _batches(connection, query):
            _keep(connection, side, rows)
    for rows in _batches(connection, PEOPLE):
        names = [{"person": row.id, "word": word} for row in rows for word in {*line(row.name).split()}]
        _insert(connection, KEEP_NAME, names)


def _batches(connection: sa.Connection, query: str) -> Iterator[list[sa.Row[Any]]]:
    after = 0
    while rows := [*connection.execute(sa.text(query), {"after": after, "most": BATCH})]:
        yield rows
        after = rows[-1].id


def _keep(connection: sa.Connection, side: str, rows: Iterable[sa.Row[Any]]) -> None:
    texts = [{"number": row.number, "piece": row.piece, "words": _lines(row.words)} for row in rows]
    words = [{"number": text["number"], "word": word} for text in texts for word in {*text["words"].split()} - {"|"}]
    _insert(connection, KEEP_TEXT.format(side=side), texts)
    _insert(connection, KEEP_WORD.format(side=side), words)


def _lines(words: str) -> str:
    """No phrase goes on from one field into the next."""
    return "|".join(line(field) for field in words.split(FIELD))


def _insert(connection: sa.Connection, statement: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.text(statement), rows)
