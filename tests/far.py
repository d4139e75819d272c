"""What stories of somebody of another workspace are made of: Fay, in a channel that is shared with hers."""

from dataclasses import replace

import sqlalchemy as sa

from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.domain.ids import SlackUser, TeamId, UserId
from bot.services import directory
from demo import world
from demo.town import Town
from sandbox.deeds import accounts, channels
from sandbox.people import Person
from storage.tables import outbox

FAR = "T0FAR"
FAY = SlackUser(team=TeamId(FAR), user=UserId("U0FAY"))


async def is_listed(here: Town, role: str = "support") -> None:
    """By her own workspace's name, before we are anywhere where she is."""
    line = f"lakeside,{role},Fay Wong,fay@far.example,{FAR},U0FAY,555-0190,,done"
    found = await directory.run_import(
        here.bot.store,
        districts=",".join(DISTRICT_COLUMNS),
        people="\n".join([",".join(PEOPLE_COLUMNS), line]),
        closures=None,
        now=here.clock.now(),
        apply=True,
    )
    assert not found.wrong


async def comes(here: Town) -> Person:
    """Into the district's case channel, which is shared with her workspace."""
    slack = here.sandbox.slack
    slack.workspaces[FAR] = replace(slack.workspace(world.TEAM), team_id=FAR, domain="far")
    channels.share(slack, world.LAKESIDE, FAR)
    accounts.add(slack, FAR, "fay", user_id="U0FAY", real_name="Fay Wong", tz="America/Chicago")
    fay = here.people.of("U0FAY")
    await fay.joins(world.LAKESIDE)
    await here.quiet()
    return fay


async def owed(here: Town) -> list[tuple[str, str]]:
    """By her own workspace: what, and how it stands."""
    query = sa.select(outbox.c.facts, outbox.c.state).where(outbox.c.team_id == FAR).order_by(outbox.c.id)
    async with here.bot.store.read() as tx:
        return [(str(row.facts.get("what")), row.state) for row in (await tx.execute(query)).all()]


async def written(fay: Person) -> str:
    """Every direct message of hers."""
    return "\n".join(seen.words for seen in await fay.direct_messages())
