"""The story's steps: what people do, and what must then be seen by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from demo import world
from demo.town import Town
from demo.transcript import Transcript
from sandbox.people import Person, Seen

TWICE = 2


class Untold(Exception):
    """What the story tells was not to be seen, or what must not be seen was."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """The town, and the transcript of what happens there."""

    here: Town
    transcript: Transcript
    card: str = ""
    desk_card: str = ""

    async def does(self, name: str, what: str) -> None:
        self.transcript.did(_full(name), what)

    def person(self, name: str) -> Person:
        return self.here.person(name)

    async def lakeside(self) -> str:
        return _all(await self.here.thread(self.person("ana"), world.LAKESIDE))

    async def desk(self) -> str:
        return _all(await self.here.thread(self.person("alex"), world.DESK))


def _full(name: str) -> str:
    return world.names()[f"U0{name.upper()}"]


def _all(seen: Sequence[Seen]) -> str:
    return "\n".join(message.words for message in seen)


def expect(*, that: bool, told: str) -> None:
    """Raises Untold with what the story tells."""
    if not that:
        raise Untold(f"not so: {told}")


async def open_a_case(stage: Stage) -> None:
    ana, here = stage.person("ana"), stage.here
    await stage.does("ana", "types /case Grades vanish on save, and fills in the form")
    answered = await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
    expect(that=answered.acked and await ana.window() is not None, told="a form opens")
    errors = (await ana.submits(subject="Oh", module="Grades", description="Gone after a reload.")).errors
    expect(that="subject" in errors, told="a subject that is too short comes back")
    errors = (await ana.submits(subject="Grades vanish on save")).errors
    expect(that=not errors, told="the form is taken")
    expect(that="Case 1 is with Support" in await ana.reads_window(), told="she is told its number")
    await ana.closes()
    await here.quiet()
    card = await _card(stage, "ana", world.LAKESIDE)
    stage.card, stage.desk_card = card.ts, (await _card(stage, "alex", world.DESK)).ts
    stage.transcript.saw(_full("ana"), card)
    expect(that="Gone after a reload." in await stage.lakeside(), told="her words stand in Lakeside's thread")
    expect(that="Gone after a reload." in await stage.desk(), told="her words stand in the desk's thread")


async def _card(stage: Stage, name: str, channel: str) -> Seen:
    try:
        return await stage.here.card(stage.person(name), channel)
    except LookupError:
        raise Untold(f"no card of case 1 for {_full(name)}") from None


async def point_to_contacts(stage: Stage) -> None:
    sam, nora = stage.person("sam"), stage.person("nora")
    await stage.does("sam", "types /case, and is no contact")
    await sam.types("/case", channel=world.TOWN)
    hint = _last(await sam.hints(world.TOWN), "Sam is answered")
    stage.transcript.saw(_full("sam"), hint, alone=True)
    expect(that="@Ana Torres" in hint.words and "555-0101" in hint.words, told="his own contacts, with phone")
    expect(that="Pia" not in hint.words and "Grades" not in hint.words, told="nobody of Pine Ridge, and no case")
    await stage.does("nora", "types /case, and belongs to no district that is known")
    await nora.types("/case", channel=world.TOWN)
    hint = _last(await nora.hints(world.TOWN), "Nora is answered")
    stage.transcript.saw(_full("nora"), hint, alone=True)
    expect(that="I'm looking you up" in hint.words, told="that she is looked up")
    await stage.here.quiet()
    answer = _last(await nora.direct_messages(), "Nora is written to")
    stage.transcript.saw(_full("nora"), answer, alone=True)
    expect(that="ask the person you usually turn to" in answer.words, told="whom to ask")


def _last(seen: Sequence[Seen], told: str) -> Seen:
    expect(that=bool(seen), told=told)
    return seen[-1]


async def reply(stage: Stage) -> None:
    here, ben, sam, dana = stage.here, stage.person("ben"), stage.person("sam"), stage.person("dana")
    await stage.does("sam", "joins Lakeside's channel")
    await sam.joins(world.LAKESIDE)
    await here.quiet()
    notice = _last(
        [seen for seen in await dana.direct_messages() if seen.buttons], "Lakeside's administrator is told"
    )
    stage.transcript.saw(_full("dana"), notice, alone=True)
    await stage.does("dana", "accepts the channel as mixed")
    await dana.clicks("channel.accept-mixed", channel=await dana.direct_channel(), on=notice.ts)
    await here.quiet()
    await stage.does("ben", "replies in the thread; so does Sam, who is no contact")
    await ben.says("In Chrome too.", channel=world.LAKESIDE, thread=stage.card)
    await sam.says("And on my phone!", channel=world.LAKESIDE, thread=stage.card)
    await here.quiet()
    expect(that="In Chrome too." in await stage.desk(), told="the desk reads Ben's reply")
    expect(that="And on my phone!" not in await stage.desk(), told="the desk does not read Sam's")
    hint = _last(await sam.hints(world.LAKESIDE), "Sam is told why")
    stage.transcript.saw(_full("sam"), hint, alone=True)


async def work(stage: Stage) -> None:
    here, ana, alex = stage.here, stage.person("ana"), stage.person("alex")
    await stage.does("alex", "writes an internal note, takes the case, and asks which browser it is")
    await alex.says("Looks like the cache.", channel=world.DESK, thread=stage.desk_card)
    await alex.clicks("case.take", channel=world.DESK, on=stage.desk_card)
    await alex.clicks("case.ask-input", channel=world.DESK, on=stage.desk_card)
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    expect(that="Which browser is it?" in await stage.lakeside(), told="Lakeside reads the question")
    expect(that="Looks like the cache." not in await stage.lakeside(), told="Lakeside never reads the note")
    await stage.does("ana", "answers; Alex posts a resolution; Ana presses Solved")
    await ana.says("Firefox.", channel=world.LAKESIDE, thread=stage.card)
    await here.quiet()
    await alex.clicks("case.resolve", channel=world.DESK, on=stage.desk_card)
    await alex.submits(words="Fixed in tonight's release.")
    await here.quiet()
    await ana.clicks("case.solved", channel=world.LAKESIDE, on=stage.card)
    await here.quiet()
    card = await _card(stage, "ana", world.LAKESIDE)
    stage.transcript.saw(_full("ana"), card)
    expect(that="Closed (Resolved)" in card.words and "reopened until" in card.words, told="closed, and until when")
    await _reopen(stage, ana)


async def _reopen(stage: Stage, ana: Person) -> None:
    await stage.does("ana", "types /case reopen 1 It vanishes again; Pia of Pine Ridge types /case view 1")
    await ana.types("/case", "reopen 1 It vanishes again", channel=world.TOWN)
    await stage.here.quiet()
    expect(that="It vanishes again" in await stage.desk(), told="the desk reads why it was reopened")
    pia = stage.person("pia")
    await pia.types("/case", "view 1", channel=world.TOWN)
    hint = _last(await pia.hints(world.TOWN), "Pia is answered")
    stage.transcript.saw(_full("pia"), hint, alone=True)
    expect(that="no such case" in hint.words, told="another district's case is not found")


async def go_quiet(stage: Stage) -> None:
    here, tess = stage.here, stage.person("tess")
    stage.transcript.did("The clock", "moves on by 150 days, and 16 more")
    await here.pass_days(150.1)
    await here.pass_days(16)
    warnings = [seen for seen in await tess.direct_messages() if "You have not been active" in seen.words]
    expect(that=len(warnings) == TWICE, told="Tess was warned twice, with the date")
    stage.transcript.saw(_full("tess"), warnings[-1], alone=True)
    await stage.does("tess", "presses Keep my access")
    await tess.clicks("contact.keep-access", channel=await tess.direct_channel(), on=warnings[-1].ts)
    await here.pass_days(20)
    again = [seen for seen in await tess.direct_messages() if "You have not been active" in seen.words]
    expect(that=len(again) == TWICE, told="no warning comes after that")


async def be_away(stage: Stage) -> None:
    """The process itself is killed in the tests; here its line to Slack is cut."""
    here, ana = stage.here, stage.person("ana")
    stage.transcript.did("The bot", "cannot be reached for a while; Ana writes; Slack drops the line after a post")
    await here.people.do("fault", hold=world.APP)
    await ana.says("Is anybody there?", channel=world.LAKESIDE, thread=stage.card)
    await here.people.do("fault", release=world.APP)
    await here.people.do("fault", api={"trouble": "drop_after", "method": "chat.postMessage"})
    await here.clock.turn(timedelta(minutes=1, seconds=5))
    await here.quiet()
    said = (await stage.desk()).count("Is anybody there?")
    expect(that=said == 1, told="her words stand at the desk, once")
    stage.transcript.saw(_full("alex"), "Is anybody there?")
