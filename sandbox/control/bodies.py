"""What each call takes: its fields, which of them must be there, and of what type."""

import base64
import binascii
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from sandbox.faults import Trouble

Id = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}\.[0-9]{6}$")]
Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=100_000)]


def _decoded(content: str) -> str:
    try:
        base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("is not base64; try `base64 -w0 FILE`") from None
    return content


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is no time zone, as America/Chicago is one")
    return name


Base64 = Annotated[str, AfterValidator(_decoded)]


class Body(BaseModel):
    """`team`: where there are several workspaces, the one meant; who and what is named must be of it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    team: Id | None = None


class ByUser(Body):
    user: Id


class InChannel(ByUser):
    channel: Id


class OnMessage(InChannel):
    ts: Ts


class GivenFile(BaseModel):
    """`content` in base64."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    name: Id
    content: Base64

    @property
    def raw(self) -> bytes:
        return base64.b64decode(self.content)


class Message(InChannel):
    """`files`: whole ones, or the ids of what was uploaded."""

    text: str = ""
    thread_ts: Ts | None = None
    broadcast: bool = False
    files: list[GivenFile | Id] = Field(default_factory=list)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.files:
            raise ValueError("a message has `text`, `files`, or both")
        if self.broadcast and self.thread_ts is None:
            raise ValueError("`broadcast` sends a thread's reply to the channel too: it goes with `thread_ts`")
        return self


class EditMessage(OnMessage):
    text: Annotated[str, StringConstraints(min_length=1)]


class Reaction(OnMessage):
    """`remove`: taken back."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_+'-]{1,100}$")]
    remove: bool = False


class Command(InChannel):
    command: Annotated[str, StringConstraints(pattern=r"^/\S+$")]
    text: str = ""


class InPlace(ByUser):
    """In a message, in the window on top (`view`: true, or its id), or in the home.

    `block`: for when the action's id stands in several blocks.
    """

    action: Id
    block: Id | None = None
    channel: Id | None = None
    messageTs: Ts | None = None  # noqa: N815 - the call's own word
    view: bool | Id = False
    home: bool = False

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        on_message = self.channel is not None and self.messageTs is not None
        half = (self.channel is None) != (self.messageTs is None)
        if half or [on_message, bool(self.view), self.home].count(True) != 1:
            raise ValueError("name one place: `channel` with `messageTs`, or `view`, or `home`")
        return self


class Interact(InPlace):
    """`values`: what else stands filled in there and was not sent, by block id or label."""

    value: Any = None
    values: dict[str, Any] = Field(default_factory=dict)


class Suggest(InPlace):
    """`text`: what was typed into the select."""

    text: str = ""


class Fill(ByUser):
    values: dict[str, Any]


class CloseView(ByUser):
    """`all`: every window, not the topmost alone."""

    all: bool = False


class Submit(ByUser):
    values: dict[str, Any] = Field(default_factory=dict)


class Shortcut(ByUser):
    """With `channel` and `messageTs`, the one on a message's menu."""

    callback_id: Id
    channel: Id | None = None
    messageTs: Ts | None = None  # noqa: N815 - the call's own word

    @model_validator(mode="after")
    def _on_a_message_or_nowhere(self) -> Self:
        if (self.channel is None) != (self.messageTs is None):
            raise ValueError("`channel` and `messageTs` go together")
        return self


class Upload(ByUser):
    name: Id
    content: Base64

    @property
    def raw(self) -> bytes:
        return base64.b64decode(self.content)


class Facts(BaseModel):
    """What may change of a person."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    name: Id | None = None
    real_name: Id | None = None
    email: str | None = None
    tz: Annotated[str, AfterValidator(_zone)] | None = None
    title: str | None = None
    is_admin: bool | None = None
    is_restricted: bool | None = None
    is_ultra_restricted: bool | None = None
    is_stranger: bool | None = None
    deleted: bool | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if not self.changed():
            raise ValueError("name what changes")
        empty = sorted(name for name, value in self.changed().items() if value is None and name != "email")
        if empty:
            raise ValueError(f"{', '.join(empty)} cannot be null")
        return self

    def changed(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class UserChange(ByUser):
    facts: Facts


class Uninstall(Body):
    app: Id
    team: Id


class Authorize(ByUser):
    """`url`: where the app sent the browser, with its query. `org`: in the whole organization."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    allow: bool = True
    org: bool = False


class ApiFault(BaseModel):
    """As `sandbox.faults.Fault`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    trouble: Annotated[Trouble, Field(strict=False)]
    method: Id = "*"
    channel: Id | None = None
    team: Id | None = None
    skip: Count = 0
    times: Annotated[int, Field(ge=1, le=100_000)] | None = 1
    retry_after: Count = 1
    error: Id = "internal_error"
    seconds: Seconds = 0.0


class Lift(BaseModel):
    """Which planted faults end: of a kind, and of a method where one is named."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    trouble: Annotated[Trouble, Field(strict=False)]
    method: Id | None = None


class EventFault(BaseModel):
    """As `sandbox.wire.events.Misbehaviour`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    copies: Annotated[int, Field(ge=0, le=1_000)] = 0
    new_ids: bool = False
    reverse: Annotated[int, Field(ge=0, le=1_000)] = 0
    delayed_events: bool = False


class Fault(Body):
    """`hold`, `release`, `drop`: an app's id."""

    clear: bool = False
    api: ApiFault | None = None
    events: EventFault | None = None
    lift: Lift | None = None
    hold: Id | None = None
    release: Id | None = None
    drop: Id | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not (self.clear or self.api or self.events or self.lift or self.hold or self.release or self.drop):
            raise ValueError("say which fault: `api`, `events`, `lift`, `hold`, `release`, `drop`, or `clear`: true")
        return self


class Clock(Body):
    """On by so many seconds, or to an instant; neither only asks."""

    turn: Seconds | None = None
    to: Annotated[AwareDatetime, Field(strict=False)] | None = None


class Traffic(BaseModel):
    """A look's query: `most` entries older than number `before`, with all words of `q` in them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    before: Annotated[int, Field(ge=0)] | None = None
    most: Annotated[int, Field(ge=1, le=200)] = 50
    q: str = ""


class Redeliver(Body):
    number: Count
    facts: dict[str, Any] = Field(default_factory=dict)
