"""A refusal as facts that can be kept with what is owed, and the refusal again that they came of."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.ids import DistrictId
from bot.domain.refusals import ContactsOnly, Refusal


def told(refusal: Refusal) -> dict[str, int | str]:
    """A refusal as facts that can be kept: its name, and its ids and instants as numbers and text."""
    facts: dict[str, int | str] = {"refusal": type(refusal).__name__}
    for name, value in vars(refusal).items():
        match value:
            case datetime():
                facts[name] = value.isoformat()
            case tuple():
                facts[name] = ",".join(str(one) for one in value)
            case _:
                facts[name] = value
    return facts


def again(facts: Mapping[str, int | str]) -> Refusal:
    """The refusal that `told` was given. Raises KeyError for facts that are none."""
    kind = _KINDS[str(facts["refusal"])]
    if kind is ContactsOnly:
        written = facts["districts"] if "districts" in facts else facts["district"]  # so it was written before
        return ContactsOnly(districts=tuple(DistrictId(int(one)) for one in str(written).split(",")))
    kept = {name: facts[name] for name in kind.__annotations__}
    if "until" in kept:
        return kind(**{**kept, "until": datetime.fromisoformat(str(kept["until"]))})
    return kind(**kept)


_KINDS: dict[str, type[Refusal]] = {kind.__name__: kind for kind in Refusal.__subclasses__()}
