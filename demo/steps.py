"""Steps 1 to 3: a case is opened, staff are pointed to their contacts, and people reply in its thread."""

from datetime import timedelta

from demo import picture, world
from demo.stage import Stage, card_of, expect, last, told_by_dm
from sandbox.people import Seen


async def open_a_case(stage: Stage) -> None:
    ana, here = stage.person("ana"), stage.here
    stage.does("ana", "types /case Grades vanish on save, and fills in the form")
    answered = await ana.types("/case", "Grades vanish on save", channel=world.TOWN)
    expect(that=answered.acked and await ana.window() is not None, told="a form opens")
    errors = (await ana.submits(subject="Oh", module="Grades", description="Gone after a reload.")).errors
    expect(that="subject" in errors, told="a subject that is too short comes back")
    stage.reads("ana", f"Subject: {errors['subject']}", alone=True)
    errors = (await ana.submits(subject="Grades vanish on save")).errors
    expect(that=not errors, told="the form is taken")
    expect(that="Case 1 is with Support" in await ana.reads_window(), told="she is told its number")
    await ana.closes()
    await here.quiet()
    card = await card_of(stage, "ana", world.LAKESIDE)
    stage.card, stage.desk_card = card.ts, (await card_of(stage, "alex", world.DESK)).ts
    stage.reads("ana", card)
    expect(that="Gone after a reload." in await stage.lakeside(), told="her words stand in Lakeside's thread")
    expect(that="Gone after a reload." in await stage.desk(), told="her words stand in the desk's thread")


async def point_to_contacts(stage: Stage) -> None:
    sam, nora = stage.person("sam"), stage.person("nora")
    stage.does("sam", "types /case, and is no contact")
    await sam.types("/case", channel=world.TOWN)
    hint = last(await sam.hints(world.TOWN), "Sam is answered")
    stage.reads("sam", hint, alone=True)
    expect(that="@Ana Torres" in hint.words and "555-0101" in hint.words, told="his own contacts, with phone")
    expect(that="Pia" not in hint.words and "Grades" not in hint.words, told="nobody of Pine Ridge, and no case")
    stage.does("nora", "types /case, and belongs to no district that is known")
    await nora.types("/case", channel=world.TOWN)
    hint = last(await nora.hints(world.TOWN), "Nora is answered")
    stage.reads("nora", hint, alone=True)
    expect(that="I'm looking you up" in hint.words, told="that she is looked up")
    await stage.here.quiet()
    answer = last(await nora.direct_messages(), "Nora is written to")
    stage.reads("nora", answer, alone=True)
    expect(that="ask the person you usually turn to" in answer.words, told="whom to ask")


async def reply(stage: Stage) -> None:
    await _an_outsider_stops_the_words(stage)
    await _contacts_and_others_reply(stage)
    await _a_file_an_edit_and_a_deletion(stage)


async def _an_outsider_stops_the_words(stage: Stage) -> None:
    here, sam, alex, dana = stage.here, stage.person("sam"), stage.person("alex"), stage.person("dana")
    stage.does("sam", "joins Lakeside's channel, and Alex replies to the district")
    await sam.joins(world.LAKESIDE)
    await here.quiet()
    await alex.clicks("case.reply-to-district", channel=world.DESK, on=stage.desk_card)
    await alex.submits(words="We are looking into it.")
    await alex.submits()  # the preview, which says who will read it
    await here.quiet()
    expect(that="looking into it" not in await stage.lakeside(), told="no words where an outsider reads along")
    expect(that="looking into it" in await told_by_dm(stage, "ana"), told="Ana has them by direct message")
    notice = last([seen for seen in await dana.direct_messages() if seen.buttons], "Lakeside's administrator is told")
    stage.reads("dana", notice, alone=True)
    stage.does("dana", "accepts the channel as mixed")
    await dana.clicks("channel.accept-mixed", channel=await dana.direct_channel(), on=notice.ts)
    await here.quiet()


async def _contacts_and_others_reply(stage: Stage) -> None:
    here, ben, sam, pia = stage.here, stage.person("ben"), stage.person("sam"), stage.person("pia")
    before = await card_of(stage, "ana", world.LAKESIDE)
    stage.does("ben", "replies in the thread; so do Sam, who is no contact, and Pia of Pine Ridge, there by mistake")
    await here.clock.turn(timedelta(minutes=1))
    await ben.says("In Chrome too.", channel=world.LAKESIDE, thread=stage.card)
    await sam.says("And on my phone!", channel=world.LAKESIDE, thread=stage.card)
    await pia.joins(world.LAKESIDE)
    await here.quiet()
    await pia.says("We have that as well.", channel=world.LAKESIDE, thread=stage.card)
    await here.quiet()
    desk = await stage.desk()
    expect(that="In Chrome too." in desk, told="the desk reads Ben's reply")
    expect(that="And on my phone!" not in desk, told="the desk does not read Sam's")
    expect(that="We have that as well." not in desk, told="the desk does not read Pia's")
    after = await card_of(stage, "ana", world.LAKESIDE)
    expect(that=_modified(after) != _modified(before), told="the case was modified by Ben's reply")
    stage.reads("sam", last(await sam.hints(world.LAKESIDE), "Sam is told why"), alone=True)
    stage.reads("pia", last(await pia.hints(world.LAKESIDE), "Pia is told why"), alone=True)
    reported = [seen for seen in await stage.person("dana").direct_messages() if "another district" in seen.words]
    stage.reads("dana", last(reported, "Pia is reported"), alone=True)
    await pia.leaves(world.LAKESIDE)
    await here.quiet()


def _modified(card: Seen) -> str:
    return card.words.partition("Last modified")[2].partition("\n")[0]


async def _a_file_an_edit_and_a_deletion(stage: Stage) -> None:
    here, ana = stage.here, stage.person("ana")
    stage.does("ana", "sends a picture without words, corrects a reply, and deletes another")
    await ana.says("", channel=world.LAKESIDE, thread=stage.card, files=[("screen.png", picture.screen())])
    edited = await ana.says("It began on Mnday.", channel=world.LAKESIDE, thread=stage.card)
    deleted = await ana.says("Never mind.", channel=world.LAKESIDE, thread=stage.card)
    await here.quiet()
    await ana.edits(edited, "It began on Monday.", channel=world.LAKESIDE)
    await ana.deletes(deleted, channel=world.LAKESIDE)
    await here.quiet()
    desk = await stage.desk()
    expect(that="It began on Monday." in desk and "Mnday" not in desk, told="the desk reads the corrected words")
    expect(that="Never mind." not in desk, told="of the deleted one a stub")
    files = [name for seen in await here.thread(stage.person("alex"), world.DESK) for name in seen.files]
    expect(that=files == ["screen.png"], told="the picture stands at the desk")
