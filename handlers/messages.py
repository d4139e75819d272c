"""What people say in threads: new, edited and deleted messages."""

from bot.domain.ids import Thread
from bot.services import hearing
from bot.services.hearing import Heard
from handlers.answers import Answer, Nothing
from handlers.asks import MessageHeard
from handlers.house import House
from storage.comments import File


async def heard(house: House, ask: MessageHeard) -> Answer:
    """A message in a thread may concern a case; any other concerns nobody here."""
    if ask.thread_ts is None or ask.thread_ts == ask.ts:
        return Nothing()
    if ask.kind == "deleted":
        await _deleted(house, ask)
    else:
        await _said(house, ask)
    house.nudge()
    return Nothing()


async def _said(house: House, ask: MessageHeard) -> None:
    if ask.thread_ts is None:
        return
    said = Heard(
        who=ask.who,
        message=Thread(team=ask.team, channel=ask.channel, ts=ask.ts),
        thread_ts=ask.thread_ts,
        words=ask.text,
        at=ask.at,
        edited_ts=ask.edited_ts,
        files=tuple(
            File(id=file.id, name=file.name, mimetype=file.mimetype, size=file.size, permalink=file.permalink)
            for file in ask.files
        ),
    )
    await hearing.hear(house.store, said, now=house.now())


async def _deleted(house: House, ask: MessageHeard) -> None:
    if ask.thread_ts is None:
        return
    message = Thread(team=ask.team, channel=ask.channel, ts=ask.ts)
    await hearing.forget(
        house.store, who=ask.who, message=message, thread_ts=ask.thread_ts, at=ask.at, now=house.now()
    )
