"""Step 4: the desk works on the case, the district answers, and each asks for what is theirs."""

from demo import world
from demo.stage import Stage, card_of, expect, last


async def work(stage: Stage) -> None:
    await _question_and_resolution(stage)
    await _reopen(stage)
    await _ask_around(stage)


async def _question_and_resolution(stage: Stage) -> None:
    here, ana, alex = stage.here, stage.person("ana"), stage.person("alex")
    stage.does("alex", "writes an internal note, takes the case, and asks which browser it is")
    await alex.says("Looks like the cache.", channel=world.DESK, thread=stage.desk_card)
    await alex.clicks("case.take", channel=world.DESK, on=stage.desk_card)
    await alex.clicks("case.ask-input", channel=world.DESK, on=stage.desk_card)
    await alex.submits(words="Which browser is it?")
    await here.quiet()
    lakeside = await stage.lakeside()
    asked = "question by Alex Kim (Support), for @Ana Torres\nWhich browser is it?"
    expect(that=asked in lakeside, told="Lakeside reads it, under Alex's name")
    expect(that="Looks like the cache." not in lakeside, told="Lakeside never reads the note")
    stage.reads("ana", asked)
    stage.does("ana", "answers; Alex posts a resolution; Ana presses Solved")
    await ana.says("Firefox.", channel=world.LAKESIDE, thread=stage.card)
    await here.quiet()
    await alex.clicks("case.resolve", channel=world.DESK, on=stage.desk_card)
    await alex.submits(words="Fixed in tonight's release.")
    await here.quiet()
    await ana.clicks("case.solved", channel=world.LAKESIDE, on=stage.card)
    await here.quiet()
    card = await card_of(stage, "ana", world.LAKESIDE)
    stage.reads("ana", card)
    expect(that="Closed (Resolved)" in card.words and "reopened until" in card.words, told="closed, and until when")


async def _reopen(stage: Stage) -> None:
    stage.does("ana", "types /case reopen 1 It vanishes again")
    await stage.person("ana").types("/case", "reopen 1 It vanishes again", channel=world.TOWN)
    await stage.here.quiet()
    expect(that="It vanishes again" in await stage.desk(), told="the desk reads why it was reopened")


async def _ask_around(stage: Stage) -> None:
    ana, sam, alex, pia = (stage.person(name) for name in ("ana", "sam", "alex", "pia"))
    stage.does("ana", "types /case list; Sam types /case contacts; Alex types /case help")
    for person, name, words, told in (
        (ana, "ana", "list", "Grades vanish on save"),
        (sam, "sam", "contacts", "Tess Lindqvist"),
        (alex, "alex", "help", "/case list"),
    ):
        await person.types("/case", words, channel=world.TOWN)
        hint = last(await person.hints(world.TOWN), f"/case {words} is answered")
        stage.reads(name, hint, alone=True)
        expect(that=told in hint.words, told=f"/case {words} tells of {told}")
    stage.does("pia", "of Pine Ridge types /case view 1, and /case view 99, which does not exist")
    for number in ("1", "99"):
        await pia.types("/case", f"view {number}", channel=world.TOWN)
    one, other = (await pia.hints(world.TOWN))[-2:]
    stage.reads("pia", other, alone=True)
    expect(that=one.words == other.words and "no such case" in one.words, told="the same words for both")
