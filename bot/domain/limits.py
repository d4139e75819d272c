"""How long, how large, how many and for how long: POLICY's numbers but those of clocks. Each is a setting."""

from dataclasses import dataclass
from datetime import timedelta

MEGABYTE = 1024 * 1024
SLACKS_FILES, SLACKS_FORM_MB = 10, 10
"""Slack's field for files takes no more, and none that are larger (SLACK 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """As settings have them; the defaults are the policy's own.

    `reason_shortest`: of whoever reopens, escalates, refers or changes a priority. `files_at_once`: of a message, and
    of a form. `kept_hours`: what waits for its author to say what becomes of it: a draft, a preview, a reply to a
    closed case. `escalation_days`: business days from one escalation of a case to the next. `removals_a_day`: of
    other contacts, by one contact alone. `request_days`: for how long a request about the list of contacts waits.
    `support_contacts`, `technical_contacts`: fewer are too few; `contacts_most`: more are more than recommended.
    `question_days`: business days after which the others are asked, and then all are reminded, `question_reminders`
    times. `coach_first`: whether a question goes to the coaches of the asker's building before it goes to the
    contacts. `inactivity_…`: days of silence, but for the hours after a warning and the days after a flag.
    `emergency_…`: after how many minutes the desk is paged again, and how often in all before it is the leads'
    alone; on how many business days these are asked before it ends; after how many business hours the contacts are
    asked; how many uses in how many days are not told.
    `session_…`: minutes that a joint session lasts, and that its contact counts as there. `retention_years`: for how
    long the words of closed cases are kept, where a district has no number of its own. `uninstall_days`: business
    days after which an uninstalled workspace is erased.
    """

    subject_shortest: int = 5
    subject_longest: int = 120
    reason_shortest: int = 10
    files_at_once: int = 10
    file_mb: int = 25
    form_file_mb: int = 10
    kept_hours: int = 24
    merge_undo_hours: int = 24
    hint_minutes: int = 60
    escalation_days: int = 1
    removal_undo_hours: int = 24
    removals_a_day: int = 1
    request_days: int = 30
    support_contacts: int = 2
    technical_contacts: int = 1
    contacts_most: int = 3
    emergency_page_minutes: int = 15
    emergency_pages: int = 12
    emergency_left_days: int = 5
    emergency_claim_hours: int = 1
    emergency_uses: int = 2
    emergency_days: int = 30
    session_minutes: int = 60
    session_present_minutes: int = 5
    question_days: int = 1
    question_reminders: int = 3
    coach_first: bool = True
    inactivity_warn_days: str = "150, 166, 173, 179"
    inactivity_flag_day: int = 180
    inactivity_others_from: int = 166
    inactivity_after_warning_hours: int = 24
    inactivity_grace_days: int = 14
    retention_years: int = 3
    uninstall_days: int = 10

    @property
    def file_bytes(self) -> int:
        return self.file_mb * MEGABYTE

    @property
    def form_file_bytes(self) -> int:
        return self.form_file_mb * MEGABYTE

    @property
    def kept_for(self) -> timedelta:
        return timedelta(hours=self.kept_hours)

    @property
    def merge_undone_within(self) -> timedelta:
        return timedelta(hours=self.merge_undo_hours)

    @property
    def removal_undone_within(self) -> timedelta:
        return timedelta(hours=self.removal_undo_hours)

    @property
    def request_lives_for(self) -> timedelta:
        return timedelta(days=self.request_days)

    @property
    def page_every(self) -> timedelta:
        return timedelta(minutes=self.emergency_page_minutes)

    @property
    def claim_every(self) -> timedelta:
        """In business time of the district."""
        return timedelta(hours=self.emergency_claim_hours)

    @property
    def uses_within(self) -> timedelta:
        return timedelta(days=self.emergency_days)

    @property
    def present_for(self) -> timedelta:
        return timedelta(minutes=self.session_present_minutes)

    @property
    def hint_every(self) -> timedelta:
        return timedelta(minutes=self.hint_minutes)


DEFAULT = Limits()
