"""One picture of the documentation: where it is taken, and what is done there before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

LOW, TALL = 640, 900
"""How high the window is."""

Walk = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`path`: where the window opens. `walk`: what is done there before the picture is taken."""

    name: str
    path: str
    walk: Walk
    height: int = LOW
