"""Incidents and maintenance: `/case incidents` lists them, *View* opens one; a lead opens and ends them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.drafts import seen, subject_problem
from bot.domain.ids import DistrictId, NotificationId
from bot.domain.notifications import Affected, Kind, Notification, times_problem
from bot.services import announcing, notifications
from bot.services.notifications import Opened
from bot.views import announcing as forms_of
from bot.views import fields, forms
from bot.views import notifications as drawn
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.payloads import Malformed, one_of, our_id
from handlers.pressing import shown, spot_of
from storage.inbound import FormKey
from storage.notifications import Plan

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 9_999_999_999
"""In seconds: what Slack's picker can say."""


async def list_open(house: House, ask: CommandAsk, _: str) -> Answer:
    await house.open_view(ask, await _listing(house, ask))
    return Nothing()


async def show(house: House, ask: ClickAsk) -> Answer:
    await house.show_view(ask, await _listing(house, ask))
    return Nothing()


async def _listing(house: House, ask: CommandAsk | ClickAsk) -> dict[str, Any]:
    found = await notifications.listed(house.store, who=ask.who, now=house.now())
    rows = [(it, None if linked is None else linked.new + linked.others) for it, linked in found.rows]
    return drawn.listing(rows, may_publish=found.may_publish, at_desk=found.at_desk)


async def view(house: House, ask: ClickAsk) -> Answer:
    found = await notifications.opened(
        house.store, who=ask.who, notification=NotificationId(ask.id), now=house.now(), spot=spot_of(ask)
    )
    return await shown(house, ask, _page(found))


def _page(found: Opened, said: str = "") -> dict[str, Any]:
    linked = found.linked
    return drawn.page(
        found.notification,
        [(it.at, it.words) for it in found.updates],
        count=None if linked is None else linked.new + linked.others,
        cases=found.cases,
        districts=found.districts,
        may_publish=found.may_publish,
        said=said,
    )


async def new_incident(house: House, ask: CommandAsk, _: str) -> Answer:
    await house.open_view(ask, await _open_form(house, ask, Kind.INCIDENT))
    return Nothing()


async def new_maintenance(house: House, ask: CommandAsk, _: str) -> Answer:
    await house.open_view(ask, await _open_form(house, ask, Kind.MAINTENANCE))
    return Nothing()


async def new(house: House, ask: ClickAsk) -> Answer:
    return await shown(house, ask, await _open_form(house, ask, one_of(Kind, ask.value)))


async def _open_form(house: House, ask: CommandAsk | ClickAsk, kind: Kind) -> dict[str, Any]:
    known = await announcing.known_districts(house.store, who=ask.who, now=house.now())
    named = sorted(((key, name) for _, key, name in known), key=lambda it: it[1].casefold())
    return forms_of.open_form(kind, house.modules, named, house.limits, now=house.now())


async def previewed(house: House, ask: FormAsk) -> Answer:
    """What everybody will read, and who is told, before anything is saved."""
    kind, title = one_of(Kind, ask.metadata.get("kind", "")), ask.text_of(forms_of.TITLE)
    problem = subject_problem(title, house.limits)
    if problem is not None:
        return FormErrors(errors=forms_of.wrong_title(problem, house.limits))
    times, wrong = _times(house, ask) if kind is Kind.MAINTENANCE else (None, None)
    if wrong is not None:
        return FormErrors(errors=wrong)
    known = await announcing.known_districts(house.store, who=ask.who, now=house.now())
    by_key = {key.casefold(): it for it, key, _ in known}
    keys = _listed(ask.text_of(forms_of.DISTRICTS))
    unknown = [key for key in keys if key.casefold() not in by_key]
    if unknown:
        return FormErrors(errors=forms_of.wrong_districts(unknown))
    plan = Plan(
        kind=kind,
        title=title.strip(),
        affected=Affected(
            modules=tuple(name for name in _listed(ask.text_of(forms_of.MODULES)) if name in house.modules),
            districts=tuple(dict.fromkeys(by_key[key.casefold()] for key in keys)),
        ),
        starts_at=times[0] if times else None,
        ends_at=times[1] if times else None,
    )
    if len(_kept(plan)) > fields.LONGEST:
        return FormErrors(errors=forms_of.too_many())
    return NextView(view=await _preview(house, ask, plan))


def _listed(typed: str) -> list[str]:
    return [word for part in typed.replace("\n", ",").split(",") if (word := part.strip())]


def _times(house: House, ask: FormAsk) -> tuple[tuple[datetime, datetime] | None, dict[str, str] | None]:
    """Or what is wrong with them, at its field."""
    typed = ask.text_of(forms_of.STARTS), ask.text_of(forms_of.ENDS)
    if not all(typed):
        return None, forms_of.no_time()
    starts_at, ends_at = (_instant(it) for it in typed)
    problem = times_problem(starts_at, ends_at, house.now())
    return (starts_at, ends_at), None if problem is None else forms_of.wrong_times(problem)


def _instant(typed: str) -> datetime:
    seconds = our_id(typed)
    if seconds > _LATEST:
        raise Malformed("time")
    return _EPOCH + timedelta(seconds=seconds)


async def _preview(house: House, ask: FormAsk, plan: Plan) -> dict[str, Any]:
    found = await announcing.about_to_open(house.store, who=ask.who, plan=plan, now=house.now())
    it = Notification(
        id=NotificationId(0),
        kind=plan.kind,
        title=plan.title,
        affected=plan.affected,
        opened_at=house.now(),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
    )
    return forms_of.preview(
        it,
        people=found.people,
        districts=found.districts,
        named=found.named,
        facts=_kept(plan),
        now=house.now(),
    )


def _kept(plan: Plan) -> str:
    """A plan, as the preview carries it."""
    facts = {"kind": str(plan.kind), "title": plan.title, "modules": ",".join(plan.affected.modules)}
    facts["districts"] = ",".join(str(it) for it in plan.affected.districts)
    for name, at in (("starts", plan.starts_at), ("ends", plan.ends_at)):
        if at is not None:
            facts[name] = str(int(at.timestamp()))
    return json.dumps(facts)


def _again(ask: FormAsk) -> Plan:
    said = ask.metadata
    affected = Affected(
        modules=tuple(_listed(said.get("modules", ""))),
        districts=tuple(DistrictId(our_id(it)) for it in _listed(said.get("districts", ""))),
    )
    times = [_instant(said[name]) if name in said else None for name in ("starts", "ends")]
    return Plan(
        kind=one_of(Kind, said.get("kind", "")),
        title=said.get("title", ""),
        affected=affected,
        starts_at=times[0],
        ends_at=times[1],
    )


async def opened(house: House, ask: FormAsk) -> Answer:
    once, now = FormKey(f"form:{ask.view_id}"), house.now()
    added = await announcing.open_one(house.store, who=ask.who, plan=_again(ask), now=now, once=once)
    house.nudge()
    found = await notifications.opened(house.store, who=ask.who, notification=added, now=now)
    said = f"{drawn.called(found.notification)} is open." if found.notification.is_incident else "It is planned."
    return NextView(view=_page(found, said))


async def update(house: House, ask: ClickAsk) -> Answer:
    found, people = await _looked(house, ask)
    return await shown(house, ask, forms_of.update_form(found, people=people))


async def _looked(house: House, ask: ClickAsk) -> tuple[Notification, int]:
    return await announcing.look(
        house.store, who=ask.who, notification=NotificationId(ask.id), now=house.now(), spot=spot_of(ask)
    )


async def updated(house: House, ask: FormAsk) -> Answer:
    words = ask.text_of(forms.WORDS).strip()
    if not seen(words):
        return FormErrors(errors=forms.too_few_words(1))
    found = await announcing.update(
        house.store,
        who=ask.who,
        notification=NotificationId(ask.id_of("notification")),
        words=words,
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return NextView(view=_page(found, "Posted."))


async def move(house: House, ask: ClickAsk) -> Answer:
    found, _ = await _looked(house, ask)
    return await shown(house, ask, forms_of.move_form(found, now=house.now()))


async def moved(house: House, ask: FormAsk) -> Answer:
    times, wrong = _times(house, ask)
    if times is None or wrong is not None:
        return FormErrors(errors=wrong or forms_of.no_time())
    found = await announcing.move(
        house.store,
        who=ask.who,
        notification=NotificationId(ask.id_of("notification")),
        starts_at=times[0],
        ends_at=times[1],
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return NextView(view=_page(found, "Changed."))


async def close(house: House, ask: ClickAsk) -> Answer:
    """The window that asks for the resolution, and says how many cases it moves."""
    found = await announcing.about_to_close(
        house.store, who=ask.who, notification=NotificationId(ask.id), now=house.now(), spot=spot_of(ask)
    )
    view = forms_of.close_form(found.notification, moves=found.linked.others, told=found.linked.new, now=house.now())
    return await shown(house, ask, view)


async def closed(house: House, ask: FormAsk) -> Answer:
    words = ask.text_of(forms.WORDS).strip()
    if not seen(words):
        return FormErrors(errors=forms.too_few_words(1))
    ended = await announcing.close(
        house.store,
        who=ask.who,
        notification=NotificationId(ask.id_of("notification")),
        words=words,
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return NextView(view=forms_of.closed(ended.notification, moves=ended.linked.others, told=ended.linked.new))
