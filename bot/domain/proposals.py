"""An e-mail address proposes whose a line without a Slack user is, and an administrator says if it is (POLICY 1).

Until one has, the proposal gives nobody anything.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import DistrictId, PersonId, ProposalId
from bot.domain.refusals import ProposalOver


class State(StrEnum):
    """`UNCLEAR`: several members have the address. `LAPSED`: they have it no longer."""

    ASKED = "asked"
    UNCLEAR = "unclear"
    LAPSED = "lapsed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


WAITS = frozenset({State.ASKED, State.UNCLEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`line_of`: whom the list names, without a Slack user. `member`: who has the address.

    `round`: how often somebody was asked about it.
    """

    id: ProposalId
    district: DistrictId
    line_of: PersonId
    member: PersonId
    state: State
    round: int
    decided_by: PersonId | None = None
    decided_at: datetime | None = None

    def decided(self, state: State, *, by: PersonId, at: datetime) -> "Proposal":
        """Raises ProposalOver: only what is asked, of one member alone, can be decided."""
        if self.state is not State.ASKED:
            raise ProposalOver(state=self.state)
        return replace(self, state=state, decided_by=by, decided_at=at)

    def seen_again(self, state: State) -> "Proposal":
        """What a look at Slack made of it; whoever is to decide is told of it as of something new."""
        return replace(self, state=state, round=self.round + 1)


def after_look(own: State | None, *, has_it: bool, rivals: int) -> State | None:
    """What a member's proposal becomes once Slack said which address they have; None: what it was.

    `own` None: there is none yet. `rivals`: other members with the address, of whom nobody has said no.
    """
    if own in (State.CONFIRMED, State.DECLINED):
        return None
    if not has_it:
        return State.LAPSED if own in WAITS else None
    becomes = State.UNCLEAR if rivals else State.ASKED
    return None if own is becomes else becomes
