"""`/case` and its words."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from bot.domain.drafts import says_why
from bot.domain.ids import CaseNumber, Channel
from bot.domain.refusals import NotReadable
from bot.domain.searches import Tongue, filters_alone
from bot.services import answering, filling, owning, resyncing, viewing
from bot.services import away as away_service
from bot.services.deeds import CaseAsk
from bot.views import absences, lists, words
from bot.views import finding as finding_views
from bot.views import resyncing as resync_words
from handlers import away, emergency, environments, finding, issues, managing, notifications, reports
from handlers.answers import Answer, say
from handlers.asks import CommandAsk
from handlers.choosing import open_choice
from handlers.house import House
from handlers.opening import open_for, open_form


async def case_command(house: House, ask: CommandAsk) -> Answer:
    """`/case`, `/case <subject>`, or one of the words below with what follows it."""
    if "<@" in ask.text:  # people, as Slack escapes them
        ask = replace(ask, text=await filling.as_named(house.store, team=ask.team, words=ask.text))
    word, rest = _first(ask.text)
    do = WORDS.get(word.lower())
    if do is None or not (_fits(word.lower(), rest) or await _means_no_subject(house, ask)):
        return await open_form(house, ask, subject=ask.text.strip())
    return await do(house, ask, rest)


def _first(words: str) -> tuple[str, str]:
    """The first word, and what follows it."""
    first, *rest = words.split(maxsplit=1) or [""]
    return first, "".join(rest).strip()


def _fits(word: str, rest: str) -> bool:
    """'list of marks is empty' and 'View of the schedule' are subjects, not the words 'list' and 'view'."""
    if word == "away":
        return not rest or A_DAY.fullmatch(rest) is not None
    if word in TAKES_NUMBER:
        return not rest or NUMBER.fullmatch(_first(rest)[0]) is not None
    if word == "list":
        return filters_alone(rest, Tongue(for_agent=True))
    return not rest or word == "find" or word in TAKES_KEY


async def _means_no_subject(house: House, ask: CommandAsk) -> bool:
    """The vendor's people open no case by its subject: a word of theirs is one of the words, however it goes on."""
    hat = await viewing.hat_of(house.store, ask.who)
    return hat.at_vendor and not hat.contact


async def _list(house: House, ask: CommandAsk, rest: str) -> Answer:
    if rest:
        return await finding.list_filtered(house, ask, rest)
    listed = await viewing.list_cases(house.store, who=ask.who, now=house.now())
    drawn = lists.case_list(listed.rows, districts=listed.districts, older=listed.older, command=house.command)
    return say(replace(drawn, blocks=[*drawn.blocks, *(finding_views.narrow() if listed.rows else [])]))


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
    return say(drawn)


async def _contacts(house: House, ask: CommandAsk, rest: str) -> Answer:
    """A district's key may follow from the vendor's people alone; from others it is a subject."""
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.at_vendor:
        return await _contacts_at(house, ask, rest)
    if rest:
        return await open_form(house, ask, subject=ask.text.strip())
    where = Channel(team=ask.team, id=ask.channel)
    reaches = await viewing.my_contacts(house.store, who=ask.who, now=house.now(), where=where)
    house.nudge()
    shown = [(reach.district, reach.contacts) for reach in reaches]
    offered = not all(reach.is_own for reach in reaches)
    given = reaches[0].id if len(reaches) == 1 else None
    return say(lists.contacts(shown, now=house.now(), reader_team=ask.team, offered=offered, given=given))


async def _contacts_at(house: House, ask: CommandAsk, key: str) -> Answer:
    asked = await viewing.contacts_at(house.store, who=ask.who, key=key, now=house.now())
    if asked.reach is None:
        return say(lists.districts(asked.known, asked=key, command=house.command))
    shown = [(asked.reach.district, asked.reach.contacts)]
    return say(lists.contacts(shown, now=house.now(), reader_team=ask.team))


async def _for(house: House, ask: CommandAsk, rest: str) -> Answer:
    """`for` and a district's key, from the vendor's people; from others it is how a subject begins."""
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.at_vendor:
        return await open_for(house, ask, rest)
    return await open_form(house, ask, subject=ask.text.strip())


async def _help(house: House, ask: CommandAsk, _: str) -> Answer:
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.outsider:
        return say(words.to_outsiders())
    drawn = lists.help_text(
        command=house.command,
        is_contact=hat.contact,
        is_agent=hat.agent,
        is_lead=hat.lead,
        is_administrator=hat.administrator,
        at_vendor=hat.at_vendor,
    )
    return say(drawn)


async def _reopen(house: House, ask: CommandAsk, rest: str) -> Answer:
    typed, reason = _first(rest)
    number = number_in(typed)
    if not says_why(reason, house.limits):
        raise NotReadable(field="reason", reason="too-short", least=house.limits.reason_shortest)
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
    return say(lists.reopened(number))


async def _away(house: House, ask: CommandAsk, rest: str) -> Answer:
    """To the end of that day: `away 2026-12-01`. A contact is asked who stands in for them."""
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.contact or not hat.agent:
        return await away.form_by_command(house, ask, rest if _is_day(rest) else "")
    try:
        until = date.fromisoformat(rest)
    except ValueError:
        raise NotReadable(field="day", reason="no date") from None
    await owning.set_away(house.store, who=ask.who, until=until, now=house.now())
    return say(lists.away(until, command=house.command))


def _is_day(typed: str) -> bool:
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True


async def _back(house: House, ask: CommandAsk, _: str) -> Answer:
    hat = await viewing.hat_of(house.store, ask.who)
    if hat.contact or not hat.agent:
        await away_service.come_back(house.store, who=ask.who, now=house.now())
        house.nudge()
        return say(absences.back())
    await owning.set_away(house.store, who=ask.who, until=None, now=house.now())
    return say(lists.back())


async def _notify(house: House, ask: CommandAsk, _: str) -> Answer:
    return await open_choice(house, ask)


async def _resync(house: House, ask: CommandAsk, rest: str) -> Answer:
    """An agent has the case's threads read again; what was found is told when it is done."""
    typed, _ = _first(rest)
    if not typed:
        raise NotReadable(field="number", reason="missing")
    about = CaseAsk(
        who=ask.who,
        number=number_in(typed),
        now=house.now(),
        once=f"command:{ask.trigger_id}",
        asked=typed[:40],
    )
    await resyncing.resync(house.store, about, occasion=ask.trigger_id)
    house.nudge()
    return say(resync_words.begun(about.number))


def number_in(typed: str) -> CaseNumber:
    """`17` or `#17`. Whatever else looks like a number names no case: 0 is nobody's."""
    found = re.fullmatch("#?([0-9]{1,18})", typed)
    return CaseNumber(int(found.group(1)) if found else 0)


Word = Callable[[House, CommandAsk, str], Awaitable[Answer]]
WORDS: dict[str, Word] = {
    "list": _list,
    "find": finding.find,
    "searches": finding.saved,
    "view": _view,
    "contacts": _contacts,
    "for": _for,
    "help": _help,
    "reopen": _reopen,
    "away": _away,
    "back": _back,
    "released": issues.released,
    "issue": issues.by_command,
    "issues": issues.by_command,
    "incident": notifications.new_incident,
    "incidents": notifications.list_open,
    "maintenance": notifications.new_maintenance,
    "environments": environments.by_command,
    "emergency": emergency.report_command,
    "notify": _notify,
    "manage": managing.by_command,
    "resync": _resync,
    "reports": reports.by_command,
}
TAKES_NUMBER = frozenset({"view", "reopen", "released", "resync", "issue", "issues"})
TAKES_KEY = frozenset({"contacts", "for", "environments"})
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile("#?[-+]?[0-9][-+0-9.,:e]*", re.IGNORECASE)
