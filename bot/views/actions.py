"""The names of everything that can be pressed or sent. A test holds each against its listener."""

from enum import StrEnum


class Action(StrEnum):
    """Buttons, and the options of an overflow menu (MORE), each of which names the action it stands for.

    Where one message repeats a button, `#` and a number follow the name.
    """

    MORE = "case.more"
    TAKE = "case.take"
    STATUS = "case.status"
    STATUS_CHOSEN = "case.status-chosen"
    OWNER = "case.owner"
    PRIORITY = "case.priority"
    CALL = "case.call"
    UNMERGE = "case.unmerge"
    TAKE_OVER = "case.take-over"
    HAND_OVER = "case.hand-over"
    ESCALATE = "case.escalate"
    REOPEN_WITH = "kept.reopen"
    THANKS = "kept.thanks"
    ASK_INPUT = "case.ask-input"
    RESOLVE = "case.resolve"
    REPLY_TO_DISTRICT = "case.reply-to-district"
    SOLVED = "case.solved"
    NOT_SOLVED = "case.not-solved"
    REOPEN = "case.reopen"
    WITHDRAW = "case.withdraw"
    OPEN_CASE = "case.open"
    VIEW_CASE = "case.view"
    OLDER = "list.older"
    KEEP_ACCESS = "contact.keep-access"
    ACCEPT_MIXED = "channel.accept-mixed"
    NOTIFICATIONS = "person.notifications"


class Callback(StrEnum):
    """Forms and shortcuts."""

    OPEN_CASE = "form.open-case"
    REPLY = "form.reply"
    SEND_REPLY = "form.send-reply"
    STATUS = "form.status"
    OWNER = "form.owner"
    PRIORITY = "form.priority"
    CALL = "form.call"
    HAND_OVER = "form.hand-over"
    ESCALATE = "form.escalate"
    ASK_INPUT = "form.ask-input"
    RESOLVE = "form.resolve"
    NOT_SOLVED = "form.not-solved"
    REOPEN = "form.reopen"
    WITHDRAW = "form.withdraw"
    REDACT = "form.redact"
    NOTIFICATIONS = "form.notifications"
    READING = "form.reading"
    SHORTCUT_OPEN = "shortcut.open-case"
    SHORTCUT_ACTIONS = "shortcut.case-actions"
    SHORTCUT_REPLY = "shortcut.reply-to-district"
    SHORTCUT_REDACT = "shortcut.redact"
