"""Where the focus goes when what had it is gone: nobody is left on nothing, and all is reached by keys."""

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from demo import world
from demo.guide import GUIDE
from demo.town import Town
from tests.browser.windows import Window, Windows
from tests.town_cases import open_case

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FOCUSED = "`${document.activeElement.tagName} ${document.activeElement.getAttribute('aria-label') ?? ''}`"


@pytest.fixture
async def case(here: Town) -> Town:
    async with here.busy:
        await open_case(here)
    return here


async def chooses(window: Window, message: Locator, action: str) -> None:
    """From a message's menu, by keys alone."""
    await message.get_by_role("button", name="More actions").focus()
    await window.page.keyboard.press("Enter")
    await window.page.get_by_role("menuitem", name=action).focus()
    await window.page.keyboard.press("Enter")


async def test_a_reaction_is_sought_and_chosen_by_keys(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.says("Off it goes")
    add = ana.message("Off it goes").get_by_role("button", name="Add a reaction").first
    search = ana.page.get_by_label("Search emoji")
    await add.focus()
    await ana.page.keyboard.press("Enter")
    await expect(search).to_be_focused()
    await ana.page.keyboard.type("roc")
    await ana.page.keyboard.press("Escape")
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await expect(add).to_be_focused()
    await ana.page.keyboard.press("Enter")
    await expect(search).to_be_focused()
    await ana.page.keyboard.type("rocket")
    await ana.page.keyboard.press("Enter")
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await expect(ana.message("Off it goes").get_by_role("button", name="rocket, by you")).to_be_visible()
    assert await ana.page.evaluate(FOCUSED) == "BUTTON Add a reaction"


async def test_after_a_deletion_the_focus_is_on_the_message_next_to_it(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    for words in ("One", "Two", "Three"):
        await ana.says(words)
        await ana.message(words).wait_for()
    for gone, then in (("Two", "Three"), ("Three", "One")):
        await chooses(ana, ana.message(gone), "Delete message")
        await ana.page.get_by_role("dialog").get_by_role("button", name="Delete").focus()
        await ana.page.keyboard.press("Enter")
        await expect(ana.message(gone)).to_have_count(0)
        await expect(ana.message(then)).to_be_focused()


async def test_a_button_that_vanishes_leaves_the_focus_on_its_message(case: Town, windows: Windows) -> None:
    alex = await windows.of("alex", world.DESK)
    card = alex.message("Case 1")
    await card.get_by_role("button", name="Take").focus()
    await alex.page.keyboard.press("Enter")
    await expect(card.get_by_role("button", name="Take")).to_have_count(0)
    await expect(card).to_be_focused()
    assert case.bot.courier.alive


async def test_a_step_that_is_played_and_a_clock_that_is_turned_keep_the_focus(windows: Windows) -> None:
    start = await windows.open("/")
    play = start.get_by_role("button", name=f"Play it: {GUIDE.steps[0].title}")
    await play.focus()
    await start.keyboard.press("Enter")
    await expect(start.get_by_text("Played", exact=True)).to_be_visible(timeout=90_000)
    await expect(play).to_be_focused()
    ana = await windows.of("ana", world.TOWN)
    await ana.page.get_by_role("button", name="Clock").first.click()
    clock = ana.page.get_by_role("dialog", name="Clock")
    await clock.get_by_role("button", name="A day on").focus()
    await ana.page.keyboard.press("Enter")
    await expect(clock.locator(".happened")).to_have_count(1, timeout=90_000)
    await expect(clock.get_by_role("button", name="A day on")).to_be_focused()


async def tabs_to(page: Page, wanted: Locator, most: int = 20) -> None:
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("it => it === document.activeElement"):
            return
    await expect(wanted).to_be_focused()


async def test_a_messages_actions_are_found_without_a_pointer(case: Town, windows: Windows) -> None:
    alex = await windows.of("alex", world.DESK)
    log = alex.page.get_by_role("log", name="Messages")
    await expect(log).to_have_accessible_description(
        "The arrow keys go from message to message. What can be done with one follows by Tab."
    )
    more = alex.message("Case 1").get_by_role("button", name="More actions")
    await expect(more).to_have_count(1)
    await expect(more).to_have_css("opacity", "1")
    await log.focus()
    await alex.page.keyboard.press("End")
    await tabs_to(alex.page, more)
    await alex.composer.focus()
    await alex.says("Later")
    await alex.message("Later").wait_for()
    await alex.composer.focus()
    await alex.page.keyboard.press("Shift+Tab")
    await expect(alex.message("Later").get_by_role("button", name="More actions")).to_be_focused()
    assert case.bot.courier.alive


async def test_what_is_pressed_around_the_messages_leaves_the_focus_beside_it(here: Town, windows: Windows) -> None:
    for number in range(62):
        await here.person("ben").says(f"Line {number:02}", channel=world.TOWN)
    ana = await windows.of("ana", world.TOWN)
    await ana.page.get_by_role("button", name="Show earlier messages").press("Enter")
    await expect(ana.page.get_by_role("button", name="Show earlier messages")).to_have_count(0)
    await expect(ana.page.get_by_role("log", name="Messages")).to_be_focused()
    one: FilePayload = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"}
    await ana.page.locator(".place input[type=file]").set_input_files([one])
    await ana.page.get_by_role("button", name="Leave a.txt out").press("Enter")
    await expect(ana.composer).to_be_focused()
    await ana.says("/no-such-command please")
    await ana.page.get_by_role("button", name="Dismiss").press("Enter")
    await expect(ana.page.get_by_role("button", name="Dismiss")).to_have_count(0)
    await expect(ana.composer).to_be_focused()
