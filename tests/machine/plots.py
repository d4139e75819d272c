"""What comes about only where one thing follows on another: each is played in one district, by those who may.

A step is a deed's name, with who it is that asks where it is not one who may; or a time that passes.
"""

from datetime import timedelta

DAY = timedelta(days=1)
PASSES = {
    "six minutes": timedelta(minutes=6),
    "an hour": DAY / 24,
    "two days": 2 * DAY,
    "three weeks": 21 * DAY,
    "two months": 60 * DAY,
    "a quarter": 95 * DAY,
}

PLOTS: dict[str, tuple[str, ...]] = {
    "a duplicate": (
        *("open a case", "open a case", "merge", "comment", "undo a merge", "merge"),
        *("two days", "undo a merge", "comment"),
    ),
    "an incident": (
        *("open an incident", "open a case", "link", "open a case", "take a case", "link"),
        *("post an update", "close an incident", "an hour", "link", "plan maintenance", "three weeks", "three weeks"),
    ),
    "a date": ("open a case", "schedule", "three weeks", "ask for assistance", "resume", "give back"),
    "a defect": (
        *("open a case", "take a case", "to development", "publish an issue", "follow an issue"),
        *("release an issue", "an hour", "assess", "refer", "reopen"),
    ),
    "no answer": (
        *("open a case", "take a case", "ask the district", "close unanswered", "more time", "three weeks"),
        *("close unanswered", "reopen"),
    ),
    "asked again": ("open a case", "resolve", *4 * ("more time",), "not solved"),
    "a call": ("open a case for a contact", "give a case", "hand over", "take over", *2 * ("escalate",)),
    "two removals": (*2 * ("ask to remove",), "approve", "confirm a removal", "undo a removal"),
    "two more": (*2 * ("ask to remove",), "approve", "undo a removal", "ask to reactivate", "approve"),
    "a removal": ("ask to remove", "undo a removal", "ask to replace", "decline", "ask to remove"),
    "somebody new": ("ask to add", "ask to add", "approve", "mark training", "change the phone", "two months"),
    "entered": (
        *("enter a list change", "withdraw a request", "enter a list change", "approve"),
        *("ask for another type", "ask for another type", "approve"),
    ),
    "quiet": ("two months", "see who is silent", "keep access", "a quarter", "confirm the list"),
    "student data": ("open a case", "mark", "switch previews off", "take the mark away", "switch previews on"),
    "taken back": (
        *("open a case by nan", "comment by nan", "take a comment back by nan", "open a case", "comment"),
        *("take a comment back", "write a note by gita", "take a note back by gita", "redact"),
    ),
    "too late": ("open a case", "withdraw", "comment", "a quarter", "reopen", "comment"),
    "away": ("open a case", "go away", "comment", "come back", "mark as away", "go away", "three weeks"),
    "an emergency": (
        *("report an emergency", "accept an emergency", "an hour", "solved", "claim an emergency"),
        *("report an emergency", "decline an emergency", "accept an emergency"),
    ),
    "a question": (
        *("ask a contact", "two days", "answer a question", "ask a contact", "decline a question"),
        *("ask a contact", "three weeks"),
    ),
    "a hold": ("set a hold", "see the holds", "set a hold", "lift a hold", "lift a hold"),
    "looks": ("see the list", "see contacts", "see the record", "list incidents", "list cases", "view a case"),
    "settings": (
        *("accept a mixed channel", *2 * ("set up a workspace",), "ask for an update"),
        *(*3 * ("choose how to be told",), "take a case", "two days"),
    ),
    "guests": (
        *("open a case", *5 * ("invite a guest",), "be here by nat", "end a session by two", "be here by sam"),
        *("an hour", "end a session"),
    ),
    "a line without anybody": ("an address", *3 * ("confirm a proposal",), "decline a proposal", "bind a line"),
    "nobody's line": ("an address", *2 * ("decline a proposal",), "confirm a proposal", "bind a line"),
    "a guest speaks": (
        *("open a case", *3 * ("invite a guest",), "the guest speaks", "six minutes", "the guest speaks"),
        *("look at what is held", "let in", "be here", "the guest speaks"),
    ),
    "nobody claims it": ("report an emergency", "accept an emergency", "ask the district", "three weeks"),
    "nobody decides": ("report an emergency", "two months", "accept an emergency"),
    "referred": ("open a case", "refer", "reopen", "take a case", "refer"),
    "two duplicates": (
        "open a case",
        "open a case",
        "merge",
        "open a case",
        *2 * ("merge",),
        "undo a merge",
        "open a case",
        "merge",
    ),
    "no answer at all": ("open a case", "take a case", "ask the district", "three weeks", "close unanswered"),
    "by digest": (
        *("choose how to be told by nan", "choose how to be told by nat", "choose how to be told by two"),
        *("open a case by nan", "take a case", "reply to the district"),
        *("open a case by nat", "take a case", "reply to the district"),
        *("open a case by two", "take a case", "reply to the district", "two days"),
    ),
    "not theirs": (
        *("open a case", "take a case", "resolve by gita", "resolve by alex", "give a case by alex"),
        *("open an incident by alex", "redact by nil", "ask for an update by nan", "ask for an update by sia"),
        *("open a case by nobody", "open a case by nobody", "list cases by kim", "take a comment back by nil"),
    ),
}
HOMES = {
    **dict.fromkeys(("by digest", "not theirs", "taken back", "two removals", "a guest speaks"), "north"),
    "a line without anybody": "east",
}
"""Where a plot is played, if not anywhere."""
BY_FOURS = frozenset({"no answer at all", "two duplicates"})
"""Those that begin with a Critical case: what is chosen is chosen by a number that four divides."""
