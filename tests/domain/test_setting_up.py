"""What is said of a workspace that is nobody's: one district, there already or new, and a channel or none."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, DistrictId
from bot.domain.setting_up import Flaw, Wish, flaws

ZONES = {"America/Chicago", "UTC"}
THERE = Wish(district=DistrictId(1), key="", name="", zone="", channel=ChannelId(""), sure=True)
NEW = Wish(district=None, key="pine-ridge", name="Pine Ridge", zone="UTC", channel=ChannelId("C0CASES"), sure=True)


@pytest.mark.parametrize(
    ("wish", "wrong"),
    [
        (THERE, {}),
        (NEW, {}),
        (replace(THERE, channel=ChannelId("G1")), {}),
        (replace(THERE, district=None), {"district": Flaw.NEITHER}),
        (replace(NEW, district=DistrictId(1)), {"district": Flaw.BOTH}),
        (replace(NEW, name=""), {"name": Flaw.NAME}),
        (replace(NEW, key="Pine Ridge", zone="Chicago"), {"key": Flaw.KEY, "zone": Flaw.ZONE}),
        (replace(NEW, key="-"), {"key": Flaw.KEY}),
        (replace(THERE, sure=False), {"sure": Flaw.SURE}),
        (replace(THERE, channel=ChannelId("#cases")), {"channel": Flaw.CHANNEL}),
    ],
)
def test_each_flaw_stands_at_its_field(wish: Wish, wrong: dict[str, Flaw]) -> None:
    assert flaws(wish, ZONES) == wrong
