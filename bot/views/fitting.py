"""How much of something long one message takes: whole groups of blocks, the first of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.views import text
from bot.views.message import Block

MOST = 47
"""Of blocks in a message: fifty, less lines of ours."""


def as_many(
    groups: Sequence[list[Block]],
    *,
    beside: Sequence[Block],
    most: int = MOST,
    longest: int = text.BLOCK_TEXT_LONGEST,
) -> list[list[Block]]:
    """The first of the groups, as far as there are letters and blocks left."""
    letters, blocks = longest - _letters(beside), most - len(beside)
    kept = []
    for group in groups:
        letters, blocks = letters - _letters(group), blocks - len(group)
        if min(letters, blocks) < 0:
            break
        kept.append(group)
    return kept


def together(groups: Iterable[list[Block]]) -> list[Block]:
    return [block for group in groups for block in group]


def _letters(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_letters(part) for part in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sum(_letters(part) for part in value)
    return len(value) if isinstance(value, str) else 0
