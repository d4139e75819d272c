"""What can be asked of `/case find`, in words: the conditions there are, and what is said of one that is none."""

from collections.abc import Iterable

from bot.domain import searches
from bot.domain.refusals import NotReadable
from bot.domain.searches import Condition
from bot.views import text

FIELDS = frozenset({*Condition, searches.TEXT, searches.CONDITION, searches.SAVED})
"""Of NotReadable: what this page has the words for."""

VALUES: dict[str, Iterable[str]] = {
    Condition.STATUS: searches.STATUSES,
    Condition.TURN: searches.TURNS,
    Condition.PRIORITY: searches.PRIORITIES,
    Condition.TYPE: searches.TYPES,
}


def not_readable(refusal: NotReadable, command: str) -> str:
    """Which there are, the closest first."""
    match refusal.field:
        case searches.TEXT if refusal.reason == "signs":
            return f"Signs alone stand nowhere. Please look for a word or a number, as in `{command} find grades`."
        case searches.TEXT:
            return f"That is more than I can look for at once. Please use at most {searches.MOST} words."
        case searches.SAVED if refusal.reason == "too-many":
            most = searches.MOST_SAVED
            return f"You keep {most} searches already. `{command} searches` lists them; please delete one."
        case searches.SAVED:
            return f"That search is no longer kept. Please type it again: `{command} find` and what you look for."
        case searches.CONDITION:
            named = " ".join(f"`{name}:`" for name in Condition if name is not Condition.DISTRICT)
            there = f"There are {named}. To look for the text, quote it."
            return f"I know no such condition.{_meant(refusal.reason)} {there}"
        case name:
            return _no_such_value(name, refusal.reason)


def _no_such_value(name: str, near: str) -> str:
    if name in searches.DATES:
        return f"Please write the day of `{name}:` as in `{name}:2026-11-24`."
    if name in VALUES:
        there = " ".join(f"`{value}`" for value in VALUES[name])
        return f"I know no such {name}.{_meant(near)} There are {there}."
    if name == Condition.MODULE:
        return f"I know no such module, or more than one that begins so.{_meant(near)} *Filter* lists them."
    if name == Condition.DISTRICT:
        return f"I know no such district.{_meant(near)} Please use its key, or how its name begins."
    article = "an" if name == Condition.OWNER else "a"
    return f"No case here has {article} {name} of that name.{_meant(near)} The beginning of a name is enough."


def _meant(near: str) -> str:
    """It may be a person's name, which marks and mentions nothing."""
    return f" Did you mean “{text.inline(near)}”?" if near else ""
