"""That something changed: counted, so that whoever watches misses nothing and need not be told what."""

import asyncio


class Changes:
    """`count`: how many there were. Whoever has seen so many waits for more."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def note(self) -> None:
        self.count += 1
        woken, self._next = self._next, asyncio.Event()
        woken.set()

    async def after(self, count: int) -> int:
        """Waits until there were more than `count`; says how many there are then."""
        while self.count <= count:
            await self._next.wait()
        return self.count
