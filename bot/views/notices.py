"""Direct messages that nobody asked for: each says what is, until when, and what to do."""

from collections.abc import Sequence

from bot.domain.ids import CaseNumber, Channel, SlackUser, TeamId
from bot.domain.sheets import DistrictSheet, PersonSheet
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block, Message

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
    back = text.button("Withdraw it", Action.WITHDRAW, number, spoken_as=f"Withdraw it: case {number}")
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
