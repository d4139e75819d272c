"""Blocks that came after 2024. Slack rolls each out in stages: a workspace may know some and not others.

Where Slack's pages and other clients name different numbers, the smaller one stands here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox import limits
from sandbox.composition import any_text, confirm, identifier, plain_text, web_url
from sandbox.elements import button, image, overflow
from sandbox.rich_text import rich_text
from sandbox.shapes import (
    Check,
    Place,
    Problem,
    Surface,
    array,
    at_least_one,
    boolean,
    by_type,
    kind,
    number,
    one_of,
    record,
    string,
    unsupported,
    whole_number,
    wrong,
)

_BLOCK: Mapping[str, Check] = {"block_id": identifier}
_rich = by_type({"rich_text": rich_text})
_any_string = string(most=limits.ANY_TEXT)
_accessibility_label = string(most=limits.BUTTON_ACCESSIBILITY_LABEL)


def known_on(*surfaces: Surface, check: Check) -> Check:
    """A block that only a workspace that has got the new kind knows, and only on these surfaces."""

    def if_known(value: Any, place: Place) -> Iterator[Problem]:
        if value["type"] in place.newer_kinds and place.surface in surfaces:
            yield from check(value, place)
        else:
            yield unsupported(value, place)

    return if_known


_alert = kind(
    required={"text": any_text(limits.ANY_TEXT)},
    optional={**_BLOCK, "level": one_of("default", "info", "warning", "error", "success")},
)
_markdown = kind(required={"text": string(most=limits.ALL_MARKDOWN)}, optional=_BLOCK)

_cell = by_type(
    {"rich_text": rich_text, "raw_text": kind(required={"text": string(most=limits.TABLE_TEXT)})}
    | {"raw_number": kind(required={"value": number, "text": string(most=limits.TABLE_TEXT)})}
)
_row = array(_cell, most=limits.TABLE_COLUMNS)
_column = record(optional={"align": one_of("left", "center", "right"), "is_wrapped": boolean})
_table = kind(
    required={"rows": array(_row, most=limits.TABLE_ROWS)},
    optional={**_BLOCK, "column_settings": array(_column, most=limits.TABLE_COLUMNS)},
)


def _rows_agree(table: Any, place: Place) -> Iterator[Problem]:
    rows = table["rows"]
    if len({len(row) for row in rows}) != 1:
        yield wrong(place.at("rows"), "all rows must have the same number of values")
    if any(cell["type"] == "rich_text" for cell in rows[0]):
        yield wrong(place.at("rows").at(0), "header cells cannot be rich_text")


_data_table = kind(
    required={"caption": _any_string, "rows": array(_row, least=2, most=limits.DATA_TABLE_ROWS)},
    optional={
        **_BLOCK,
        "page_size": whole_number(least=1, most=limits.DATA_TABLE_PAGE),
        "row_header_column_index": whole_number(least=0, most=limits.TABLE_COLUMNS - 1),
    },
    also=[_rows_agree],
)

_point = record(required={"label": _any_string, "value": number})
_series = record(
    required={"name": _any_string, "data": array(_point, most=limits.CHART_CATEGORIES)},
)
_axes = record(
    required={"categories": array(string(most=limits.CHART_CATEGORY), most=limits.CHART_CATEGORIES)},
    optional={"x_label": string(most=limits.CHART_TITLE), "y_label": string(most=limits.CHART_TITLE)},
)
_plotted = kind(required={"series": array(_series, most=limits.CHART_SERIES), "axis_config": _axes})
_pie = kind(required={"segments": array(_point, most=limits.CHART_SEGMENTS)})
_data_visualization = kind(
    required={
        "title": string(most=limits.CHART_TITLE),
        "chart": by_type({"pie": _pie, "bar": _plotted, "area": _plotted, "line": _plotted}),
    },
    optional=_BLOCK,
)

_task_card = kind(
    required={
        "task_id": identifier,
        "title": _any_string,
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    optional={
        **_BLOCK,
        "details": _rich,
        "output": _rich,
        "sources": array(
            by_type({"url": kind(required={"url": web_url, "text": _any_string})}),
            most=limits.SELECT_OPTIONS,
        ),
    },
)
_plan = kind(
    required={"title": _any_string},
    optional={
        **_BLOCK,
        "tasks": array(by_type({"task_card": _task_card}), least=0, most=limits.MESSAGE_BLOCKS),
    },
)

_picture = by_type({"image": image})
_card = kind(
    optional={
        **_BLOCK,
        "hero_image": _picture,
        "icon": _picture,
        "title": any_text(limits.CARD_TITLE),
        "subtitle": any_text(limits.CARD_SUBTITLE),
        "body": any_text(limits.CARD_BODY),
        "actions": array(by_type({"button": button}), most=limits.ACTIONS_ELEMENTS),
    },
    also=[at_least_one("hero_image", "title", "actions", "body")],
)
_carousel = kind(required={"elements": array(by_type({"card": _card}), most=limits.CAROUSEL_CARDS)}, optional=_BLOCK)

_feedback = record(
    required={"text": plain_text(limits.FEEDBACK_TEXT), "value": string(most=limits.FEEDBACK_VALUE)},
    optional={"accessibility_label": _accessibility_label},
)
_feedback_buttons = kind(
    required={"positive_button": _feedback, "negative_button": _feedback}, optional={"action_id": identifier}
)
_icon_button = kind(
    required={"icon": identifier, "text": plain_text(limits.BUTTON_TEXT)},
    optional={
        "action_id": identifier,
        "confirm": confirm,
        "value": string(most=limits.BUTTON_VALUE),
        "accessibility_label": _accessibility_label,
        "visible_to_user_ids": array(identifier, most=limits.SELECT_OPTIONS),
    },
)
_context_actions = kind(
    required={
        "elements": array(
            by_type({"feedback_buttons": _feedback_buttons, "icon_button": _icon_button}),
            most=limits.CONTEXT_ACTIONS_ELEMENTS,
        )
    },
    optional=_BLOCK,
)


def _divider_only_when_open(container: Any, place: Place) -> Iterator[Problem]:
    if container.get("is_collapsible") and container.get("has_header_divider"):
        yield wrong(place, "has_header_divider cannot be set when is_collapsible is true")


def _container(child: Check) -> Check:
    return kind(
        required={"child_blocks": array(child, most=limits.CONTAINER_BLOCKS)},
        optional={
            **_BLOCK,
            "title": plain_text(limits.CONTAINER_TITLE),
            "rich_text_title": _rich,
            "subtitle": any_text(limits.CONTAINER_TITLE),
            "icon": _picture,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        also=[at_least_one("title", "rich_text_title"), _divider_only_when_open],
    )


def _auth_provider(child: Check) -> Check:
    return kind(
        required={
            "value": string(most=limits.OPTION_VALUE),
            "name": plain_text(limits.PROVIDER_NAME),
            "is_connected": boolean,
        },
        optional={
            **_BLOCK,
            "description": plain_text(limits.PROVIDER_DESCRIPTION),
            "icon_url": web_url,
            "auth_url": web_url,
            "disconnect_url": web_url,
            "connected_identity": plain_text(limits.PROVIDER_NAME),
            "connected_context": plain_text(limits.PROVIDER_NAME),
            "accessory": by_type({"overflow": overflow}),
            "fallback": array(child, most=limits.MESSAGE_BLOCKS),
        },
    )


def newer_blocks(child: Check) -> Mapping[str, Check]:
    """Every newer kind; `child` says which blocks may stand inside a container."""
    return {
        "alert": known_on("modal", check=_alert),
        "auth_provider": known_on("message", "modal", "home", check=_auth_provider(child)),
        "card": known_on("message", "modal", "home", check=_card),
        "carousel": known_on("message", "home", check=_carousel),
        "container": known_on("message", check=_container(child)),
        "context_actions": known_on("message", check=_context_actions),
        "data_table": known_on("message", check=_data_table),
        "data_visualization": known_on("message", check=_data_visualization),
        "markdown": known_on("message", check=_markdown),
        "plan": known_on("message", check=_plan),
        "table": known_on("message", check=_table),
        "task_card": known_on("message", check=_task_card),
    }


NEWER_KINDS = frozenset(newer_blocks(by_type({})))
"""All of them: what a workspace knows once every roll-out has reached it."""
