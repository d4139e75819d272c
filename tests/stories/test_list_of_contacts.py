"""The district's list of contacts, as the people in it see it: asked for, approved, removed, undone (POLICY 6)."""

import sqlalchemy as sa

from bot.domain.directory import DISTRICT_COLUMNS, PEOPLE_COLUMNS
from bot.services import directory
from demo import world
from demo.town import Town
from sandbox.deeds import accounts
from sandbox.people import Seen
from storage.tables import audit, people, roster
from tests.town_cases import is_contact_of_pine_ridge_too, open_case

NORA = {
    "user": world.STRANGER,
    "name": "Nora Stein",
    "email": "nora@lakeside.example",
    "phone": "555-0177",
    "role": "Authorized Technical Contact",
    "training": "In progress",
    "licensed": ["yes"],
    "reason": "Tess moves away in June.",
}


async def _told(here: Town, name: str, words: str) -> list[Seen]:
    return [seen for seen in await here.person(name).direct_messages() if words in seen.words]


async def _of(here: Town, name: str, kind: str, district: int = 1) -> str:
    """The value of the option that asks for this of somebody on the list."""
    query = sa.select(people.c.id).where(people.c.user_id == f"U0{name.upper()}")
    async with here.bot.store.read() as tx:
        return f"list.request {district}:{(await tx.execute(query)).scalar_one()}:{kind}"


async def _opens_list(here: Town, name: str) -> str:
    person = here.person(name)
    await person.opens_home()
    await person.clicks_at_home("list.manage")
    return await person.reads_window()


async def _asks_of(here: Town, by: str, whom: str, kind: str, **filled: object) -> None:
    """From the list, by the menu at their line."""
    person = here.person(by)
    await _opens_list(here, by)
    option = await _of(here, whom, kind)
    place = await _place(here, by, option)
    await person.clicks_in_window(f"case.more#{place}", option)
    assert not (await person.submits(**filled)).errors
    await person.closes(everything=True)
    await here.quiet()


async def _place(here: Town, by: str, option: str) -> int:
    """In which line's menu that option stands."""
    window = await here.person(by).window()
    assert window is not None
    for block in window["blocks"]:
        menu = block.get("accessory") or {}
        if option in [it["value"] for it in menu.get("options") or []]:
            return int(str(menu["action_id"]).partition("#")[2])
    raise LookupError(option)


async def _asks_for_nora(here: Town, by: str = "ana") -> None:
    person = here.person(by)
    await _opens_list(here, by)
    await person.clicks_in_window("list.request#add", "1:0:add")
    assert not (await person.submits(**NORA)).errors
    assert "Support is asked to approve it" in await person.reads_window()
    await person.closes(everything=True)
    await here.quiet()


async def _approves(here: Town, **filled: str) -> str:
    """Kim, by the newest message's button. Returns what the window said before."""
    kim = here.person("kim")
    asked = [seen for seen in await kim.direct_messages() if "list.approve" in seen.buttons][-1]
    await kim.clicks("list.approve", channel=await kim.direct_channel(), on=asked.ts)
    said = await kim.reads_window()
    assert not (await kim.submits(**filled)).errors
    await kim.closes(everything=True)
    await here.quiet()
    return said


async def test_a_contact_is_asked_for_at_home_approved_by_support_and_may_open_a_case_then(here: Town) -> None:
    shown = await _opens_list(here, "ana")
    for words in ("Ben Okafor · Authorized Support Contact · active", "555-0102", "training: done", "last active"):
        assert words in shown
    await here.person("ana").closes(everything=True)
    await _asks_for_nora(here)
    nora = here.person("nora")
    await nora.types("/case", "Grades vanish on save", channel=world.TOWN)
    assert await nora.window() is None
    (asked,) = await _told(here, "kim", "Ana Torres of Lakeside Unified asks to add Nora Stein as an Authorized Tech")
    for words in ("nora@lakeside.example", "555-0177", "Tess moves away in June.", "3 are recommended"):
        assert words in asked.words
    await _approves(here, reason="Welcome.")
    assert await _told(here, "nora", "made you an Authorized Technical Contact of Lakeside Unified. Welcome!")
    for name in ("ana", "ben", "tess", "dana"):
        (told,) = await _told(here, name, "Nora Stein is a contact of Lakeside Unified now")
        assert "Asked for by Ana Torres, approved by Kim Sato." in told.words
        assert "Tess moves away in June." in told.words
    assert not await _told(here, "kim", "is a contact of")
    await nora.types("/case", "Grades vanish on save", channel=world.TOWN)
    assert "A case for Lakeside Unified." in await nora.reads_window()
    (decided,) = await _told(here, "kim", "It was approved by Kim Sato")
    assert decided.ts == asked.ts
    assert not decided.buttons


async def test_who_is_removed_is_told_loses_the_right_at_once_and_takes_it_back_by_a_click(here: Town) -> None:
    await open_case(here, by="ben")
    await _asks_of(here, "ana", "ben", "remove", reason="I thought that he had left.")
    ben = here.person("ben")
    await ben.types("/case", "Grades vanish again", channel=world.TOWN)
    assert await ben.window() is None
    (told,) = await _told(here, "ben", "Ana Torres removed you from the contacts of Lakeside Unified")
    assert "I thought that he had left." in told.words
    assert await _told(here, "tess", "Ben Okafor is no longer a contact of Lakeside Unified")
    assert await _told(here, "dana", "fewer Authorized Support Contacts now than recommended")
    assert any("case" in seen.words and "Ben Okafor" in seen.words for seen in await _told(here, "ana", "Take"))
    await ben.clicks("list.undo", channel=await ben.direct_channel(), on=told.ts)
    assert "you are a contact again, as before" in await ben.reads_window()
    await ben.closes(everything=True)
    await here.quiet()
    assert await _told(here, "ana", "The removal of Ben Okafor was undone: they are a contact")
    await ben.types("/case", "Grades vanish again", channel=world.TOWN)
    assert "A case for Lakeside Unified." in await ben.reads_window()


async def test_a_second_removal_waits_for_the_administrator_who_keeps_the_list_and_reads_no_case(here: Town) -> None:
    await open_case(here)
    await _asks_of(here, "ana", "ben", "remove", reason="He has left.")
    await _asks_of(here, "ana", "tess", "remove", reason="She has left.")
    dana = here.person("dana")
    home = await dana.opens_home()
    assert "Your district's contacts" in home
    assert "Grades vanish" not in home
    assert "[Withdraw]" not in await _opens_list(here, "tess")  # who asked, and the administrator, alone
    await here.person("tess").closes(everything=True)
    shown = await _opens_list(here, "dana")
    assert "[Withdraw]" in shown
    assert "Request 2 · Remove Tess Lindqvist" in shown
    assert "waits for the district's administrator" in shown
    await dana.closes(everything=True)
    (asked,) = await _told(here, "dana", "Ana Torres of Lakeside Unified asks to remove Tess Lindqvist.")
    await dana.clicks("list.decline", channel=await dana.direct_channel(), on=asked.ts)
    assert "at least 10" in (await dana.submits(reason="No.")).errors["reason"]
    assert not (await dana.submits(reason="She is back on Monday.")).errors
    await dana.closes(everything=True)
    await here.quiet()
    (told,) = await _told(here, "ana", "Dana Whitfield declined the request to remove Tess Lindqvist")
    assert "She is back on Monday." in told.words
    (drawn,) = await _told(here, "dana", "It was declined by Dana Whitfield")
    assert (drawn.ts, drawn.buttons) == (asked.ts, ())
    kim = here.person("kim")
    (first,) = await _told(here, "kim", "Ana Torres removed Ben Okafor from the contacts")
    await kim.clicks("list.confirm", channel=await kim.direct_channel(), on=first.ts)
    await here.quiet()
    (confirmed,) = await _told(here, "kim", "confirmed by Kim Sato")
    assert (confirmed.ts, confirmed.buttons) == (first.ts, ("list.undo",))
    await kim.clicks("list.undo", channel=await kim.direct_channel(), on=first.ts)
    await here.quiet()
    (undone,) = await _told(here, "kim", "It was undone by Kim Sato")
    assert (undone.ts, undone.buttons) == (first.ts, ())


async def test_the_last_one_goes_with_another_in_their_place(here: Town) -> None:
    for name in ("ben", "tess"):
        await _asks_of(here, "dana", name, "remove", reason="They have left.")
    ana = here.person("ana")
    await _opens_list(here, "ana")
    option = await _of(here, "ana", "remove")
    await ana.clicks_in_window(f"case.more#{await _place(here, 'ana', option)}", option)
    assert "the last contact of the district who may act" in await ana.reads_window()
    assert (await ana.submits(reason="I retire.")).errors
    assert not (await ana.submits(**{**NORA, "reason": "I retire."})).errors
    await ana.closes(everything=True)
    await here.quiet()
    assert "remove Ana Torres and add Nora Stein" in await _approves(here)
    assert await _told(here, "nora", "of Lakeside Unified. Welcome!")
    assert await _told(here, "ana", "You are no longer a contact of Lakeside Unified, as you asked.")
    await here.person("nora").types("/case", "contacts", channel=world.TOWN)
    assert "Nora Stein" in (await here.person("nora").hints(world.TOWN))[-1].words


async def test_support_sees_what_waits_of_all_districts_and_any_list_and_confirms(here: Town) -> None:
    await _asks_of(here, "ana", "ben", "remove", reason="He has left.")
    kim = here.person("kim")
    assert "1 request waits for you" in await kim.opens_home()
    await kim.clicks_at_home("list.waiting", "0")
    assert "Request 1 · Lakeside Unified" in await kim.reads_window()
    await kim.clicks_in_window("list.confirm#0", "1")
    assert "Nothing waits for you" in await kim.reads_window()
    await kim.closes(everything=True)
    await kim.clicks_at_home("list.choose", "home")
    assert not (await kim.submits(key="Pine Ridge Schools")).errors
    shown = await kim.reads_window()
    assert "Pia Novak" in shown
    assert "Add a contact" not in shown
    option = await _of(here, "pia", "remove", district=2)
    await kim.clicks_in_window(f"case.more#{await _place(here, 'kim', option)}", option)
    assert "at least 10" in (await kim.submits(reason="Left.")).errors["reason"]
    await kim.closes(everything=True)


async def test_the_case_forms_choice_leads_to_the_list_and_so_does_a_command(here: Town) -> None:
    ana = here.person("ana")
    await ana.types("/case", "Ben has left", channel=world.TOWN)
    await ana.clicks_in_window("form.type", "Modify Authorized Contacts")
    assert "not changed by a case, but by a request" in await ana.reads_window()
    await ana.clicks_in_window("list.manage", "0")
    assert "Contacts of Lakeside Unified" in await ana.reads_window()
    await ana.closes(everything=True)
    await ana.types("/case", "manage", channel=world.TOWN)
    assert "Contacts of Lakeside Unified" in await ana.reads_window()
    sam = here.person("sam")
    await sam.types("/case", "manage", channel=world.TOWN)
    assert await sam.window() is None
    assert "Please turn to one of" in (await sam.hints(world.TOWN))[-1].words


async def test_whoever_loses_the_right_between_the_form_and_its_sending_is_refused(here: Town) -> None:
    ben = here.person("ben")
    await _opens_list(here, "ben")
    await ben.clicks_in_window("list.request#add", "1:0:add")
    await _asks_of(here, "dana", "ben", "remove", reason="He has left.")
    assert not (await ben.submits(**NORA)).errors
    assert "Please turn to one of" in await ben.reads_window()
    async with here.bot.store.read() as tx:
        lines = (await tx.execute(sa.select(audit.c.rule).where(audit.c.allowed.is_(False)))).scalars().all()
        assert "ContactsOnly" in lines
        nora = sa.select(roster.c.id).join(people).where(people.c.user_id == world.STRANGER)
        assert (await tx.execute(nora)).first() is None


async def test_the_threads_of_who_is_removed_end_and_go_on_when_it_is_undone(here: Town) -> None:
    await here.person("sam").joins(world.LAKESIDE)
    await here.quiet()
    await open_case(here)
    ben = here.person("ben")
    card = (await _told(here, "ben", "Case 1 ·"))[0]
    await _asks_of(here, "ana", "ben", "remove", reason="He has left.")
    assert len(await _told(here, "ben", "so this thread of case 1 ends here")) == 1
    await _says(here, "Is he really gone?")
    (told,) = await _told(here, "ben", "Ana Torres removed you")
    await ben.clicks("list.undo", channel=await ben.direct_channel(), on=told.ts)
    await ben.closes(everything=True)
    await here.quiet()
    await _says(here, "He is back.")
    thread = [seen.words for seen in await ben.direct_messages() if seen.thread_ts == card.ts]
    assert any("He is back." in words for words in thread)
    assert not any("Is he really gone?" in words for words in thread)


async def _says(here: Town, words: str) -> None:
    """Ana, in her own thread of the case."""
    ana = here.person("ana")
    card = next(seen for seen in await _told(here, "ana", "Case 1 ·") if seen.thread_ts in (None, seen.ts))
    await ana.says(words, channel=await ana.direct_channel(), thread=card.ts)
    await here.quiet()


async def test_an_administrator_binds_a_line_and_the_details_of_a_contact_are_changed_at_once(here: Town) -> None:
    async with here.bot.store.begin() as tx:
        una = {"name": "Una Berg", "email": "nora@lakeside.example", "phone": "555-0188"}
        person = (await tx.execute(people.insert().returning(people.c.id), una)).scalar_one()
        line = {"person_id": person, "district_id": 1, "role": "support", "since": here.began}
        await tx.execute(roster.insert(), {**line, "silent_since": here.began})
    shown = await _opens_list(here, "ana")
    assert "no Slack user yet, so no right" in shown
    assert "Bind to a Slack user" not in shown
    await here.person("ana").closes(everything=True)
    dana = here.person("dana")
    await _opens_list(here, "dana")
    option = f"list.request 1:{person}:bind"
    await dana.clicks_in_window(f"case.more#{await _place(here, 'dana', option)}", option)
    assert "A like name or e-mail address proves nothing." in await dana.reads_window()
    assert not (await dana.submits(user=world.STRANGER)).errors
    assert "Una Berg · Authorized Support Contact · active" in await dana.reads_window()
    await dana.closes(everything=True)
    await here.quiet()
    assert await _told(here, "nora", "of Lakeside Unified. Welcome!")
    await _asks_of(here, "ana", "nora", "update", name="Nora Stein", phone="555-0199")
    (told,) = await _told(here, "ben", "What the list of Lakeside Unified says of Nora Stein was changed.")
    assert "Done by Ana Torres." in told.words
    assert await _told(here, "nora", "Ana Torres changed what the list of Lakeside Unified says of you.")
    shown = await _opens_list(here, "dana")
    assert "555-0199" in shown
    assert "training: needed" not in shown  # the list says nothing of it, before as after


async def test_a_contact_of_two_districts_whose_number_is_changed_in_one_is_told_of_in_both(here: Town) -> None:
    await is_contact_of_pine_ridge_too(here)
    await _asks_of(here, "ben", "ana", "update", phone="555-0199")
    (here_told,) = await _told(here, "tess", "What the list of Lakeside Unified says of Ana Torres was changed.")
    assert "Done by Ben Okafor." in here_told.words
    for name in ("pia", "paul", "theo", "drew"):
        (told,) = await _told(here, name, "What the list of Pine Ridge Schools says of Ana Torres was changed.")
        assert "Ben" not in told.words
        assert "Lakeside" not in told.words
    assert not await _told(here, "ana", "Pine Ridge")
    assert "555-0199" in await _opens_list(here, "drew")


async def test_a_guest_gets_access_with_an_agreement_on_record_and_is_told_names_then(here: Town) -> None:
    accounts.change(here.sandbox.slack, world.STRANGER, is_restricted=True)
    nora, ana = here.person("nora"), here.person("ana")
    await nora.types("/case", "contacts", channel=world.TOWN)
    await here.quiet()
    await nora.types("/case", "contacts", channel=world.TOWN)
    assert "Ana Torres" not in (await nora.hints(world.TOWN))[-1].words
    await _opens_list(here, "ana")
    await ana.clicks_in_window("list.request#third", "1:0:third-party")
    filled = {name: NORA[name] for name in ("user", "name", "email", "reason")}
    assert not (await ana.submits(**filled)).errors
    await ana.closes(everything=True)
    await here.quiet()
    kim = here.person("kim")
    (asked,) = await _told(here, "kim", "give Nora Stein access as a third party")
    await kim.clicks("list.approve", channel=await kim.direct_channel(), on=asked.ts)
    assert (await kim.submits()).errors
    assert not (await kim.submits(reason="LLA 2026-17")).errors
    await kim.closes(everything=True)
    await here.quiet()
    await nora.types("/case", "contacts", channel=world.TOWN)
    assert "Ana Torres" in (await nora.hints(world.TOWN))[-1].words
    await nora.types("/case", "Grades vanish on save", channel=world.TOWN)
    assert await nora.window() is None


async def test_what_a_file_changes_on_two_lists_is_told_to_those_who_keep_each(here: Town) -> None:
    """Ana stands on both; the file has another number of hers, and somebody new for Lakeside."""
    await is_contact_of_pine_ridge_too(here)
    await here.pass_days(1)
    lines = (
        f"lakeside,support,Ana Torres,ana.torres@lakeside.example,{world.TEAM},U0ANA,555-9999,,done",
        f"lakeside,support,Nora Stein,nora@lakeside.example,{world.TEAM},{world.STRANGER},555-0177,,needed",
    )
    done = await directory.run_import(
        here.bot.store,
        districts=",".join(DISTRICT_COLUMNS),
        people="\n".join([",".join(PEOPLE_COLUMNS), *lines]),
        closures=None,
        now=here.clock.now(),
        apply=True,
    )
    assert not done.wrong
    await here.quiet()
    for name, its, others in (
        ("dana", "list of Lakeside Unified changed", "Pine Ridge"),
        ("drew", "list of Pine Ridge Schools changed", "Lakeside"),
    ):
        (told,) = await _told(here, name, its)
        assert "What it says of Ana Torres was changed." in told.words
        assert others not in told.words
        assert "555" not in told.words
        assert ("New on it: Nora Stein." in told.words) == (name == "dana")
    assert not await here.person("nora").direct_messages()
