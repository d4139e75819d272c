"""A message as it leaves us: its whole meaning in words, and the same drawn in blocks.

Lock screens and previews are drawn from `text` and from the first block (SLACK 7), so no view puts what a person
wrote into either. It goes into `aloud`, and `spoken` alone decides which of the two is sent (POLICY 10).
"""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`text`: complete without the blocks, but for people's words. `aloud`: with them; '' where there are none."""

    text: str
    blocks: list[Block]
    aloud: str = ""

    def spoken(self, *, previews: bool) -> str:
        """What screen readers and phones are given. `previews`: whether words may show there."""
        return (previews and self.aloud) or self.text
