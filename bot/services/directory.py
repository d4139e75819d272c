"""The directory's import: a trial run that says, line by line, what would change; then all of it, or nothing.

The same files again change nothing. A line that is missing changes nothing. A contact who was deactivated
stays so: what makes active is a request that somebody approves (POLICY 6).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain.directory import VENDOR, ClosureRow, Directory, DistrictRow, PersonRow, Wrong, read
from bot.domain.ids import Channel, ChannelId, DistrictId, PersonId, TeamId
from bot.domain.record import ByImport
from bot.services import channels
from storage import audit, directory, outbox, owing
from storage.store import Store, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is, or would be, done for a line of a file."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or would do. `wrong` not empty: nothing was done."""

    changes: tuple[Change, ...]
    wrong: tuple[Wrong, ...]


class _TrialRun(Exception):  # carries the changes out of a transaction that is undone
    """Everything was tried, and nothing is kept."""


async def run_import(
    store: Store, *, districts: str, people: str, closures: str | None, now: datetime, apply: bool
) -> Outcome:
    """Texts of the files in; one transaction. A trial run does the same and undoes it."""
    async with store.read() as tx:
        known = await directory.districts_by_key(tx)
        holders = await directory.channel_holders(tx)
    found = read(districts, people, closures, known_districts=known)
    wrong = (*found.wrong, *_channels_of_others(found.districts, holders))
    if wrong:
        return Outcome(changes=(), wrong=wrong)
    changes: list[Change] = []
    try:
        async with store.begin() as tx:
            await _Import(tx=tx, now=now, changes=changes).run(found)
            if not apply:
                raise _TrialRun  # noqa: TRY301  # undoing is what it is for
    except _TrialRun:
        pass  # undone, as a trial run should be
    return Outcome(changes=tuple(changes), wrong=())


@dataclass(slots=True, kw_only=True)
class _Import:
    tx: Tx
    now: datetime
    changes: list[Change]
    welcome: set[DistrictId | None] = field(default_factory=set)
    """Where a roster line is new or another: the vendor's own is None."""

    async def run(self, found: Directory) -> None:
        for district in found.districts:
            await self._district(district)
        known = await directory.districts_by_key(self.tx)
        ids = {key: DistrictId(row.id) for key, row in known.items()}
        zones = {key: row.timezone for key, row in known.items()}
        for person in found.people:
            await self._person(person, ids.get(person.district), zones.get(person.district, "UTC"))
        for changed in self.welcome:
            await channels.welcome_changed(self.tx, changed, now=self.now, why=self.now.isoformat())
        days = await directory.closure_days(self.tx)
        for closure in found.closures:
            await self._closure(closure, ids[closure.district], days)

    def _note(self, file: str, line: int, what: str) -> None:
        self.changes.append(Change(file=file, line=line, what=what))

    async def _log(self, rule: ByImport, district: DistrictId | None, about: PersonId | None = None) -> None:
        await audit.by_import(self.tx, at=self.now, rule=rule, district=district, about=about)

    async def _district_id(self, key: str) -> DistrictId:
        return DistrictId((await directory.districts_by_key(self.tx))[key].id)

    async def _district(self, row: DistrictRow) -> None:
        before = (await directory.districts_by_key(self.tx)).get(row.key)
        if before is None:
            await directory.add_district(self.tx, row)
            self._note("districts", row.line, f"add district {row.key}")
            await self._log(ByImport.DISTRICT_ADDED, await self._district_id(row.key))
        else:
            changed = [
                name for name, value in directory.district_values(row).items() if getattr(before, name) != value
            ]
            if changed:
                await directory.change_district(self.tx, row)
                self._note("districts", row.line, f"change district {row.key}: {', '.join(changed)}")
                await self._log(ByImport.DISTRICT_CHANGED, DistrictId(before.id))
        await self._channel(row)

    async def _channel(self, row: DistrictRow) -> None:
        district = await self._district_id(row.key)
        if await directory.name_case_channel(self.tx, district, team=row.team, channel=row.channel):
            channel = Channel(team=TeamId(row.team), id=ChannelId(row.channel))
            await outbox.owe(self.tx, [owing.check(channel, now=self.now, why=self.now.isoformat())], now=self.now)

    async def _person(self, row: PersonRow, district: DistrictId | None, zone: str) -> None:
        found = await directory.person_of(self.tx, row, district)
        if found is None:
            person = await directory.add_person(self.tx, row, zone=zone)
        else:
            person = PersonId(found.id)
            changed = _differing(directory.person_values(row), found)
            if changed:
                await directory.change_person(self.tx, person, row)
                self._note("people", row.line, f"change {', '.join(changed)} of a {row.role}")
                await self._log(ByImport.PERSON_CHANGED, district, person)
        await self._line(row, person, None if row.district == VENDOR else district)

    async def _line(self, row: PersonRow, person: PersonId, district: DistrictId | None) -> None:
        line = await directory.line_of(self.tx, person, district, row)
        whose = "the vendor" if district is None else row.district
        if line is None:
            await directory.add_line(self.tx, person, district, row, at=self.now)
            self.welcome.add(district)
            self._note("people", row.line, f"add {row.role} for {whose}")
            await self._log(ByImport.LINE_ADDED, district, person)
            return
        if (line.role, line.building, line.training) != (row.role, row.building, row.training):
            await directory.change_line(self.tx, line.id, row)
            self.welcome.add(district)
            self._note("people", row.line, f"change {row.role} for {whose}")
            await self._log(ByImport.LINE_CHANGED, district, person)

    async def _closure(self, row: ClosureRow, district: DistrictId, days: set[tuple[int, date, date, str]]) -> None:
        if (district, row.first_day, row.last_day, row.name) in days:
            return
        await directory.put_closure(self.tx, district, row)
        await self._log(ByImport.CLOSURE_PUT, district)
        self._note("closures", row.line, f"closed from {row.first_day} to {row.last_day} for {row.district}")


def _channels_of_others(rows: tuple[DistrictRow, ...], holders: dict[tuple[str, str], str]) -> list[Wrong]:
    """The desk's channel, or that of a district which gets no other one in the same file."""
    told = {row.key for row in rows}
    wrong = []
    for row in rows:
        holder = holders.get((row.team, row.channel), row.key)
        if holder not in told:
            whose = "the desk" if holder == VENDOR else f"district {holder}"
            problem = f"this channel is held by {whose}"
            wrong.append(Wrong(file="districts", line=row.line, column="case_channel_id", problem=problem))
    return wrong


def _differing(values: dict[str, Any], row: object) -> list[str]:
    """Names of what the file says otherwise than the database."""
    return [name for name, value in values.items() if getattr(row, name) != value]
