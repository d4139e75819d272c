"""The first view: who the people are, and the story in five steps that are walked or played."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from demo import world
from demo.guide import GUIDE
from demo.town import Town
from tests.browser.windows import Windows

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def start(windows: Windows) -> Page:
    page = await windows.open("/")
    await page.get_by_role("heading", name="The story").wait_for()
    return page


async def test_it_tells_who_the_people_are_and_one_click_makes_one_of_them(start: Page) -> None:
    for row in world.people():
        link = start.get_by_role("link", name=row["name"]).first
        await expect(link).to_contain_text(world.districts()[row["district"]])
        await expect(link).to_contain_text(world.ROLES[row["role"]])
    await start.get_by_role("link", name="Pia Novak").first.click()
    await expect(start.get_by_role("button", name="You are Pia Novak")).to_be_visible()
    await expect(start.get_by_role("link", name="pine-ridge-cases")).to_be_visible()
    await expect(start.get_by_text("lakeside-cases")).to_have_count(0)


async def test_one_changes_into_somebody_else_within_the_same_window(windows: Windows) -> None:
    pia = await windows.of("pia")
    await pia.page.get_by_role("button", name="You are Pia Novak").click()
    await pia.page.get_by_role("dialog", name="Be anyone").get_by_role("link", name="Alex Kim").first.click()
    await expect(pia.page.get_by_role("link", name="support-desk")).to_be_visible()
    await expect(pia.page.get_by_text("pine-ridge-cases")).to_have_count(0)
    await pia.page.go_back()
    await expect(pia.page.get_by_role("link", name="pine-ridge-cases")).to_be_visible()


async def test_the_page_goes_dark_with_the_system_until_somebody_chooses(start: Page) -> None:
    page = start.locator("html")
    for theme in ("dark", "light"):
        await start.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        await expect(page).to_have_attribute("data-theme", theme)
    await start.get_by_role("button", name="Change to dark").click()
    await start.emulate_media(color_scheme="light")
    await expect(page).to_have_attribute("data-theme", "dark")


async def test_a_step_leads_to_its_person_with_the_words_already_typed(start: Page) -> None:
    await start.get_by_role("link", name="Be Ana").first.click()
    composer = start.get_by_label("Message #town-hall")
    await expect(composer).to_have_value("/case Grades vanish on save")
    await composer.press("Enter")
    await expect(start.get_by_role("dialog", name="New case")).to_be_visible()
    await expect(start.get_by_label("Subject")).to_have_value("Grades vanish on save")


async def test_the_clock_is_where_the_story_says(start: Page) -> None:
    await expect(start.get_by_text("under Clock at the top of anybody's window")).to_be_visible()
    await start.get_by_role("link", name="Be Tess", exact=True).click()
    await expect(start.get_by_role("banner").get_by_role("button", name="Clock")).to_be_visible()


@pytest.mark.timeout(900)
async def test_all_five_steps_are_played_one_after_another(start: Page, here: Town) -> None:
    steps = start.locator(".story > ol > li")
    assert await steps.count() == len(GUIDE.steps) == 5
    began = here.clock.now()
    for number, step in enumerate(GUIDE.steps):
        item = steps.nth(number)
        await expect(item).to_contain_text(step.title)
        await item.get_by_role("button", name="Play it").click()
        await expect(item.get_by_text("Played", exact=True)).to_be_visible(timeout=270_000)
        await expect(item.get_by_role("button", name="Play it")).to_be_disabled()
    assert here.clock.now() - began > timedelta(days=200)
    await start.get_by_role("link", name="What Tess was told").click()
    await expect(start.get_by_text("has been flagged for deactivation").first).to_be_visible()


async def test_a_step_that_was_walked_by_hand_is_not_played_as_well_and_the_next_ones_are(
    start: Page, here: Town
) -> None:
    ana = here.person("ana")
    async with here.busy:
        await ana.types("/case", "My own case", channel=world.TOWN)
        await ana.submits(subject="My own case", module="Grades", description="By hand.")
        await ana.closes()
        await here.quiet()
    await start.get_by_role("button", name="Play it: A contact opens a case").click()
    await expect(start.get_by_role("status").filter(has_text="A case is open already")).to_contain_text("start over")
    assert await ana.window() is None
    await start.get_by_role("button", name="Play it: Replies in the thread").click()
    await expect(start.locator(".story li").nth(2).get_by_text("Played", exact=True)).to_be_visible(timeout=90_000)
