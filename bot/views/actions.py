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
    KEEP_ACCESS = "contact.keep-access"
    ACCEPT_MIXED = "channel.accept-mixed"
    SET_UP = "workspace.set-up"


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
    SET_UP = "form.set-up"
    READING = "form.reading"
    SHORTCUT_OPEN = "shortcut.open-case"
    SHORTCUT_REDACT = "shortcut.redact"
