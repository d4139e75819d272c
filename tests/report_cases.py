"""Reports as people in a story ask for them, and the files that they get."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass

from demo import world
from demo.town import Town
from sandbox.model import File
from tests.issue_cases import shuts

SHOWN = {"report": "open-cases", "period": "school-year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What stands beside the files, and the files by what their names end with."""

    said: str
    files: dict[str, File]

    @property
    def csv(self) -> list[dict[str, str]]:
        found = (self.files["csv"].content or b"").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(found)))

    def line(self, by: str, what: str) -> dict[str, str]:
        (found,) = [row for row in self.csv if (row["by"], row["what"]) == (by, what)]
        return found

    @property
    def workbook(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.files["xlsx"].content or b""))

    @property
    def words(self) -> str:
        """All strings of the workbook."""
        return self.workbook.read("xl/sharedStrings.xml").decode()

    @property
    def sheets(self) -> list[str]:
        (book,) = [name for name in self.workbook.namelist() if name.endswith("book.xml")]
        return re.findall(r'<sheet name="([^"]+)"', self.workbook.read(book).decode())


async def asks_for(here: Town, name: str, **filled: str) -> str:
    """What they read in the window at once; the files are owed."""
    person = here.person(name)
    await shuts(person)
    assert (await person.types("/case", "reports", channel=world.TOWN)).acked
    answered = await person.submits(**{**SHOWN, **filled})
    assert not answered.errors, answered.errors
    return await person.reads_window()


async def gets(here: Town, name: str) -> list[Got]:
    """Every report that they were sent."""
    await here.quiet()
    found: list[Got] = []
    for seen in await here.person(name).direct_messages():
        files = [it for it in here.sandbox.slack.files.values() if it.name in seen.files and it.content]
        if len(seen.files) > 1:
            latest = {it.name.rpartition(".")[2]: it for it in files}
            found.append(Got(said=seen.words, files=latest))
    return found


async def report(here: Town, name: str, **filled: str) -> Got:
    await asks_for(here, name, **filled)
    return (await gets(here, name))[-1]
