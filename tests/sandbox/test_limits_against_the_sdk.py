"""Our numbers beside those of slack_sdk's models, and what its models render put before our checks."""

import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import views
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
    basic_components,
    block_elements,
    blocks,
)

from sandbox import limits
from sandbox.blocks import message_problem
from sandbox.views import view_problem

OURS: dict[str, int] = {
    "ActionsBlock.elements_max_length": limits.ACTIONS_ELEMENTS,
    "AuthProviderBlock.connected_context_max_length": limits.PROVIDER_NAME,
    "AuthProviderBlock.connected_identity_max_length": limits.PROVIDER_NAME,
    "AuthProviderBlock.description_max_length": limits.PROVIDER_DESCRIPTION,
    "AuthProviderBlock.name_max_length": limits.PROVIDER_NAME,
    "AuthProviderBlock.url_max_length": limits.URL,
    "AuthProviderBlock.value_max_length": limits.OPTION_VALUE,
    "Block.block_id_max_length": limits.IDENTIFIER,
    "ButtonElement.agent_prompt_max_length": limits.BUTTON_AGENT_PROMPT,
    "ButtonElement.text_max_length": limits.BUTTON_TEXT,
    "ButtonElement.url_max_length": limits.URL,
    "ButtonElement.value_max_length": limits.BUTTON_VALUE,
    "CardBlock.body_max_length": limits.CARD_BODY,
    "CardBlock.subtitle_max_length": limits.CARD_SUBTITLE,
    "CardBlock.title_max_length": limits.CARD_TITLE,
    "CarouselBlock.elements_max_length": limits.CAROUSEL_CARDS,
    "ConfirmObject.confirm_max_length": limits.CONFIRM_BUTTON,
    "ConfirmObject.deny_max_length": limits.CONFIRM_BUTTON,
    "ConfirmObject.text_max_length": limits.CONFIRM_TEXT,
    "ConfirmObject.title_max_length": limits.CONFIRM_TITLE,
    "ContainerBlock.child_blocks_max_length": limits.CONTAINER_BLOCKS,
    "ContainerBlock.subtitle_max_length": limits.CONTAINER_TITLE,
    "ContainerBlock.title_max_length": limits.CONTAINER_TITLE,
    "ContextActionsBlock.elements_max_length": limits.CONTEXT_ACTIONS_ELEMENTS,
    "ContextBlock.elements_max_length": limits.CONTEXT_ELEMENTS,
    "FeedbackButtonObject.text_max_length": limits.FEEDBACK_TEXT,
    "FeedbackButtonObject.value_max_length": limits.FEEDBACK_VALUE,
    "HeaderBlock.text_max_length": limits.HEADER,
    "ImageBlock.alt_text_max_length": limits.ALT_TEXT,
    "ImageBlock.image_url_max_length": limits.URL,
    "ImageBlock.title_max_length": limits.IMAGE_TITLE,
    "ImageElement.alt_text_max_length": limits.ALT_TEXT,
    "ImageElement.image_url_max_length": limits.URL,
    "InputBlock.hint_max_length": limits.INPUT_HINT,
    "InputBlock.label_max_length": limits.INPUT_LABEL,
    "InputInteractiveElement.placeholder_max_length": limits.PLACEHOLDER,
    "InteractiveElement.action_id_max_length": limits.IDENTIFIER,
    "MarkdownBlock.text_max_length": limits.ALL_MARKDOWN,
    "Option.label_max_length": limits.OPTION_TEXT,
    "Option.value_max_length": limits.OPTION_VALUE,
    "OptionGroup.label_max_length": limits.OPTION_GROUP_LABEL,
    "OptionGroup.options_max_length": limits.SELECT_OPTIONS,
    "OverflowMenuElement.options_max_length": limits.OVERFLOW_OPTIONS,
    "OverflowMenuElement.options_min_length": 1,
    "SectionBlock.fields_max_length": limits.SECTION_FIELDS,
    "SectionBlock.text_max_length": limits.SECTION_TEXT,
    "SelectElement.option_groups_max_length": limits.OPTION_GROUPS,
    "SelectElement.options_max_length": limits.SELECT_OPTIONS,
    "StaticMultiSelectElement.option_groups_max_length": limits.OPTION_GROUPS,
    "StaticMultiSelectElement.options_max_length": limits.SELECT_OPTIONS,
    "StaticSelectElement.option_groups_max_length": limits.OPTION_GROUPS,
    "StaticSelectElement.options_max_length": limits.SELECT_OPTIONS,
    "VideoBlock.author_name_max_length": limits.VIDEO_AUTHOR,
    "VideoBlock.title_max_length": limits.VIDEO_TITLE,
    "View.blocks_max_length": limits.MODAL_BLOCKS,
    "View.callback_id_max_length": limits.IDENTIFIER,
    "View.close_max_length": limits.VIEW_CLOSE,
    "View.private_metadata_max_length": limits.PRIVATE_METADATA,
    "View.submit_max_length": limits.VIEW_SUBMIT,
    "View.title_max_length": limits.VIEW_TITLE,
}

# Where the SDK and Slack's pages differ. Each with the day it was seen and why ours stands.
DIFFERS: dict[str, str] = {
    "VideoBlock.title_max_length": "2026-11-20: Slack says 'less than 200'; the SDK's check uses <",
    "VideoBlock.author_name_max_length": "2026-11-20: Slack says 'less than 50'; the SDK's check uses <",
}

# Limits of Slack's pages for which the SDK (3.47.0, 2026-11-20) has no constant.
DOCUMENTED: dict[str, int] = {
    "MESSAGE_BLOCKS": 50,
    "HOME_BLOCKS": 100,
    "MESSAGE_TEXT": 40_000,
    "UPDATED_TEXT": 4_000,
    "ANY_TEXT": 3_000,
    "SECTION_FIELD": 2_000,
    "BUTTON_ACCESSIBILITY_LABEL": 75,
    "OPTION_DESCRIPTION": 75,
    "CHOICE_OPTIONS": 10,
    "PLAIN_INPUT": 3_000,
    "INPUT_LINES": 100,
    "FILES_IN_INPUT": 10,
    "VIEW_BYTES": 250 * 1024,
    "TABLE_ROWS": 100,
    "TABLE_COLUMNS": 20,
    "TABLE_TEXT": 10_000,
    "DATA_TABLE_ROWS": 101,
    "DATA_TABLE_PAGE": 100,
    "CHART_TITLE": 50,
    "CHART_SEGMENTS": 6,
    "CHART_SERIES": 6,
    "CHART_CATEGORIES": 20,
    "CHART_CATEGORY": 20,
}


def classes_of(module: ModuleType) -> Iterator[type]:
    yield from (one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == module.__name__)


def numbers_of_the_sdk() -> dict[str, int]:
    modules = (basic_components, block_elements, blocks, views)
    return {
        f"{one.__name__}.{name}": value
        for module in modules
        for one in classes_of(module)
        for name, value in vars(one).items()
        if isinstance(value, int) and not isinstance(value, bool)
    }


def test_every_number_of_the_sdk_has_ours_beside_it() -> None:
    assert numbers_of_the_sdk().keys() == OURS.keys()


def test_our_numbers_are_the_sdks_but_where_a_reason_is_written_down() -> None:
    sdk = numbers_of_the_sdk()
    assert {name for name, number in OURS.items() if sdk[name] != number} == DIFFERS.keys()


def test_our_numbers_are_those_of_slacks_pages_where_the_sdk_has_none() -> None:
    assert {name: getattr(limits, name) for name in DOCUMENTED} == DOCUMENTED


def test_the_sum_of_all_text_lies_between_what_passed_and_what_failed() -> None:
    assert 9_597 < limits.ALL_BLOCK_TEXT < 11_341
    assert limits.ALL_BLOCK_TEXT_STRICT < 9_597


def words(length: int) -> PlainTextObject:
    return PlainTextObject(text="w" * length)


def button(**fields: Any) -> Block:
    return ActionsBlock(elements=[ButtonElement(**{"text": "Take", "action_id": "take"} | fields)])


def select(*options: Option, **fields: Any) -> Block:
    return ActionsBlock(elements=[StaticSelectElement(options=options, action_id="pick", **fields)])


def asked(label: PlainTextObject | str = "Subject", hint: PlainTextObject | None = None) -> Block:
    return InputBlock(label=label, hint=hint, element=PlainTextInputElement(action_id="a"))


def modal(**fields: Any) -> views.View:
    return views.View(**{"type": "modal", "title": "Case", "submit": "Send", "blocks": [asked()]} | fields)


def rendered(thing: JsonObject) -> dict[str, Any] | None:
    """None where the SDK itself refuses."""
    try:
        return thing.to_dict()
    except SlackObjectFormationError:
        return None


def refused(thing: JsonObject) -> bool:
    as_json = rendered(thing)
    if as_json is None:
        return True
    if isinstance(thing, views.View):
        return view_problem(as_json, kind="modal") is not None
    return message_problem(text=None, blocks=[as_json]) is not None


@pytest.mark.parametrize(
    ("most", "sized"),
    [
        (HeaderBlock.text_max_length, lambda n: HeaderBlock(text=words(n))),
        (SectionBlock.text_max_length, lambda n: SectionBlock(text=words(n))),
        (SectionBlock.fields_max_length, lambda n: SectionBlock(fields=[words(1)] * n)),
        (Block.block_id_max_length, lambda n: SectionBlock(text=words(1), block_id="b" * n)),
        (
            ImageBlock.title_max_length,
            lambda n: ImageBlock(image_url="https://e.org", alt_text="a", title=words(n)),
        ),
        (ImageBlock.alt_text_max_length, lambda n: ImageBlock(image_url="https://e.org", alt_text="a" * n)),
        (InputBlock.label_max_length, lambda n: asked(label=words(n))),
        (InputBlock.hint_max_length, lambda n: asked(hint=words(n))),
        (ButtonElement.text_max_length, lambda n: button(text=words(n))),
        (ButtonElement.value_max_length, lambda n: button(value="v" * n)),
        (ConfirmObject.text_max_length, lambda n: button(confirm=ConfirmObject(title="t", text=words(n)))),
        (ConfirmObject.title_max_length, lambda n: button(confirm=ConfirmObject(title=words(n), text="t"))),
        (Option.value_max_length, lambda n: select(Option(text="One", value="v" * n))),
        (Option.label_max_length, lambda n: select(Option(text=words(n), value="1"))),
        (100, lambda n: select(*[Option(text="One", value=str(i)) for i in range(n)])),
        (views.View.title_max_length, lambda n: modal(title=words(n))),
        (views.View.submit_max_length, lambda n: modal(submit=words(n))),
        (views.View.close_max_length, lambda n: modal(close=words(n))),
        (views.View.private_metadata_max_length, lambda n: modal(private_metadata="m" * n)),
        (views.View.callback_id_max_length, lambda n: modal(callback_id="c" * n)),
    ],
)
def test_what_the_sdk_renders_at_its_limit_we_take_and_what_it_refuses_we_refuse(
    most: int, sized: Callable[[int], JsonObject]
) -> None:
    assert not refused(sized(1))
    assert not refused(sized(most))
    assert rendered(sized(most + 1)) is None
