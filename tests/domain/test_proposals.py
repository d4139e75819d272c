"""What an e-mail address may propose: once to somebody who decides, never by itself, and never against a no."""

from itertools import product

import pytest

from bot.domain.ids import DistrictId, PersonId, ProposalId
from bot.domain.proposals import WAITS, Proposal, State, after_look
from bot.domain.refusals import ProposalOver
from tests.clockwork import NOON


@pytest.mark.parametrize(("own", "has_it", "rivals"), [*product([None, *State], [True, False], [0, 1, 3])])
def test_what_a_look_makes_of_it(own: State | None, has_it: bool, rivals: int) -> None:  # noqa: FBT001  # a row of the table
    becomes = after_look(own, has_it=has_it, rivals=rivals)
    assert becomes not in (State.CONFIRMED, State.DECLINED)  # a person's word alone
    if own in (State.CONFIRMED, State.DECLINED):
        assert becomes is None
    elif not has_it:
        assert (becomes or own) in (None, State.LAPSED)
    else:
        assert (becomes or own) is (State.UNCLEAR if rivals else State.ASKED)
    assert becomes is None or becomes is not own  # nobody is told of what they were told
    assert after_look(becomes or own, has_it=has_it, rivals=rivals) is None


@pytest.mark.parametrize("state", State)
def test_only_what_is_asked_of_one_member_alone_can_be_decided(state: State) -> None:
    it = Proposal(
        id=ProposalId(1), district=DistrictId(1), line_of=PersonId(1), member=PersonId(2), state=state, round=1
    )
    for says in (State.CONFIRMED, State.DECLINED):
        if state is State.ASKED:
            after = it.decided(says, by=PersonId(3), at=NOON)
            assert (after.state, after.decided_by) == (says, 3)
        else:
            with pytest.raises(ProposalOver):
                it.decided(says, by=PersonId(3), at=NOON)
    assert (state in WAITS) == (state in (State.ASKED, State.UNCLEAR))
