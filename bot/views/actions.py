"""The names of everything that can be pressed or sent. A test holds each against its listener."""

from enum import StrEnum


class Action(StrEnum):
    """Buttons. Where one message repeats a button, `#` and a number follow the name."""

    TAKE = "case.take"
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
    FIND_OLDER = "find.older"
    FILTER = "find.filter"
    SAVE_SEARCH = "find.save"
    RUN_SEARCH = "find.run"
    DELETE_SEARCH = "find.delete"
    OPEN_AS_SUBJECT = "find.open-as-subject"
    KEEP_ACCESS = "contact.keep-access"
    ACCEPT_MIXED = "channel.accept-mixed"


class Callback(StrEnum):
    """Forms and shortcuts."""

    OPEN_CASE = "form.open-case"
    REPLY = "form.reply"
    ASK_INPUT = "form.ask-input"
    RESOLVE = "form.resolve"
    NOT_SOLVED = "form.not-solved"
    REOPEN = "form.reopen"
    WITHDRAW = "form.withdraw"
    REDACT = "form.redact"
    FILTER = "form.filter"
    SAVE_SEARCH = "form.save-search"
    READING = "form.reading"
    SHORTCUT_OPEN = "shortcut.open-case"
    SHORTCUT_REDACT = "shortcut.redact"
