"""Everything that can be configured, read and checked once. The only place that reads the environment.

All that is missing or contradictory is named at once, each with where to find its value.
"""

import os
from collections.abc import Mapping
from typing import Any, Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACKS_API = "https://slack.com/api/"
MODULES = "Grades, Attendance, Scheduling, Enrollment, Health, Billing, Reports, State reporting, Other"

STRAY = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_VERIFICATION_TOKEN")
"""Bolt reads these by itself, and changes its mode without a word (SLACK 14.3)."""

WHERE = {
    "SLACK_BOT_TOKEN": "api.slack.com/apps, your app, OAuth & Permissions: Bot User OAuth Token (xoxb-…)",
    "SLACK_APP_TOKEN": "api.slack.com/apps, your app, Basic Information, App-Level Tokens, scope "
    "connections:write (xapp-…)",
    "SLACK_SIGNING_SECRET": "api.slack.com/apps, your app, Basic Information, App Credentials: Signing Secret",
    "LIAISON_TOKEN_KEY": "made by: python -m bot key",
    "LIAISON_TRANSPORT": "'socket' with SLACK_APP_TOKEN, or 'http' with SLACK_SIGNING_SECRET",
    "LIAISON_DESK_CHANNEL": "in Slack, the desk channel's details, at the very bottom: Channel ID (C… or G…)",
}


class Unusable(Exception):
    """The settings cannot be used. `problems`: one sentence each, with where to find the value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """See `.env.example`, which explains each; a test holds the two together."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: SecretStr = Field(alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    slack_api_url: str = Field(SLACKS_API, alias="SLACK_API_URL")
    transport: Literal["socket", "http"] | None = Field(None, alias="LIAISON_TRANSPORT")
    token_key: SecretStr = Field(alias="LIAISON_TOKEN_KEY")
    database: str = Field("sqlite:///liaison.db", alias="LIAISON_DATABASE")
    desk_channel: str = Field("", alias="LIAISON_DESK_CHANNEL")
    command: str = Field("/case", alias="LIAISON_COMMAND", pattern=r"^/[a-z0-9_-]{1,31}$")
    modules: str = Field(MODULES, alias="LIAISON_MODULES")
    support_phone: str = Field("", alias="LIAISON_SUPPORT_PHONE")
    host: str = Field("127.0.0.1", alias="LIAISON_HOST")
    port: int = Field(3000, alias="LIAISON_PORT", ge=0, le=65535)
    log_format: Literal["json", "console"] = Field("json", alias="LIAISON_LOG_FORMAT")
    log_level: Literal["info", "warning", "error"] = Field("info", alias="LIAISON_LOG_LEVEL")

    @model_validator(mode="after")
    def _one_transport(self) -> "Settings":
        problems = [*_transport_problems(self), *_key_problems(self.token_key)]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def uses_sockets(self) -> bool:
        """Socket Mode: said so, or the only one that has what it needs."""
        if self.transport is not None:
            return self.transport == "socket"
        return self.slack_app_token is not None

    @property
    def is_slack(self) -> bool:
        """Whether the Web API's address is Slack's own, where a clock must not be turned."""
        return self.slack_api_url.rstrip("/").endswith((".slack.com/api", "//slack.com/api", "slack-gov.com/api"))

    @property
    def module_names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.modules.split(",") if name.strip())


def _transport_problems(settings: Settings) -> list[str]:
    app, secret = settings.slack_app_token is not None, settings.slack_signing_secret is not None
    match settings.transport:
        case None if app and secret:
            return [f"LIAISON_TRANSPORT is needed where both ways in are set: {WHERE['LIAISON_TRANSPORT']}"]
        case None if not app and not secret:
            return [f"{name} is missing (one of the two is enough): {WHERE[name]}" for name in _EITHER]
        case "socket" if not app:
            return [f"SLACK_APP_TOKEN is missing: {WHERE['SLACK_APP_TOKEN']}"]
        case "http" if not secret:
            return [f"SLACK_SIGNING_SECRET is missing: {WHERE['SLACK_SIGNING_SECRET']}"]
        case _:
            return []


_EITHER = ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


def _key_problems(key: SecretStr) -> list[str]:
    try:
        Fernet(key.get_secret_value())
    except ValueError:
        return [f"LIAISON_TOKEN_KEY is no key: {WHERE['LIAISON_TOKEN_KEY']}"]
    return []


def read(environment: Mapping[str, str] | None = None, *, env_file: str | None = ".env") -> Settings:
    """The settings of the environment and of `.env`. Raises Unusable, with everything that is wrong."""
    surroundings = os.environ if environment is None else environment  # noqa: TID251  # the one place
    stray = [
        f"{name} must not be set: Slack's library would change its mode by it"
        for name in STRAY
        if name in surroundings
    ]
    try:
        found = _build(surroundings, env_file)
    except ValidationError as error:
        raise Unusable([*stray, *_sentences(error)]) from None
    if stray:
        raise Unusable(stray)
    return found


def _build(surroundings: Mapping[str, str], env_file: str | None) -> Settings:
    if surroundings is os.environ:  # noqa: TID251  # the one place
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # pydantic-settings' own argument
    return Settings.model_validate({name: value for name, value in surroundings.items() if value})


def _sentences(error: ValidationError) -> list[str]:
    """One for each setting; those that the fields alone show, and those that only all together do."""
    found: list[str] = []
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else ""
        found += _sentence(name, problem)
    missing = {sentence.split()[0] for sentence in found}
    if missing & {"SLACK_BOT_TOKEN", "LIAISON_TOKEN_KEY"} and not any(name in missing for name in _EITHER):
        found += _ways_in_of(error)
    return found


def _sentence(name: str, problem: Any) -> list[str]:
    if not name:
        return str(problem["msg"]).removeprefix("Value error, ").split("\n")
    if problem["type"] == "missing":
        return [f"{name} is missing: {WHERE.get(name, 'see .env.example')}"]
    return [f"{name} is not usable: {problem['msg']}; see .env.example"]


def _ways_in_of(error: ValidationError) -> list[str]:
    """Checks that need the whole run only once the fields stand: named here, so that nobody is told in turns."""
    inputs = [problem["input"] for problem in error.errors()]
    given: dict[str, Any] = next((found for found in inputs if isinstance(found, dict)), {})
    if any(given.get(name) for name in _EITHER):
        return []
    return [f"{name} is missing (one of the two is enough): {WHERE[name]}" for name in _EITHER]


def command_name() -> str:
    """The slash command alone, for the manifest, which is printed before there are any tokens."""
    return os.environ.get("LIAISON_COMMAND") or "/case"  # noqa: TID251  # the one place
