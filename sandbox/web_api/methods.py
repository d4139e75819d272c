"""Every method that the sandbox has: its handler, the scope it needs, and how often it may be called."""

from collections.abc import Mapping

from sandbox.rates import Tier
from sandbox.web_api import apps, chat, conversations, files, history, oauth, users, views
from sandbox.web_api.call import Caller, Method

METHODS: Mapping[str, Method] = {
    "api.test": Method(handler=apps.api_test, caller=Caller.ANYBODY),
    "apps.connections.open": Method(handler=apps.connections_open, caller=Caller.APP, tier=Tier.TIER_1),
    "apps.uninstall": Method(handler=apps.apps_uninstall, tier=Tier.TIER_1),
    "auth.revoke": Method(handler=apps.auth_revoke, tier=Tier.TIER_3),
    "auth.test": Method(handler=apps.auth_test, tier=Tier.NONE),
    "bots.info": Method(handler=apps.bots_info, scope="users:read", tier=Tier.TIER_3),
    "chat.delete": Method(handler=chat.delete, scope="chat:write", tier=Tier.TIER_3),
    "chat.getPermalink": Method(handler=chat.get_permalink, tier=Tier.NONE),
    "chat.postEphemeral": Method(handler=chat.post_ephemeral, scope="chat:write", tier=Tier.TIER_4),
    "chat.postMessage": Method(handler=chat.post_message, scope="chat:write", tier=Tier.POSTING),
    "chat.update": Method(handler=chat.update, scope="chat:write", tier=Tier.TIER_3),
    "conversations.history": Method(handler=history.history, scope="*:history", tier=Tier.HISTORY),
    "conversations.info": Method(handler=conversations.info, scope="*:read", tier=Tier.TIER_3),
    "conversations.join": Method(handler=conversations.join, scope="channels:join", tier=Tier.TIER_3),
    "conversations.leave": Method(handler=conversations.leave, scope="*:write", tier=Tier.TIER_3),
    "conversations.list": Method(handler=conversations.list_, tier=Tier.TIER_2),
    "conversations.members": Method(handler=conversations.members, scope="*:read", tier=Tier.TIER_4),
    "conversations.open": Method(handler=conversations.open_, scope="im:write", tier=Tier.TIER_3),
    "conversations.replies": Method(handler=history.replies, scope="*:history", tier=Tier.HISTORY),
    "files.completeUploadExternal": Method(handler=files.complete_upload, scope="files:write", tier=Tier.TIER_4),
    "files.delete": Method(handler=files.delete, scope="files:write", tier=Tier.TIER_3),
    "files.getUploadURLExternal": Method(handler=files.get_upload_url, scope="files:write", tier=Tier.TIER_4),
    "files.info": Method(handler=files.info, scope="files:read", tier=Tier.TIER_4),
    "oauth.v2.access": Method(handler=oauth.access, caller=Caller.ANYBODY),
    "reactions.add": Method(handler=chat.add_reaction, scope="reactions:write", tier=Tier.TIER_3),
    "team.info": Method(handler=apps.team_info, scope="team:read", tier=Tier.TIER_3),
    "users.info": Method(handler=users.info, scope="users:read", tier=Tier.TIER_4),
    "users.list": Method(handler=users.list_, scope="users:read", tier=Tier.TIER_2),
    "users.lookupByEmail": Method(handler=users.lookup_by_email, scope="users:read.email", tier=Tier.TIER_3),
    "views.open": Method(handler=views.open_, tier=Tier.TIER_4),
    "views.publish": Method(handler=views.publish, tier=Tier.TIER_4),
    "views.push": Method(handler=views.push, tier=Tier.TIER_4),
    "views.update": Method(handler=views.update, tier=Tier.TIER_4),
}
