"""Districts, and the channels where their cases and the desk's stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.domain.ids import Channel, ChannelId, DistrictId, TeamId
from bot.domain.sheets import DistrictSheet
from storage.store import Tx
from storage.tables import channels, districts


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district, and where its cases stand: None where it has no channel (then by DM, POLICY 3).

    `words_ok`: the last look at the channel's company found nobody who should not be there.
    """

    id: DistrictId
    name: str
    zone: str
    previews: bool
    channel: Channel | None
    words_ok: bool
    updates_as_group: bool = False
    mixed: bool = False
    """Its channel was accepted as mixed: others than contacts and Support read it."""

    @property
    def sheet(self) -> DistrictSheet:
        return DistrictSheet(name=self.name, zone=self.zone, previews=self.previews)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The desk's channel, and whether its company is as it should be."""

    channel: Channel
    words_ok: bool


def _district(row: sa.Row[tuple[object, ...]]) -> District:
    channel = Channel(team=TeamId(row.team_id), id=ChannelId(row.case_channel_id)) if row.case_channel_id else None
    return District(
        id=DistrictId(row.id),
        name=row.name,
        zone=row.timezone,
        previews=row.previews,
        channel=channel,
        words_ok=bool(row.words_ok),
        updates_as_group=row.updates_as_group,
        mixed=row.mixed_accepted_at is not None,
    )


_ALL = sa.select(districts, channels.c.words_ok, channels.c.mixed_accepted_at).outerjoin(
    channels,
    sa.and_(channels.c.team_id == districts.c.team_id, channels.c.channel_id == districts.c.case_channel_id),
)
_GET = _ALL.where(districts.c.id == sa.bindparam("district"))
_DESK = sa.select(channels.c.team_id, channels.c.channel_id, channels.c.words_ok).where(channels.c.kind == "desk")


async def get(tx: Tx, district: DistrictId) -> District:
    return _district((await tx.execute(_GET, {"district": district})).one())


async def show_previews(tx: Tx, district: DistrictId, *, shown: bool) -> None:
    """Whether people's words may stand in the texts of its messages (POLICY 10)."""
    await tx.execute(districts.update().where(districts.c.id == district).values(previews=shown))


async def of_team(tx: Tx, team: TeamId) -> District | None:
    """The first district of a workspace; None where it is nobody's, or is being erased."""
    its = sa.and_(districts.c.team_id == team, districts.c.erased_at.is_(None))
    row = (await tx.execute(_ALL.where(its).order_by(districts.c.id))).first()
    return None if row is None else _district(row)


async def some(tx: Tx, ids: tuple[DistrictId, ...]) -> list[District]:
    query = _ALL.where(districts.c.id.in_(ids)).order_by(districts.c.name)
    return [_district(row) for row in (await tx.execute(query)).all()]


async def in_order(tx: Tx, ids: Sequence[DistrictId]) -> list[District]:
    """As they are named."""
    found = {it.id: it for it in await some(tx, tuple(ids))}
    return [found[its] for its in ids if its in found]


async def with_channels(tx: Tx) -> list[District]:
    """Those that have a case channel."""
    query = _ALL.where(districts.c.case_channel_id.is_not(None)).order_by(districts.c.name)
    return [district for row in (await tx.execute(query)).all() if (district := _district(row)).channel]


async def email_domains(tx: Tx) -> list[tuple[DistrictId, str]]:
    """As the directory writes them. What is being erased is nobody's any more."""
    query = sa.select(districts.c.id, districts.c.email_domains).where(districts.c.email_domains != "")
    rows = (await tx.execute(query.where(districts.c.erased_at.is_(None)))).all()
    return [(DistrictId(row.id), row.email_domains) for row in rows]


async def whose_channel(tx: Tx, channel: Channel) -> DistrictId | None:
    """The district whose cases stand in that channel; None while it is erased."""
    here = sa.and_(channels.c.team_id == channel.team, channels.c.channel_id == channel.id)
    query = sa.select(channels.c.district_id).join(districts, districts.c.id == channels.c.district_id)
    its = sa.and_(here, channels.c.kind == "case", districts.c.erased_at.is_(None))
    found = (await tx.execute(query.where(its))).scalar_one_or_none()
    return None if found is None else DistrictId(found)


async def desk(tx: Tx) -> Desk | None:
    """The support desk's channel; None until the settings name one."""
    row = (await tx.execute(_DESK)).first()
    if row is None:
        return None
    return Desk(channel=Channel(team=TeamId(row.team_id), id=ChannelId(row.channel_id)), words_ok=bool(row.words_ok))
