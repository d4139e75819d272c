"""What an import of the list took away, for those whom it concerns."""

from bot.views import text
from bot.views.message import Message


def removed(name: str, *, district: str, own: bool) -> Message:
    """`own`: to whoever is a contact no longer."""
    if own:
        return text.told(
            "You are no longer an authorized contact of {district}: its new list does not have you. If that is a "
            "mistake, please ask the administrator of the district.",
            district=district,
        )
    return text.told(
        "{name} is no longer an authorized contact of {district}: the district's new list does not have them.",
        name=name,
        district=district,
    )
