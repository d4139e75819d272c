"""Block elements: what each may carry, and which block may hold which."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sandbox import limits
from sandbox.composition import (
    IMAGE_SOURCE,
    calendar_day,
    choice,
    clock_time,
    confirm,
    conversation_filter,
    dispatch_config,
    identifier,
    one_image_source,
    option,
    option_group,
    overflow_option,
    plain_text,
    web_url,
)
from sandbox.rich_text import rich_text
from sandbox.shapes import (
    Check,
    Place,
    Problem,
    array,
    boolean,
    by_type,
    exactly_one,
    kind,
    matching,
    one_of,
    only_on,
    record,
    string,
    whole_number,
    wrong,
)

_ACTION: Mapping[str, Check] = {"action_id": identifier, "confirm": confirm}
_PLACEHOLDER: Mapping[str, Check] = {"placeholder": plain_text(limits.PLACEHOLDER)}
_FOCUS: Mapping[str, Check] = {"focus_on_load": boolean}
_SELECT = {**_ACTION, **_PLACEHOLDER, **_FOCUS}
_MULTI = {**_SELECT, "max_selected_items": whole_number(least=1, most=limits.SELECT_OPTIONS)}
_TYPED = {
    "action_id": identifier,
    "dispatch_action_config": dispatch_config,
    **_PLACEHOLDER,
    **_FOCUS,
}

_slack_id = string(most=limits.IDENTIFIER)
_slack_ids = array(_slack_id, most=limits.SELECT_OPTIONS)
_label = string(most=limits.BUTTON_ACCESSIBILITY_LABEL)
_style = one_of("primary", "danger")


def _offered(element: Mapping[str, Any]) -> list[Any]:
    groups = [group["options"] for group in element.get("option_groups", [])]
    return [*element.get("options", []), *(offer for group in groups for offer in group)]


def _chosen_is_offered(element: Any, place: Place) -> Iterator[Problem]:
    offered = _offered(element)
    chosen = element.get("initial_options", [])
    if "initial_option" in element and element["initial_option"] not in offered:
        yield wrong(place.at("initial_option"), "must match one of the options")
    if any(one not in offered for one in chosen):
        yield wrong(place.at("initial_options"), "must match the options")


def _lengths_in_order(element: Any, place: Place) -> Iterator[Problem]:
    if element.get("min_length", 0) > element.get("max_length", limits.PLAIN_INPUT):
        yield wrong(place.at("min_length"), "must be no greater than max_length")


def _numbers_in_order(element: Any, place: Place) -> Iterator[Problem]:
    numbers = {name: Decimal(element[name]) for name in _NUMBERS if name in element}
    if not element["is_decimal_allowed"] and any(it != it.to_integral_value() for it in numbers.values()):
        yield wrong(place, "decimals are not allowed")
    if "min_value" in numbers and "max_value" in numbers and numbers["min_value"] > numbers["max_value"]:
        yield wrong(place.at("min_value"), "must be no greater than max_value")


def _values_differ(element: Any, place: Place) -> Iterator[Problem]:
    values = [offer["value"] for offer in _offered(element)]
    if len(values) != len(set(values)):
        yield wrong(place, "options must have different values")


_LISTED = {
    "options": array(option, most=limits.SELECT_OPTIONS),
    "option_groups": array(option_group, most=limits.OPTION_GROUPS),
}
_options_or_groups = exactly_one("options", "option_groups")
_CHOICES = {"options": array(choice, most=limits.CHOICE_OPTIONS)}
_MIN_QUERY = {"min_query_length": whole_number(least=0, most=limits.PLAIN_INPUT)}
_CONVERSATIONS = {"default_to_current_conversation": boolean, "filter": conversation_filter}

button = kind(
    required={"text": plain_text(limits.BUTTON_TEXT)},
    optional={
        **_ACTION,
        "url": web_url,
        "value": string(most=limits.BUTTON_VALUE),
        "style": _style,
        "accessibility_label": _label,
        "agent_prompt": string(most=limits.BUTTON_AGENT_PROMPT),
        "agent_prompt_display": string(most=limits.BUTTON_AGENT_PROMPT),
        "visible_to_user_ids": _slack_ids,
    },
)
image = kind(required={"alt_text": string(most=limits.ALT_TEXT)}, optional=IMAGE_SOURCE, also=[one_image_source])
overflow = kind(
    required={"options": array(overflow_option, most=limits.OVERFLOW_OPTIONS)},
    optional=_ACTION,
    also=[_values_differ],
)

_SELECTS: Mapping[str, Check] = {
    "static_select": kind(
        optional={**_SELECT, **_LISTED, "initial_option": option},
        also=[_options_or_groups, _chosen_is_offered],
    ),
    "external_select": kind(optional={**_SELECT, **_MIN_QUERY, "initial_option": option}),
    "users_select": kind(optional={**_SELECT, "initial_user": _slack_id}),
    "channels_select": kind(optional={**_SELECT, "initial_channel": _slack_id, "response_url_enabled": boolean}),
    "conversations_select": kind(
        optional={
            **_SELECT,
            **_CONVERSATIONS,
            "initial_conversation": _slack_id,
            "response_url_enabled": boolean,
        }
    ),
}
_MULTI_SELECTS: Mapping[str, Check] = {
    "multi_static_select": kind(
        optional={
            **_MULTI,
            **_LISTED,
            "initial_options": array(option, most=limits.SELECT_OPTIONS),
        },
        also=[_options_or_groups, _chosen_is_offered],
    ),
    "multi_external_select": kind(
        optional={**_MULTI, **_MIN_QUERY, "initial_options": array(option, most=limits.SELECT_OPTIONS)}
    ),
    "multi_users_select": kind(optional={**_MULTI, "initial_users": _slack_ids}),
    "multi_channels_select": kind(optional={**_MULTI, "initial_channels": _slack_ids}),
    "multi_conversations_select": kind(optional={**_MULTI, **_CONVERSATIONS, "initial_conversations": _slack_ids}),
}
_PICKERS: Mapping[str, Check] = {
    "datepicker": kind(optional={**_SELECT, "initial_date": calendar_day}),
    "timepicker": kind(optional={**_SELECT, "initial_time": clock_time, "timezone": string(most=limits.IDENTIFIER)}),
    "checkboxes": kind(
        required=_CHOICES,
        optional={
            **_ACTION,
            **_FOCUS,
            "initial_options": array(choice, most=limits.CHOICE_OPTIONS),
        },
        also=[_values_differ, _chosen_is_offered],
    ),
    "radio_buttons": kind(
        required=_CHOICES,
        optional={**_ACTION, **_FOCUS, "initial_option": choice},
        also=[_values_differ, _chosen_is_offered],
    ),
}
_moment = kind(
    optional={
        **_ACTION,
        **_FOCUS,
        "initial_date_time": whole_number(least=1_000_000_000, most=9_999_999_999),
    }
)
_MOMENT: Mapping[str, Check] = {"datetimepicker": only_on("modal", "message", check=_moment)}
_file_input = kind(
    optional={
        "action_id": identifier,
        "filetypes": array(string(most=limits.IDENTIFIER), most=limits.SELECT_OPTIONS),
        "max_files": whole_number(least=1, most=limits.FILES_IN_INPUT),
    }
)
_typed_line = kind(optional={**_TYPED, "initial_value": string(least=0, most=limits.PLAIN_INPUT)})
_number = matching(r"-?\d+(\.\d+)?", "must be a number in a string", most=limits.IDENTIFIER)
_NUMBERS = {"initial_value": _number, "min_value": _number, "max_value": _number}
_number_input = kind(
    required={"is_decimal_allowed": boolean}, optional={**_TYPED, **_NUMBERS}, also=[_numbers_in_order]
)
_TYPED_INPUTS: Mapping[str, Check] = {
    "plain_text_input": kind(
        optional={
            **_TYPED,
            "initial_value": string(least=0, most=limits.PLAIN_INPUT),
            "multiline": boolean,
            "min_length": whole_number(least=0, most=limits.PLAIN_INPUT),
            "max_length": whole_number(least=1, most=limits.PLAIN_INPUT),
        },
        also=[_lengths_in_order],
    ),
    "email_text_input": only_on("modal", check=_typed_line),
    "url_text_input": only_on("modal", check=_typed_line),
    "number_input": only_on("modal", check=_number_input),
    "file_input": only_on("modal", check=_file_input),
}
_rich_input = kind(
    optional={
        **_TYPED,
        "initial_value": by_type({"rich_text": rich_text}),
        "min_lines": whole_number(least=1, most=limits.INPUT_LINES),
        "max_lines": whole_number(least=1, most=limits.INPUT_LINES),
    }
)
_RICH_INPUT: Mapping[str, Check] = {"rich_text_input": only_on("modal", "home", check=_rich_input)}
_trigger = record(
    required={"url": web_url},
    optional={
        "customizable_input_parameters": array(
            record(required={"name": identifier, "value": string(most=limits.BUTTON_VALUE)}),
            most=limits.SELECT_OPTIONS,
        )
    },
)
_workflow_button = kind(
    required={
        "text": plain_text(limits.BUTTON_TEXT),
        "workflow": record(required={"trigger": _trigger}),
    },
    optional={**_ACTION, "style": _style, "accessibility_label": _label},
)
_PRESSED: Mapping[str, Check] = {
    "button": button,
    "overflow": overflow,
    "workflow_button": only_on("message", check=_workflow_button),
}

ACCESSORIES: Mapping[str, Check] = {**_PRESSED, **_SELECTS, **_MULTI_SELECTS, **_PICKERS, "image": image}
ACTIONS: Mapping[str, Check] = {
    **_PRESSED,
    **_SELECTS,
    **_MULTI_SELECTS,
    **_PICKERS,
    **_MOMENT,
}
INPUTS: Mapping[str, Check] = {
    **_SELECTS,
    **_MULTI_SELECTS,
    **_PICKERS,
    **_MOMENT,
    **_TYPED_INPUTS,
    **_RICH_INPUT,
}
