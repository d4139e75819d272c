"""The map as a table for people: `python -m storage.holdings.page` puts it into `docs/privacy.md`."""

from pathlib import Path

from storage import holdings
from storage.holdings import HOLDINGS, Held, Kind

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
BEGINS, ENDS = "<!-- from the map of what is held -->", "<!-- to here -->"

WORDS = {
    Kind.WORDS: "what people wrote",
    Kind.PERSON: "who and where somebody is",
    Kind.SLACK: "Slack's ids and links",
    Kind.SECRET: "a token, sealed",
}


def table() -> str:
    """In Markdown, a line each."""
    head = ["| what, and what for | of people | table | in a district's export |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_line(held) for held in HOLDINGS)])


def _line(held: Held) -> str:
    kinds = {kind for _, kind in holdings.kinds(held)}
    of_people = ", ".join(said for kind, said in WORDS.items() if kind in kinds) or "ids of ours alone"
    return f"| {held.purpose} | {of_people} | `{held.table}` | {_exported(held)} |"


def _exported(held: Held) -> str:
    if held.nobodys:
        return f"no: {held.nobodys}"
    if held.desk:
        return "no: Support's own"
    if held.kept_back:
        return f"no: {held.kept_back}"
    return "yes"


def with_table(page: str) -> str:
    """The page with the table as it is now between its two marks. Raises ValueError where they are not."""
    before, _, rest = page.partition(BEGINS)
    _, mark, after = rest.partition(ENDS)
    if not mark:
        raise ValueError(f"{PAGE} has no {BEGINS} … {ENDS}")
    return f"{before}{BEGINS}\n\n{table()}\n\n{ENDS}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
