"""What people do with an app: type its command, press its buttons, fill its forms, open its home.

Each builds the payload as Slack does, carries it, and shows the person what came back.
"""

from sandbox.acting.commands import command
from sandbox.acting.forms import close, fill, submit
from sandbox.acting.presses import click, click_in_view, suggest
from sandbox.acting.shortcuts import open_home, shortcut
from sandbox.acting.stage import Press, Stage

__all__ = [
    "Press",
    "Stage",
    "click",
    "click_in_view",
    "close",
    "command",
    "fill",
    "open_home",
    "shortcut",
    "submit",
    "suggest",
]
