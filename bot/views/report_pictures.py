"""A report's picture: bars that are read from left to right, their numbers beside them, on a ground of its own.

Drawn for a phone, where 1,200 pixels are as wide as a hand: few bars, large letters. The ground is white in a light
Slack and in a dark one, since nobody can say which of them will show it. Two blues of different lightness, and words
for everything that they tell apart. Nothing of pyplot, whose state is everybody's: this runs in any thread.
"""

import io
import textwrap
from typing import Any

from bot.views.report_panels import Bar, Panel

INK, QUIET, BAR, MARKED, FURTHER, LINE = "#1d2733", "#4a5866", "#6b7f90", "#0b5cad", "#b9cbdb", "#d5dde4"
WIDE, DOTS = 6.0, 200
"""Inches, and dots in each."""

TITLE, SMALL, LETTERS = 21, 12.5, 15
TITLE_WIDE, SMALL_WIDE, NAME_WIDE = 34, 62, 40
"""Letters in a line."""

BAR_HIGH, HEAD_HIGH, LINE_HIGH = 0.62, 0.6, 0.36
"""Inches."""

ROOM = 1.6
"""How much wider than its longest bar a panel is: for the number beside that."""

Lines = list[str]


def png(title: str, about: str, panels: list[Panel]) -> bytes:
    """1,200 pixels wide, as high as it takes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  # loaded by the first who draws
    from matplotlib.figure import Figure  # noqa: PLC0415  # likewise

    heads = textwrap.wrap(_drawable(title), TITLE_WIDE)[:4]
    beneath = textwrap.wrap(_drawable(about), SMALL_WIDE)[:2]
    above = 0.3 + LINE_HIGH * len(heads) + 0.28 * len(beneath) + 0.1
    high = above + sum(HEAD_HIGH + BAR_HIGH * len(panel.bars) for panel in panels) + 0.25
    figure = Figure(figsize=(WIDE, high), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    _write(figure, heads, beneath, high)
    top = high - above
    for panel in panels:
        tall = BAR_HIGH * len(panel.bars)
        top -= HEAD_HIGH
        figure.text(0.035, (top + 0.13) / high, _drawable(panel.head), size=SMALL, color=QUIET, parse_math=False)
        axes = figure.add_axes((0.035, (top - tall) / high, 0.93, tall / high))
        _bars(axes, panel)
        top -= tall
    found = io.BytesIO()
    figure.savefig(found, format="png", metadata={"Software": None})
    return found.getvalue()


def _write(figure: Any, heads: Lines, beneath: Lines, high: float) -> None:
    top = high - 0.3
    for line in heads:
        figure.text(0.035, top / high, line, size=TITLE, weight="bold", color=INK, va="top", parse_math=False)
        top -= LINE_HIGH
    top -= 0.05
    for line in beneath:
        figure.text(0.035, top / high, line, size=SMALL, color=QUIET, va="top", parse_math=False)
        top -= 0.28


def _bars(axes: Any, panel: Panel) -> None:
    """Each with its name above it, so that a long one has the whole width."""
    axes.set_xlim(0, (panel.most or 1) * ROOM)
    axes.set_ylim(len(panel.bars), 0)
    axes.axis("off")
    axes.plot([0, 0], [0.02, len(panel.bars) - 0.02], color=LINE, linewidth=1.5)
    for place, bar in enumerate(panel.bars):
        _bar(axes, bar, place, color=MARKED if place == panel.marked else BAR)


def _bar(axes: Any, bar: Bar, place: int, *, color: str) -> None:
    name = textwrap.shorten(_drawable(bar.name), NAME_WIDE, placeholder="…")
    axes.text(0, place + 0.3, f" {name}", size=LETTERS - 1, color=INK, va="center", parse_math=False)
    middle = place + 0.72
    if bar.further is not None:
        axes.barh(middle, bar.further, height=0.42, color=FURTHER)
    axes.barh(middle, bar.value, height=0.42, color=color)
    end = max(bar.value, bar.further or 0)
    axes.text(end, middle, f" {bar.said}", size=LETTERS - 1, weight="bold", color=INK, va="center", parse_math=False)


def _drawable(words: str) -> str:
    """Letters that the picture's font has not are boxes; the text beside the picture has them."""
    from matplotlib import font_manager  # noqa: PLC0415  # as above
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415  # as above

    known = FT2Font(font_manager.findfont("DejaVu Sans")).get_charmap()
    return "".join(letter if ord(letter) in known else "\ufffd" for letter in words)
