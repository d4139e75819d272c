"""The sample districts, and everybody who asks something of their lists of contacts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId, RequestId, SlackUser, TeamId, UserId
from bot.domain.list_requests import Kind, Request, Words
from bot.domain.people import Membership, Role
from bot.services import list_decisions, list_requests
from bot.services.list_requests import Wish
from demo import world
from demo.town import import_samples
from storage import people, people_facts
from storage.inbound import FormKey
from storage.store import Store
from storage.tables import audit, outbox, roster
from storage.tables import people as table
from tests.clockwork import NOON

LAKESIDE, PINE_RIDGE = DistrictId(1), DistrictId(2)
NEW = Words(name="Mia Lopez", email="mia@lakeside.example", phone="555-0177")


@dataclass(slots=True, kw_only=True)
class Lists:
    """Everybody by first name. `now` is turned by hand."""

    store: Store
    ids: dict[str, PersonId]
    now: datetime = NOON
    numbers: Any = field(default_factory=count)

    def user(self, name: str) -> SlackUser:
        return SlackUser(team=TeamId(world.TEAM), user=UserId(f"U0{name.upper()}"))

    def once(self) -> FormKey:
        return FormKey(f"form:{next(self.numbers)}")

    async def is_met(self, name: str, membership: str = "member") -> None:
        """Slack told who that is."""
        async with self.store.begin() as tx:
            how = Membership(membership)
            await people_facts.learned(
                tx, self.user(name), name=name.title(), zone="UTC", membership=how, at=self.now
            )
            found = await people.by_slack(tx, self.user(name))
            assert found is not None
            self.ids[name] = found.id

    async def ask(
        self,
        by: str,
        kind: Kind,
        whom: str,
        district: DistrictId = LAKESIDE,
        *,
        role: Role | None = None,
        replaced_by: str | None = None,
        reason: str = "It is time.",
        words: Words | None = None,
        training: str = "",
    ) -> Request:
        """`whom` and `replaced_by`: by first name."""
        by_default = Role.SUPPORT if kind in (Kind.ADD, Kind.REMOVE) else None
        wish = Wish(
            district=district,
            kind=kind,
            person=self.ids.get(whom, self.user(whom)),
            role=role or by_default,
            replacement=self.user(replaced_by) if replaced_by else None,
            words=replace(words or Words(), reason=reason),
            training=training,
        )
        return await list_requests.ask(self.store, who=self.user(by), wish=wish, now=self.now, once=self.once())

    async def approve(self, by: str, request: Request | RequestId, answer: str = "") -> Request:
        return await list_decisions.approve(
            self.store, who=self.user(by), request=_id(request), answer=answer, now=self.now, once=self.once()
        )

    async def decline(self, by: str, request: Request, answer: str = "Not this year.") -> Request:
        return await list_decisions.decline(
            self.store, who=self.user(by), request=request.id, answer=answer, now=self.now, once=self.once()
        )

    async def undo(self, by: str, request: Request) -> Request:
        return await list_decisions.undo(
            self.store, who=self.user(by), request=request.id, now=self.now, once=self.once(), spot=None
        )

    async def confirm(self, by: str, request: Request) -> Request:
        return await list_decisions.confirm(
            self.store, who=self.user(by), request=request.id, now=self.now, once=self.once(), spot=None
        )

    async def withdraw(self, by: str, request: Request) -> Request:
        return await list_requests.withdraw(
            self.store, who=self.user(by), request=request.id, now=self.now, once=self.once()
        )

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    async def contacts(self, district: DistrictId = LAKESIDE) -> dict[str, str]:
        """Who may act there, by first name, and in which role."""
        async with self.store.read() as tx:
            found = await people.contacts_of(tx, district)
        return {contact.person.name.split()[0].lower(): contact.role for contact in found}

    async def line(self, name: str, district: DistrictId = LAKESIDE) -> Mapping[str, Any]:
        query = sa.select(roster).where(roster.c.person_id == self.ids[name], roster.c.district_id == district)
        async with self.store.read() as tx:
            return dict((await tx.execute(query)).mappings().one())

    async def told(self, what: str) -> list[str]:
        """Who was written to, by first name, once for each message."""
        query = sa.select(outbox.c.facts).where(outbox.c.facts["what"].as_string() == what)
        names = {person: name for name, person in self.ids.items()}
        async with self.store.read() as tx:
            return sorted(names[facts["person"]] for facts in (await tx.execute(query)).scalars())

    async def forget(self) -> None:
        """What was owed before."""
        async with self.store.begin() as tx:
            await tx.execute(outbox.delete())

    async def audited(self, ref: str) -> list[tuple[str, str, str, bool]]:
        """Of a request: act, who, about whom, and whether it was allowed."""
        names: dict[int | None, str] = {int(person): name for name, person in self.ids.items()}
        its = sa.or_(audit.c.ref == ref, audit.c.ref.startswith(f"{ref}:"))
        query = sa.select(audit).where(its).order_by(audit.c.id)
        async with self.store.read() as tx:
            rows = (await tx.execute(query)).all()
        return [(row.act, names.get(row.person_id, ""), names.get(row.about_id, ""), row.allowed) for row in rows]


def _id(request: Request | RequestId) -> RequestId:
    return request.id if isinstance(request, Request) else request


async def settle(store: Store, database_url: str) -> Lists:
    await import_samples(database_url, NOON)
    async with store.read() as tx:
        rows = (await tx.execute(sa.select(table.c.id, table.c.user_id))).all()
    return Lists(store=store, ids={row.user_id.removeprefix("U0").lower(): PersonId(row.id) for row in rows})
