"""A form's files: the field, and what is said of those that are not taken."""

from bot.domain import files
from bot.domain.files import NotTaken
from bot.views import fields, text
from bot.views.message import Block

MEGABYTES = files.LARGEST_IN_FORM // files.MEGABYTE
NOT_KNOWN = "Slack did not say in time what these files are. Nothing is lost: please send the form again."


def field(block: str, label: str) -> Block:
    hint = f"At most {files.MOST}, of {MEGABYTES} MB each; no programs."
    return fields.files(block, label, most=files.MOST, hint=hint)


def not_taken(name: str, why: NotTaken) -> str:
    """Stands at the field, as plain text."""
    match why:
        case NotTaken.TOO_LARGE:
            return (
                f"“{text.one_line(name)}” is larger than {MEGABYTES} MB. Please leave it out, "
                "or post it in the case's thread, which takes 25 MB."
            )
        case NotTaken.PROGRAM:
            return f"“{text.one_line(name)}” is a program, which is not sent. Please leave it out."
        case NotTaken.TOO_MANY:
            return f"Please send {files.MOST} files at most, and the others with another reply."
