"""What people say in threads: new, edited and deleted messages."""

from bot.domain.ids import Thread, Ts
from bot.services import hearing, refusing, viewing
from bot.services.hearing import Gone, Heard
from handlers.answers import Answer, Nothing
from handlers.asks import MessageHeard
from handlers.house import House
from storage.comments import File


async def heard(house: House, ask: MessageHeard) -> Answer:
    """A message in a thread may concern a case; any other concerns nobody here.

    Whoever writes to us directly, and not into a case's thread, is told that nobody reads it.
    """
    if ask.thread_ts is None or ask.thread_ts == ask.ts or not await _is_of_a_case(house, ask):
        return await _not_read(house, ask)
    message = Thread(team=ask.team, channel=ask.channel, ts=ask.ts)
    if ask.called is not None and await _called(house, ask):
        return Nothing()
    if ask.kind == "deleted":
        gone = Gone(who=ask.who, message=message, thread_ts=ask.thread_ts, at=ask.at, said_at=ask.said_at)
        await hearing.forget(house.store, gone, now=house.now())
    else:
        await hearing.hear(house.store, said(ask, message, ask.thread_ts), now=house.now())
    house.nudge()
    return Nothing()


async def _is_of_a_case(house: House, ask: MessageHeard) -> bool:
    """Raises Unplaced."""
    thread = Thread(team=ask.team, channel=ask.channel, ts=Ts(str(ask.thread_ts)))
    return await hearing.place_of(house.store, thread) is not None


async def _not_read(house: House, ask: MessageHeard) -> Answer:
    if ask.direct and ask.kind == "new":
        once = f"not-read:{ask.channel}:{ask.ts}"
        await refusing.tell_not_read(house.store, who=ask.who, team=ask.team, once=once, now=house.now())
        house.nudge()
    return Nothing()


async def _called(house: House, ask: MessageHeard) -> bool:
    """The bot was mentioned in a case's thread: only the asker sees the buttons that fit.

    Alone, or with a word that asks for them, it is no comment; with others it is both. False: the words are to be
    taken in.
    """
    thread = Thread(team=ask.team, channel=ask.channel, ts=Ts(str(ask.thread_ts)))
    number = await viewing.number_at(house.store, thread)
    if number is None:
        return False
    once = f"called:{ask.channel}:{ask.ts}"
    await viewing.offer_actions(house.store, who=ask.who, number=number, now=house.now(), once=once, spot=ask.spot)
    house.nudge()
    return ask.is_call


def said(ask: MessageHeard, message: Thread, thread_ts: Ts) -> Heard:
    """As services take it."""
    return Heard(
        who=ask.who,
        message=message,
        thread_ts=thread_ts,
        words=ask.text,
        at=ask.at,
        said_at=ask.said_at,
        edited_ts=ask.edited_ts,
        files=tuple(
            File(id=file.id, name=file.name, mimetype=file.mimetype, size=file.size, permalink=file.permalink)
            for file in ask.files
        ),
    )
