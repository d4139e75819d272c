"""What `/case find` answers: what was found, how to narrow it, and the searches that somebody keeps."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.domain import searches
from bot.domain.cases import CaseType, Priority, Status, Turn
from bot.domain.ids import CaseNumber, SearchId
from bot.domain.searches import Kept, Search
from bot.domain.sheets import CaseRow, DistrictSheet
from bot.views import fields, lists, rich, terms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

TYPED_LONGEST = 300
TEXT, WHOSE, NAME = "text", "whose", "name"
"""Block ids of the forms; the others have their condition's."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Older = tuple[datetime, CaseNumber]


def results(
    *,
    search: Search,
    key: SearchId,
    rows: Sequence[CaseRow],
    count: int | None,
    districts: Sequence[DistrictSheet],
    older: Older | None,
    as_subject: bool,
) -> Message:
    """A page, the last modified first. `as_subject`: what was typed may have been meant as a case's subject."""
    typed = searches.write(search)
    head = _head(typed, count, districts)
    return Message(
        text=lists.spoken(head.text, rows, districts, words=False),
        aloud=lists.spoken(head.aloud or head.text, rows, districts, words=True),
        blocks=[
            *head.blocks,
            *lists.case_lines(rows, districts),
            *_buttons(key, typed, older, as_subject=as_subject),
        ],
    )


def _head(typed: str, count: int | None, districts: Sequence[DistrictSheet]) -> Message:
    where, name = "of {name}" if districts else "of all districts", lists.names_of(districts)
    if count == 0 and not typed:
        return text.told(f"There are no cases {where} yet.", name=name)
    if count == 0:
        first, rest = f"I found no case {where}", ". Fewer words, or a word's beginning, find more."
    else:
        first, rest = f"*{'more than 500' if count is None else count} found* {where}", ""
    quiet = text.told(f"{first}{rest}", name=name)
    if not typed:
        return quiet
    words = text.told(f"{first} for “{{typed}}”{rest}", name=name, typed=text.cut(typed, TYPED_LONGEST))
    return Message(text=quiet.text, blocks=words.blocks, aloud=words.text)


def _buttons(key: SearchId, typed: str, older: Older | None, *, as_subject: bool) -> list[Block]:
    drawn = [text.button("Filter", Action.FILTER, key, spoken_as="Filter: choose conditions")]
    if older is not None:
        at, number = older
        value = f"{key}:{(at - _EPOCH) // timedelta(microseconds=1)}:{number}"
        drawn.insert(0, text.button("Older cases", Action.FIND_OLDER, value))
    if typed:
        drawn.append(text.button("Save this search", Action.SAVE_SEARCH, key))
    if as_subject:
        drawn.append(text.button("Open a case with this subject instead", Action.OPEN_AS_SUBJECT, key))
    return text.buttons(drawn)


def narrow() -> list[Block]:
    """Below a plain list."""
    return text.buttons([text.button("Filter", Action.FILTER, 0, spoken_as="Filter: choose conditions")])


def filter_form(search: Search, *, modules: Sequence[str], as_agent: bool) -> Block:
    """A field for each condition, filled with what was asked before. What is left empty holds for all."""
    whose = [(searches.MINE, "Mine"), *([(searches.UNASSIGNED, "Nobody's yet")] if as_agent else [])]
    chosen = searches.MINE if search.mine else searches.UNASSIGNED if search.unassigned and as_agent else None
    return text.modal(
        "Find cases",
        Callback.FILTER,
        [
            {**_typed(TEXT, "Words, names or numbers", _text_of(search)), "hint": text.label(fields.NO_NAMES, 2000)},
            _several("status", "Status", _statuses(), _named(search.statuses)),
            _choice("turn", "Whose turn", [(turn.value, _turn(turn, as_agent)) for turn in Turn], search.turn),
            _several("priority", "Priority", [(it.value, terms.PRIORITY[it]) for it in Priority], search.priorities),
            _several("module", "Module", [(name, name) for name in modules], search.modules),
            _several("type", "Type", [(kind.value, terms.CASE_TYPE[kind]) for kind in CaseType], search.types),
            _choice(WHOSE, "Whose", whose, chosen),
            _typed("contact", "Contact", search.contact),
            _typed("owner", "Owner", search.owner),
            *([_typed("district", "District", search.district)] if as_agent else []),
            _day("since", "Changed on or after", search.since),
            _day("before", "Changed before", search.before),
            _day("opened-since", "Opened on or after", search.opened_since),
            _day("opened-before", "Opened before", search.opened_before),
        ],
        submit="Find",
    )


def _text_of(search: Search) -> str:
    return searches.write(Search(words=search.words, phrases=search.phrases, number=search.number))


def _statuses() -> list[tuple[str, str]]:
    each = [(status.value, terms.STATUS[status]) for status in Status if status is not Status.CLOSED]
    return [("open", "Open"), ("closed", "Closed"), ("pending", "Waiting for the district"), *each]


def _named(statuses: frozenset[Status]) -> frozenset[str]:
    """By the one name of just these, or each by its own."""
    whole = next((name for name, its in searches.STATUSES.items() if its == statuses), None)
    return frozenset({whole}) if whole else frozenset(status.value for status in statuses)


def _turn(turn: Turn, as_agent: bool) -> str:  # noqa: FBT001  # which of the two words
    said = (terms.DESK_TURN if as_agent else terms.TURN)[turn]
    return said[0].upper() + said[1:]


def _field(block: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block,
        "optional": True,
        "label": text.label(label, 2000),
        "element": element,
    }


def _typed(block: str, label: str, typed: str) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": "typed", "max_length": TYPED_LONGEST}
    if typed and len(typed) <= TYPED_LONGEST:
        element["initial_value"] = typed
    return _field(block, label, element)


def _choice(block: str, label: str, options: Sequence[tuple[str, str]], chosen: str | None) -> Block:
    drawn = _options(options)
    element: Block = {"type": "static_select", "action_id": "chosen", "options": drawn}
    initial = [option for option in drawn if option["value"] == chosen]
    if initial:
        element["initial_option"] = initial[0]
    return _field(block, label, element)


def _several(block: str, label: str, options: Sequence[tuple[str, str]], chosen: Collection[str]) -> Block:
    drawn = _options(options)
    element: Block = {"type": "multi_static_select", "action_id": "chosen", "options": drawn}
    initial = [option for option in drawn if option["value"] in chosen]
    if initial:
        element["initial_options"] = initial
    return _field(block, label, element)


def _options(options: Sequence[tuple[str, str]]) -> list[Block]:
    return [{"text": text.label(name, 75), "value": value} for value, name in options[:100]]


def _day(block: str, label: str, day: date | None) -> Block:
    element: Block = {"type": "datepicker", "action_id": "chosen"}
    if day is not None:
        element["initial_date"] = day.isoformat()
    return _field(block, label, element)


def name_form(kept: Kept) -> Block:
    field = _typed(NAME, "Name", "")
    field["optional"] = False
    field["element"]["max_length"] = searches.NAME_LONGEST
    return text.modal(
        "Save search",
        Callback.SAVE_SEARCH,
        [*rich.quoted(text.cut(kept.typed, TYPED_LONGEST)), field],
        submit="Save",
        private_metadata=json.dumps({"search": str(kept.id)}),
    )


def name_missing() -> dict[str, str]:
    return {NAME: "Please give it a name."}


def kept(name: str, *, command: str) -> Message:
    said = f"is saved. `{command} searches` lists your searches."
    words = text.told(f"“{{name}}” {said}", name=name)
    return Message(text=f"Your search {said}", blocks=words.blocks, aloud=words.text)


def saved_searches(kept: Sequence[Kept], *, command: str) -> Message:
    """Each with what it asks for; running or deleting it is one click."""
    if not kept:
        said = f"You have saved no searches. `{command} find` looks for cases, and *Save this search* keeps it."
        return Message(text=said.replace("*", ""), blocks=[text.section(said), *_forget()])
    said = "Your searches"
    spoken = "; ".join(text.one_line(it.name) for it in kept)
    lines = [block for place, it in enumerate(kept) for block in _saved(it, place)]
    return Message(
        text=f"{said}: {len(kept)}",
        aloud=text.spoken(f"{said}: {spoken}"),
        blocks=[text.section(f"*{said}*"), *lines, *_forget()],
    )


def _forget() -> list[Block]:
    """What was typed stands behind the buttons of what was found, for the last few searches of each."""
    words = "The last searches you made, not those you saved, are erased. Buttons below what they found stop working."
    sure = text.confirmation("Forget what you looked for?", words, "Forget")
    return text.buttons([text.button("Forget what I looked for…", Action.FORGET_SEARCHES, "recent", confirm=sure)])


def _saved(it: Kept, place: int) -> list[Block]:
    name = text.cut(text.one_line(it.name), 40)
    sure = text.confirmation("Delete this search?", f"“{name}” will be forgotten. No case changes.", "Delete")
    run = text.button("Run", f"{Action.RUN_SEARCH}#{place}", it.id, spoken_as=f"Run {name}")
    delete = text.button("Delete", f"{Action.DELETE_SEARCH}#{place}", it.id, spoken_as=f"Delete {name}", confirm=sure)
    return [text.section(f"*{text.inline(it.name)}*\n{text.inline(it.typed)}"), *text.buttons([run, delete])]
