"""Names apart from words: who did something may stand in a preview, what a person wrote may not (POLICY 10)."""

WRITTEN = "Zebulonia"
"""What somebody wrote; drawn with it, people and places are called otherwise."""

CALLED = "Ottokar"
"""Drawn with it, people and places are called what would have a sentence read from its other side."""

TURNING = "\u202eTor\u200fres\u2066"

_CALLED_OTHERWISE = {WRITTEN: "Somebody", CALLED: TURNING}


def name(said: str) -> str:
    """Of a person, a district, a module or a course."""
    return _CALLED_OTHERWISE.get(said, said)
