"""Pictures for those who keep a district's list of contacts: asked for, approved, removed, confirmed, looked up."""

from playwright.async_api import Page

from demo import world
from demo.pictured import TALL, Picture
from demo.stage import Stage
from demo.town import Town

QUARTER = 92.0
"""Days after which a list is to be confirmed, and a morning of the district's has come."""

NORA = {
    "user": world.STRANGER,
    "name": "Nora Stein",
    "email": "nora.stein@lakeside.example",
    "phone": "555-0105",
    "role": "Authorized Support Contact",
    "training": "In progress",
    "licensed": ["yes"],
    "reason": "Ana is on leave from January on.",
}


async def ask_for_a_contact(stage: Stage) -> None:
    """Dana, Lakeside's administrator, asks for Nora."""
    dana = stage.person("dana")
    await dana.opens_home()
    await dana.clicks_at_home("list.manage")
    await dana.clicks_in_window("list.request#add", "1:0:add")
    await dana.submits(**NORA)
    await dana.closes(everything=True)
    await stage.here.quiet()


async def change_the_list(stage: Stage) -> None:
    """Kim approves what was asked for; then Ana removes Ben, who can undo it."""
    kim = stage.person("kim")
    asked = [seen for seen in await kim.direct_messages() if "list.approve" in seen.buttons][-1]
    await kim.clicks("list.approve", channel=await kim.direct_channel(), on=asked.ts)
    await kim.submits(reason="Welcome, Nora.")
    await kim.closes(everything=True)
    await stage.here.quiet()
    await _remove_ben(stage.here)


async def _remove_ben(here: Town) -> None:
    ana = here.person("ana")
    await ana.opens_home()
    await ana.clicks_at_home("list.manage")
    place, option = await _menu_of(here, "Ben Okafor", "remove")
    await ana.clicks_in_window(f"case.more#{place}", option)
    await ana.submits(reason="Ben teaches at another school now.")
    await ana.closes(everything=True)
    await here.quiet()
    await here.person("ben").leaves(world.LAKESIDE)
    await here.quiet()


async def _menu_of(here: Town, name: str, kind: str) -> tuple[int, str]:
    """Where the menu at that person's line stands in Ana's window, and the option for this. Raises LookupError."""
    window = await here.person("ana").window()
    for block in window["blocks"] if window else []:
        menu = block.get("accessory") or {}
        chosen = [it["value"] for it in menu.get("options") or [] if it["value"].endswith(f":{kind}")]
        if chosen and name in block["text"]["text"]:
            return int(menu["action_id"].partition("#")[2]), chosen[0]
    raise LookupError(name)


async def _home(window: Page) -> None:
    await window.get_by_role("button", name="Manage contacts…").wait_for()


async def _list(window: Page) -> None:
    await window.get_by_role("button", name="Manage contacts…").click()
    await window.locator("dialog.window").get_by_text("Ana Torres").first.wait_for()


async def _add(window: Page) -> None:
    await _list(window)
    form = window.locator("dialog.window")
    await form.get_by_role("button", name="Add a contact…").click()
    await form.get_by_label("Slack user").select_option(label="Nora Stein")
    await form.get_by_label("Name").fill("Nora Stein")
    await form.get_by_label("Work e-mail").fill("nora.stein@lakeside.example")


async def _approve(window: Page) -> None:
    await window.get_by_role("button", name="Approve request").last.wait_for()


async def _removed(window: Page) -> None:
    await window.get_by_role("button", name="Undo the removal").last.wait_for()


async def _record(window: Page) -> None:
    await window.get_by_role("button", name="Who did what…").click()
    form = window.locator("dialog.window")
    await form.get_by_label("Question").select_option(label="Who gave whom which right")
    await form.get_by_role("button", name="Ask").click()
    await form.get_by_text("Times are in your zone").wait_for()


async def _away(window: Page) -> None:
    await window.get_by_role("button", name="Mark yourself as away").click()
    form = window.locator("dialog.window")
    await form.get_by_label("Away to the end of").fill("2026-12-04")
    await form.get_by_label("Deputy").select_option(label="Tess Lindqvist")


async def _confirm(window: Page) -> None:
    await window.get_by_role("button", name="It is right").last.wait_for()


async def _quiet(window: Page) -> None:
    await window.get_by_role("button", name="Open the list").click()
    form = window.locator("dialog.window")
    await form.get_by_role("combobox").first.select_option(index=2)
    await form.get_by_text("Pia Novak").first.wait_for()


ASKED = (
    Picture(name="keepers-home", path="/as/U0DANA/home", walk=_home),
    Picture(name="add", path="/as/U0DANA/home", walk=_add, height=TALL),
    Picture(name="approve", path="/as/U0KIM/direct", walk=_approve),
)
"""While a contact is asked for."""
CHANGED = (
    Picture(name="list", path="/as/U0DANA/home", walk=_list, height=TALL),
    Picture(name="removed", path="/as/U0BEN/direct", walk=_removed),
    Picture(name="record", path="/as/U0DANA/home", walk=_record, height=TALL),
    Picture(name="away", path="/as/U0ANA/home", walk=_away),
)
"""Once somebody came and somebody went."""
TO_CONFIRM = (Picture(name="confirm", path="/as/U0DANA/direct", walk=_confirm),)
"""A quarter later."""
QUIET = Picture(name="quiet", path="/as/U0KIM/home", walk=_quiet, height=TALL)
"""What Support's administrator looks at when the first contacts are near the end."""
