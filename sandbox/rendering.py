"""A message or a view as plain text: every word a person would read, top to bottom, for transcripts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.mrkdwn import Reader, inline_words, mention, words_of

Json = Mapping[str, Any]
_READ = {"alt_text", "caption", "label", "name", "text", "title"}
Draw = Callable[[Json, Reader], Iterator[str]]


def plain_text_of(shown: Json, reader: Reader) -> str:
    """Buttons and fields stand in [brackets]; dividers, and what only opens on a click, have no words."""
    lines = _view(shown, reader) if shown.get("type") in {"modal", "home"} else _message(shown, reader)
    return "\n".join(line for line in lines if line)


def _view(view: Json, reader: Reader) -> Iterator[str]:
    if "title" in view:
        yield _text(view["title"], reader)
    yield from _blocks(view["blocks"], reader)
    yield " ".join(f"[{_text(view[name], reader)}]" for name in ("submit", "close") if view.get(name))


def _message(message: Json, reader: Reader) -> Iterator[str]:
    """Blocks are drawn instead of the text, where there are any."""
    if message.get("blocks"):
        yield from _blocks(message["blocks"], reader)
    else:
        yield words_of(message.get("text") or "", reader)
    for attachment in message.get("attachments") or ():
        yield from _message(attachment, reader)
    for file in message.get("files") or ():
        yield f"(file: {file.get('title') or file.get('name') or file.get('id')})"


def _blocks(blocks: list[Json], reader: Reader) -> Iterator[str]:
    for block in blocks:
        draw: Draw = _BLOCKS.get(block["type"], _all_texts)
        yield from draw(block, reader)


def _text(text: Json, reader: Reader) -> str:
    words: str = text["text"]
    return words_of(words, reader) if text["type"] == "mrkdwn" else words


def _header(block: Json, reader: Reader) -> Iterator[str]:
    yield _text(block["text"], reader)


def _section(block: Json, reader: Reader) -> Iterator[str]:
    if "text" in block:
        yield _text(block["text"], reader)
    for field in block.get("fields", ()):
        yield _text(field, reader)
    if "accessory" in block:
        yield _element(block["accessory"], reader)


def _row(block: Json, reader: Reader) -> Iterator[str]:
    yield " ".join(filter(None, (_element(element, reader) for element in block["elements"])))


def _input(block: Json, reader: Reader) -> Iterator[str]:
    optional = " (optional)" if block.get("optional") else ""
    yield f"{_text(block['label'], reader)}{optional}: {_element(block['element'], reader)}"
    if "hint" in block:
        yield _text(block["hint"], reader)


def _image(block: Json, reader: Reader) -> Iterator[str]:
    if "title" in block:
        yield _text(block["title"], reader)
    yield f"(image: {block['alt_text']})"


def _markdown(block: Json, _reader: Reader) -> Iterator[str]:
    yield block["text"]


def _nothing(_block: Json, _reader: Reader) -> Iterator[str]:
    yield from ()


def _all_texts(value: Any, reader: Reader) -> Iterator[str]:
    """Of a block with no drawing of its own: each text in it, in the order it came."""
    if isinstance(value, list):
        for item in value:
            yield from _all_texts(item, reader)
    elif isinstance(value, dict) and value.get("type") in {"plain_text", "mrkdwn"}:
        yield _text(value, reader)
    elif isinstance(value, dict) and value.get("type") in _BLOCKS.keys() - {"image"}:
        yield from _blocks([value], reader)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from [item] if name in _READ and isinstance(item, str) else _all_texts(item, reader)


def _element(element: Json, reader: Reader) -> str:
    match element["type"]:
        case "plain_text" | "mrkdwn":
            return _text(element, reader)
        case "image":
            return f"(image: {element['alt_text']})"
        case "button" | "workflow_button":
            return f"[{_text(element['text'], reader)}]"
        case "radio_buttons" | "checkboxes":
            return " ".join(_choice(option, element, reader) for option in element["options"])
        case "overflow":
            return f"[{' / '.join(_text(option['text'], reader) for option in element['options'])}]"
        case _:
            return f"[{_filled(element, reader)}]"


def _choice(option: Json, element: Json, reader: Reader) -> str:
    chosen = [*element.get("initial_options", ()), element.get("initial_option")]
    return f"({'x' if option in chosen else ' '}) {_text(option['text'], reader)}"


def _filled(element: Json, reader: Reader) -> str:
    """What stands in a field before anybody has touched it."""
    if "initial_option" in element:
        return _text(element["initial_option"]["text"], reader)
    if "initial_options" in element:
        return ", ".join(_text(option["text"], reader) for option in element["initial_options"])
    for name in ("initial_value", "initial_date", "initial_time"):
        if isinstance(element.get(name), str):
            return str(element[name])
    if "initial_user" in element:
        return mention(element["initial_user"], reader)
    return _text(element["placeholder"], reader) if "placeholder" in element else "…"


def _rich_text(block: Json, reader: Reader) -> Iterator[str]:
    for part in block["elements"]:
        yield from _rich_part(part, reader)


def _rich_part(part: Json, reader: Reader) -> Iterator[str]:
    match part["type"]:
        case "rich_text_list":
            yield from _listed(part, reader)
        case "rich_text_quote":
            yield from (f"> {line}" for line in _inline(part, reader).splitlines())
        case _:
            yield _inline(part, reader)


def _listed(part: Json, reader: Reader) -> Iterator[str]:
    start, indent = part.get("offset", 0) + 1, "  " * part.get("indent", 0)
    for number, item in enumerate(part["elements"], start):
        point = f"{number}." if part["style"] == "ordered" else "•"
        yield f"{indent}{point} {_inline(item, reader)}"


def _inline(part: Json, reader: Reader) -> str:
    return "".join(inline_words(element, reader) for element in part["elements"])


_BLOCKS: Mapping[str, Draw] = {
    "actions": _row,
    "alert": _header,
    "context": _row,
    "divider": _nothing,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
}
