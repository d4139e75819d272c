"""Legal holds and erasures to come, drawn with somebody's words."""

from bot.domain.ids import DistrictId, HoldId
from bot.domain.limits import DEFAULT as LENGTHS
from bot.views import holds
from tests.clockwork import DAY, NOON
from tests.views.naming import name


def _rows(said: str) -> list[holds.Held]:
    stands = holds.Held(id=HoldId(1), district=DistrictId(1), name=said, reason=said, set_at=NOON, set_by=said)
    lifted = holds.Held(
        id=HoldId(2),
        district=DistrictId(2),
        name=said,
        reason=said,
        set_at=NOON,
        set_by=said,
        lifted_at=NOON + DAY,
        lifted_by=said,
    )
    return [stands, lifted] * 5


WINDOWS = {
    "holds.page": lambda said: [
        holds.page(_rows(said), more=True, note="The hold stands."),
        holds.page([], more=False),
    ],
    "holds.form": lambda said: [holds.form(LENGTHS, command=f"/{said[:20]}" if said.isalnum() else "/case")],
}
MESSAGES = {
    "holds.scheduled": lambda said: [
        holds.scheduled(name(said), names, at=NOON) for names in ([], [name(said)], [name(said)] * 2)
    ],
    "holds.called_off": lambda said: [holds.called_off(name(said))],
    "holds.too_late": lambda said: [
        holds.too_late(name(said), gone=[name(said)], kept=kept) for kept in ([], [name(said)] * 2)
    ],
    "holds.stopped": lambda said: [holds.stopped(name(said), why=name(said))],
    "holds.waits": lambda said: [holds.waits(name(said))],
}
