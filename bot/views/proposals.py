"""To administrators: whose a line without a Slack user may be, by its address; and what became of it (POLICY 1)."""

from bot.domain.proposals import State
from bot.domain.sheets import ProposalSheet
from bot.views import list_words, terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

BECAME = {
    State.ASKED: "",
    State.UNCLEAR: "Several members have that address, so nothing can be confirmed here. Please ask who it is, and "
    "bind the line from *Manage contacts…*.",
    State.LAPSED: "They have that address no longer.",
    State.CONFIRMED: "Confirmed by {by}: the line has its Slack user.",
    State.DECLINED: "{by} said that it is not them. *Manage contacts…* binds the line by hand.",
}


def asked(sheet: ProposalSheet, *, reader_team: str) -> Message:
    """How it stands now: with buttons while somebody is to decide."""
    proposal, address = sheet.proposal, f", {text.inline(sheet.email)}" if sheet.email else ""
    names = {
        "line": list_words.named(sheet.line),
        "district": sheet.district.name,
        "role": terms.ROLE[sheet.role],
        "email": sheet.email,
        "by": text.plain_name(sheet.by),
    }
    first = text.told(
        "*{line}* is on the list of {district} as an {role}, without a Slack user, and so without a right.", **names
    )
    member = text.name_of(sheet.member, reader_team=reader_team)
    same = text.section(f"{member}, a member of the workspace, has the same confirmed address{address}.")
    spoken = f"{text.escape(list_words.named(sheet.member))} has the same confirmed address."
    became = text.told(BECAME[proposal.state], **names) if BECAME[proposal.state] else None
    rest = became.blocks if became else [text.context(WHY), *text.buttons(_decisions(sheet))]
    return Message(
        text=text.cut_drawn(f"{first.text} {spoken} {became.text if became else WHY}", text.TEXT_LONGEST),
        blocks=[*first.blocks, same, *rest],
    )


WHY = "An address gives no right. If you know that it is them, confirm it: they become a contact then."


def _decisions(sheet: ProposalSheet) -> list[Block]:
    number, name = sheet.proposal.id, text.one_line(list_words.named(sheet.line))
    sure = text.confirmation("Is it them?", "They get the right of a contact at once, and all are told.", "Confirm")
    return [
        text.button(
            "Confirm", Action.CONFIRM_BINDING, number, style="primary", spoken_as=f"Confirm {name}", confirm=sure
        ),
        text.button("Not them", Action.DECLINE_BINDING, number, spoken_as=f"Not them: {name}"),
    ]
