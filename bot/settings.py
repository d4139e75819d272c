"""Everything that can be configured, read and checked once. The only place that reads the environment.

All that is missing or contradictory is named at once, each with where to find its value.
"""

import os
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit, urlunsplit

from cryptography.fernet import Fernet, MultiFernet
from pydantic import AfterValidator, Field, ModelWrapValidatorHandler, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import settings_problems as problems_of
from bot.domain import hours, limits, rules, training
from bot.domain.retention import MOST_YEARS, PROMISED_DAYS
from bot.domain.rules import DEFAULT as RULES
from bot.domain.rules import Written
from bot.domain.seals import Keys, key_id
from storage import almanac

SLACKS_API = "https://slack.com/api/"
REFERRALS = (
    "Your district's technology department, Your building's coach or registrar, "
    "Your state's department of education, The maker of the other product, Training and professional services, "
    "Account and contract team"
)
"""Who can help with what the vendor's support does not cover."""

MODULES = "Grades, Attendance, Scheduling, Enrollment, Health, Billing, Reports, State reporting, Other"

STRAY = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_VERIFICATION_TOKEN")
"""Bolt reads these by itself, and changes its mode without a word (SLACK 14.3)."""

DATABASES = r"^(sqlite:///.+|postgres(ql)?://.+)$"
PUBLIC_URL = r"^(https://[^/\s?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?)?/?$"
"""Slack sends browsers back over HTTPS alone; the sandbox also within this machine."""

MOST_MODULES, LONGEST_MODULE = 100, 75
"""Slack's limits of a menu (SLACK 6.1)."""


class Unusable(Exception):
    """The settings cannot be used. `problems`: one sentence each, with where to find the value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def _begins(prefix: str) -> AfterValidator:
    """Which of Slack's several tokens it is, its beginning says."""

    def checked(token: SecretStr) -> SecretStr:
        value = token.get_secret_value()
        if not value.startswith(prefix) or value == prefix:
            raise ValueError(f"is another kind of token, or none; this one begins with {prefix}")
        return token

    return AfterValidator(checked)


def _is_key(key: SecretStr) -> SecretStr:
    try:
        _fernets(key)
    except ValueError:
        raise ValueError("holds something that is no key") from None
    return key


def _fernets(keys: SecretStr) -> list[Fernet]:
    """Raises ValueError where one of them is no key, or there is none."""
    found = [Fernet(key) for key in _listed(keys)]
    if not found:
        raise ValueError(keys)
    return found


def _listed(keys: SecretStr) -> list[str]:
    return [key.strip() for key in keys.get_secret_value().split(",") if key.strip()]


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _are_choices(listed: str) -> str:
    names = _names(listed)
    if not 0 < len(names) <= MOST_MODULES or max(map(len, names)) > LONGEST_MODULE:
        raise ValueError(f"takes 1 to {MOST_MODULES} names of at most {LONGEST_MODULE} characters")
    return listed


def _read_by(read: Callable[[str], object]) -> AfterValidator:
    """Text that has to be readable; `read` raises ValueError with what is wrong."""

    def checked(written: str) -> str:
        read(written)
        return written

    return AfterValidator(checked)


class Settings(BaseSettings):
    """See `.env.example`, which explains each; a test holds the two together."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)
    speaks_to_slack: ClassVar[bool] = True

    slack_bot_token: Annotated[SecretStr, _begins("xoxb-")] | None = Field(None, alias="SLACK_BOT_TOKEN")
    slack_app_token: Annotated[SecretStr, _begins("xapp-")] | None = Field(None, alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    slack_api_url: str = Field(SLACKS_API, alias="SLACK_API_URL", pattern=r"^https?://[^/\s]+/\S*$")
    client_id: str = Field("", alias="LIAISON_CLIENT_ID", pattern=r"^([0-9A-Za-z.]+)?$")
    client_secret: SecretStr | None = Field(None, alias="LIAISON_CLIENT_SECRET")
    public_url: str = Field("", alias="LIAISON_PUBLIC_URL", pattern=PUBLIC_URL)
    transport: Literal["socket", "http"] | None = Field(None, alias="LIAISON_TRANSPORT")
    token_key: Annotated[SecretStr, AfterValidator(_is_key)] = Field(alias="LIAISON_TOKEN_KEY")
    seal_key: Annotated[SecretStr, AfterValidator(_is_key)] | None = Field(None, alias="LIAISON_SEAL_KEY")
    seal_minutes: int = Field(5, alias="LIAISON_SEAL_MINUTES", ge=1, le=1440)
    database: str = Field("sqlite:///liaison.db", alias="LIAISON_DATABASE", pattern=DATABASES, repr=False)
    desk_channel: str = Field("", alias="LIAISON_DESK_CHANNEL", pattern=r"^(([TE][A-Z0-9]+/)?[CG][A-Z0-9]+)?$")
    command: str = Field("/case", alias="LIAISON_COMMAND", pattern=r"^/[a-z0-9_-]{1,31}$")
    modules: Annotated[str, AfterValidator(_are_choices)] = Field(MODULES, alias="LIAISON_MODULES")
    referrals: Annotated[str, AfterValidator(_are_choices)] = Field(REFERRALS, alias="LIAISON_REFERRALS")
    support_phone: str = Field("", alias="LIAISON_SUPPORT_PHONE")
    host: str = Field("127.0.0.1", alias="LIAISON_HOST")
    port: int = Field(3000, alias="LIAISON_PORT", ge=0, le=65535)
    log_format: Literal["json", "console"] = Field("json", alias="LIAISON_LOG_FORMAT")
    log_level: Literal["info", "warning", "error"] = Field("info", alias="LIAISON_LOG_LEVEL")

    targets: Annotated[str, _read_by(rules.goals)] = Field(RULES.targets, alias="LIAISON_TARGETS")
    target_warn_at: int = Field(RULES.target_warn_at, alias="LIAISON_TARGET_WARN_AT", ge=1, le=99)
    target_lead_after: Annotated[str, _read_by(hours.amount)] = Field(
        RULES.target_lead_after, alias="LIAISON_TARGET_LEAD_AFTER"
    )
    follow_up_days: Annotated[str, _read_by(rules.days)] = Field(RULES.follow_up_days, alias="LIAISON_FOLLOW_UP_DAYS")
    close_day: int = Field(RULES.close_day, alias="LIAISON_CLOSE_DAY", ge=2, le=250)
    more_time_days: int = Field(RULES.more_time_days, alias="LIAISON_MORE_TIME_DAYS", ge=1, le=250)
    more_time_in_a_row: int = Field(RULES.more_time_in_a_row, alias="LIAISON_MORE_TIME_IN_A_ROW", ge=0, le=100)
    reopen_days: int = Field(RULES.reopen_days, alias="LIAISON_REOPEN_DAYS", ge=1, le=3660)
    district_hours: Annotated[str, _read_by(hours.week)] = Field(RULES.district_hours, alias="LIAISON_DISTRICT_HOURS")
    vendor_hours: Annotated[str, _read_by(hours.week)] = Field(RULES.vendor_hours, alias="LIAISON_VENDOR_HOURS")
    vendor_zone: Annotated[str, _read_by(rules.zone)] = Field(RULES.vendor_zone, alias="LIAISON_VENDOR_ZONE")
    vendor_country: str = Field(RULES.vendor_country, alias="LIAISON_VENDOR_COUNTRY", pattern=r"^([A-Za-z]{2})?$")
    vendor_state: str = Field(RULES.vendor_state, alias="LIAISON_VENDOR_STATE", pattern=r"^[A-Za-z0-9]{0,3}$")
    vendor_closed: Annotated[str, _read_by(hours.closed_days)] = Field(
        RULES.vendor_closed, alias="LIAISON_VENDOR_CLOSED"
    )
    subject_shortest: int = Field(RULES.subject_shortest, alias="LIAISON_SUBJECT_SHORTEST", ge=1, le=150)
    subject_longest: int = Field(RULES.subject_longest, alias="LIAISON_SUBJECT_LONGEST", ge=1, le=150)
    reason_shortest: int = Field(RULES.reason_shortest, alias="LIAISON_REASON_SHORTEST", ge=1, le=1000)
    files_at_once: int = Field(RULES.files_at_once, alias="LIAISON_FILES_AT_ONCE", ge=1, le=limits.SLACKS_FILES)
    file_mb: int = Field(RULES.file_mb, alias="LIAISON_FILE_MB", ge=1, le=1000)
    form_file_mb: int = Field(RULES.form_file_mb, alias="LIAISON_FORM_FILE_MB", ge=1, le=limits.SLACKS_FORM_MB)
    kept_hours: int = Field(RULES.kept_hours, alias="LIAISON_KEPT_HOURS", ge=1, le=720)
    merge_undo_hours: int = Field(RULES.merge_undo_hours, alias="LIAISON_MERGE_UNDO_HOURS", ge=1, le=720)
    hint_minutes: int = Field(RULES.hint_minutes, alias="LIAISON_HINT_MINUTES", ge=1, le=10080)
    escalation_days: int = Field(RULES.escalation_days, alias="LIAISON_ESCALATION_DAYS", ge=0, le=30)
    removal_undo_hours: int = Field(RULES.removal_undo_hours, alias="LIAISON_REMOVAL_UNDO_HOURS", ge=1, le=720)
    removals_a_day: int = Field(RULES.removals_a_day, alias="LIAISON_REMOVALS_A_DAY", ge=0, le=100)
    request_days: int = Field(RULES.request_days, alias="LIAISON_REQUEST_DAYS", ge=1, le=365)
    support_contacts: int = Field(RULES.support_contacts, alias="LIAISON_SUPPORT_CONTACTS", ge=0, le=100)
    technical_contacts: int = Field(RULES.technical_contacts, alias="LIAISON_TECHNICAL_CONTACTS", ge=0, le=100)
    contacts_most: int = Field(RULES.contacts_most, alias="LIAISON_CONTACTS_MOST", ge=1, le=1000)
    emergency_page_minutes: int = Field(
        RULES.emergency_page_minutes, alias="LIAISON_EMERGENCY_PAGE_MINUTES", ge=1, le=1440
    )
    emergency_pages: int = Field(RULES.emergency_pages, alias="LIAISON_EMERGENCY_PAGES", ge=1, le=1000)
    emergency_left_days: int = Field(RULES.emergency_left_days, alias="LIAISON_EMERGENCY_LEFT_DAYS", ge=1, le=30)
    emergency_claim_hours: int = Field(
        RULES.emergency_claim_hours, alias="LIAISON_EMERGENCY_CLAIM_HOURS", ge=1, le=99
    )
    emergency_uses: int = Field(RULES.emergency_uses, alias="LIAISON_EMERGENCY_USES", ge=0, le=1000)
    emergency_days: int = Field(RULES.emergency_days, alias="LIAISON_EMERGENCY_DAYS", ge=1, le=366)
    session_minutes: int = Field(RULES.session_minutes, alias="LIAISON_SESSION_MINUTES", ge=5, le=480)
    session_present_minutes: int = Field(
        RULES.session_present_minutes, alias="LIAISON_SESSION_PRESENT_MINUTES", ge=1, le=120
    )
    question_days: int = Field(RULES.question_days, alias="LIAISON_QUESTION_DAYS", ge=1, le=30)
    question_reminders: int = Field(RULES.question_reminders, alias="LIAISON_QUESTION_REMINDERS", ge=0, le=30)
    coach_first: bool = Field(RULES.coach_first, alias="LIAISON_COACH_FIRST")

    inactivity_warn_days: Annotated[str, _read_by(rules.days)] = Field(
        RULES.inactivity_warn_days, alias="LIAISON_INACTIVITY_WARN_DAYS"
    )
    inactivity_flag_day: int = Field(RULES.inactivity_flag_day, alias="LIAISON_INACTIVITY_FLAG_DAY", ge=2, le=3660)
    inactivity_others_from: int = Field(
        RULES.inactivity_others_from, alias="LIAISON_INACTIVITY_OTHERS_FROM", ge=1, le=3660
    )
    inactivity_after_warning_hours: int = Field(
        RULES.inactivity_after_warning_hours, alias="LIAISON_INACTIVITY_AFTER_WARNING_HOURS", ge=1, le=720
    )
    inactivity_grace_days: int = Field(
        RULES.inactivity_grace_days, alias="LIAISON_INACTIVITY_GRACE_DAYS", ge=1, le=365
    )

    training_needed: Annotated[str, _read_by(training.course)] = Field(
        RULES.training_needed, alias="LIAISON_TRAINING_NEEDED"
    )
    training_recommended: Annotated[str, _read_by(training.course_or_none)] = Field(
        RULES.training_recommended, alias="LIAISON_TRAINING_RECOMMENDED"
    )
    training_days: int = Field(RULES.training_days, alias="LIAISON_TRAINING_DAYS", ge=1, le=3660)
    confirm_months: int = Field(RULES.confirm_months, alias="LIAISON_CONFIRM_MONTHS", ge=1, le=120)
    confirm_remind_days: int = Field(RULES.confirm_remind_days, alias="LIAISON_CONFIRM_REMIND_DAYS", ge=1, le=365)
    confirm_again_days: int = Field(RULES.confirm_again_days, alias="LIAISON_CONFIRM_AGAIN_DAYS", ge=1, le=365)
    confirm_reminders: int = Field(RULES.confirm_reminders, alias="LIAISON_CONFIRM_REMINDERS", ge=0, le=20)

    retention_years: int = Field(RULES.retention_years, alias="LIAISON_RETENTION_YEARS", ge=1, le=MOST_YEARS)
    uninstall_days: int = Field(RULES.uninstall_days, alias="LIAISON_UNINSTALL_DAYS", ge=1, le=PROMISED_DAYS)

    after_hours_phone: str = Field(RULES.after_hours_phone, alias="LIAISON_AFTER_HOURS_PHONE")

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, given: Any, build: ModelWrapValidatorHandler["Settings"]) -> "Settings":
        """Raises Unusable: what a field alone shows and what only all together do; nobody is told in turns."""
        of_slack = [*problems_of.of_installing(given), *problems_of.of_transport(given)]
        problems = of_slack if cls.speaks_to_slack else []
        try:
            found = build(given)
        except ValidationError as error:
            raise Unusable([*(problems_of.sentence(problem) for problem in error.errors()), *problems]) from None
        problems += _problems_of_numbers(found)
        if problems:
            raise Unusable(problems)
        return found

    @property
    def phones(self) -> str:
        """What a Critical case's contact is asked to call."""
        return rules.phones(self.support_phone, self.after_hours_phone)

    @property
    def rules(self) -> Written:
        """The policy's numbers."""
        return Written(**{field.name: getattr(self, field.name) for field in fields(Written)})

    @property
    def uses_sockets(self) -> bool:
        """Socket Mode: said so, or the only one that has what it needs."""
        if self.transport is not None:
            return self.transport == "socket"
        return self.slack_app_token is not None

    @property
    def is_slack(self) -> bool:
        """Whether the Web API's address is Slack's own, where a clock must not be turned."""
        host = urlsplit(self.slack_api_url).hostname or ""
        return f".{host}".endswith((".slack.com", ".slack-gov.com"))

    @property
    def referral_names(self) -> tuple[str, ...]:
        return _names(self.referrals)

    @property
    def fernet(self) -> MultiFernet:
        """Seals with the first key; opens with any."""
        return MultiFernet(_fernets(self.token_key))

    @property
    def seal_keys(self) -> Keys:
        """The first seals the audit log; none of them: nothing is sealed."""
        keys = [urlsafe_b64decode(key) for key in _listed(self.seal_key)] if self.seal_key else []
        return {key_id(key): key for key in keys}

    @property
    def installs(self) -> bool:
        """By OAuth, in any workspace that wants the app."""
        return bool(self.client_id)

    @property
    def redirect_url(self) -> str:
        return f"{self.public_url.rstrip('/')}/slack/oauth_redirect"

    @property
    def authorize_url(self) -> str:
        """Slack's page for installing an app, beside its Web API."""
        there = urlsplit(self.slack_api_url)
        return urlunsplit((there.scheme, there.netloc, "/oauth/v2/authorize", "", ""))

    @property
    def desk(self) -> tuple[str, str]:
        """Workspace and channel. '' for the workspace: that of SLACK_BOT_TOKEN."""
        team, _, channel = self.desk_channel.rpartition("/")
        return team, channel

    @property
    def module_names(self) -> tuple[str, ...]:
        return _names(self.modules)


class OfTheDatabase(Settings):
    """Of what reads and writes the database alone: what opens Slack is not wanted."""

    speaks_to_slack: ClassVar[bool] = False
    token_key: SecretStr = Field(SecretStr(""), alias="LIAISON_TOKEN_KEY")


class _Given(Settings):
    """Of a mapping alone, whatever this process's own environment says."""

    @classmethod
    def settings_customise_sources(  # type: ignore[override]  # the other sources are not asked
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, **_: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls
        return (init_settings,)


def _problems_of_numbers(found: Settings) -> list[str]:
    """What only two settings together show."""
    problems = []
    if found.close_day <= rules.days(found.follow_up_days)[-1]:
        problems.append("LIAISON_CLOSE_DAY is not after the last of LIAISON_FOLLOW_UP_DAYS: see .env.example")
    if found.subject_longest < found.subject_shortest:
        problems.append("LIAISON_SUBJECT_LONGEST is less than LIAISON_SUBJECT_SHORTEST: see .env.example")
    if found.inactivity_flag_day <= rules.days(found.inactivity_warn_days)[-1]:
        problems.append(
            "LIAISON_INACTIVITY_FLAG_DAY is not after the last of LIAISON_INACTIVITY_WARN_DAYS: see .env.example"
        )
    if found.inactivity_others_from > found.inactivity_flag_day:
        problems.append("LIAISON_INACTIVITY_OTHERS_FROM is after LIAISON_INACTIVITY_FLAG_DAY: see .env.example")
    if found.form_file_mb > found.file_mb:
        problems.append("LIAISON_FILE_MB is less than LIAISON_FORM_FILE_MB: see .env.example")
    if found.seal_key and set(_listed(found.seal_key)) & set(_listed(found.token_key)):
        problems.append(f"LIAISON_SEAL_KEY holds a key of LIAISON_TOKEN_KEY: {problems_of.WHERE['LIAISON_SEAL_KEY']}")
    place = (found.vendor_country, found.vendor_state)
    if place != (RULES.vendor_country, RULES.vendor_state) and not almanac.is_known(*place):
        where = "two letters each, such as US and MN; leave the state empty for the whole country's holidays"
        problems.append(f"LIAISON_VENDOR_COUNTRY or LIAISON_VENDOR_STATE is none whose holidays are known: {where}")
    return problems


def of_the_database() -> Settings:
    """As `read`, of this process. Raises Unusable."""
    return OfTheDatabase(_env_file=".env")  # type: ignore[call-arg]  # pydantic-settings' own argument


def read(environment: Mapping[str, str] | None = None, *, env_file: str | None = ".env") -> Settings:
    """The settings of this process's environment and of `.env`; of a mapping alone where one is given.

    Raises Unusable, with everything that is wrong.
    """
    surroundings = os.environ if environment is None else environment  # noqa: TID251  # the one place
    stray = [
        f"{name} must not be set: Slack's library would change its mode by it"
        for name in STRAY
        if surroundings.get(name)
    ]
    try:
        found = _build(environment, env_file)
    except Unusable as unusable:
        raise Unusable([*stray, *unusable.problems]) from None
    if stray:
        raise Unusable(stray)
    return found


def _build(environment: Mapping[str, str] | None, env_file: str | None) -> Settings:
    if environment is None:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # pydantic-settings' own argument
    return _Given.model_validate({name: value for name, value in environment.items() if value})


def command_name() -> str:
    """The slash command alone, for the manifest, which is printed before there are any tokens."""
    return os.environ.get("LIAISON_COMMAND") or "/case"  # noqa: TID251  # the one place
