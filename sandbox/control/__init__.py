"""The control API: what people do, and how the sandbox misbehaves, over HTTP under /_control.

Every call answers JSON. A deed that reaches the app answers what the app said and in how many milliseconds,
so that nobody has to wait blindly. What cannot be is refused with its name and a hint what to do.
"""

from sandbox.control.desk import CONTROL, Control
from sandbox.control.routes import part

__all__ = ["CONTROL", "Control", "part"]
