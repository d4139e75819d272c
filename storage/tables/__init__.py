"""Every table. Words a person wrote stand in tables of their own, where they can be erased (POLICY 10)."""

from storage.tables.base import metadata
from storage.tables.clocks import clock_rules, date_clocks, incident_clocks, pending_clocks, target_clocks
from storage.tables.emergencies import emergencies, emergency_words
from storage.tables.environments import environments
from storage.tables.erasing import erasing_ids, erasures, holds
from storage.tables.forms import case_files, drafts
from storage.tables.home import home_lists
from storage.tables.issues import issue_followers, issue_news, issue_steps, issues
from storage.tables.keeping import absences, confirmations
from storage.tables.listing import list_request_words, list_requests
from storage.tables.noise import choices, news
from storage.tables.notifications import (
    notification_districts,
    notification_news,
    notification_updates,
    notifications,
)
from storage.tables.people import channel_members, channels, closures, districts, people, roster, workspaces
from storage.tables.proof import seals
from storage.tables.proposals import proposals
from storage.tables.questions import question_readers, question_words, questions
from storage.tables.record import (
    case_words,
    cases,
    comment_files,
    comment_versions,
    comments,
    kept_words,
    note_versions,
    notes,
    threads,
)
from storage.tables.replies import former_threads, kept_files
from storage.tables.searching import (
    desk_texts,
    desk_words,
    district_texts,
    district_words,
    people_words,
    searches,
)
from storage.tables.sessions import sessions
from storage.tables.silences import kept_contacts
from storage.tables.traffic import audit, card_under_way, hints, outbox, pauses, seen

__all__ = [
    "absences",
    "audit",
    "card_under_way",
    "case_files",
    "case_words",
    "cases",
    "channel_members",
    "channels",
    "choices",
    "clock_rules",
    "closures",
    "comment_files",
    "comment_versions",
    "comments",
    "confirmations",
    "date_clocks",
    "desk_texts",
    "desk_words",
    "district_texts",
    "district_words",
    "districts",
    "drafts",
    "emergencies",
    "emergency_words",
    "environments",
    "erasing_ids",
    "erasures",
    "former_threads",
    "hints",
    "holds",
    "home_lists",
    "incident_clocks",
    "issue_followers",
    "issue_news",
    "issue_steps",
    "issues",
    "kept_contacts",
    "kept_files",
    "kept_words",
    "list_request_words",
    "list_requests",
    "metadata",
    "news",
    "note_versions",
    "notes",
    "notification_districts",
    "notification_news",
    "notification_updates",
    "notifications",
    "outbox",
    "pauses",
    "pending_clocks",
    "people",
    "people_words",
    "proposals",
    "question_readers",
    "question_words",
    "questions",
    "roster",
    "seals",
    "searches",
    "seen",
    "sessions",
    "target_clocks",
    "threads",
    "workspaces",
]
