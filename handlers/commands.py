"""`/case` and its words."""

import re
from collections.abc import Awaitable, Callable

from bot.domain.drafts import REASON_SHORTEST, seen
from bot.domain.ids import CaseNumber
from bot.domain.refusals import NotReadable
from bot.services import answering, viewing
from bot.views import lists
from handlers.answers import Answer, Say
from handlers.asks import CommandAsk
from handlers.house import House
from handlers.opening import open_for, open_form


async def case_command(house: House, ask: CommandAsk) -> Answer:
    """`/case`, `/case <subject>`, or one of the words below with what follows it."""
    word, rest = _first(ask.text)
    do = WORDS.get(word.lower())
    if do is None or not _fits(word.lower(), rest):
        return await open_form(house, ask, subject=ask.text.strip())
    return await do(house, ask, rest)


def _first(words: str) -> tuple[str, str]:
    """The first word, and what follows it."""
    first, *rest = words.split(maxsplit=1) or [""]
    return first, "".join(rest).strip()


def _fits(word: str, rest: str) -> bool:
    """'list of marks is empty' and 'View of the schedule' are subjects, not the words 'list' and 'view'."""
    if word in TAKES_NUMBER:
        return not rest or NUMBER.fullmatch(_first(rest)[0]) is not None
    return not rest or word in TAKES_KEY


async def _list(house: House, ask: CommandAsk, _: str) -> Answer:
    listed = await viewing.list_cases(house.store, who=ask.who, now=house.now())
    return _say(lists.case_list(listed.rows, districts=listed.districts, older=listed.older, command=house.command))


async def _view(house: House, ask: CommandAsk, rest: str) -> Answer:
    typed, _ = _first(rest)
    if not typed:
        raise NotReadable(field="number", reason="missing")
    opened = await viewing.view_case(
        house.store, who=ask.who, number=number_in(typed), asked=typed[:40], now=house.now()
    )
    drawn = lists.case_view(
        opened.sheet, opened.comments, as_agent=opened.as_agent, now=house.now(), reader_team=ask.team
    )
    return _say(drawn)


async def _contacts(house: House, ask: CommandAsk, rest: str) -> Answer:
    """A district's key may follow from the vendor's people alone; from others it is a subject."""
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.at_vendor:
        return await _contacts_at(house, ask, rest)
    if rest:
        return await open_form(house, ask, subject=ask.text.strip())
    reaches = await viewing.my_contacts(house.store, who=ask.who, now=house.now())
    shown = [(reach.district, reach.contacts) for reach in reaches]
    return _say(lists.contacts(shown, now=house.now(), reader_team=ask.team))


async def _contacts_at(house: House, ask: CommandAsk, key: str) -> Answer:
    asked = await viewing.contacts_at(house.store, who=ask.who, key=key, now=house.now())
    if asked.reach is None:
        return _say(lists.districts(asked.known, asked=key, command=house.command))
    shown = [(asked.reach.district, asked.reach.contacts)]
    return _say(lists.contacts(shown, now=house.now(), reader_team=ask.team))


async def _for(house: House, ask: CommandAsk, rest: str) -> Answer:
    """`for` and a district's key, from the vendor's people; from others it is how a subject begins."""
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.at_vendor:
        return await open_for(house, ask, rest)
    return await open_form(house, ask, subject=ask.text.strip())


async def _help(house: House, ask: CommandAsk, _: str) -> Answer:
    hat = await viewing.hat_of(house.store, ask.who)
    drawn = lists.help_text(
        command=house.command,
        is_contact=hat.contact,
        is_agent=hat.agent,
        is_administrator=hat.administrator,
        at_vendor=hat.at_vendor,
    )
    return _say(drawn)


async def _reopen(house: House, ask: CommandAsk, rest: str) -> Answer:
    typed, reason = _first(rest)
    number = number_in(typed)
    if len(seen(reason)) < REASON_SHORTEST:
        raise NotReadable(field="reason", reason="too-short")
    await answering.reopen(
        house.store,
        who=ask.who,
        number=number,
        reason=reason,
        now=house.now(),
        once=f"command:{ask.trigger_id}",
        asked=typed[:40],
    )
    house.nudge()
    return _say(lists.reopened(number))


def number_in(typed: str) -> CaseNumber:
    """`17` or `#17`. Whatever else looks like a number names no case: 0 is nobody's."""
    found = re.fullmatch("#?([0-9]{1,18})", typed)
    return CaseNumber(int(found.group(1)) if found else 0)


def _say(message: lists.Message) -> Say:
    return Say(text=message.text, blocks=message.blocks)


Word = Callable[[House, CommandAsk, str], Awaitable[Answer]]
WORDS: dict[str, Word] = {
    "list": _list,
    "view": _view,
    "contacts": _contacts,
    "for": _for,
    "help": _help,
    "reopen": _reopen,
}
TAKES_NUMBER = frozenset({"view", "reopen"})
TAKES_KEY = frozenset({"contacts", "for"})
NUMBER = re.compile("#?[-+]?[0-9][-+0-9.,:e]*", re.IGNORECASE)
