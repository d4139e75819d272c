"""What a support administrator does about contacts who go quiet: looks, keeps one, ends one (POLICY 7)."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.acts import Act
from bot.domain.ids import Actor, DistrictId, LineId
from bot.domain.inactivity import Limits
from bot.domain.policy import Matter
from bot.domain.refusals import LastContact, NotSilent
from bot.domain.silences import After, Asked, SilentContact, Stage
from bot.services import inactivity, telling_of_silence
from bot.services.deeds import Deed, deed
from storage import calendars, contacts, silences
from storage.contacts import ContactLine
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`zone`: the reader's own. `districts`: with somebody of this stage. `after`: where the next page begins."""

    asked: Asked
    zone: str
    limits: Limits
    counts: dict[Stage, int]
    rows: list[SilentContact] = field(default_factory=list)
    districts: list[tuple[DistrictId, str]] = field(default_factory=list)
    after: After | None = None


async def look(store: Store, *, who: Actor, asked: Asked, now: datetime) -> Page:
    """Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        person = this.may(Act.SEE_SILENT, Matter(district=asked.district))
        limits = await _limits(this)
        found = await silences.page(this.tx, asked, limits, now=now)
        rows, more = found[: silences.PAGE], len(found) > silences.PAGE
        return Page(
            asked=asked,
            zone=person.zone,
            limits=limits,
            counts=await silences.counts(this.tx, limits, now=now),
            rows=rows,
            districts=await silences.with_somebody(this.tx, asked.stage, limits, now=now),
            after=(rows[-1].since, rows[-1].line) if more else None,
        )


async def _limits(this: Deed) -> Limits:
    return (await calendars.rules(this.tx)).inactivity


async def about_to_keep(store: Store, *, who: Actor, line: LineId, now: datetime) -> SilentContact:
    """Asked before the form is drawn. Raises Refusal."""
    async with deed(store, who=who, now=now) as this:
        this.may(Act.KEEP_CONTACT, Matter())
        found = await silences.one(this.tx, line, await _limits(this), now=now)
        if found is None or found.stage is Stage.DEACTIVATED:
            raise NotSilent
        return found


async def keep(store: Store, *, who: Actor, line: LineId, reason: str, now: datetime, once: str) -> None:
    """Their silence begins again today. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.KEEP_CONTACT, Matter())
        found = await _held(this, line)
        shown = await silences.one(this.tx, line, await _limits(this), now=now)
        if shown is None or shown.stage is Stage.DEACTIVATED:
            raise NotSilent
        await contacts.begin_again(this.tx, found, now)
        kept = await silences.keep(this.tx, line, by=this.by, reason=reason, at=now)
        this.ref = f"kept:{kept}"
        this.owe(*await telling_of_silence.kept(this.tx, found, kept, by=this.by, now=now))


async def deactivate_now(store: Store, *, who: Actor, line: LineId, now: datetime, once: str) -> SilentContact:
    """A flagged contact, before the clock does; not a district's last. Raises Refusal, Repeated."""
    async with deed(store, who=who, now=now, once=once) as this:
        this.may(Act.DEACTIVATE_CONTACT, Matter())
        found = await _held(this, line)
        limits = await _limits(this)
        shown = await silences.one(this.tx, line, limits, now=now)
        if shown is None or shown.stage is not Stage.FLAGGED:
            raise NotSilent
        if not await contacts.others_of(this.tx, found, limits):
            raise LastContact(district=found.district)
        if not await inactivity.deactivate(this.tx, found, now=now, by=this.by):
            raise NotSilent
        return shown


async def _held(this: Deed, line: LineId) -> ContactLine:
    """Under its district's lock, and on the record as whom this is about. Raises NotSilent."""
    found = await contacts.held(this.tx, line, await _limits(this))
    if found is None:
        raise NotSilent
    this.about, this.district = found.person, found.district
    return found
