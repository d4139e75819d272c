"""A line without a Slack user, and members who have its e-mail address: proposed, and confirmed or not (POLICY 1)."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from sandbox.people import Person, Seen
from storage.tables import audit, districts, people, proposals, roster

ADDRESS = "mia.lopez@lakeside.example"
SAYS = "has the same confirmed address"


async def listed(here: Town, address: str = ADDRESS, name: str = "Mia Lopez") -> None:
    """The list of Lakeside names somebody by an address alone."""
    async with here.bot.store.begin() as tx:
        row = await tx.execute(people.insert().returning(people.c.id), {"name": name, "email": address})
        lakeside = (await tx.execute(sa.select(districts.c.id).where(districts.c.key == "lakeside"))).scalar_one()
        line = {"person_id": row.scalar_one(), "district_id": lakeside, "role": "support", "since": here.began}
        await tx.execute(roster.insert(), line)


async def comes(here: Town, user: str = "U0MIA", **facts: Any) -> Person:
    by_default = {"real_name": "Mia", "email": ADDRESS, "tz": "America/Chicago"}
    accounts.add(here.sandbox.slack, world.TEAM, user[2:].lower(), user_id=user, **{**by_default, **facts})
    here.sandbox.slack.channels[world.TOWN].members.append(user)
    await here.quiet()
    return here.people.of(user)


async def asked(here: Town, name: str) -> list[Seen]:
    return [seen for seen in await here.person(name).direct_messages() if SAYS in seen.words]


async def presses(here: Town, name: str, action: str) -> None:
    person = here.person(name)
    (seen,) = await asked(here, name)
    await person.clicks(action, channel=await person.direct_channel(), on=seen.ts)
    await here.quiet()


async def may(here: Town, person: Person) -> bool:
    """Whether the form opens for them."""
    await person.types("/case", channel=world.TOWN)
    await here.quiet()
    has = "Subject" in await person.reads_window()
    if has:
        await person.closes(everything=True)
    return has


async def log(here: Town) -> list[tuple[str, str, bool]]:
    query = sa.select(audit.c.act, audit.c.rule, audit.c.allowed).where(
        sa.or_(audit.c.act == "bind-line", audit.c.rule.startswith("binding-"))
    )
    async with here.bot.store.read() as tx:
        return [(row.act, row.rule, row.allowed) for row in (await tx.execute(query.order_by(audit.c.id))).all()]


async def test_an_administrator_confirms_and_only_then_the_line_is_theirs(here: Town) -> None:
    await listed(here)
    mia = await comes(here)
    for name in ("dana", "kim"):
        (seen,) = await asked(here, name)
        assert ADDRESS in seen.words
        assert "Mia Lopez is on the list of Lakeside Unified" in seen.words
    for name in ("ana", "drew", "sam", "alex"):
        assert not await asked(here, name), name
    assert not await may(here, mia)
    await presses(here, "dana", "binding.confirm")
    assert await may(here, mia)
    for name in ("dana", "kim"):
        (seen,) = await asked(here, name)
        assert "Confirmed by Dana Whitfield" in seen.words
        assert not seen.buttons
    for name in ("ana", "kim"):
        told = [
            it for it in await here.person(name).direct_messages() if "is bound to a line of the list" in it.words
        ]
        assert len(told) == (name == "ana"), name
    assert await log(here) == [
        ("account", "binding-asked", True),
        ("bind-line", "administrator-of-the-district", True),
    ]


async def test_a_stranger_who_takes_that_address_gets_nothing_and_is_remembered_as_not_them(here: Town) -> None:
    await listed(here)
    eve = await comes(here, "U0EVE", real_name="Mia Lopez")
    assert not await may(here, eve)
    await presses(here, "kim", "binding.decline")
    assert not await may(here, eve)
    for email in ("eve@lakeside.example", ADDRESS):
        here.sandbox.slack.users["U0EVE"] = replace(here.sandbox.slack.user("U0EVE"), email=email)
        await here.pass_days(1)
    (seen,) = await asked(here, "dana")
    assert "Kim Sato (Support) said that it is not them" in seen.words
    assert not seen.buttons
    mia = await comes(here)  # the address of somebody else who is told no is no rival
    assert len(await asked(here, "kim")) == 2
    assert not await may(here, mia)


@pytest.mark.parametrize(
    "facts",
    [
        {"email_confirmed": False},
        {"is_restricted": True},
        {"is_stranger": True},
        {"is_bot": True},
        {"email": f"x{ADDRESS}"},
        {"email": f"{ADDRESS}.evil.example"},
    ],
    ids=str,
)
async def test_what_proposes_nothing(here: Town, facts: dict[str, Any]) -> None:
    await listed(here)
    await comes(here, **facts)
    assert not await asked(here, "dana")
    async with here.bot.store.read() as tx:
        assert not (await tx.execute(sa.select(proposals))).all()


async def test_of_two_members_with_the_address_nothing_can_be_confirmed_until_one_has_it_alone(here: Town) -> None:
    await listed(here)
    await comes(here)
    await comes(here, "U0EVE", real_name="Mia Lopez")
    for seen in await asked(here, "dana"):
        assert "Several members have that address" in seen.words
        assert not seen.buttons
    assert len(await asked(here, "dana")) == 2
    here.sandbox.slack.users["U0EVE"] = replace(here.sandbox.slack.user("U0EVE"), email="eve@lakeside.example")
    await here.pass_days(1)
    await here.pass_days(1)
    pressable = [seen for seen in await asked(here, "dana") if seen.buttons]
    assert pressable
    assert all(here.people.of("U0MIA").id in str(seen.blocks) for seen in pressable)
    dana = here.person("dana")
    await dana.clicks("binding.confirm", channel=await dana.direct_channel(), on=pressable[-1].ts)
    await here.quiet()
    assert await may(here, here.people.of("U0MIA"))
    assert not await may(here, here.people.of("U0EVE"))


async def test_nobody_confirms_themselves_and_of_two_who_confirm_one_does(here: Town) -> None:
    await listed(here, "dana.whitfield@lakeside.example")
    await here.pass_days(1)
    assert not await asked(here, "dana")
    (seen,) = await asked(here, "kim")
    assert seen.buttons
    await listed(here)
    await comes(here)
    dana, kim = here.person("dana"), here.person("kim")
    (hers,) = await asked(here, "dana")
    his = (await asked(here, "kim"))[-1]
    await dana.clicks("binding.confirm", channel=await dana.direct_channel(), on=hers.ts)
    await kim.clicks("binding.confirm", channel=await kim.direct_channel(), on=his.ts)
    await here.quiet()
    async with here.bot.store.read() as tx:
        states = [*(await tx.execute(sa.select(proposals.c.state).order_by(proposals.c.id))).scalars()]
    assert states == ["asked", "confirmed"]
