"""Every way in, on one page. One Bolt listener per kind of payload; what happens next is in these tables.

A listener's work is committed before Slack gets its answer (`process_before_response`, DESIGN invariant 3).
"""

import re
from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp

from bot.views.actions import Action, Callback
from handlers import (
    auditing,
    away,
    buttons,
    case_form,
    confirming,
    desk,
    desk_forms,
    emergency,
    finding,
    forms,
    helping,
    holds,
    incidents,
    list_asking,
    managing,
    notifying,
    own_details,
    previews,
    proposals,
    questions,
    sessions,
    setting_up,
    shortcuts,
    silences,
    standing,
    student_data,
    training,
    waiting,
)
from handlers import opening as opening_forms
from handlers.door import Button, Door, Form, Shortcut, Ways
from handlers.house import House

BUTTONS: dict[str, Button] = {
    Action.MORE: desk.nothing_chosen,
    Action.TAKE: desk.take,
    Action.ASK_INPUT: desk.ask_input,
    Action.RESOLVE: desk.resolve,
    Action.REPLY_TO_DISTRICT: desk.reply_to_district,
    Action.STATUS: desk.change_status,
    Action.STATUS_CHOSEN: desk.status_chosen,
    Action.OWNER: desk.change_owner,
    Action.PRIORITY: desk.assess_priority,
    Action.CALL: desk.log_call,
    Action.LINK: incidents.link,
    Action.UNMERGE: desk.undo_merge,
    Action.MARK_STUDENT_DATA: student_data.mark,
    Action.UNMARK_STUDENT_DATA: student_data.unmark,
    Action.PREVIEWS_OFF: previews.switch_off,
    Action.PREVIEWS_ON: previews.switch_on,
    Action.RESYNC: desk.resync,
    Action.TAKE_OVER: standing.take_over,
    Action.HAND_OVER: standing.hand_over,
    Action.ESCALATE: standing.escalate,
    Action.REOPEN_WITH: standing.reopen_with_reply,
    Action.NEW_WITH: opening_forms.new_with_reply,
    Action.THANKS: standing.just_thanks,
    Action.SOLVED: buttons.solved,
    Action.NOT_SOLVED: buttons.not_solved,
    Action.REOPEN: buttons.reopen,
    Action.WITHDRAW: buttons.withdraw,
    Action.OPEN_CASE: buttons.open_case,
    Action.VIEW_CASE: buttons.view_case,
    Action.FOLLOW_UP: opening_forms.follow_up,
    Action.FORM_TYPE: case_form.changed,
    Action.FORM_MODULE: case_form.changed,
    Action.FORM_SAVE: case_form.changed,
    Action.FORM_SUBJECT: case_form.subject_entered,
    Action.FORM_AFRESH: case_form.afresh,
    Action.OLDER: buttons.older,
    Action.FIND_OLDER: finding.older,
    Action.FILTER: finding.filter_form,
    Action.SAVE_SEARCH: finding.save,
    Action.RUN_SEARCH: finding.run,
    Action.DELETE_SEARCH: finding.delete,
    Action.FORGET_SEARCHES: finding.forget,
    Action.OPEN_AS_SUBJECT: finding.open_as_subject,
    Action.KEEP_ACCESS: buttons.keep_access,
    Action.ACCEPT_MIXED: buttons.accept_mixed,
    Action.MORE_TIME: waiting.more_time,
    Action.CLOSE_UNANSWERED: waiting.close_unanswered,
    Action.NOTIFICATIONS: notifying.choose,
    Action.AWAY: away.form,
    Action.BACK: away.back,
    Action.MY_DETAILS: own_details.show,
    Action.LIST_IS_RIGHT: confirming.is_right,
    Action.TRAINING_DONE: training.is_done,
    Action.TRAINING_IN_PROGRESS: training.in_progress,
    Action.SET_UP: setting_up.show,
    Action.CLOSE_INCIDENT: incidents.close,
    Action.WITHDRAW_EMERGENCY: emergency.withdraw,
    Action.ACCEPT_EMERGENCY: emergency.accept,
    Action.DECLINE_EMERGENCY: emergency.decline,
    Action.TAKE_EMERGENCY: emergency.take,
    Action.CLAIM_EMERGENCY: emergency.claim,
    Action.OFFER_EMERGENCY: emergency.offer,
    Action.INVITE_GUEST: sessions.invite,
    Action.SESSION_HERE: sessions.here,
    Action.SESSION_END: sessions.end,
    Action.LET_IN: sessions.show_held,
    Action.AUDIT: auditing.ask,
    Action.AUDIT_OLDER: auditing.older,
    Action.AUDIT_CSV: auditing.send_csv,
    Action.LIST_MANAGE: managing.manage,
    Action.LIST_REQUEST: list_asking.show,
    Action.LIST_WITHDRAW: managing.withdraw,
    Action.LIST_APPROVE: managing.approve,
    Action.LIST_DECLINE: managing.decline,
    Action.LIST_CONFIRM: managing.confirm,
    Action.LIST_UNDO: managing.undo,
    Action.LIST_WAITING: managing.waiting,
    Action.LIST_CHOOSE: managing.choose,
    Action.CONFIRM_BINDING: proposals.confirm,
    Action.DECLINE_BINDING: proposals.decline,
    Action.REPORT_EMERGENCY: emergency.report,
    Action.ASK_CONTACT: questions.ask,
    Action.HAND_TEXT: questions.hand_text,
    Action.ASK_AGAIN: questions.ask_again,
    Action.THANKS_FOR_ANSWER: questions.thank,
    Action.WITHDRAW_QUESTION: questions.withdraw,
    Action.ANSWER_QUESTION: helping.answer,
    Action.HAND_QUESTION: helping.pass_on,
    Action.DECLINE_QUESTION: helping.decline,
    Action.OPEN_FROM_QUESTION: opening_forms.from_question,
    Action.QUESTIONS_WAITING: helping.waiting,
    Action.SILENCES: silences.show,
    Action.KEEP_CONTACT: silences.keep,
    Action.DEACTIVATE_CONTACT: silences.deactivate,
    Action.HOLDS: holds.show,
    Action.SET_HOLD: holds.form,
    Action.LIFT_HOLD: holds.lift,
}
FORMS: dict[str, Form] = {
    Callback.OPEN_CASE: case_form.send,
    Callback.REPLY: desk_forms.preview_reply,
    Callback.SEND_REPLY: desk_forms.send_reply,
    Callback.ASK_INPUT: desk_forms.ask_input,
    Callback.RESOLVE: desk_forms.resolve,
    Callback.STATUS: desk_forms.status,
    Callback.OWNER: desk_forms.owner,
    Callback.PRIORITY: desk_forms.priority,
    Callback.CALL: desk_forms.call,
    Callback.HAND_OVER: forms.hand_over,
    Callback.ESCALATE: forms.escalate,
    Callback.NOT_SOLVED: forms.not_solved,
    Callback.REOPEN: forms.reopen,
    Callback.WITHDRAW: forms.withdraw,
    Callback.REDACT: forms.redact,
    Callback.MORE_TIME: waiting.more_time_sent,
    Callback.FILTER: finding.filtered,
    Callback.SAVE_SEARCH: finding.named,
    Callback.NOTIFICATIONS: notifying.save,
    Callback.AWAY: away.sent,
    Callback.MY_DETAILS: own_details.sent,
    Callback.SET_UP: setting_up.send,
    Callback.OPEN_INCIDENT: incidents.opened,
    Callback.CLOSE_INCIDENT: incidents.closed,
    Callback.LINK: incidents.linked,
    Callback.REPORT_EMERGENCY: emergency.reported,
    Callback.ACCEPT_EMERGENCY: emergency.accepted,
    Callback.DECLINE_EMERGENCY: emergency.declined,
    Callback.OFFER_EMERGENCY: emergency.offered,
    Callback.INVITE_GUEST: sessions.invited,
    Callback.LET_IN: sessions.let_in,
    Callback.AUDIT: auditing.asked,
    Callback.LIST_REQUEST: list_asking.sent,
    Callback.LIST_APPROVE: managing.approved,
    Callback.LIST_DECLINE: managing.declined,
    Callback.LIST_CHOOSE: managing.chosen,
    Callback.ASK_CONTACT: questions.sent,
    Callback.ANSWER_QUESTION: helping.answered,
    Callback.HAND_QUESTION: helping.passed_on,
    Callback.DECLINE_QUESTION: helping.declined,
    Callback.KEEP_CONTACT: silences.kept,
    Callback.SET_HOLD: holds.put,
}
SHORTCUTS: dict[str, Shortcut] = {
    Callback.SHORTCUT_OPEN: shortcuts.open_case,
    Callback.SHORTCUT_ACTIONS: shortcuts.case_actions,
    Callback.SHORTCUT_REPLY: shortcuts.reply_to_district,
    Callback.SHORTCUT_FROM_MESSAGE: opening_forms.from_message,
    Callback.SHORTCUT_ASK: questions.from_message,
    Callback.SHORTCUT_REDACT: shortcuts.redact,
}
CHANNELS = frozenset(
    {
        "member_joined_channel",
        "member_left_channel",
        "channel_archive",
        "channel_unarchive",
        "channel_deleted",
        "channel_left",
        "channel_shared",
        "channel_unshared",
        "group_archive",
        "group_unarchive",
        "group_deleted",
        "group_left",
    }
)
"""After each of these a channel of ours is looked at again."""

EVENTS = CHANNELS | {
    "message",
    "app_home_opened",
    "channel_id_changed",
    "team_join",
    "user_change",
    "app_uninstalled",
    "tokens_revoked",
}
"""The manifest subscribes to these, and a test holds the two together."""

ANYTHING = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, house: House, *, observe: Callable[[str, str], None]) -> Door:
    """Plugs the house into Bolt. `observe` is told (kind, answer) of every request."""
    ways = Ways(buttons=BUTTONS, forms=FORMS, shortcuts=SHORTCUTS, channels=CHANNELS)
    door = Door(house, ways, observe)
    app.command(ANYTHING)(door.command)
    app.action(ANYTHING)(door.click)
    app.view_submission(ANYTHING)(door.form)
    app.view_closed(ANYTHING)(door.nothing)
    app.shortcut(ANYTHING)(door.shortcut)
    app.options(ANYTHING)(door.nothing)
    app.event("message")(door.event)
    app.event(ANYTHING)(door.event)
    app.error(door.error)
    return door
