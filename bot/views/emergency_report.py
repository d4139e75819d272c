"""The report on the emergency exception, as rows of a sheet: who, when, and what became of each (POLICY 2 and 9)."""

from bot.domain.emergencies import Use
from bot.views.csv_files import cell

COLUMNS = (
    "number",
    "asked at",
    "district",
    "reported by",
    "outcome",
    "decided by",
    "case",
    "claimed by",
    "hours unclaimed",
)


def cells(use: Use) -> list[str]:
    """A row, beneath COLUMNS."""
    return [
        str(use.id),
        f"{use.asked_at:%Y-%m-%d %H:%M} UTC",
        cell(use.district),
        cell(use.person),
        use.state,
        cell(use.agent),
        str(use.case or ""),
        cell(use.claimed_by),
        hours(use),
    ]


def hours(use: Use) -> str:
    """From the report to the claim."""
    if use.claimed_at is None:
        return ""
    return f"{(use.claimed_at - use.asked_at).total_seconds() / 3600:.1f}"
