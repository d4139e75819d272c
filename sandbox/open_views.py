"""The views that stand open: each person's stack of modals, each person's home of each app, and what is typed."""

import copy
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import Clock
from sandbox.model import ApiError, Json

STACK = 3
_CARRIED = ("title", "submit", "close", "blocks")

Field = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class OpenView:
    """`values` by (block id, action id), as Slack's `state.values` shows each.

    `team`: by whose app it was opened. `home`: the workspace of whoever sees it, where that is another.
    """

    id: str
    team: str
    user: str
    app_id: str
    bot_id: str
    view: Json
    hash: str
    root_view_id: str
    home: str = ""
    previous_view_id: str | None = None
    values: dict[Field, Json] = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        return bool(self.view["type"] == "home")

    @property
    def external_id(self) -> str:
        return str(self.view.get("external_id") or "")

    @property
    def whose(self) -> dict[str, str]:
        """What a view on top of it has in common with it."""
        return {
            "team": self.team,
            "user": self.user,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
            "home": self.home,
        }

    def fields(self) -> dict[Field, Json]:
        return fields_of(self.view["blocks"])

    def shown(self) -> Json:
        """The view as Slack shows it to the app."""
        values: dict[str, Json] = {}
        for (block_id, action_id), value in self.values.items():
            values.setdefault(block_id, {})[action_id] = value
        return {
            "id": self.id,
            "team_id": self.home or self.team,
            "type": self.view["type"],
            **{name: self.view.get(name) for name in _CARRIED},
            "private_metadata": self.view.get("private_metadata") or "",
            "callback_id": self.view.get("callback_id") or "",
            "external_id": self.external_id,
            "state": {"values": values},
            "hash": self.hash,
            "clear_on_close": bool(self.view.get("clear_on_close")),
            "notify_on_close": bool(self.view.get("notify_on_close")),
            "root_view_id": self.root_view_id,
            "previous_view_id": self.previous_view_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.team,
            "bot_id": self.bot_id,
        }


def _nobody() -> None:
    """Nobody watches."""


class Views:
    """All open views. A stack belongs to a person in a workspace, a home to a person and an app there."""

    def __init__(
        self, clock: Clock, numbers: Iterator[int] | None = None, *, changed: Callable[[], None] = _nobody
    ) -> None:
        self._clock = clock
        self._changed = changed
        self._number = numbers or itertools.count(1)
        self.stacks: dict[tuple[str, str], list[OpenView]] = {}
        self.homes: dict[tuple[str, str, str], OpenView] = {}

    def top(self, team: str, user: str) -> OpenView | None:
        stack = self.stacks.get((team, user))
        return stack[-1] if stack else None

    def seen_by(self, user: str) -> OpenView | None:
        """The window that they have on top, whichever workspace's app opened it."""
        return next((stack[-1] for (_, whose), stack in self.stacks.items() if whose == user and stack), None)

    def below(self, top: OpenView) -> list[OpenView]:
        """Its stack, itself included."""
        return self.stacks.get((top.team, top.user), [])

    def home(self, team: str, user: str, app_id: str) -> OpenView | None:
        return self.homes.get((team, user, app_id))

    def find(self, *, app_id: str, view_id: str | None = None, external_id: str | None = None) -> OpenView:
        for it in self._all():
            if it.app_id == app_id and (it.id == view_id or (external_id and it.external_id == external_id)):
                return it
        raise ApiError("not_found")

    def open(self, view: Json, *, team: str, user: str, app_id: str, bot_id: str, home: str = "") -> OpenView:
        """Opens a new stack; what stood open is gone, as in Slack's client."""
        opened = self._new(view, team=team, user=user, app_id=app_id, bot_id=bot_id, home=home)
        self.stacks = {key: stack for key, stack in self.stacks.items() if key[1] != user}
        self.stacks[team, user] = [opened]
        self._changed()
        return opened

    def push(self, view: Json, *, team: str, user: str, app_id: str, bot_id: str, home: str = "") -> OpenView:
        stack = self.stacks.get((team, user)) or []
        if not stack:
            raise ApiError("not_found")
        if len(stack) >= STACK:
            raise ApiError("push_limit_reached")
        pushed = self._new(view, team=team, user=user, app_id=app_id, bot_id=bot_id, home=home)
        pushed.root_view_id, pushed.previous_view_id = stack[0].root_view_id, stack[-1].id
        stack.append(pushed)
        self._changed()
        return pushed

    def update(self, stood: OpenView, view: Json, *, hash_: str | None = None) -> OpenView:
        """What was typed stays where block id and action id are the same; the rest starts anew."""
        if hash_ and hash_ != stood.hash:
            raise ApiError("hash_conflict")
        self._check_external_id(view, app_id=stood.app_id, unless=stood)
        kept = stood.values
        stood.view = with_ids(view)
        fields = stood.fields()
        started = {it: value for it, element in fields.items() if (value := initial_value(element))}
        still = {it: value for it, value in kept.items() if it in fields and _same_kind(value, fields[it])}
        stood.values = started | still
        stood.hash = self._hash()
        self._changed()
        return stood

    def publish(
        self, view: Json, *, team: str, user: str, app_id: str, bot_id: str, hash_: str | None = None
    ) -> OpenView:
        stood = self.home(team, user, app_id)
        if stood is not None:
            return self.update(stood, view, hash_=hash_)
        if hash_:
            raise ApiError("hash_conflict")
        self.homes[team, user, app_id] = new = self._new(view, team=team, user=user, app_id=app_id, bot_id=bot_id)
        self._changed()
        return new

    def close(self, team: str, user: str) -> OpenView:
        """Closes the topmost view; Slack shows the one beneath."""
        stack = self.stacks.get((team, user))
        if not stack:
            raise ApiError("not_found")
        self._changed()
        return stack.pop()

    def shut(self, stood: OpenView) -> None:
        """This one, if it still stands; others may lie above it by now."""
        stack = self.stacks.get((stood.team, stood.user)) or []
        if stood in stack:
            stack.remove(stood)
            self._changed()

    def clear(self, team: str, user: str) -> list[OpenView]:
        """Closes all; gives what stood open, the topmost first."""
        self._changed()
        return [*reversed(self.stacks.pop((team, user), []))]

    def put(self, stood: OpenView, block_id: str, action_id: str, value: Json) -> None:
        """A person fills a field. Raises LookupError where no such field stands."""
        element = stood.fields()[block_id, action_id]
        stood.values[block_id, action_id] = {"type": element["type"], **value}
        self._changed()

    def _all(self) -> Iterator[OpenView]:
        yield from itertools.chain(*self.stacks.values())
        yield from self.homes.values()

    def _new(self, view: Json, *, team: str, user: str, app_id: str, bot_id: str, home: str = "") -> OpenView:
        self._check_external_id(view, app_id=app_id)
        view_id = f"V{next(self._number):08d}"
        new = OpenView(
            id=view_id,
            team=team,
            user=user,
            app_id=app_id,
            bot_id=bot_id,
            view=with_ids(view),
            hash=self._hash(),
            root_view_id=view_id,
            home=home,
        )
        new.values = {it: value for it, element in new.fields().items() if (value := initial_value(element))}
        return new

    def _check_external_id(self, view: Json, *, app_id: str, unless: OpenView | None = None) -> None:
        wanted = view.get("external_id")
        if not wanted:
            return
        for it in self._all():
            if it is not unless and it.app_id == app_id and it.external_id == wanted:
                raise ApiError("duplicate_external_id")

    def _hash(self) -> str:
        return f"{int(self._clock.now().timestamp())}.{next(self._number):08x}"


_ids = itertools.count(1)


def with_ids(shown: Json) -> Json:
    """A copy in which each block and each element has the id that Slack gives where the app gave none."""
    shown = copy.deepcopy(shown)
    for block in with_children(shown.get("blocks") or []):
        block.setdefault("block_id", f"b{next(_ids):05x}")
        for element in _inside(block):
            element.setdefault("action_id", f"a{next(_ids):05x}")
    return shown


def identified(blocks: Iterable[Json]) -> tuple[Json, ...]:
    """The blocks of a message, each with its id and the ids of its elements."""
    return (*with_ids({"blocks": [*blocks]})["blocks"],)


def with_children(blocks: Iterable[Json]) -> Iterator[Json]:
    """Each block, and those that a container holds."""
    for block in blocks:
        yield block
        yield from block.get("child_blocks") or []


def _inside(block: Json) -> list[Json]:
    found = [block.get("element"), block.get("accessory")]
    if block["type"] in {"actions", "context_actions"}:
        found += block.get("elements") or []
    return [it for it in found if isinstance(it, dict) and it.get("type") != "image"]


def fields_of(blocks: list[Json]) -> dict[Field, Json]:
    """The elements a person can fill or press, by block id and action id."""
    return dict(_elements(blocks))


def _elements(blocks: list[Json]) -> Iterator[tuple[Field, Json]]:
    for block in with_children(blocks):
        for element in _inside(block):
            yield (block["block_id"], element["action_id"]), element


_INITIAL: dict[str, str] = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_channel": "selected_channel",
    "initial_channels": "selected_channels",
}


_EMPTY: dict[str, Any] = {
    "plain_text_input": {"value": None},
    "email_text_input": {"value": None},
    "url_text_input": {"value": None},
    "number_input": {"value": None},
    "static_select": {"selected_option": None},
    "external_select": {"selected_option": None},
    "radio_buttons": {"selected_option": None},
    "checkboxes": {"selected_options": []},
    "multi_static_select": {"selected_options": []},
    "multi_external_select": {"selected_options": []},
    "users_select": {"selected_user": None},
    "multi_users_select": {"selected_users": []},
    "conversations_select": {"selected_conversation": None},
    "multi_conversations_select": {"selected_conversations": []},
    "channels_select": {"selected_channel": None},
    "multi_channels_select": {"selected_channels": []},
    "datepicker": {"selected_date": None},
    "timepicker": {"selected_time": None},
    "datetimepicker": {"selected_date_time": None},
    "file_input": {"files": []},
    "rich_text_input": {"rich_text_value": None},
}


def initial_value(element: Json) -> Json | None:
    """How an element stands in `state.values` before anybody touched it; None: it never stands there."""
    kind = element["type"]
    if kind not in _EMPTY:
        return None
    value = {"type": kind, **copy.deepcopy(_EMPTY[kind])}
    for given, kept in _INITIAL.items():
        if given in element:
            value[_rich(kind, kept)] = element[given]
    return value


def _rich(kind: str, kept: str) -> str:
    return "rich_text_value" if kind == "rich_text_input" else kept


def _same_kind(value: Json, element: Json) -> bool:
    return bool(value["type"] == element["type"])
