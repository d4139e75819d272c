"""A message as it leaves us: its whole meaning in words, and the same drawn in blocks."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`text` is what screen readers and phones read; it is complete without the blocks (SLACK 7)."""

    text: str
    blocks: list[Block]
