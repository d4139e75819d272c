"""Names apart from words: who did something may stand in a preview, what a person wrote may not (POLICY 10)."""

WRITTEN = "Zebulonia"
"""What somebody wrote; drawn with it, people and places are called otherwise."""


def name(said: str) -> str:
    """Of a person, a district, a module or a course."""
    return "Somebody" if said == WRITTEN else said
