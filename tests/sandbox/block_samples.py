"""The smallest sound block, element and view of each kind, for tests to stretch until Slack would refuse."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Words*") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn()} | fields


def header(text: str = "Words") -> Json:
    return {"type": "header", "text": plain(text)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain("Take"), "action_id": "take"} | fields


def image(**fields: Any) -> Json:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map"} | fields


def option(value: str = "1", **fields: Any) -> Json:
    return {"text": plain("One"), "value": value} | fields


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def select(**fields: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(1)} | fields


def confirm(**fields: Any) -> Json:
    sound = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
    return sound | fields


def text_input(**fields: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "words"} | fields


def asked(element: Json | None = None, **fields: Any) -> Json:
    return {"type": "input", "label": plain("Subject"), "element": element or text_input()} | fields


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def rich_section(*inline: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inline)}


def words(text: str = "Words") -> Json:
    return {"type": "text", "text": text}


def modal(*blocks: Json, **fields: Any) -> Json:
    sound = {"type": "modal", "title": plain("Case"), "submit": plain("Send"), "blocks": list(blocks)}
    return sound | fields


def home(*blocks: Json, **fields: Any) -> Json:
    return {"type": "home", "blocks": list(blocks)} | fields


FILE_INPUT = {"type": "file_input", "action_id": "files"}
IMAGE_CARD = {"type": "card", "hero_image": image()}
TASK = {"type": "task_card", "task_id": "t1", "title": "Look", "status": "pending"}
RAW = {"type": "raw_text", "text": "cell"}
FEEDBACK = {"text": plain("Good"), "value": "good"}
AXES = {"categories": ["Mon"], "x_label": "Day"}
SERIES = {"name": "Cases", "data": [{"label": "Mon", "value": 3}]}

NEWER: dict[str, Json] = {
    "alert": {"type": "alert", "text": plain(), "level": "warning"},
    "auth_provider": {"type": "auth_provider", "value": "sis", "name": plain(), "is_connected": False},
    "card": IMAGE_CARD,
    "carousel": {"type": "carousel", "elements": [IMAGE_CARD]},
    "container": {"type": "container", "title": plain(), "child_blocks": [section()]},
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "positive_button": FEEDBACK, "negative_button": FEEDBACK}],
    },
    "data_table": {"type": "data_table", "caption": "Cases", "rows": [[RAW], [RAW]]},
    "data_visualization": {
        "type": "data_visualization",
        "title": "Cases",
        "chart": {"type": "bar", "series": [SERIES], "axis_config": AXES},
    },
    "markdown": {"type": "markdown", "text": "**Words**"},
    "plan": {"type": "plan", "title": "Looking", "tasks": [TASK]},
    "table": {"type": "table", "rows": [[RAW]]},
    "task_card": TASK,
}
