"""A workspace becomes a district's."""

import sqlalchemy as sa

from bot.domain.ids import Channel, DistrictId, TeamId
from bot.domain.setting_up import Wish
from storage import directory
from storage.store import Tx
from storage.tables import channels, districts, workspaces


async def choices(tx: Tx, *, most: int) -> list[tuple[DistrictId, str]]:
    """Districts to choose from; those without a workspace first."""
    query = sa.select(districts.c.id, districts.c.name).where(districts.c.erased_at.is_(None))
    first = query.order_by(districts.c.team_id != "", districts.c.name).limit(most)
    return [(DistrictId(row.id), row.name) for row in (await tx.execute(first)).all()]


async def is_there(tx: Tx, district: DistrictId) -> bool:
    """Not erased, nor being erased; nobody begins that before this transaction ends."""
    query = sa.select(districts.c.id).where(districts.c.id == district, districts.c.erased_at.is_(None))
    return (await tx.execute(query.with_for_update(key_share=True))).first() is not None


async def is_key_taken(tx: Tx, key: str) -> bool:
    return (await tx.execute(sa.select(districts.c.id).where(districts.c.key == key))).first() is not None


async def is_channel_taken(tx: Tx, channel: Channel, *, but_by: DistrictId | None) -> bool:
    """Cases of another district, or the desk's, stand there."""
    here = sa.and_(channels.c.team_id == channel.team, channels.c.channel_id == channel.id)
    row = (await tx.execute(sa.select(channels.c.district_id).where(here))).first()
    return row is not None and (but_by is None or row.district_id != but_by)


async def add_district(tx: Tx, wish: Wish) -> DistrictId:
    values = {"key": wish.key, "name": wish.name, "timezone": wish.zone}
    return DistrictId((await tx.execute(districts.insert().returning(districts.c.id), values)).scalar_one())


async def give(tx: Tx, district: DistrictId, channel: Channel) -> None:
    """The workspace is the district's, and its cases stand in that channel; '' for the channel: in none."""
    where = districts.update().where(districts.c.id == district)
    await tx.execute(where.values(team_id=channel.team, case_channel_id=channel.id))
    await directory.name_case_channel(tx, district, team=channel.team, channel=channel.id)


async def name_of(tx: Tx, team: TeamId) -> str:
    found = (await tx.execute(sa.select(workspaces.c.name).where(workspaces.c.team_id == team))).scalar_one_or_none()
    return str(found or team)
