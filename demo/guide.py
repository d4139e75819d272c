"""The first view of the demonstration's page: who the people are, and the story in five steps."""

from demo import world
from sandbox.page import Guide, GuideStep, Way

HOME = "home"


def _by_district() -> list[tuple[str, list[str]]]:
    called = world.districts()
    groups = [
        (name, [row["slack_user_id"] for row in world.people() if row["district"] == key])
        for key, name in called.items()
    ]
    return [*groups, ("Nobody's", [world.STRANGER])]


OPEN = GuideStep(
    title="A contact opens a case",
    tells=(
        "Ana is one of Lakeside's authorized contacts. She types /case and what is wrong, and fills in the form.",
        "Lakeside reads the case in its own private channel, Support in its desk's: two threads, one record.",
    ),
    ways=(Way(label="Be Ana", person="U0ANA", place=world.TOWN, typed="/case Grades vanish on save"),),
    look=(
        Way(label="Lakeside's thread, as Ben", person="U0BEN", place=world.LAKESIDE),
        Way(label="The desk's thread, as Alex", person="U0ALEX", place=world.DESK),
    ),
)
POINT = GuideStep(
    title="Staff are pointed to their own contacts",
    tells=(
        "Sam works at Lakeside, but is no contact. He types /case and reads whom to ask: Lakeside's own contacts.",
        "Of cases, and of another district, he sees nothing.",
        "Nora belongs to no district that is known. She is looked up, and told by direct message whom to ask.",
    ),
    ways=(
        Way(label="Be Sam", person="U0SAM", place=world.TOWN, typed="/case"),
        Way(label="Be Nora", person=world.STRANGER, place=world.TOWN, typed="/case"),
    ),
    look=(Way(label="What Sam reads", person="U0SAM", place=world.TOWN),),
)
REPLY = GuideStep(
    title="Replies in the thread",
    tells=(
        "Ben, a contact, replies in the case's thread: the desk reads it.",
        "Sam joins the channel and replies too: his words are not taken in, and only he reads why.",
        "While Sam is there no words are posted at all, until Lakeside's administrator, Dana, accepts the channel.",
    ),
    ways=(
        Way(label="Be Ben", person="U0BEN", place=world.LAKESIDE),
        Way(label="Be Dana", person="U0DANA", place="direct"),
    ),
    look=(
        Way(label="The desk, as Alex", person="U0ALEX", place=world.DESK),
        Way(label="Lakeside, as Sam", person="U0SAM", place=world.LAKESIDE),
    ),
)
WORK = GuideStep(
    title="The desk works on it, the district answers",
    tells=(
        "Alex takes the case from its card. A reply in the desk's thread is an internal note.",
        "What the district is to read goes by Reply to district, Ask for input or Post resolution.",
        "A contact answers, presses Solved, or reopens the case with a reason.",
    ),
    ways=(
        Way(label="Be Alex", person="U0ALEX", place=world.DESK),
        Way(label="Be Ana", person="U0ANA", place=world.LAKESIDE),
    ),
    look=(Way(label="The desk, as Alex", person="U0ALEX", place=world.DESK),),
)
QUIET = GuideStep(
    title="The clock: a contact goes quiet",
    tells=(
        "Tess has not been seen. After 150 days she is warned by direct message, with the date.",
        "At 180 days she is flagged, and her administrator is told. One press on Keep my access clears it.",
        "Turn the clock yourself, under Clock at the top of anybody's window, or let the step be played.",
        "Some two hundred days pass.",
    ),
    ways=(Way(label="Be Tess", person="U0TESS", place="direct"),),
    look=(
        Way(label="What Tess was told", person="U0TESS", place="direct"),
        Way(label="What Dana was told", person="U0DANA", place="direct"),
    ),
)

GUIDE = Guide(
    title="A small Slack with Liaison at work in it",
    intro=(
        "Two school districts, Lakeside and Pine Ridge, share this little Slack with the software vendor's Support.",
        "In each district only its authorized contacts may open and work cases. Anyone else is pointed to them.",
        "Be anybody: choose a person below. Open a second window to be two people at once.",
    ),
    groups=_by_district(),
    steps=(OPEN, POINT, REPLY, WORK, QUIET),
)
