"""What a support administrator sees of contacts who go quiet, and does about them; who is told of it (POLICY 7)."""

import sqlalchemy as sa

from demo import world
from demo.town import Town
from storage.tables import audit, kept_contacts, people
from tests.stories.test_silence import _standing

REASON = "Ben is back from parental leave in March."


async def _opens_list(here: Town) -> str:
    kim = here.person("kim")
    await kim.opens_home()
    await kim.clicks_at_home("silences.show")
    return await kim.reads_window()


async def _value(here: Town, action: str, name: str) -> str:
    """Of the button about that person."""
    window = await here.person("kim").window() or {"blocks": []}
    found = ""
    for block in window["blocks"]:
        said = (block.get("text") or {}).get("text", "")
        found = said if block["type"] == "section" else found
        for element in block.get("elements") or []:
            if element["action_id"].startswith(action) and name in found:
                return str(element["action_id"])
    raise LookupError(name)


async def _shows(here: Town, stage: str) -> str:
    kim = here.person("kim")
    window = await kim.window() or {"blocks": []}
    menus = [block["accessory"] for block in window["blocks"] if (block.get("accessory") or {}).get("options")]
    option = next(it for it in menus[0]["options"] if it["text"]["text"].startswith(stage))
    await kim.clicks_in_window(menus[0]["action_id"], option["value"])
    return await kim.reads_window()


async def _told(here: Town, name: str) -> str:
    return "\n".join(seen.words for seen in await here.person(name).direct_messages())


async def _lines_about(here: Town, name: str) -> list[tuple[str, str, bool]]:
    query = (
        sa.select(audit.c.act, audit.c.rule, audit.c.allowed)
        .join(people, people.c.id == audit.c.about_id)
        .where(people.c.user_id == here.person(name).id, audit.c.act.not_in(("clock", "import")))
        .order_by(audit.c.id)
    )
    async with here.bot.store.read() as tx:
        return [(row.act, row.rule, row.allowed) for row in (await tx.execute(query)).all()]


async def test_who_is_near_and_flagged_is_listed_with_dates_and_kept_or_ended(here: Town) -> None:
    kim = here.person("kim")
    assert "Nobody is flagged" in await _opens_list(here)
    await kim.closes()
    await here.pass_days(150)
    assert "0 flagged for deactivation, 6 near it" in await kim.opens_home()
    await _opens_list(here)
    near = await _shows(here, "Near")
    assert "Ana Torres" in near
    assert "Last active Tuesday, 24 November 2026 · last warned Friday, 23 April 2027" in near
    assert "flagged Sunday, 23 May 2027 unless they act" in near
    await kim.closes(everything=True)
    await here.pass_days(30)
    await here.pass_days(1.1)
    flagged = await _opens_list(here)
    assert "flagged Monday, 24 May 2027 · deactivated Monday, 7 June 2027 unless they act" in flagged
    await kim.clicks_in_window(await _value(here, "silences.keep", "Ben"))
    assert "at least 10" in (await kim.submits(words="Because")).errors["words"]
    assert not (await kim.submits(words=REASON)).errors
    assert "Kept. They and the district are told." in await kim.reads_window()
    await kim.clicks_in_window("silences.show")
    await kim.clicks_in_window(await _value(here, "silences.deactivate", "Tess"))
    assert "Deactivated." in await kim.reads_window()
    await kim.closes(everything=True)
    await here.quiet()
    standings = [await _standing(here, name) for name in ("ana", "ben", "tess")]
    assert standings == ["flagged", "active", "deactivated"]
    assert "You stay an authorized contact of Lakeside Unified; the 180 days" in await _told(here, "ben")
    for name in ("ana", "dana"):
        told = await _told(here, name)
        assert f"Kim Sato (Support) said why:\n{REASON}" in told
        assert "Tess Lindqvist has been deactivated" in told
    assert "has ended" in await _told(here, "tess")
    assert "has been deactivated" not in await _told(here, "kim")
    assert await _lines_about(here, "ben") == [("keep-contact", "support-administrator", True)]
    assert await _lines_about(here, "tess") == [("deactivate-contact", "support-administrator", True)]


async def test_who_acted_meanwhile_is_not_deactivated_and_the_reader_is_told(here: Town) -> None:
    kim = here.person("kim")
    await here.pass_days(180)
    await here.pass_days(1.1)
    await _opens_list(here)
    await here.person("ben").types("/case", "list", channel=world.TOWN)
    await here.quiet()
    await kim.clicks_in_window(await _value(here, "silences.deactivate", "Ben"))
    assert "they acted, or somebody was faster" in await kim.reads_window()
    assert await _standing(here, "ben") == "active"


async def test_why_somebody_was_kept_is_kept_where_it_can_be_erased(here: Town) -> None:
    kim = here.person("kim")
    await here.pass_days(150)
    await _opens_list(here)
    await _shows(here, "Near")
    await kim.clicks_in_window(await _value(here, "silences.keep", "Ben"))
    await kim.submits(words=REASON)
    async with here.bot.store.begin() as tx:
        assert (await tx.execute(sa.select(kept_contacts.c.reason))).scalars().all() == [REASON]
        ref = (await tx.execute(sa.select(audit.c.ref).where(audit.c.act == "keep-contact", audit.c.ref != ""))).all()
        await tx.execute(kept_contacts.delete())
    assert [row.ref for row in ref] == ["kept:1"]
    await here.quiet()
    assert "stays an authorized contact" not in await _told(here, "ana")
