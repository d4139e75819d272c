"""What is read of a district, written into the folder of its export, a page at a time."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import groupby
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
        self.folder.begin_list(subject.name, cells.header(columns))
        async for page in exporting.pages(tx, subject, self.district):
            for raw in page:
                row = exports.with_stubs(subject.name, raw)
                self.folder.add_line(subject.name, cells.of_row(row, columns, self.zone))
                if subject is CASES:
                    await self._transcript(tx, row)
            self.counted(subject.name, len(page))

    async def _transcript(self, tx: Tx, case: Row) -> None:
        number = int(case["case"])
        with self.folder.text(f"cases/{number:04}.txt") as text:
            text.write(exports.transcript(case, self.zone))
            async for versions in _by_comment(exporting.pages(tx, COMMENTS, self.district, case=number)):
                text.write(exports.said(versions, self.zone))
            for subject in OF_FILES:
                async for page in exporting.pages(tx, subject, self.district, case=number):
                    text.writelines(exports.file_line(row) for row in page)

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


async def _by_comment(pages: AsyncIterator[list[Row]]) -> AsyncIterator[list[Row]]:
    """The versions of each comment together, also where a page ends between them."""
    begun: list[Row] = []
    async for page in pages:
        rows = [*begun, *(exports.with_stubs("comments", row) for row in page)]
        *whole, begun = [[*versions] for _, versions in groupby(rows, key=lambda row: row["comment_id"])]
        for versions in whole:
            yield versions
    if begun:
        yield begun
