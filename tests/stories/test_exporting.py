"""A district's data is exported: files from Slack too, and its administrator sees that it was."""

from pathlib import Path

import sqlalchemy as sa

from demo import world
from demo.town import Town
from sandbox.faults import Fault, Trouble
from storage.tables import comment_files
from tests.exported import Waiting, every_byte, exported, lines
from tests.town_cases import desk_card, open_case, reply_to_district

PNG = b"\x89PNG\r\n\x1a\n and what a picture is made of"
LOGIN = b"<html>Sign in to Slack</html>"


async def _export(here: Town, to: Path, *, files: bool = False) -> Path:
    await exported(
        here.settings.database, "lakeside", to, files=files, api_url=here.sandbox.api_url, clock=Waiting(here.clock)
    )
    return to


async def _with_a_file(here: Town, *names: str) -> None:
    card = await open_case(here)
    given = [(name, PNG) for name in names]
    await here.person("ana").says("See what stands there:", channel=world.LAKESIDE, thread=card, files=given)
    await here.quiet()


async def test_both_sides_words_are_in_it_and_never_a_note(here: Town, tmp_path: Path) -> None:
    await open_case(here)
    alex = here.person("alex")
    await alex.says("They clicked it twice, hush.", channel=world.DESK, thread=await desk_card(here))
    await here.quiet()
    await reply_to_district(here, "Please reload the page.")
    to = await _export(here, tmp_path / "out")
    text = (to / "cases" / "0001.txt").read_text()
    assert text.startswith("Case 1: Grades vanish on save\n")
    assert "    They are gone after a reload." in text
    assert "Alex Kim (Support)" in text
    assert "    Please reload the page." in text
    assert b"hush" not in every_byte(to)


async def test_contents_of_files_are_fetched_where_that_is_asked_for(here: Town, tmp_path: Path) -> None:
    await _with_a_file(here, "a.png", "../b.png")
    (left, _) = lines(await _export(here, tmp_path / "without"), "files")
    assert (left["content"], left["why_not"]) == ("", "not asked for")
    to = await _export(here, tmp_path / "with", files=True)
    found = lines(to, "files")
    assert {(to / line["content"]).read_bytes() for line in found} == {PNG}
    assert {line["why_not"] for line in found} == {""}
    assert [(to / line["content"]).parent for line in found] == [to / "attachments" / "0001"] * 2
    assert "2 of them; 0 are not" in (to / "README.txt").read_text()


async def test_whatever_somebody_called_a_file_its_content_lies_in_the_folder_under_a_name_of_ours(
    here: Town, tmp_path: Path
) -> None:
    long = "\N{CJK UNIFIED IDEOGRAPH-20000}" * 100
    names = (f"{long}.png", "../b\N{RIGHT-TO-LEFT OVERRIDE}gnp.png", "...png", "=1+1.png")
    await _with_a_file(here, *names)
    to = await _export(here, tmp_path / "out", files=True)
    assert [line["why_not"] for line in lines(to, "files")] == [""] * len(names)
    found = [Path(line["content"]).name for line in lines(to, "files")]
    assert {(to / "attachments" / "0001" / name).read_bytes() for name in found} == {PNG}
    assert len(set(found)) == len(names)
    assert all(len(name.encode()) < 160 and name.endswith("png") for name in found)


async def test_a_file_that_cannot_be_fetched_is_said_and_the_others_are_there(here: Town, tmp_path: Path) -> None:
    """Slack answers 200 with a page to log in; or it has the file no more; or asks to wait, which is done."""
    await _with_a_file(here, "a.png", "b.png", "page.html", "c.png")
    slack = here.sandbox.slack
    async with here.bot.store.read() as tx:
        known = (await tx.execute(sa.select(comment_files.c.name, comment_files.c.file_id))).all()
    ids = {row.name: row.file_id for row in known}
    slack.files[ids["b.png"]].mimetype, slack.files[ids["b.png"]].content = "text/html", LOGIN
    del slack.files[ids["c.png"]]
    slack.faults.add(Fault(trouble=Trouble.RATE_LIMITED, method="files.info"))
    to = await _export(here, tmp_path / "out", files=True)
    found = {line["name"]: line for line in lines(to, "files")}
    assert (to / found["a.png"]["content"]).read_bytes() == PNG
    assert found["c.png"]["why_not"] == "Slack says: file_not_found"
    assert found["b.png"]["content"] == ""
    assert found["page.html"]["why_not"] == ""
    assert LOGIN not in every_byte(to)


async def test_where_the_app_is_gone_the_words_are_exported_and_the_files_say_why_not(
    here: Town, tmp_path: Path
) -> None:
    await _with_a_file(here, "a.png")
    async with here.bot.store.begin() as tx:
        await tx.execute(comment_files.update().values(team_id="T0GONE"))
    (line,) = lines(await _export(here, tmp_path / "out", files=True), "files")
    assert line["why_not"] == "the app is not installed in that workspace any more"


async def test_the_districts_administrator_sees_that_it_was_exported(here: Town, tmp_path: Path) -> None:
    await _export(here, tmp_path / "out")
    dana = here.person("dana")
    await dana.opens_home()
    await dana.clicks_at_home("audit.ask")
    await dana.submits(question="why")
    said = await dana.reads_window()
    assert "The command line · a command was run where the bot runs" in said
    assert "an export of the district's data was begun · Lakeside" in said
    assert "the district's data was exported · Lakeside" in said
