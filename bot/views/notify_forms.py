"""The window in which somebody says how they want to be told, and what it says when that is saved."""

from typing import Any

from bot.domain.telling import Choice, Quiet, Way
from bot.views import fields, text
from bot.views.actions import Callback

WAY, QUIET, BEGINS, ENDS = "way", "quiet", "begins", "ends"
NEVER, EVERY_DAY, WEEKENDS_TOO = "never", "every-day", "weekends-too"
EVENING, MORNING = "22:00", "07:00"

WAYS = {
    Way.MENTION: "Mention me in the case's thread",
    Way.DM: "Write me a direct message",
    Way.DIGEST: "One digest, at 8:00 on business days",
}
QUIETS = {
    NEVER: "No quiet hours",
    EVERY_DAY: "Every day, between these times",
    WEEKENDS_TOO: "Every day, and all of Saturday and Sunday",
}
WHAT = (
    "I tell you when Support writes in a case that you stand for, or a district in a case that you own. What is "
    "handed to you, or about to be late, comes as a direct message."
)
THROUGH = "Critical cases and closing dates always come through."


def notify_form(choice: Choice) -> dict[str, Any]:
    """As they chose the last time."""
    quiet = choice.quiet
    return text.modal(
        "Notifications",
        Callback.NOTIFICATIONS,
        [
            text.section(WHAT),
            fields.choice(WAY, "How shall I tell you?", [*WAYS.items()], chosen=choice.way),
            fields.choice(QUIET, "Quiet hours", [*QUIETS.items()], chosen=_when(quiet)),
            fields.clock(BEGINS, "From", chosen=f"{quiet.begins:%H:%M}" if quiet else EVENING),
            fields.clock(ENDS, "Until", chosen=f"{quiet.ends:%H:%M}" if quiet else MORNING, hint=_hint(choice.zone)),
        ],
        submit="Save",
    )


def _hint(zone: str) -> str:
    return f"In your own time ({zone}). What comes in them waits until they end. {THROUGH}"


def _when(quiet: Quiet | None) -> str:
    if quiet is None:
        return NEVER
    return WEEKENDS_TOO if quiet.weekends else EVERY_DAY


def no_hours() -> dict[str, str]:
    """Errors of the form, by field."""
    return {ENDS: "Please choose another time than the one they begin at."}


def saved(choice: Choice) -> dict[str, Any]:
    """What holds from now on."""
    said = f"Saved. From now on: {WAYS[choice.way]}."
    return text.modal(
        "Notifications",
        Callback.READING,
        [text.section(said), text.section(_quiet_hours(choice)), text.context(THROUGH)],
        close="Close",
    )


def _quiet_hours(choice: Choice) -> str:
    if choice.quiet is None:
        return "You have no quiet hours."
    also = ", and all of Saturday and Sunday" if choice.quiet.weekends else ""
    hours = f"{choice.quiet.begins:%H:%M} until {choice.quiet.ends:%H:%M}"
    return f"Quiet hours: from {hours} in your own time ({text.inline(choice.zone)}){also}."
