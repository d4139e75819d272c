"""How Slack writes down what there is: the objects of its answers and events."""

from sandbox.model import Channel, File, Installation, Json, Kind, Message, User, Workspace
from sandbox.state import Slack

USERS_READ_EMAIL = "users:read.email"


def user_object(user: User, *, with_email: bool) -> Json:
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "title": user.title,
        "team": user.team,
        "first_name": user.real_name.partition(" ")[0],
        "last_name": user.real_name.partition(" ")[2],
    }
    if with_email and user.email and not user.is_bot:
        profile["email"] = user.email
    if user.api_app_id:
        profile["api_app_id"] = user.api_app_id
    shown: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
        "profile": profile,
    }
    if user.enterprise_id:
        shown["enterprise_user"] = {"id": user.id, "enterprise_id": user.enterprise_id, "teams": [user.team]}
    return shown if user.deleted else shown | _alive(user)


def _alive(user: User) -> Json:
    return {
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": user.email_confirmed and not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    } | ({"is_stranger": True} if user.is_stranger else {})


def channel_object(slack: Slack, channel: Channel, *, viewer: Installation) -> Json:
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_channel": channel.kind is Kind.CHANNEL,
        "is_group": channel.kind is Kind.GROUP,
        "is_im": channel.kind is Kind.IM,
        "is_mpim": channel.kind is Kind.MPIM,
        "is_private": channel.is_private,
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "context_team_id": viewer.team_id,
        "updated": channel.created * 1000,
    }
    if channel.kind is Kind.IM:
        others = [it for it in channel.members if it != viewer.bot_user_id]
        return shown | {
            "user": others[0],
            "is_user_deleted": slack.user(others[0]).deleted,
            "is_open": True,
        }
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "creator": channel.creator,
        "is_general": False,
        "is_member": viewer.bot_user_id in channel.members,
        "shared_team_ids": channel.teams,
        "internal_team_ids": [],
        "pending_shared": [],
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": 0},
        "purpose": {"value": "", "creator": channel.creator, "last_set": 0},
    }


def team_object(workspace: Workspace) -> Json:
    shown: Json = {
        "id": workspace.team_id,
        "name": workspace.name,
        "domain": workspace.domain,
        "url": f"https://{workspace.domain}.slack.com/",
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return shown | ({"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else {})


def message_object(slack: Slack, message: Message, *, with_metadata: bool) -> Json:
    """The message as history and events show it; metadata only on request, or in events."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    shown |= {
        name: value
        for name, value in {
            "subtype": message.subtype,
            "client_msg_id": message.client_msg_id,
            "thread_ts": message.thread_ts,
            "bot_id": message.bot_id,
            "app_id": message.app_id,
            "username": message.username,
            "inviter": message.inviter,
            "blocks": [*message.blocks],
            "attachments": [*message.attachments],
            "files": [file_object(slack, slack.files[it]) for it in message.files],
            "reactions": [
                {"name": name, "users": [*users], "count": len(users)} for name, users in message.reactions
            ],
        }.items()
        if value
    }
    if message.is_tombstone:
        return shown | {"hidden": True} | _thread_facts(slack, message)
    shown["team"] = message.team
    if message.edited:
        shown["edited"] = {"user": message.edited.user, "ts": message.edited.ts}
    if message.bot_id:
        shown["bot_profile"] = bot_profile(slack, message)
    if with_metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown | _thread_facts(slack, message)


def bot_profile(slack: Slack, message: Message) -> Json:
    app = slack.apps.get(message.app_id or "")
    return {
        "id": message.bot_id,
        "app_id": message.app_id,
        "name": app.name if app else message.username,
        "deleted": False,
        "team_id": message.team,
        "updated": 0,
        "icons": {},
    }


def _thread_facts(slack: Slack, message: Message) -> Json:
    replies = [] if message.is_reply else slack.channels[message.channel].replies(message.ts)
    if not replies:
        return {"parent_user_id": _parent_user(slack, message)} if message.is_reply else {}
    users = [*dict.fromkeys(it.user for it in replies)]
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def _parent_user(slack: Slack, message: Message) -> str:
    parent = slack.channels[message.channel].messages.get(message.thread_ts or "")
    return parent.user if parent else "USLACKBOT"


def file_object(slack: Slack, file: File, *, with_shares: bool = False) -> Json:
    if file.deleted:
        return {"id": file.id, "mode": "tombstone"}
    private = f"{slack.base_url}/files-pri/{file.team}-{file.id}"
    extension = file.name.rpartition(".")[2].lower() if "." in file.name else "text"
    shown: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": extension,
        "pretty_type": extension.upper(),
        "user": file.user,
        "user_team": file.team,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": any(not slack.channels[it].is_private for it, _ts in file.shares),
        "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}",
        "permalink": f"{_home_of(slack, file.team)}/files/{file.user}/{file.id}/{file.name}",
        "has_rich_preview": False,
        "file_access": "visible",
        **({"alt_txt": file.alt} if file.alt else {}),
    }
    return shown | ({"shares": _shares(slack, file), **_where(slack, file)} if with_shares else {})


def _shares(slack: Slack, file: File) -> Json:
    shares: Json = {}
    for channel_id, ts in file.shares:
        channel = slack.channels[channel_id]
        side = "private" if channel.is_private else "public"
        shares.setdefault(side, {}).setdefault(channel_id, []).append(
            {"ts": ts, "channel_name": channel.name, "team_id": channel.team, "share_user_id": file.user}
        )
    return shares


def _where(slack: Slack, file: File) -> Json:
    """The ids of the channels it stands in, sorted by kind as Slack does."""
    places: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
    for channel_id, _ts in file.shares:
        kind = slack.channels[channel_id].kind
        places[{Kind.CHANNEL: "channels", Kind.IM: "ims"}.get(kind, "groups")].append(channel_id)
    return dict(places)


def _home_of(slack: Slack, team_id: str) -> str:
    return f"https://{slack.workspaces[team_id].domain}.slack.com"


def permalink(slack: Slack, message: Message, *, team_id: str) -> str:
    link = f"{_home_of(slack, team_id)}/archives/{message.channel}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else link
