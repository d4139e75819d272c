"""Identities: each kind of id has a type of its own, so that two cannot be swapped by mistake."""

from dataclasses import dataclass
from typing import NewType

PersonId = NewType("PersonId", int)
DistrictId = NewType("DistrictId", int)
LineId = NewType("LineId", int)
CaseNumber = NewType("CaseNumber", int)
CommentId = NewType("CommentId", int)
NoteId = NewType("NoteId", int)
IssueId = NewType("IssueId", int)
NotificationId = NewType("NotificationId", int)
HoldId = NewType("HoldId", int)
KeptId = NewType("KeptId", int)
SearchId = NewType("SearchId", int)
RequestId = NewType("RequestId", int)
EmergencyId = NewType("EmergencyId", int)
SessionId = NewType("SessionId", int)
QuestionId = NewType("QuestionId", int)
AbsenceId = NewType("AbsenceId", int)
ProposalId = NewType("ProposalId", int)

TeamId = NewType("TeamId", str)
UserId = NewType("UserId", str)
ChannelId = NewType("ChannelId", str)
Ts = NewType("Ts", str)
"""Slack's message id and time in one: unique within a channel alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackUser:
    """A person as Slack knows them. Opaque: nothing is read from a prefix (SLACK 9.1)."""

    team: TeamId
    user: UserId


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs the bot, at its command line: no user of Slack's, and no payload makes one."""


OPERATOR = Operator()
Actor = SlackUser | Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A place in one workspace where the bot may write."""

    team: TeamId
    id: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A message and what hangs below it."""

    team: TeamId
    channel: ChannelId
    ts: Ts
