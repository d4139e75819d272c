"""What is read of a district, written into the folder of its export, a page at a time."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.domain.ids import DistrictId
from bot.export_folder import Folder
from bot.views import audit as audit_views
from bot.views import cells, exports
from storage import exporting
from storage.exporting import CASES, COMMENT_FILES, COMMENTS, OPENING_FILES, SUBJECTS, Row, Subject
from storage.store import Tx

OF_FILES = (OPENING_FILES, COMMENT_FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`begin` is told how many lines there are, `step` how many more were written."""

    begin: Callable[[int], None]
    step: Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One export under way. `zone`: the district's. `lines`: written so far, by file."""

    district: DistrictId
    zone: ZoneInfo
    folder: Folder
    progress: Progress
    lines: Counter[str] = field(default_factory=Counter)

    async def everything(self, tx: Tx) -> None:
        """All but the list of files, which is kept until it is known what became of each."""
        counts = [await exporting.count(tx, subject, self.district) for subject in SUBJECTS]
        self.progress.begin(sum(counts) + await exporting.count_of_audit(tx, self.district))
        for subject in SUBJECTS:
            if subject not in OF_FILES:
                await self._list(tx, subject)
        with self.folder.kept_for_later() as later:
            for subject in OF_FILES:
                await self._keep(exporting.pages(tx, subject, self.district), later)
        await self._audit(tx)

    async def _list(self, tx: Tx, subject: Subject) -> None:
        columns = exporting.columns(subject)
        along = [Along(exporting.pages(tx, it, self.district), it.name) for it in (COMMENTS, *OF_FILES)]
        self.folder.begin_list(subject.name, cells.header(columns))
        async for page in exporting.pages(tx, subject, self.district):
            for raw in page:
                row = exports.with_stubs(subject.name, raw)
                self.folder.add_line(subject.name, cells.of_row(row, columns, self.zone))
                if subject is CASES:
                    await self._transcript(row, *along)
            self.counted(subject.name, len(page))

    async def _transcript(self, case: Row, said: "Along", *files: "Along") -> None:
        number = int(case["case"])
        with self.folder.text(f"cases/{number:04}.txt") as text:
            text.write(exports.transcript(case, self.zone))
            async for versions in _by_comment(said.of_case(number)):
                text.write(exports.said(versions, self.zone))
            for its in files:
                async for row in its.of_case(number):
                    text.write(exports.file_line(row))

    async def _keep(self, pages: AsyncIterator[list[Row]], later: TextIO) -> None:
        async for page in pages:
            later.writelines(json.dumps(dict(row)) + "\n" for row in page)

    async def _audit(self, tx: Tx) -> None:
        self.folder.begin_list("audit", audit_views.COLUMNS)
        self.lines["audit"] = 0
        async for page in exporting.audit_lines(tx, self.district):
            for entry in page:
                self.folder.add_line("audit", audit_views.cells(entry, self.zone))
            self.counted("audit", len(page))

    def counted(self, name: str, lines: int) -> None:
        self.lines[name] += lines
        self.progress.step(lines)


class Along:
    """Lines that hang on cases, read beside them: both are in the order of the cases' numbers."""

    def __init__(self, pages: AsyncIterator[list[Row]], subject: str) -> None:
        self._lines = self._each(pages, subject)
        self._next: Row | None = None

    async def _each(self, pages: AsyncIterator[list[Row]], subject: str) -> AsyncIterator[Row]:
        async for page in pages:
            for row in page:
                yield exports.with_stubs(subject, row)

    async def of_case(self, number: int) -> AsyncIterator[Row]:
        """Asked for one case after the other, by their numbers."""
        while (row := self._next or await anext(self._lines, None)) is not None:
            self._next = row if row["case"] > number else None
            if row["case"] > number:
                return
            if row["case"] == number:
                yield row


async def _by_comment(rows: AsyncIterator[Row]) -> AsyncIterator[list[Row]]:
    """The versions of each comment together."""
    versions: list[Row] = []
    async for row in rows:
        if versions and versions[0]["comment_id"] != row["comment_id"]:
            yield versions
            versions = []
        versions.append(row)
    if versions:
        yield versions
