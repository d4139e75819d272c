"""Which district somebody means who types what it is called. Pure: keys and names come in."""

from collections.abc import Collection

Called = tuple[str, str]
"""Key and name of a district."""


def districts_meant(typed: str, known: Collection[Called]) -> list[Called]:
    """The one that has this key; else those of this name; else those in whose key or name it stands. By name.

    None where nothing was typed.
    """
    said = _plain(typed)
    if not said:
        return []
    for fits in (
        lambda key, _: _plain(key) == said,
        lambda _, name: _plain(name) == said,
        lambda key, name: said in _plain(key) or said in _plain(name),
    ):
        found = [it for it in known if fits(*it)]
        if found:
            return sorted(found, key=lambda it: (_plain(it[1]), it[0]))
    return []


def _plain(said: str) -> str:
    return " ".join(said.split()).casefold()
