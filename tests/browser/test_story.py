"""The whole story through the page, as three people in three windows: a contact, one who is none, and an agent."""

from datetime import timedelta

import pytest
from playwright.async_api import Locator, expect

from demo import picture, world
from demo.town import Town
from tests.browser.windows import Window, Windows

PHONE = "555-0102"


async def opens_a_case(ana: Window, alex: Window) -> None:
    await ana.composer.fill("/ca")
    await expect(ana.page.get_by_role("option")).to_contain_text("/case [what is wrong]")
    await ana.says("/case Ink")
    await expect(ana.form).to_contain_text("New case")
    await ana.fills(Module="Grades", Description="Gone after a reload.")
    await ana.sends()
    await expect(ana.form.get_by_text("Please use at least 5 characters.")).to_be_visible()
    assert await ana.form.get_by_label("Subject").get_attribute("aria-invalid") == "true"
    await expect(ana.form.get_by_label("Description")).to_have_value("Gone after a reload.")
    await ana.fills(Subject="Grades vanish on save")
    await ana.sends()
    await expect(ana.form).to_contain_text("Case 1 is with Support")
    await ana.closes()
    await ana.goes_to("lakeside-cases")
    await ana.opens_thread("Case 1")
    await expect(ana.reply("Gone after a reload.")).to_be_visible()
    await alex.opens_thread("Case 1")
    await expect(alex.reply("Gone after a reload.")).to_be_visible()


async def is_pointed_to_his_contacts(sam: Window) -> None:
    await sam.says("/case")
    hint = sam.message("Ben Okafor")
    await expect(hint).to_contain_text("Only visible to you")
    await expect(hint).to_contain_text(PHONE)
    await expect(sam.page.get_by_text("Grades vanish")).to_have_count(0)
    await expect(sam.page.get_by_text("Pia Novak")).to_have_count(0)


async def lets_in(ana: Window, name: str) -> None:
    await ana.page.get_by_role("button", name="people in lakeside-cases").click()
    dialog = ana.page.get_by_role("dialog", name="People in #lakeside-cases")
    await dialog.get_by_label("Add somebody").select_option(label=f"{name} – Staff, Lakeside Unified")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog.get_by_text(name)).to_have_count(1)
    await dialog.get_by_role("button", name="Close").click()


async def is_not_taken_in(ana: Window, sam: Window, alex: Window) -> None:
    """Sam is let into the channel, and replies; only he reads why it does not count."""
    await lets_in(ana, "Sam Rivera")
    await sam.goes_to("lakeside-cases")
    await sam.opens_thread("Case 1")
    await sam.answers("And on my phone!")
    await expect(sam.reply("Only visible to you")).to_contain_text("authorized contacts")
    await ana.answers("In Chrome.")
    await expect(alex.reply("In Chrome.")).to_be_visible()
    await expect(alex.thread.get_by_text("And on my phone!")).to_have_count(0)
    await expect(ana.thread.get_by_text("authorized contacts may submit")).to_have_count(0)
    await leaves(sam)


async def leaves(sam: Window) -> None:
    await sam.page.get_by_role("button", name="people in lakeside-cases").click()
    await sam.page.get_by_role("button", name="Leave the channel").click()
    await sam.page.get_by_role("dialog", name="Leave #lakeside-cases?").get_by_role("button", name="Leave").click()
    await expect(sam.page.get_by_role("navigation").get_by_role("link", name="lakeside-cases")).to_have_count(0)
    await expect(sam.page.get_by_text("Not for you")).to_be_visible()


async def of_message(window: Window, words: str, action: str) -> None:
    """From the menu of one's own reply."""
    reply: Locator = window.reply(words)
    await reply.hover()
    await reply.get_by_role("button", name="More actions").click()
    await window.page.get_by_role("menuitem", name=action).click()


async def uploads_edits_and_deletes(ana: Window, alex: Window) -> None:
    await ana.thread.locator("input[type=file]").set_input_files(
        {"name": "screen.png", "mimeType": "image/png", "buffer": picture.screen()}
    )
    await expect(ana.thread.get_by_role("list", name="Files to send")).to_contain_text("screen.png")
    await ana.answers("It bgan on Monday.")
    await expect(alex.reply("It bgan on Monday.")).to_be_visible()
    drawn = alex.thread.locator("img[alt='screen.png']").last
    await expect(drawn).to_be_visible()
    assert await drawn.evaluate("it => it.decode().then(() => it.naturalWidth)") == 320
    await of_message(ana, "It bgan", "Edit message")
    await ana.thread.get_by_label("Edit message").fill("It began on Monday.")
    await ana.thread.get_by_role("button", name="Save").click()
    await expect(alex.reply("It began on Monday.")).to_be_visible()
    await expect(alex.thread.get_by_text("It bgan")).to_have_count(0)
    await ana.answers("Never mind.")
    await expect(alex.reply("Never mind.")).to_be_visible()
    await of_message(ana, "Never mind.", "Delete message")
    await ana.page.get_by_role("dialog", name="Delete this message?").get_by_role("button", name="Delete").click()
    await expect(alex.thread.get_by_text("Never mind.")).to_have_count(0)


async def works_on_it(ana: Window, alex: Window) -> None:
    await alex.answers("Looks like the cache.")
    await alex.presses("Take")
    await expect(alex.message("Case 1")).to_contain_text("Assigned")
    await alex.presses("Ask for input")
    await alex.fills(Question="Which browser is it?")
    await alex.sends()
    await expect(alex.form).to_have_count(0)
    await expect(ana.reply("Which browser is it?")).to_be_visible()
    await expect(ana.thread.get_by_text("Looks like the cache.")).to_have_count(0)
    await expect(alex.message("Case 1")).to_contain_text("Pending Customer Input")
    await ana.answers("Firefox.")
    await expect(alex.message("Case 1")).to_contain_text("Assigned")
    await alex.presses("Post resolution")
    await alex.fills(Resolution="Fixed in tonight's release.")
    await alex.sends()
    await expect(ana.reply("Fixed in tonight's release.")).to_be_visible()
    await ana.presses("Solved")
    await expect(ana.message("Case 1")).to_contain_text("Closed (Resolved)")
    await expect(alex.message("Case 1")).to_contain_text("Closed (Resolved)")


async def goes_quiet(ana: Window, here: Town) -> None:
    """The clock is turned in Ana's own window; the bot warns her, and one press keeps her access."""
    await ana.page.get_by_role("button", name="Clock").first.click()
    clock = ana.page.get_by_role("dialog", name="Clock")
    then = here.clock.now() + timedelta(days=151)
    await clock.get_by_label("To a date and time").fill(then.strftime("%Y-%m-%dT%H:%M"))
    await clock.get_by_role("button", name="Go there").click()
    warning = clock.get_by_role("link").filter(has_text="to you").filter(has_text="You have not been active")
    await expect(warning.first).to_be_visible(timeout=600_000)
    await expect(clock).to_contain_text("warnings given")
    await warning.first.click()
    await expect(ana.message("You have not been active")).to_be_visible()
    await ana.presses("Keep my access")
    await expect(ana.page.locator(".place article").filter(has_text="Your access").last).to_be_visible()


async def test_the_whole_story_as_three_people_in_three_windows(here: Town, windows: Windows) -> None:
    ana, sam = await windows.of("ana", world.TOWN), await windows.of("sam", world.TOWN)
    alex = await windows.of("alex", world.DESK)
    await opens_a_case(ana, alex)
    await is_pointed_to_his_contacts(sam)
    await uploads_edits_and_deletes(ana, alex)
    await is_not_taken_in(ana, sam, alex)
    await works_on_it(ana, alex)
    await goes_quiet(ana, here)


pytestmark = pytest.mark.timeout(900)
