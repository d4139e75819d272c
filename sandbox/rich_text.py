"""The rich_text block: sections, lists, quotes and preformatted text, and what stands inside them."""

from collections.abc import Mapping

from sandbox import limits
from sandbox.composition import identifier
from sandbox.shapes import (
    Check,
    array,
    boolean,
    by_type,
    kind,
    matching,
    one_of,
    record,
    string,
    whole_number,
)

_MANY = 1_000  # no number is documented; the sum of a message's text bounds it first
_MARKS = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_style = record(optional=dict.fromkeys(_MARKS, boolean))
_words = string(most=limits.ALL_BLOCK_TEXT)
_link_url = matching(r"(https?://|mailto:)[^\s]+", "must be a valid url", most=limits.URL)
_STYLED: Mapping[str, Check] = {"style": _style}

_text = kind(required={"text": _words}, optional=_STYLED)
_link = kind(required={"url": _link_url}, optional={**_STYLED, "text": _words, "unsafe": boolean})
_INLINE: Mapping[str, Check] = {
    "text": _text,
    "link": _link,
    "user": kind(required={"user_id": identifier}, optional=_STYLED),
    "usergroup": kind(required={"usergroup_id": identifier}, optional=_STYLED),
    "team": kind(required={"team_id": identifier}, optional=_STYLED),
    "channel": kind(required={"channel_id": identifier}, optional=_STYLED),
    "broadcast": kind(required={"range": one_of("here", "channel", "everyone")}, optional=_STYLED),
    "emoji": kind(
        required={"name": identifier},
        optional={**_STYLED, "unicode": identifier, "skin_tone": whole_number(least=1, most=6)},
    ),
    "color": kind(required={"value": matching(r"#[0-9A-Fa-f]{6}", "must be a colour like #F405B3")}),
    "date": kind(
        required={"timestamp": whole_number(least=0, most=9_999_999_999), "format": _words},
        optional={**_STYLED, "url": _link_url, "fallback": _words},
    ),
}

_border = whole_number(least=0, most=1)
_inline = array(by_type(_INLINE), least=0, most=_MANY)
_section = kind(required={"elements": _inline})
_list = kind(
    required={
        "style": one_of("bullet", "ordered"),
        "elements": array(by_type({"rich_text_section": _section}), most=_MANY),
    },
    optional={
        "indent": whole_number(least=0, most=8),
        "offset": whole_number(least=0, most=_MANY),
        "border": _border,
    },
)
_PARTS: Mapping[str, Check] = {
    "rich_text_section": _section,
    "rich_text_list": _list,
    "rich_text_quote": kind(required={"elements": _inline}, optional={"border": _border}),
    "rich_text_preformatted": kind(
        required={"elements": array(by_type({"text": _text, "link": _link}), least=0, most=_MANY)},
        optional={"border": _border, "language": identifier},
    ),
}

rich_text = kind(required={"elements": array(by_type(_PARTS), most=_MANY)}, optional={"block_id": identifier})
