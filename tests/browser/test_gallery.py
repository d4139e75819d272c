"""Every kind of block and element, drawn in a browser; hostile words stay words."""

import json

import pytest
from playwright.async_api import Page, expect

from sandbox.page.content import GALLERY
from tests.browser.windows import Windows

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NAMES = [it["name"] for it in json.loads(GALLERY.read_text(encoding="utf-8"))]


@pytest.fixture
async def gallery(windows: Windows) -> Page:
    page = await windows.open("/gallery?as=U0ANA")
    await page.get_by_role("heading", name="Gallery").wait_for()
    await page.get_by_role("region", name=NAMES[-1]).wait_for()
    return page


async def test_every_example_is_drawn_and_no_kind_is_unknown(gallery: Page) -> None:
    for name in NAMES:
        drawn = gallery.get_by_role("region", name=name, exact=True)
        assert len(await drawn.inner_text()) > len(name) + 10, name
    await expect(gallery.get_by_text("not drawn here")).to_have_count(0)
    hollow = "all => all.filter(it => !it.childElementCount && !it.textContent).map(it => it.outerHTML)"
    assert await gallery.locator(".blocks > *:not(hr)").evaluate_all(hollow) == []


async def test_text_is_drawn_as_slack_draws_it(gallery: Page) -> None:
    text = gallery.get_by_role("region", name="Text", exact=True)
    for tag, words in (("b", "Bold"), ("i", "italic"), ("s", "struck"), ("code", "code"), ("pre", "SELECT *")):
        await expect(text.locator(tag).filter(has_text=words).first).to_be_visible()
    await expect(text.locator("blockquote")).to_have_text("Quoted: the grades vanish\nwhen they are saved.")
    await expect(text.locator(".b-mention.me")).to_contain_text(["@Ana Torres", "@here"])
    await expect(text).to_contain_text("🔒 private channel")
    await expect(text).to_contain_text("today at 12:00 PM")  # in Ana's zone, by the sandbox's clock
    await expect(text).to_contain_text("*no marks*, <@U0ANA> no mention")
    await expect(text.get_by_role("link", name="a link", exact=True)).to_have_attribute(
        "rel", "noopener noreferrer nofollow"
    )


async def test_hostile_words_are_drawn_as_words(gallery: Page) -> None:
    hostile = gallery.get_by_role("region", name="Hostile words", exact=True)
    await expect(hostile).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(hostile).to_contain_text("<script>alert(1)</script>")
    await expect(hostile.locator("img, script, iframe")).to_have_count(0)
    targets: list[str] = await hostile.locator("a").evaluate_all("all => all.map(it => it.protocol)")
    assert targets
    assert set(targets) <= {"https:", "http:", "mailto:"}
    marked = "all => all.filter(it => [...it.attributes].some(at => at.name.startsWith('on'))).length"
    assert await gallery.locator("*").evaluate_all(marked) == 0


async def test_a_picture_of_elsewhere_is_named_and_not_asked_for(gallery: Page) -> None:
    pictures = gallery.get_by_role("region", name="Pictures, videos and files")
    await expect(pictures.get_by_role("img", name="A table without rows")).to_contain_text("not loaded: example.org")


async def test_what_is_pressed_is_told_after_its_question(gallery: Page) -> None:
    actions = gallery.get_by_role("region", name="Actions", exact=True)
    heard = gallery.locator(".heard")
    await actions.get_by_role("button", name="Take, case 17").click()
    await expect(heard).to_have_text("take pressed")
    await actions.get_by_role("button", name="Withdraw").click()
    question = gallery.get_by_role("dialog", name="Withdraw case 17?")
    await question.get_by_role("button", name="Keep it").click()
    await expect(heard).to_have_text("take pressed")
    await actions.get_by_role("button", name="Withdraw").click()
    await question.get_by_role("button", name="Withdraw").click()
    await expect(heard).to_have_text("withdraw pressed")


async def test_selects_and_pickers_tell_what_was_chosen(gallery: Page) -> None:
    heard = gallery.locator(".heard")
    sections = gallery.get_by_role("region", name="Section with fields and accessories")
    await sections.get_by_label("Choose a module").select_option(label="Attendance")
    await expect(heard).to_have_text('module pressed: "attendance"')
    await sections.get_by_label("When?").fill("2026-12-24")
    await expect(heard).to_have_text('when pressed: "2026-12-24"')
    await sections.get_by_label("When?").press_sequentially("12312027")
    await expect(heard).to_have_text('when pressed: "2026-12-24"')  # a year half typed is a date already
    await sections.get_by_label("When?").press("Enter")
    await expect(heard).to_have_text('when pressed: "2027-12-31"')
    await sections.get_by_label("The administrator").check()
    await expect(heard).to_have_text('told pressed: ["admin"]')
    await sections.get_by_role("button", name="More choices").click()
    await gallery.get_by_role("menuitem", name="Hand over").click()
    await expect(heard).to_have_text('more pressed: "hand"')
    actions = gallery.get_by_role("region", name="Actions", exact=True)
    await actions.get_by_role("combobox", name="Search a module").fill("sche")
    await actions.get_by_role("listbox", name="Found").get_by_role("option", name="Scheduling").click()
    await expect(heard).to_contain_text('outer pressed: {"text":{"type":"plain_text","text":"Scheduling"}')
    await actions.get_by_label("Add modules").select_option(label="Enrollment")
    await expect(heard).to_have_text('many pressed: ["grades","enrollment"]')
    await actions.get_by_role("button", name="Take Grades back").click()
    await expect(heard).to_have_text('many pressed: ["enrollment"]')
    await actions.get_by_label("Date and time").fill("2026-12-24T09:00")
    await expect(heard).to_have_text("moment pressed: 1798124400")  # nine at Lakeside, in Chicago


async def test_a_table_has_pages_and_a_chart_its_numbers(gallery: Page) -> None:
    tables = gallery.get_by_role("region", name="Tables", exact=True)
    await expect(tables.get_by_text("1–3 of 5")).to_be_visible()
    await tables.get_by_role("button", name="Next").click()
    await expect(tables.get_by_role("rowheader", name="High School")).to_be_visible()
    pie = gallery.get_by_role("region", name="Chart: pie")
    await pie.get_by_role("button", name="Show the numbers").click()
    await expect(pie.get_by_role("row", name="Grades 12")).to_be_visible()


async def test_a_chart_shows_what_is_below_nought_and_leaves_gaps(gallery: Page) -> None:
    first, second = (
        gallery.locator("figure").filter(has_text=it)
        for it in ("Change in open cases, with a gap", "The same as lines")
    )
    await expect(first.locator("rect")).to_have_count(5)
    await expect(first.locator("text").filter(has_text="-10")).to_have_count(1)
    heights: list[float] = await first.locator("rect").evaluate_all("all => all.map(it => it.height.baseVal.value)")
    assert min(heights) > 0
    await expect(second.locator("polyline")).to_have_count(3)
    await first.get_by_role("button", name="Show the numbers").click()
    await expect(first.get_by_role("row", name="Oct -4 –")).to_be_visible()


async def test_tones_are_of_the_person_and_lone_emoji_big_only_in_messages(gallery: Page) -> None:
    edges = gallery.get_by_role("region", name="Edges of text")
    await expect(edges.locator(".b-emoji").filter(has_text="👩🏽‍🏫")).to_have_count(1)
    await expect(edges.locator(".b-emoji").filter(has_text="✌🏿")).to_have_count(1)
    await expect(edges.locator(".jumbo")).to_have_count(0)
    await expect(gallery.get_by_role("region", name="Rich text", exact=True).locator(".jumbo")).to_have_count(1)
    await expect(edges.locator("p[dir=rtl]")).to_contain_text("مرحبا")


async def test_a_page_is_turned_to_its_end_by_keys(gallery: Page) -> None:
    turn = gallery.get_by_role("region", name="Tables", exact=True).get_by_role("button", name="Next")
    await turn.press("Enter")
    await expect(turn).to_have_attribute("aria-disabled", "true")
    await expect(turn).to_be_focused()
