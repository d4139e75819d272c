"""Every table. Words a person wrote stand in tables of their own, where they can be erased (POLICY 10)."""

from storage.tables.base import metadata
from storage.tables.forms import case_files, drafts
from storage.tables.people import channel_members, channels, closures, districts, people, roster, workspaces
from storage.tables.record import (
    case_words,
    cases,
    comment_files,
    comment_versions,
    comments,
    issues,
    note_versions,
    notes,
    threads,
)
from storage.tables.traffic import audit, card_under_way, hints, outbox, pauses, seen

__all__ = [
    "audit",
    "card_under_way",
    "case_files",
    "case_words",
    "cases",
    "channel_members",
    "channels",
    "closures",
    "comment_files",
    "comment_versions",
    "comments",
    "districts",
    "drafts",
    "hints",
    "issues",
    "metadata",
    "note_versions",
    "notes",
    "outbox",
    "pauses",
    "people",
    "roster",
    "seen",
    "threads",
    "workspaces",
]
