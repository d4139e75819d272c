"""Direct messages that nobody asked for: each says what is, until when, and what to do."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import Channel, SlackUser
from bot.domain.sheets import DistrictSheet
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block, Message

DAYS = 180


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
    whose = f"The case channel of {text.escape(district.name)}" if district else "The desk's channel"
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
        names = text.sentence(f"<@{user.user}>" for user in foreigners[:20])
        wrong.append(f"holds people of another district, who should leave: {names}")
    others = [user for user in strangers if user not in foreigners]
    if others:
        names = text.sentence(f"<@{user.user}>" for user in others[:20])
        more = f" and {len(others) - 20} more" if len(others) > 20 else ""  # noqa: PLR2004  # as many as are named
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
        f"case channel of {text.escape(district.name)}. Nothing of it was taken in. Please see that they leave."
    )
    return Message(text=said, blocks=[text.section(said)])


def contact_gone(name: str, *, district: DistrictSheet) -> Message:
    """A contact's Slack account was deactivated; the right went with it (POLICY 6)."""
    said = (
        f"{name}, an authorized contact of {district.name}, has no active Slack account any more, so they can "
        "no longer act on cases. If they are to be replaced, please name another contact."
    )
    return Message(text=text.spoken(said), blocks=[text.section(text.escape(said))])


def inactivity(
    what: str,
    *,
    day: int,
    flag_at: datetime,
    district: str,
    names: Sequence[str],
    zone: str,
) -> Message:
    """Every message of POLICY 7, each with its date in the reader's own zone."""
    date = text.day(flag_at, zone)
    match what:
        case "inactivity-warning":
            return _warning(district, date, left=DAYS - day)
        case "inactivity-flagged":
            said = (
                f"Your access as an authorized contact of {district} has been flagged for deactivation, "
                f"after {DAYS} days without activity. You can still act: one click keeps it. Otherwise it ends "
                "in 14 days."
            )
            return _with_keep(said)
        case _:
            return _of_others(what, text.sentence(names), district)


def _warning(district: str, date: str, *, left: int) -> Message:
    days = "1 day" if left == 1 else f"{left} days"
    said = (
        f"You have not been active as an authorized contact of {district} for a while. On *{date}*, in "
        f"{days}, your access will be flagged for deactivation. One click keeps it; so does any work on a case."
    )
    return _with_keep(said)


def _with_keep(said: str) -> Message:
    keep = text.button("Keep my access", Action.KEEP_ACCESS, "keep", style="primary")
    return Message(
        text=text.spoken(said.replace("*", "")),
        blocks=[text.section(said), *text.buttons([keep])],
    )


def _of_others(what: str, names: str, district: str) -> Message:
    ends = {
        "inactivity-near": "will soon be flagged for deactivation, after 180 days without activity. "
        "Any activity of theirs keeps their access.",
        "inactivity-others-flagged": "are flagged for deactivation, after 180 days without activity, and will "
        "be deactivated in 14 days unless they act.",
        "inactivity-deactivated": "have been inactive for 180 days; whoever did not act in the 14 days after "
        "the flag has been deactivated. An administrator can ask for reactivation.",
        "inactivity-last": "would be deactivated, but is the last authorized contact who may act. Please "
        "name another contact, or ask them to press *Keep my access*.",
    }
    said = f"Authorized contacts of {district}: {names} {ends[what]}"
    return Message(text=text.spoken(said.replace("*", "")), blocks=[text.section(text.escape(said))])
