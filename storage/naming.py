"""People named in words: on the other side an id says nothing, and a mention must not ring."""

import re

from bot.domain.ids import SlackUser, TeamId, UserId
from storage import people, workspaces
from storage.store import Tx

BOT = "Liaison"
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
"""In a command Slack adds the name that was typed."""


async def named(tx: Tx, team: TeamId, words: str) -> str:
    """The words, with people by the name our directory has."""
    users = {SlackUser(team=team, user=UserId(user)) for user in _MENTION.findall(words)}
    if not users:
        return words
    names = {person.slack.user: person.name for person in await people.of_slack_users(tx, users)}
    here = await workspaces.get(tx, team)
    if here is not None and here.bot_user_id is not None:
        names[UserId(here.bot_user_id)] = BOT
    return _MENTION.sub(lambda found: f"@{names.get(UserId(found[1]), 'somebody')}", words)
