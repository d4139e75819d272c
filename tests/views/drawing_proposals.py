"""Whose a line may be, drawn with somebody's words."""

from collections.abc import Callable, Sequence

from bot.domain.ids import DistrictId, PersonId, ProposalId
from bot.domain.people import CONTACT_ROLES
from bot.domain.proposals import Proposal, State
from bot.domain.sheets import ProposalSheet
from bot.views import proposals
from bot.views.message import Message
from tests.views.drawing import ELSEWHERE, HERE, district, person


def _proposals(said: str) -> list[Message]:
    sheets = [
        ProposalSheet(
            proposal=Proposal(
                id=ProposalId(4),
                district=DistrictId(1),
                line_of=PersonId(1),
                member=PersonId(2),
                state=state,
                round=1,
            ),
            district=district(said),
            line=person(said),
            role=role,
            email=said,
            member=person(said),
            by=by,
        )
        for state in State
        for role in CONTACT_ROLES
        for by in (person(said), None)
    ]
    return [proposals.asked(sheet, reader_team=team) for sheet in sheets for team in (HERE, ELSEWHERE)]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {"proposals.asked": _proposals}
