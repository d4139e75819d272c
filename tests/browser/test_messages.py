"""Messages in a browser: live, unread, mentioned, reacted to, linked, dropped; and the clock's buttons."""

import asyncio
import re
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Route, expect

from demo import world
from demo.town import Town
from tests.browser.windows import Window, Windows
from tests.town_cases import open_case

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def place_link(window: Window, name: str) -> Locator:
    return window.page.get_by_role("navigation", name="Places").get_by_role("link", name=name)


async def test_what_is_said_elsewhere_is_marked_unread_and_a_mention_is_counted(windows: Windows) -> None:
    ana, ben = await windows.of("ana", world.TOWN), await windows.of("ben", world.LAKESIDE)
    await ana.says("Good morning")
    await expect(place_link(ben, "town-hall")).to_contain_text("1 unread")
    await ana.composer.fill("Are you there @Ben")
    await expect(ana.page.get_by_role("option", name="Ben Okafor")).to_be_visible()
    await ana.composer.press("Tab")
    await expect(ana.composer).to_have_value("Are you there @Ben Okafor ")
    await ana.composer.press("Enter")
    await expect(place_link(ben, "town-hall")).to_contain_text("1 for you")
    await expect(ben.page).to_have_title("(1) Ben Okafor · lakeside-cases")
    await ben.goes_to("town-hall")
    await expect(ben.message("Are you there").locator(".b-mention.me")).to_have_text("@Ben Okafor")
    await expect(place_link(ben, "town-hall")).not_to_contain_text("for you")
    await expect(ben.page).to_have_title("Ben Okafor · town-hall")


async def test_reactions_are_given_and_taken_back_for_all_to_see(windows: Windows) -> None:
    ana, ben = await windows.of("ana", world.TOWN), await windows.of("ben", world.TOWN)
    await ana.says("Done")
    await ben.message("Done").hover()
    await ben.message("Done").get_by_role("button", name="Add a reaction").first.click()
    picker = ben.page.get_by_role("dialog", name="Add a reaction")
    await picker.get_by_label("Search emoji").fill("party")
    await picker.get_by_role("button", name="partying_face").click()
    given = ana.message("Done").get_by_role("button", name="partying face, by Ben Okafor")
    await expect(given).to_be_visible()
    await given.click()
    await expect(ben.message("Done").get_by_role("button", name="partying face, by you, Ana Torres")).to_contain_text(
        "2"
    )
    await ben.message("Done").get_by_role("button", name="partying face").click()
    await expect(ana.message("Done").get_by_role("button", name="partying face, by you")).to_contain_text("1")


async def test_a_permalink_leads_to_its_message_within_the_page(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN, permissions=["clipboard-read", "clipboard-write"])
    await ana.says("The one that is meant")
    await ana.message("The one that is meant").hover()
    await ana.message("The one that is meant").get_by_role("button", name="More actions").click()
    await ana.page.get_by_role("menuitem", name="Copy link").click()
    link = str(await ana.page.evaluate("navigator.clipboard.readText()"))
    await ana.goes_to("lakeside-cases")
    await ana.says(f"See {link} please")
    await ana.message("See").get_by_role("link").click()
    await expect(ana.page.locator("article.sought")).to_contain_text("The one that is meant")


async def test_a_file_is_dropped_on_the_channel_and_saved_by_another(windows: Windows) -> None:
    ana, ben = await windows.of("ana", world.TOWN), await windows.of("ben", world.TOWN)
    dropped = await ana.page.evaluate_handle(
        "() => { const it = new DataTransfer(); it.items.add(new File(['a,b'], 'list.csv')); return it; }"
    )
    await ana.page.locator(".channel").dispatch_event("drop", {"dataTransfer": dropped})
    await expect(ana.page.get_by_role("list", name="Files to send")).to_contain_text("list.csv")
    await ana.composer.press("Enter")
    async with ben.page.expect_download() as saved:
        await ben.message("list.csv").get_by_role("link", name="list.csv").click()
    assert (await (await saved.value).path()).read_text(encoding="utf-8") == "a,b"


async def test_words_typed_are_kept_while_one_looks_elsewhere_and_never_run(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    words = '<img src=x onerror=alert(1)> "quotes" *bold* `code` https://example.org/a?b=1&c=2'
    await ana.composer.fill(words)
    await ana.goes_to("lakeside-cases")
    await ana.goes_to("town-hall")
    await expect(ana.composer).to_have_value(words)
    await ana.composer.press("Enter")
    said = ana.message("quotes")
    await expect(said).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(said.locator("b").filter(has_text="bold")).to_be_visible()
    await expect(said.get_by_role("link")).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    await expect(said.locator("img")).to_have_count(0)


async def test_a_thread_takes_no_commands_and_keeps_the_words(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.says("A question")
    await ana.message("A question").hover()
    await ana.message("A question").get_by_role("button", name="Reply in thread").click()
    await ana.answers("/case list")
    await expect(ana.page.get_by_role("status").filter(has_text="Slack takes no commands in threads")).to_be_visible()
    await expect(ana.thread.locator("textarea")).to_have_value("/case list")


async def test_earlier_messages_come_when_asked_for(windows: Windows, here: Town) -> None:
    for number in range(70):
        await here.person("ben").says(f"Line {number:02}", channel=world.TOWN)
    ana = await windows.of("ana", world.TOWN)
    await expect(ana.message("Line 69")).to_be_visible()
    await expect(ana.page.get_by_text("Line 03")).to_have_count(0)
    await ana.page.get_by_role("button", name="Show earlier messages (10)").click()
    await expect(ana.page.get_by_text("Line 03")).to_have_count(1)


async def test_the_clock_goes_on_a_day_a_week_and_to_the_next_business_morning(windows: Windows, here: Town) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.page.get_by_role("button", name="Clock").first.click()
    clock = ana.page.get_by_role("dialog", name="Clock")
    for label, least in (("A day on", timedelta(days=1)), ("A week on", timedelta(days=7))):
        before = here.clock.now()
        await clock.get_by_role("button", name=label).click()
        await expect(clock.get_by_role("progressbar")).to_be_visible()
        await expect(clock.get_by_role("progressbar")).to_have_count(0, timeout=90_000)
        await expect(clock).to_contain_text("Nobody was written to.")
        assert least <= here.clock.now() - before < least + timedelta(hours=1)
    await clock.get_by_role("button", name="To the next business morning").click()
    await expect(clock).to_contain_text("It is Thu, Dec 3, 2026, 9:00 AM in Chicago")
    await clock.get_by_label("To a date and time").fill("2026-11-01T09:00")
    await clock.locator("form").evaluate("it => { it.noValidate = true; it.requestSubmit(); }")
    await expect(ana.page.get_by_role("status").filter(has_text="Time does not run backwards")).to_be_visible()


async def test_the_home_is_drawn_and_its_button_opens_a_form(windows: Windows) -> None:
    ana = await windows.of("ana", "home")
    await expect(ana.page.get_by_role("heading", name="Cases of Lakeside Unified")).to_be_visible()
    await ana.page.get_by_role("button", name="Open a case").click()
    await expect(ana.form).to_contain_text("New case")
    await ana.page.keyboard.press("Escape")
    await expect(ana.form).to_have_count(0)


async def test_the_shortcuts_open_what_they_promise(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.page.get_by_role("button", name="Shortcuts").click()
    await ana.page.get_by_role("menuitem", name="Open a support case").click()
    await expect(ana.form).to_contain_text("New case")
    await ana.closes()
    await ana.says("Not of a case")
    await ana.message("Not of a case").hover()
    await ana.message("Not of a case").get_by_role("button", name="More actions").click()
    await ana.page.get_by_role("menuitem", name="Redact this text").click()
    await expect(ana.form).to_contain_text("not part of a case's record")


async def test_an_old_message_is_brought_up_by_its_permalink_again_and_again(windows: Windows, here: Town) -> None:
    said = [await here.person("ben").says(f"Line {number:02}", channel=world.TOWN) for number in range(90)]
    link = f"https://liaison-demo.slack.com/archives/{world.TOWN}/p{said[2].replace('.', '')}"
    ana = await windows.of("ana", world.TOWN)
    await ana.says(f"See <{link}> please")
    for _ in range(2):
        await ana.message("See").get_by_role("link").click()
        await expect(ana.page.locator("article.sought")).to_be_in_viewport()
        await expect(ana.page.locator("article.sought")).to_contain_text("Line 02")
        await ana.page.locator(".scroll").evaluate("it => { it.scrollTop = it.scrollHeight; }")
    href = await ana.message("See").get_by_role("link").get_attribute("href")
    assert href == f"/as/U0ANA/{world.TOWN}"  # also where it is opened in a window of its own


async def test_what_is_read_stays_in_its_place_when_earlier_messages_come_or_new_ones(
    windows: Windows, here: Town
) -> None:
    for number in range(90):
        await here.person("ben").says(f"Line {number:02}", channel=world.TOWN)
    ana = await windows.of("ana", world.TOWN)
    await expect(ana.message("Line 89")).to_be_in_viewport()  # the window opens at the newest: only then she scrolls
    await ana.page.locator(".scroll").evaluate("it => { it.scrollTop = 40; }")
    await expect(ana.page.get_by_role("button", name="Show earlier messages")).to_be_in_viewport()
    top = ana.message("Line 33")
    before = await top.bounding_box()
    await ana.page.get_by_role("button", name="Show earlier messages").click()
    await expect(ana.page.get_by_text("Line 03")).to_have_count(1)
    after = await top.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 60  # as high as the button that was pressed
    await here.person("ben").says("One more", channel=world.TOWN)
    await ana.page.get_by_role("button", name="New messages below").click()
    await expect(ana.message("One more")).to_be_in_viewport()
    await expect(ana.message("One more")).to_be_focused()
    await ana.page.locator(".scroll").evaluate("it => { it.scrollTop = 0; }")
    await ana.says("My own")
    await expect(ana.message("My own")).to_be_in_viewport()


async def test_words_typed_while_others_are_sent_stay(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.page.route("**/_control/message", _late)
    await ana.says("First")
    await ana.composer.press_sequentially("Second")
    await expect(ana.message("First")).to_be_visible()
    await expect(ana.composer).to_have_value("Second")


async def _late(route: Route) -> None:
    await asyncio.sleep(0.4)
    await route.continue_()


async def test_words_that_could_not_be_sent_come_back(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.says("/no-such-command please")
    await expect(ana.page.get_by_role("status").filter(has_text="no app has /no-such-command")).to_be_visible()
    await expect(ana.composer).to_have_value("/no-such-command please")


async def test_a_cancelled_edit_is_forgotten_and_an_empty_one_refused(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.says("As it was")
    for typed in ("Not meant", ""):
        await ana.message("As it was").hover()
        await ana.message("As it was").get_by_role("button", name="More actions").click()
        await ana.page.get_by_role("menuitem", name="Edit message").click()
        area = ana.page.get_by_label("Edit message")
        await expect(area).to_have_value("As it was")
        await area.fill(typed)
        if not typed:
            await ana.page.get_by_role("button", name="Save").click()
            await expect(
                ana.page.get_by_role("status").filter(has_text="An edited message has words")
            ).to_be_visible()
        await ana.page.get_by_role("button", name="Cancel").click()


async def test_a_form_that_stands_open_keeps_its_words_when_the_page_is_loaded_anew(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.says("/case Ink")
    await ana.fills(Description="A long story", Module="Grades")
    async with ana.page.expect_response("**/_control/fill"):
        pass
    await ana.page.reload()
    await expect(ana.form.get_by_label("Description")).to_have_value("A long story")
    await expect(ana.form.get_by_label("Module")).to_have_value("Grades")


async def test_code_stays_code_and_a_link_ends_where_it_ends(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.says("`@Ben Okafor https://x.example/` and <https://y.example/a?b=1&c=2>.")
    said = ana.message("and")
    await expect(said.locator("code")).to_have_text("@Ben Okafor https://x.example/")
    await expect(said.get_by_role("link")).to_have_attribute("href", "https://y.example/a?b=1&c=2")
    await expect(said).to_contain_text("<https://y.example/a?b=1&c=2>.")


async def test_the_place_that_was_opened_stays_when_there_is_news_elsewhere(windows: Windows, here: Town) -> None:
    ben = await windows.of("ben")
    await expect(ben.page).to_have_url(re.compile(f"/({world.TOWN}|{world.LAKESIDE})$"))
    opened = ben.page.url
    await ben.composer.fill("Half a sentence")
    elsewhere = world.TOWN if opened.endswith(world.LAKESIDE) else world.LAKESIDE
    await here.person("ana").says("News", channel=elsewhere)
    await expect(ben.page.get_by_role("navigation").get_by_text("1 unread")).to_have_count(1)
    await expect(ben.composer).to_have_value("Half a sentence")
    assert ben.page.url == opened


async def test_a_command_takes_no_files_and_says_so(windows: Windows) -> None:
    ana = await windows.of("ana", world.TOWN)
    await ana.page.locator(".place input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "", "buffer": b"a"}
    )
    await ana.says("/case list")
    await expect(ana.page.get_by_role("status").filter(has_text="/case takes no files")).to_be_visible()
    await expect(ana.composer).to_have_value("/case list")
    await expect(ana.page.get_by_role("list", name="Files to send")).to_contain_text("a.txt")


async def test_a_menu_at_the_lower_edge_opens_upwards(windows: Windows, here: Town) -> None:
    await open_case(here)
    alex = await windows.of("alex", world.DESK)
    await alex.page.locator("article").get_by_role("button", name="More choices").last.click()
    for label in ("Change status…", "Change owner…", "Assess priority…", "Log a call…"):
        item = alex.page.get_by_role("menuitem", name=label)
        await expect(item).to_be_in_viewport(ratio=1)
        await item.click(trial=True)


async def test_a_menu_at_the_left_edge_opens_to_the_right(windows: Windows, here: Town) -> None:
    await open_case(here)
    ana = await windows.of("ana", world.LAKESIDE)
    await ana.page.locator("article").get_by_role("button", name="More choices").last.click()
    await expect(ana.page.get_by_role("menuitem", name="Take over")).to_be_in_viewport(ratio=1)
    await ana.page.get_by_role("menuitem", name="Hand to another contact…").click(trial=True)
    await ana.page.get_by_role("menuitem", name="Take over").click(position={"x": 4, "y": 4}, trial=True)
