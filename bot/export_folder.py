"""The folder of an export: for its owner alone, and under its name only once it is whole."""

import csv
import errno
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Self, TextIO

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
FULL = (errno.ENOSPC, errno.EDQUOT)
LATER = ".files.jsonl"
"""What is read of files in the one look at the database, for when their contents are fetched."""


class NotThere(Exception):
    """The folder cannot be made; the message says why and what to do."""


class NotWritten(Exception):
    """The folder could be made, and then not written to. No OSError: a database, too, can be out of reach."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.is_full = error.errno in FULL


def unfinished(path: Path) -> list[Path]:
    """What exports to that name left beside it, which were killed, or could not clear up."""
    try:
        return sorted(it for it in path.parent.iterdir() if it.name.startswith(_beginning(path)))
    except OSError:  # nothing to be seen there
        return []


def _beginning(path: Path) -> str:
    return f".{path.name}.unfinished-"


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritten(error) from None


class _Private(io.FileIO):
    """A new file that nobody else can open."""

    def __init__(self, path: Path) -> None:
        with _writing():
            super().__init__(path, "x", opener=lambda name, flags: os.open(name, flags, PRIVATE_FILE))

    def write(self, data: Any, /) -> int:
        with _writing():
            return super().write(data)


class Folder:
    """Written beside its name, as `.NAME.unfinished-…`, and renamed at the end.

    Whatever writes to it raises NotWritten where the disk takes no more.
    """

    def __init__(self, path: Path, unfinished: Path) -> None:
        self.path, self.unfinished = path, unfinished
        self._lists: dict[str, tuple[TextIO, Any]] = {}

    @classmethod
    @contextmanager
    def begun(cls, path: Path) -> Iterator[Self]:
        """Whatever ends the block by an exception, nothing is left. Raises NotThere."""
        try:
            there = path.exists() or path.is_symlink()
        except OSError as error:  # a name that is too long, or a folder that may not be looked into
            raise NotThere(f"{path}: {error.strerror}. Name another folder.") from None
        if there:
            raise NotThere(
                f"{path} is there already, and nothing is overwritten. Name a folder that is not there yet."
            )
        try:
            found = tempfile.mkdtemp(prefix=_beginning(path), dir=path.parent)
        except OSError as error:
            raise NotThere(f"{path.parent}: {error.strerror}. Name a folder in one that can be written to.") from None
        folder = cls(path, Path(found))
        try:
            yield folder
        finally:
            with suppress(NotWritten):
                folder._close()
            shutil.rmtree(found, ignore_errors=True)

    def whole(self) -> None:
        """From now on it stands under its name. Raises NotThere where somebody was faster."""
        self._close()
        with _writing():
            (self.unfinished / LATER).unlink(missing_ok=True)
            if self.path.exists():
                raise NotThere(f"{self.path} came to be meanwhile. Name a folder that is not there yet.")
            self.unfinished.rename(self.path)

    def begin_list(self, name: str, header: Sequence[str]) -> None:
        """A CSV of that name; a byte-order mark tells spreadsheets that it is UTF-8."""
        file = self._open(f"{name}.csv", encoding="utf-8-sig")
        writer = csv.writer(file)
        writer.writerow(header)
        self._lists[name] = (file, writer)

    def add_line(self, name: str, cells: Sequence[str]) -> None:
        self._lists[name][1].writerow(cells)

    @contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        with self._open(name) as file:
            yield file

    @contextmanager
    def content(self, name: str) -> Iterator[IO[bytes]]:
        """Bytes. Whatever ends the block by an exception, there is no such file."""
        path = self._place(name)
        try:
            with io.BufferedWriter(_Private(path)) as file:
                yield file
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    @contextmanager
    def kept_for_later(self) -> Iterator[TextIO]:
        with self._open(LATER) as file:
            yield file

    def later(self) -> Iterator[Mapping[str, Any]]:
        """Line by line, what was kept for later."""
        with (self.unfinished / LATER).open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    def _open(self, name: str, encoding: str = "utf-8") -> TextIO:
        into = io.BufferedWriter(_Private(self._place(name)))
        return io.TextIOWrapper(into, encoding=encoding, errors="replace", newline="")

    def _place(self, name: str) -> Path:
        path = self.unfinished / name
        missing = [it for it in path.parents if not it.exists()]
        with _writing():
            for parent in reversed(missing):
                parent.mkdir(mode=PRIVATE_FOLDER)
        return path

    def _close(self) -> None:
        """Each of them, also when one cannot be written to its end."""
        with ExitStack() as stack:
            for file, _ in self._lists.values():
                stack.callback(file.close)
            self._lists.clear()
