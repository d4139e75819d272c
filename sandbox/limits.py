"""The numbers of Slack's Block Kit: how many, and how long. Numbers alone, named for what they bound.

From Slack's reference pages for blocks, block elements, composition objects and views, read in November 2026;
`tests/sandbox/test_limits_against_the_sdk.py` holds them against slack_sdk's models.
Lengths are in characters.
"""

MESSAGE_BLOCKS = 50
MODAL_BLOCKS = 100
HOME_BLOCKS = 100

MESSAGE_TEXT = 40_000  # longer text is cut, not refused
UPDATED_TEXT = 4_000  # longer text in chat.update is refused
# Undocumented: 9,597 characters passed and 11,341 failed (slackapi/bolt-js issues 2867 and 2509).
ALL_BLOCK_TEXT = 11_000
# Surely inside the undocumented limit; tests of a bot should hold it to this one.
ALL_BLOCK_TEXT_STRICT = 9_000
ALL_MARKDOWN = 12_000  # over all markdown blocks of one message

IDENTIFIER = 255  # block_id, action_id, callback_id, external_id
URL = 3_000
ANY_TEXT = 3_000

HEADER = 150
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
SECTION_FIELD = 2_000
CONTEXT_ELEMENTS = 10
ACTIONS_ELEMENTS = 25
CONTEXT_ACTIONS_ELEMENTS = 5
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
ALT_TEXT = 2_000
IMAGE_TITLE = 2_000
VIDEO_TITLE = 199
VIDEO_AUTHOR = 49

BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_ACCESSIBILITY_LABEL = 75
BUTTON_AGENT_PROMPT = 4_000
FEEDBACK_TEXT = 75
FEEDBACK_VALUE = 2_000

OPTION_TEXT = 75
OPTION_VALUE = 150
OPTION_DESCRIPTION = 75
SELECT_OPTIONS = 100
OPTION_GROUPS = 100
OPTION_GROUP_LABEL = 75
OVERFLOW_OPTIONS = 5
CHOICE_OPTIONS = 10  # radio buttons and checkboxes
PLACEHOLDER = 150

CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

PLAIN_INPUT = 3_000
INPUT_LINES = 100  # shown in a rich_text_input
FILES_IN_INPUT = 10

VIEW_TITLE = 24
VIEW_SUBMIT = 24
VIEW_CLOSE = 24
PRIVATE_METADATA = 3_000
VIEW_BYTES = 250 * 1024

# Newer blocks
CARD_TITLE = 150
CARD_SUBTITLE = 150
CARD_BODY = 200
CAROUSEL_CARDS = 10
CONTAINER_BLOCKS = 10
CONTAINER_TITLE = 150
PROVIDER_NAME = 75
PROVIDER_DESCRIPTION = 150
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_TEXT = 10_000
DATA_TABLE_ROWS = 101  # with the header; another client says 201
DATA_TABLE_PAGE = 100
CHART_TITLE = 50
CHART_SEGMENTS = 6  # other clients say 12
CHART_SERIES = 6  # other clients say 12
CHART_CATEGORIES = 20
CHART_CATEGORY = 20
