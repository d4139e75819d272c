"""Asking for a change of a district's list: the form of each kind, and what was sent with it (POLICY 6)."""

from bot.domain.drafts import seen
from bot.domain.ids import DistrictId, PersonId, SlackUser, UserId
from bot.domain.list_requests import Kind, Words
from bot.domain.people import Role
from bot.domain.training import Training
from bot.services import list_looks, list_requests
from bot.services.list_requests import Wish
from bot.views import forms, list_forms, list_windows
from bot.views.list_forms import EMAIL, LEARNED, LICENSED, NAME, NOT_ASKED, PHONE, REASON, ROLE, USER, YES, Asking
from handlers.answers import Answer, FormErrors, NextView
from handlers.asks import ClickAsk, FormAsk
from handlers.house import House
from handlers.payloads import one_of, our_id
from handlers.pressing import shown, spot_of
from storage.inbound import FormKey

COMES = frozenset({Kind.ADD, Kind.THIRD_PARTY})


async def show(house: House, ask: ClickAsk) -> Answer:
    """The value names the district, the person (0: nobody yet) and what is to be asked for."""
    district, person, kind = _named(ask.value)
    about = await list_looks.about_to_ask(
        house.store,
        who=ask.who,
        district=district,
        kind=kind,
        person=person,
        now=house.now(),
        spot=spot_of(ask),
    )
    asking = Asking(
        kind=kind,
        id=district,
        district=about.district.name,
        line=about.line,
        needs_another=kind is Kind.REMOVE and about.is_last and not about.overrides,
        overrides=about.overrides,
        contacts=about.contacts,
    )
    return await shown(house, ask, list_forms.form(asking, house.limits))


def _named(value: str) -> tuple[DistrictId, PersonId | None, Kind]:
    district, _, rest = value.partition(":")
    person, _, kind = rest.partition(":")
    found = our_id(person or "0")
    return DistrictId(our_id(district)), PersonId(found) if found else None, one_of(Kind, kind)


async def sent(house: House, ask: FormAsk) -> Answer:
    """What is missing is said at its field; then the list is shown as it is now."""
    wrong = _missing(house, ask)
    if wrong:
        return FormErrors(errors=wrong)
    wish = _wish(ask)
    request = await list_requests.ask(
        house.store, who=ask.who, wish=wish, now=house.now(), once=FormKey(f"form:{ask.view_id}")
    )
    house.nudge()
    note = list_forms.sent(request.waits_for)
    kept = await list_looks.list_after(house.store, who=ask.who, district=wish.district, now=house.now())
    return NextView(view=forms.notice("Contacts", note) if kept is None else list_windows.listing(kept, note=note))


def _missing(house: House, ask: FormAsk) -> dict[str, str]:
    """A field that is not drawn is not missing."""
    for block in (USER, NAME, EMAIL, ROLE, LEARNED, REASON):
        if block in ask.values and not seen(ask.text_of(block)):
            return list_forms.missing(block)
    if LICENSED in ask.values and ask.text_of(LICENSED) != YES:
        return list_forms.missing(LICENSED, "A contact has to be a licensed user. Please tick it, or choose another.")
    if "overrides" in ask.metadata and len(seen(ask.text_of(REASON))) < house.limits.reason_shortest:
        return list_forms.too_short(house.limits)
    return {}


def _wish(ask: FormAsk) -> Wish:
    kind = one_of(Kind, ask.metadata.get("kind", ""))
    chosen = _chosen(ask)
    about = chosen if kind in COMES else PersonId(ask.id_of("person"))
    return Wish(
        district=DistrictId(ask.id_of("district")),
        kind=kind,
        person=about if about is not None else PersonId(0),
        role=ask.choice(Role, ROLE),
        training=_learned(ask),
        licensed=ask.text_of(LICENSED) == YES,
        replacement=None if kind in COMES else chosen,
        saw=ask.metadata.get("saw", ""),
        words=Words(
            reason=ask.text_of(REASON).strip(),
            name=_line(ask, NAME),
            email=_line(ask, EMAIL).lower(),
            phone=_line(ask, PHONE),
        ),
    )


def _learned(ask: FormAsk) -> Training:
    """Raises Malformed."""
    told = ask.text_of(LEARNED)
    return Training.NOT_ASKED if told == NOT_ASKED else one_of(Training, told)


def _chosen(ask: FormAsk) -> SlackUser | None:
    """Of the workspace in which the form was filled in."""
    user = ask.text_of(USER)
    return SlackUser(team=ask.team, user=UserId(user)) if user else None


def _line(ask: FormAsk, block: str) -> str:
    return " ".join(ask.text_of(block).split())
