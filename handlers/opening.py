"""The form that opens a case, from wherever it is asked for: a command, a button, a shortcut, a message."""

import json
import secrets
from collections.abc import Sequence

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, Channel, DistrictId, EmergencyId, KeptId, QuestionId
from bot.domain.notifications import matching
from bot.services import filling, helping, keeping, opening
from bot.services.filling import Sheet
from bot.views import lists
from bot.views.case_form import DISTRICT, MODULE, CaseForm, Contact, case_form
from handlers.answers import Answer, Nothing, say
from handlers.asks import ClickAsk, CommandAsk, ShortcutAsk
from handlers.filled import SharedFile
from handlers.house import House
from handlers.payloads import our_id
from handlers.pressing import spot_of
from storage.comments import File
from storage.owing import Spot

NEW, FROM_MESSAGE, FOLLOWING, PHONED, ASKED = "new:", "message:", "following:", "phoned:", "question:"
EMERGENCY = "emergency:"
"""How the names of a person's forms begin; a draft is kept by such a name."""

LONGEST_SHOWN = 3000
"""Of a message, in the field for the description: what is longer goes along unseen."""

Facts = dict[str, str]
Fields = dict[str, str]


async def open_form(
    house: House,
    ask: CommandAsk | ClickAsk | ShortcutAsk,
    *,
    subject: str = "",
    spot: Spot | None = None,
) -> Answer:
    """Who may, then the form: the latest draft or an empty one. `spot`: where a refusal is told if need be."""
    where = Channel(team=ask.team, id=ask.channel) if ask.channel else None
    await opening.may_open(house.store, who=ask.who, now=house.now(), spot=spot, where=where)
    sheet = await filling.sheet(house.store, who=ask.who, form=NEW, whose=None, now=house.now(), newest=True)
    if subject or sheet.kept is None:
        facts = {"form": new_form()}
        form = drawn_from(house, sheet, facts, fields={"subject": subject}, earlier=sheet.kept is not None)
    else:
        form = drawn_from(house, sheet, {"form": sheet.kept.form}, resumed=True)
    await house.open_view(ask, case_form(form))
    return Nothing()


def new_form() -> str:
    """A name for a form that nobody has begun yet."""
    return f"{NEW}{secrets.token_hex(6)}"


async def follow_up(house: House, ask: ClickAsk) -> Answer:
    """A new case that follows on an old one: its module and subject stand there already (POLICY 5)."""
    number = CaseNumber(ask.id)
    spot = Spot(team=ask.team, channel=ask.channel, thread=ask.thread_ts) if ask.channel else None
    before = await opening.may_follow(house.store, who=ask.who, number=number, now=house.now(), spot=spot)
    facts = {"form": f"{FOLLOWING}{number}", "previous": str(number), "district": str(before.district)}
    fields = {"module": before.module, "subject": before.subject}
    await house.open_view(ask, case_form(await begun(house, ask, facts, fields)))
    return Nothing()


async def new_with_reply(house: House, ask: ClickAsk) -> Answer:
    """A reply to a closed case becomes a case of its own, which follows on the old one (POLICY 3)."""
    kept_id, spot = KeptId(ask.id), spot_of(ask)
    mine = await keeping.reply_of(
        house.store, who=ask.who, kept_id=kept_id, act=Act.OPEN_CASE, now=house.now(), spot=spot
    )
    before = await opening.may_follow(house.store, who=ask.who, number=mine.case, now=house.now(), spot=spot)
    facts = {
        "form": f"{FOLLOWING}{mine.case}:{kept_id}",
        "previous": str(mine.case),
        "district": str(before.district),
    }
    fields = {"module": before.module, "subject": before.subject, **_brought(mine.words, mine.files)}
    await _keep_what_it_brings(house, ask, facts, fields, district=before.district)
    await house.open_view(ask, case_form(await begun(house, ask, facts, fields)))
    return Nothing()


async def from_question(house: House, ask: ClickAsk) -> Answer:
    """A question becomes a case, its asker the reporter; whoever opens it must be a contact (POLICY 2)."""
    question, spot = QuestionId(ask.id), spot_of(ask)
    begins = await helping.to_open(house.store, who=ask.who, question=question, now=house.now(), spot=spot)
    facts = {"form": f"{ASKED}{question}", "district": str(begins.district)}
    fields = _brought(begins.words, [])
    await _keep_what_it_brings(house, ask, facts, fields, district=begins.district)
    await house.open_view(ask, case_form(await begun(house, ask, facts, fields)))
    return Nothing()


def question_in(form: str) -> QuestionId | None:
    """The question that a form was made from, by the form's name."""
    return QuestionId(our_id(form.removeprefix(ASKED))) if form.startswith(ASKED) else None


def reply_in(form: str) -> KeptId | None:
    """The reply that a form was made from, by the form's name."""
    _, _, reply = form.removeprefix(FOLLOWING).partition(":")
    return KeptId(our_id(reply)) if reply and form.startswith(FOLLOWING) else None


def emergency_in(form: str) -> EmergencyId | None:
    """The report that a form was made from, by the form's name."""
    return EmergencyId(our_id(form.removeprefix(EMERGENCY))) if form.startswith(EMERGENCY) else None


async def open_for(house: House, ask: CommandAsk, key: str) -> Answer:
    """An agent, for a contact who phoned: the district's key says whose contacts are to choose from."""
    found = await opening.may_open_for(house.store, who=ask.who, key=key, now=house.now())
    if isinstance(found, list):
        asked = lists.districts(found, asked=key, command=house.command)
        return say(asked)
    facts = {"form": f"{PHONED}{found}", "district": str(found), "for": "contact"}
    sheet = await filling.sheet(house.store, who=ask.who, form=facts["form"], whose=found, now=house.now())
    if not sheet.contacts:
        nobody = lists.contacts([(it.sheet, []) for it in sheet.districts], now=house.now(), reader_team=ask.team)
        return say(nobody)
    form = drawn_from(house, sheet, facts, resumed=sheet.kept is not None)
    await house.open_view(ask, case_form(form))
    return Nothing()


async def from_message(house: House, ask: ShortcutAsk) -> Answer:
    """A message becomes a case: its text and files, its author as reporter; whoever opens it must be a contact."""
    message = ask.message
    if message is None or ask.channel is None or ask.ts is None:
        return Nothing()
    await opening.may_open(house.store, who=ask.who, now=house.now())
    facts = {"form": f"{FROM_MESSAGE}{ask.channel}:{ask.ts}"}
    if message.author is not None:
        facts |= {"author": message.author.user, "author_team": message.author.team}
    given = await opening.given_by(house.store, who=ask.who, where=Channel(team=ask.team, id=ask.channel))
    if given is not None:
        facts |= {"district": str(given)}
    words = await filling.as_named(house.store, team=ask.team, words=message.text)
    fields = _brought(words, message.files)
    await _keep_what_it_brings(house, ask, facts, fields, district=given)
    await house.open_view(ask, case_form(await begun(house, ask, facts, fields)))
    return Nothing()


def _brought(words: str, files: Sequence[File | SharedFile]) -> dict[str, str]:
    """What a message brings into a form: as much of its words as the field shows, the rest of them, and its files."""
    return {
        "description": words[:LONGEST_SHOWN],
        "rest": words[LONGEST_SHOWN:],
        "attached": json.dumps([[it.id, it.name, it.mimetype, it.size, it.permalink] for it in files]),
    }


async def _keep_what_it_brings(
    house: House,
    ask: ClickAsk | ShortcutAsk,
    facts: Facts,
    fields: dict[str, str],
    district: DistrictId | None = None,
) -> None:
    """What goes along must outlive the window: the ids alone do not say where a file lies."""
    form, now = facts["form"], house.now()
    if (await filling.sheet(house.store, who=ask.who, form=form, whose=None, now=now)).kept is None:
        await filling.keep(house.store, who=ask.who, form=form, fields=fields, district=district, now=now)


async def begun(house: House, ask: ClickAsk | ShortcutAsk, facts: Facts, fields: Fields) -> CaseForm:
    """The draft that was kept of this form, or what it begins with."""
    sheet = await filling.sheet(house.store, who=ask.who, form=facts["form"], whose=whose(facts), now=house.now())
    return drawn_from(house, sheet, facts, fields=None if sheet.kept else fields, resumed=sheet.kept is not None)


def whose(facts: Facts) -> DistrictId | None:
    """The district of a form that an agent fills in for one of its contacts."""
    return DistrictId(int(facts["district"])) if facts.get("for") == "contact" else None


def drawn_from(
    house: House,
    sheet: Sheet,
    facts: Facts,
    *,
    fields: Fields | None = None,
    resumed: bool = False,
    earlier: bool = False,
) -> CaseForm:
    """`fields`: what stands in it, where that is not the draft."""
    stands = sheet.fields if fields is None else fields
    own = [(it.id, it.name) for it in sheet.districts]
    fixed = [it for it in own if str(it[0]) == facts.get("district")] or own
    one = {"district": str(fixed[0][0])} if len(fixed) == 1 else {}
    along = [name for _, name, *_ in attached(stands)]
    brings = {"brings": "yes"} if along or stands.get("rest") else {}
    return CaseForm(
        fields=stands,
        facts={**one, **brings, **facts},
        districts=fixed,
        modules=house.modules,
        command=house.command,
        limits=house.limits,
        contacts=[Contact(id=it.person.id, name=it.person.name) for it in sheet.contacts],
        saved_at=sheet.kept.saved_at if sheet.kept else None,
        zone=sheet.zone,
        resumed=resumed,
        earlier=earlier,
        incidents=matching(
            sheet.incidents, stands.get(MODULE, ""), now=house.now(), districts=[its for its, _ in fixed]
        ),
        along=along,
        environments=sheet.environments.get(_of_which(fixed, stands), ()),
    )


def _of_which(own: Sequence[tuple[DistrictId, str]], stands: Fields) -> DistrictId:
    """The only one, or the one that is chosen; 0: none yet."""
    chosen = {str(its): its for its, _ in own}.get(stands.get(DISTRICT, ""))
    return own[0][0] if len(own) == 1 else chosen or DistrictId(0)


def attached(fields: Fields) -> list[tuple[str, str, str, int, str]]:
    """Of the files that a message brought into the form: id, name, type, size and address."""
    return [tuple(file) for file in json.loads(fields.get("attached") or "[]")]
