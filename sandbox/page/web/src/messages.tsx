/** Messages one below another: a line for each day, one head for what somebody says in one go, and what is new. */
import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { MessageShown } from "./message";
import { useStanding } from "./standing";
import { dayOf, divider, ofTs } from "./time";
import type { Message } from "./types";

interface Props {
  messages: Message[];
  channel: string;
  read: string;
  inThread?: boolean;
  sought?: string;
  /** Tells up to where they were seen. */
  seen(ts: string): void;
}

const ONE_GO_S = 300;

export function Messages({ messages, channel, read, inThread = false, sought = "", seen }: Props) {
  const { me, now } = useStanding();
  const end = useRef<HTMLDivElement>(null);
  const last = messages.at(-1)?.ts ?? "";
  const began = useRef(read);
  useReading(last, seen);
  useFollowing(end, last, channel, sought);
  return (
    <div class="messages" role="log" aria-label="Messages" aria-live="polite" tabIndex={0}>
      {messages.map((it, number) => {
        const before = messages[number - 1];
        const newDay = !before || dayOf(ofTs(before.ts), me.tz) !== dayOf(ofTs(it.ts), me.tz);
        const isNew = Boolean(began.current) && it.ts > began.current && !(before && before.ts > began.current) && it.user !== me.id;
        return (
          <Fragment key={`${it.ts}${it.ephemeral ? "e" : ""}`}>
            {newDay && !inThread && (
              <p class="day">
                <span>{divider(ofTs(it.ts), now, me.tz)}</span>
              </p>
            )}
            {isNew && <p class="new-line">New</p>}
            <MessageShown
              message={it}
              channel={channel}
              inThread={inThread}
              sought={it.ts === sought}
              follows={!newDay && !isNew && inOneGo(before, it)}
            />
          </Fragment>
        );
      })}
      <div ref={end} />
    </div>
  );
}

function inOneGo(before: Message | undefined, it: Message): boolean {
  if (!before || before.user !== it.user || before.ephemeral !== it.ephemeral || it.ephemeral) return false;
  if (before.subtype !== it.subtype || before.reply_count > 0 || it.subtype === "tombstone") return false;
  return Number.parseFloat(it.ts) - Number.parseFloat(before.ts) < ONE_GO_S;
}

/** What stands in a window that is looked at is read. */
function useReading(last: string, seen: (ts: string) => void): void {
  useEffect(() => {
    if (!last) return;
    const look = (): void => {
      if (document.visibilityState === "visible") seen(last);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [last, seen]);
}

/** The newest is in view, unless somebody has scrolled up to read, or came for a certain message. */
function useFollowing(end: { current: HTMLDivElement | null }, last: string, channel: string, sought: string): void {
  const stuck = useRef(true);
  useEffect(() => {
    const box = end.current?.closest<HTMLElement>(".scroll");
    if (!box) return;
    const scrolled = (): void => {
      stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
    };
    box.addEventListener("scroll", scrolled, { passive: true });
    const grown = new ResizeObserver(() => {
      if (stuck.current && !sought) box.scrollTop = box.scrollHeight;
    });
    for (const it of box.children) grown.observe(it);
    return () => {
      box.removeEventListener("scroll", scrolled);
      grown.disconnect();
    };
  }, [channel, sought]);
  useLayoutEffect(() => {
    const box = end.current?.closest<HTMLElement>(".scroll");
    const wanted = sought && box?.querySelector(`[data-ts="${CSS.escape(sought)}"]`);
    if (wanted) wanted.scrollIntoView({ block: "center" });
    else if (box && stuck.current) box.scrollTop = box.scrollHeight;
  }, [last, channel, sought]);
}
