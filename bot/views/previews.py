"""Words in notifications of a whole district: how it stands, the button, and what contacts are told (POLICY 10)."""

from bot.domain.list_sheets import ListSheet
from bot.domain.sheets import PersonSheet
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block, Message

SHOWN = "*Notifications show words* of cases and questions, but for cases marked as containing student data."
HIDDEN = "*Notifications show no words* of cases and questions: they say what happened, and by whom."
SWITCHED = {
    True: "Notifications show words again. The district's contacts are told.",
    False: "Notifications show no words from now on. The district's contacts are told.",
}


def in_listing(sheet: ListSheet) -> list[Block]:
    """Below a district's list, for those who keep it."""
    if not sheet.asks:
        return []
    if not sheet.district.previews:
        note = [] if sheet.administers else [text.context("Your district's administrator can switch them on again.")]
        return [text.section(HIDDEN, accessory=_on(sheet) if sheet.administers else None), *note]
    return [text.section(SHOWN, accessory=_off(sheet))]


def _off(sheet: ListSheet) -> Block:
    words = (
        "Notifications, lock screens and previews of your district's messages will say what happened and by whom, "
        "but no words. The messages stay as they are. Only the administrator switches it on again."
    )
    sure = text.confirmation("Show no words?", words, "Switch off")
    return text.button(
        "Switch off…", Action.PREVIEWS_OFF, sheet.id, confirm=sure, spoken_as="Switch off words in notifications"
    )


def _on(sheet: ListSheet) -> Block:
    words = (
        "Notifications, lock screens and previews will show words of your district's cases to whoever sees the "
        "screen. Cases marked as containing student data stay without."
    )
    sure = text.confirmation("Show words again?", words, "Switch on")
    return text.button(
        "Switch on…", Action.PREVIEWS_ON, sheet.id, confirm=sure, spoken_as="Switch on words in notifications"
    )


def switched(*, by: PersonSheet, district: str, shown: bool) -> Message:
    """To the district's contacts and its administrator."""
    if shown:
        said = (
            "{by} switched words in notifications on for {district}: notifications and lock screens show words of "
            "its cases again, but for those marked as containing student data."
        )
    else:
        said = (
            "{by} switched words in notifications off for {district}: notifications and lock screens say what "
            "happened, without words. The messages stay as they are; the administrator can switch it on again."
        )
    return text.told(said, by=text.plain_name(by), district=district)
