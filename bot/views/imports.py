"""What an import of the list took away or changed, for those whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views import text
from bot.views.list_notices import LOOK
from bot.views.list_words import together
from bot.views.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Some of those it is about, and how many there are beside."""

    names: Sequence[str] = ()
    beside: int = 0


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


def changed(district: str, *, said_of: Named, came: Named) -> Message:
    """To whoever keeps that list. `said_of`: what it says of them is new; `came`: they are."""
    first = text.told(f"Support imported contacts, and the list of {{district}} changed. {LOOK}", district=district)
    more = [
        *_some("What it says of {} was changed.", said_of),
        *_some("New on it: {}.", came),
    ]
    return together(first, *more, blocks=[])


def _some(sentence: str, named: Named) -> list[Message]:
    """None of nobody."""
    if not named.names and not named.beside:
        return []
    places = {f"n{place}": name for place, name in enumerate(named.names)}
    beside = f"{named.beside} more" if named.names else f"{named.beside}"
    listed = [*(f"{{{place}}}" for place in places), *([beside] if named.beside else [])]
    return [text.told(sentence.format(text.sentence(listed)), **places)]
