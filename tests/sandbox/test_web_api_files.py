"""Files: the three steps of an upload, who may read one, and the login page for who may not."""

from sandbox.deeds import files, messages
from tests.sandbox.small_world import ANN, HERE, Running, refusal


async def test_an_upload_is_shared_into_a_thread_and_the_answer_does_not_say_where(running: Running) -> None:
    parent = messages.say(running.world.slack, "C0GENERAL", ANN, "Parent")
    done = await running.client.files_upload_v2(
        filename="report.csv",
        content="a,b\n1,2\n",
        channel="C0GENERAL",
        thread_ts=parent.ts,
        initial_comment="Here",
        title="Report",
    )
    assert "shares" not in done["files"][0]
    told = running.world.events("message")[-1]
    assert (told["subtype"], told["text"], told["thread_ts"]) == ("file_share", "Here", parent.ts)
    info = await running.client.files_info(file=done["files"][0]["id"])
    assert info["file"]["shares"]["public"]["C0GENERAL"][0]["ts"] == told["ts"]
    assert (info["file"]["title"], info["file"]["size"]) == ("Report", 8)


async def test_a_file_whose_bytes_never_came_is_not_found(running: Running) -> None:
    promised = await running.client.files_getUploadURLExternal(filename="x.txt", length=3)
    files_ = [{"id": promised["file_id"]}]
    said = await refusal(running.client, "files.completeUploadExternal", files=files_, channel_id="C0GENERAL")
    assert said == "file_not_found"
    async with running.session.post(promised["upload_url"], data=b"abcd") as too_long:
        assert too_long.status == 400


async def test_an_upload_url_is_good_for_once(running: Running) -> None:
    promised = await running.client.files_getUploadURLExternal(filename="x.txt", length=3)
    async with running.session.post(promised["upload_url"], data=b"abc") as first:
        assert (first.status, await first.text()) == (200, "OK - 3")
    async with running.session.post(promised["upload_url"], data=b"abc") as second:
        assert second.status == 404


async def test_a_file_goes_only_where_the_bot_may_write(running: Running) -> None:
    uploaded = files.upload(running.world.slack, "U0BOT", "x.txt", b"abc", app_id="A0HELPER")
    wanted = [{"id": uploaded.id}]
    complete = "files.completeUploadExternal"
    assert await refusal(running.client, complete, files=wanted, channel_id="C0SECRET") == "channel_not_found"
    assert await refusal(running.client, complete, files=wanted, channel_id="C0ELSEWHERE") == "not_in_channel"
    assert await refusal(running.client, complete, files=wanted, channel_id="C0GENERAL") == ""


async def _get(running: Running, url: str, token: str) -> tuple[int, str, bytes]:
    async with running.session.get(url, headers={"Authorization": f"Bearer {token}"}) as response:
        return response.status, response.content_type, await response.read()


async def test_bytes_are_given_to_who_may_read_and_a_login_page_to_who_may_not(running: Running) -> None:
    slack = running.world.slack
    file = files.upload(slack, ANN, "scan.png", b"png")
    url = f"{running.sandbox.url}/files-pri/{HERE}-{file.id}/download/scan.png"
    assert (await _get(running, url, "xoxb-here"))[1] == "text/html"
    files.share(slack, "C0GENERAL", ANN, [file.id])
    shown = running.world.events("message")[-1]["files"][0]
    assert shown["url_private_download"] == url
    assert await _get(running, url, "xoxb-here") == (200, "image/png", b"png")
    status, kind, body = await _get(running, url, "xoxb-wrong")
    assert (status, kind, b"Login" in body) == (200, "text/html", True)
    running.world.bot.scopes -= {"files:read"}
    assert (await _get(running, url, "xoxb-here"))[1] == "text/html"


async def test_a_file_of_a_channel_the_bot_is_not_in_is_not_found(running: Running) -> None:
    slack = running.world.slack
    file = files.upload(slack, ANN, "scan.png", b"png")
    files.share(slack, "C0SECRET", ANN, [file.id])
    assert await refusal(running.client, "files.info", file=file.id) == "file_not_found"
    files.share(slack, "C0GENERAL", ANN, [file.id])
    assert await refusal(running.client, "files.info", file=file.id) == ""
    files.delete(slack, file.id, ANN)
    assert await refusal(running.client, "files.info", file=file.id) == "file_deleted"


async def test_a_bot_deletes_its_own_upload_and_nobody_elses(running: Running) -> None:
    slack = running.world.slack
    theirs = files.upload(slack, ANN, "scan.png", b"png")
    files.share(slack, "C0GENERAL", ANN, [theirs.id])
    done = await running.client.files_upload_v2(content="marks", filename="marks.txt", channel="C0GENERAL")
    ours = done["files"][0]["id"]
    assert await refusal(running.client, "files.delete", file=theirs.id) == "cant_delete_file"
    assert await refusal(running.client, "files.delete", file="F0NONE") == "file_not_found"
    assert await refusal(running.client, "files.delete", file=ours) == ""
    assert await refusal(running.client, "files.delete", file=ours) == "file_deleted"
    assert not slack.files[theirs.id].deleted


async def test_a_file_given_into_the_apps_form_is_the_apps_to_read(running: Running) -> None:
    own = files.upload(running.world.slack, ANN, "scan.png", b"png", app_id="A0HELPER")
    foreign = files.upload(running.world.slack, ANN, "scan.png", b"png", app_id="A0OTHER")
    assert await refusal(running.client, "files.info", file=own.id) == ""
    assert await refusal(running.client, "files.info", file=foreign.id) == "file_not_found"
