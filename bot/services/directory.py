"""The directory's import: a trial run that says, line by line, what would change; then all of it, or nothing.

The same files again change nothing. A line that is missing changes nothing, unless that is asked for. A contact
who was deactivated or removed stays so: what makes active is a request that somebody approves (POLICY 6). A line
without a Slack user gives no right; a file that names the user is how whoever runs the bot binds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain import record
from bot.domain.directory import A_CONTACT, VENDOR, ClosureRow, Directory, DistrictRow, PersonRow, Wrong, read
from bot.domain.ids import Channel, ChannelId, DistrictId, LineId, PersonId, TeamId
from bot.domain.people import Role, Standing
from bot.domain.record import ByImport
from bot.domain.training import Training, after_import
from bot.services import channels, import_telling, welcoming
from bot.services.import_removals import LastContact, LastSupportAdministrator, remove_missing, remove_others
from bot.services.import_telling import Heard
from storage import audit, directory, importing, list_lines, outbox, owing
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
    store: Store,
    *,
    districts: str,
    people: str,
    closures: str | None,
    now: datetime,
    apply: bool,
    welcome: bool = False,
    remove_missing: bool = False,
) -> Outcome:
    """Texts of the files in; one transaction. A trial run does the same and undoes it.

    `welcome`: new contacts are written to; by default an import writes to nobody new. Whoever kept a list before is
    told what changed on it. `remove_missing`: contacts of the districts in the files that stand in no line of them
    are removed; and so is whoever has another role of which the files have a line there, at the vendor's likewise.
    """
    async with store.read() as tx:
        known = await directory.districts_by_key(tx)
        holders = await directory.channel_holders(tx)
    found = read(districts, people, closures, known_districts=known)
    wrong = (*found.wrong, *_channels_of_others(found.districts, holders), *_being_erased(found, known))
    if wrong:
        return Outcome(changes=(), wrong=wrong)
    changes: list[Change] = []
    try:
        async with store.begin() as tx:
            work = _Import(tx=tx, now=now, changes=changes, greets=welcome, removes=remove_missing)
            await work.run(found, known)
            if not apply:
                raise _TrialRun  # noqa: TRY301  # undoing is what it is for
    except _TrialRun:
        pass  # undone, as a trial run should be
    except _CannotBeDone as problem:
        return Outcome(changes=(), wrong=problem.wrong)
    return Outcome(changes=tuple(changes), wrong=())


class _CannotBeDone(Exception):  # likewise
    """Only the database shows that a line cannot be, so the whole transaction is undone."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(*wrong)
        self.wrong = wrong


@dataclass(slots=True, kw_only=True)
class _Import:
    tx: Tx
    now: datetime
    changes: list[Change]
    greets: bool
    removes: bool
    seen: set[LineId] = field(default_factory=set)
    """Lines that the file has."""
    welcome: set[DistrictId | None] = field(default_factory=set)
    """Where a roster line is new or another: the vendor's own is None."""
    heard: Heard = field(default_factory=Heard)
    """What the lists say otherwise than before."""

    async def run(self, found: Directory, looked: Mapping[str, Any]) -> None:
        """`looked`: the districts as they were when the files were checked."""
        await self._hold(found, looked)
        for district in found.districts:
            await self._district(district)
        known = await directory.districts_by_key(self.tx)
        ids = {key: DistrictId(row.id) for key, row in known.items()}
        zones = {key: row.timezone for key, row in known.items()}
        here = {row.key for row in found.districts} | {row.district for row in found.people} - {VENDOR}
        for person in found.people:
            await self._person(person, ids.get(person.district), zones.get(person.district, "UTC"))
        for key in sorted(here) if self.removes else ():
            await self._remove_missing(key, ids[key])
        if self.removes:
            await self._remove_others(found, ids)
        for changed in self.welcome:
            await channels.welcome_changed(self.tx, changed, now=self.now, why=self.now.isoformat())
        await self._tell()
        days = await directory.closure_days(self.tx)
        for closure in found.closures:
            await self._closure(closure, ids[closure.district], days)

    async def _tell(self) -> None:
        owed = await import_telling.rows(self.tx, self.heard, now=self.now)
        if owed:
            await outbox.owe(self.tx, owed, now=self.now)

    async def _hold(self, found: Directory, looked: Mapping[str, Any]) -> None:
        """Whoever erases one of these districts waits until the import is over, or it is refused (POLICY 10)."""
        here = {key for _, _, _, key in _named(found) if key in looked}
        await importing.hold(self.tx, [DistrictId(looked[key].id) for key in here])
        if any(row.district == VENDOR for row in found.people):
            await importing.hold_vendors(self.tx)
        now = await directory.districts_by_key(self.tx)
        wrong = [*_being_erased(found, now), *_gone_meanwhile(found, here - now.keys())]
        if wrong:
            raise _CannotBeDone(*wrong)

    def _note(self, file: str, line: int, what: str) -> None:
        self.changes.append(Change(file=file, line=line, what=what))

    async def _log(
        self, rule: ByImport, district: DistrictId | None, about: PersonId | None = None, *, ref: str = ""
    ) -> None:
        await audit.by_import(self.tx, at=self.now, rule=rule, district=district, about=about, ref=ref)

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
                await self._log_changed(person, district)
        its = None if row.district == VENDOR else district
        await self._bind(row, person, its)
        await self._line(row, person, its)

    async def _log_changed(self, person: PersonId, district: DistrictId | None) -> None:
        """And at each other district whose list says the same of them."""
        lists = await list_lines.listed_at(self.tx, person)
        for its in (district, *(its for its in lists if its != district)):
            await self._log(ByImport.PERSON_CHANGED, its, person)
        for its in lists:
            self.heard.changed(its, person)

    async def _bind(self, row: PersonRow, person: PersonId, district: DistrictId | None) -> None:
        """The line that waited for a Slack user, where the person has none of the kind there yet."""
        if not row.user or district is None or await directory.line_of(self.tx, person, district, row) is not None:
            return
        waiting = await importing.unbound_line(self.tx, district, row)
        if waiting is None:
            return
        former = PersonId(waiting.person_id)
        await importing.bind(self.tx, waiting.id, person, of=former, district=district, at=self.now)
        self.welcome.add(district)
        if row.kind == A_CONTACT and waiting.standing != Standing.REMOVED:
            self.heard.changed(district, person)
        self._note("people", row.line, f"bind {row.role} for {row.district} to a Slack user")
        await self._log(ByImport.LINE_BOUND, district, person, ref=record.entry(former))
        await self._greet(row, person, district)

    async def _greet(self, row: PersonRow, person: PersonId, district: DistrictId | None) -> None:
        """A new contact has a month for the training, and is written to where that was asked for."""
        if district is None or row.kind != A_CONTACT:
            return
        if not self.greets:
            await welcoming.training_begins(self.tx, person, district, now=self.now)
            return
        owed = await welcoming.welcome(self.tx, person, district, by=None, now=self.now)
        if owed:
            await outbox.owe(self.tx, owed, now=self.now)

    async def _remove_missing(self, key: str, district: DistrictId) -> None:
        try:
            gone = await remove_missing(self.tx, district, self.seen, now=self.now)
        except LastContact:
            problem = f"no contact of {key} who may act is in the file: an import removes no last one"
            raise _CannotBeDone(Wrong(file="people", line=1, column="district", problem=problem)) from None
        for line in gone:
            self._note("people", 1, f"remove {line.role} {line.name} of {key}, who is in no line")

    async def _remove_others(self, found: Directory, ids: Mapping[str, DistrictId]) -> None:
        """Of a role that a file says nothing of, it takes nobody away."""
        said = {(row.district, Role(row.role)) for row in found.people if row.kind != A_CONTACT}
        for key in sorted({key for key, _ in said}):
            district = None if key == VENDOR else ids[key]
            roles = [role for its, role in said if its == key]
            try:
                gone = await remove_others(self.tx, district, roles, self.seen, now=self.now)
            except LastSupportAdministrator:
                problem = "no support administrator who can act is in the file: an import removes no last one"
                raise _CannotBeDone(Wrong(file="people", line=1, column="role", problem=problem)) from None
            for line in gone:
                self.welcome.add(district)
                whose = "the vendor" if district is None else key
                self._note("people", 1, f"remove {line.role} {line.name} of {whose}, who is in no line")

    async def _line(self, row: PersonRow, person: PersonId, district: DistrictId | None) -> None:
        line = await directory.line_of(self.tx, person, district, row)
        if line is None:
            await self._new_line(row, person, district)
            return
        self.seen.add(LineId(line.id))
        training = after_import(
            Training(line.training), is_marked=line.training_at is not None, written=Training(row.training)
        )
        if (line.role, line.building, line.training) == (row.role, row.building, training):
            return
        await directory.change_line(self.tx, line.id, row, training=training)
        if district is not None:
            await welcoming.training_begins(self.tx, person, district, now=self.now)
            says_so = row.kind == A_CONTACT and line.standing != Standing.REMOVED
            if says_so and (line.role, line.training) != (row.role, training):
                self.heard.changed(district, person)
        self.welcome.add(district)
        self._note("people", row.line, f"change {row.role} for {_whose(row)}")
        await self._log(ByImport.LINE_CHANGED, district, person)

    async def _new_line(self, row: PersonRow, person: PersonId, district: DistrictId | None) -> None:
        await self._must_not_bring_back(row, person, district)
        await directory.add_line(self.tx, person, district, row, at=self.now)
        self.welcome.add(district)
        self._note("people", row.line, f"add {row.role} for {_whose(row)}")
        await self._log(ByImport.LINE_ADDED, district, person)
        if district is not None and row.kind == A_CONTACT:
            self.heard.came(district, person)
        await self._greet(row, person, district)
        await self._saw(row, person, district)

    async def _must_not_bring_back(self, row: PersonRow, person: PersonId, district: DistrictId | None) -> None:
        """A deactivated contact is never made active by a file, by another Slack account of theirs neither."""
        if district is None or row.kind != A_CONTACT or not row.email:
            return
        if await importing.left_before(self.tx, district, row.email, but=person):
            problem = "is of somebody who is no contact there any more; a request about the list brings them back"
            raise _CannotBeDone(Wrong(file="people", line=row.line, column="email", problem=problem))

    async def _saw(self, row: PersonRow, person: PersonId, district: DistrictId | None) -> None:
        line = await directory.line_of(self.tx, person, district, row)
        if line is not None:
            self.seen.add(LineId(line.id))

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


def _whose(row: PersonRow) -> str:
    return "the vendor" if row.district == VENDOR else row.district


def _named(found: Directory) -> list[tuple[str, str, int, str]]:
    """Whatever names a district: file, column, line and key."""
    return [
        *(("districts", "key", row.line, row.key) for row in found.districts),
        *(("people", "district", row.line, row.district) for row in found.people),
        *(("closures", "district", row.line, row.district) for row in found.closures),
    ]


def _being_erased(found: Directory, known: Mapping[str, Any]) -> list[Wrong]:
    """A district keeps its key until its messages are gone from Slack: nothing is filled in behind the erasing."""
    gone = {key for key, row in known.items() if row.erased_at is not None}
    says = "{} is erased at present: leave it out, or import it anew once `erase list` says that it is done"
    return _of_these(found, gone, says)


def _gone_meanwhile(found: Directory, keys: set[str]) -> list[Wrong]:
    """They were there when the files were read, and bear another key now."""
    return _of_these(
        found, keys, "{} was erased this moment; nothing was done. Import the files once more, or leave it out"
    )


def _of_these(found: Directory, keys: set[str], says: str) -> list[Wrong]:
    return [
        Wrong(file=file, line=line, column=column, problem=says.format(key))
        for file, column, line, key in _named(found)
        if key in keys
    ]


def _differing(values: dict[str, Any], row: object) -> list[str]:
    """Names of what the file says otherwise than the database."""
    return [name for name, value in values.items() if getattr(row, name) != value]
