"""A form's files: the field, and what is said of those that are not taken."""

from bot.domain.files import NotTaken
from bot.domain.limits import Limits
from bot.views import fields, text
from bot.views.message import Block

NOT_KNOWN = "Slack did not say in time what these files are. Nothing is lost: please send the form again."


def field(block: str, label: str, limits: Limits) -> Block:
    hint = f"At most {limits.files_at_once}, of {limits.form_file_mb} MB each; no programs."
    return fields.files(block, label, most=limits.files_at_once, hint=hint)


def not_taken(name: str, why: NotTaken, limits: Limits) -> str:
    """Stands at the field, as plain text."""
    match why:
        case NotTaken.TOO_LARGE:
            return (
                f"“{text.one_line(name)}” is larger than {limits.form_file_mb} MB. Please leave it out, "
                f"or post it in the case's thread, which takes {limits.file_mb} MB."
            )
        case NotTaken.PROGRAM:
            return f"“{text.one_line(name)}” is a program, which is not sent. Please leave it out."
        case NotTaken.TOO_MANY:
            return f"Please send {limits.files_at_once} files at most, and the others with another reply."
