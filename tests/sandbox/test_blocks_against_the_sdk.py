"""Whatever slack_sdk's models take and render within Slack's limits, the sandbox takes."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from sandbox.blocks import explain_message, message_problem
from sandbox.views import explain_view, view_problem

MANY = settings(max_examples=150, deadline=None)

# No surrogates: they are no characters. No '<' in mrkdwn: a date token is a rule of its own.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="<")


def words(most: int) -> st.SearchStrategy[str]:
    return st.text(CHARACTERS, min_size=1, max_size=20) | st.just("w" * most)


def plain(most: int) -> st.SearchStrategy[sdk.PlainTextObject]:
    return st.builds(sdk.PlainTextObject, text=words(most), emoji=st.none() | st.booleans())


def any_text(most: int) -> st.SearchStrategy[sdk.TextObject]:
    return plain(most) | st.builds(sdk.MarkdownTextObject, text=words(most), verbatim=st.none() | st.booleans())


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def options(most: int) -> st.SearchStrategy[list[sdk.Option]]:
    one = st.builds(sdk.Option, text=plain(75), value=words(150), description=maybe(plain(75)))
    return st.lists(one, min_size=1, max_size=most, unique_by=lambda option: option.value)


ids = words(255)
counts = maybe(st.integers(1, 9))
NO = st.just(False)
urls = st.sampled_from(["https://example.org/a", "http://example.org", "https://e.org/".ljust(3_000, "a")])
confirms = st.builds(sdk.ConfirmObject, title=plain(100), text=any_text(300), confirm=plain(30), deny=plain(30))
asking = {"action_id": ids, "confirm": maybe(confirms)}
focused = {"placeholder": maybe(plain(150)), "focus_on_load": st.none()}
buttons = st.builds(
    sdk.ButtonElement,
    text=plain(75),
    url=maybe(urls),
    value=maybe(words(2_000)),
    style=st.sampled_from([None, "primary", "danger"]),
    accessibility_label=maybe(words(75)),
    **asking,
)
images = st.builds(sdk.ImageElement, image_url=urls, alt_text=words(2_000))
selects = st.one_of(
    st.builds(sdk.StaticSelectElement, options=options(10), **asking, **focused),
    st.builds(sdk.StaticMultiSelectElement, options=options(10), **asking, **focused),
    st.builds(sdk.UserSelectElement, initial_user=maybe(st.just("U1")), **asking, **focused),
    st.builds(sdk.ChannelMultiSelectElement, max_selected_items=counts, **asking, **focused),
    st.builds(sdk.ConversationSelectElement, default_to_current_conversation=maybe(st.booleans()), **asking),
    st.builds(sdk.ExternalDataSelectElement, min_query_length=maybe(st.integers(0, 5)), **asking, **focused),
)
pickers = st.one_of(
    st.builds(sdk.DatePickerElement, initial_date=st.dates().map(str), **asking, **focused),
    st.builds(sdk.TimePickerElement, initial_time=st.times().map(lambda time: f"{time:%H:%M}"), **asking),
    st.builds(sdk.CheckboxesElement, options=options(10), **asking),
    st.builds(sdk.RadioButtonsElement, options=options(10), **asking),
)
overflows = st.builds(sdk.OverflowMenuElement, options=options(5), **asking)
typed = st.one_of(
    st.builds(
        sdk.PlainTextInputElement,
        multiline=maybe(st.booleans()),
        min_length=maybe(st.integers(0, 10)),
        max_length=maybe(st.integers(10, 3_000)),
        initial_value=maybe(words(3_000)),
        action_id=ids,
    ),
    st.builds(sdk.EmailInputElement, action_id=ids, **focused),
    st.builds(sdk.UrlInputElement, action_id=ids, **focused),
    st.builds(sdk.NumberInputElement, action_id=ids, is_decimal_allowed=NO, min_value=st.integers()),
    st.builds(FileInputElement, action_id=ids, max_files=maybe(st.integers(1, 10))),
)
parts = sdk.RichTextElementParts
inline = st.one_of(
    st.builds(parts.Text, text=words(3_000), style=maybe(st.just(parts.TextStyle(bold=True)))),
    st.builds(parts.Link, url=urls, text=maybe(words(100))),
    st.builds(parts.User, user_id=st.just("U1")),
    st.builds(parts.Channel, channel_id=st.just("C1")),
    st.builds(parts.Emoji, name=st.just("wave"), skin_tone=maybe(st.integers(1, 6))),
    st.builds(parts.Broadcast, range=st.sampled_from(["here", "channel", "everyone"])),
    st.builds(parts.Date, timestamp=st.integers(0, 2**31), format=st.just("{date}"), fallback=words(50)),
)
inlines = st.lists(inline, max_size=4)
rich_sections = st.builds(sdk.RichTextSectionElement, elements=inlines)
rich_lists = st.builds(
    sdk.RichTextListElement,
    elements=st.lists(rich_sections, min_size=1, max_size=3),
    style=st.sampled_from(["bullet", "ordered"]),
    indent=maybe(st.integers(0, 8)),
)
rich_parts = rich_sections | rich_lists | st.builds(sdk.RichTextQuoteElement, elements=inlines)

sections = st.builds(
    sdk.SectionBlock,
    text=any_text(3_000),
    fields=maybe(st.lists(any_text(2_000), min_size=1, max_size=10)),
    accessory=maybe(buttons | images | selects | pickers | overflows),
)
anywhere = st.one_of(
    sections,
    st.builds(sdk.HeaderBlock, text=plain(150)),
    st.builds(sdk.DividerBlock),
    st.builds(sdk.ImageBlock, image_url=urls, alt_text=words(2_000), title=maybe(plain(2_000))),
    st.builds(sdk.ContextBlock, elements=st.lists(any_text(3_000) | images, min_size=1, max_size=10)),
    st.builds(
        sdk.ActionsBlock,
        elements=st.lists(
            buttons | selects | pickers | overflows,
            min_size=1,
            max_size=25,
            unique_by=lambda element: element.action_id,
        ),
    ),
    st.builds(sdk.RichTextBlock, elements=st.lists(rich_parts, min_size=1, max_size=4)),
)
inputs = st.builds(
    sdk.InputBlock,
    label=plain(2_000),
    hint=maybe(plain(2_000)),
    element=typed | selects | pickers,
    optional=maybe(st.booleans()),
    dispatch_action=maybe(st.booleans()),
)


@MANY
@given(st.lists(anywhere, min_size=1, max_size=3))
def test_a_message_the_sdk_renders_is_taken(built: list[sdk.Block]) -> None:
    rendered = [block.to_dict() for block in built]
    assert explain_message(text="Words", blocks=rendered) == []
    assert message_problem(text="Words", blocks=rendered) in {None, "msg_blocks_too_long"}


@MANY
@given(st.lists(anywhere | inputs, min_size=1, max_size=3), plain(24), plain(24), words(3_000))
def test_a_modal_the_sdk_renders_is_taken(
    built: list[sdk.Block], title: sdk.PlainTextObject, submit: sdk.PlainTextObject, carried: str
) -> None:
    view = View(type="modal", title=title, submit=submit, blocks=built, private_metadata=carried).to_dict()
    assert explain_view(view, kind="modal") == []
    assert view_problem(view, kind="modal") is None


@MANY
@given(st.lists(anywhere, min_size=1, max_size=3))
def test_a_home_the_sdk_renders_is_taken(built: list[sdk.Block]) -> None:
    view = View(type="home", blocks=built).to_dict()
    assert explain_view(view, kind="home") == []
    assert view_problem(view, kind="home") is None
