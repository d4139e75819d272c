"""What cases are found by, and what people looked for.

What a district may search and what the desk's notes add stand in tables of their own: a district's query has no
way to a note's words (DESIGN, invariant 9). Texts are folded, piece by piece, so that what is redacted goes.
"""

import sqlalchemy as sa

from storage.tables.base import BigId, instant, metadata, own_id, text, to

Word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Compared letter by letter, so that a word's beginning is a range of the index."""


def _texts(name: str) -> sa.Table:
    """`piece` names what it came from: the opening words, one comment, one note."""
    return sa.Table(
        name,
        metadata,
        sa.Column("number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
        sa.Column("piece", sa.Text, primary_key=True),
        text("words"),
    )


district_texts = _texts("district_texts")
desk_texts = _texts("desk_texts")


def _words(name: str) -> sa.Table:
    """Each word of a case once."""
    return sa.Table(
        name,
        metadata,
        sa.Column("number", BigId, sa.ForeignKey("cases.number"), primary_key=True, autoincrement=False),
        sa.Column("word", Word, primary_key=True),
        sa.Index(f"ix_{name}_word", "word", "number"),
        sqlite_with_rowid=False,
    )


district_words = _words("district_words")
desk_words = _words("desk_words")

people_words = sa.Table(
    "people_words",
    metadata,
    sa.Column("person_id", BigId, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    sa.Column("word", Word, primary_key=True),
    sa.Index("ix_people_words_word", "word", "person_id"),
    sqlite_with_rowid=False,
)

searches = sa.Table(
    "searches",
    metadata,
    own_id(),
    to("person_id", "people.id"),
    text("name"),  # '' for one that was not saved: the newest few are kept
    text("typed"),  # as `domain.searches` writes it
    text("as_typed"),  # behind the command: it may have been meant as a case's subject
    instant("at"),
    sa.Index("ix_searches_person_id", "person_id"),
)
