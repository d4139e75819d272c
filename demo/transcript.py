"""A story as it is read: who did what, and what each person then saw, or only they."""

from rich.console import Console

from sandbox.people import Seen

MOST_LINES = 30


class Transcript:
    """Prints as it goes. `out` None: silent."""

    def __init__(self, out: Console | None) -> None:
        self._out = out

    def step(self, number: int, title: str) -> None:
        self._print(f"\n[bold]{number}. {title}[/bold]")

    def did(self, who: str, what: str) -> None:
        self._print(f"  [cyan]{who}[/cyan] {what}")

    def saw(self, who: str, seen: Seen | str, *, alone: bool = False) -> None:
        """What is read, indented; `alone`: nobody else sees it."""
        words = seen if isinstance(seen, str) else _with_labels(seen)
        only = " (only they see it)" if alone else ""
        self._print(f"  [green]{who} reads[/green]{only}:")
        lines = words.splitlines()
        for line in lines[:MOST_LINES]:
            self._print(f"      {line}", markup=False)
        if len(lines) > MOST_LINES:
            self._print("      …")

    def _print(self, line: str, *, markup: bool = True) -> None:
        if self._out is not None:
            self._out.print(line, markup=markup, highlight=False)


def _with_labels(seen: Seen) -> str:
    """A card's fields as 'Label: value', where Slack shows the one above the other."""
    words = seen.words
    for block in seen.blocks:
        for field in block.get("fields", ()):
            label = field["text"].partition("\n")[0].strip("*")
            words = words.replace(f"\n{label}\n", f"\n{label}: ", 1)
    return words
