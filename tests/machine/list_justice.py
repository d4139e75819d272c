"""What may become of a district's list by what people ask, held against POLICY 6."""

from datetime import timedelta
from typing import Any

from tests.machine.acts import Asked
from tests.machine.oracle import Oracle
from tests.machine.rights import overrides
from tests.machine.village import ZONES

DAY = timedelta(days=1)
TOOK_EFFECT = ("applied", "confirmed", "undone")


def kept_their_last(then: Oracle, now: Oracle, *done: tuple[str, Asked]) -> None:
    """Raises AssertionError, as what follows. By Support's override alone is a district left without anybody."""
    for district in ZONES:
        emptied = bool(then.contacts_of(district)) and not now.contacts_of(district)
        removed = [it for name, it in done if name == "ask to remove" and it.target.district == district]
        may = any(overrides(then, it.user, district) for it in removed)
        assert not emptied or may, (f"{district} lost its last contact", done)


def was_asked_rightly(then: Oracle, now: Oracle, it: Asked) -> None:
    """A removal takes effect at once, or waits for whom it should."""
    for number, request in now.requests.items():
        if number not in then.requests and request["kind"] == "remove":
            found = (request["state"], request["waits_for"])
            assert found == _waits(then, request, it), (request, it.user)


def _waits(then: Oracle, request: dict[str, Any], it: Asked) -> tuple[str, str]:
    district, me = request["district"], request["asked_by"]
    if request["replacement_id"] is not None:
        return "asked", "support"
    asker = next(user for user, its in then.people.items() if its.id == me)
    if asker == it.user and overrides(then, it.user, district):
        return "applied", ""
    others = [
        its
        for its in then.requests.values()
        if (its["kind"], its["district"], its["asked_by"]) == ("remove", district, me)
        and its["person_id"] != me
        and its["state"] in TOOK_EFFECT
        and its["asked_at"] > it.here.now - DAY
    ]
    if then.has(asker, district, "administrator") or request["person_id"] == me or not others:
        return "applied", "confirmation"
    administrators = [user for user in then.people if then.has(user, district, "administrator")]
    return "asked", "district" if administrators else "support"
