"""What people say in threads: new, edited and deleted messages."""

from bot.domain.ids import Thread, Ts
from bot.services import hearing
from bot.services.hearing import Gone, Heard
from handlers.answers import Answer, Nothing
from handlers.asks import MessageHeard
from handlers.house import House
from storage.comments import File


async def heard(house: House, ask: MessageHeard) -> Answer:
    """A message in a thread may concern a case; any other concerns nobody here."""
    if ask.thread_ts is None or ask.thread_ts == ask.ts:
        return Nothing()
    message = Thread(team=ask.team, channel=ask.channel, ts=ask.ts)
    if ask.kind == "deleted":
        gone = Gone(who=ask.who, message=message, thread_ts=ask.thread_ts, at=ask.at, said_at=ask.said_at)
        await hearing.forget(house.store, gone, now=house.now())
    else:
        await hearing.hear(house.store, _said(ask, message, ask.thread_ts), now=house.now())
    house.nudge()
    return Nothing()


def _said(ask: MessageHeard, message: Thread, thread_ts: Ts) -> Heard:
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
