"""Direct messages that nobody asked for: each says what is, until when, and what to do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from bot.domain.ids import CaseNumber, Channel, SlackUser, TeamId
from bot.domain.sheets import DistrictSheet, PersonSheet
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block, Message

DAYS = 180
DAY = timedelta(days=1)
GRACE = timedelta(days=14)
NAMED = 20
"""Of a long list of people; how many more there are is said."""


def outsiders_in_channel(
    *,
    channel: Channel,
    district: DistrictSheet | None,
    private: bool,
    accepted: bool,
    strangers: Sequence[SlackUser],
    foreigners: Sequence[SlackUser],
    may_accept: bool,
) -> Message:
    """Who must leave. Until then words go to each reader by direct message (POLICY 3)."""
    whose = f"The case channel of {text.inline(district.name)}" if district else "The desk's channel"
    lines = [f"{whose}, <#{channel.id}>, {_what(private, strangers, foreigners)}."]
    if accepted:
        lines.append("The district has accepted this channel as mixed, so words are shown there.")
    else:
        lines.append("Until that is mended I post only numbers there; words go by direct message.")
    said = "\n".join(lines)
    pressed = [] if accepted or not may_accept else [_accept(channel)]
    return Message(text=said, blocks=[text.section(said), *text.buttons(pressed)])


def _what(private: bool, strangers: Sequence[SlackUser], foreigners: Sequence[SlackUser]) -> str:  # noqa: FBT001  # read on one line above
    wrong = [] if private else ["is public and should be private"]
    if foreigners:
        names = text.sentence(f"<@{user.user}>" for user in foreigners[:NAMED])
        wrong.append(f"holds people of another district, who should leave: {names}")
    others = [user for user in strangers if user not in foreigners]
    if others:
        names = text.sentence(f"<@{user.user}>" for user in others[:NAMED])
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        wrong.append(f"holds people who are neither contacts nor agents: {names}{more}")
    return " and ".join(wrong)


def _accept(channel: Channel) -> Block:
    confirm = text.confirmation(
        "Accept this channel?",
        "Everybody in it will read the words of your district's cases. Who accepted, and when, is recorded.",
        "Accept",
    )
    value = f"{channel.team}:{channel.id}"
    return text.button("Accept as mixed", Action.ACCEPT_MIXED, value, confirm=confirm)


def outsider_wrote(*, channel: Channel, district: DistrictSheet, who: SlackUser) -> Message:
    """Somebody of another district replied in a case's thread; nothing was taken in."""
    said = (
        f"<@{who.user}>, who belongs to another district, wrote in a case's thread in <#{channel.id}>, the "
        f"case channel of {text.inline(district.name)}. Nothing of it was taken in. Please see that they leave."
    )
    return Message(text=said, blocks=[text.section(said)])


def contact_gone(name: str, *, district: DistrictSheet) -> Message:
    """A contact's Slack account was deactivated; the right went with it (POLICY 6)."""
    return text.told(
        "{name}, an authorized contact of {district}, has no active Slack account any more, so they can "
        "no longer act on cases. If they are to be replaced, please name another contact.",
        name=name,
        district=district.name,
    )


def no_contact(district: DistrictSheet) -> Message:
    """Somebody was to be pointed to their contacts, and there is none (POLICY 2)."""
    return text.told(
        "Somebody of {name} asked for help, and {name} has no authorized contact who can be reached in Slack. Until "
        "one is named, nobody there can open or work a case.",
        name=district.name,
    )


def opened_for_you(number: CaseNumber, *, by: PersonSheet, reader_team: TeamId) -> Message:
    """To a contact who phoned: what was made of it, and how to take it back (POLICY 3)."""
    said = f"After your call, {{who}} opened case {number} in your name. If that is not what you want, withdraw it."
    drawn = said.format(who=text.name_of(by, reader_team=reader_team))
    see = text.button("View", Action.VIEW_CASE, number, spoken_as=f"View case {number}")
    back = text.button("Withdraw it", Action.WITHDRAW, number, spoken_as=f"Withdraw case {number}")
    return Message(
        text=text.spoken(said.format(who=text.plain_name(by))),
        blocks=[text.section(drawn), *text.buttons([see, back])],
    )


def dead_letters(count: int) -> Message:
    """What could not be delivered, for whoever looks after the bot."""
    what = "One message" if count == 1 else f"{count} messages"
    said = (
        f"{what} could not be delivered to Slack, and will not be tried again by itself. Nothing of the record is "
        "lost. Please ask whoever runs Liaison to look at `python -m bot outbox list` and, once the reason is "
        "mended, to use `python -m bot outbox resend`."
    )
    return Message(text=said, blocks=[text.section(said)])


def workspace_unusable(team: TeamId) -> Message:
    """The token of a workspace opens nothing any more."""
    said = (
        f"Slack does not accept my token for workspace `{team}` any more, so nothing can be sent there. What is owed "
        "waits. Please have the app installed there again (and its new token put into the settings, if they hold "
        "it); then it is sent."
    )
    return Message(text=said, blocks=[text.section(said)])


def inactivity(
    what: str,
    *,
    now: datetime,
    flag_at: datetime,
    district: str,
    names: Sequence[str],
    zone: str,
) -> Message:
    """Every message of POLICY 7, each with its date in the reader's own zone."""
    match what:
        case "inactivity-warning":
            return _warning(district, text.day(flag_at, zone), left=ceil((flag_at - now) / DAY))
        case "inactivity-flagged":
            said = (
                "Your access as an authorized contact of {district} has been flagged for deactivation, "
                f"after {DAYS} days without activity. You can still act: one click keeps it. Otherwise it ends on "
                f"*{text.day(now + GRACE, zone)}*, in {GRACE.days} days."
            )
            return _with_keep(said, district)
        case "inactivity-ended":
            return text.told(
                f"Your access as an authorized contact of {{district}} has ended, after {DAYS} days without activity "
                f"and {GRACE.days} days of notice. Another contact, or the administrator, can ask for it again.",
                district=district,
            )
        case _:
            return _of_others(what, names, district)


def _warning(district: str, date: str, *, left: int) -> Message:
    days = "1 day" if left == 1 else f"{left} days"
    said = (
        f"You have not been active as an authorized contact of {{district}} for a while. On *{date}*, in "
        f"{days}, your access will be flagged for deactivation. One click keeps it; so does any work on a case."
    )
    return _with_keep(said, district)


def _with_keep(sentence: str, district: str) -> Message:
    said = text.told(sentence, district=district)
    keep = text.button("Keep my access", Action.KEEP_ACCESS, "keep", style="primary")
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([keep])])


def _of_others(what: str, names: Sequence[str], district: str) -> Message:
    are, have = ("is", "has") if len(names) == 1 else ("are", "have")
    ends = {
        "inactivity-near": "will soon be flagged for deactivation, after 180 days without activity. "
        "Any activity of theirs keeps their access.",
        "inactivity-others-flagged": f"{are} flagged for deactivation, after 180 days without activity, and will "
        "be deactivated in 14 days unless they act.",
        "inactivity-deactivated": f"{have} been deactivated, after 180 days without activity and 14 days of notice. "
        "An administrator can ask for reactivation.",
        "inactivity-last": "would be deactivated, but is the last authorized contact who may act. Please "
        "name another contact, or ask them to press *Keep my access*.",
    }
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    drawn = text.sentence([*map(text.inline, names[:NAMED]), *more])
    said = text.sentence([*map(text.one_line, names[:NAMED]), *more])
    return Message(
        text=text.spoken(f"Authorized contacts of {text.one_line(district)}: {said} {ends[what].replace('*', '')}"),
        blocks=[text.section(f"Authorized contacts of {text.inline(district)}: {drawn} {ends[what]}")],
    )
