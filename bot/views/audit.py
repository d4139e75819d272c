"""The audit log's answers: lines of who did what, when, and by which rule. Ids and names alone, nobody's words."""

import json
from collections.abc import Sequence
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.domain.record import Entry, Named, Question
from bot.views import audit_words, csv_files, fields, text
from bot.views.actions import Action, Callback
from bot.views.message import Block

QUESTION, PERSON, DAY, DISTRICT = "question", "person", "day", "district"
"""Block ids of the form."""

QUESTIONS = {
    Question.WHY: "Who did what, allowed or refused, and why",
    Question.RIGHTS: "Who gave whom which right",
    Question.EMERGENCIES: "Every use of the emergency exception",
}
NOTHING = "The log has no such line. Please choose another day, or leave the day or the person out."
COLUMNS = (
    *("id", "at_utc", "at_local", "person_id", "person", "act", "what", "allowed", "rule", "why"),
    *("district_id", "district", "case", "about_id", "about", "instead_id", "instead", "ref"),
)


def button(*beside: Block) -> list[Block]:
    """On the Home of whoever may ask. `beside`: what else they may ask for there."""
    return text.buttons([text.button("Who did what…", Action.AUDIT, "home"), *beside])


def form(districts: Sequence[tuple[str, str]], *, of_all: bool, command: str, today: str) -> Block:
    """`districts`: key and name of those that can be asked about. `of_all`: also without one. `today`: theirs."""
    asked = [(it.value, said) for it, said in QUESTIONS.items()]
    day = {"type": "datepicker", "action_id": "chosen", "initial_date": today}
    return text.modal(
        "Who did what",
        Callback.AUDIT,
        [
            fields.choice(QUESTION, "Question", asked, chosen=Question.WHY),
            fields.person(PERSON, "Person", optional=True, hint="Empty: everybody."),
            fields.field(DAY, "Day", day, optional=True, hint="In your time zone. Empty: every day."),
            *_which(districts, of_all=of_all, command=command),
        ],
        submit="Ask",
    )


def _which(districts: Sequence[tuple[str, str]], *, of_all: bool, command: str) -> list[Block]:
    if of_all and not districts:  # Slack opens no menu without options
        return []
    if of_all:
        empty = "Empty: all of them, and Support itself."
        return [fields.district(DISTRICT, "District", districts, command=command, optional=True, empty=empty)]
    if len(districts) == 1:
        return []
    return [fields.choice(DISTRICT, "District", districts, chosen=districts[0][0])]


def nobody_known() -> dict[str, str]:
    """At its field."""
    return {PERSON: "They never had anything to do with me. Please choose somebody else."}


def answer(entries: Sequence[Entry], *, question: Question, older: int | None, asked: dict[str, str]) -> Block:
    """A page, the newest first. `asked`: the question as ids, for the next page. `older`: where that begins."""
    shown: list[Block] = [text.section(f"*{QUESTIONS[question]}*")]
    shown += [text.section(_drawn(entry)) for entry in entries] or [text.section(NOTHING)]
    pressed = [text.button("Older lines", Action.AUDIT_OLDER, older)] if older is not None else []
    if entries:
        pressed.append(text.button("Send me this as CSV", Action.AUDIT_CSV, "csv"))
    shown += text.buttons(pressed)
    shown.append(text.context("Times are in your zone. The log has no words of cases; this look is in it too."))
    return text.modal("Who did what", Callback.READING, shown, close="Close", private_metadata=json.dumps(asked))


def _drawn(entry: Entry) -> str:
    """Who did what to whom; and beneath it when, by which rule, and where."""
    line = entry.line
    did = [f"*{_drawn_name(entry.who) or _nobody(entry)}*", audit_words.act(line.act)]
    if entry.about is not None and (entry.who is None or entry.about.id != entry.who.id):
        did.append(f"about {_drawn_name(entry.about)}")
    if entry.comes is not None:
        did.append(f"in their place {_drawn_name(entry.comes)}")
    why = [text.moment(line.at), audit_words.rule(line.rule, allowed=line.allowed)]
    return "\n".join(" · ".join(row) for row in (did, [*why, *_where(entry, text.inline(entry.district))]))


def _where(entry: Entry, district: str) -> list[str]:
    line = entry.line
    found = [district, f"case {line.case}" if line.case is not None else "", audit_words.ref(line.ref)]
    return [it for it in found if it]


def _drawn_name(named: Named | None) -> str:
    return text.inline(name(named))


def _nobody(entry: Entry) -> str:
    return audit_words.NOBODY.get(entry.line.act, _unnamed(entry))


def _unnamed(entry: Entry) -> str:
    return "The command line" if entry.line.rule == "command-line" else "Somebody unknown"


def name(named: Named | None) -> str:
    """As the directory has it now; '' for nobody."""
    if named is None:
        return ""
    if named.hidden:
        return "Somebody of another district"
    if named.sheet is None or (not named.sheet.name and named.sheet.slack is None):
        return f"Erased person {named.id}"
    return text.plain_name(named.sheet) if named.sheet.name else f"Person {named.id}"


def said(entry: Entry, zone: ZoneInfo) -> str:
    """The same for a terminal, in one line."""
    line, who = entry.line, name(entry.who) or _nobody(entry)
    parts = [f"{line.at.astimezone(zone):%Y-%m-%d %H:%M:%S}", who, audit_words.act(line.act)]
    parts.append(audit_words.rule(line.rule, allowed=line.allowed))
    if entry.about is not None and (entry.who is None or entry.about.id != entry.who.id):
        parts.append(f"about {name(entry.about)}")
    if entry.comes is not None:
        parts.append(f"in their place {name(entry.comes)}")
    return " · ".join(csv_files.flat(part) for part in [*parts, *_where(entry, entry.district)])


def cells(entry: Entry, zone: ZoneInfo) -> list[str]:
    """A row of an export, beneath COLUMNS."""
    line = entry.line
    return [
        str(line.id),
        line.at.astimezone(UTC).isoformat(),
        line.at.astimezone(zone).isoformat(),
        _id(line.person),
        csv_files.cell(name(entry.who) or _nobody(entry)),
        line.act,
        audit_words.act(line.act),
        "yes" if line.allowed else "no",
        line.rule,
        audit_words.rule(line.rule, allowed=line.allowed),
        _id(line.district),
        csv_files.cell(entry.district),
        _id(line.case),
        _id(line.about),
        csv_files.cell(name(entry.about)),
        _id(entry.comes.id if entry.comes is not None else None),
        csv_files.cell(name(entry.comes)),
        line.ref,
    ]


def _id(number: int | None) -> str:
    return "" if number is None else str(number)
