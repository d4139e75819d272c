"""Districts, and the channels where their cases and the desk's stand."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.domain.ids import Channel, ChannelId, DistrictId, TeamId
from bot.domain.sheets import DistrictSheet
from storage.store import Tx
from storage.tables import channels, districts


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district, and where its cases stand: None where it has no channel (then by DM, POLICY 3)."""

    id: DistrictId
    name: str
    zone: str
    previews: bool
    channel: Channel | None

    @property
    def sheet(self) -> DistrictSheet:
        return DistrictSheet(name=self.name, zone=self.zone, previews=self.previews)


def _district(row: sa.Row[tuple[object, ...]]) -> District:
    channel = Channel(team=TeamId(row.team_id), id=ChannelId(row.case_channel_id)) if row.case_channel_id else None
    return District(id=DistrictId(row.id), name=row.name, zone=row.timezone, previews=row.previews, channel=channel)


_GET = sa.select(districts).where(districts.c.id == sa.bindparam("district"))
_DESK = sa.select(channels.c.team_id, channels.c.channel_id).where(channels.c.kind == "desk")


async def get(tx: Tx, district: DistrictId) -> District:
    return _district((await tx.execute(_GET, {"district": district})).one())


async def some(tx: Tx, ids: tuple[DistrictId, ...]) -> list[District]:
    query = sa.select(districts).where(districts.c.id.in_(ids)).order_by(districts.c.name)
    return [_district(row) for row in (await tx.execute(query)).all()]


async def desk(tx: Tx) -> Channel | None:
    """The support desk's channel; None until the settings name one."""
    row = (await tx.execute(_DESK)).first()
    return None if row is None else Channel(team=TeamId(row.team_id), id=ChannelId(row.channel_id))
